r"""Which cell stands in which column, and how to put a cell in without shifting the others.

Example:
    >>> from glambot.review.wikitable import read_tables
    >>> (table,) = read_tables("{|\n! A !! colspan=2 | B !! C\n|}")
    >>> [(cell.content, first, width) for cell, first, width in placed(table.rows[0])]
    [('A', 0, 1), ('B', 1, 2), ('C', 3, 1)]
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from glambot.review.attributes import read_attributes, read_span, set_attribute
from glambot.review.plan import Cell, header_name
from glambot.review.safe import safe_attribute
from glambot.review.wikitable import TableCell, TableRow, has_leading_bar, read_tables

_SORT_VALUE = "data-sort-value"
_MARKUP = re.compile(r"'{2,}|<[^<>]*>|\[\[(?:[^\[\]|]*\|)?|\]\]|\[\w*:?//[^\s\]]*|\]")


def placed(row: TableRow) -> Iterator[tuple[TableCell, int, int]]:
    """Yield each cell with its first column, counted from 0, and how many columns it covers."""
    column = 0
    for cell in row.cells:
        width = read_span(cell.attributes, "colspan")
        yield cell, column, width
        column += width


def width_of(row: TableRow) -> int:
    """Return how many columns the cells of a row cover."""
    return sum(read_span(cell.attributes, "colspan") for cell in row.cells)


def cell_at(row: TableRow, column: int) -> int | None:
    """Return the index of the cell that covers a column, or None if the row is too short."""
    for index, (_, first, width) in enumerate(placed(row)):
        if first <= column < first + width:
            return index
    return None


def names_of(header: TableRow) -> list[str]:
    """Return the name of each column of a header row, markup, case and spacing aside."""
    return [name_of(cell) for cell, _, width in placed(header) for _ in range(width)]


def name_of(cell: TableCell) -> str:
    """Return the name of the column a header cell heads."""
    return header_name(html.unescape(_MARKUP.sub("", cell.visible)))


def insert(
    row: TableRow, column: int, cell: Cell, *, heading: bool = False, append: bool = False
) -> TableRow:
    """Return `row` with a cell put in before the one that begins at `column`.

    A cell that reaches over `column` from both sides is widened instead. A row that ends before
    `column` stays as it is, unless `append`: then empty cells lead up to the new one.
    """
    cells = list(row.cells)
    reached = 0
    for index, (old, first, width) in enumerate(placed(row)):
        if first == column:
            cells.insert(index, _before(old, cell, heading=heading))
            return replace(row, cells=tuple(cells))
        if first < column < first + width:
            attributes = set_attribute(old.attributes, "colspan", str(width + 1)).lstrip()
            cells[index] = replace(old, attributes=attributes)
            return replace(row, cells=tuple(cells))
        reached = first + width
    if not append:
        return row
    empty = [new_cell(Cell(""), heading=heading) for _ in range(column - reached)]
    return replace(row, cells=(*cells, *empty, new_cell(cell, heading=heading)))


def new_cell(cell: Cell, *, heading: bool = False) -> TableCell:
    """Return a cell on a line of its own that shows exactly `cell`."""
    mark = "!" if heading else "|"
    made = _made(cell, f"\n{mark} ", "")
    return made if made.content or made.attributes else replace(made, lead=f"\n{mark}")


def _before(old: TableCell, cell: Cell, *, heading: bool) -> TableCell:
    """Return a new cell in the manner of the one it is to stand before: on its line or on a new one."""
    if not old.inline:
        return new_cell(cell, heading=heading)
    made = _made(cell, old.lead[:2] + " ", " ")
    return replace(made, inline=True, heading=old.heading)


def write(cell: TableCell, wanted: Cell) -> TableCell:
    """Return the bot's `cell` saying what is `wanted`, or the same object if it says so already.

    Blanks, comments and attributes that people added stay.
    """
    attributes = _merged_attributes(cell.attributes, wanted.attributes)
    same = read_attributes(attributes) == read_attributes(cell.attributes)
    if same and cell.visible == _shown(wanted):
        return cell
    mark_end = len(cell.lead.rstrip())
    blanks = cell.lead[mark_end:]
    lead = cell.lead[:mark_end] + (" " if "\n" in blanks or not blanks else blanks)
    made = _made(Cell(wanted.content, cell.attributes if same else attributes), lead, cell.trail)
    if cell.comments:
        made = replace(made, trail=f" {cell.comments}{cell.trail}")
    return replace(made, inline=cell.inline, heading=cell.heading, start=cell.start)


def _shown(cell: Cell) -> str:
    return " ".join(_as_content(cell.content).split())


def _made(cell: Cell, lead: str, trail: str) -> TableCell:
    content = _as_content(cell.content)
    attributes = cell.attributes.strip()
    if attributes:
        return TableCell(lead, attributes + " ", "| ", content, trail, content)
    if content.endswith("|") and not trail:
        trail = " "  # else it would join the mark of the next cell
    if has_leading_bar(content):
        return TableCell(lead, "", "| ", content, trail, content)  # else its first bar would end attributes
    return TableCell(lead, "", "", content, trail, content)


def _as_content(content: str) -> str:
    """Return content that one cell holds; whatever would begin another cell or row is written out."""
    content = content.strip()
    if not re.search(r"\|\||!!|<!--|^[-+}|!]", content):
        return content
    tables = read_tables("{|\n|-\n! | " + content + "\n|}")
    rows = tables[0].rows if len(tables) == 1 else ()
    if len(rows) == 1 and len(rows[0].cells) == 1 and rows[0].cells[0].visible == " ".join(content.split()):
        return content
    return re.sub(r"\|\||!!|<!--", lambda found: safe_attribute(found[0]), content)


def _merged_attributes(old: str, wanted: str) -> str:
    """Return the wanted attributes and those of `old` that are not the bot's."""
    if not old.strip() and not wanted:
        return ""
    mine = read_attributes(wanted)
    kept = [
        f'{name}="{safe_attribute(value)}"'
        for name, value in read_attributes(old).items()
        if name not in mine and name != _SORT_VALUE
    ]
    return " ".join(filter(None, [wanted.strip(), *kept]))
