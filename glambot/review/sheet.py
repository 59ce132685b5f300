r"""The one table between the markers, with its header row: what can be merged, or a clear refusal.

Example:
    >>> page = "<!-- glambot begin -->\n{|\n! Submission !! Score\n|}\n<!-- glambot end -->"
    >>> sheet = read_sheet(page, find_markers(page))
    >>> sheet.names if sheet else None
    ('submission', 'score')
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from glambot.errors import BrokenTableError, TableError
from glambot.review.align import Base
from glambot.review.attributes import read_attributes, read_span
from glambot.review.columns import names_of, placed
from glambot.review.markers import Markers, Place, find_markers
from glambot.review.plan import header_name, same_page
from glambot.review.rows import KEY, key_of
from glambot.review.wikitable import Table, TableRow, read_tables
from glambot.wikitext.braces import hide_templates, templates
from glambot.wikitext.mask import mask

OFFERED = "data-glambot-offered"
"""The table attribute that holds which columns for people the table was offered, parted by ``;``."""

_STRAY = re.compile(r"(?<![^\n])[ \t]*(?=\|)")
_KEYED_ROW = re.compile(rf"\n[ \t]*\|-[^\n]*{KEY}=")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, the index of its header row, and the name of each of its columns."""

    table: Table
    header: int
    names: tuple[str, ...]

    @property
    def offered(self) -> frozenset[str]:
        """The names of the people's columns this table was offered so far."""
        value = read_attributes(self.table.attributes).get(OFFERED, "")
        return frozenset(filter(None, map(header_name, value.split(";"))))


def read_sheet(page: str, place: Place) -> Sheet | None:
    """Return the table at `place`, or None if there is only text between the markers.

    Raises:
        BrokenTableError: What stands there is not one closed table with a header row.
    """
    masked = mask(page)
    _refuse_swallowed_rows(page, masked, place)
    tables = read_tables(page, *place.span, masked=masked)
    _refuse_strays(page, masked, place, tables)
    if not tables:
        return None
    table = tables[0]
    if len(tables) > 1:
        raise BrokenTableError(
            f"There are {len(tables)} tables between the markers, on lines {_line(page, table.start)} and "
            f"{_line(page, tables[1].start)}{' and below' if len(tables) > 2 else ''}; move all but the "
            "review table outside the markers. Nothing was changed."
        )
    if not table.closing:
        raise BrokenTableError(
            f"The table that begins on line {_line(page, table.start)} is not closed before the end marker: "
            "put a line |} below its last row, and check that each table inside a cell is closed too. "
            "Nothing was changed."
        )
    header = next(
        (i for i, row in enumerate(table.rows) if row.cells and all(cell.heading for cell in row.cells)), None
    )
    if header is None:
        raise BrokenTableError(
            f"The table on line {_line(page, table.start)} has no header row: give it a first row whose "
            "cells all begin with ! and name the columns. Nothing was changed."
        )
    return Sheet(table, header, tuple(names_of(table.rows[header])))


def refuse_spans(page: str, rows: Sequence[TableRow], ours: Sequence[bool], bots: frozenset[int]) -> None:
    """Refuse cells joined over rows or columns where the bot must write.

    `ours` says of each row whether it is the header or a page's; `bots` are the bot's columns.

    Raises:
        BrokenTableError: The text names the line and what to do.
    """
    covered = 0
    cover_line = 0
    for row, is_ours in zip(rows, ours, strict=True):
        if is_ours and covered > 0:
            raise BrokenTableError(
                f"A cell on line {cover_line} reaches down (rowspan) over a row the bot keeps: "
                "take the rowspan away. Nothing was changed."
            )
        covered -= 1
        for cell, first, width in placed(row):
            height = read_span(cell.attributes, "rowspan")
            if height - 1 > covered:
                covered, cover_line = height - 1, _line(page, cell.start)
            if is_ours and height > 1:
                raise BrokenTableError(
                    f"The cell on line {_line(page, cell.start)} covers several rows (rowspan), one of "
                    "them kept by the bot: take the rowspan away. Nothing was changed."
                )
            if is_ours and width > 1 and any(first <= column < first + width for column in bots):
                raise BrokenTableError(
                    f"The cell on line {_line(page, cell.start)} covers several columns (colspan), one of "
                    "them the bot's: take the colspan away. Nothing was changed."
                )


def read_base(text: str | None, markers: Markers) -> Base | None:
    """Return what the bot last saved, or None if that is not known or cannot be read."""
    if text is None:
        return None
    try:
        sheet = read_sheet(text, find_markers(text, markers))
    except TableError:
        return None
    if sheet is None:
        return Base({}, ())
    cells: dict[tuple[str, str], str] = {}
    for row in sheet.table.rows:
        key = key_of(row)
        for cell, first, _ in placed(row) if key else ():
            if first < len(sheet.names):
                cells.setdefault((same_page(key), sheet.names[first]), cell.visible)
    return Base(cells, sheet.names, sheet.offered)


def _refuse_swallowed_rows(page: str, masked: str, place: Place) -> None:
    for span in templates(place.span.of(masked)):
        start = place.span.start + span.start
        if _KEYED_ROW.search(masked, start, place.span.start + span.end):
            raise BrokenTableError(
                f"The braces {{{{ on line {_line(page, start)} are closed only in a later row, so rows of "
                "the table stand inside a template: close or remove them. Nothing was changed."
            )


def _refuse_strays(page: str, masked: str, place: Place, tables: Sequence[Table]) -> None:
    """Refuse rows outside any table: a |} in a cell has ended the table early."""
    start = place.span.start
    for stop, after in [*((table.start, table.end) for table in tables), (place.span.end, 0)]:
        stray = _STRAY.search(hide_templates(masked[start:stop]))
        if stray is not None:
            raise BrokenTableError(
                f"Line {_line(page, start + stray.start())} begins like a row or cell but stands outside "
                "the table: remove the |} that ends the table too early, or the stray line. "
                "Nothing was changed."
            )
        start = after


def _line(page: str, position: int) -> int:
    return page.count("\n", 0, position) + 1
