r"""Signatures without a timestamp: what three tildes leave.

A line is signed so if it ends with a link to a user, or is an item of a list that begins with one, and
holds no dated signature.

Example:
    >>> text = "# [[User:A|A]] ([[User talk:A|talk]])\n# ask [[User:B|B]] please"
    >>> [found.user for found in find_undated(text, Site.meta(), [])]
    ['A']
"""

import re
from collections.abc import Sequence

from glambot.wikitext.displayed import displayed
from glambot.wikitext.notice import Notice
from glambot.wikitext.signature import STRAY, Signature, positions_of
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, inside
from glambot.wikitext.userlinks import UserLink, find_user_links

# What may stand around a signature and says nothing.
_NOTHING = re.compile(r"(?:[\s\x1f\-–—―•·~()|,.!:*#;]|'{2,}|<[^<>]*>|&[a-zA-Z#0-9]{1,31};)*")


def find_undated(
    masked: str, site: Site, dated: Sequence[Signature], own_page: str | None = None
) -> list[Signature]:
    """Return the signatures without a timestamp, in order.

    Args:
        masked: the masked text.
        site: the wiki it is on.
        dated: the dated signatures on it, whose lines are passed over.
        own_page: the user on whose page or talk page the text stands, for links within the page.
    """
    links = [link for link in find_user_links(masked, site, 0, len(masked), own_page) if not link.subpage]
    if not links:
        return []
    lines = _lines(masked, dated)
    signatures: list[Signature] = []
    number = 0
    while number < len(links):
        floor = signatures[-1].span.end if signatures else 0
        begin = masked.rfind("\n", floor, links[number].span.start) + 1 or floor
        newline = masked.find("\n", links[number].span.start)
        end = len(masked) if newline < 0 else newline
        on_line = [links[number]]
        number += 1
        while number < len(links) and links[number].span.end <= end:
            on_line.append(links[number])
            number += 1
        if not inside(on_line[0].span.start, lines):
            signer = _signer(masked, on_line, begin, end)
            if signer:
                signatures.append(_undated(signer))
    return signatures


def _lines(masked: str, dated: Sequence[Signature]) -> list[Span]:
    """Return the lines on which the dated signatures stand."""
    lines: list[Span] = []
    position = 0
    for signature in dated:
        if lines and signature.span.end <= lines[-1].end:
            continue
        start = masked.rfind("\n", position, signature.span.start) + 1 or position
        newline = masked.find("\n", signature.span.end)
        position = len(masked) if newline < 0 else newline
        lines.append(Span(start, position))
    return lines


def _signer(masked: str, links: list[UserLink], begin: int, end: int) -> list[UserLink]:
    """Return the links of who signed a line, or none."""
    nothing = _NOTHING.match(masked, links[-1].span.end, end)
    if nothing is not None and nothing.end() == end:
        return [link for link in links if link.user == links[-1].user]
    opening = _NOTHING.match(masked, begin, end)
    if masked[begin] in "*#" and opening is not None and opening.end() == links[0].span.start:
        return [link for link in links if link.user == links[0].user]
    return []


def _undated(links: list[UserLink]) -> Signature:
    span = Span(links[0].span.start, links[-1].span.end)
    warnings = [Notice("GB102", "signature without a timestamp", span)]
    first = links[0]
    if first.kind == STRAY:
        warnings.append(
            Notice("GB107", f"{first.user} is linked by another wiki's name for users", first.span)
        )
    return Signature(
        first.user,
        first.wiki,
        None,
        first.kind,
        displayed(first.display, first.user),
        positions_of(span, first.span, None),
        warnings=tuple(warnings),
    )
