"""Links that name a user: to the user page, the user talk page or the Contributions.

Example:
    >>> text = "--[[User talk:Jane_Doe#top|write me]]"
    >>> [link.user for link in find_user_links(text, Site.meta(), 0, len(text))]
    ['Jane Doe']
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from glambot.wikitext.names import account_kind, user_name
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span


@dataclass(frozen=True, slots=True)
class UserLink:
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


@lru_cache(maxsize=64)
def user_link_pattern(site: Site) -> re.Pattern[str]:
    """Return the pattern of one user link of `site`, matching at its opening brackets."""
    contributions = _names(site.contributions)
    return re.compile(
        r"\[\[[ _]*(?::[ _]*)?(?:"
        rf"(?P<local>{_names(site.user_namespaces)})[ _]*:"
        rf"|(?:{_names(site.special_namespaces)})[ _]*:[ _]*(?P<special>{contributions})/"
        r"|(?P<wiki>[a-z][a-z0-9-]{0,20}(?::[a-z][a-z0-9-]{0,20})?)[ _]*:[ _]*"
        rf"(?:(?P<foreign>{_names(site.foreign_user_namespaces)})[ _]*:"
        rf"|Special[ _]*:[ _]*(?P<far>{contributions})/)"
        rf"|(?P<stray>{_names(site.foreign_user_namespaces)})[ _]*:"
        r")(?P<name>[^\[\]|{}<>\n]+)(?:\|(?P<display>(?:[^\[\]\n]|\[(?!\[)|\](?!\]))*))?\]\]",
        re.IGNORECASE,
    )


def _names(names: tuple[str, ...]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", "[ _]+") for name in longest_first)


def link_at(found: re.Match[str]) -> UserLink | None:
    """Return what a match of `user_link_pattern` links to, or None for a link to no user."""
    target = found["name"].partition("#")[0]
    name = user_name(target)
    if not name:
        return None
    wiki = found["wiki"]
    namespace = found["local"] or found["foreign"] or found["stray"]
    space = "contributions" if namespace is None else _space(namespace)
    kind = "interwiki" if wiki else "stray" if found["stray"] else account_kind(name)
    subpage = "/" in target and space != "contributions" and kind != "ip"
    return UserLink(
        name, wiki and wiki.lower(), kind, space, subpage, found["display"] or "", Span(*found.span())
    )


@lru_cache(maxsize=256)
def _space(namespace: str) -> str:
    words = namespace.replace("_", " ").split()
    return "talk" if len(words) > 1 or "‐" in namespace else "user"


def find_user_links(masked: str, site: Site, start: int, end: int) -> list[UserLink]:
    """Return the links to users in ``masked[start:end]`` in order."""
    links = (link_at(found) for found in user_link_pattern(site).finditer(masked, start, end))
    return [link for link in links if link is not None]
