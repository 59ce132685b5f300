"""Authors as people: a name and, where one is given, an account.

Example:
    >>> [(a.name, a.user) for a in read_authors("Jane Doe ([[User:JD]]) & [[User:Kim|Kim Roe]]", Site.meta())]
    [('Jane Doe', 'JD'), ('Kim Roe', 'Kim')]
"""

import re
from dataclasses import dataclass

from glambot.wikitext.mask import mask
from glambot.wikitext.names import user_name
from glambot.wikitext.plain import plain
from glambot.wikitext.signatures import read_line
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.timestamps import find_timestamps
from glambot.wikitext.userlinks import find_user_links

NOTHING = frozenset(
    {
        "",
        "n/a",
        "n.a.",
        "na",
        "none",
        "-",
        "–",
        "—",
        "--",
        "tba",
        "tbd",
        "?",
        "...",
        "…",
        "nil",
        "no",
        "n/a.",
        "/",
    }
)
"""What people write for nothing, lower-case."""

_SPLIT = re.compile(
    r"\n[*#:]*|<br[^<>]*>|[;•·]|,?\s+(?:and|&|et|und|y|e|en|og|och|и|та|和|及|與)\s+|\s*[、，；]\s*|\s+/\s+|\s+\+\s+"
)
_COMMA = re.compile(r"\s*,\s*")
_LINKS = re.compile(r"\[\[[^\[\]\n]*\]\]|\{\{[^{}\n]*\}\}|\[[^\[\]\n]*\]|\([^()\n]*\)")
_TALK = re.compile(
    r"\(?\s*\[\[\s*:?(?:[a-z-]+:)*(?:user[ _]talk|special:(?:contributions|emailuser)[^\[\]|]*)[:|][^\[\]]*\]\]\s*(?:[|·•/]\s*)?\)?",
    re.IGNORECASE,
)
_EDGES = ' \t\n\xa0,;:.-–—*#()|·•/"“”'
_ADDRESS = re.compile(r"<?(?<![^\s<>()])[^\s@<>()]+@[^\s@<>()]+\.\w+>?")
_BODY = re.compile(
    r"universit|museum|musée|librar|bibliot|archiv|institut|foundation|wikim|society|associat|college|school|council|ministry|gallery|department|chapter|committee|\bof\b|\bfor\b",
    re.IGNORECASE,
)
_TYPED_ACCOUNT = re.compile(
    r"(?:\b(?:user|username|wiki)\s*:\s*|@)(?P<user>[^\s,;()/|\[\]{}<>][^,;()/|\[\]{}<>\n]*)", re.IGNORECASE
)
_NAME = re.compile(
    r"[^\W\d_a-z][^\W\d_.’'-]*[.\w’'-]*(?:\s+(?:[^\W\d_a-z]|(?:de|da|van|von|der|den|di|del|la|le|el|al|bin|ibn|dos|du|ten|ter|zu|y|of)\s)[\w.’'-]*){1,4}"
)
_PARENTHESES = re.compile(r"\([^()]*\)?")
# One author who signed with the default signature: what most of these fields hold.
_DEFAULT = re.compile(
    r"\[\[User:(?P<user>[^\[\]|{}<>#/%&_:\n]+)\|(?P<shown>[^\[\]{}<>&'|\n]+)\]\]"
    r"(?: ?\(\[\[User talk:(?P=user)\|[^\[\]{}\n]*\]\]\))?"
)
_SPEAKER = re.compile(r"\{\{[^{}|]*(\|[^{}]*=[^{}]*)\}\}")
_WRAPPER = re.compile(r"\{\{[^{}|\[\]]*\|(?=\s)|(?<=\s)\}\}")
_MOST = 100
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Author:
    """One author: the name as written, and the account name or None."""

    name: str
    user: str | None


def read_authors(wikitext: str, site: Site, usernames: str = "") -> tuple[Author, ...]:
    """Return the authors that the value of an author field names, in order.

    Args:
        wikitext: the field's value; signatures and talk links in it are no further people.
        site: the wiki, for its user links.
        usernames: the value of a separate field for user names, if the form has one.
    """
    alone = _DEFAULT.fullmatch(wikitext)
    if alone is not None and "User" in site.user_namespaces:
        name = user_name(alone["user"])
        shown = alone["shown"].strip()
        if name and shown:
            return (Author(shown, name),)
    authors: list[Author] = []
    known: set[str] = set()
    for part in _parts(wikitext)[:_MOST]:
        author = _author(part, site)
        if author is None or (author.user or author.name).casefold() in known:
            continue
        known.update(key.casefold() for key in (author.user, author.name) if key)
        authors.append(author)
    return _with_usernames(authors, _accounts(usernames, site))


def _parts(wikitext: str) -> list[str]:
    masked = mask(wikitext).replace("\x1f", " ") if "<" in wikitext else wikitext
    if "{{" in masked:
        masked = _SPEAKER.sub(_speaker, masked)
        masked = _WRAPPER.sub("\n", masked)
    masked = _TALK.sub("", masked)
    for stamp in reversed(find_timestamps(masked, 0, len(masked))):
        masked = masked[: stamp.span.start] + masked[stamp.span.end :]
    # Links, templates and parentheses are not split inside.
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\x00{len(kept) - 1}\x00"

    held = _LINKS.sub(keep, masked.replace("\x00", ""))
    parts: list[str] = []
    for part in _SPLIT.split(held):
        pieces = [piece for piece in _COMMA.split(part) if piece.strip(_EDGES)]
        parts.extend(pieces if _are_people(pieces, kept) else [part])
    return [re.sub("\x00(\\d+)\x00", lambda found: kept[int(found[1])], part) for part in parts]


def _speaker(found: re.Match[str]) -> str:
    """Return a template such as ``{{speaker|name=…|username=…}}`` as a line with a name and a link."""
    named = dict(part.split("=", 1) for part in found[1].split("|") if "=" in part)
    values = {key.strip().casefold(): value.strip() for key, value in named.items()}
    name = next((values[key] for key in ("name", "speaker", "realname", "real name", "author") if values.get(key)), "")
    user = next((values[key] for key in ("username", "user", "wikiname", "account") if values.get(key)), "")
    if not name and not user:
        return found[0]
    return f"\n{name} [[User:{user}|{name or user}]]\n" if user else f"\n{name}\n"


def _are_people(pieces: list[str], kept: list[str]) -> bool:
    """Return whether every piece between commas is a person, and none a town, post or employer."""
    if len(pieces) < 2:
        return False

    def person(piece: str) -> bool:
        holds = [kept[int(number)] for number in re.findall("\x00(\\d+)\x00", piece)]
        if any(hold.startswith(("[[", "{{")) for hold in holds):
            return True
        name = re.sub("\x00\\d+\x00", "", piece).strip(_EDGES)
        return _NAME.fullmatch(name) is not None and _BODY.search(name) is None

    return all(person(piece) for piece in pieces)


def _author(part: str, site: Site) -> Author | None:
    linked = "[[" in part or "{{" in part
    signatures = [s for s in read_line(part, site, 0, len(part)) if s.user] if linked else []
    if signatures:
        # The name is what stands around the links, or else what the first link shows.
        user = signatures[0].user or ""
        around = _clean(_outside([s.span for s in signatures], part))
        links = find_user_links(part, site, *signatures[0].span)
        shown = plain(links[0].display).strip(_EDGES) if links else ""
        name = around if _is_name(around) else shown or user
        return Author(name[:_LONGEST], user)
    user = None
    typed = _TYPED_ACCOUNT.search(_ADDRESS.sub("", part)) if ":" in part or "@" in part else None
    if typed is not None:
        user = user_name(typed["user"].strip(_EDGES)) or None
        part = part[: typed.start()] if typed.start() else typed["user"]
    name = _clean(part)
    # After a comma that parts no people come a post, an employer, a town.
    name = name.partition(",")[0].strip(_EDGES) or name
    if name.casefold() in NOTHING:
        return None if user is None else Author(user, user)
    return Author(name[:_LONGEST], user)


def _is_name(text: str) -> bool:
    return (
        bool(text)
        and len(text) <= 60
        and len(text.split()) <= 5
        and text[0].isalpha()
        and not text[0].islower()
        and not any(sign.isdigit() or sign in ",:;!?" for sign in text)
        and _BODY.search(text) is None
    )


def _outside(spans: list[Span], text: str) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces.append(text[done:start])
        done = max(done, end)
    return " ".join([*pieces, text[done:]])


def _clean(text: str) -> str:
    shown = _ADDRESS.sub("", plain(text))
    return " ".join(_PARENTHESES.sub(" ", shown).split()).strip(_EDGES)


def _accounts(usernames: str, site: Site) -> list[str]:
    """Return the accounts a field for user names lists: links, or names between separators."""
    if plain(usernames).casefold() in NOTHING:
        return []
    linked = [s.user for s in read_line(mask(usernames), site, 0, len(usernames)) if s.user]
    if linked:
        return list(dict.fromkeys(linked))
    names = (
        plain(part).strip(_EDGES + "@").removeprefix("User:")
        for part in re.split(r"[\n,;/&、]|\sand\s|\set\s|<br[^<>]*>", usernames)
    )
    return list(
        dict.fromkeys(name for name in map(user_name, names) if name and name.casefold() not in NOTHING)
    )[:_MOST]


def _with_usernames(authors: list[Author], accounts: list[str]) -> tuple[Author, ...]:
    """Give accounts from the user name field to the authors that have none, if it is clear whose they are."""
    used = {author.user for author in authors if author.user}
    free = [account for account in accounts if account not in used]
    without = [index for index, author in enumerate(authors) if author.user is None]
    for index in list(without):
        if user_name(authors[index].name) in free:
            authors[index] = Author(authors[index].name, user_name(authors[index].name))
            free.remove(user_name(authors[index].name))
            without.remove(index)
    if not authors:
        return tuple(Author(account, account) for account in free)
    if free and len(free) == len(without):
        for index, account in zip(without, free, strict=True):
            authors[index] = Author(authors[index].name, account)
    return tuple(authors)
