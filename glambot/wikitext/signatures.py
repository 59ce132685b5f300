r"""Every signature on a page: who signed where, and when.

Example:
    >>> text = "== Talks ==\n* Yes! --[[User:Jane|J.]] ([[User talk:Jane|talk]]) 12:42, 3 November 2018 (UTC)"
    >>> [found] = find_signatures(text)
    >>> found.user, found.timestamp.isoformat(), found.heading, found.depth
    ('Jane', '2018-11-03T12:42:00+00:00', ('Talks',), 1)
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from glambot.wikitext.anchored import any_anchored
from glambot.wikitext.displayed import displayed
from glambot.wikitext.given import check_site, check_text
from glambot.wikitext.mask import mask
from glambot.wikitext.place import Places, list_depth
from glambot.wikitext.plain_signature import (
    LONG_NAME,
    NUMBER,
    PlainSignature,
    plain_signature,
    signer,
    wide_signature,
)
from glambot.wikitext.signature import LOCAL, Signature
from glambot.wikitext.signer import REACH, SCAN_LIMIT
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
# In so many characters before, another link to the signer would belong to the signature.
_NEAR = 100
if TYPE_CHECKING:
    from glambot.wikitext.plain_signature import Signer

_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


class _Page(NamedTuple):
    """The page that is read: what `dated_signatures` was given, and whether templates on it sign."""

    masked: str
    site: Site
    places: Places
    own_page: str | None
    userless: bool
    unsigned: bool

    def links(self, user: str, start: int, end: int) -> bool:
        """Return whether a link in a stretch leads to a user."""
        return any(link.user == user for link in find_user_links(self.masked, self.site, start, end))

    def shown_last(self, user: str, floor: int, begin: int, link: tuple[int, int], stamp: int) -> str | None:
        """Return what the last of several links shows, None if only a closer look can tell what does.

        It is the name of the signer if no link is to the user page, none before these neither.
        """
        between = self.masked[begin:stamp]
        if len(between) > SCAN_LIMIT or "<" in between or "||" in between:
            return None
        lowest = max(floor, stamp - REACH)
        bracket = self.masked.find("[", lowest, begin)
        if self.masked.find("{", lowest, begin) >= 0 or (
            bracket >= 0 and self.masked.find(":", bracket, begin) >= 0
        ):
            return None
        return displayed(self.masked[slice(*link)].partition("|")[2].removesuffix("]]"), user)


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
        TypeError: for a page that is no str, or a site that is none.
        ValueError: for anything else in `include`.
    """
    check_text(wikitext)
    check_site(site)
    include = (include,) if isinstance(include, str) else include
    if include and (unknown := set(include) - {UNDATED, USERLESS}):
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
    return _plainly(page, (plain_signature(site), wide_signature(site)))


def _plainly(page: _Page, forms: tuple[PlainSignature, PlainSignature]) -> Iterator[Signature]:  # noqa: PLR0912, PLR0915
    """Yield the signatures of a page: each that has a form in one step, and what is between them.

    This is the hottest loop of all, and in one piece.

    Args:
        page: the page.
        forms: the form to begin with, and the one to go on with once there are others.
    """
    masked, places, unsigned = page.masked, page.places, page.unsigned
    number, new, find, rfind = NUMBER, _new, masked.find, masked.rfind
    find_zone = reader(page.site).zone.search
    struck = places.struck
    heading: tuple[str, ...] | None = None
    until = position = line = seen = 0
    for form in forms:
        wide, months, in_utc = form.wide, form.months, form.in_utc
        said, (user_group, talk_group, stamp_group) = form.said, form.placed
        # By what they show, for on most discussions the same people sign again and again.
        signers: dict[tuple[str, str | None], Signer] = {}
        for found in form.both.finditer(masked, position):
            name, shown, page_link, year, month, day, hour, minute = found.group(*said)
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
            if (
                shown == name
                and name.isascii()
                and name[0].isupper()
                and "  " not in name
                and name[-1] != " "
            ):
                user = display = name
                kind = LOCAL
            else:
                who = signers.get(key := (name, shown))
                if who is None:
                    who = signers[key] = signer(name, shown, wide=wide)
                user, kind, display = who
                if not user:
                    continue
            begin, stop = span = found.span()
            link, stamp = found.span(talk_group), found.span(stamp_group)
            if link[0] < 0:
                link = found.span(user_group)
            elif page_link is None:
                # What the last link shows is the name, for none is to the user page.
                last = page.shown_last(user, position, begin, link, stamp[0])
                if last is None:
                    continue
                display = last
            if wide and (stamp[0] - link[1] > SCAN_LIMIT or (len(name) > LONG_NAME and shown == name)):
                continue
            if begin - position > _SHORT:
                near = find("[", max(position, begin - _NEAR), begin)
                if near >= 0 and find(":", near, begin) >= 0 and page.links(user, near, begin):
                    continue  # the signature begins earlier
                bracket = find("(", position, begin)
                signs = bracket >= 0 and find_zone(masked, bracket, begin) is not None
                if not wide:
                    if signs or unsigned:
                        break  # a page with one other signature has more of them
                elif signs or (unsigned and find("{", position, begin) >= 0):
                    yield from _closely(page, position, begin)
            position = stop
            if begin >= until:
                heading, until = places.stretch(begin)
            if heading is None:
                continue
            line = rfind("\n", seen, begin) + 1 or line
            seen = begin
            depth = 0
            if masked[line] in "*#:;":
                depth = 1 if masked[line + 1] not in "*#:;" else list_depth(masked, line)
            yield new(
                Signature,
                (
                    user,
                    None,
                    value,
                    kind,
                    display,
                    new(Span, span),
                    new(Span, link),
                    new(Span, stamp),
                    heading,
                    depth,
                    inside(begin, struck) if struck else False,
                    (),
                ),
            )
        else:
            if not unsigned and find_zone(masked, position) is None:
                return
    yield from _closely(page, position, len(masked))


def _closely(page: _Page, start: int, end: int) -> Iterator[Signature]:
    """Yield the signatures of a stretch that are not plain, with their places."""
    userless = page.userless
    for signature in find_stamped(page.masked, page.site, start, end, page.own_page, userless=userless):
        if userless or signature.user is not None:
            placed = page.places.placed(signature)
            if placed is not None:
                yield placed


def _position(signature: Signature) -> Span:
    return signature.span
