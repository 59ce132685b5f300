"""Authors as people: a name and, where one is given, an account.

Example:
    >>> [(a.name, a.user) for a in read_authors("Jane Doe ([[User:JD]]) & [[User:Kim|Kim Roe]]", Site.meta())]
    [('Jane Doe', 'JD'), ('Kim Roe', 'Kim')]
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from glambot.submission.accounts import Author, read_accounts, with_accounts
from glambot.submission.author_parts import EDGES, author_parts, bare, clean, is_body, is_full_name, signers
from glambot.submission.nobody import NOTHING, names_nobody
from glambot.wikitext.expression import expression
from glambot.wikitext.names import user_name
from glambot.wikitext.plain import plain
from glambot.wikitext.plain_stamp import plain_stamp
from glambot.wikitext.signature import Signature
from glambot.wikitext.site import Site
from glambot.wikitext.userlinks import find_user_links

__all__ = ["NOTHING", "Author", "read_authors"]

# One author who signed with the default signature: what most of these fields hold.
_DEFAULT = re.compile(
    r"\[\[User:(?P<user>[^\[\]|{}<>#/%&_:\n]+)\|(?P<shown>[^\[\]{}<>&'|\n]+)\]\]"
    r"(?: ?\(\[\[User talk:(?P=user)\|[^\[\]{}\n]*\]\]\))?"
)
_ADDRESS = expression(r"[^\s@<>()]+@[^\s@<>()]+\.\w+")
_TYPED_ACCOUNT = expression(
    r"(?:\b(?:user ?name|user|wiki ?username|wiki)\s*:\s*|(?<![\w.])@)"
    r"(?P<user>[^\s,;()/|\[\]{}<>][^,;/|\[\]{}<>\n]*)",
    re.IGNORECASE,
)
_ON_A_WIKI = expression(
    r"\s(?:on|at|from)\s(?:\w+[ -]){0,2}(?:meta|commons|wiki\w*|\w+wiki)\b.*\Z", re.IGNORECASE | re.DOTALL
)
_DASH = expression(r"\s+[-–—]+\s+")
_BY = expression(r"(?:presented |proposed |submitted |led |hosted )?by\s+", re.IGNORECASE)
# One name in plain letters, which is the second form by number.
_PLAIN_NAME = expression(r"[^\W\d_]+(?: (?![ye] )[^\W\d_]+){1,3}")
_MOST = 100
_LONGEST = 200
_LONGEST_FIELD = 10_000


def read_authors(wikitext: str, site: Site, usernames: str = "") -> tuple[Author, ...]:
    r"""Return the authors that the value of an author field names, in order.

    Args:
        wikitext: the field's value, several of them joined with ``\n``; signatures and talk links
            in it are no further people, and what is struck out is nobody.
        site: the wiki, for its user links.
        usernames: the value of a separate field for user names, if the form has one, likewise.
            An account in it that is clearly no named author's is an author under its own name.
    """
    authors: list[Author] = []
    alone = _DEFAULT.match(wikitext)
    if alone is not None and "User" in site.user_namespaces:
        name = user_name(alone["user"])
        shown = alone["shown"].strip()
        if name and _is_usual(shown, name) and _is_stamp(wikitext[alone.end() :], site):
            authors = [Author(shown, name)]
            if not usernames or usernames.strip() in (name, shown):
                return tuple(authors)
    elif _PLAIN_NAME().fullmatch(wikitext) and is_full_name(wikitext) and not names_nobody(wikitext):
        authors = [Author(wikitext, None)]
    if not authors:
        authors = _people(wikitext[:_LONGEST_FIELD], site)
    return with_accounts(authors, read_accounts(usernames, site) if usernames else [])


def _is_stamp(text: str, site: Site) -> bool:
    """Return whether nothing follows a signature, or its timestamp as the wiki writes it."""
    return not text or _stamp(site).fullmatch(text) is not None


def _is_usual(shown: str, user: str) -> bool:
    """Return whether the link in a signature shows the account, or a name in plain letters."""
    if shown == user:
        return True
    named = _PLAIN_NAME().fullmatch(shown) is not None and is_full_name(shown)
    return named and not names_nobody(shown) and shown.casefold() not in _TALK_WORDS


@lru_cache(maxsize=64)
def _stamp(site: Site) -> re.Pattern[str]:
    return re.compile(rf" {plain_stamp(site).pattern}")


def _people(wikitext: str, site: Site) -> list[Author]:
    """Return the people of a field, each once."""
    authors: list[Author] = []
    known: set[str] = set()
    for part in author_parts(wikitext, site)[:_MOST]:
        for author in _authors(part, site):
            if (author.user or author.name).casefold() in known:
                continue
            known.update(key.casefold() for key in (author.user, author.name) if key)
            authors.append(author)
    return authors


def _authors(part: str, site: Site) -> list[Author]:
    signatures = signers(part, site)
    if signatures:
        return _linked(part, signatures, site)
    author = _unlinked(part)
    return [] if author is None else [author]


def _linked(part: str, signatures: Sequence[Signature], site: Site) -> list[Author]:
    """Return the people whom a part of the field links."""
    first = signatures[0]
    # A second account in parentheses behind the first is the same person's.
    people = [first, *(s for s in signatures[1:] if not _in_parentheses(part, s.span.start))]
    ends = [person.span.start for person in people[1:]] + [len(part)]
    starts = [0, *(person.span.end for person in people[:-1])]
    before = [_name_in(part[start : p.span.start]) for start, p in zip(starts, people, strict=True)]
    after = [_name_in(part[p.span.end : end]) for p, end in zip(people, ends, strict=True)]
    around = after if not before[0] and after[-1] else before
    authors: list[Author] = []
    for person, name in zip(people, around, strict=True):
        user = person.user or ""
        # The name is what stands beside the links, or else what the first link shows.
        links = find_user_links(part, site, *person.span)
        shown = " ".join(plain(links[0].display).split()) if links else ""
        shown = shown if shown == user else bare(shown)
        if names_nobody(shown) or shown.casefold() in _TALK_WORDS:
            shown = user
        authors.append(Author((name or shown)[:_LONGEST], user))
    return authors


_TALK_WORDS = frozenset({"talk", "contribs", "contributions", "discussion", "discuss", "msg", "user talk"})


def _in_parentheses(part: str, position: int) -> bool:
    opening = part.rfind("(", 0, position)
    return opening >= 0 and part.find(")", opening, position) < 0


def _name_in(text: str) -> str:
    """Return what stands beside a link if it is a name, or ""."""
    text = bare(_BY().sub("", clean(text), count=1).partition(",")[0])
    text = next((piece for piece in _DASH().split(text) if is_full_name(piece)), text)
    return text if _is_name(text) and not names_nobody(text) else ""


def _unlinked(part: str) -> Author | None:
    """Return the person whom a part of the field names without a link."""
    user = ""
    if ":" in part or "@" in part:
        text = _ADDRESS().sub(" ", part) if "@" in part else part
        typed = _TYPED_ACCOUNT().search(text)
        if typed is not None:
            user = _account(typed["user"])
            before = clean(text[: typed.start()])
            part = before if _is_name(before.partition(",")[0].strip(EDGES)) else typed["user"]
    name = _BY().sub("", clean(part), count=1)
    # After a comma that parts no people come a post, an employer, a town; after a dash too.
    name = name.partition(",")[0] or name
    pieces = _DASH().split(name)
    name = bare(_ON_A_WIKI().sub("", next((piece for piece in pieces if is_full_name(piece)), pieces[0])))
    if names_nobody(name):
        return Author(user, user) if user else None
    return Author(name[:_LONGEST], user or None)


def _account(text: str) -> str:
    name = _ON_A_WIKI().sub("", _DASH().split(text, maxsplit=1)[0]).strip(" \t#.\"'")
    if name.count("(") != name.count(")"):
        name = name.rstrip(")") if "(" not in name else name.partition("(")[0].strip()
    return user_name(name)


def _is_name(text: str) -> bool:
    return (
        bool(text)
        and len(text) <= 60
        and len(text.split()) <= 5
        and text[0].isalpha()
        and not text[0].islower()
        and not any(sign.isdigit() or sign in ",:;!?" for sign in text)
        and not is_body(text)
    )
