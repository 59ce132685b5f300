"""The command line: a thin twin of the library.

Exit codes: 0 done or nothing to do, 1 an error, 2 wrong usage, 3 a dry run that would change
something, 4 stopped by the wiki or by somebody on it.

Example:
    >>> sorted(cli.commands)
    ['check', 'events', 'explain', 'parse', 'review', 'signatures']
"""

import gc
import os
import sys
from collections.abc import Iterator, MutableMapping, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

import click

from glambot import __version__
from glambot.console import DONE, ERROR, INTERRUPTED, STOPPED, USAGE, WOULD_CHANGE, say
from glambot.errors import GlambotError, StoppedError

_HOMES = {
    "check": "events",
    "events": "events",
    "explain": "pages",
    "parse": "pages",
    "review": "review",
    "signatures": "pages",
}
"""The module of each command in `glambot.commands`."""

__all__ = ["DONE", "ERROR", "INTERRUPTED", "STOPPED", "USAGE", "WOULD_CHANGE", "cli", "main", "run"]


class _Commands(MutableMapping[str, click.Command]):
    """The commands by name, each loaded when it is asked for."""

    def __init__(self) -> None:
        self._known: dict[str, click.Command | None] = dict.fromkeys(_HOMES)

    def __getitem__(self, name: str) -> click.Command:
        command = self._known[name]
        if command is None:
            command = getattr(import_module(f"glambot.commands.{_HOMES[name]}"), name)
            self._known[name] = command
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._known[name] = command

    def __delitem__(self, name: str) -> None:
        del self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


@click.group(commands=_Commands(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="glambot")
def cli() -> None:
    """Read session proposals of Wikimedia conferences, and tally who wants to attend.

    \b
    Examples:
      glambot parse "Submissions%2FOwls.wiki" --json
      glambot review --wiki pages/ --event event.toml --dry-run
      glambot review --wiki meta:meta
      glambot explain "Submissions/Owls" --wiki pages/
      glambot signatures "Talk%3AOwls.wiki" --language pl
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every error is told in sentences."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may know fewer signs than pages
    try:
        result = cli.main(args=None if arguments is None else list(arguments), standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return USAGE
    except click.ClickException as error:
        error.show()
        return USAGE
    except click.Abort:
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except StoppedError as error:
        say(f"Stopped: {error}", error=True)
        return STOPPED
    except GlambotError as error:
        say(f"Error: {error}", error=True)
        return ERROR
    except SystemExit as error:
        if error.code == ERROR:
            return DONE  # so click ends when whoever read our output has had enough
        return error.code if isinstance(error.code, int) else ERROR
    except OSError as error:  # files that are read say so themselves
        say(f"Error: what was read cannot be written out: {error.strerror or error}.", error=True)
        return ERROR
    except Exception as error:  # organisers get a sentence, never a traceback
        if os.environ.get("GLAMBOT_DEBUG"):
            raise
        say(
            f"Error: this should not have happened ({type(error).__name__}: {error}). Nothing more was done. "
            "Set GLAMBOT_DEBUG=1 to see where, and please report it.",
            error=True,
        )
        return ERROR
    return result if isinstance(result, int) else DONE


def main() -> NoReturn:
    """The entry point of the command ``glambot``."""
    code = run()
    gc.freeze()  # memory goes back as a whole, and need not be looked through before
    sys.exit(code)
