"""Links that name a user: to the user page, the user talk page or the Contributions.

Example:
    >>> text = "--[[User talk:Jane_Doe#top|write me]]"
    >>> [link.user for link in find_user_links(text, Site.meta(), 0, len(text))]
    ['Jane Doe']
"""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from glambot.wikitext.expression import expression
from glambot.wikitext.locales import foreign_namespaces
from glambot.wikitext.names import MARKS, account_kind, user_name, without_references
from glambot.wikitext.remembered import remembered
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span

# Each part ends at the next bracket, so that no text is read twice.
LINK = re.compile(
    r"\[\[([^\[\]|{}<>\n]+)"
    r"(?:\|([^\[\]\n]*+(?:(?:\n(?![\n*#:;=|{!])|\[(?!\[)|\](?!\]))[^\[\]\n]*+)*))?\]\]"
)
"""Matches one internal link; its groups are target and text."""

# Prefixes of wikis: languages, and names and short names of projects (the interwiki map of Wikimedia).
_PREFIX = expression(
    r"[a-z]{2,3}(?:-[a-z]{1,10}){0,2}|simple|minnan|[wmcdsbqnv]|meta[a-z]{0,10}|commons|species|voy|wikt[a-z]{0,8}"
    r"|wiki[a-z0-9-]{0,20}|mediawikiwiki|foundation|incubator|outreach|testwiki|test2?|phab|betawikiversity"
)
_PAGE_TOP = frozenset({"#", "#top"})
USER, TALK, CONTRIBUTIONS, WITHIN = "user", "talk", "contributions", "within"
_SPECIAL = "special"


class UserLink(NamedTuple):
    """One link to a user.

    Attributes:
        user: the account name as MediaWiki normalises it.
        wiki: the interwiki prefix in front, such as ``"w:fr"``, or None.
        kind: ``"local"``, ``"interwiki"``, ``"ip"``, ``"temporary"``, or ``"stray"`` for a user
            namespace of another wiki without its prefix, which leads nowhere and yet says who it is.
        space: ``"user"``, ``"talk"``, ``"contributions"``, or ``"within"`` for ``[[#top]]`` on the user's
            own page.
        subpage: whether the link goes to a page below the user's, as templates and essays do.
        display: the link text as wikitext, "" where none is given.
        span: the whole link, brackets included.
    """

    user: str
    wiki: str | None
    kind: str
    space: str
    subpage: bool
    display: str
    span: Span


def find_user_links(
    masked: str, site: Site, start: int, end: int, own_page: str | None = None
) -> list[UserLink]:
    """Return the links to users in ``masked[start:end]`` in order.

    Args:
        masked: the masked text.
        site: the wiki it is on.
        start: where to begin.
        end: where to stop.
        own_page: the user on whose page or talk page the text stands, for links within the page.
    """
    links: list[UserLink] = []
    for found in LINK.finditer(masked, start, end):
        link = user_link(found, site, own_page)
        if link is not None:
            links.append(link)
    return links


def user_link(found: re.Match[str], site: Site, own_page: str | None = None) -> UserLink | None:
    """Return the link to a user that `LINK` found, or None for another link."""
    target, display = found.groups()
    head, colon, rest = target.partition(":")
    if not colon:
        if own_page is None or target.lower() not in _PAGE_TOP:
            return None
        kind = account_kind(own_page)
        return UserLink(own_page, None, kind, WITHIN, False, display or "", Span(*found.span()))
    space = _written(site).get(head)
    who = _named(site, space, rest, None, "") if space else _resolver(site)(target)
    return None if who is None else UserLink(*who, display or "", Span(*found.span()))


def links_user(masked: str, site: Site, start: int, end: int) -> bool:
    """Return whether a stretch of text begins a link to a user of this wiki, complete or not."""
    return masked.find("[[", start, end) >= 0 and opens_user_link(site).search(masked, start, end) is not None


@lru_cache(maxsize=64)
def opens_user_link(site: Site) -> re.Pattern[str]:
    """Return the expression for the beginning of a link to a user, up to the namespace's colon or page."""
    names = sorted({*site.user_namespaces, *site.user_talk_namespaces}, key=len, reverse=True)
    special = sorted(site.special_namespaces, key=len, reverse=True)
    pages = sorted(site.contributions, key=len, reverse=True)
    users, specials, lists = (
        "|".join(re.escape(name).replace(r"\ ", "[ _]+") for name in some) for some in (names, special, pages)
    )
    return re.compile(
        rf"\[\[[ _:]*(?:(?:{users})[ _]*:|(?:{specials})[ _]*:[ _]*(?:{lists})[ _]*/)", re.IGNORECASE
    )


def page_user(title: str, site: Site) -> str | None:
    """Return the user whose user page or user talk page has the title `title`, or None."""
    who = _resolver(site)(title)
    if who is None or who[1] is not None or who[2] == "stray" or who[3] == CONTRIBUTIONS or who[4]:
        return None
    return who[0]


_Who = tuple[str, str | None, str, str, bool]


@lru_cache(maxsize=64)
def _resolver(site: Site) -> Callable[[str], _Who | None]:
    return remembered(partial(_resolve, site))


def _resolve(site: Site, target: str) -> _Who | None:
    """Return user, wiki, kind, space and subpage of a link's target, or None for no user."""
    head, _, rest = target.partition(":")
    if not head.strip(" _"):
        head, _, rest = rest.partition(":")
    key = _key(head)
    space = _spaces(site).get(key)
    if space is not None:
        return _named(site, space, rest, None, "")
    if key in _OTHERS:
        return None
    spaces = foreign_namespaces()
    prefixes: list[str] = []
    while rest and len(prefixes) < 2:
        # So short a name is rather the prefix of a wiki.
        if not prefixes and len(key) > 2 and spaces.get(key) in (USER, TALK):
            return _named(site, spaces[key], rest, None, "stray")
        if _PREFIX().fullmatch(key) is None:
            return None
        prefixes.append(key)
        head, _, rest = rest.partition(":")
        key = _key(head)
        known = spaces.get(key)
        if known is not None and known != CONTRIBUTIONS:
            return _named(site, known, rest, ":".join(prefixes), "interwiki")
    return None


def _named(site: Site, space: str, rest: str, wiki: str | None, kind: str) -> _Who | None:
    target = without_references(rest).partition("#")[0]
    if space == _SPECIAL:
        page, _, target = target.partition("/")
        key = _key(page)
        if key not in _contributions(site) and not (wiki and foreign_namespaces().get(key) == CONTRIBUTIONS):
            return None
        space = CONTRIBUTIONS
    name = user_name(target)
    if not name:
        return None
    kind = kind or account_kind(name)
    return name, wiki, kind, space, "/" in target and space != CONTRIBUTIONS and kind != "ip"


def _key(name: str) -> str:
    return " ".join(MARKS.sub("", name).replace("_", " ").split()).lower()


# Namespaces every wiki has, which are nobody's: seen too often to look for users among them.
_OTHERS = frozenset(
    {"talk", "category", "file", "image", "media", "template", "help", "project", "mediawiki", "module"}
    | {"grants", "research", "http", "https"}
)


@lru_cache(maxsize=64)
def _written(site: Site) -> dict[str, str]:
    """Return the user namespaces as they are written nearly always, to be found without folding."""
    names = dict.fromkeys(site.user_namespaces, USER)
    names.update(dict.fromkeys(site.user_talk_namespaces, TALK))
    return names


@lru_cache(maxsize=64)
def _spaces(site: Site) -> dict[str, str]:
    spaces = {_key(name): _SPECIAL for name in site.special_namespaces}
    spaces.update((_key(name), space) for name, space in _written(site).items())
    return spaces


@lru_cache(maxsize=64)
def _contributions(site: Site) -> frozenset[str]:
    return frozenset(map(_key, site.contributions))
