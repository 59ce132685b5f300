r"""The lines of a sign-up list on which somebody is.

Example:
    >>> text = "Sign here.\n# [[User:A|A]]\n#: Me too!\n# I come\n--[[User:B|B]] 12:42, 3 November 2018 (UTC)"
    >>> from glambot.submission.list_lines import list_lines
    >>> from glambot.submission.plain_list import split_list
    >>> body = Span(0, len(text))
    >>> lines = list_lines(text, body, Site.meta(), split_list(text, body, Site.meta()))
    >>> lines, notices = entry_lines(text, Site.meta(), lines)
    >>> [line.span.of(text) for line in lines]
    ['[[User:A|A]]', 'I come\n--[[User:B|B]] 12:42, 3 November 2018 (UTC)']
"""

import re

from glambot.submission.list_lines import EntryLine, signs
from glambot.submission.unlinked import EDGES, typed_name
from glambot.wikitext.expression import expression
from glambot.wikitext.mask import HIDDEN, OPAQUE
from glambot.wikitext.notice import Notice
from glambot.wikitext.plain import plain
from glambot.wikitext.signer import SIGNING_TEMPLATE
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.timestamps import first_zone
from glambot.wikitext.unsigned import find_unsigned
from glambot.wikitext.userlinks import LINK, opens_user_link, user_link

# What may stand before a signature and says nothing.
_OPENING = expression(rf"(?:[\s\-–—•·~({HIDDEN}]|'{{2,}}|<[^<>\n]*>|&[a-z]+;)*", re.IGNORECASE)
_LONGEST_NAME = 500
_MOST_INSTRUCTIONS = 12
_PLAIN_DEPTH = frozenset({"", "*", "#"})
_HINT_EDGES = EDGES + "()'\""


def entry_lines(masked: str, site: Site, lines: list[EntryLine]) -> tuple[list[EntryLine], list[Notice]]:
    """Return the entries of a list in order, and what was odd about their lines.

    An entry is an item of the list's first depth, or a signature without a marker. Replies (what
    is deeper), boilerplate, hints in ``nowiki`` and talk around the list are none. An item
    without a signature is signed by what follows it up to the next item.

    Args:
        masked: the masked page.
        site: the wiki it is on.
        lines: the lines of the list.
    """
    reader = _Reader(masked, site, lines)
    for number, line in enumerate(reader.lines):
        if line.user is not None and reader.pending is None and reader.base in _PLAIN_DEPTH:
            reader.base = line.marker
            reader.entries.append(line)
        elif line.marker == "=":
            reader.close()
            reader.base = ""
        elif not line.marker:
            reader.read_unmarked(line)
        elif line.marker[0] != ";":
            reader.read_item(number, line)
    reader.close()
    return reader.entries, reader.notices


class _Reader:
    """What is known while a list is read.

    `base` is the marker of its first depth ("" before the first item), `pending` an item that
    waits for its signature, `bullets_end` the number of the line behind the last known run of
    unsigned bullets.
    """

    __slots__ = ("base", "bullets_end", "entries", "lines", "listed", "masked", "notices", "pending", "site")

    def __init__(self, masked: str, site: Site, lines: list[EntryLine]) -> None:
        self.masked = masked
        self.site = site
        self.lines = lines
        self.listed = any(line.marker not in ("", ":", "=") for line in lines)
        self.base = ""
        self.bullets_end = 0
        self.pending: EntryLine | None = None
        self.entries: list[EntryLine] = []
        self.notices: list[Notice] = []

    def close(self) -> None:
        """Add the waiting item, which nobody signed."""
        if self.pending is not None:
            self.entries.append(self.pending)
            self.pending = None

    def is_signed_by(self, line: EntryLine) -> bool:
        """Add the waiting item with the line that signs it, if it does."""
        if self.pending is None or not line.signed or _is_name(self.masked, self.pending):
            return False
        self.entries.append(EntryLine(Span(self.pending.span.start, line.span.end)))
        self.pending = None
        return True

    def is_instruction(self, number: int) -> bool:
        """Return whether an unsigned bullet belongs to instructions in front of a numbered list."""
        line = self.lines[number]
        if not _is_unsigned_bullet(line) or line.span.start == line.span.end:
            return False
        if number >= self.bullets_end:
            end = number + 1
            while end < len(self.lines) and _is_unsigned_bullet(self.lines[end]):
                end += 1
            self.bullets_end = end
        if self.bullets_end >= min(number + _MOST_INSTRUCTIONS, len(self.lines)):
            return False
        following = self.lines[self.bullets_end]
        numbered = following.marker.startswith("#") and following.signed
        return numbered and len(line.span.of(self.masked).split()) > 2

    def read_unmarked(self, line: EntryLine) -> None:
        """Read a line without a marker: a signature whose marker was forgotten, or talk."""
        if not line.signed:
            return
        signs = _may_sign(self.masked, self.site, line.span)
        if signs and self.is_signed_by(line):
            return
        in_list = self.base != "" and not line.gap
        if not self.listed or in_list or _opens(self.masked, self.site, line.span):
            if signs:
                self.entries.append(line)
        elif self.base and first_zone(self.masked, self.site, *line.span) >= 0:
            self.notices.append(Notice("GB203", "signed text outside the list, not counted", line.span))

    def read_item(self, number: int, line: EntryLine) -> None:
        """Read an item of any depth."""
        marker, span = line.marker, line.span
        deeper = len(marker) > len(self.base) or (_indent(marker) and not _indent(self.base))
        if self.base and deeper:
            self.is_signed_by(line)
            return
        if _indent(marker) and not (line.signed and _may_sign(self.masked, self.site, span)):
            return
        self.close()
        if _is_hint(self.masked, span) or self.is_instruction(number):
            return
        if _is_caption(self.masked, self.lines, number):
            self.base = self.lines[number + 1].marker
            return
        self.base = marker
        if line.signed or span.start == span.end:
            self.entries.append(line)
        else:
            self.pending = line


def _indent(marker: str) -> bool:
    return not marker.strip(":")


def _opens(masked: str, site: Site, span: Span) -> bool:
    """Return whether a line opens with a link to a user, or with a template that signs for one."""
    opening = _OPENING().match(masked, *span)
    start = opening.end() if opening else span.start
    if masked.startswith("[[", start):
        link = LINK.match(masked, start, span.end)
        return opens_user_link(site).match(masked, start, span.end) is not None or (
            link is not None and user_link(link, site) is not None
        )
    if not masked.startswith("{{", start):
        return False
    unsigned = find_unsigned(masked, site, start, span.end)
    if unsigned and unsigned[0].span.start == start:
        return True
    template = SIGNING_TEMPLATE().match(masked, start, span.end)
    return template is not None and signs(template, site)


def _may_sign(masked: str, site: Site, span: Span) -> bool:
    """Return whether a line without a marker is a signature and does not only mention a user."""
    return first_zone(masked, site, *span) >= 0 or _opens(masked, site, span)


def _is_name(masked: str, line: EntryLine) -> bool:
    if line.span.end - line.span.start > _LONGEST_NAME:
        return False
    text = plain(line.span.of(masked)).strip(EDGES)
    words = text.split()
    return len(words) <= 4 and not any(word[0].islower() for word in words) and typed_name(text) is not None


def _is_hint(masked: str, span: Span) -> bool:
    """Return whether a line shows nothing but ``nowiki`` text, as instructions do."""
    if masked.find(OPAQUE, *span) < 0:
        return False
    return not span.of(masked).replace(OPAQUE, "").strip(_HINT_EDGES)


def _is_unsigned_bullet(line: EntryLine) -> bool:
    return not line.signed and line.marker.startswith("*")


def _is_caption(masked: str, lines: list[EntryLine], number: int) -> bool:
    """Return whether an unsigned item is the caption of a deeper list of signatures."""
    line = lines[number]
    if line.signed or number + 1 >= len(lines):
        return False
    following = lines[number + 1]
    deeper = following.marker.startswith(line.marker) and len(following.marker) > len(line.marker)
    if not deeper or not following.signed:
        return False
    if line.span.start == line.span.end:
        return True
    if following.marker.endswith(":"):
        return False
    also = lines[number + 2] if number + 2 < len(lines) else None
    several = also is not None and also.marker == following.marker and also.signed
    return several or masked[line.span.end - 1] == ":"
