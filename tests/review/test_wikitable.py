"""Reading tables: losslessly, as MediaWiki cuts them into rows and cells, in linear time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glambot.review.attributes import add_class, read_attributes, read_span, remove_class, set_attribute
from glambot.review.columns import cell_at, insert, placed
from glambot.review.plan import Cell
from glambot.review.wikitable import Table, read_tables
from glambot.wikitext.braces import templates
from glambot.wikitext.mask import mask

MARKUP = st.lists(
    st.sampled_from(
        [
            "{|",
            "|}",
            "|-",
            "|",
            "||",
            "!",
            "!!",
            "\n",
            "\n|",
            "\n!",
            "\n|-",
            "\n|}",
            "\n{|",
            "{{",
            "}}",
            "{{{",
            "}}}",
            "[[",
            "]]",
            "<!--",
            "-->",
            "<nowiki>",
            "</nowiki>",
            " ",
            "a",
            "=",
            'x="1"',
            "\n<!-- c -->",
            "|+",
            ":",
            "-{",
            "<b title='!!'>",
            "\r",
            "\t",
            "\x1f",
            "\x7f",
            "<includeonly>",
            "</includeonly>",
        ]
    )
).map("".join)


def contents(table: Table) -> list[list[str]]:
    return [[cell.content for cell in row.cells] for row in table.rows]


@settings(max_examples=1000, deadline=None)
@given(MARKUP | st.text())
def test_the_parts_of_a_table_are_its_source(text: str) -> None:
    """Whatever the text, each table's parts joined are the text between its start and its end."""
    for source in (text, "{|\n" + text):
        end = 0
        for table in read_tables(source):
            assert end <= table.start < table.end
            assert source[table.start : table.end] == table.source
            end = table.end


@settings(deadline=None)
@given(MARKUP, MARKUP, MARKUP)
def test_only_a_part_of_the_text_is_read(before: str, text: str, after: str) -> None:
    """A range is read as far as it goes, and positions are those of the whole text."""
    whole = before + text + after
    for table in read_tables(whole, len(before), len(before) + len(text)):
        assert len(before) <= table.start < table.end <= len(before) + len(text)
        assert whole[table.start : table.end] == table.source


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("| a\n| b\n|-\n| c", [["a", "b"], ["c"]]),
        ("| a || b||c", [["a", "b", "c"]]),
        ("! a !! b || c", [["a", "b", "c"]]),
        ("| a !! b", [["a !! b"]]),
        ("! <i title='a!!b'>x</i> !! y", [["<i title='a!!b'>x</i>", "y"]]),
        ("| style=x | a || [[b|c]]", [["a", "[[b|c]]"]]),
        ("| [[a]] | b", [["[[a]] | b"]]),
        ("| -{a|b}- | c", [["-{a|b}- | c"]]),
        ("| a | b | c", [["b | c"]]),
        ("| a ||| b", [["a", "b"]]),
        ("|||| a", [["", "", "a"][1:]]),
        ("| a\n* b\n\n  c", [["a\n* b\n\n  c"]]),
        ("|\n{|\n| x || y\n|-\n|}\n| b", [["{|\n| x || y\n|-\n|}", "b"]]),
        ("| {{t|a||b\n| c\n|-\n}} || d", [["{{t|a||b\n| c\n|-\n}}", "d"]]),
        ("| {{{1|a||b}}} || d", [["{{{1|a||b}}}", "d"]]),
        ("| {{a || b\n|-\n| c", [["{{a", "b"], ["c"]]),
        ("| {{a [[b }} || c", [["{{a [[b }}", "c"]]),
        ("| <nowiki>||\n|-\n</nowiki> || b", [["<nowiki>||\n|-\n</nowiki>", "b"]]),
        ("| a <!-- || --> b || c", [["a <!-- || --> b", "c"]]),
        ("| a\n<!-- alone -->\n| b", [["a", "b"]]),
        ("<!-- c -->| a\n<!-- d -->|-\n| b", [["a"], ["b"]]),
        ("<!--\n| hidden\n-->| a", [["a"]]),
        ("  | a\n\t|- \n | b", [["a"], ["b"]]),
        ("| a\n|+ caption\n|-\n|-\n| b", [["a"], [], ["b"]]),
        ("|- style=x\ntext before\n| a", [["a"]]),
        ("| [[File:a||b]]", [["[[File:a", "b]]"]]),
    ],
)
def test_rows_and_cells(body: str, rows: list[list[str]]) -> None:
    """A table's body is cut into the rows and cells MediaWiki makes of it."""
    source = f"{{|\n{body}\n|}}"
    (table,) = read_tables(source)
    assert contents(table) == rows
    assert table.closing == "\n|}"
    assert table.source == source


def test_tables_of_a_text() -> None:
    """Tables may be indented, stand behind a comment, or never end; one in nowiki is none."""
    text = "x {| no\n::{| a\n|}\n<nowiki>\n{|\n|}</nowiki>\n<!-- c -->{|\n|}\n|}\n{|\n| open"
    tables = read_tables(text)
    assert [table.source for table in tables] == ["::{| a\n|}", "{|\n|}", "{|\n| open"]
    assert [table.closing for table in tables] == ["\n|}", "\n|}", ""]


def test_cell_knows_what_shows() -> None:
    """A cell's visible content has no comments and single blanks; its comments are kept apart."""
    (table,) = read_tables("{|\n| title=x | a  <!-- b -->\nc <!-- d -->\n|}")
    (cell,) = table.rows[0].cells
    assert (cell.visible, cell.comments, cell.trail) == ("a c", "<!-- b -->", " <!-- d -->")
    assert (cell.lead, cell.attributes, cell.bar) == ("\n| ", "title=x ", "| ")


@settings(deadline=None)
@given(MARKUP)
def test_templates_are_apart_and_balanced(text: str) -> None:
    """Outermost templates do not overlap, stand in order, begin with {{ and end with }}."""
    masked = mask(text)
    end = 0
    for span in templates(masked):
        assert end <= span.start
        assert span.of(masked).startswith("{{")
        assert span.of(masked).endswith("}}")
        end = span.end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{a}} {{b|{{c}}}}", ["{{a}}", "{{b|{{c}}}}"]),
        ("{{a {{b}} c", ["{{b}}"]),
        ("a}} {{b}}", ["{{b}}"]),
        ("{{{a}}} {{{{b}}}}", ["{{{a}}}", "{{{b}}}"]),
        ("{{a|[[b|c]]}}", ["{{a|[[b|c]]}}"]),
        ("{{a|[[b}} ]] }}", ["{{a|[[b}} ]] }}"]),
        ("{a} {|", []),
    ],
)
def test_templates(text: str, found: list[str]) -> None:
    """Braces pair with the nearest unpaired ones, as MediaWiki's preprocessor pairs them."""
    assert [span.of(text) for span in templates(text)] == found


@pytest.mark.parametrize(
    ("source", "width"),
    [
        ("colspan=2", 2),
        ('COLSPAN = "3"', 3),
        ("colspan='4'", 4),
        ("colspan=0", 1),
        ("colspan=-2", 1),
        ("colspan=5000", 1000),
        ("colspan=x", 1),
        ("", 1),
        ('title="colspan=2"', 1),
        ("<!-- colspan=2 -->", 1),
    ],
)
def test_colspan(source: str, width: int) -> None:
    """Colspan is read quoted or not, within the bounds of HTML, and only where it is an attribute."""
    assert read_span(source, "colspan") == width


@given(st.text(), st.text("abc&|\"'{}<>~ =;é"))
def test_attribute_set_is_read_back(source: str, value: str) -> None:
    """An attribute set in any source is read back, and set once more it changes nothing."""
    once = set_attribute(source, "data-x", value)
    if source.count('"') % 2 == 0:
        assert read_attributes(once)["data-x"] == value
        assert set_attribute(once, "data-x", value) == once


def test_classes_come_and_go() -> None:
    """A class joins those of people and leaves no trace when it goes."""
    for source in ("", ' class="mine"', " style=x class=mine"):
        added = add_class(source, "gone")
        assert "gone" in read_attributes(added)["class"].split()
        assert read_attributes(remove_class(added, "gone")) == read_attributes(source)


@settings(deadline=None)
@given(st.lists(st.integers(1, 3), max_size=5), st.integers(0, 12), st.booleans())
def test_a_cell_put_in_shifts_what_follows_by_one(widths: list[int], column: int, joined: bool) -> None:
    """Cells before the new one keep their columns, those behind it move by one, none is lost."""
    cells = [f"colspan={width} | c{index}" for index, width in enumerate(widths)]
    line = " || ".join(cells) if joined else "\n| ".join(cells)
    (table,) = read_tables(f"{{|\n|-\n| {line}\n|}}" if cells else "{|\n|-\n|}")
    old = {cell.content: at for cell, at, _ in placed(table.rows[0])}
    row = insert(table.rows[0], column, Cell("new"), append=True)
    (again,) = read_tables("{|" + row.source + "\n|}")
    new = {cell.content: at for cell, at, _ in placed(again.rows[0]) if cell.content}
    inside = any(at < column < at + width for at, width in zip(old.values(), widths, strict=True))
    assert new.pop("new", None) == (None if inside else column)
    assert new == {name: at + (at >= column) for name, at in old.items()}
    assert cell_at(again.rows[0], column) is not None


@pytest.mark.parametrize(
    "piece", ["||", "{|", "\n{|", "|-\n", "{{a|", "[[a|", "<!--", "!!", "\n|", "|a|", "{{", "\n|}"]
)
def test_reading_takes_linear_time(piece: str) -> None:
    """Two hundred thousand signs of any mark are read well before the test times out."""
    text = "{|\n! a\n|-\n|" + piece * (200_000 // len(piece))
    assert "".join(table.source for table in read_tables(text)) in text
