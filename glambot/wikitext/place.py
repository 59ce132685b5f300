r"""Where on a page something stands: in which sections, how deep in lists, struck out or not.

Example:
    >>> text = "== Talks ==\n=== One ===\n** here"
    >>> Places(text, text).of(text.index("here"))
    (('Talks', 'One'), 2, False)
"""

import re
from bisect import bisect
from typing import TYPE_CHECKING

from glambot.wikitext.anchored import anchored, any_anchored
from glambot.wikitext.headings import Heading, find_headings
from glambot.wikitext.plain import plain_masked
from glambot.wikitext.quiet import find_quiet
from glambot.wikitext.signature import Signature
from glambot.wikitext.span import inside
from glambot.wikitext.struck import find_struck

if TYPE_CHECKING:
    from glambot.wikitext.span import Span

# Whatever may quote or strike: most pages hold none of it, and are looked through once.
_TAG_HINT = re.compile(
    r"<(?:(?P<quoting>block|q[\s>]|cite|ref|h[1-6])|(?P<striking>s[\s>t]|del)"
    r"|(?P<styled>(?:[^<>ml]++|(?!mw-notalk|line-through)[ml])*+(?:mw-notalk|line-through)))",
    re.IGNORECASE,
)
_TEMPLATE_HINT = re.compile(
    r"\{\{[ _\n]*+(?:(?:s|st|strike|strikethrough|strikeout|del|tqq?)\s*+\||(?=[^{}|\n]*quot))", re.IGNORECASE
)
_PLAIN_TITLE = re.compile(r"\w[\w .,?!:()/-]*+")
_MARKERS = re.compile(r"[*#:;]+")


class Places:
    """The places of one page; they are asked for in the order of the text.

    Attributes:
        struck: what is struck out, in order.
    """

    __slots__ = (
        "_headings",
        "_line",
        "_masked",
        "_next",
        "_open",
        "_path",
        "_quiet",
        "_seen",
        "_wikitext",
        "struck",
    )

    def __init__(self, masked: str, wikitext: str) -> None:
        """Find headings, quotations and strikes of a page, masked and as it is."""
        self._masked = masked
        self._wikitext = wikitext
        self._headings = find_headings(masked)
        self._quiet: list[Span] = []
        self.struck: list[Span] = []
        size = len(masked)
        hints = {found.lastgroup for found in anchored(_TAG_HINT, "<", masked, 0, size)}
        templates = any_anchored(_TEMPLATE_HINT, "{", masked, 0, size)
        if templates or "quoting" in hints or "styled" in hints:
            self._quiet = find_quiet(masked)
        if templates or "striking" in hints or "styled" in hints:
            self.struck = find_struck(masked, 0, size)
        self._next = 0  # the first heading that is not passed yet
        self._open: list[tuple[int, str]] = []  # level and title of the sections the place is in
        self._path: tuple[str, ...] = ()
        self._line = self._seen = 0  # where the line of the last place begins, and that place

    def stretch(self, position: int) -> tuple[tuple[str, ...] | None, int]:
        """Return the headings above a position, and up to where they are the same.

        In a quotation or a heading, where nobody signs, they are None.
        """
        headings = self._headings
        while self._next < len(headings) and headings[self._next].span.start <= position:
            self._open_section(headings[self._next])
            self._next += 1
        if self._next and position < headings[self._next - 1].span.end:
            return None, headings[self._next - 1].span.end
        until = headings[self._next].span.start if self._next < len(headings) else len(self._masked) + 1
        if self._quiet:
            number = bisect(self._quiet, (position, len(self._masked))) - 1
            if number >= 0 and position < self._quiet[number].end:
                return None, min(until, self._quiet[number].end)
            if number + 1 < len(self._quiet):
                until = min(until, self._quiet[number + 1].start)
        return self._path, until

    def of(self, position: int) -> tuple[tuple[str, ...], int, bool] | None:
        """Return the headings above, the list depth, and whether it is struck; None where nobody signs.

        Args:
            position: the place, not before one asked for earlier.
        """
        path, _ = self.stretch(position)
        if path is None:
            return None
        self._line = self._masked.rfind("\n", self._seen, position) + 1 or self._line
        self._seen = position
        return path, list_depth(self._masked, self._line), inside(position, self.struck)

    def placed(self, signature: Signature) -> Signature | None:
        """Return a signature with its place, or None where nobody signs."""
        # Where it begins may be an earlier mention of the signer.
        place = self.of((signature.timestamp_span or signature.link_span or signature.span).start)
        if place is None:
            return None
        return signature._replace(heading=place[0], depth=place[1], struck=place[2])

    def _open_section(self, heading: Heading) -> None:
        level, title, span = heading
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        if _PLAIN_TITLE.fullmatch(title) is None:
            lead = self._masked.find(title, *span)
            title = plain_masked(title, self._wikitext[lead : lead + len(title)]) if lead >= 0 else title
            title = title or heading.title
        if "  " in title or title[-1:] == " ":
            title = " ".join(title.split())
        self._open.append((level, title))
        self._path = tuple(title for _, title in self._open)


def list_depth(masked: str, line: int) -> int:
    """Return how many list markers a line begins with."""
    found = _MARKERS.match(masked, line)
    return found.end() - line if found else 0
