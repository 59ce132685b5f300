"""When a merge is refused: better no change than one that could cost somebody's words.

Every refusal says what is wrong, where, and what to do; the page stays as it is.

Example:
    >>> from glambot.review.plan import Column
    >>> refuse_vanishing([], [], Plan((Column("submission", "Submission"),), ()), 0.5)
"""

from collections.abc import Sequence

from glambot.errors import BrokenTableError, TableError, VanishedError
from glambot.review.align import Base
from glambot.review.columns import placed, width_of, write
from glambot.review.markers import Markers, find_markers
from glambot.review.plan import Plan, Row, same_page
from glambot.review.rows import Copy, Owner, is_vanished
from glambot.review.sheet import Sheet, read_sheet
from glambot.review.wikitable import Table, TableRow


def refuse_foreign_table(
    page: str, sheet: Sheet, plan: Plan, slots: Sequence[int | None], whose: Sequence[Owner | Copy | None]
) -> None:
    """Refuse a table that has none of the bot's columns and none of its rows."""
    if any(slot is not None for slot in slots) or any(whose):
        return
    names = ", ".join(f'"{column.header}"' for column in plan.columns)
    line = page.count("\n", 0, sheet.table.start) + 1
    raise BrokenTableError(
        f"The table on line {line} has none of the bot's columns ({names}): if it is another table, move "
        "it outside the markers; if it is to be filled, add one of these headers. Nothing was changed."
    )


def refuse_vanishing(
    rows: Sequence[TableRow],
    whose: Sequence[Owner | Copy | None],
    plan: Plan,
    max_vanished: float,
) -> None:
    """Refuse to mark more rows as vanished than allowed: the input may have failed."""
    pages = [
        owner.page
        for row, owner in zip(rows, whose, strict=True)
        if isinstance(owner, Owner) and not is_vanished(row)
    ]
    refuse_vanished(pages, plan, max_vanished)


def refuse_vanished(pages: Sequence[str], plan: Plan, max_vanished: float) -> None:
    """Refuse if too many of the `pages` that have a row are not in the plan; see `refuse_vanishing`."""
    planned = {same_page(row.key) for row in plan.rows}
    gone = sum(page not in planned and not plan.is_stale(page) for page in pages)
    too_many = gone > 1 and gone > max_vanished * len(pages)
    if max_vanished < 1 and (too_many or (gone and not planned)):
        raise VanishedError(
            f"{gone} of the {len(pages)} rows in the table would lose their page: they are not among the "
            f"{len(planned)} pages found. Check the category and prefix the event reads from; if they "
            "really are gone, allow it for one run: glambot review --max-vanished 1. Nothing was changed."
        )


def refuse_unsure(
    page: str,
    row: TableRow,
    wanted: Row,
    *,
    sheet: Sheet,
    plan: Plan,
    slots: Sequence[int | None],
    base: Base | None,
) -> None:
    """Refuse to write over cells of a row of another width than the header, if its past is unknown."""
    key = same_page(wanted.key)
    if width_of(row) == len(sheet.names):
        return
    if base and any((key, name) in base.cells for name in base.layout):
        return
    for cell, first, _ in placed(row):
        slot = slots[first] if first < len(slots) else None
        if slot is None or slot == plan.link_index or not cell.visible:
            continue
        if write(cell, wanted.cells[slot]).visible != cell.visible:
            line = page.count("\n", 0, cell.start) + 1
            raise BrokenTableError(
                f'The row of "{wanted.key}" has {width_of(row)} cells under {len(slots)} headers, so it '
                f"is not clear whose the cell on line {line} is: add the missing cells to the row, or "
                "the missing header. Nothing was changed."
            )


def refuse_shifted(
    page: str,
    row: TableRow,
    owner: Owner,
    *,
    wanted: Row | None,
    plan: Plan,
    names: Sequence[str],
    slots: Sequence[int | None],
    base: Base,
) -> None:
    """Refuse a row whose cells moved under other headers because one was put in or taken away.

    What the bot last saved tells: a row of another width than the header in which a bot's cell says
    neither what it said nor what it is to say; or a header that went without its cells.
    """
    width = width_of(row)
    if width == len(names) or not any((owner.page, name) in base.cells for name in base.layout):
        return
    lost = [name for name in base.layout if name not in names]
    shifted = width > len(names) and bool(lost)
    for cell, first, _ in placed(row):
        slot = slots[first] if first < len(slots) else None
        before = base.cells.get((owner.page, names[first])) if slot is not None else None
        if slot is None or before is None or before == cell.visible:
            continue
        if wanted is not None:
            shifted = shifted or write(cell, wanted.cells[slot]).visible != cell.visible
        elif slot == plan.mark_index:  # all the bot writes into a row whose page is gone or was not read
            shifted = shifted or cell.visible not in (plan.vanished_text, plan.stale_text)
    if shifted:
        line = page.count("\n", 0, row.start) + 1
        told = f' The header "{lost[0]}" is no longer there.' if lost else ""
        raise BrokenTableError(
            f'The row of "{owner.title}" on line {line} has {width} cells under {len(names)} headers, and '
            f"they no longer stand under their own.{told} Add the cells that are missing, or take away those "
            "that are too many. Nothing was changed."
        )


def refuse_unreadable(text: str, table: Table, markers: Markers) -> None:
    """Refuse a text that does not read as the table it was made from."""
    try:
        sheet = read_sheet(text, find_markers(text, markers))
    except TableError:
        sheet = None
    if sheet is None or [row.source for row in sheet.table.rows] != [row.source for row in table.rows]:
        raise BrokenTableError(
            "What people typed would join rows once they are in their new places, most likely a {{ or [[ in "
            "one row and the }} or ]] for it in another: close or remove it. Nothing was changed."
        )
