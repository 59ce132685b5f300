"""Merging a plan into a page, case by case: tests/cases/merge/NAME holds before, plan and after.

Where there is error.txt in place of after.wiki, the merge is refused with a text that holds each of its
lines. changes.txt lists the sentences of the changes.
"""

import contextlib
import tomllib
from pathlib import Path

import pytest

from glambot.errors import TableError, VanishedError
from glambot.review.create import create
from glambot.review.markers import Markers
from glambot.review.merge import merge
from glambot.review.plan import Cell, Column, Plan, Row, same_page
from glambot.review.wikitable import read_tables

FOLDER = Path(__file__).parents[1] / "cases/merge"
NAMES = sorted(path.name for path in FOLDER.iterdir())
PLAIN = Plan((Column("submission", "Submission"),), (Row("A", (Cell("[[:A]]"),)),), ("Score",))


def read_plan(path: Path) -> Plan:
    """The plan of a case, whose rows are lists: the page, then a cell for each column."""
    values = tomllib.loads(path.read_text("utf-8"))
    return Plan(
        columns=tuple(Column(*pair) for pair in values["columns"]),
        rows=tuple(Row(key, tuple(map(Cell, cells))) for key, *cells in values["rows"]),
        people=tuple(values["people"]),
        reorder=values.get("reorder", False),
    )


def read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def test_there_are_cases() -> None:
    """At least twenty cases are kept, and some of them are refusals."""
    assert len(NAMES) >= 20
    assert any((FOLDER / name / "error.txt").exists() for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str) -> None:
    """The page becomes what after.wiki says, with the changes listed, or the merge is refused as said."""
    folder = FOLDER / name
    before = (folder / "before.wiki").read_text("utf-8")
    plan = read_plan(folder / "plan.toml")
    base = read(folder / "base.wiki")
    error = read(folder / "error.txt")
    if error is not None:
        with pytest.raises(TableError) as raised:
            merge(before, plan, base=base)
        assert f"{type(raised.value).__name__}: {raised.value}\n" == error
        return
    merged = merge(before, plan, base=base)
    assert merged.text == (folder / "after.wiki").read_text("utf-8")
    assert [str(change) for change in merged.changes] == (
        (folder / "changes.txt").read_text("utf-8").splitlines()
    )
    assert merged.changed == (merged.text != before)
    assert not merge(merged.text, plan, base=merged.text).changed


def test_created_page_is_left_alone() -> None:
    """A page made from a plan needs no change, whatever the wording after the marker's beginning."""
    page = create(PLAIN, intro="== Review ==")
    assert page.startswith("== Review ==\n\n<!-- glambot begin")
    assert not merge(page, PLAIN, base=page).changed
    assert not merge(page.replace(": please type only into", " - bitte nur in"), PLAIN).changed


def test_template_markers_with_parameters() -> None:
    """A template with parameters can be the begin marker, also over several lines."""
    markers = Markers("{{Glambot review", "{{Glambot review end", "|event=example")
    page = create(PLAIN, markers=markers).replace("|event", "\n| note = {{x|y}}\n| event")
    assert "{{Glambot review\n" in page
    assert not merge(page, PLAIN, markers=markers).changed


def test_override_lets_rows_vanish() -> None:
    """With max_vanished=1 even all rows may lose their page; they stay, marked; without it none does."""
    plan = Plan((Column("submission", "Submission"),), ())
    page = create(PLAIN)
    with pytest.raises(VanishedError, match="1 of the 1 rows"):
        merge(page, plan)
    text = merge(page, plan, max_vanished=1).text
    assert 'class="glambot-vanished"' in text
    assert "[[:A]]" in text
    assert not merge(text, plan).changed
    assert merge(text, PLAIN).text == page


def test_column_deleted_by_people_stays_deleted_over_many_runs() -> None:
    """A people's column that was offered once is never offered again, whatever the base says."""
    page = create(PLAIN).replace("! Score\n", "").replace("\n|\n", "\n")
    for value in ("x", "y", "z"):
        plan = Plan(PLAIN.columns, (*PLAIN.rows, Row(value, (Cell(value),))), ("Score",))
        page = merge(page, plan, base=page, max_vanished=1).text
        assert "! Score" not in page


def test_plan_refuses_what_no_table_can_hold() -> None:
    """A plan with doubled columns or pages, wrong widths or a line break in a cell says so."""
    column = Column("a", "A")
    with pytest.raises(ValueError, match="two columns"):
        Plan((column,), (), ("a",))
    with pytest.raises(ValueError, match="two rows"):
        Plan((column,), (Row("x y", (Cell(""),)), Row("X_y", (Cell(""),))))
    with pytest.raises(ValueError, match="0 cells for 1 columns"):
        Plan((column,), (Row("x", ()),))
    with pytest.raises(ValueError, match="line break"):
        Cell("a\nb")
    with pytest.raises(ValueError, match="at least one column"):
        Plan((), ())


@pytest.mark.parametrize(
    "content",
    [
        "-1",
        "+1",
        "}",
        "|",
        "||",
        "a || b",
        "a | b",
        "!!",
        "! x",
        "|}",
        "|-",
        "{{t|a||b}} | c",
        "[[a|b]] | c",
        "<nowiki>|</nowiki> | x",
        "<!-- x",
        "x|",
        "{|",
    ],
)
def test_content_that_looks_like_a_mark_stays_in_its_cell(content: str) -> None:
    """Whatever a cell's content begins with or holds, it is one cell and is not written twice."""
    columns = (Column("submission", "Submission"), Column("b", "B"), Column("c", "C"))
    plan = Plan(columns, (Row("A", (Cell("[[:A]]"), Cell(content), Cell(content, 'data-sort-value="1"'))),))
    page = create(plan)
    assert not merge(page, plan, base=page).changed
    joined = page.replace("\n| [[:A]]\n| ", "\n| [[:A]] || ")
    assert not merge(joined, plan, base=page).changed
    old = Plan(columns, (Row("A", (Cell("[[:A]]"), Cell("x"), Cell("y"))),))
    for start in (create(old), create(old).replace("\n| x\n| y", "||x||y"), create(old).replace("| x", "|")):
        text = merge(start, plan).text
        assert not merge(text, plan).changed
        (table,) = read_tables(merge(text, old).text)
        assert [cell.visible for cell in table.rows[-1].cells] == ["[[:A]]", "x", "y"]


def test_same_page_ignores_what_mediawiki_ignores() -> None:
    """Underscores, a leading colon, the first letter's case and direction marks make no other page."""
    assert same_page(":talk_two") == same_page("Talk two\u200e") == "Talk two"
    assert same_page("Talk two") != same_page("Talk Two")


@pytest.mark.parametrize(
    "piece",
    ["||", "{|", "\n{|", "|-\n", "{{a|", "[[a|", "<!--", "!!", "\n|", "}}", "\n|}", "<!-- glambot begin -->"],
)
def test_hostile_sizes_take_linear_time(piece: str) -> None:
    """Two hundred thousand signs of any mark in a cell are merged or refused well before the time limit."""
    page = create(PLAIN).replace("\n|\n", f"\n| {piece * (200_000 // len(piece))}\n")
    merged = None
    with contextlib.suppress(TableError):
        merged = merge(page, PLAIN, base=page)
    assert merged is None or len(merged.text) >= len(page)
