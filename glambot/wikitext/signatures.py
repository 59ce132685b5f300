r"""Every signature on a page: who signed where, and when.

Example:
    >>> text = "== Talks ==\n* Yes! --[[User:Jane|J.]] ([[User talk:Jane|talk]]) 12:42, 3 November 2018 (UTC)"
    >>> [found] = find_signatures(text)
    >>> found.user, found.timestamp.isoformat(), found.heading, found.depth
    ('Jane', '2018-11-03T12:42:00+00:00', ('Talks',), 1)
"""

from collections.abc import Collection, Iterator

from glambot.wikitext.displayed import displayed
from glambot.wikitext.mask import mask
from glambot.wikitext.notice import Notice
from glambot.wikitext.place import Places
from glambot.wikitext.plain_signature import plain_signature
from glambot.wikitext.signature import NOBODY, STRAY, Signature
from glambot.wikitext.signer import find_signer
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.timestamps import Timestamp, notices_of, read_timestamp, reader
from glambot.wikitext.undated import find_undated
from glambot.wikitext.unsigned import find_unsigned
from glambot.wikitext.userlinks import page_user

UNDATED, USERLESS = "undated", "userless"
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


def find_signatures(
    wikitext: str, *, site: Site | None = None, title: str | None = None, include: Collection[str] = ()
) -> Iterator[Signature]:
    """Yield the signatures in a page's wikitext, in order.

    A signature is a link to a user with a timestamp behind it, or a template that signs for somebody.
    Comments, ``nowiki`` and its like, quotations, references and headings hold none.

    Args:
        wikitext: the page.
        site: the wiki it is on; Meta if None.
        title: the page's title, by which links within a user's own page are known to be theirs.
        include: what else to yield: ``"undated"`` for links to a user that end or begin a line
            without a timestamp, ``"userless"`` for timestamps that no user stands before.

    Raises:
        ValueError: for anything else in `include`.
    """
    unknown = set(include) - {UNDATED, USERLESS}
    if unknown:
        raise ValueError(f"include takes 'undated' and 'userless', not {min(unknown)!r}")
    return _found(wikitext, site or Site.meta(), title, include)


def _found(wikitext: str, site: Site, title: str | None, include: Collection[str]) -> Iterator[Signature]:
    masked = mask(wikitext)
    own_page = page_user(title, site) if title else None
    place_of = Places(masked, wikitext).of
    signatures = dated_signatures(masked, site, own_page)
    if UNDATED in include:
        dated = list(signatures)
        signatures = iter(sorted([*dated, *find_undated(masked, site, dated, own_page)], key=_position))
    userless = USERLESS in include
    for signature in signatures:
        if signature[0] is None and not userless:
            continue
        place = place_of(signature[5][0])
        if place is not None:
            heading, depth, struck = place
            yield _new(Signature, (*signature[:8], heading, depth, struck, signature[11]))


def dated_signatures(masked: str, site: Site, own_page: str | None = None) -> Iterator[Signature]:
    """Yield every timestamp of a masked text with who signed before it, and every unsigned template.

    Heading, depth and strikes are not looked up.
    """
    position = 0
    find_zone = reader(site).zone.search
    for signature in plain_signature(site).find(masked):
        begin, end = signature[5]
        if find_zone(masked, position, begin) is not None or masked.find("{{", position, begin) >= 0:
            yield from _closely(masked, site, position, begin, own_page)
        position = end
        yield signature
    yield from _closely(masked, site, position, len(masked), own_page)


def _closely(masked: str, site: Site, start: int, end: int, own_page: str | None) -> Iterator[Signature]:
    """Yield the signatures of a stretch, found timestamp by timestamp."""
    own = reader(site)
    unsigned = find_unsigned(masked, site, start, end)
    number = 0
    floor = start
    for zone in own.zone.finditer(masked, start, end):
        while number < len(unsigned) and unsigned[number].span.end <= zone.start():
            yield unsigned[number]
            floor = unsigned[number].span.end
            number += 1
        if number < len(unsigned) and unsigned[number].span.start <= zone.start():
            continue
        stamp = read_timestamp(masked, site, own, zone, floor)
        if stamp is not None:
            yield _signed(masked, site, floor, stamp, own_page)
            floor = stamp.span.end
    yield from unsigned[number:]


def _signed(masked: str, site: Site, floor: int, stamp: Timestamp, own_page: str | None) -> Signature:
    """Return the signature that a timestamp ends."""
    warnings: tuple[Notice, ...] = notices_of(stamp)
    found = find_signer(masked, site, floor, stamp.span.start, own_page)
    if found is None:
        warnings = (Notice("GB101", "timestamp without a user", stamp.span), *warnings)
        return Signature(None, None, stamp.value, NOBODY, "", stamp.span, None, stamp.span, warnings=warnings)
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
        Span(first, stamp.span.end),
        link.span,
        stamp.span,
        warnings=warnings,
    )


def _position(signature: Signature) -> Span:
    return signature.span
