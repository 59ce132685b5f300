"""Spread a table that is too large for one page over subpages, one for each track.

Rows stay on the page they stand on, with all that people typed; those that have no row yet go to the
subpage of their track. The page itself lists its subpages.

Example:
    >>> subpage("Conf/Review", "Maps / data #1"), subpage("Conf/Review", "")
    ('Conf/Review/Maps - data 1', 'Conf/Review/Other')
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from glambot.errors import TableError
from glambot.review.box import inside, put, take
from glambot.review.markers import DEFAULT, Markers, find_markers
from glambot.review.plan import Plan, same_page
from glambot.review.rows import key_of
from glambot.review.safe import safe_link
from glambot.review.sheet import read_sheet

if TYPE_CHECKING:
    from glambot.review.plan import Row

_NAME = "subpages"
_OTHER = "Other"
_LONGEST = 80  # characters of a track in a title
_REFUSED = re.compile(r"[#<>\[\]{}|\x00-\x1f\x7f\ufffd]|~{3,}|%(?=[0-9A-Fa-f]{2})|&(?=#|\w+;)")
_LINK = re.compile(r"\[\[:([^\[\]|]+)\|")


def subpage(page: str, track: str) -> str:
    """Return the title of a track's subpage."""
    name = " ".join(_REFUSED.sub("", track.replace("/", "-")).replace("_", " ").split())[:_LONGEST].strip(
        " ."
    )
    return f"{page}/{name or _OTHER}"


def rows_on(page: str, markers: Markers = DEFAULT) -> frozenset[str]:
    """Return the keys of the pages' rows in a page's table, in comparable form; none if it has no table."""
    try:
        sheet = read_sheet(page, find_markers(page, markers))
    except TableError:
        return frozenset()
    return (
        frozenset(same_page(key_of(row)) for row in sheet.table.rows if key_of(row)) if sheet else frozenset()
    )


def spread(
    plan: Plan, tracks: Mapping[str, str], main: str, has: Mapping[str, Collection[str]]
) -> dict[str, Plan]:
    """Return a plan for each page, the main one first.

    Args:
        plan: all rows.
        tracks: the track of each row, by its key.
        main: the title of the page the table is for.
        has: the keys of the rows that stand on each page already (see `rows_on`), `main` among them.
    """
    place = {key: title for title in reversed(list(has)) for key in has[title]}
    rows: dict[str, list[Row]] = {title: [] for title in has}
    for row in plan.rows:
        title = place.get(same_page(row.key)) or subpage(main, tracks.get(row.key, ""))
        rows.setdefault(title, []).append(row)
    return {title: replace(plan, rows=tuple(of_page)) for title, of_page in rows.items()}


def with_subpages(page: str, counts: Mapping[str, int], markers: Markers = DEFAULT) -> str:
    """Return the page with a line that links its subpages, each with its number of rows."""
    if not counts:
        return take(page, _NAME)
    links = " · ".join(
        f"{safe_link(title, title.rpartition('/')[2])} ({count})" for title, count in sorted(counts.items())
    )
    return put(page, _NAME, f"'''More submissions, by track:''' {links}", markers)


def subpages_of(page: str) -> list[str]:
    """Return the titles of the subpages that a page lists."""
    return [same_page(found) for found in _LINK.findall(inside(page, _NAME))]
