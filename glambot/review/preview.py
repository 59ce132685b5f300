"""A page to look at: the review table as one HTML file that needs nothing else.

Example:
    >>> from glambot.review.grid import Grid, GridRow
    >>> html = preview(Grid(("Name",), (GridRow("Owls", ("Owls & lamps",), False),)), heading="Review")
    >>> "Owls &amp; lamps" in html
    True
"""

import re
from collections.abc import Callable, Collection, Sequence
from html import escape
from importlib.resources import files

from glambot.review.grid import Grid, GridRow

_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_WHOLE = r'<span class="whole">\g<0></span>'


def preview(
    grid: Grid,
    *,
    heading: str,
    about: Sequence[str] = (),
    people: Collection[str] = (),
    number: str = "",
    notes: str = "",
    link: Callable[[str], str | None] = lambda key: None,  # noqa: ARG005 - the default knows no address for any page
) -> str:
    """Return an HTML document that shows the grid, sortable by a click on a header.

    Args:
        grid: the table.
        heading: the document's heading.
        about: sentences to stand above the table.
        people: headers of the columns people type into, which are tinted.
        number: the header of the column of counts, which get a bar.
        notes: the header of the column of notes, which is set small.
        link: gives the address of a row's page, or None.
    """
    most = max((_leading_number(row, grid.headers, number) for row in grid.rows), default=0)
    kinds = [_kind(header, position, people, number, notes) for position, header in enumerate(grid.headers)]
    head = "".join(
        f'<th scope="col"{_class("people" if kind == "people" else "")}>'
        f'<button type="button">{escape(header)}</button></th>'
        for header, kind in zip(grid.headers, kinds, strict=True)
    )
    body = "\n".join(
        f"<tr{_class('vanished' if row.vanished else '')}>"
        + "".join(
            _cell(row, cell, _label(header) + _class(kind), kind, most, link)
            for header, cell, kind in zip(grid.headers, row.cells, kinds, strict=True)
        )
        + "</tr>"
        for row in grid.rows
    )
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in about)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
        f"<title>{escape(heading)}</title>\n<style>\n{_asset('preview.css')}</style>\n</head>\n"
        f"<body>\n<h1>{escape(heading)}</h1>\n"
        f'{paragraphs}\n<div class="scroll"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>\n"
        f"</table></div>\n<script>{_asset('preview.js')}</script>\n</body>\n</html>\n"
    )


def _asset(name: str) -> str:
    return files("glambot.review").joinpath(name).read_text("utf-8")


def _kind(header: str, position: int, people: Collection[str], number: str, notes: str) -> str:
    if position == 0:
        return "first"
    if header in people:
        return "people"
    return {number: "number", notes: "notes"}.get(header, "")


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _leading_number(row: GridRow, headers: Sequence[str], number: str) -> int:
    if number not in headers:
        return 0
    digits = row.cells[headers.index(number)].partition(" ")[0]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _label(header: str) -> str:
    return f' data-label="{escape(header)}"'


def _cell(
    row: GridRow, text: str, attributes: str, kind: str, most: int, link: Callable[[str], str | None]
) -> str:
    shown = f"<bdi>{_MOMENT.sub(_WHOLE, escape(text))}</bdi>" if text else ""
    if kind == "first":
        address = link(row.key) if row.key else None
        if address is not None:
            shown = f'<a href="{escape(address)}">{shown}</a>'
    elif kind == "number":
        digits = text.partition(" ")[0]
        if digits.isascii() and digits.isdigit() and most:
            shown += f'<span style="width:{round(100 * int(digits) / most)}%"></span>'
    return f"<td{attributes}>{shown}</td>"
