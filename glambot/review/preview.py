"""A page to look at: the review table as one HTML file that needs nothing else.

Example:
    >>> from glambot.review.grid import Grid, GridRow
    >>> html = preview(Grid(("Name",), (GridRow("Owls", ("Owls & lamps",), False),)), heading="Review")
    >>> "Owls &amp; lamps" in html
    True
"""

from collections.abc import Callable, Collection, Sequence
from html import escape

from glambot.review.grid import Grid, GridRow

_STYLE = """
:root { color-scheme: light dark; --line: #c8ccd1; --head: #eaecf0; --people: #fff8e6; --soft: #54595d; --page: #fff;
  --ink: #202122; --accent: #3366cc; --bar: #a7c4f2; }
@media (prefers-color-scheme: dark) { :root { --line: #404244; --head: #27292d; --people: #2d2818; --soft: #a2a9b1;
  --page: #101418; --ink: #eaecf0; --accent: #88a3e8; --bar: #31507f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 116rem; padding: 1.6rem 1.2rem 4rem; background: var(--page); color: var(--ink);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font: 1.9rem/1.25 Georgia, "Times New Roman", "DejaVu Serif", serif; margin: 0 0 .3rem; }
p { margin: 0 0 1rem; color: var(--soft); max-width: 60rem; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .45rem .6rem; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line);
  overflow-wrap: break-word; max-width: 26rem; }
tbody tr:last-child td { border-bottom: 0; }
th { background: var(--head); position: sticky; top: 0; vertical-align: bottom; }
th button { all: unset; cursor: pointer; font-weight: 600; }
th button:focus-visible { outline: 2px solid var(--accent); }
th button::after { content: " ↕"; color: var(--soft); font-weight: 400; }
th[aria-sort=ascending] button::after { content: " ↑"; }
th[aria-sort=descending] button::after { content: " ↓"; }
td.number { font-variant-numeric: tabular-nums; font-weight: 600; }
td.number span { display: block; height: 4px; border-radius: 2px; margin-top: .25rem; background: var(--bar); }
td.people, th.people { background: var(--people); }
td.people { min-width: 6rem; }
td.notes { color: var(--soft); font-size: .87em; min-width: 12rem; }
td.first { min-width: 14rem; font-weight: 600; }
tr.vanished td { opacity: .6; }
@media (max-width: 45rem) {
  body { padding: 1.2rem .8rem 3rem; }
  .scroll { border: 0; overflow: visible; }
  table, tbody, tr, td { display: block; max-width: none; min-width: 0; }
  thead { display: none; }
  tr { border: 1px solid var(--line); border-radius: 6px; margin-bottom: .8rem; padding: .3rem 0; }
  td, td.people, td.notes, td.first { border: 0; padding: .2rem .8rem; min-width: 0; }
  td:empty { display: none; }
  td:not(.first)::before { content: attr(data-label) ": "; color: var(--soft); font-weight: 400; }
  td.number span { display: none; }
}
"""
_SCRIPT = """
for (const button of document.querySelectorAll("th button")) button.addEventListener("click", () => {
  const th = button.parentElement, body = document.querySelector("tbody"), column = th.cellIndex;
  const up = th.getAttribute("aria-sort") !== "ascending";
  for (const other of th.parentElement.children) other.removeAttribute("aria-sort");
  th.setAttribute("aria-sort", up ? "ascending" : "descending");
  const value = row => { const text = row.cells[column].textContent.trim(), number = parseFloat(text);
    return /^[0-9]/.test(text) && !/^[0-9]{4}-/.test(text) ? number : text.toLowerCase(); };
  const rows = [...body.rows].sort((a, b) => { const x = value(a), y = value(b);
    const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
    return up ? order : -order; });
  body.append(...rows);
});
"""


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
        f'<th scope="col"{_class("people" if kind == "people" else "")}><button type="button">{escape(header)}</button></th>'
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
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'\">\n"
        f"<title>{escape(heading)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(heading)}</h1>\n"
        f'{paragraphs}\n<div class="scroll"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n'
        f"</table></div>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


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
    shown = f"<bdi>{escape(text)}</bdi>" if text else ""
    if kind == "first":
        address = link(row.key) if row.key else None
        if address is not None:
            shown = f'<a href="{escape(address)}">{shown}</a>'
    elif kind == "number":
        digits = text.partition(" ")[0]
        if digits.isascii() and digits.isdigit() and most:
            shown += f'<span style="width:{round(100 * int(digits) / most)}%"></span>'
    return f"<td{attributes}>{shown}</td>"
