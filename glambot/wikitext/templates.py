r"""Templates and their parameters, found in one pass.

Example:
    >>> [t] = find_templates("{{Session|title=A [[b|c]]|x}}")
    >>> t.name, t.parameters
    ('Session', (('title', 16, 25), ('1', 26, 27)))
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from glambot.wikitext.anchored import find_double
from glambot.wikitext.expression import expression
from glambot.wikitext.mask import OPAQUE
from glambot.wikitext.remembered import remembered
from glambot.wikitext.span import Span

_NO_NAME = frozenset("{}[]<>")
_TOKEN = expression(r"\{\{+|\}\}+|\[\[|\]\]|\|")
# A link that holds no other: its bars are not the template's.
_PLAIN_LINK = re.compile(r"\[(?=\[)\[[^\[\]]*+\]\]")
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


Parameter = tuple[str, int, int]
"""One parameter: its name (a number for a positional one), and where its trimmed value begins and ends."""


class Template(NamedTuple):
    """A template call that stands in no other: name, parameters in order, span with the braces."""

    name: str
    parameters: tuple[Parameter, ...]
    span: Span


def find_templates(masked: str, start: int = 0, end: int | None = None) -> list[Template]:
    """Return the outermost balanced templates of ``masked[start:end]`` in order.

    Braces without a partner are plain text, as in MediaWiki's preprocessor; parameter markers in
    links and inner templates do not split. Time grows linearly with the text.
    """
    end = len(masked) if end is None else min(end, len(masked))
    templates: list[Template] = []
    find = masked.find
    position = find("{", start, end)
    while 0 <= position < end - 1:
        if masked[position + 1] != "{":
            position = find("{", position + 1, end)
            continue
        close = find("}", position, end)
        stop = close + 2
        if (
            close < 0
            or stop > end
            or masked[close + 1] != "}"
            or (stop < end and masked[stop] == "}")
            or "{" in masked[position + 2 : close]
        ):
            # It may hold others; without braces that close, nothing more is to be found.
            if find_double(masked, "}", position, end) < 0:
                break
            pairs, position = _pairs(masked, position, end)
            templates += [_template(masked, begin, stop, bars) for begin, stop, bars in _outermost(pairs)]
            continue
        # It holds no braces, as most do.
        templates.append(_template(masked, position, stop, None))
        position = find("{", stop, end)
    return templates


# Where a template begins and ends, and where its own bars stand.
_Pair = tuple[int, int, Sequence[int]]


def _pairs(masked: str, start: int, end: int) -> tuple[list[_Pair], int]:
    """Return every balanced ``{{…}}`` of the one that begins at `start`, inner ones first, and what follows.

    That is where the next brace opens behind it, -1 for nowhere.
    """
    pairs: list[_Pair] = []
    # Where each template begins that is open, and less than zero where a link does, whose bars are dropped.
    stack: list[int] = []
    bars: dict[int, list[int]] = {}
    for token in _TOKEN().finditer(masked, start, end):
        at = token.start()
        first = masked[at]
        if first == "|":
            if stack[-1] >= 0:
                bars.setdefault(stack[-1], []).append(at)
        elif first == "{":
            # A run of braces opens as many templates as it has pairs; three are a parameter,
            # which closes the same way.
            stack += range(token.end() - 2, at - 1, -2)[::-1]
        elif first == "[":
            stack.append(~at)
        elif first == "]":
            if stack[-1] < 0:
                stack.pop()
        else:
            _close(stack, bars, token.span(), pairs)
            if not stack:
                # What stands outside templates is jumped over.
                return pairs, masked.find("{", token.end(), end)
    return pairs, -1


def _pieces(inner: str) -> list[str]:
    """Return what stands between the own bars of a template without others, plain links hidden."""
    # To look for one sign costs a fraction of what two cost.
    if "[" in inner:
        shown = _PLAIN_LINK.sub(_hidden, inner)
        if "[" in shown and "[[" in shown:
            return _between(inner, 0, len(inner), _bars_between_links(inner))
        inner = shown
    return inner.split("|")


def _between(masked: str, start: int, end: int, bars: Sequence[int]) -> list[str]:
    """Return what stands between bars in a stretch of text."""
    edges = [start - 1, *bars, end]
    return [masked[bar + 1 : stop] for bar, stop in pairwise(edges)]


def _hidden(found: re.Match[str]) -> str:
    return OPAQUE * len(found[0])


def _bars_between_links(inner: str) -> list[int]:
    """Return where the own bars of a template stand in which links hold links, or are not closed."""
    bars: list[int] = []
    offset = 0
    links = 0  # how many are open
    for piece in inner.split("|")[:-1]:
        if "[" in piece or (links and "]" in piece):
            before, *opened = piece.split("[[")
            links = max(links - before.count("]]"), 0)
            for link in opened:
                links = max(links + 1 - link.count("]]"), 0)
        offset += len(piece)
        if not links:
            bars.append(offset)
        offset += 1
    return bars


def _close(stack: list[int], bars: dict[int, list[int]], token: tuple[int, int], pairs: list[_Pair]) -> None:
    """Close as many templates as a run of closing braces has pairs."""
    position, end = token
    while position + 2 <= end and stack:
        while stack[-1] < 0:
            stack.pop()  # a link that is not closed inside its template is no link
        opening = stack.pop()
        position += 2
        pairs.append((opening, position, bars.pop(opening, ())))


def _outermost(pairs: list[_Pair]) -> list[_Pair]:
    kept: list[_Pair] = []
    for pair in pairs:
        while kept and kept[-1][0] >= pair[0]:
            kept.pop()
        kept.append(pair)
    return kept


def _template(masked: str, start: int, end: int, bars: Sequence[int] | None) -> Template:
    inner = masked[start + 2 : end - 2]
    if "|" not in inner:
        return _new(Template, (_name(inner), (), _new(Span, (start, end))))
    name, *pieces = _pieces(inner) if bars is None else _between(masked, start + 2, end - 2, bars)
    parameters: list[Parameter] = []
    unnamed = 0
    stop = start + 2 + len(name)
    for piece in pieces:
        begin = stop + 1
        stop = begin + len(piece)
        label, equals, value = piece.partition("=")
        label = label.strip()
        if not equals or not label.isidentifier():
            value = masked[begin:stop]
            label, equals, rest = value.partition("=")
            label = label.strip()
            if equals and label and _NO_NAME.isdisjoint(label):
                value = rest
            else:
                unnamed += 1
                label = str(unnamed)
        kept = value.lstrip()
        # A value that says nothing stands behind the sign.
        at = stop - len(kept or value)
        parameters.append((label, at, at + len(kept.rstrip())))
    written = masked[start + 2 : start + 2 + len(name)]
    return _new(Template, (_name(written), tuple(parameters), _new(Span, (start, end))))


@remembered
def _name(written: str) -> str:
    name = " ".join(written.replace("_", " ").split()).lstrip(": ")
    return name[9:].lstrip() if name[:9].lower() == "template:" else name


def trimmed(masked: str, start: int, end: int) -> Span:
    """Return the span of ``masked[start:end]`` without white space and comments at either end."""
    kept = masked[start:end].lstrip()
    if not kept:
        return Span(start, start)
    begin = end - len(kept)
    return _new(Span, (begin, begin + len(kept.rstrip())))


_INNERMOST = re.compile(r"\{\{([^{}]*)\}\}")
_DEEPEST = 6
# What stands for the page, a revision or a moment, and says nothing itself.
_VARIABLE = expression(
    r"\s*:?(?:(?:safe)?subst:)?\s*(?:#titleparts:.*|(?:sub|base|root|full|talk|subject|article)?pagenamee?"
    r"|revision(?:user|id|year|month|day|timestamp)|(?:current|local)(?:year|month|day|time|timestamp)"
    r"|namespacee?|sitename|pageid)\s*",
    re.IGNORECASE,
)


def template_text(wikitext: str) -> str:
    """Return in words a value that is nothing but templates: their parameters, or else their names.

    ``{{Session type|lecture}}`` says "lecture", ``{{Completed Submission}}`` its name, and what only
    the wiki can fill in, such as ``{{SUBPAGENAME}}``, nothing.
    """
    for _ in range(_DEEPEST):
        shown = _INNERMOST.sub(_parameters_in_words, wikitext)
        if shown == wikitext:
            break
        wikitext = shown
    parts = (piece.strip() for piece in wikitext.split("\x00"))
    return ", ".join(part for part in parts if part.strip("'"))


def _parameters_in_words(found: re.Match[str]) -> str:
    name, *parameters = found[1].split("|")
    if _VARIABLE().fullmatch(name.strip()):
        return "\x00"
    values = [parameter.rpartition("=")[2].strip() for parameter in parameters]
    return "\x00" + ("\x00".join(filter(None, values)) or name.strip()) + "\x00"
