r"""A line of the bot's own directly below the begin marker, put there and taken away again.

Each box has a name and stands between two comments; only the box is touched, all else stays byte for byte.

Example:
    >>> page = "<!-- glambot begin -->\n{|\n|}\n<!-- glambot end -->"
    >>> put(page, "note", "Hello").splitlines()[1]
    '<!-- glambot note -->Hello<!-- glambot note end -->'
    >>> take(put(page, "note", "Hello"), "note") == page
    True
"""

import re
from functools import cache

from glambot.review.markers import DEFAULT, Markers, find_begin


def put(page: str, name: str, wikitext: str, markers: Markers = DEFAULT) -> str:
    """Return the page with a box of one line of wikitext, in place of one that is there.

    A page that has not exactly one begin marker is returned without it.
    """
    page = take(page, name)
    begin = find_begin(page, markers)
    if begin is None or not wikitext:
        return page
    box = f"\n<!-- glambot {name} -->{wikitext}<!-- glambot {name} end -->"
    return page[: begin.end] + box + page[begin.end :]


def take(page: str, name: str) -> str:
    """Return the page without the box of that name, if there is one."""
    return _box(name).sub("", page) if f"<!-- glambot {name} -->" in page else page


def inside(page: str, name: str) -> str:
    """Return the wikitext in the box of that name, "" if there is none."""
    found = _box(name).search(page)
    return found[1] if found else ""


@cache
def _box(name: str) -> re.Pattern[str]:
    end = re.escape(f"<!-- glambot {name} end -->")
    return re.compile(rf"\n<!-- glambot {re.escape(name)} -->((?:(?!{end})[^\n])*){end}")
