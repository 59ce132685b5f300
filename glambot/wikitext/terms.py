r"""Lines that look like a label: ``; term``, ``'''Label:'''``, ``* Label: value``.

Example:
    >>> text = "; Length : 25 minutes\n; [https://example.org/p Pad]"
    >>> [(t.label, t.value.of(text)) for t in find_terms(text)]
    [('Length', '25 minutes'), ('[https://example.org/p Pad]', '')]
"""

import re
from itertools import chain
from typing import NamedTuple

from glambot.wikitext.span import Span

_TERM = re.compile(r"\n[ \t\x1f]*;([^\n]*)")
_FIRST_TERM = re.compile(r"[ \t\x1f]*;([^\n]*)")
_LED = re.compile(
    r"(?:\n|\A)(?:[*#:]+[ \t]*)?(?:'''+(?P<bold>[^'\n]{1,120})'''+[ \t]*(?P<colon>:?)"
    r"|(?P<word>[^\W\d_][^\n:{}\[\]<>|='*#;]{0,119}):)(?P<value>[^\n]*)"
)
_PROTECTED = re.compile(r"\[[^\[\]\n]*\]|<[^<>\n]*>|\{\{[^{}\n]*\}\}|\([^()\n]*\)|(:)")


class Term(NamedTuple):
    """A label on its line: the label as typed, its span, and the span of the value on that line."""

    label: str
    span: Span
    value: Span


def find_terms(masked: str, start: int = 0, end: int | None = None) -> list[Term]:
    """Return the terms of definition lists (``;`` lines) in order.

    A colon splits label and value unless it stands in a link, tag, template or parentheses
    (``BlockLevelPass::findColonNoLinks``; parentheses are people's hints).
    """
    if end is None:
        end = len(masked)
    terms: list[Term] = []
    first = _FIRST_TERM.match(masked, start, end) if start == 0 else None
    for found in chain((first,) if first else (), _TERM.finditer(masked, start, end)):
        begin, stop = found.span(1)
        line = found[1]
        colon = line.find(":")
        if colon >= 0 and any(sign in line for sign in "[<{("):
            colon = next((inner.start() for inner in _PROTECTED.finditer(line) if inner[1]), -1)
        if colon < 0:
            terms.append(Term(line.strip(), Span(begin - 1, stop), Span(stop, stop)))
        else:
            value = line[colon + 1 :].strip()
            at = begin + colon + 1 + line[colon + 1 :].find(value) if value else stop
            terms.append(Term(line[:colon].strip(), Span(begin - 1, stop), Span(at, at + len(value))))
    return terms


def find_led_lines(masked: str, start: int = 0, end: int | None = None) -> list[Term]:
    """Return the lines that begin with a bold label or ``Label:``, with or without a bullet."""
    terms: list[Term] = []
    for found in _LED.finditer(masked, start, len(masked) if end is None else end):
        label = found["bold"] or found["word"]
        value = found["value"]
        kept = value.strip()
        stop = found.end()
        at = stop - len(value.lstrip()) if kept else stop
        begin = found.start() + (masked[found.start()] == "\n")
        terms.append(Term(label, Span(begin, stop), Span(at, at + len(kept))))
    return terms
