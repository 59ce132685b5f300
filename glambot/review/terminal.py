"""A grid drawn for a terminal, in columns that fit its width.

Example:
    >>> from glambot.review.grid import Grid, GridRow
    >>> for line in draw(Grid(("Name", "N"), (GridRow("", ("Owls", "2"), False),)), width=40): print(line)
    Name  N
    ────  ─
    Owls  2
"""

from collections.abc import Iterator, Sequence

from wcwidth import wcswidth, wcwidth

from glambot.review.grid import Grid

_NARROWEST = 6
_GAP = "  "


def draw(grid: Grid, *, width: int = 100) -> Iterator[str]:
    """Yield the lines of a table at most `width` columns wide, long cells cut with ``…``.

    Columns in which every cell is empty are left out.
    """
    shown = [
        column for column in range(len(grid.headers)) if any(row.cells[column].strip() for row in grid.rows)
    ]
    table = [[grid.headers[column] for column in shown]]
    table += [[row.cells[column] for column in shown] for row in grid.rows]
    widths = _fitted([max(cells_width(cell) for cell in cells) for cells in zip(*table, strict=True)], width)
    for number, cells in enumerate(table):
        yield _GAP.join(_cut(cell, size) for cell, size in zip(cells, widths, strict=True)).rstrip()
        if number == 0:
            yield _GAP.join("─" * size for size in widths)


def cells_width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    width = wcswidth(text)
    return width if width >= 0 else len(text)


def _fitted(widths: Sequence[int], total: int) -> list[int]:
    """Return the widths, the widest columns narrowed until the table fits."""
    fitted = list(widths)
    room = max(total - len(_GAP) * (len(fitted) - 1), _NARROWEST * len(fitted))
    while sum(fitted) > room:
        # The first column names the rows: it keeps twice what others do.
        widest = max(range(len(fitted)), key=lambda column: fitted[column] / (1 if column else 2.2))
        if fitted[widest] <= _NARROWEST:
            break
        fitted[widest] -= 1
    return fitted


def _cut(text: str, size: int) -> str:
    width = cells_width(text)
    if width <= size:
        return text + " " * (size - width)
    kept = ""
    used = 0
    for sign in text:
        step = max(wcwidth(sign), 0)
        if used + step > size - 1:
            break
        kept += sign
        used += step
    return kept + "…" + " " * (size - used - 1)
