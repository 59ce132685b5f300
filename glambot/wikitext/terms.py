r"""Lines that look like a label: ``; term``, ``'''Label:'''``, ``* Label: value``.

Example:
    >>> text = "; Length : 25 minutes\n; [https://example.org/p Pad]"
    >>> [(t.label, text[t.value_start : t.value_end]) for t in find_terms(text)]
    [('Length', '25 minutes'), ('[https://example.org/p Pad]', '')]
"""

import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

_TERM = re.compile(r"\n[ \t\x1f]*;([^\n]*)")
_FIRST_TERM = re.compile(r"[ \t\x1f]*;([^\n]*)")
_LED = re.compile(
    r"(?:\n|\A)(?:[*#:]+[ \t]*)?(?:'''+(?P<bold>[^'\n]{1,120})'''+[ \t]*(?P<colon>:?)"
    r"|(?P<word>[^\W\d_][^\n:{}\[\]<>|='*#;]{0,119}):)(?P<value>[^\n]*)"
)
_PROTECTED = re.compile(r"\[[^\[\]\n]*\]|<[^<>\n]*>|\{\{[^{}\n]*\}\}|\([^()\n]*\)|(:)")


_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


class Term(NamedTuple):
    """A label on its line.

    Attributes:
        label: the label as typed.
        start, end: where the line's label begins and the line ends.
        value_start, value_end: where the value on the same line stands; both ``end`` for none.
    """

    label: str
    start: int
    end: int
    value_start: int
    value_end: int


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
        label, value, size = _split(found[1])
        at = begin + value if size else stop
        terms.append(_new(Term, (label, begin - 1, stop, at, at + size)))
    return terms


@lru_cache(maxsize=2048)
def _split(line: str) -> tuple[str, int, int]:
    """Return the label of a line, and where on it the value begins and how long it is.

    Cached, for the pages of one event have the same labels.
    """
    colon = line.find(":")
    if colon >= 0 and ("[" in line or "<" in line or "{" in line or "(" in line):
        colon = next((inner.start() for inner in _PROTECTED.finditer(line) if inner[1]), -1)
    if colon < 0:
        return line.strip(), 0, 0
    if line.startswith("''", colon + 1):
        # In bold with its colon, ``'''Author:''' Jane``: the quotes that close it are the label's.
        rest = line[colon + 1 :].lstrip("'")
        quotes = line[colon + 1 : len(line) - len(rest)]
        if line.count(quotes, 0, colon) % 2:
            value = rest.strip()
            return line[: len(line) - len(rest)].strip(), len(line) - len(rest.lstrip()), len(value)
    rest = line[colon + 1 :]
    value = rest.strip()
    return line[:colon].strip(), len(line) - len(rest.lstrip()), len(value)


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
        terms.append(Term(label, begin, stop, at, at + len(kept)))
    return terms
