"""Who signed a line of a list in which people sign.

The signer is the user whose link stands nearest before the timestamp, as everywhere; but a line of such a
list is somebody's even where it is signed badly: with the time in front, far behind the name, or without
any.

Example:
    >>> line = "As [[User:A|A]] said. --[[User:B|B]] ([[User talk:B|talk]]) 12:42, 3 November 2018 (UTC)"
    >>> [signature.user for signature in read_line(line, Site.meta(), 0, len(line))]
    ['B']
"""

from bisect import bisect

from glambot.wikitext.displayed import displayed
from glambot.wikitext.expression import expression
from glambot.wikitext.signature import NOBODY, STRAY, Signature, positions_of
from glambot.wikitext.signer import SCAN_LIMIT, SIGNING_TEMPLATE, template_link
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.timestamp_reader import Timestamp
from glambot.wikitext.timestamps import find_timestamps, notices_of
from glambot.wikitext.unsigned import find_unsigned
from glambot.wikitext.userlinks import UserLink, find_user_links

_VISIBLE = expression(r"\[\[(?:[^\[\]|]*\|)?|\]\]|<[^<>]*>|'{2,}|\x1f+|&[a-z#0-9]+;")


def read_line(masked: str, site: Site, start: int, end: int) -> list[Signature]:
    """Return the dated signatures of a line in order, then its user links that no date follows.

    A timestamp before which no user is linked is a signature of nobody. Of links without a date
    each user makes one signature, at the place of the first link.
    """
    stamps = find_timestamps(masked, site, start, end) if masked.find("(", start, end) >= 0 else []
    users = find_user_links(masked, site, start, end) if masked.find("[[", start, end) >= 0 else []
    unsigned: list[Signature] = []
    called = masked.find("{{", start, end) >= 0
    if not stamps and not users and not called:
        return []
    if called:
        unsigned = find_unsigned(masked, site, start, end)
        named = (template_link(found, site) for found in SIGNING_TEMPLATE().finditer(masked, start, end))
        users = sorted([*users, *(link for link in named if link is not None)], key=lambda link: link.span)
        stamps = _outside(stamps, unsigned)
        users = [link for link in users if not _within(link.span, unsigned)]
    if any(not link.subpage and link.kind != STRAY for link in users):
        users = [link for link in users if not link.subpage and link.kind != STRAY]
    signatures: list[Signature] = []
    floor = start
    position = 0
    for stamp in stamps:
        before: list[UserLink] = []
        while position < len(users) and users[position].span.start < stamp.span.start:
            if users[position].span.start >= floor:
                before.append(users[position])
            position += 1
        signatures.append(_signed(masked, before, stamp))
        floor = stamp.span.end
    rest = users[position:] if stamps else users
    if (
        rest
        and signatures
        and signatures[-1].user is None
        and _adjoins(masked, signatures[-1].span.end, rest[0])
    ):
        turned = _turned(signatures[-1], rest)
        signatures[-1] = turned
        rest = [link for link in rest if link.user != turned.user]
    return [*signatures, *unsigned, *_undated(rest)]


def _adjoins(masked: str, end: int, link: UserLink) -> bool:
    return link.span.start - end < SCAN_LIMIT and not _VISIBLE().sub("", masked[end : link.span.start]).strip(
        " -–—"
    )


def _turned(stamp: Signature, links: list[UserLink]) -> Signature:
    """Return the signature of which the time stands first and the link behind it."""
    link = links[0]
    end = max(other.span.end for other in links if other.user == link.user)
    span = Span(stamp.span.start, end)
    return undated_signature(link, span)._replace(
        timestamp=stamp.timestamp,
        positions=positions_of(span, link.span, stamp.timestamp_span),
        warnings=stamp.warnings,
    )


def _outside(stamps: list[Timestamp], unsigned: list[Signature]) -> list[Timestamp]:
    """Return the timestamps that stand in none of the templates; both come in order."""
    return [stamp for stamp in stamps if not _within(stamp.span, unsigned)]


def _within(span: Span, unsigned: list[Signature]) -> bool:
    index = bisect(unsigned, span.start, key=lambda signature: signature.span.start) - 1
    return index >= 0 and span.start < unsigned[index].span.end


def _signed(masked: str, before: list[UserLink], stamp: Timestamp) -> Signature:
    # The only user on a line signed it however much is said before the time.
    alone = len({link.user for link in before}) == 1
    warnings = notices_of(stamp)
    if not before or (not alone and _too_far(masked, before[-1].span.end, stamp.span.start)):
        places = positions_of(stamp.span, None, stamp.span)
        return Signature(None, None, stamp.value, NOBODY, "", places, warnings=warnings)
    signer = before[-1]
    first = signer
    for link in reversed(before):
        if link.user != signer.user or _too_far(masked, link.span.end, first.span.start):
            break
        first = link
    span = Span(first.span.start, stamp.span.end)
    return undated_signature(signer, span)._replace(
        timestamp=stamp.value, positions=positions_of(span, signer.span, stamp.span), warnings=warnings
    )


def _too_far(masked: str, start: int, end: int) -> bool:
    return end - start > SCAN_LIMIT and len(_VISIBLE().sub("", masked[start:end])) > SCAN_LIMIT


def _undated(links: list[UserLink]) -> list[Signature]:
    signatures: dict[str, Signature] = {}
    for link in links:
        known = signatures.get(link.user)
        span = Span(known.span.start, link.span.end) if known else link.span
        signatures[link.user] = undated_signature(link, span)
    return list(signatures.values())


def undated_signature(link: UserLink, span: Span) -> Signature:
    """Return what a link to a user makes where no date follows."""
    places = positions_of(span, link.span, None)
    return Signature(link.user, link.wiki, None, link.kind, displayed(link.display, link.user), places)
