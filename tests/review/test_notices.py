"""What the bot writes beside the table: boxes, messages, the status page, summaries, lists of subpages."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glambot.review.box import inside, put, take
from glambot.review.changes import Change, Kind
from glambot.review.markers import Markers
from glambot.review.message import with_message, without_message
from glambot.review.plan import Cell, Column, Plan, Row
from glambot.review.spread import rows_on, spread, subpage, subpages_for, subpages_of, with_subpages
from glambot.review.status import BEGIN, END, State, last_run, says_the_same, status_page
from glambot.review.summary import summary_of

PAGE = "Intro\n<!-- glambot begin: hands off -->\n{|\n! Submission\n|}\n<!-- glambot end -->\nOutro"
NOW = datetime(2019, 5, 4, 12, 0, tzinfo=UTC)


def test_boxes_beside_each_other() -> None:
    """Two boxes stand side by side, each is replaced and taken away by itself."""
    both = put(put(PAGE, "one", "first"), "two", "second")
    assert (inside(both, "one"), inside(both, "two"), inside(both, "three")) == ("first", "second", "")
    assert put(both, "one", "third").count("glambot one") == 2
    assert take(take(both, "two"), "one") == PAGE


@given(st.text(st.sampled_from("<!-> glambot\nmesg{|}[]~'end"), max_size=60))
def test_message_is_taken_away_without_trace(message: str) -> None:
    """Whatever a message says, the page without it is what it was."""
    told = with_message(PAGE, message)
    assert without_message(told) == PAGE
    assert with_message(told, message) == told


def test_message_needs_one_marker() -> None:
    """Without exactly one begin marker there is no place for a message."""
    assert with_message("no markers", "Hello") == "no markers"
    assert with_message(PAGE + PAGE, "Hello") == PAGE + PAGE
    template = Markers("{{Glambot review", "{{Glambot review end")
    assert "Hello" in with_message("{{Glambot review|category=X}}", "Hello", template)


def test_status_page_keeps_what_people_wrote() -> None:
    """Text around the bot's part stays, also when the part is written anew."""
    first = status_page("About this bot.\n", [State("Conf/Review", "up to date")], NOW)
    assert first.startswith(f"About this bot.\n\n{BEGIN}\n")
    edited = first.replace(END, f"{END}\n[[Category:Bots]]")
    again = status_page(edited, [State("Conf/Review", "stopped", "Stop!")], NOW)
    assert again.startswith("About this bot.\n\n")
    assert again.endswith(f"{END}\n[[Category:Bots]]\n")


def test_status_page_is_quiet() -> None:
    """The same states at another time say the same; an error that lasts keeps its time."""
    states = [State("Conf/Review", "failed", "It is '''broken''': {{x}} ~~~~ a@b.example")]
    first = status_page("", states, NOW)
    later = status_page(first, states, NOW.replace(hour=15))
    assert says_the_same(first, later)
    assert (last_run(first), last_run(later)) == ("2019-05-04 12:00", "2019-05-04 15:00")
    assert first.count("* 2019-05-04 12:00 UTC, ") == later.count("* 2019-05-04 12:00 UTC, ") == 1
    assert "~~~~" not in first
    assert "a@b.example" not in first
    solved = status_page(later, [State("Conf/Review", "up to date")], NOW)
    assert "* 2019-05-04 12:00 UTC, [[:Conf/Review|Conf/Review]]: It is" in solved
    assert not says_the_same(later, solved)


def test_status_page_forgets() -> None:
    """Only the last twenty errors are kept."""
    page = ""
    for number in range(40):
        page = status_page(page, [State("A", "failed", f"error {number}")], NOW)
    assert page.count("\n* 2019") == 20
    assert "error 39" in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ((), "brought up to date"),
        ((Change(Kind.CELL_CHANGED, "A", "Interested", "5", "8"),), "3 new signatures on 1 submission"),
        (
            (
                Change(Kind.CELL_CHANGED, "A", "Interested", "5", "6 + 1 late"),
                Change(Kind.CELL_CHANGED, "B", "Interested", "2", "3"),
                Change(Kind.CELL_CHANGED, "C", "interested", "2", "1"),
            ),
            "3 new signatures on 2 submissions, 1 withdrawn",
        ),
        ((Change(Kind.CELL_CHANGED, "A", "Interested", "2", "0"),), "2 signatures withdrawn"),
        (
            (
                Change(Kind.ROW_ADDED, "A"),
                Change(Kind.ROW_VANISHED, "B"),
                Change(Kind.ROW_STALE, "C"),
                Change(Kind.PUT_BACK, "D", "Interested", "99", "2"),
                Change(Kind.CELL_CHANGED, "A", "Title", "x", "y"),
            ),
            "1 new submission, 1 page not found, 1 page not read, 1 cell updated, 1 typed-over cell put back",
        ),
    ],
)
def test_summaries(changes: tuple[Change, ...], told: str) -> None:
    """Summaries count signatures and say the rest in words."""
    assert summary_of(changes, interested="Interested") == f"Review table: {told}"
    linked = summary_of(changes, interested="Interested", link="Conf/Review")
    assert linked == f"Review table: {told} (set up on [[Conf/Review]])"


def test_every_kind_of_change_has_words() -> None:
    """No kind of change is left out of the summary, but the notes about offered columns."""
    for kind in Kind:
        words = summary_of([Change(kind, "A", "Title")], interested="Interested")
        assert (words != "Review table: brought up to date") == (kind is not Kind.COLUMNS_NOTED)


@pytest.mark.parametrize(
    ("track", "title"),
    [
        ("Law", "Conf/Law"),
        ("Maps/data", "Conf/Maps-data"),
        ("", "Conf/Other"),
        ("[[x]] | {{y}} #1", "Conf/x y 1"),
        ("~~~~ &amp; %41", "Conf/amp; 41"),
        ("50 %<41 ~<~~ &<amp;", "Conf/50 % 41 ~ ~~ & amp;"),
        ("Law: part 1", "Conf/Law- part 1"),
        ("x" * 300, "Conf/" + "x" * 80),
        ("..", "Conf/Other"),
    ],
)
def test_titles_of_subpages(track: str, title: str) -> None:
    """A track's subpage has a title that a wiki can hold."""
    assert subpage("Conf", track) == title


def test_list_of_subpages() -> None:
    """The list on the page is read back, in any of its signs, and is gone when there is none."""
    listed = with_subpages(PAGE, {"Conf/A & B": 3, "Conf/Law": 1})
    assert subpages_of(listed) == ["Conf/A & B", "Conf/Law"]
    assert with_subpages(listed, {}) == PAGE
    assert subpages_of(PAGE) == []


def test_rows_on() -> None:
    """The rows of a page are told by their keys and their links; a page without a table has none."""
    talk = Row("Conf/Other", (Cell("[[:Conf/Other]]"),))
    plan = Plan((Column("submission", "Submission"),), (talk,))
    keyed = PAGE.replace(
        "|}", '|- data-glambot="conf_talk" class="glambot-vanished"\n| x\n|-\n| [[:Conf/Other]]\n|}'
    )
    assert rows_on(keyed, plan) == {"Conf talk": True, "Conf/Other": False}
    assert rows_on(PAGE, plan) == rows_on("nothing", plan) == {}


def test_every_row_has_a_page() -> None:
    """However tracks are called, and however many there are, each row is in the plan of one page."""
    keys = [f"Conf/{number}" for number in range(200)]
    plan = Plan((Column("submission", "Submission"),), tuple(Row(key, (Cell("x"),)) for key in keys))
    tracks = {key: f"Track\u200e {number % 90} {'é' * 100}" for number, key in enumerate(keys)}
    pages = subpages_for("Conf", tracks.values(), ["Conf/Known"])
    assert len(pages) <= 51
    assert all(len(title.encode()) <= 255 for title in pages)
    plans = spread(plan, tracks, "Conf", {"Conf": [], **dict.fromkeys(pages, ())})
    assert sorted(row.key for part in plans.values() for row in part.rows) == sorted(keys)


def test_boxes_elsewhere_stay() -> None:
    """What looks like a box but does not stand below the begin marker is people's text."""
    elsewhere = PAGE + "\n<!-- glambot message -->our note<!-- glambot message end -->"
    assert without_message(elsewhere) == elsewhere
    assert without_message(with_message(elsewhere, "Hello")) == elsewhere


def test_marker_that_is_not_closed() -> None:
    """Nothing is put behind a template that is too long or not closed."""
    template = Markers("{{Glambot review", "{{Glambot review end")
    page = "{{Glambot review|" + "x" * 20_000 + "}}\n{{Glambot review end}}"
    assert with_message(page, "Hello", template) == page


def test_status_page_without_its_end() -> None:
    """Where somebody took the end away, what follows is kept, also by the second run."""
    first = status_page("Top.\n", [State("A", "up to date")], NOW)
    broken = first.replace(END, "Why did it fail? Ann")
    second = status_page(broken, [State("A", "up to date")], NOW)
    third = status_page(second, [State("A", "stopped")], NOW)
    assert "Why did it fail? Ann" in second
    assert "Why did it fail? Ann" in third
    assert third.count(BEGIN) == third.count(END) == 1


def test_numbers_of_requests_are_no_news() -> None:
    """An error that differs only in the number of a request keeps its line."""
    one = status_page("", [State("A", "failed", "[Yq0xAbc123] Caught exception")], NOW)
    other = status_page(one, [State("A", "failed", "[Zz9yDef456] Caught exception")], NOW)
    assert other.count("Caught exception") == 1
