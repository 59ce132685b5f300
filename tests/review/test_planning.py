"""Submissions as rows: what each cell says, how rows are told apart and in what order they stand."""

from datetime import UTC, datetime

import pytest

from glambot.review.plan import Cell
from glambot.review.planning import make_plan
from glambot.submission.event import COLUMNS, Event
from glambot.submission.parse import parse
from glambot.submission.submission import Submission
from glambot.submission.talks import parse_all

SIGNATURE = "# [[User:{user}|{user}]] ([[User talk:{user}|talk]]) 12:42, {day} November 2018 (UTC)\n"


def submission(
    title: str, *, page: str = "", text: str = "", users: str = "", event: Event | None = None
) -> Submission:
    """Return a submission with a title, further wikitext and a signature a day for each user."""
    signed = "".join(SIGNATURE.format(user=user, day=day) for day, user in enumerate(users, 1))
    return parse(
        f"; Title\n: {title}\n{text}\n== Interested attendees ==\n{signed}", title=page or title, event=event
    )


def cell(column: str, given: Submission) -> Cell:
    """Return the cell of one column."""
    plan = make_plan([given], Event(columns=("submission", column)))
    return plan.rows[0].cells[1]


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("length", "; Length\n: 1h30", Cell("90 min", 'data-sort-value="90"')),
        ("length", "; Length\n: as long as it takes", Cell("as long as it takes", 'data-sort-value="0"')),
        ("length", "", Cell("")),
        ("theme", "; Theme\n* GLAM\n* Education", Cell("GLAM, Education")),
        ("authors", "; Author\n: Jane Doe ([[User:JD]]) and [[User:Kim|Kim]]", Cell("Jane Doe (JD), Kim")),
        ("status", "{{Accepted submission}}", Cell("accepted")),
        ("number", "; Submission no. 7", Cell("7")),
        ("notes", "; Length\n: long", Cell("the length cannot be read as minutes")),
    ],
)
def test_cells(column: str, text: str, expected: Cell) -> None:
    """A cell says what the submission says, in words that can do nothing."""
    assert cell(column, submission("Owls", text=text)) == expected


def test_late_signatures_stand_apart() -> None:
    """After the deadline people are counted apart, and the number sorts by the others."""
    event = Event(deadline=datetime(2018, 11, 2, 23, 59, tzinfo=UTC))
    found = submission("Owls", users="ABC", event=event)
    assert cell("interested", found) == Cell("2 + 1 late", 'data-sort-value="2"')
    assert cell("late", found) == Cell("1")
    assert cell("latest", found) == Cell("2018-11-03 12:42")


def test_every_column_can_be_filled() -> None:
    """Each column an event may name has cells."""
    plan = make_plan([submission("Owls")], Event(columns=COLUMNS))
    assert len(plan.rows[0].cells) == len(COLUMNS) == len(set(COLUMNS))


@pytest.mark.parametrize(
    ("sort", "order"),
    [("title", ["alpha", "Beta", "Gamma"]), ("interested", ["Gamma", "alpha", "Beta"])],
)
def test_order(sort: str, order: list[str]) -> None:
    """Rows stand by title without regard to case, or by interest with the title as tie-break."""
    given = [submission("Beta", users="A"), submission("Gamma", users="AB"), submission("alpha", users="A")]
    plan = make_plan(given, Event(sort=sort))
    assert [row.key for row in plan.rows] == order
    assert plan.reorder == (sort != "title")


def test_order_by_number() -> None:
    """Numbers sort as numbers, and submissions without one come last."""
    given = [submission(f"T{n}", text=f"; Submission no. {n}") for n in ("10", "9", "")]
    assert [row.key for row in make_plan(given, Event(sort="number")).rows] == ["T9", "T10", "T"]


def test_two_talks_of_one_name_have_two_rows() -> None:
    """Rows of one page and title are told apart by a number."""
    plan = make_plan([submission("Owls", page="P"), submission("Owls", page="P")], Event())
    assert [row.key for row in plan.rows] == ["P", "P (2)"]


def test_keys_of_sections_never_meet() -> None:
    """Sections of one name, and those called as counted ones are, all get rows of their own."""
    text = "".join(f"== {name} ==\n; Title\n: {name}\n; Author\n: A\n" for name in _NAMES)
    talks = parse_all(text, title="Conf/Talks")
    plan = make_plan(talks, Event(columns=("submission",)))
    assert len({row.key for row in plan.rows}) == len(talks) == len(_NAMES)


_NAMES = ("Owls", "Owls", "Owls (2)", "Owls (2) (2)", "Owls")
