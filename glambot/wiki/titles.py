"""Bring page titles into the one form a wiki knows them by.

The rules are those of MediaWiki's ``MediaWikiTitleCodec::splitTitleString``: blanks and
underscores are one space, invisible direction marks go, namespaces have one spelling, the first
letter is a capital. What no page can be called is refused with a sentence that says why.

Namespaces are those every MediaWiki has, by their English names; a wiki in another language
adds its own. Interwiki prefixes are not known here: ``de:Foo`` is a title like any other.

Example:
    >>> normalise("user_talk : ann_Example ")
    'User talk:Ann Example'
"""

import re
import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from glambot.errors import TitleError
from glambot.wikitext.names import upper_first
from glambot.wikitext.references import decode

if TYPE_CHECKING:
    from collections.abc import Mapping

CATEGORY: Final = 14
"""The number of the category namespace on every MediaWiki."""

_ENGLISH = {
    -2: "Media",
    -1: "Special",
    1: "Talk",
    2: "User",
    3: "User talk",
    4: "Project",
    5: "Project talk",
    6: "File",
    7: "File talk",
    8: "MediaWiki",
    9: "MediaWiki talk",
    10: "Template",
    11: "Template talk",
    12: "Help",
    13: "Help talk",
    CATEGORY: "Category",
    15: "Category talk",
}
_ALIASES = {"Image": 6, "Image talk": 7}
_TALK = 1

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]")
_BLANKS = re.compile("[ _\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_REFUSED = (
    (re.compile(r"[\ud800-\udfff\ufffd]"), "holds a character that was damaged on the way"),
    (re.compile(r"[\x00-\x1f\x7f]"), "holds a control character such as a line break"),
    (re.compile(r"#"), "holds a # sign, which leads to a section and is no part of a title"),
    (re.compile(r"[<>\[\]{}|]"), "holds one of the characters < > [ ] { } |"),
    (re.compile(r"%[0-9A-Fa-f]{2}"), "holds a percent sign with two hexadecimal digits"),
    (re.compile(r"&(?:#x[0-9A-Fa-f]+|#[0-9]+|[A-Za-z0-9\x80-\U0010ffff]+);"), "holds a character reference"),
    (re.compile(r"(?:^|/)\.\.?(?:/|$)"), "has . or .. between slashes, like a path of files"),
    (re.compile(r"~~~"), "holds ~~~, which would become a signature"),
    (re.compile(r"^:"), "begins with more than one colon"),
)


@dataclass(frozen=True, slots=True)
class Namespaces:
    """The namespaces of a wiki.

    Attributes:
        names: The number of a namespace to the name that titles are shown with; 0 is not in it.
        numbers: Every name and alias, case-folded, to the number of its namespace.
    """

    names: "Mapping[int, str]"
    numbers: "Mapping[str, int]"

    @classmethod
    def of(
        cls, local: "Mapping[int, str] | None" = None, aliases: "Mapping[str, int] | None" = None
    ) -> "Namespaces":
        """Return the English namespaces with `local` names put over them and `aliases` added.

        English names go on working beside the local ones, as on every MediaWiki.
        """
        names = _ENGLISH | {number: name for number, name in (local or {}).items() if name}
        numbers: dict[str, int] = {}
        for known in (_ENGLISH, names):
            numbers |= {_fold(name): number for number, name in known.items()}
        numbers |= {_fold(name): number for name, number in (_ALIASES | dict(aliases or {})).items()}
        return cls(MappingProxyType(names), MappingProxyType(numbers))

    def split(self, title: str) -> tuple[int, str]:
        """Return the number of a title's namespace (0: none) and the rest of the title."""
        prefix, colon, rest = title.partition(":")
        number = self.numbers.get(_fold(prefix), 0) if colon else 0
        return (number, rest.strip(" ")) if number else (0, title)


def _fold(name: str) -> str:
    return _BLANKS.sub(" ", _MARKS.sub("", name)).strip(" ").casefold()


ENGLISH: Final = Namespaces.of()
"""The namespaces every MediaWiki has."""


def normalise(title: str, namespaces: Namespaces = ENGLISH) -> str:
    """Return the normal form of a title; the normal form of a normal form is itself.

    Raises:
        TitleError: MediaWiki cannot hold a page of that title, or it is of a namespace
            (``Special:``, ``Media:``) that has no pages.
    """
    text = _clean(title)
    if text.startswith(":"):
        text = text[1:].strip(" ")
    number, name = namespaces.split(text)
    # After the namespace: a composed letter may come of the new first letter and what follows it.
    name = unicodedata.normalize("NFC", upper_first(name))
    for pattern, why in _REFUSED:
        if pattern.search(name):
            raise TitleError(f"The title {_quoted(title)} {why}; give the title as the wiki shows it.")
    if not name:
        raise TitleError(f"The title {_quoted(title)} is empty; give the name of a page.")
    if number < 0:
        raise TitleError(
            f"The title {_quoted(title)} is in the namespace {namespaces.names[number]}, which has no pages;"
            " name another page."
        )
    if number == _TALK and namespaces.split(name)[0]:
        raise TitleError(
            f"The title {_quoted(title)} names two namespaces; write for example User talk: in place of"
            " Talk:User:."
        )
    if len(name.encode()) > 255:
        raise TitleError(f"The title {_quoted(title)} is longer than 255 bytes; a wiki needs a shorter one.")
    return f"{namespaces.names[number]}:{name}" if number else name


def normalise_prefix(prefix: str, namespaces: Namespaces = ENGLISH) -> str:
    """Return the normal form of the beginning of titles; a blank or slash at its end stays.

    Raises:
        TitleError: No title can begin so.
    """
    # With a letter put behind it the prefix is a title, and all rules for titles hold.
    return normalise(f"{prefix}x", namespaces)[:-1]


def _clean(title: str) -> str:
    """Decode character references once, drop direction marks, make every blank one space."""
    text = _MARKS.sub("", decode(title))
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


def _quoted(title: str) -> str:
    return repr(title if len(title) <= 100 else title[:100] + "…")
