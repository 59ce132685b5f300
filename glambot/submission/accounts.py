r"""Accounts from a field for user names, and whose of the authors each one is.

Example:
    >>> read_accounts("* JaneD (WMF)\n* user: Kim on Commons", Site.meta())
    ['JaneD (WMF)', 'Kim']
    >>> authors = [Author("Jane Doe", None), Author("John Roe", None)]
    >>> [(author.name, author.user) for author in with_accounts(authors, ["JaneD"])]
    [('Jane Doe', 'JaneD'), ('John Roe', None)]
"""

import re
import unicodedata
from dataclasses import dataclass

from glambot.submission.nobody import names_nobody
from glambot.submission.typed_accounts import mended, typed_account, without_tail
from glambot.wikitext.expression import expression
from glambot.wikitext.mask import HIDDEN, OPAQUE, mask
from glambot.wikitext.names import user_name
from glambot.wikitext.plain import plain
from glambot.wikitext.signed_line import read_line
from glambot.wikitext.site import Site

_SPLIT = expression(r"[\n,;/&+、，；•·]| (?:and|et|und|y|e|en|och|и|or|ou|oder) |<br[^<>]*>")
_LINK = expression(r"\[\[[^\[\]\n]*\]\]|\{\{[^{}\n]*\}\}")
_EDGES = " \t\xa0*#:@.\"'“”<>[]–—-"
_LABEL = expression(
    r"(?:wiki(?:media|pedia)?\s?)?(?:user\s?name|user|account|usuario|utilisateur|benutzer)\s?:\s?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,2}[.)] ")
_ON_A_WIKI = expression(
    r"\s(?:on|at|in|from|auf|sur|en)\s(?:\w+[ -]){0,2}(?:meta|commons|wiki\w*|\w+wiki|wikis|twitter"
    r"|irc)\b.*\Z",
    re.IGNORECASE | re.DOTALL,
)
# Staff accounts carry their organisation's letters; other parentheses hold a language or a name.
_PARENTHESES = expression(r"\s*\((?!(?:[A-Z]{3,8}|W[A-Za-z]{2,5})\)\Z)[^()]*\)?\Z|\s*\(IRC\)\Z")
_SENTENCE = expression(r"(?:i|we|my|not|no|don['’]t|please|my|see|will) ", re.IGNORECASE)
_MOST = 100
_LONGEST = 10_000
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Author:
    """One author: the name as written, and the account name or None."""

    name: str
    user: str | None


def read_accounts(usernames: str, site: Site) -> list[str]:
    """Return the accounts that a field for user names lists, in order: links, addresses and names."""
    masked = mask(usernames[:_LONGEST]).replace(HIDDEN, " ").replace(OPAQUE, "")
    masked = mended(re.sub(r"[ \t\xa0]+", " ", masked.replace("&nbsp;", " ").replace("&amp;", "&")))
    if names_nobody(plain(masked)):
        return []
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\x00{len(kept) - 1}\x00"

    accounts: list[str] = []
    for part in _SPLIT().split(_LINK().sub(keep, masked.replace("\x00", "")))[: 4 * _MOST]:
        whole = re.sub("\x00(\\d+)\x00", lambda found: kept[int(found[1])], part)
        linked = [s.user for s in read_line(whole, site, 0, len(whole)) if s.user] if whole != part else []
        accounts += linked or _typed(plain(whole))
    return list(dict.fromkeys(accounts))[:_MOST]


def _typed(text: str) -> list[str]:
    """Return the one account a piece of text names, or none."""
    text = without_tail(_NUMBERED.sub("", text.strip(_EDGES), count=1))
    account = typed_account(text)
    if account is None:
        text = _ON_A_WIKI().sub("", _LABEL().sub("", text, count=1))
        text = _PARENTHESES().sub("", text).strip(_EDGES)
        if names_nobody(text) or len(text.split()) > _MOST_WORDS or _SENTENCE().match(text):
            return []
        account = user_name(text)
    else:
        account = _ON_A_WIKI().sub("", account)
    return [account] if account and not names_nobody(account) and "@" not in account else []


def with_accounts(authors: list[Author], accounts: list[str]) -> tuple[Author, ...]:
    """Return the authors with those of `accounts` that are theirs, and last the accounts of nobody known.

    An account goes to the author whose name it is or resembles, or to the only one who has none;
    as many accounts as authors go to them in order. An account that is left is an author under
    its own name: that people sign with it is what the field is for.
    """
    authors = list(authors)
    used = {author.user for author in authors if author.user}
    used.update(user_name(author.name) for author in authors if author.user)
    free = [account for account in accounts if account not in used]
    for alike in (_is_same, resembles):
        for account in list(free):
            matching = [n for n, a in enumerate(authors) if a.user is None and alike(a.name, account)]
            if len(matching) == 1:
                authors[matching[0]] = Author(authors[matching[0]].name, account)
                free.remove(account)
    without = [number for number, author in enumerate(authors) if author.user is None]
    if free and without and (len(free) == len(without) or len(authors) == 1):
        for number, account in zip(without, list(free), strict=False):
            authors[number] = Author(authors[number].name, account)
            free.remove(account)
    return (*authors, *(Author(account, account) for account in free))


def resembles(name: str, account: str) -> bool:
    """Return whether an account could be made of a person's name: one of its words, or its initials."""
    words = [word for word in map(_letters, name.split()) if word]
    whole = _letters(account)
    if not words or not whole:
        return False
    if whole in ("".join(words), "".join(reversed(words)), "".join(word[0] for word in words)):
        return True
    if len(words) >= 2 and whole == words[0] + words[-1][0]:
        return True
    return any(
        (len(word) >= 3 and (whole.startswith(word) or whole.endswith(word)))
        or (len(whole) >= 3 and word.startswith(whole))
        for word in words
    )


def _is_same(name: str, account: str) -> bool:
    return user_name(name) == account


def _letters(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text.partition("(")[0].casefold())
    return "".join(sign for sign in parted if sign.isalpha())
