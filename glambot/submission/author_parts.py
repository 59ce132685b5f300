"""An author field cut into parts with one author each, posts, employers and towns left out.

Example:
    >>> author_parts("1. Jane Doe, director of the library; Panelists: John Roe & Kim Lee", Site.meta())
    ['Jane Doe', 'John Roe', 'Kim Lee']
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from glambot.submission.accounts import resembles
from glambot.submission.nobody import names_nobody
from glambot.submission.typed_accounts import mended, typed_account
from glambot.wikitext.expression import expression
from glambot.wikitext.mask import HIDDEN, OPAQUE, mask
from glambot.wikitext.plain import plain
from glambot.wikitext.remembered import LONGEST, remembered
from glambot.wikitext.signature import Signature
from glambot.wikitext.signed_line import read_line
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.struck import find_struck
from glambot.wikitext.timestamps import find_timestamps
from glambot.wikitext.userlinks import USER, find_user_links

EDGES = ' \t\n\xa0,;:.-–—*#()[]|·•/"“”~&'
"""What stands around a name and says nothing."""

# What parts people for certain; then words that do, unless what follows goes on about the same person.
_SPLIT = expression(
    r"(\n[*#:;]*|<br[^<>]*>|[;•·]| ?[、，；] ?| / | \+ |(?:\A|(?<=\s))\d{1,2}[.)] "
    r"|,? (?:and|&|et|und|en|og|och|и|та|和|及|與|with help (?:from|by|of)|with|mit|avec|con|y|e|i) )"
)
_SURNAMES = frozenset({"y", "e", "i"})
_LINKS = expression(r"\[\[[^\[\]\n]*\]\]|\{\{[^{}\n]*\}\}|\[[^\[\]\n]*\]|\([^()\n]*\)")
_HELD = re.compile("\x00(\\d+)\x00")
_ROLES = (
    r"co-?authors?|authors?|moderators?|moderated by|panell?ists?|speakers?|presenters?|presented by"
    r"|facilitators?|hosts?"
    r"|chairs?|leads?|leaders?|session leaders?|organi[sz]ers?|contributors?|submitters?|trainers?"
    r"|names?|real name"
    r"|moderator(?:in)?|moderación|modératrice|modérateur|intervenants?|participants?|discussants?"
    r"|keynote|with|by"
)
_ROLE = expression(rf"(?:(?<=\n)|(?<=[;,*#(])|\A) ?(?:{_ROLES})(?:\(s\))? ?:", re.IGNORECASE)
# Posts and employers, in small letters.
_BODY = expression(
    r"universit|museum|musée|museo|librar|bibliot|archiv|institut|foundation|wikim|society|associat"
    r"|college|school|council"
    r"|ministry|gallery|department|chapter|committee|director|directeur|directrice|manager|president"
    r"|coordinator|professor"
    r"|curator|student|engineer|research|officer|volunteer|user group|initiative|project|\bunion\b"
    r"|consort|centre|center"
    rf"|academy|network|\b(?:of|for|at|from|the|des?\s+(?:la|l['’]|les)\s+(?:biblio|ville))\b"
    rf"|\b(?:{_ROLES})\b",
)
_PLACES = frozenset(
    [
        "new york", "united states", "united kingdom", "south africa", "costa rica", "sri lanka", "hong kong",
        "san francisco", "los angeles", "new delhi", "new zealand", "tel aviv", "burkina faso", "el salvador",
        "puerto rico", "saudi arabia", "czech republic", "buenos aires", "mexico city", "cape town",
        "san diego", "rio de janeiro", "são paulo", "great britain", "north macedonia", "sierra leone",
        "south korea", "washington dc", "washington d.c", "kuala lumpur",
    ]
)  # fmt: skip
_PARTICLES = frozenset(
    [
        "de", "da", "van", "von", "der", "den", "di", "del", "la", "le", "el", "al", "bin", "ibn", "bint",
        "dos", "das", "du", "ten", "ter", "zu", "y", "e", "af", "av", "'t", "san", "st",
    ]
)  # fmt: skip
_PARENTHESES = expression(r"\((?!WM[A-Z]{1,4}\))[^()]*\)|\([^()]*\Z")
_ADDRESS = expression(r"<?(?<![^\s<>()])[^\s@<>()]+@[^\s@<>()]+\.\w+>?")
_EMPTY = expression(r"\([ |·•/,&–-]*\)")
_STAFF = re.compile(r"\(WM[A-Z]{1,4}\)\Z")
_SPEAKER = expression(r"\{\{[^{}|]*(\|[^{}]*)\}\}")
_WRAPPER = expression(r"\{\{[^{}|\[\]]*\|(?=\s)|(?<=\s)\}\}")
_TALK_WORD = expression(
    r"\W*(?:(?:user ?)?talk|t|c|contribs?|contributions|discuss\w*|disc|msg|e-?mail)\W*", re.IGNORECASE
)
_EMAIL_LINK = expression(r"\[\[ ?special:email ?user[^\[\]]*\]\]", re.IGNORECASE)
_MOST = 100
# What a piece between commas is.
_USER, _PERSON, _WORD, _OTHER, _NOTHING = range(5)


def author_parts(wikitext: str, site: Site) -> list[str]:
    """Return the parts of an author field, masked, that name a person each or link several."""
    masked = _prepared(wikitext, site)
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\x00{len(kept) - 1}\x00"

    def whole(text: str) -> str:
        return _HELD.sub(lambda found: kept[int(found[1])], text).strip()

    # Links, templates and parentheses are not split inside.
    split = _SPLIT().split(_LINKS().sub(keep, masked.replace("\x00", "")))
    parts: list[str] = []
    open_ended = False  # the last part ended with a post or an employer, which may hold an "and"
    for separator, text in _rejoined(split[: 8 * _MOST + 1]):
        if len(parts) >= _MOST:
            break
        pieces = [whole(piece) for piece in text.split(",", _MOST)[:_MOST] if piece.strip(EDGES)]
        if not pieces:
            continue
        kinds = [_kind(piece, site) for piece in pieces]
        joined = separator.strip(" ,")[:1].isalpha() or separator.strip() == "&"
        if parts and joined and (kinds[0] == _OTHER or (open_ended and kinds[0] == _WORD)):
            open_ended = True
            continue
        parts += _people(pieces, kinds)
        open_ended = kinds[-1] == _OTHER
    return parts


@remembered  # a part of a field is looked at several times
def clean(text: str) -> str:
    """Return the words of a part on one line, without addresses and parentheses but ``(WMF)``."""
    shown = plain(text)
    if "@" in shown:
        shown = _ADDRESS().sub(" ", shown)
    return bare(" ".join(_PARENTHESES().sub(" ", shown).split()))


def bare(words: str) -> str:
    """Return a name without what stands around it and says nothing."""
    kept = words.strip(EDGES)
    return f"{kept})" if _STAFF.match(f"{kept})", kept.rfind("(")) and f"{kept})" in words else kept


def signers(text: str, site: Site) -> tuple[Signature, ...]:
    """Return the signatures of those whom a part of a field links."""
    if "[[" not in text and "{{" not in text:
        return ()
    return _signers(text, site) if len(text) <= LONGEST else _signers.__wrapped__(text, site)


@lru_cache(maxsize=64)  # asked of a part to see what it is, and again to read it
def _signers(text: str, site: Site) -> tuple[Signature, ...]:
    return tuple([s for s in read_line(text, site, 0, len(text)) if s.user])


def is_body(text: str) -> bool:
    """Return whether a text names a post, an employer or another body rather than a person."""
    return _BODY().search(text.lower()) is not None


@remembered
def is_full_name(text: str) -> bool:
    """Return whether a text is a person's name of two to six words."""
    words = _STAFF.sub("", text).split()
    if not 2 <= len(words) <= 6 or len(text) > 80 or text.casefold() in _PLACES or is_body(text):
        return False
    if any(sign.isdigit() or sign in "!?:@" for sign in text):
        return False
    return all(word.casefold() in _PARTICLES or not word[0].islower() for word in words)


def _prepared(wikitext: str, site: Site) -> str:
    """Return the field masked, without what is struck out, timestamps, talk links and labels of roles."""
    masked = mask(wikitext).replace(HIDDEN, " ").replace(OPAQUE, " ") if "<" in wikitext else wikitext
    masked = _without(masked, find_struck(masked, 0, len(masked)))
    if "{{" in masked:
        masked = _SPEAKER().sub(_speaker, masked)
        masked = _WRAPPER().sub("\n", masked)
    masked = _without(masked, (stamp.span for stamp in find_timestamps(masked, site, 0, len(masked))))
    masked = masked.replace("&nbsp;", " ").replace("&amp;", "&").replace("~~~", "")
    masked = mended(re.sub(r"[ \t\xa0]+", " ", masked))
    if "[[" in masked:
        masked = _EMPTY().sub("", _without_talk(_EMAIL_LINK().sub("", masked), site))
    if ":" in masked:
        masked = _ROLE().sub("\n", masked.replace("'''", ""))
    return masked


def _without(text: str, spans: Iterable[Span]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces.append(text[done:start])
        done = max(done, end)
    return "".join([*pieces, text[done:]])


def _without_talk(masked: str, site: Site) -> str:
    """Return the text without links to talk pages and contributions beside a link to the user."""
    links = find_user_links(masked, site, 0, len(masked))
    pages = {link.user for link in links if link.space == USER}
    return _without(
        masked,
        [
            link.span
            for link in links
            if link.space != USER
            and (link.user in pages or (pages and _TALK_WORD().fullmatch(plain(link.display)[:40])))
        ],
    )


def _speaker(found: re.Match[str]) -> str:
    """Return a template such as ``{{speaker|name=…|username=…}}`` as a line with a name and a link."""
    named = dict(part.split("=", 1) for part in found[1].split("|") if "=" in part)
    values = {key.strip().casefold(): value.strip() for key, value in named.items()}
    name = next(
        (values[k] for k in ("name", "speaker", "realname", "real name", "author") if values.get(k)), ""
    )
    user = next((values[k] for k in ("username", "user", "wikiname", "account") if values.get(k)), "")
    if not name and not user:
        return found[0]
    return f"\n{name} [[User:{user}|{name or user}]]\n" if user else f"\n{name}\n"


def _rejoined(split: list[str]) -> list[tuple[str, str]]:
    """Return the parts, each with the separator before it, double surnames ("Cruz y Pérez") put together."""
    parts: list[tuple[str, str]] = [("\n", split[0])]
    for separator, text in zip(split[1::2], split[2::2], strict=True):
        before = parts[-1][1].rpartition(",")[2]
        after = text.partition(",")[0]
        apart = "\x00" in before + after or (len(before.split()) == 1) == (len(after.split()) == 1)
        if separator.strip(" ,") in _SURNAMES and not apart:
            parts[-1] = (parts[-1][0], parts[-1][1] + separator + text)
        else:
            parts.append((separator, text))
    return parts


def _kind(piece: str, site: Site) -> int:
    if signers(piece, site):
        return _USER
    shown = clean(piece)
    if typed_account(shown) or shown[:1] == "@":
        return _USER
    if names_nobody(shown):
        return _NOTHING
    words = shown.split()
    if len(_STAFF.sub("", shown).split()) == 1:
        acronym = len(words[0]) >= 3 and words[0].isascii() and words[0].isupper()
        initial = len(words[0].strip(".")) == 1 and words[0].isascii()
        return _OTHER if acronym or initial or is_body(words[0]) else _WORD
    return _PERSON if is_full_name(shown) else _OTHER


def _people(pieces: list[str], kinds: list[int]) -> list[str]:
    """Return which pieces between commas are people, a name and its account put together.

    The first one is. Another is if it links a user; if it is a full name and no post or employer
    stands before it; or if it is one word as the one before: two towns are seldom named.
    """
    people = [pieces[0]]
    last = pieces[0] if kinds[0] in (_USER, _PERSON) else ""
    last_kind = kinds[0]
    for number in range(1, len(pieces)):
        piece, kind = pieces[number], kinds[number]
        if {kind, last_kind} == {_USER, _PERSON} and last and _same(last, piece, kind):
            people[-1] += f" {piece.strip()}"
            last = ""
        elif kind == _USER or (kind == _PERSON and _OTHER not in kinds[:number]):
            people.append(piece)
            last, last_kind = piece, kind
        elif kind == _WORD and kinds[number - 1] == _WORD and _OTHER not in kinds:
            people.append(piece)
            last, last_kind = "", kind
    return people


def _same(first: str, second: str, kind: int) -> bool:
    """Return whether a name and an account that stand beside each other are one person's."""
    name, account = (first, second) if kind == _USER else (second, first)
    shown = clean(account)
    return resembles(clean(name), typed_account(shown) or shown.lstrip("@"))
