"""The plain signatures of a page, found all at once, and what stands between them, read closely.

Example:
    >>> text = "* Yes! [[User:A|A]] ([[User talk:A|talk]]) 12:42, 3 November 2018 (UTC)"
    >>> page = Page(text, Site.meta(), Places(text, text), None, userless=False, unsigned=False)
    >>> [(found.user, found.depth) for found in plain_signatures(page)]
    [('A', 1)]
"""

from collections.abc import Iterator
from typing import NamedTuple

from glambot.wikitext.anchored import find_double
from glambot.wikitext.mask import HIDDEN
from glambot.wikitext.names import are_plain
from glambot.wikitext.place import Places
from glambot.wikitext.plain_signature import plain_signature
from glambot.wikitext.plain_stamp import plain_stamp
from glambot.wikitext.signature import LOCAL, Signature
from glambot.wikitext.signer import FAR, REACH, SCAN_LIMIT, SIGNING_TEMPLATE, template_link
from glambot.wikitext.site import Site
from glambot.wikitext.span import inside
from glambot.wikitext.stamped import find_stamped
from glambot.wikitext.timestamp_reader import reader
from glambot.wikitext.unsigned import plain_unsigned
from glambot.wikitext.userlinks import find_user_links

# So many characters are read at once: for more, all that is known of them would fill memory.
_BLOCK = 150_000
# Without tags between them, another link that belongs to the signature ends in so many characters before.
_NEAR = 100
# In so little text, a list marker and some dashes, nobody else can have signed.
_SHORT = 6
_MARKERS = frozenset("*#:;")
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


class Page(NamedTuple):
    """The page that is read.

    Attributes:
        masked: the masked text.
        site: the wiki it is on.
        places: its places, of which none was asked for yet.
        own_page: the user on whose page or talk page the text stands, for links within the page.
        userless: whether to yield what nobody signed, too.
        unsigned: whether there are templates that sign for somebody.
    """

    masked: str
    site: Site
    places: Places
    own_page: str | None
    userless: bool
    unsigned: bool

    def closely(self, start: int, end: int) -> list[Signature]:
        """Return the signatures of a stretch that are not plain, with their places."""
        masked = self.masked
        bracket = masked.find("(", start, end)
        brace = masked.find("{", start, end) if self.unsigned else -1
        if brace >= 0:
            # Most often it is one template that says all.
            lone = plain_unsigned(masked, self.site, brace, end) if bracket < 0 or bracket > brace else None
            if lone is not None:
                stop = lone.positions[1]
                if masked.find("(", stop, end) < 0 and masked.find("{", stop, end) < 0:
                    placed = self.places.placed(lone)
                    return [placed] if placed is not None else []
        elif bracket < 0 or reader(self.site).zone.search(masked, bracket, end) is None:
            return []
        userless = self.userless
        found = find_stamped(masked, self.site, start, end, self.own_page, userless=userless)
        signed = (signature for signature in found if userless or signature.user is not None)
        return list(filter(None, map(self.places.placed, signed)))

    def is_whole(self, user: str, floor: int, begin: int, stamp: int, *, named: bool) -> bool:
        """Return whether nothing stands so near before a signature that it would belong to it.

        Args:
            user: who signed.
            floor: where the text begins that is not read yet.
            begin: where the first link begins that was found.
            stamp: where the timestamp begins.
            named: whether this is to the user page; if not, any such link before says what is shown.
        """
        masked = self.masked
        if named:
            lowest = max(floor, begin - FAR)
            near = lowest if masked.find("<", lowest, begin) >= 0 else max(lowest, begin - _NEAR)
            if masked.find("]", near, begin) < 0 and masked.find("}", near, begin) < 0:
                return True
        else:
            lowest = max(floor, stamp - REACH)
        newline = masked.rfind("\n", lowest, begin)
        if newline >= 0 and masked[newline + 1] in _MARKERS:
            lowest = newline + 1  # nothing that stands before a list item belongs to it
        if masked.find("{", lowest, begin) >= 0:
            for template in SIGNING_TEMPLATE().finditer(masked, lowest, begin):
                shown = template_link(template, self.site)
                if shown is not None and shown.user == user:
                    return False
        start = masked.find("[", lowest, begin)
        if start < 0:
            return True
        if not _may_name(masked[start:begin], user):
            return True
        return all(link.user != user for link in find_user_links(masked, self.site, start, begin))


def plain_signatures(page: Page) -> Iterator[Signature]:
    """Yield the signatures of a page: all that are plain at once, and what is between them.

    This is the hottest loop of all.
    """
    masked, site, places = page.masked, page.site, page.places
    form = plain_signature(site)
    split, known, signed, each = form.pattern.split, form.known.get, form.signed, plain_stamp(site).each
    width, markers, new, struck = form.pattern.groups + 1, _MARKERS, _new, places.struck
    zone = reader(site).zone.search
    heading: tuple[str, ...] | None = None
    braces = page.unsigned or find_double(masked, "{", 0, len(masked)) >= 0
    short, near, far, limit, local = _SHORT, _NEAR, FAR, SCAN_LIMIT, LOCAL
    tagged = "<" in masked
    position = end = until = 0  # everything before `position` is read
    while end < len(masked):
        start, end = end, masked.find("\n", end + _BLOCK) + 1 or len(masked)
        parts = split(masked[start:end])
        if len(parts) == 1:
            continue
        moments = each(*[parts[group::width] for group in form.said])
        depth, stop = -1, start
        columns = [parts[group::width] for group in (0, form.links, form.stamp, *form.first)]
        plain = are_plain(columns[-2])
        for gap, text, written, own, name, shown, moment in zip(*columns, moments, strict=False):
            size = len(text)
            if (
                plain
                and shown is None
                and own is not None
                and size < limit
                and "<" not in text
                and text.isascii()
            ):
                user = display = name
                kind, first, last, named = local, text.rfind("[") - 1, text.rfind("]") + 1, True
            else:
                user, kind, display, first, last, named = known(text) or signed(text, own, name)
            apart = len(gap)
            begin = stop + apart
            stamp = begin + size
            stop = stamp + len(written)
            line = gap.rfind("\n") + 1
            if line or depth < 0:
                text_at = line
                while text_at < apart and gap[text_at] in markers:
                    text_at += 1
                depth = text_at - line
            # A link before one that is not to the user page says what is shown, however far it is. Most
            # links have no colon and lead to nobody, which is told here at less than a call costs.
            if (
                apart > short
                and (
                    ("(" in gap and zone(gap) is not None)
                    or (
                        "]" in gap
                        and gap.find(":", gap.find("[")) >= 0
                        and (not named or "]" in gap[-near:] or (tagged and "<" in gap[-far:]))
                        and _may_name(gap[gap.find("[") :], user)
                    )
                    or (braces and "{" in gap)
                )
            ) or not (position == begin - apart and user and moment):
                if not user or moment is None or not page.is_whole(user, position, begin, stamp, named=named):
                    continue  # it is read with what follows
                yield from page.closely(position, begin)
            position = stop
            if begin >= until:
                heading, until = places.stretch(begin)
            if heading is None:
                continue
            yield new(
                Signature,
                (
                    user,
                    None,
                    moment,
                    kind,
                    display,
                    (begin, stop, begin + first, begin + last, stamp, stop),
                    heading,
                    depth,
                    inside(stamp, struck) if struck else False,
                    (),
                ),
            )
    yield from page.closely(position, len(masked))


def _may_name(text: str, user: str) -> bool:
    """Return whether a link in a text may lead to a user, whose name can be written in several ways."""
    return ":" in text and (
        user[1:] in text
        or not text.isascii()
        or "_" in text
        or "%" in text
        or "&" in text
        or "  " in text
        or HIDDEN in text
        or ":" in user
    )
