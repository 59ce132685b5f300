"""A wiki that stays, with example pages, for people to try the bot on: what ``scripts/sandbox`` starts.

The process that serves the wiki holds a lock in its folder, so that a second start and ``stop`` know
it from one that has ended. The wiki is made anew at each start, and removed at the end.

Example:
    >>> instructions("http://127.0.0.1:8080", "glambot").splitlines()[0]
    'The wiki is at http://127.0.0.1:8080/wiki/Main_Page'
"""

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import IO

from glambot.wiki.filename import decode
from tests.mediawiki.install import ADMIN, BOT, BOT_APP, BOT_PASSWORD, REVIEWER, SECOND_REVIEWER, InstallError
from tests.mediawiki.server import ServerError
from tests.mediawiki.wiki import MediaWiki

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".cache/sandbox"
TABLE = "ExampleCon/Review"
_START_SECONDS, _END_SECONDS, _PAUSE = 180, 20, 0.1

# The keys are those of examples/event.toml.
_SETUP = """{{Glambot review
|name=ExampleCon 2018
|category=Example conference submissions; GLAM TLV 2018 submissions
|deadline=3 November 2018 23:59 UTC
|columns=submission; authors; type; length; theme; interested; latest; status; notes
|reviewers=Score; Comments
}}
{{Glambot review end}}"""
_TEMPLATE = (
    "<noinclude>glambot keeps a review table behind this template, and fills it anew at each of its runs. "
    "The parameters say where the submissions are and what the table shows.</noinclude>"
)
_END = "<noinclude>Here ends the review table that begins with {{tl|Glambot review}}.</noinclude>"
_LINK = "<code>&#123;&#123;[[Template:{{{1}}}|{{{1}}}]]&#125;&#125;</code>"
_USER = f"""This bot keeps review tables, such as [[{TABLE}]].
* [[User:{BOT.name}/Stop|Stop it]]: any text on that page stops the bot.
* [[User:{BOT.name}/Status|How it does]]"""
_STOP = "<!-- Any text on this page stops the bot; this comment does not. -->"
_STATUS = "The bot tells here how the tables stand."
_MAIN = f"""A wiki to try glambot on. It ends with the sandbox; nothing on it is kept.
* [[{TABLE}]]: the review table; empty until the bot has run
* [[:Category:Example conference submissions]], [[:Category:GLAM TLV 2018 submissions]]: what it is about
* [[User:{BOT.name}]]: the bot, its [[User:{BOT.name}/Stop|stop page]] and \
[[User:{BOT.name}/Status|status page]]
* [[Special:RecentChanges]]"""
_OTHERS = {
    "Template:Glambot review": _TEMPLATE,
    "Template:Glambot review end": _END,
    "Template:Tl": _LINK,
    f"User:{BOT.name}": _USER,
    f"User:{BOT.name}/Stop": _STOP,
    f"User:{BOT.name}/Status": _STATUS,
    "Main Page": _MAIN,
}


def fill(wiki: MediaWiki) -> None:
    """Put the example pages on a wiki, each by another user, with all that the bot needs there."""
    for title, text in _OTHERS.items():
        wiki.save(title, text, ADMIN)
    people = cycle((REVIEWER, SECOND_REVIEWER, ADMIN))
    for path in sorted((ROOT / "examples/pages").glob("*.wiki")):
        wiki.save(decode(path.stem), path.read_text(encoding="utf-8"), next(people))
    wiki.save(TABLE, _SETUP, REVIEWER, summary="Set up a review table")


def instructions(url: str, command: str) -> str:
    """Return what to tell people: where the wiki is, who to be there, how to run the bot."""
    logins = "\n".join(f"  {one.name:16} {one.password}" for one in (ADMIN, REVIEWER, SECOND_REVIEWER, BOT))
    return f"""The wiki is at {url}/wiki/Main_Page
The table is set up on {url}/wiki/{TABLE}

Log in at {url}/wiki/Special:UserLogin as
{logins}

Run the bot with its bot password, as often as you like:

  export GLAMBOT_USER={BOT.name}@{BOT_APP} GLAMBOT_PASSWORD={BOT_PASSWORD}
  {command} review --wiki {url}/api.php --dry-run
  {command} review --wiki {url}/api.php

Between its edits it waits ten seconds, as pywikibot does by itself.
"""


def serve(folder: Path, port: int | None, command: str) -> int:
    """Make the wiki, say what there is to say, and serve it until somebody ends it; return the exit code."""
    with contextlib.ExitStack() as ending:
        lock = ending.enter_context(_hold(folder))
        if lock is None:
            return _complain(f"A sandbox runs already. {stop_hint()}\n\n{_told(folder)}")
        (folder / "told").unlink(missing_ok=True)
        place = folder / "wiki"
        shutil.rmtree(place, ignore_errors=True)  # of one that was killed
        place.mkdir()
        ending.callback(shutil.rmtree, place, ignore_errors=True)
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            wiki = MediaWiki.create(place, port)
            ending.callback(wiki.stop)
            fill(wiki)
            told = instructions(wiki.url, command)
            _write(folder / "told", told)
            ending.callback((folder / "told").unlink, missing_ok=True)
            print(f"{told}\nIt runs until Ctrl-C.", flush=True)
            signal.pause()
        except KeyboardInterrupt:
            print("\nThe sandbox has ended.", flush=True)
        except (InstallError, ServerError) as error:
            return _complain(str(error))
    return 0


def start_in_background(folder: Path, port: int | None, command: str) -> int:
    """Start a process that serves the wiki, and return when it can be used; see `serve`."""
    folder.mkdir(parents=True, exist_ok=True)
    if _is_held(folder):
        return _complain(f"A sandbox runs already. {stop_hint()}\n\n{_told(folder)}")
    (folder / "told").unlink(missing_ok=True)
    log = folder / "log"
    arguments = ["--folder", str(folder), "--command", command, *(["--port", str(port)] if port else [])]
    with log.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 - this module
            [sys.executable, "-m", "tests.mediawiki.sandbox", *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + _START_SECONDS
    while not _told(folder):
        if process.poll() is not None or time.monotonic() > deadline:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            return _complain(f"It did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
        time.sleep(_PAUSE)
    print(f"{_told(folder)}\n{stop_hint()}")
    return 0


def stop(folder: Path) -> int:
    """End the wiki that runs, if one does; return the exit code."""
    if not _is_held(folder):
        print("No sandbox runs.")
        return 0
    os.kill(int((folder / "lock").read_text("ascii")), signal.SIGTERM)
    deadline = time.monotonic() + _END_SECONDS
    while _is_held(folder):
        if time.monotonic() > deadline:
            return _complain(f"The sandbox has not ended after {_END_SECONDS} s.")
        time.sleep(_PAUSE)
    print("The sandbox has ended.")
    return 0


def stop_hint() -> str:
    """Return how to end a wiki that runs in the background."""
    return "Stop it with: scripts/sandbox stop"


@contextlib.contextmanager
def _hold(folder: Path) -> Iterator[IO[str] | None]:
    """Hold the lock of a folder, with the number of this process in it; None if somebody else holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield file


def _is_held(folder: Path) -> bool:
    try:
        with (folder / "lock").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _told(folder: Path) -> str:
    with contextlib.suppress(FileNotFoundError):
        return (folder / "told").read_text("utf-8")
    return ""


def _write(path: Path, text: str) -> None:
    """Write a file that others see whole or not at all."""
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(path)


def _interrupt(number: int, frame: object) -> None:
    del number, frame
    raise KeyboardInterrupt


def _complain(message: str) -> int:
    print(f"scripts/sandbox: {message}", file=sys.stderr)
    return 1


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="scripts/sandbox", description="A real MediaWiki with example pages, to try glambot on."
    )
    parser.add_argument("action", nargs="?", choices=["start", "stop"], default="start")
    parser.add_argument("--background", action="store_true", help="come back; it runs until it is stopped")
    parser.add_argument("--port", type=int, help="of 127.0.0.1; without it any that is free")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=argparse.SUPPRESS)
    parser.add_argument(
        "--command", default=os.environ.get("GLAMBOT_COMMAND", "glambot"), help=argparse.SUPPRESS
    )
    options = parser.parse_args()
    if options.action == "stop":
        return stop(options.folder)
    start = start_in_background if options.background else serve
    return start(options.folder.resolve(), options.port, options.command)


if __name__ == "__main__":
    sys.exit(main())
