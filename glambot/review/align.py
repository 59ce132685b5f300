r"""Notice rows that were left behind when somebody changed the header alone.

People add a column by typing its header, and may forget the cells: then every cell behind it stands
under the wrong header, and the bot would write over what people typed. What the table said when the
bot last saved it tells such a row from one whose cells were moved as well.

Example:
    >>> from glambot.review.wikitable import read_tables
    >>> (table,) = read_tables("{|\n|-\n| Maps || 5 || splendid\n|}")
    >>> base = Base({("Maps", "talk"): "Maps", ("Maps", "votes"): "5"}, ("talk", "votes", "score"))
    >>> row = table.rows[0]
    >>> moved = realigned(row, row, "Maps", ("talk", "room", "votes", "score"), base)
    >>> [cell.content for cell in moved.cells] if moved else None
    ['Maps', '', '5', 'splendid']
"""

from collections.abc import Sequence
from dataclasses import dataclass

from glambot.review.columns import insert, placed, width_of
from glambot.review.plan import Cell
from glambot.review.wikitable import TableRow


@dataclass(frozen=True, slots=True)
class Base:
    """What the table said when the bot last saved it.

    `cells` has the visible content of each cell by page and column name, `layout` the columns' names
    in their order, `offered` the people's columns it had been offered.
    """

    cells: dict[tuple[str, str], str]
    layout: tuple[str, ...]
    offered: frozenset[str] = frozenset()


def realigned(
    read: TableRow, planned: TableRow, page: str, names: Sequence[str], base: Base
) -> TableRow | None:
    """Return the row whose cells stand under their headers, or None if they cannot be brought there.

    `read` is the row as people left it, `planned` the same with a cell in each column the bot puts
    in; `names` are the columns as they will be. If more of `read` agrees with `base` in the old order
    of columns than `planned` does in the new one, or as much and the row has just the cells it had
    under fewer headers, only the header was changed: the row then gets an empty cell for each new
    column. That cannot be done where columns were taken away or moved.
    """
    if tuple(names) == base.layout:
        as_before = _agreement(read, page, base.layout, base)
        return read if as_before > _agreement(planned, page, names, base) else planned
    lead = _agreement(read, page, base.layout, base) - _agreement(planned, page, names, base)
    if lead < 0 or (lead == 0 and not (read == planned and _as_wide_as_before(read, page, names, base))):
        return planned
    known = set(base.layout)
    if [name for name in names if name in known] != list(base.layout):
        return None if lead else planned
    row = read
    for column, name in enumerate(names):
        if name not in known:
            row = insert(row, column, Cell(""))
    return row


def _as_wide_as_before(row: TableRow, page: str, names: Sequence[str], base: Base) -> bool:
    """Return whether the row has as many cells as when the bot saved it, under more headers now."""
    had = sum((page, name) in base.cells for name in set(base.layout))
    return 0 < had == width_of(row) < len(names)


def _agreement(row: TableRow, page: str, names: Sequence[str], base: Base) -> int:
    """Count the filled cells that say what they said when the bot last saved the table."""
    return sum(
        bool(cell.visible) and base.cells.get((page, names[first])) == cell.visible
        for cell, first, _ in placed(row)
        if first < len(names)
    )
