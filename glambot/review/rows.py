"""Which row of the table is which page's.

A row carries its page's title in an attribute; where people lost that, the first link in the bot's
link column tells. All other rows were typed by hand.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glambot.review.attributes import read_attributes
from glambot.review.columns import cell_at
from glambot.review.plan import same_page
from glambot.review.wikitable import TableRow

KEY = "data-glambot"
"""The row attribute that holds the page's title."""

VANISHED = "glambot-vanished"
"""The class of a row whose page is not in the plan."""

STALE = "glambot-stale"
"""The class of a row whose page could not be read at the last run."""

_LINK = re.compile(r"\[\[\s*([^\[\]|{}<>\n]+)")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose row it is: the title as typed or planned, its comparable form, and how that was found."""

    title: str
    page: str
    by_link: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """A row that names a page which has another row."""

    title: str


def key_of(row: TableRow) -> str:
    """Return the title in the row's attribute, or an empty text."""
    return read_attributes(row.attributes).get(KEY, "") if KEY in row.attributes.lower() else ""


def is_vanished(row: TableRow) -> bool:
    """Return whether the row is marked as one whose page was not found."""
    return has_class(row, VANISHED)


def has_class(row: TableRow, name: str) -> bool:
    """Return whether a row's class attribute has a name among its names."""
    return name in row.attributes and name in read_attributes(row.attributes).get("class", "").split()


def linked_page(row: TableRow, column: int | None) -> str:
    """Return the page the first link in a column names, in comparable form, or an empty text."""
    index = None if column is None else cell_at(row, column)
    if index is None:
        return ""
    cell = row.cells[index]
    found = _LINK.search(cell.seen)
    if found is None:
        return ""
    return same_page(cell.content[found.start(1) : found.end(1)])


def owners(
    rows: Sequence[TableRow], planned: Mapping[str, str], link_column: int | None
) -> list[Owner | Copy | None]:
    """Return for each row whose it is; None for a row typed by hand.

    `planned` has the title of each page in the plan under its comparable form. No page gets two rows:
    of several that name it in their attribute the first one with a matching link has it, and a copy
    whose link names another planned page that has no row becomes that page's row.
    """
    links = [linked_page(row, link_column) for row in rows]
    keys = [key_of(row) for row in rows]
    pages = [same_page(key) if key else "" for key in keys]
    owner_of: dict[str, int] = {}
    for index, page in enumerate(pages):
        if not page:
            continue
        first = owner_of.setdefault(page, index)
        if links[index] == page != links[first]:
            owner_of[page] = index
    result: list[Owner | Copy | None] = []
    for index, page in enumerate(pages):
        link = links[index]
        if page and owner_of[page] == index:
            result.append(Owner(planned.get(page, keys[index]), page))
        elif link in planned and link not in owner_of:
            owner_of[link] = index
            result.append(Owner(planned[link], link, by_link=True))
        else:
            result.append(Copy(keys[index]) if page else None)
    return result
