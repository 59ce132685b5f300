r"""Submissions as the rows of a review table.

Example:
    >>> from glambot.submission.parse import parse
    >>> owls = parse("; Title\n: Owls & lamps", title="Conf/Owls")
    >>> plan = make_plan([owls], Event(columns=("submission",)))
    >>> plan.rows[0].cells[0].content
    '[[:Conf/Owls|Owls &#38; lamps]]'
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from glambot.review.notes import notes
from glambot.review.plan import Cell, Column, Plan, Row, same_page
from glambot.review.safe import safe_link, safe_text
from glambot.submission.event import Event
from glambot.submission.submission import Submission

_DOMAIN = re.compile(r"[^\W_]\.[a-z]{2,}\b")
_NUMBER = re.compile(r"\d+")
_SHORT = 120


def make_plan(submissions: Sequence[Submission], event: Event, *, stale: Iterable[str] = ()) -> Plan:
    """Return what the event's table is to say about the submissions, in the order it asks for.

    `stale` are titles of pages that could not be read this time.
    """
    keyed = _keyed(submissions)
    rows = [
        Row(key, tuple(_CELLS[column](submission) for column in event.columns))
        for key, submission in sorted(keyed, key=lambda pair: _order(pair[0], pair[1], event.sort))
    ]
    return Plan(
        columns=tuple(Column(key, event.header(key)) for key in event.columns),
        people=event.people,
        rows=tuple(rows),
        reorder=event.sort != "title",
        stale=frozenset(stale),
    )


def tracks_of(submissions: Sequence[Submission]) -> dict[str, str]:
    """Return the track of each submission, by the key of its row; "" where it names none."""
    return {key: _field(submission, "theme").split("\n")[0] for key, submission in _keyed(submissions)}


def row_key(submission: Submission) -> str:
    """Return what a submission's row is known by: its page, with the section on a page of several."""
    page = submission.page or ""
    return f"{page}#{submission.section}" if submission.section else page


def _keyed(submissions: Sequence[Submission]) -> list[tuple[str, Submission]]:
    """Return each submission with its key; talks of one name on one page are told apart by a number."""
    taken: dict[str, int] = {}
    keyed: list[tuple[str, Submission]] = []
    for submission in submissions:
        name = key = row_key(submission)
        while same_page(key) in taken:  # a section may be called as another one is counted
            taken[same_page(name)] += 1
            key = f"{name} ({taken[same_page(name)]})"
        taken[same_page(key)] = 1
        keyed.append((key, submission))
    return keyed


def _order(key: str, submission: Submission, sort: str) -> tuple[object, ...]:
    name = (unicodedata.normalize("NFKC", key).casefold(), key)
    if sort == "interested":
        return (-submission.tally.interested, -submission.tally.late, *name)
    if sort == "number":
        number = _NUMBER.search(_field(submission, "number"))
        return (number is None, int(number[0]) if number else 0, *name)
    return name


def _field(submission: Submission, key: str) -> str:
    field = submission.fields.get(key)
    return field.text if field is not None else ""


def _text(key: str) -> Callable[[Submission], Cell]:
    return lambda submission: Cell(safe_text(", ".join(_field(submission, key).split("\n")), limit=_SHORT))


def _submission(submission: Submission) -> Cell:
    return Cell(
        safe_link(submission.page or "", submission.title, section=submission.section or "", limit=_SHORT)
    )


def _authors(submission: Submission) -> Cell:
    names = [
        author.name if author.user in (None, author.name) else f"{author.name} ({author.user})"
        for author in submission.authors
        # What is left of an address written around the rules is not republished either.
        if not _DOMAIN.search(author.name)
    ]
    # No link to a user: republishing must notify nobody.
    return Cell(safe_text(", ".join(names), limit=2 * _SHORT))


def _length(submission: Submission) -> Cell:
    if submission.length_minutes is None:
        text = safe_text(_field(submission, "length"), limit=_SHORT)
        return Cell(text, 'data-sort-value="0"' if text else "")
    return Cell(f"{submission.length_minutes} min", f'data-sort-value="{submission.length_minutes}"')


def _interested(submission: Submission) -> Cell:
    tally = submission.tally
    if tally.late:
        return Cell(f"{tally.interested} + {tally.late} late", f'data-sort-value="{tally.interested}"')
    return Cell(str(tally.interested))


def _latest(submission: Submission) -> Cell:
    latest = submission.tally.latest
    return Cell(latest.strftime("%Y-%m-%d %H:%M") if latest else "")


def _notes(submission: Submission) -> Cell:
    return Cell(safe_text("; ".join(notes(submission.warnings)), limit=4 * _SHORT))


_CELLS: dict[str, Callable[[Submission], Cell]] = {
    "submission": _submission,
    "number": _text("number"),
    "authors": _authors,
    "type": _text("type"),
    "length": _length,
    "theme": _text("theme"),
    "level": _text("level"),
    "language": _text("language"),
    "country": _text("country"),
    "affiliation": _text("affiliation"),
    "capacity": _text("capacity"),
    "interested": _interested,
    "late": lambda submission: Cell(str(submission.tally.late)),
    "latest": _latest,
    "status": lambda submission: Cell(submission.status or ""),
    "notes": _notes,
}
