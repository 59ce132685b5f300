"""Links that name a user: to the user page, the user talk page or the Contributions.

Example:
    >>> text = "--[[User talk:Jane_Doe#top|write me]]"
    >>> [link.user for link in find_user_links(text, Site.meta(), 0, len(text))]
    ['Jane Doe']
"""

import re
from functools import lru_cache
from typing import NamedTuple

from glambot.wikitext.names import account_kind, user_name
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span

# Each part ends at the next bracket, so that no text is read twice.
_LINK = re.compile(r"\[\[([^\[\]|{}<>\n]+)(?:\|((?:[^\[\]\n]|\[(?!\[)|\](?!\]))*))?\]\]")
_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,20}")
USER, TALK, CONTRIBUTIONS = "user", "talk", "contributions"
_SPECIAL = "special"


class UserLink(NamedTuple):
    """One link to a user.

    Attributes:
        user: the account name as MediaWiki normalises it.
        wiki: the interwiki prefix in front, such as ``"w:fr"``, or None.
        kind: ``"local"``, ``"interwiki"``, ``"ip"``, ``"temporary"``, or ``"stray"`` for a user
            namespace of another wiki without its prefix, which leads nowhere and yet says who it is.
        space: ``"user"``, ``"talk"`` or ``"contributions"``.
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


def find_user_links(masked: str, site: Site, start: int, end: int) -> list[UserLink]:
    """Return the links to users in ``masked[start:end]`` in order."""
    links: list[UserLink] = []
    spaces = _written(site)
    for found in _LINK.finditer(masked, start, end):
        target, display = found.groups()
        head, colon, rest = target.partition(":")
        if not colon:
            continue
        space = spaces.get(head)
        who = _named(site, space, rest, None, "") if space else _resolve(site, target)
        if who is not None:
            links.append(UserLink(*who, display or "", Span(*found.span())))
    return links


_Who = tuple[str, str | None, str, str, bool]


@lru_cache(maxsize=4096)
def _resolve(site: Site, target: str) -> _Who | None:
    """Return user, wiki, kind, space and subpage of a link's target, or None for no user."""
    head, _, rest = target.partition(":")
    if not head.strip(" _"):
        head, _, rest = rest.partition(":")
    key = _key(head)
    space = _spaces(site).get(key)
    if space is not None:
        return _named(site, space, rest, None, "")
    prefixes: list[str] = []
    spaces = _foreign_spaces(site)
    while rest and len(prefixes) < 2:
        if not prefixes and key in spaces and spaces[key] != _SPECIAL:
            return _named(site, spaces[key], rest, None, "stray")
        if _PREFIX.fullmatch(key) is None:
            return None
        prefixes.append(key)
        head, _, rest = rest.partition(":")
        key = _key(head)
        if key in spaces:
            return _named(site, spaces[key], rest, ":".join(prefixes), "interwiki")
    return None


def _named(site: Site, space: str, rest: str, wiki: str | None, kind: str) -> _Who | None:
    target = rest.partition("#")[0]
    if space == _SPECIAL:
        page, _, target = target.partition("/")
        if _key(page) not in _contributions(site):
            return None
        space = CONTRIBUTIONS
    name = user_name(target)
    if not name:
        return None
    kind = kind or account_kind(name)
    return name, wiki, kind, space, "/" in target and space != CONTRIBUTIONS and kind != "ip"


def _key(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).lower()


@lru_cache(maxsize=64)
def _written(site: Site) -> dict[str, str]:
    """Return the user namespaces as they are written nearly always, to be found without folding."""
    return {name: _space(_key(name)) for name in site.user_namespaces}


@lru_cache(maxsize=64)
def _spaces(site: Site) -> dict[str, str]:
    spaces = {_key(name): _SPECIAL for name in site.special_namespaces}
    spaces.update((_key(name), _space(name)) for name in site.user_namespaces)
    return spaces


@lru_cache(maxsize=64)
def _foreign_spaces(site: Site) -> dict[str, str]:
    spaces = {"special": _SPECIAL, **{_key(name): _SPECIAL for name in site.special_namespaces}}
    spaces.update((_key(name), _space(name)) for name in site.foreign_user_namespaces)
    return spaces


@lru_cache(maxsize=64)
def _contributions(site: Site) -> frozenset[str]:
    return frozenset(map(_key, site.contributions))


def _space(namespace: str) -> str:
    return TALK if " " in namespace or "‐" in namespace else USER
