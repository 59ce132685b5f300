r"""The parameters of one template call, as the organiser who typed them means them.

Comments go, ``<nowiki>`` says what it shows, a link stands for the title it leads to, ``{{!}}`` for a
bar. Until it is read by `text_of`, `items_of` or `pairs_of`, a value is kept as markup in which what
must not be taken apart (such as the ``;`` in a link) is a character reference.

Example:
    >>> call = "{{Review|category=[[:Category:Owls; lamps]];\n* R&amp;D <!-- hint -->|Ann}}"
    >>> for argument in arguments(call):
    ...     print(repr(argument.name), items_of(argument.markup))
    'category' ['Category:Owls; lamps', 'R&D']
    '' ['Ann']
"""

import re
from dataclasses import dataclass

from glambot.wikitext.braces import templates
from glambot.wikitext.mask import HIDDEN, OPAQUE, mask
from glambot.wikitext.names import MARKS
from glambot.wikitext.references import decode, is_reference
from glambot.wikitext.span import Span
from glambot.wikitext.templates import find_templates

_UNREAD = re.compile(f"{HIDDEN}+|{OPAQUE}+")
_ELEMENT = re.compile(r"<(\w+)(?=[\s/>])[^<>]*?(?:/>|>(.*?)</\1\s*>)", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"\[\[([^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\]")
_BAR = re.compile(r"\{\{\s*!\s*\}\}")
_EQUALS = re.compile(r"\{\{\s*=\s*\}\}")
_NESTED = re.compile(r"\{{2,}[^{}]*\}{0,3}")
_PLAIN = re.compile(r"[^\w ]")
_SEPARATOR = re.compile(r"(&#?\w+;)|;|\n|<br\s*/?>", re.IGNORECASE)
_BULLET = re.compile(r"\A\*+\s*(?=[^\s*])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_AT_ENDS = " \u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_LITERAL = ("nowiki", "pre")


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter of a template call.

    Attributes:
        name: its name, "" for a value without one.
        markup: its value, to be read by the functions of this module.
        nested: the first template in the value, on one line; "" if there is none.
    """

    name: str
    markup: str
    nested: str


def arguments(wikitext: str) -> list[Argument]:
    """Return the parameters of a template call in order, those without any value left out.

    Raises:
        ValueError: The text is not one balanced template; says what to look for.
    """
    masked = mask(wikitext)
    whole = [Span(0, len(wikitext))]
    found = find_templates(masked)
    if templates(masked) != whole:
        if wikitext.rfind("<!--") > wikitext.rfind("-->"):
            raise ValueError("A comment in the template is not closed: put --> at its end.")
        raise ValueError(
            "The template is not closed: something that opens in it with {{ or [[ has no end. "
            "Look for a missing }} or ]]."
        )
    if [template.span for template in found] != whole:
        raise ValueError("The template holds {{{ or }}}, which cannot be used there: write the text itself.")
    every = (
        _argument("" if name.isdecimal() else name, _markup(wikitext, masked, Span(start, end)))
        for name, start, end in found[0].parameters
    )
    return [argument for argument in every if text_of(argument.markup)]


def text_of(markup: str) -> str:
    """Return a value as one text: marks at its ends and runs of blanks do not count."""
    return " ".join(_CONTROL.sub(" ", decode(markup)).split()).strip(_AT_ENDS)


def items_of(markup: str) -> list[str]:
    """Return a value as a list: parted by ``;`` and line breaks, bullets at a line's beginning taken off."""
    items = [text_of(_BULLET.sub("", piece.strip(), count=1)) for piece in _pieces(markup)]
    return [item for item in items if item.strip("*")]


def pairs_of(markup: str) -> list[tuple[str, str]]:
    """Return a list of ``key=value`` as keys with the markup of values; "" for a key that is missing."""
    pairs: list[tuple[str, str]] = []
    for piece in _pieces(markup):
        key, equals, value = _BULLET.sub("", piece.strip(), count=1).partition("=")
        if text_of(piece).strip("*"):
            pairs.append((key_of(key), value) if equals else ("", key))
    return pairs


def key_of(text: str) -> str:
    """Return a word in the one form it is compared in: no case, blanks for underscores, no marks."""
    return " ".join(MARKS.sub("", text_of(text)).replace("_", " ").split()).casefold()


def _pieces(markup: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for found in _SEPARATOR.finditer(markup):
        if found[1]:
            if is_reference(found[1]):
                continue  # its semicolon is its end
            pieces.append(markup[start : found.end() - 1])
        else:
            pieces.append(markup[start : found.start()])
        start = found.end()
    return [*pieces, markup[start:]]


def _argument(name: str, markup: str) -> Argument:
    nested = _NESTED.search(markup)
    return Argument(text_of(name.replace(HIDDEN, "")), markup, text_of(nested[0]) if nested else "")


def _markup(wikitext: str, masked: str, span: Span) -> str:
    pieces: list[str] = []
    start = span.start
    for unread in _UNREAD.finditer(masked, span.start, span.end):
        pieces.append(masked[start : unread.start()])
        if unread[0][0] == OPAQUE:
            pieces.append(_ELEMENT.sub(_shown, wikitext[unread.start() : unread.end()]))
        start = unread.end()
    pieces.append(masked[start : span.end])
    return _LINK.sub(_title, _EQUALS.sub("=", _BAR.sub("|", "".join(pieces))))


def _shown(element: re.Match[str]) -> str:
    """Return what an element that holds no wikitext shows; one that draws something, as it stands."""
    return _kept(decode(element[2] or "") if element[1].lower() in _LITERAL else element[0])


def _title(link: re.Match[str]) -> str:
    return _kept(decode(link[1]).replace("_", " ").strip().lstrip(":").strip())


def _kept(text: str) -> str:
    """Return a text with all its signs as character references, so that none of them parts it."""
    return _PLAIN.sub(lambda sign: f"&#{ord(sign[0])};", text)
