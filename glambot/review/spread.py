"""Spread a table that is too large for one page over subpages, one for each track.

Rows stay on the page they stand on, with all that people typed; those that have no row yet go to the
subpage of their track. The page itself lists its subpages.

Example:
    >>> subpage("Conf/Review", "Maps / data #1"), subpage("Conf/Review", "")
    ('Conf/Review/Maps - data 1', 'Conf/Review/Other')
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from glambot.errors import TableError
from glambot.review.box import inside, put, take
from glambot.review.markers import DEFAULT, Markers, find_markers
from glambot.review.plan import Plan, Row, header_name, same_page
from glambot.review.rows import Owner, is_vanished, owners
from glambot.review.safe import safe_link
from glambot.review.sheet import read_sheet

if TYPE_CHECKING:
    from glambot.review.plan import Row

_NAME = "subpages"
_OTHER = "Other"
_LONGEST = 80  # characters of a track in a title
_TITLE_BYTES = 255
_MOST = 50  # subpages; all further tracks share one
_REFUSED = re.compile(
    r"[#<>\[\]{}|\x00-\x1f\x7f-\x9f\ufffd\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    r"|~{3,}|%(?=[0-9A-Fa-f]{2})|&(?=#|\w+;)"
)
_LINK = re.compile(r"\[\[:([^\[\]|]+)\|")


def subpage(page: str, track: str) -> str:
    """Return the title of a track's subpage, in its normal form."""
    track = unicodedata.normalize("NFC", _REFUSED.sub(" ", re.sub("[/:]", "-", track)).replace("_", " "))
    name = " ".join(track.split())[:_LONGEST].strip(" .")
    while name and len(f"{page}/{name}".encode()) > _TITLE_BYTES:
        name = name[:-1].strip(" .")
    return f"{page}/{name or _OTHER}"


def subpages_for(page: str, tracks: Iterable[str], known: Iterable[str] = ()) -> list[str]:
    """Return the titles of the subpages of some tracks, those `known` first, not more than it may have."""
    other = subpage(page, "")
    wanted = dict.fromkeys([*known, *(subpage(page, track) for track in tracks)])
    wanted.pop(other, None)  # it does not count, or a known one would be dropped for it
    return [*list(wanted)[:_MOST], other]


def rows_on(page: str, plan: Plan, markers: Markers = DEFAULT) -> dict[str, bool]:
    """Return the pages that have a row in a page's table, in comparable form, and whether they vanished.

    A page without a table, or with one that cannot be read, has none.
    """
    try:
        sheet = read_sheet(page, find_markers(page, markers))
    except TableError:
        return {}
    if sheet is None:
        return {}
    rows = [row for index, row in enumerate(sheet.table.rows) if index != sheet.header]
    link = header_name(plan.columns[plan.link_index].header)
    column = sheet.names.index(link) if link in sheet.names else None
    whose = owners(rows, {same_page(row.key): row.key for row in plan.rows}, column)
    return {
        owner.page: is_vanished(row)
        for row, owner in zip(rows, whose, strict=True)
        if isinstance(owner, Owner)
    }


def spread(
    plan: Plan, tracks: Mapping[str, str], main: str, has: Mapping[str, Iterable[str]]
) -> dict[str, Plan]:
    """Return a plan for each page: each row of the whole plan is in one of them.

    Args:
        plan: all rows.
        tracks: the track of each row, by its key.
        main: the title of the page the table is for.
        has: the pages there may be, with the rows that stand on each already (see `rows_on`); `main` is
            among them and goes before the others, and the subpage for all tracks without one.
    """
    place = {key: title for title in reversed(list(has)) for key in has[title]}
    rows: dict[str, list[Row]] = {title: [] for title in has}
    for row in plan.rows:
        title = place.get(same_page(row.key)) or subpage(main, tracks.get(row.key, ""))
        rows[title if title in rows else subpage(main, "")].append(row)
    return {title: replace(plan, rows=tuple(of_page)) for title, of_page in rows.items()}


def with_subpages(page: str, counts: Mapping[str, int], markers: Markers = DEFAULT) -> str:
    """Return the page with a line that links its subpages, each with its number of rows."""
    if not counts:
        return take(page, _NAME, markers)
    links = " · ".join(
        f"{safe_link(title, title.rpartition('/')[2])} ({count})" for title, count in sorted(counts.items())
    )
    return put(page, _NAME, f"'''More submissions, by track:''' {links}", markers)


def subpages_of(page: str, markers: Markers = DEFAULT) -> list[str]:
    """Return the titles of the subpages that a page lists behind its begin marker."""
    return [same_page(found) for found in _LINK.findall(inside(page, _NAME, markers))]
