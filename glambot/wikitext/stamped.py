"""Signatures of any form, found timestamp by timestamp.

Example:
    >>> text = "[[User:Jane]] as <i>always</i> 12:42, 3 November 2018 (UTC)"
    >>> [found.user for found in find_stamped(text, Site.meta(), 0, len(text))]
    ['Jane']
"""

from collections.abc import Iterator

from glambot.wikitext.anchored import anchored
from glambot.wikitext.displayed import displayed
from glambot.wikitext.notice import Notice
from glambot.wikitext.signature import NOBODY, STRAY, Signature, positions_of
from glambot.wikitext.signer import find_signer
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.timestamp_reader import Timestamp, reader
from glambot.wikitext.timestamps import notices_of, read_timestamp
from glambot.wikitext.unsigned import find_unsigned

_EDGES = " \t\xa0\x1f\u200e\u200f-–—,"


def find_stamped(
    masked: str, site: Site, start: int, end: int, own_page: str | None = None, *, userless: bool = True
) -> Iterator[Signature]:
    """Yield every timestamp of a stretch with who signed before it, and every unsigned template.

    Args:
        masked: the masked text.
        site: the wiki it is on.
        start: where to begin.
        end: where to stop.
        own_page: the user on whose page or talk page the text stands, for links within the page.
        userless: whether what nobody signed matters: else nothing is said of it.
    """
    own = reader(site)
    unsigned = find_unsigned(masked, site, start, end)
    waiting: Signature | None = None  # an unsigned template without a date
    number = 0
    floor = start
    for zone in anchored(own.zone, "(", masked, start, end):
        while number < len(unsigned) and unsigned[number].span.end <= zone.start():
            if waiting is not None:
                yield waiting
            waiting = unsigned[number]
            if waiting.timestamp_span is not None:
                yield waiting
                waiting = None
            floor = unsigned[number].span.end
            number += 1
        if number < len(unsigned) and unsigned[number].span.start <= zone.start():
            continue
        stamp = read_timestamp(masked, site, own, zone, floor)
        if stamp is None:
            continue
        signed = _signed(masked, site, floor, stamp, own_page, userless=userless)
        if waiting is not None:
            if signed.user is None and not masked[waiting.span.end : stamp.span.start].strip(_EDGES):
                # {{unsigned|user}} with five tildes behind it.
                signed = waiting._replace(
                    timestamp=stamp.value,
                    positions=positions_of(
                        Span(waiting.span.start, stamp.span.end), waiting.link_span, stamp.span
                    ),
                    warnings=notices_of(stamp),
                )
            else:
                yield waiting
            waiting = None
        yield signed
        floor = stamp.span.end
    if waiting is not None:
        yield waiting
    yield from unsigned[number:]


def _signed(
    masked: str, site: Site, floor: int, stamp: Timestamp, own_page: str | None, *, userless: bool
) -> Signature:
    """Return the signature that a timestamp ends."""
    found = find_signer(masked, site, floor, stamp.span.start, own_page)
    if found is None and not userless:
        return Signature(None, None, stamp.value, NOBODY, "", positions_of(stamp.span, None, stamp.span))
    warnings: tuple[Notice, ...] = notices_of(stamp)
    if found is None:
        warnings = (Notice("GB101", "timestamp without a user", stamp.span), *warnings)
        places = positions_of(stamp.span, None, stamp.span)
        return Signature(None, None, stamp.value, NOBODY, "", places, warnings=warnings)
    link, first = found
    if link.kind == STRAY:
        warnings = (
            Notice("GB107", f"{link.user} is linked by another wiki's name for users", link.span),
            *warnings,
        )
    return Signature(
        link.user,
        link.wiki,
        stamp.value,
        link.kind,
        displayed(link.display, link.user),
        positions_of(Span(first, stamp.span.end), link.span, stamp.span),
        warnings=warnings,
    )
