r"""Where on a page something stands: in which sections, how deep in lists, struck out or not.

Example:
    >>> text = "== Talks ==\n=== One ===\n** here"
    >>> Places(text, text).of(text.index("here"))
    (('Talks', 'One'), 2, False)
"""

import re

from glambot.wikitext.headings import find_headings
from glambot.wikitext.plain import plain_masked
from glambot.wikitext.quiet import find_quiet
from glambot.wikitext.span import inside
from glambot.wikitext.struck import find_struck

_MARKERS = re.compile(r"[*#:;]+")


class Places:
    """The places of one page; they are asked for in the order of the text."""

    __slots__ = ("_headings", "_line", "_masked", "_next", "_open", "_path", "_quiet", "_struck", "_wikitext")

    def __init__(self, masked: str, wikitext: str) -> None:
        """Find headings, quotations and strikes of a page, masked and as it is."""
        self._masked = masked
        self._wikitext = wikitext
        self._headings = find_headings(masked)
        self._quiet = find_quiet(masked)
        self._struck = find_struck(masked, 0, len(masked))
        self._next = 0  # the first heading not passed yet
        self._open: list[tuple[int, str]] = []  # level and title of the sections the place is in
        self._path: tuple[str, ...] = ()
        self._line = 0  # where a line begins, at the last place or before

    def of(self, position: int) -> tuple[tuple[str, ...], int, bool] | None:
        """Return the headings above, the list depth, and whether it is struck; None where nobody signs.

        Args:
            position: the place, not before one asked for earlier.
        """
        masked = self._masked
        headings = self._headings
        while self._next < len(headings) and headings[self._next].span.start <= position:
            heading = headings[self._next]
            self._next += 1
            if position < heading.span.end:
                self._open_section(self._next - 1)
                return None
            self._open_section(self._next - 1)
        if self._next and position < headings[self._next - 1].span.end:
            return None
        if self._quiet and inside(position, self._quiet):
            return None
        self._line = masked.rfind("\n", self._line, position) + 1 or self._line
        depth = 0
        if masked[self._line] in "*#:;":
            found = _MARKERS.match(masked, self._line)
            depth = found.end() - self._line if found else 0
        struck = bool(self._struck) and inside(position, self._struck)
        return self._path, depth, struck

    def _open_section(self, number: int) -> None:
        level, title, span = self._headings[number]
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        if "=" in title or not title.isalnum():
            lead = self._masked.find(title, *span)
            title = plain_masked(title, self._wikitext[lead : lead + len(title)]) if lead >= 0 else title
            title = " ".join(title.split())
        self._open.append((level, title))
        self._path = tuple(title for _, title in self._open)
