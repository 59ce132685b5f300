r"""Every signature on a page: who signed where, and when.

Example:
    >>> text = "== Talks ==\n* Yes! --[[User:Jane|J.]] ([[User talk:Jane|talk]]) 12:42, 3 November 2018 (UTC)"
    >>> [found] = find_signatures(text)
    >>> found.user, found.timestamp.isoformat(), found.heading, found.depth
    ('Jane', '2018-11-03T12:42:00+00:00', ('Talks',), 1)
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from glambot.wikitext.anchored import anchored, any_anchored
from glambot.wikitext.displayed import displayed
from glambot.wikitext.mask import mask
from glambot.wikitext.names import account_kind, user_name
from glambot.wikitext.notice import Notice
from glambot.wikitext.place import Places, list_depth
from glambot.wikitext.plain_signature import NUMBER, plain_signature
from glambot.wikitext.signature import LOCAL, NOBODY, STRAY, Signature
from glambot.wikitext.signer import find_signer
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, inside
from glambot.wikitext.timestamps import Timestamp, notices_of, read_timestamp, reader
from glambot.wikitext.undated import find_undated
from glambot.wikitext.unsigned import find_unsigned, unsigned_template
from glambot.wikitext.userlinks import LINK, page_user, user_link

UNDATED, USERLESS = "undated", "userless"
# In so little text, a list marker and some dashes, nobody else can have signed.
_SHORT = 8
# In so many characters before, another link to the signer would belong to the signature.
_NEAR = 100
_EDGES = " \t\xa0\x1f\u200e\u200f-–—,"
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
    places = Places(masked, wikitext)
    userless = USERLESS in include
    signatures = dated_signatures(masked, site, places, own_page, userless=userless)
    if UNDATED in include:
        dated = list(signatures)
        places = Places(masked, wikitext)
        undated = filter(None, map(places.placed, find_undated(masked, site, dated, own_page)))
        signatures = iter(sorted([*dated, *undated], key=_position))
    return signatures


def dated_signatures(  # noqa: PLR0912 - the hottest loop of all is in one piece
    masked: str, site: Site, places: Places, own_page: str | None = None, *, userless: bool = True
) -> Iterator[Signature]:
    """Yield every timestamp of a masked text with who signed before it, and every unsigned template.

    Args:
        masked: the masked text.
        site: the wiki it is on.
        places: the places of the text, of which none was asked for yet.
        own_page: the user on whose page or talk page the text stands, for links within the page.
        userless: whether to yield what nobody signed, too.
    """
    plain = plain_signature(site)
    number, months, in_utc = NUMBER, plain.months, plain.in_utc
    groups, user_group, talk_group, stamp_group = plain.said, *plain.placed
    find_zone = reader(site).zone.search
    unsigned = any_anchored(unsigned_template(site), "{", masked, 0, len(masked))
    new = _new
    struck = places.struck
    heading: tuple[str, ...] | None = None
    until = position = line = seen = 0
    for found in plain.both.finditer(masked):
        name, shown, year, month, day, hour, minute = found.group(*groups)
        try:
            value = datetime(
                number[year], months[month], number[day], number[hour], number[minute], 0, 0, UTC
            )
        except (KeyError, ValueError):
            continue  # native digits, or a time that never was: looked at closely below
        if in_utc is not None:
            local = in_utc(value, found["zone"])
            if local is None:
                continue
            value = local
        # No sign gets through the expression that changes a name of plain letters.
        kind = LOCAL
        if name.isascii() and name[0].isupper() and name[-1] != " " and "  " not in name:
            user = name
        elif user := user_name(name):
            kind = account_kind(user)
        else:
            continue
        begin, end = span = found.span()
        if begin - position > _SHORT:
            if _begins_earlier(masked, site, position, begin, user):
                continue
            if unsigned or find_zone(masked, position, begin) is not None:
                yield from _between(masked, site, places, Span(position, begin), own_page, userless=userless)
        position = end
        if begin >= until:
            heading, until = places.stretch(begin)
        if heading is None:
            continue
        line = masked.rfind("\n", seen, begin) + 1 or line
        seen = begin
        depth = 0
        if masked[line] in "*#:;":
            depth = 1 if masked[line + 1] not in "*#:;" else list_depth(masked, line)
        link = found.span(talk_group)
        yield new(
            Signature,
            (
                user,
                None,
                value,
                kind,
                user if shown is None or shown == user else displayed(shown, user),
                new(Span, span),
                new(Span, link if link[0] >= 0 else found.span(user_group)),
                new(Span, found.span(stamp_group)),
                heading,
                depth,
                inside(begin, struck) if struck else False,
                (),
            ),
        )
    rest = Span(position, len(masked))
    if unsigned or find_zone(masked, *rest) is not None:
        yield from _between(masked, site, places, rest, own_page, userless=userless)


def _begins_earlier(masked: str, site: Site, start: int, end: int, user: str) -> bool:
    """Return whether the last link in a stretch leads to the user who signs behind it."""
    opening = masked.rfind("[[", max(start, end - _NEAR), end)
    found = LINK.match(masked, opening, end) if opening >= 0 else None
    link = user_link(found, site) if found is not None else None
    return link is not None and link.user == user


def _between(
    masked: str, site: Site, places: Places, span: Span, own_page: str | None, *, userless: bool
) -> Iterator[Signature]:
    """Yield the signatures of a stretch between plain ones, with their places."""
    for signature in _stamped(masked, site, *span, own_page):
        placed = places.placed(signature) if userless or signature.user is not None else None
        if placed is not None:
            yield placed


def _stamped(masked: str, site: Site, start: int, end: int, own_page: str | None) -> Iterator[Signature]:
    """Yield the signatures of a stretch, found timestamp by timestamp."""
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
        signed = _signed(masked, site, floor, stamp, own_page)
        if waiting is not None:
            if signed.user is None and not masked[waiting.span.end : stamp.span.start].strip(_EDGES):
                # {{unsigned|user}} with five tildes behind it.
                signed = waiting._replace(
                    timestamp=stamp.value,
                    span=Span(waiting.span.start, stamp.span.end),
                    timestamp_span=stamp.span,
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
