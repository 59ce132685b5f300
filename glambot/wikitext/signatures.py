r"""Every signature on a page: who signed where, and when.

Example:
    >>> text = "== Talks ==\n* Yes! --[[User:Jane|J.]] ([[User talk:Jane|talk]]) 12:42, 3 November 2018 (UTC)"
    >>> [found] = find_signatures(text)
    >>> found.user, found.timestamp.isoformat(), found.heading, found.depth
    ('Jane', '2018-11-03T12:42:00+00:00', ('Talks',), 1)
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from glambot.wikitext.anchored import anchored, any_anchored
from glambot.wikitext.displayed import displayed
from glambot.wikitext.mask import mask
from glambot.wikitext.names import account_kind, user_name
from glambot.wikitext.place import Places, list_depth
from glambot.wikitext.plain_signature import NUMBER, PlainSignature, plain_signature, wide_signature
from glambot.wikitext.signature import LOCAL, Signature
from glambot.wikitext.signer import SCAN_LIMIT
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, inside
from glambot.wikitext.stamped import find_stamped
from glambot.wikitext.timestamp_reader import reader
from glambot.wikitext.undated import find_undated
from glambot.wikitext.unsigned import unsigned_template
from glambot.wikitext.userlinks import find_user_links, page_user

UNDATED, USERLESS = "undated", "userless"
# In so little text, a list marker and some dashes, nobody else can have signed.
_SHORT = 8
# With so many characters a link's text may fill what the search for a signer looks through.
_LONG_NAME = 50
# In so many characters before, another link to the signer would belong to the signature.
_NEAR = 100
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


@dataclass(frozen=True, slots=True)
class _Page:
    """The page that is read: what `dated_signatures` was given, and whether templates on it sign."""

    masked: str
    site: Site
    places: Places
    own_page: str | None
    userless: bool
    unsigned: bool

    def signs(self, start: int, end: int) -> list[int]:
        """Return where names of time zones and templates that sign begin in a stretch, and its end."""
        found = [zone.start() for zone in reader(self.site).zone.finditer(self.masked, start, end)]
        if self.unsigned:
            template = unsigned_template(self.site)
            found += [sign.start() for sign in anchored(template, "{", self.masked, start, end)]
            found.sort()
        found.append(end)
        return found


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
    include = (include,) if isinstance(include, str) else include
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


def dated_signatures(
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
    unsigned = any_anchored(unsigned_template(site), "{", masked, 0, len(masked))
    page = _Page(masked, site, places, own_page, userless, unsigned)
    yield from _plainly(page, (plain_signature(site), wide_signature(site)), 0, len(masked))


def _plainly(  # noqa: PLR0912, PLR0915 - the hottest loop of all is in one piece
    page: _Page, forms: tuple[PlainSignature, ...], start: int, end: int
) -> Iterator[Signature]:
    """Yield the signatures of a stretch: each that has a form in one step, and what is between them.

    Args:
        page: the page.
        forms: the form to begin with, and the one to go on with once there are others.
        start: where to begin.
        end: where to stop.
    """
    masked, places = page.masked, page.places
    form, *wider = forms
    # Where all signatures have the wiki's own form little stands between them, and is looked at as it comes.
    signs = [] if wider else page.signs(start, end)
    sign = 0
    find_zone = reader(page.site).zone.search
    number, months, in_utc = NUMBER, form.months, form.in_utc
    groups, user_group, talk_group, stamp_group, pages = form.said, *form.placed, form.pages
    new = _new
    struck = places.struck
    heading: tuple[str, ...] | None = None
    until = 0
    position = start
    for found in form.both.finditer(masked, start, end):
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
        if pages is not None and not _is_certain(found, pages, shown, stamp_group):
            continue
        begin, stop = span = found.span()
        if begin - position > _SHORT:
            near = max(position, begin - _NEAR)
            if masked.find("[[", near, begin) >= 0 and _links(user, masked, page.site, near, begin):
                continue  # the signature begins earlier
            if wider:
                if page.unsigned or find_zone(masked, position, begin) is not None:
                    # A page with one other signature has more of them.
                    yield from _plainly(page, tuple(wider), position, end)
                    return
            elif signs[sign] < begin:
                yield from _closely(page, position, begin)
        position = stop
        while not wider and signs[sign] < stop:
            sign += 1
        if begin >= until:
            heading, until = places.stretch(begin)
        if heading is None:
            continue
        line = places.line = masked.rfind("\n", places.seen, begin) + 1 or places.line
        places.seen = begin
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
    if not wider:
        if signs[sign] < end:
            yield from _closely(page, position, end)
    elif page.unsigned or find_zone(masked, position, end) is not None:
        yield from _plainly(page, tuple(wider), position, end)


def _is_certain(found: re.Match[str], pages: tuple[int, int], shown: str | None, stamp_group: int) -> bool:
    """Return whether a wide signature begins where it seems to and shows its user there.

    It may not if the first of several links is not to the user page, or if the first text is so long that the
    search for a signer may not reach over it.
    """
    first, last = pages
    if found[first] is None and found[last] is not None:
        return False
    behind = found.end(last) if found[last] is not None else found.end("user")
    if found.start(stamp_group) - behind > SCAN_LIMIT:
        return False
    return shown is None or len(shown) <= _LONG_NAME or len(displayed(shown, "")) <= _LONG_NAME


def _links(user: str, masked: str, site: Site, start: int, end: int) -> bool:
    """Return whether a link in a stretch leads to a user."""
    return any(link.user == user for link in find_user_links(masked, site, start, end))


def _closely(page: _Page, start: int, end: int) -> Iterator[Signature]:
    """Yield the signatures of a stretch that are not plain, with their places."""
    for signature in find_stamped(page.masked, page.site, start, end, page.own_page):
        if page.userless or signature.user is not None:
            placed = page.places.placed(signature)
            if placed is not None:
                yield placed


def _position(signature: Signature) -> Span:
    return signature.span
