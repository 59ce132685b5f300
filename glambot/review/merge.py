r"""Bring the bot's plan and the people's table together without losing what anybody typed.

The bot owns its columns' cells, its rows' key attribute and nothing else. Everything people typed -
their columns, rows, attributes, comments, the columns' order, the text around the table - is kept
byte for byte. The same plan on the merged page changes nothing.

Example:
    >>> from glambot.review.create import create
    >>> from glambot.review.plan import Cell, Column, Plan, Row
    >>> plan = Plan((Column("submission", "Submission"),), (Row("A", (Cell("[[:A]]"),)),), ("Score",))
    >>> page = create(plan)
    >>> page = page.replace("\n|\n", "\n| 9, splendid\n")
    >>> merge(page, plan, base=page).changed
    False
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from glambot.errors import BrokenTableError
from glambot.review.align import Base, realigned
from glambot.review.attributes import add_class, remove_attribute, remove_class, set_attribute
from glambot.review.changes import Change, Kind, Merged
from glambot.review.columns import cell_at, insert, names_of, width_of, write
from glambot.review.create import new_row, offered_attribute, offered_name, with_table
from glambot.review.markers import DEFAULT, Markers, find_markers
from glambot.review.order import Group, arranged
from glambot.review.plan import Cell, Plan, Row, header_name, same_page
from glambot.review.refuse import (
    refuse_foreign_table,
    refuse_shifted,
    refuse_unreadable,
    refuse_unsure,
    refuse_vanishing,
)
from glambot.review.rows import KEY, STALE, VANISHED, Copy, Owner, has_class, is_vanished, key_of, owners
from glambot.review.safe import safe_text
from glambot.review.sheet import Sheet, read_base, read_sheet, refuse_spans
from glambot.review.wikitable import Table, TableCell, TableRow


def merge(
    page: str,
    plan: Plan,
    *,
    base: str | None = None,
    markers: Markers = DEFAULT,
    max_vanished: float = 1 / 3,
) -> Merged:
    """Return `page` with its table brought up to date.

    `base` is the text of the last revision the bot saved: only with it can a cell that somebody typed
    over be told from one that is merely old. `max_vanished` is the largest share of the rows that may
    lose their page in one run (a single row always may); 1 turns the check off.

    Raises:
        MarkerError: The markers are missing, doubled or out of order.
        BrokenTableError: What stands between them cannot be merged.
        VanishedError: Too many rows would lose their page.
    """
    place = find_markers(page, markers)
    sheet = read_sheet(page, place)
    if sheet is None:
        text = with_table(page, place, plan)
        return Merged(text, text != page, (Change(Kind.TABLE_CREATED),))
    run = _Run(page, plan, sheet, read_base(base, markers), [], set())
    table = run.merged(max_vanished)
    text = page[: sheet.table.start] + table.source + page[sheet.table.end :]
    if text != page:
        refuse_unreadable(text, table, markers)
    return Merged(text, text != page, tuple(run.changes))


@dataclass(slots=True)
class _Run:
    """One merge: what goes in, the changes found so far, and the headers of columns put back with cells."""

    page: str
    plan: Plan
    sheet: Sheet
    base: Base | None
    changes: list[Change]
    restored: set[str]

    def merged(self, max_vanished: float) -> Table:
        plan, sheet = self.plan, self.sheet
        slots = self._slots()
        rows = list(sheet.table.rows)
        header = rows.pop(sheet.header)
        link_column = slots.index(plan.link_index) if plan.link_index in slots else None
        planned = {same_page(row.key): row for row in plan.rows}
        whose = owners(rows, {page: row.key for page, row in planned.items()}, link_column)
        refuse_foreign_table(self.page, sheet, plan, slots, whose)
        refuse_vanishing(rows, whose, plan, max_vanished)
        ours = [isinstance(owner, Owner) for owner in whose]
        bots = frozenset(column for column, slot in enumerate(slots) if slot is not None)
        header_at = sheet.header
        refuse_spans(
            self.page,
            [*rows[:header_at], header, *rows[header_at:]],
            [*ours[:header_at], True, *ours[header_at:]],
            bots,
        )
        for row, owner in zip(rows, whose, strict=True):
            if isinstance(owner, Owner) and owner.page in planned:
                refuse_unsure(
                    self.page, row, planned[owner.page], sheet=sheet, plan=plan, slots=slots, base=self.base
                )
        header, rows, slots = self._with_columns(header, rows, whose, slots)
        if self.base is not None:
            names = names_of(header)
            for row, owner in zip(rows, whose, strict=True):
                if isinstance(owner, Owner):
                    wanted = planned.get(owner.page)
                    refuse_shifted(
                        self.page,
                        row,
                        owner,
                        wanted=wanted,
                        plan=plan,
                        names=names,
                        slots=slots,
                        base=self.base,
                    )
        attributes = self._table_attributes()

        above, loose, groups = self._grouped(rows, whose, planned, slots, header_at)
        ordered = arranged(groups, reorder=plan.reorder)
        self._note_moves(groups, ordered)
        final = [row for group in ordered for row in group.rows]
        refuse_spans(
            self.page,
            [header, *loose.rows, *final],
            [
                False,
                *(False for _ in loose.rows),
                *(index == 0 for g in ordered for index in range(len(g.rows))),
            ],
            frozenset(),
        )
        return replace(sheet.table, attributes=attributes, rows=(*above, header, *loose.rows, *final))

    def _grouped(
        self,
        rows: list[TableRow],
        whose: list[Owner | Copy | None],
        planned: Mapping[str, Row],
        slots: list[int | None],
        header_at: int,
    ) -> tuple[list[TableRow], Group, list[Group]]:
        """Return the rows above the header, those directly below it, and a group for each page."""
        above: list[TableRow] = []
        groups: list[Group] = []
        loose = Group()  # hand-typed rows directly below the header
        ranks: dict[str, int] = {same_page(row.key): rank for rank, row in enumerate(self.plan.rows)}
        last = -1
        for index, (read, owner) in enumerate(zip(rows, whose, strict=True)):
            row = read
            if isinstance(owner, Owner):
                settled = not (is_vanished(row) and owner.page in ranks)
                rank = ranks.get(owner.page)
                if rank is None and not is_vanished(row) and self.plan.is_stale(owner.page):
                    rank = last  # it stays behind the row it stood behind
                last = last if rank is None else rank
                groups.append(Group([self._page_row(row, owner, planned, slots)], owner.title, rank, settled))
                continue
            if isinstance(owner, Copy):
                line = self.page.count("\n", 0, row.start) + 1
                self.changes.append(Change(Kind.ROW_COPIED, owner.title, line=line))
                # Without the key the copy cannot be taken for the page's row once rows have moved.
                row = replace(row, attributes=remove_attribute(row.attributes, KEY))
            if index < header_at and not groups:
                above.append(row)
            else:
                (groups[-1] if groups else loose).rows.append(row)
        taken = {owner.page for owner in whose if isinstance(owner, Owner)}
        for page, wanted in planned.items():
            if page not in taken:
                groups.append(Group([new_row(wanted, slots)], wanted.key, ranks[page], settled=False))
                self.changes.append(Change(Kind.ROW_ADDED, wanted.key))
        return above, loose, groups

    def _slots(self) -> list[int | None]:
        """Return for each column on the page which of the plan's it is, or None: the people's."""
        index_of = {header_name(column.header): index for index, column in enumerate(self.plan.columns)}
        slots = [index_of.get(name) for name in self.sheet.names]
        for index, column in enumerate(self.plan.columns):
            if slots.count(index) > 1:
                start = self.sheet.table.rows[self.sheet.header].cells[0].start
                line = self.page.count("\n", 0, start) + 1
                raise BrokenTableError(
                    f'The header row on line {line} of the page has the column "{column.header}" twice: '
                    "rename or remove the one that is not the bot's. Nothing was changed."
                )
        return slots

    def _with_columns(
        self,
        header: TableRow,
        rows: list[TableRow],
        whose: list[Owner | Copy | None],
        slots: list[int | None],
    ) -> tuple[TableRow, list[TableRow], list[int | None]]:
        """Put in the bot's columns that are missing, and those of the people's that are new."""
        slots, names, planned = list(slots), list(self.sheet.names), list(rows)
        missing = [index for index in range(len(self.plan.columns)) if index not in slots]
        widths = [width_of(r) for r, owner in zip(rows, whose, strict=True) if isinstance(owner, Owner)]
        # Where only the header cell was taken away, every row is wider than the header by just that.
        header_only = bool(widths) and all(width == len(slots) + len(missing) for width in widths)
        for index in missing:
            at = slots.index(index - 1) + 1 if index else 0
            title = self.plan.columns[index].header
            header = insert(header, at, Cell(safe_text(title)), heading=True, append=True)
            if not header_only:
                planned = [insert(row, at, Cell("")) for row in planned]
                self.restored.add(title)
            slots.insert(at, index)
            names.insert(at, header_name(title))
            self.changes.append(Change(Kind.COLUMN_RESTORED, column=title))
        had = {*names, *self.sheet.offered, *(self.base.layout if self.base else ())}
        had |= self.base.offered if self.base else set()
        for title in self.plan.people:
            if header_name(title) in had or offered_name(title) in had:
                continue
            header = insert(header, len(slots), Cell(safe_text(title)), heading=True, append=True)
            slots.append(None)
            names.append(header_name(title))
            self.changes.append(Change(Kind.COLUMN_OFFERED, column=title))
        if self.base is not None:
            planned = [
                self._realigned(row, new, owner, names, self.base) if isinstance(owner, Owner) else new
                for row, new, owner in zip(rows, planned, whose, strict=True)
            ]
        return header, planned, slots

    def _realigned(
        self, read: TableRow, planned: TableRow, owner: Owner, names: list[str], base: Base
    ) -> TableRow:
        row = realigned(read, planned, owner.page, names, base)
        if row is None:
            line = self.page.count("\n", 0, read.start) + 1
            raise BrokenTableError(
                f'The header was changed, but the row of "{owner.title}" on line {line} was not: its cells '
                "no longer stand under their headers. Take away or move the same cells there, or put the "
                "header back. Nothing was changed."
            )
        if row is not planned and row is not read:
            self.changes.append(Change(Kind.ROW_REALIGNED, owner.title))
        return row

    def _table_attributes(self) -> str:
        old = self.sheet.table.attributes
        new = offered_attribute(old, self.plan.people)
        if new != old:
            self.changes.append(Change(Kind.COLUMNS_NOTED))
        return new

    def _page_row(
        self, row: TableRow, owner: Owner, planned: Mapping[str, Row], slots: list[int | None]
    ) -> TableRow:
        """Return a page's row with its attributes and the bot's cells brought up to date."""
        wanted = planned.get(owner.page)
        was_vanished = is_vanished(row)
        if not row.lead:
            row = replace(row, lead="\n|-")
        if key_of(row) != owner.title:
            row = replace(row, attributes=set_attribute(row.attributes, KEY, owner.title))
            if owner.by_link:
                self.changes.append(Change(Kind.ROW_RECOGNISED, owner.title))
        if wanted is None:
            stale = not was_vanished and self.plan.is_stale(owner.page)
            if not was_vanished and not (stale and has_class(row, STALE)):
                self.changes.append(Change(Kind.ROW_STALE if stale else Kind.ROW_VANISHED, owner.title))
            row = replace(row, attributes=add_class(row.attributes, STALE if stale else VANISHED))
            mark = self.plan.mark_index
            if mark is None:
                return row
            gone = Cell(self.plan.stale_text if stale else self.plan.vanished_text)
            header = self.plan.columns[mark].header
            return self._written(row, owner.title, slots.index(mark), header, gone, quiet=True)
        if has_class(row, STALE):
            row = replace(row, attributes=remove_class(row.attributes, STALE))
        if was_vanished:
            self.changes.append(Change(Kind.ROW_RETURNED, owner.title))
            row = replace(row, attributes=remove_class(row.attributes, VANISHED))
        for column, slot in enumerate(slots):
            if slot is not None:
                header = self.plan.columns[slot].header
                row = self._written(row, owner.title, column, header, wanted.cells[slot])
        return row

    def _written(
        self, row: TableRow, title: str, column: int, header: str, wanted: Cell, *, quiet: bool = False
    ) -> TableRow:
        """Return `row` with one of the bot's cells written; `quiet` about what the bot wrote before."""
        index = cell_at(row, column)
        if index is None:
            if not wanted.content and not wanted.attributes:
                return row
            self._note(Kind.CELL_CHANGED, title, header, "", wanted.content)
            return insert(row, column, wanted, append=True)
        old = row.cells[index]
        new = write(old, wanted)
        if new is old:
            return row
        last = self.base.cells.get((same_page(title), header_name(header))) if self.base else None
        typed_over = last is not None and last != old.visible != new.visible
        if typed_over or not quiet:
            kind = Kind.PUT_BACK if typed_over else Kind.CELL_CHANGED
            self._note(kind, title, header, *_told_apart(old, new))
        return replace(row, cells=(*row.cells[:index], new, *row.cells[index + 1 :]))

    def _note(self, kind: Kind, title: str, header: str, old: str, new: str) -> None:
        """Report a cell, unless its whole column was just restored."""
        if header not in self.restored:
            self.changes.append(Change(kind, title, header, old, new))

    def _note_moves(self, groups: list[Group], ordered: list[Group]) -> None:
        settled = [g.title for g in groups if g.settled and g.rank is not None]
        moved = [g.title for g in ordered if g.settled and g.rank is not None]
        for before, after in zip(settled, moved, strict=True):
            if before != after:
                self.changes.append(Change(Kind.ROW_MOVED, after))


def _told_apart(old: TableCell, new: TableCell) -> tuple[str, str]:
    """Return what to report of two cells: their contents, or with the attributes if only those differ."""
    if old.visible != new.visible:
        return old.visible, new.visible
    return f"{old.attributes.strip()} | {old.visible}", f"{new.attributes.strip()} | {new.visible}"
