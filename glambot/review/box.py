r"""Lines of the bot's own directly behind the begin marker, put there and taken away again.

Each box has a name and stands between two comments; only the box is touched, all else stays byte for byte.

Example:
    >>> page = "<!-- glambot begin -->\n{|\n|}\n<!-- glambot end -->"
    >>> put(page, "note", "Hello").splitlines()[0]
    '<!-- glambot begin --><!-- glambot note -->Hello<!-- glambot note end -->'
    >>> take(put(page, "note", "Hello"), "note") == page
    True
"""

import re

from glambot.review.markers import DEFAULT, Markers, find_begin
from glambot.wikitext.span import Span


def put(page: str, name: str, wikitext: str, markers: Markers = DEFAULT) -> str:
    """Return the page with a box of one line of wikitext, in place of one that is there.

    A page that has not exactly one begin marker, and that closed, is returned as it is.
    """
    begin = _begin(page, markers)
    if begin is None:
        return page
    page = take(page, name, markers)
    # On the marker's own line, so that lines keep the numbers that a message may name.
    box = f"<!-- glambot {name} -->{wikitext}<!-- glambot {name} end -->" if wikitext else ""
    return page[: begin.end] + box + page[begin.end :]


def take(page: str, name: str, markers: Markers = DEFAULT) -> str:
    """Return the page without the box of that name, if there is one behind the begin marker."""
    box = _find(page, name, markers)
    return page[: box.start()] + page[box.end() :] if box else page


def inside(page: str, name: str, markers: Markers = DEFAULT) -> str:
    """Return the wikitext in the box of that name, "" if there is none behind the begin marker."""
    box = _find(page, name, markers)
    return box["text"] if box else ""


def _begin(page: str, markers: Markers) -> Span | None:
    begin = find_begin(page, markers)
    return begin if begin is not None and begin.of(page).endswith(("}}", "-->")) else None


def _find(page: str, name: str, markers: Markers) -> re.Match[str] | None:
    """Return the box of that name among those that follow the begin marker one after another."""
    begin = _begin(page, markers) if f"<!-- glambot {name} -->" in page else None
    box = _BOX.match(page, begin.end) if begin else None
    while box is not None and box["name"] != name:
        box = _BOX.match(page, box.end())
    return box


_BOX = re.compile(
    r"<!-- glambot (?P<name>[a-z]+) -->(?P<text>(?:(?!<!-- glambot (?P=name) end -->)[^\n])*)"
    r"<!-- glambot (?P=name) end -->"
)
