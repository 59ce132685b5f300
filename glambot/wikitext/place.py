r"""Where on a page something stands: in which sections, how deep in lists, struck out or not.

Example:
    >>> text = "== Talks ==\n=== One ===\n** here"
    >>> Places(text, text).of(text.index("here"))
    (('Talks', 'One'), 2, False)
"""

import re
from bisect import bisect
from typing import TYPE_CHECKING

from glambot.wikitext.anchored import anchored, any_anchored, either_case
from glambot.wikitext.headings import Heading, find_headings
from glambot.wikitext.plain import plain_masked
from glambot.wikitext.quiet import find_quiet, is_mute
from glambot.wikitext.signature import Signature
from glambot.wikitext.span import inside
from glambot.wikitext.struck import find_struck

if TYPE_CHECKING:
    from glambot.wikitext.span import Span

_STYLES = either_case("notalk|through")
# Whatever may quote or strike: most pages hold none of it, and are looked through once.
_TAG_HINT = re.compile(
    rf"<(?:(?P<quoting>/?(?:{either_case('block|cite|ref')}|[qQ][\s>]|[hH][1-6]))"
    rf"|(?P<striking>/?(?:[sS](?:[\s>]|{either_case('trike')})|{either_case('del')}))"
    rf"|(?P<styled>[^<>-]*+(?:-(?!{_STYLES})[^<>-]*+)*-(?={_STYLES})))"
)
_TEMPLATE_HINT = re.compile(
    r"\{\{[ _\n]*+(?:(?:s|st|strike|strikethrough|strikeout|del|tqq?)\s*+\||(?=[^{}|\n]*quot))", re.IGNORECASE
)
_PLAIN_TITLE = re.compile(r"\w[\w .,?!:()/-]*+")
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops
_MARKERS = re.compile(r"[*#:;]+")
_MARKS = frozenset("*#:;")


class Places:
    """The places of one page.

    Attributes:
        struck: what is struck out, in order.
    """

    __slots__ = (
        "_headings",
        "_line",
        "_masked",
        "_paths",
        "_quiet",
        "_seen",
        "_starts",
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
        tags: dict[str, list[int]] = {"quoting": [], "striking": [], "styled": []}
        for hint in anchored(_TAG_HINT, "<", masked, 0, size):
            tags[hint.lastgroup or ""].append(hint.start())
        mute = any(is_mute(masked, tag) for tag in tags["styled"])
        if tags["styled"]:
            tags["striking"] = sorted([*tags["striking"], *tags["styled"]])
        templates = any_anchored(_TEMPLATE_HINT, "{", masked, 0, size)
        if templates or mute or tags["quoting"]:
            self._quiet = find_quiet(masked, None if mute else tags["quoting"])
        if templates or mute or tags["striking"]:
            self.struck = find_struck(masked, 0, size, None if mute else tags["striking"])
        self._starts = [heading.span.start for heading in self._headings]
        self._paths: list[tuple[str, ...]] = []  # before the first heading, and behind each
        self._line = self._seen = 0  # where the line of the last place begins, and that place

    def stretch(self, position: int) -> tuple[tuple[str, ...] | None, int]:
        """Return the headings above a position, and up to where they are the same.

        In a quotation or a heading, where nobody signs, they are None.
        """
        if not self._paths:
            self._paths = _paths(self._headings, self._masked, self._wikitext)
        starts = self._starts
        passed = bisect(starts, position)
        if passed and position < (end := self._headings[passed - 1].span.end):
            return None, end
        until = starts[passed] if passed < len(starts) else len(self._masked) + 1
        if self._quiet:
            number = bisect(self._quiet, (position, len(self._masked))) - 1
            if number >= 0 and position < self._quiet[number].end:
                return None, min(until, self._quiet[number].end)
            if number + 1 < len(self._quiet):
                until = min(until, self._quiet[number + 1].start)
        return self._paths[passed], until

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
        listed = self._masked[self._line : self._line + 1] in _MARKS
        depth = list_depth(self._masked, self._line) if listed else 0
        return path, depth, inside(position, self.struck) if self.struck else False

    def placed(self, signature: Signature) -> Signature | None:
        """Return a signature with its place, or None where nobody signs."""
        start, _, link, _, stamp, _ = signature.positions
        # Where it begins may be an earlier mention of the signer.
        place = self.of(stamp if stamp >= 0 else link if link >= 0 else start)
        if place is None:
            return None
        return _new(Signature, (*signature[:6], *place, signature.warnings))


def _paths(headings: list[Heading], masked: str, wikitext: str) -> list[tuple[str, ...]]:
    """Return the titles of the sections before the first heading, and behind each."""
    paths: list[tuple[str, ...]] = [()]
    opened: list[tuple[int, tuple[str, ...]]] = [(0, ())]  # level and path; no heading has level 0
    for level, title, span in headings:
        while opened[-1][0] >= level:
            opened.pop()
        shown = title
        if not title.replace(" ", "").isalnum() and _PLAIN_TITLE.fullmatch(title) is None:
            lead = masked.find(title, *span)
            shown = plain_masked(title, wikitext[lead : lead + len(title)]) if lead >= 0 else title
            shown = shown or title
        if "  " in shown or shown[-1:] == " ":
            shown = " ".join(shown.split())
        path = (*opened[-1][1], shown)
        opened.append((level, path))
        paths.append(path)
    return paths


def list_depth(masked: str, line: int) -> int:
    """Return how many list markers a line begins with."""
    found = _MARKERS.match(masked, line)
    return found.end() - line if found else 0
