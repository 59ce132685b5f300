r"""The lines of a sign-up list on which somebody is.

Example:
    >>> text = "Sign here.\n# [[User:A|A]]\n#: Me too!\n# I come\n--[[User:B|B]] 12:42, 3 November 2018 (UTC)"
    >>> [line.span.of(text) for line in entry_lines(text, Span(0, len(text)), Site.meta())]
    ['[[User:A|A]]', 'I come\n--[[User:B|B]] 12:42, 3 November 2018 (UTC)']
"""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from typing import NamedTuple

from glambot.submission.unlinked import EDGES
from glambot.wikitext.mask import OPAQUE
from glambot.wikitext.names import user_name
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, as_span
from glambot.wikitext.templates import trimmed
from glambot.wikitext.timestamps import MONTHS, moment

_MARKER = re.compile(r"[*#:;]+")
_USER_LINK = re.compile(r"\[\[[ _:]*(?:user|special:contrib)", re.IGNORECASE)
_HINT_EDGES = EDGES + "()'\""


class EntryLine(NamedTuple):
    """One line, or lines that belong together, without the list marker.

    `user`, `timestamp` and `before`, what stands before the signature, are given where the line
    ends with a signature in its default form and links nobody else.
    """

    span: Span
    user: str | None = None
    timestamp: datetime | None = None
    before: str = ""


@lru_cache(maxsize=64)
def _default_line(site: Site) -> re.Pattern[str]:
    """Return the pattern of a list item that ends with a default signature and links nobody else.

    Most lines are of this form, which is then read in one step; the others are read in full.
    """
    user, talk = (re.escape(name) for name in site.user_namespaces[:2])
    shown = r"(?:\|[^\[\]{}\n]*)?"
    between = r"[^\[\]{}\n]{0,40}?"
    return re.compile(
        rf"[*#](?![*#:;]) *(([^\[\]{{}}<>&\n\x1f\x7f]*)\[\[{user}:([^\[\]|{{}}<>#/%&_:\n]+){shown}\]\]{between}"
        rf"(?:\[\[{talk}:\3{shown}\]\]{between})?"
        rf"(?<!\d)(\d\d):(\d\d), (\d\d?) ({'|'.join(MONTHS)}) (\d{{4}}) \(UTC\)) *(?=\n|\Z)"
    )


def entry_lines(masked: str, body: Span, site: Site) -> Iterator[EntryLine]:
    """Yield the entries of a list: items of the first depth, and signed lines without a marker.

    Replies (``#:``, ``##``), boilerplate and hints in ``nowiki`` are no entries. A signature on
    a line of its own belongs to the unsigned item above it.
    """
    default_line = _default_line(site).match
    listed = False
    pending: Span | None = None
    position, end = body
    while position < end:
        default = default_line(masked, position, end)
        if default is not None:
            if pending is not None:
                yield EntryLine(pending)
                pending = None
            listed = True
            _, before, name, hour, minute, day, month, year = default.groups()
            stamp = moment(int(year), MONTHS[month], int(day), int(hour), int(minute))
            user = user_name(name) if stamp is not None else ""
            yield EntryLine(as_span(default.span(1)), user or None, stamp, before)
            position = default.end() + 1
            continue
        newline = masked.find("\n", position, end)
        stop = end if newline < 0 else newline
        marker = _MARKER.match(masked, position, stop)
        content = trimmed(masked, marker.end() if marker else position, stop)
        bare = content.start == content.end
        if marker is None:
            if not bare and _is_signed(masked, content):
                yield EntryLine(content if pending is None else Span(pending.start, content.end))
                pending = None
            elif pending is not None and not bare:
                yield EntryLine(pending)
                pending = None
        else:
            if pending is not None:
                yield EntryLine(pending)
                pending = None
            if _is_entry(masked, marker[0], content, listed=listed):
                listed = listed or marker[0] != ":"
                if bare or _is_signed(masked, content) or not _goes_on(masked, stop, end):
                    yield EntryLine(content)
                else:
                    pending = content
        position = stop + 1
    if pending is not None:
        yield EntryLine(pending)


def _is_entry(masked: str, marker: str, content: Span, *, listed: bool) -> bool:
    if marker[0] == ";" or (listed and (len(marker) > 1 or marker == ":")):
        return False
    if marker == ":" and not _is_signed(masked, content):
        return False
    return not _is_hint(masked, content)


def _is_signed(masked: str, span: Span) -> bool:
    if masked.find("(UTC)", *span) >= 0:
        return True
    return masked.find("[[", *span) >= 0 and _USER_LINK.search(masked, *span) is not None


def _is_hint(masked: str, span: Span) -> bool:
    """Return whether a line shows nothing but ``nowiki`` text, as instructions do."""
    if masked.find(OPAQUE, *span) < 0:
        return False
    return not span.of(masked).replace(OPAQUE, "").strip(_HINT_EDGES)


def _goes_on(masked: str, stop: int, end: int) -> bool:
    """Return whether the line after `stop` carries on without a list marker."""
    if stop + 1 >= end:
        return False
    return masked[stop + 1] not in "*#:;=\n|{[<" or masked.startswith(("[[User", "[[user"), stop + 1)
