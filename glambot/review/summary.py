"""The summary of an edit: what changed, for people who watch the page.

Example:
    >>> changes = (Change(Kind.CELL_CHANGED, "A", "Interested", "5", "8"), Change(Kind.ROW_ADDED, "B"))
    >>> summary_of(changes, interested="Interested")
    'Review table: 3 new signatures on 1 submission, 1 new submission'
"""

import re
from collections import Counter
from collections.abc import Iterable

from glambot.review.changes import Change, Kind
from glambot.review.plan import header_name

_NUMBER = re.compile(r"\d+")
_OTHERS = {
    Kind.ROW_ADDED: ("new submission", "new submissions"),
    Kind.ROW_VANISHED: ("page not found", "pages not found"),
    Kind.ROW_STALE: ("page not read", "pages not read"),
    Kind.ROW_RETURNED: ("page back", "pages back"),
    Kind.CELL_CHANGED: ("cell updated", "cells updated"),
    Kind.PUT_BACK: ("typed-over cell put back", "typed-over cells put back"),
    Kind.COLUMN_RESTORED: ("column put back", "columns put back"),
    Kind.COLUMN_OFFERED: ("column offered", "columns offered"),
    Kind.ROW_MOVED: ("row moved", "rows moved"),
    Kind.ROW_REALIGNED: ("row filled up", "rows filled up"),
    Kind.ROW_RECOGNISED: ("row recognised", "rows recognised"),
    Kind.ROW_COPIED: ("copied row", "copied rows"),
}


def summary_of(changes: Iterable[Change], *, interested: str, link: str = "") -> str:
    """Return the summary of an edit.

    Args:
        changes: what the merge did.
        interested: the header of the column that counts the people interested.
        link: the title of the page that configures the table, to be linked; "" for none.
    """
    new = withdrawn = 0
    grown: set[str] = set()
    counts: Counter[Kind] = Counter()
    for change in changes:
        if change.kind is Kind.CELL_CHANGED and header_name(change.column) == header_name(interested):
            more = _people(change.new) - _people(change.old)
            new += max(more, 0)
            withdrawn += max(-more, 0)
            if more > 0:
                grown.add(change.row)
            counts[Kind.CELL_CHANGED] += not more
        else:
            counts[change.kind] += 1
    parts: list[str] = ["made"] if counts[Kind.TABLE_CREATED] else []
    if new:
        where = _count(len(grown), "submission", "submissions")
        parts.append(f"{_count(new, 'new signature', 'new signatures')} on {where}")
    if withdrawn:
        parts.append(
            f"{withdrawn} withdrawn" if new else f"{_count(withdrawn, 'signature', 'signatures')} withdrawn"
        )
    parts += [_count(counts[kind], *words) for kind, words in _OTHERS.items() if counts[kind]]
    told = ", ".join(parts) or "brought up to date"
    return f"Review table: {told}" + (f" (set up on [[{link}]])" if link else "")


def _people(cell: str) -> int:
    """Return the sum of the numbers that a cell shows, such as 7 for ``6 + 1 late``."""
    return sum(map(int, _NUMBER.findall(cell.rpartition("|")[2])))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
