r"""The bot's own status page: that it runs, how each table stands, and the last errors.

The text says the same as before as long as nothing changed but the time; then it need not be saved.

Example:
    >>> from datetime import UTC, datetime
    >>> now = datetime(2019, 5, 4, 12, 0, tzinfo=UTC)
    >>> page = status_page("", [State("Conf/Review", "up to date")], now)
    >>> says_the_same(page, status_page(page, [State("Conf/Review", "up to date")], now))
    True
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from glambot import __version__
from glambot.review.safe import safe_link, safe_text

BEGIN, END = "<!-- glambot status begin -->", "<!-- glambot status end -->"
_RUN = re.compile(r"^Last run: (\d{4}-\d\d-\d\d \d\d:\d\d) UTC.*$", re.MULTILINE)
_ERROR = re.compile(r"^\* \d{4}-\d\d-\d\d \d\d:\d\d UTC, (.*)$", re.MULTILINE)
_REQUEST = re.compile(r"&#91;[\w-]{6,40}&#93;")  # the number of a request, another one each time
_MOST = 20  # errors kept
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class State:
    """How the table on a page stands, and what went wrong, if anything did."""

    title: str
    state: str
    error: str = ""


def status_page(before: str, states: Sequence[State], now: datetime) -> str:
    """Return the text of the status page; all that stands outside its own part stays.

    Args:
        before: the page's text, "" if there is none.
        states: how the tables stand after this run.
        now: when that is (UTC).
    """
    head, _, rest = before.partition(BEGIN)
    ours, closed, tail = rest.partition(END)
    if not closed:
        # Without its end nobody knows what is the bot's: all of it stays, and a new part follows.
        before = before.replace(BEGIN, "").replace(END, "").rstrip()
        head, ours, tail = before + ("\n\n" if before else ""), "", "\n"
    when = now.strftime("%Y-%m-%d %H:%M")
    lines = [
        BEGIN,
        f"Last run: {when} UTC, glambot {__version__}.",
        "",
        '{| class="wikitable sortable"',
        "! Table !! State",
        *(f"|-\n| {safe_link(state.title)} || {safe_text(state.state)}" for state in states),
        "|}",
        "",
        "== Last errors ==",
        *(_errors(ours, states, when) or ["None."]),
        END,
    ]
    return head + "\n".join(lines) + tail


def last_run(page: str) -> str:
    """Return the time of the last run that a status page tells, "" if it tells none."""
    found = _RUN.search(page)
    return found[1] if found else ""


def says_the_same(one: str, other: str) -> bool:
    """Return whether two texts of the status page differ in nothing but the time of the run."""
    return _RUN.sub("", one).rstrip() == _RUN.sub("", other).rstrip()


def _errors(before: str, states: Iterable[State], when: str) -> list[str]:
    """Return the lines of errors, the newest first; one that lasts keeps the time it was first seen."""
    old = [found[0] for found in _ERROR.finditer(before)]
    known = {_REQUEST.sub("", found[1]) for found in _ERROR.finditer(before)}
    new = [
        f"{safe_link(state.title)}: {safe_text(state.error, limit=_LONGEST)}"
        for state in states
        if state.error
    ]
    return [*(f"* {when} UTC, {line}" for line in new if _REQUEST.sub("", line) not in known), *old][:_MOST]
