r"""Every signature on a page: who signed where, and when.

Example:
    >>> text = "== Talks ==\n* Yes! --[[User:Jane|J.]] ([[User talk:Jane|talk]]) 12:42, 3 November 2018 (UTC)"
    >>> [found] = find_signatures(text)
    >>> found.user, found.timestamp.isoformat(), found.heading, found.depth
    ('Jane', '2018-11-03T12:42:00+00:00', ('Talks',), 1)
"""

from collections.abc import Collection, Iterator

from glambot.wikitext.anchored import any_anchored
from glambot.wikitext.given import check_site, check_text
from glambot.wikitext.mask import mask
from glambot.wikitext.place import Places
from glambot.wikitext.plain_signatures import Page, plain_signatures
from glambot.wikitext.signature import Signature
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.undated import find_undated
from glambot.wikitext.unsigned import unsigned_template
from glambot.wikitext.userlinks import page_user

UNDATED, USERLESS = "undated", "userless"


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
    return plain_signatures(Page(masked, site, places, own_page, userless, unsigned))


def _position(signature: Signature) -> Span:
    return signature.span
