r"""The review table as plain text: headers and rows, for a terminal, a preview or an export.

Example:
    >>> page = "<!-- glambot begin -->\n{|\n! A !! B\n|-\n| [[:x|y]] || '''2'''\n|}\n<!-- glambot end -->"
    >>> grid = read_grid(page)
    >>> grid.headers, grid.rows[0].cells
    (('A', 'B'), ('y', '2'))
"""

import re
from dataclasses import dataclass

from glambot.review.columns import placed, width_of
from glambot.review.markers import DEFAULT, Markers, find_markers
from glambot.review.rows import is_vanished, key_of
from glambot.review.safe import clean_text
from glambot.review.sheet import read_sheet
from glambot.wikitext.plain import plain

_LONGEST = 500
_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class GridRow:
    """The texts of a row's cells; `key` is the page it is about, "" for one typed by hand."""

    key: str
    cells: tuple[str, ...]
    vanished: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table without markup; every row has as many cells as there are headers."""

    headers: tuple[str, ...]
    rows: tuple[GridRow, ...]


def read_grid(page: str, markers: Markers = DEFAULT) -> Grid:
    """Return the table between the markers of a page, e-mail addresses taken out.

    Raises:
        TableError: if there is no table that can be read.
    """
    sheet = read_sheet(page, find_markers(page, markers))
    if sheet is None:
        return Grid((), ())
    rows: list[GridRow] = []
    header = sheet.table.rows[sheet.header]
    width = width_of(header)
    for row in sheet.table.rows[sheet.header + 1 :]:
        cells = [""] * width
        for cell, start, _ in placed(row):
            if start < width:
                cells[start] = cell_text(cell.content)
        rows.append(GridRow(key_of(row), tuple(cells), is_vanished(row)))
    headers = [""] * width
    for cell, start, _ in placed(header):
        headers[start] = cell_text(cell.content)
    return Grid(tuple(headers), tuple(rows))


def cell_text(content: str) -> str:
    """Return what a cell shows, on one line."""
    return clean_text(_BREAK.sub(" ", plain(content)), limit=_LONGEST)
