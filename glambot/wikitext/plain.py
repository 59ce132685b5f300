"""Wikitext as a reader sees it: without markup.

Example:
    >>> plain("'''A''' [[User:B|b]], see [https://example.org the <i>page</i>]<!-- hint -->&nbsp;!")
    'A b, see the page !'
"""

import re
from collections.abc import Callable
from operator import itemgetter

from glambot.wikitext.expression import expression
from glambot.wikitext.mask import HIDDEN, OPAQUE, OPAQUE_TAGS, mask
from glambot.wikitext.span import Span
from glambot.wikitext.templates import find_templates

_BLANKS = expression(r"[ \t\r\xa0]{2,}|[\t\r\xa0]")
_FILES = r"(?:file|image|media|category|fichier|datei|archivo|catégorie|kategorie|categoría)"
_WORDS = (
    "NOTOC|FORCETOC|TOC|NOEDITSECTION|NEWSECTIONLINK|NONEWSECTIONLINK|NOGALLERY|HIDDENCAT|EXPECTUNUSEDCATEGORY"
    "|NOCONTENTCONVERT|NOCC|NOTITLECONVERT|NOTC|INDEX|NOINDEX|STATICREDIRECT|DISAMBIG"
)
# Each alternative ends at the next sign of its own kind, so that no text is read twice.
_FLAT = expression(
    rf"\[\[(?P<target>[^\[\]|\n]*)(?P<shown>\|[^\[\]]*+(?:\[(?!\[)[^\[\]]*+)*)?\]\]"
    r"|\[(?P<url>(?:https?:|ftp:)?//[^\s\[\]<>]+|mailto:[^\s\[\]<>]+)(?:[ \t\x1f]++(?P<label>[^\[\]\n]*+))?\]"
    r"|\{\{(?P<template>[^{}]*)\}\}"
    r"|<ref[^<>/]*>[^<]*</ref\s*>"
    r"|<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?:[\s/][^<>]*)?>"
    r"|(?P<quotes>''+)"
    r"|&(?P<entity>\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    rf"|__(?:{_WORDS})__"
    rf"|{HIDDEN}+"
    rf"|(?P<opaque>{OPAQUE}+)"
)
# Where one of them may begin: of a run of brackets the last two.
_OPENS = re.compile(
    rf"\[(?!\[\[)|\{{(?=\{{[^{{])|<(?=[a-zA-Z/])|'(?=')|&(?=[#a-zA-Z])|_(?=_)|{HIDDEN}|{OPAQUE}"
)
_FILE_LINK = expression(rf"\s*{_FILES}\s*:", re.IGNORECASE)
_HIDDEN = re.compile(f"{HIDDEN}+")
# A link of one kind or the other, into no namespace that hides it.
_PIPED_LINK = re.compile(
    r"\[\[(?:[^\[\]|:{}<>\n]+|User(?: talk)?:[^\[\]|{}<>\n]+)\|([^\[\]|{}<>\s][^\[\]|{}<>\n]*)\]\]"
)
_BARE_LINK = re.compile(r"\[\[([^\[\]|:{}<>\n]+)\]\]")
# What such a link shows; a template for `re.sub` costs more.
_INNER: Callable[[re.Match[str]], str] = itemgetter(1)
_NESTED_LINK = expression(r"\[\[(?:[^\[\]]|\[(?!\[)|\](?!\]))*\[\[")
_MAYBE_NESTED = re.compile(r"\[\[[^\]]*\[\[")
_LINK_EDGE = re.compile(r"\[\[|\]\]")
_OPAQUE_EDGE = expression(rf"</?(?:{OPAQUE_TAGS})(?:[\s/][^<>]*)?>", re.IGNORECASE)
_BREAKING_TAGS = frozenset(
    {"br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "hr", "blockquote", "dd", "dt"}
)
# Templates that show the text they are given, with the parameter that holds it.
_TRANSPARENT = {
    "u": "1", "user": "1", "ul": "1", "user link": "1", "noping": "1", "ping": "1",
    "reply to": "1", "re": "1", "user0": "1", "user1": "1", "user2": "1", "userlinks": "1",
    "lang": "2", "nowrap": "1", "small": "1", "big": "1", "nobr": "1", "abbr": "1", "tooltip": "1",
    "strong": "1", "em": "1", "ls": "1", "code": "1", "url": "1",
}  # fmt: skip
# How many characters of nested templates one text may have read by the full parser, which is slow.
_MOST_NESTED = 8000
_DEEPEST = 12
_INNERMOST = re.compile(r"\{\{([^{}]*+)\}\}")


def plain(wikitext: str) -> str:
    """Return the text `wikitext` shows: links by their label, no tags, comments or templates.

    Lines stay lines, runs of blanks become one. Templates vanish but for those that show their
    parameter as it is, such as ``{{u|Name}}``. The time taken grows linearly with the text.
    """
    return plain_masked(mask(wikitext), wikitext)


def plain_masked(masked: str, wikitext: str) -> str:
    """Return the same as `plain` for a text whose mask is known; both are of equal length."""
    if not _has_markup(masked):
        return one_blank(masked)
    if HIDDEN in masked:
        masked, wikitext = _without_hidden(masked, wikitext)
    easy = _easy(masked)
    if easy is not None:
        return one_blank(easy)
    if "{{" in masked or "[[" in masked:
        masked, wikitext = _without_nests(masked, wikitext)
    return one_blank(_flat(masked, wikitext))


def plain_of_simple(masked: str) -> str | None:
    """Return the same of a masked text with plain links and quotes alone, None for any other; quickly."""
    easy = _simply(masked)
    return None if easy is None else one_blank(easy)


def plain_lines(masked: str) -> list[str] | None:
    """Return what every line of such a text shows, runs of blanks as they are, None for any other."""
    easy = _simply(masked)
    return None if easy is None else easy.split("\n")


def _simply(masked: str) -> str | None:
    return _easy(masked) if _has_markup(masked) else masked


def _without_hidden(masked: str, wikitext: str) -> tuple[str, str]:
    cuts = [Span(*found.span()) for found in _HIDDEN.finditer(masked)]
    return _cut(masked, cuts), _cut(wikitext, cuts)


def _easy(masked: str) -> str | None:
    if "<" in masked or "{" in masked or "&" in masked or OPAQUE in masked or HIDDEN in masked:
        return None
    if _has_switch(masked):
        return None
    if "[" in masked:
        masked = _BARE_LINK.sub(_INNER, _PIPED_LINK.sub(_INNER, masked))
        if "[" in masked:
            return None
    if "'" in masked:
        if "''''" in masked:
            return None
        masked = masked.replace("'''", "").replace("''", "")
    return masked


def _has_markup(text: str) -> bool:
    # A search for each sign alone is a scan of memory; one pattern for all of them is not.
    return (
        "[" in text
        or ("'" in text and "''" in text)
        or "{" in text
        or "<" in text
        or "&" in text
        or HIDDEN in text
        or OPAQUE in text
        or _has_switch(text)
    )


def _has_switch(text: str) -> bool:
    return "_" in text and "__" in text


def one_blank(text: str) -> str:
    """Return a text without blanks at its ends, and with one where there are several."""
    if "  " in text or "\t" in text or "\xa0" in text or "\r" in text:
        text = _BLANKS().sub(" ", text)
    return text.strip()


def _flat(masked: str, wikitext: str) -> str:
    def show(found: re.Match[str]) -> str:
        kind = found.lastgroup
        if kind in ("target", "shown"):
            return _link(found, wikitext)
        if kind == "quotes":
            return _apostrophes(len(found["quotes"]))
        if kind in ("tag", "close"):
            return " " if found["tag"].lower() in _BREAKING_TAGS else ""
        if kind == "url":
            return found["url"]
        if kind == "label":
            return _flat(found["label"], wikitext[slice(*found.span("label"))]) or found["url"]
        if kind == "entity":
            return _entity(found[0])
        if kind == "template":
            return _template(found["template"])
        if kind == "opaque":
            return _OPAQUE_EDGE().sub("", wikitext[found.start() : found.end()])
        return ""

    # Jumping from one sign that can open markup to the next is far faster than a search for the
    # whole pattern at every character.
    pieces: list[str] = []
    done = 0
    sign = _OPENS.search(masked)
    while sign is not None:
        start = sign.start()
        found = _FLAT().match(masked, start)
        if found is None:
            sign = _OPENS.search(masked, start + 1)
            continue
        pieces.append(masked[done:start])
        pieces.append(show(found))
        done = found.end()
        sign = _OPENS.search(masked, done)
    if not done:
        return masked
    pieces.append(masked[done:])
    return "".join(pieces)


def _link(found: re.Match[str], wikitext: str) -> str:
    target = found["target"]
    if not target.startswith(":") and _FILE_LINK().match(target):
        return ""
    text = (found["shown"] or "")[1:]
    if text.strip():
        if not _has_markup(text):
            return text
        return _flat(text, wikitext[found.start("shown") + 1 : found.end("shown")])
    return target.strip().removeprefix(":")


def _apostrophes(count: int) -> str:
    """Return what is left of a run of apostrophes (``Parser::doQuotes``)."""
    if count == 4:
        return "'"
    return "'" * (count - 5)


def _entity(text: str) -> str:
    if text == "&nbsp;":
        return " "
    from html import unescape  # noqa: PLC0415 - most texts need no table of entities

    return unescape(text)


def _template(inner: str) -> str:
    parts = inner.split("|")
    shown = _TRANSPARENT.get(parts[0].strip().replace("_", " ").lower())
    if shown is None or len(parts) <= int(shown):
        return ""
    return parts[int(shown)].rpartition("=")[2].strip()


def _without_nests(masked: str, wikitext: str) -> tuple[str, str]:
    """Return both texts without links and templates that hold their like, which no flat pattern reads."""
    if "]]" in masked and _MAYBE_NESTED.search(masked) and _NESTED_LINK().search(masked):
        masked, wikitext = _without_nested_links(masked, wikitext)
    nests = [t for t in find_templates(masked) if "{" in masked[t.span.start + 2 : t.span.end]]
    if not nests:
        return masked, wikitext
    pieces: list[tuple[str, str]] = []
    done = 0
    budget = _MOST_NESTED
    for template in nests:
        start, end = template.span
        pieces.append((masked[done:start], wikitext[done:start]))
        shown = ""
        if template.name.lower() in _TRANSPARENT and end - start <= budget:
            shown = _nested(wikitext[start:end])
            budget -= end - start
        pieces.append((shown, shown))
        done = end
    pieces.append((masked[done:], wikitext[done:]))
    return "".join(p[0] for p in pieces), "".join(p[1] for p in pieces)


def _without_nested_links(masked: str, wikitext: str) -> tuple[str, str]:
    """Return both texts without file links that hold links, brackets of others left to be plain text."""
    cuts: list[Span] = []
    stack: list[int] = []
    for edge in _LINK_EDGE.finditer(masked):
        if edge[0] == "[[":
            stack.append(edge.start())
        elif stack:
            start = stack.pop()
            if _FILE_LINK().match(masked, start + 2):
                while cuts and cuts[-1].start > start:
                    cuts.pop()
                cuts.append(Span(start, edge.end()))
    return _cut(masked, cuts), _cut(wikitext, cuts)


def _cut(text: str, cuts: list[Span]) -> str:
    edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
    return "".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


def _nested(template: str) -> str:
    text = _BARE_LINK.sub(_INNER, _PIPED_LINK.sub(_INNER, template))
    for _ in range(_DEEPEST):
        if "{{" not in text:
            return text
        text = _INNERMOST.sub(lambda found: _template(found[1]), text)
    return ""
