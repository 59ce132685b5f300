"""The command review on a live wiki: options, the account, and what is said of each table.

Example:
    >>> numbers("0, 2 4")
    (0, 2, 4)
"""

import os
import re
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from glambot.console import DONE, ERROR, STOPPED, WOULD_CHANGE, ProgressBar, conclude, count, report, say

if TYPE_CHECKING:
    from glambot.rounds import Served
    from glambot.setups import Settings
    from glambot.submission.event import Event
    from glambot.wiki.live import LiveWiki

_T = TypeVar("_T")

USER_CONFIG = "user-config"
"""The name for the wiki that pywikibot's own configuration and options choose."""


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """The options that only a live wiki has, as they were given."""

    template: str
    config_prefix: str | None
    namespaces: str
    right: str
    stop_page: str | None
    status_page: str | None
    heartbeat: float
    state: Path | None
    log: str


_OPTIONS = (
    click.option(
        "--template",
        envvar="GLAMBOT_TEMPLATE",
        default="Glambot review",
        help="The template that sets up a table.",
    ),
    click.option(
        "--config-prefix",
        envvar="GLAMBOT_CONFIG_PREFIX",
        metavar="TITLE",
        help="Where definition pages are [User:<bot>/Events/].",
    ),
    click.option(
        "--namespaces",
        envvar="GLAMBOT_NAMESPACES",
        default="0,1,2,3,4,5",
        help="Numbers of namespaces that may have tables.",
    ),
    click.option(
        "--right",
        envvar="GLAMBOT_RIGHT",
        default="autoconfirmed",
        help="The right whoever sets up a table must have.",
    ),
    click.option(
        "--stop-page",
        envvar="GLAMBOT_STOP_PAGE",
        metavar="TITLE",
        help="Any text on it stops the bot [User:<bot>/Stop].",
    ),
    click.option(
        "--status-page",
        envvar="GLAMBOT_STATUS_PAGE",
        metavar="TITLE",
        help="Where the bot tells how it does [User:<bot>/Status].",
    ),
    click.option(
        "--heartbeat",
        envvar="GLAMBOT_HEARTBEAT",
        default=24.0,
        metavar="HOURS",
        help="How long the status page may be silent.",
    ),
    click.option(
        "--state",
        envvar="GLAMBOT_STATE",
        type=click.Path(file_okay=False, path_type=Path),
        help="The folder for texts and locks; safe to delete.",
    ),
    click.option(
        "--log",
        envvar="GLAMBOT_LOG",
        type=click.Choice(["plain", "json"]),
        default="plain",
        help="How the log is written.",
    ),
)


def with_live(command: Callable[..., _T]) -> Callable[..., _T]:
    """Give a command the options for a live wiki; it gets `live`, a `LiveOptions`."""

    @wraps(command)
    def run(*values: object, **others: object) -> _T:
        named = {name: others.pop(name) for name in LiveOptions.__slots__}
        return command(*values, live=LiveOptions(**named), **others)  # type: ignore[arg-type]  # click made them so

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


def review_live(
    wiki: str,
    live: LiveOptions,
    *,
    event: "Event | None",
    page: str | None,
    dry_run: bool,
    max_vanished: float | None,
) -> int:
    """Serve one event, or every table that is set up on a live wiki; return the exit code."""
    from glambot import logs  # noqa: PLC0415 - offline commands write no log
    from glambot.wiki.connect import Account, connect, simulates  # noqa: PLC0415 - as above
    from glambot.wiki.live import LiveWiki  # noqa: PLC0415 - as above

    logs.start(as_json=live.log == "json")
    # A machine that ends a job that took too long must not leave the password behind.
    signal.signal(signal.SIGTERM, _end)
    site = connect("" if wiki == USER_CONFIG else wiki, Account.from_environment(os.environ), reading=dry_run)
    dry_run = dry_run or simulates()
    user = site.user() or ""
    stop = f"User:{user}/Stop" if live.stop_page is None else _named(live.stop_page)
    place = LiveWiki(site, state=live.state or _cache_folder(), stop_page=stop)
    try:
        if event is not None:
            return _review_event(place, event, dry_run=dry_run, max_vanished=max_vanished)
        return _serve(place, _settings(user, live), page, dry_run=dry_run, max_vanished=max_vanished)
    finally:
        place.close()


def _end(number: int, _: object) -> None:
    """End at once but in order: what was made for this run alone goes with it."""
    sys.exit(128 + number)


def numbers(text: str) -> tuple[int, ...]:
    """Return the numbers in a list such as ``0,2,4``."""
    parts = re.split(r"[,\s]+", text.strip())
    if not all(part.isdecimal() for part in parts):
        raise click.UsageError(f"--namespaces is {text!r}; it must be numbers of namespaces such as 0,2,4.")
    return tuple(int(part) for part in parts)


def _settings(user: str, live: LiveOptions) -> "Settings":
    from glambot.setups import Settings  # noqa: PLC0415 - offline commands need none

    return Settings(
        user=user,
        template=live.template.removeprefix("Template:"),
        config_prefix=live.config_prefix,
        namespaces=numbers(live.namespaces),
        right=live.right,
        status_page=None if live.status_page is None else _named(live.status_page),
        heartbeat=live.heartbeat,
    )


def _review_event(wiki: "LiveWiki", event: "Event", *, dry_run: bool, max_vanished: float | None) -> int:
    from glambot.job import review  # noqa: PLC0415 - as above
    from glambot.setups import placed  # noqa: PLC0415 - as above

    with ProgressBar() as progress:
        outcome = review(
            placed(event), wiki, site=wiki.site, dry_run=dry_run, max_vanished=max_vanished, progress=progress
        )
    report(outcome)
    if dry_run:
        for line in outcome.diff():
            say(line)
    return conclude(outcome, wiki.name)


def _serve(
    wiki: "LiveWiki", settings: "Settings", page: str | None, *, dry_run: bool, max_vanished: float | None
) -> int:
    from glambot.rounds import FAILED, make_round  # noqa: PLC0415 - as above
    from glambot.rounds import STOPPED as STOPPED_STATE  # noqa: PLC0415 - as above

    served: list[Served] = []
    for done in make_round(wiki, settings, only=page, dry_run=dry_run, max_vanished=max_vanished):
        served.append(done)
        _tell(done)
    if not served:
        where = f"{page!r} sets up no table" if page else f"No page uses {{{{{settings.template}}}}}"
        say(f"{where} on {wiki.name}, and there is no definition under {settings.definitions!r}.")
    else:
        say(f"{count(len(served), 'table')} on {wiki.name}.")
    states = {done.state for done in served}
    if STOPPED_STATE in states:
        return STOPPED
    if FAILED in states or (page is not None and not served):
        return ERROR
    return WOULD_CHANGE if dry_run and any(done.would_change for done in served) else DONE


def _tell(done: "Served") -> None:
    """Say on standard output what became of a table; the log says it on standard error."""
    say(done.title, bold=True)
    if done.outcome is not None:
        report(done.outcome)
        if done.would_change:
            for line in done.outcome.diff():
                say(line)
    for line in done.answer:
        say(line)
    say(f"  {done.state}{f': {done.error}' if done.error else ''}")


def _named(title: str) -> str:
    """Return a title, "" for none: an empty variable of the environment counts as not set."""
    return "" if title.strip().lower() == "none" else title


def _cache_folder() -> Path:
    """Return the user's own folder for caches, as the XDG base directory specification has it."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(named) if named else Path.home() / ".cache") / "glambot"
    except RuntimeError:  # an account without a home, as in containers
        from tempfile import gettempdir  # noqa: PLC0415 - seldom needed

        return Path(gettempdir()) / "glambot"
