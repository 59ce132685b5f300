r"""The lines of a sign-up list, each with its marker and whether somebody signed it.

Example:
    >>> text = "Sign here.\n\n# [[User:A|A]] 12:42, 3 November 2018 (UTC)\n#: Me too, [[User:B]]"
    >>> from glambot.submission.plain_list import split_list
    >>> body = Span(0, len(text))
    >>> lines = list_lines(text, body, Site.meta(), split_list(text, body, Site.meta()))
    >>> [(line.marker, line.signed, line.gap, line.user) for line in lines]
    [('#', True, False, 'A'), ('#:', True, False, None)]
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from glambot.submission.plain_list import SplitList
from glambot.submission.unlinked import typed_name
from glambot.wikitext.expression import expression
from glambot.wikitext.mask import HIDDEN
from glambot.wikitext.names import are_plain, user_name
from glambot.wikitext.plain import plain
from glambot.wikitext.plain_stamp import plain_stamp
from glambot.wikitext.signer import SIGNING_TEMPLATE, template_link
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, inside
from glambot.wikitext.templates import find_templates, trimmed
from glambot.wikitext.timestamps import first_zone
from glambot.wikitext.unsigned import find_unsigned
from glambot.wikitext.userlinks import find_user_links, links_user

_MARKER = expression(r"[*#:;]+|[ \t]*(?:\d{1,3}[.)]|[-–•])[ \t]+(?=\S)")
_OPEN_BOX = expression(r"\{\{[^{}\n]*\n")
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


class EntryLine(NamedTuple):
    """A line of the list, or lines that belong together, without the list marker.

    Attributes:
        span: where it stands.
        marker: its list marker, "" for none, ``=`` for a heading.
        signed: whether it holds a signature.
        gap: whether a blank line stands before it.
        user, timestamp, before: the signer, the moment, and what stands before the signature, where
            the line ends with a signature in its default form and links nobody else.
    """

    span: Span
    marker: str = ""
    signed: bool = False
    gap: bool = False
    user: str | None = None
    timestamp: datetime | None = None
    before: str = ""


def list_lines(masked: str, body: Span, site: Site, split: SplitList) -> list[EntryLine]:
    """Return the lines of a list that are not blank; a heading has the marker ``=``.

    Args:
        masked: the masked page.
        body: the list.
        site: the wiki the page is on.
        split: the list taken apart; boilerplate above it makes no lines.
    """
    position, between, columns = split
    closed = _boxes(masked, site, body) if _OPEN_BOX().search(masked, *body) is not None else []
    blanks, entries, behind, before, names, dates, clocks, zones = columns
    users = names if are_plain(names) else list(map(user_name, names))
    moments = plain_stamp(site).moments(dates, clocks, zones)
    lines: list[EntryLine] = []
    unread, gap = position, False
    for other, blank, entry, rest, said, date, user, moment in zip(
        between[:-1], blanks, entries, behind, before, dates, users, moments, strict=True
    ):
        start = position + len(other)
        begin = start + len(blank) + 1
        last = begin + len(entry)
        position = last + len(rest)
        if other and other[-1] != "\n":
            continue  # it stands within a line, which is read with what follows
        if unread < start:
            gap = _read_others(masked, site, Span(unread, start), closed, lines, gap=gap)
        unread = position
        if closed and inside(start, closed):
            continue
        span = _new(Span, (begin, last))
        if date and moment is None:
            lines.append(EntryLine(span, masked[start], True, gap))
        else:
            lines.append(_new(EntryLine, (span, masked[start], True, gap, user or None, moment, said)))
        gap = False
    _read_others(masked, site, Span(unread, body.end), closed, lines, gap=gap)
    return lines


def _read_others(
    masked: str, site: Site, part: Span, closed: list[Span], lines: list[EntryLine], *, gap: bool
) -> bool:
    """Add the lines of a part of a list that are no default ones; return whether a blank line ends it."""
    position, end = part
    while position < end:
        newline = masked.find("\n", position, end)
        stop = end if newline < 0 else newline
        if stop == position:
            gap = True
        elif not (closed and inside(position, closed)):
            line = _line(masked, site, position, stop, gap=gap)
            if line is not None:
                lines.append(line)
            gap = line is None and HIDDEN not in masked[position:stop]
        position = stop + 1
    return gap


def _line(masked: str, site: Site, start: int, stop: int, *, gap: bool) -> EntryLine | None:
    found = _MARKER().match(masked, start, stop)
    if found is None:
        span = trimmed(masked, start, stop)
        if span.start == span.end:
            return None
        if masked[span.start] == "=" and masked[span.end - 1] == "=":
            return EntryLine(span, "=", False, gap)
        return EntryLine(span, "", _is_signed(masked, site, span), gap)
    marker = found[0].strip()
    span = trimmed(masked, found.end(), stop)
    signed = _is_signed(masked, site, span)
    if marker[0] not in "*#:;":
        # Typed numbers and dashes are markers where somebody stands behind them.
        if not signed and not typed_name(plain(span.of(masked))):
            return EntryLine(trimmed(masked, start, stop), "", False, gap)
        marker = "#"
    return EntryLine(span, marker, signed, gap)


def _boxes(masked: str, site: Site, body: Span) -> list[Span]:
    """Return the templates of several lines that hold no signatures, such as navigation."""
    return [
        Span(masked.find("\n", *t.span) + 1, t.span.end)
        for t in find_templates(masked, *body)
        if masked.find("\n", *t.span) >= 0 and first_zone(masked, site, *t.span) < 0
    ]


def _is_signed(masked: str, site: Site, span: Span) -> bool:
    if masked.find("(", *span) >= 0 and first_zone(masked, site, *span) >= 0:
        return True
    if masked.find("{{", *span) >= 0 and (
        find_unsigned(masked, site, *span) or any(signs(found, site) for found in _templates(masked, span))
    ):
        return True
    return masked.find("[[", *span) >= 0 and (
        links_user(masked, site, *span) or bool(find_user_links(masked, site, *span))
    )


def _templates(masked: str, span: Span) -> Iterator[re.Match[str]]:
    return SIGNING_TEMPLATE().finditer(masked, *span)


def signs(template: re.Match[str], site: Site) -> bool:
    """Return whether what `SIGNING_TEMPLATE` found signs for a user."""
    return template["page"] is not None and template_link(template, site) is not None
