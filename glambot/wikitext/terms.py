r"""Lines that look like a label: ``; term``, ``'''Label:'''``, ``* Label: value``.

Example:
    >>> [split_term(line) for _, line in term_lines("; Length : 25 minutes", 0, 21)]
    [('Length', 10, 10)]
"""

from collections.abc import Iterator
from typing import NamedTuple

from glambot.wikitext.expression import expression
from glambot.wikitext.remembered import remembered

_LED = expression(
    r"(?:\n|\A)(?:[*#:]+[ \t]*)?(?:'''+(?P<bold>[^'\n]{1,120})'''+[ \t]*(?P<colon>:?)"
    r"|(?P<word>[^\W\d_][^\n:{}\[\]<>|='*#;]{0,119}):)(?P<value>[^\n]*)"
)
_PROTECTED = expression(r"\[[^\[\]\n]*\]|<[^<>\n]*>|\{\{[^{}\n]*\}\}|\([^()\n]*\)|(:)")


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


def term_lines(masked: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the ``;`` lines, the terms of definition lists, in order.

    Each is the position behind the sign and what stands there, for `split_term`.
    """
    find = masked.find
    position = find(";", start, end)
    while position >= 0:
        before = position
        while before > start and masked[before - 1] in " \t\x1f":
            before -= 1
        if before == 0 or masked[before - 1] == "\n":
            newline = find("\n", position, end)
            if newline < 0:
                newline = end
            yield position + 1, masked[position + 1 : newline]
            position = find(";", newline, end)
        else:
            position = find(";", position + 1, end)


@remembered
def split_term(line: str) -> tuple[str, int, int]:
    """Return the label of a ``;`` line, and where on it the value begins and how long it is.

    A colon splits the two unless it stands in a link, tag, template or parentheses
    (``BlockLevelPass::findColonNoLinks``; parentheses are people's hints). Remembered, for the pages of
    one event have the same labels.
    """
    colon = line.find(":")
    if colon >= 0 and ("[" in line or "<" in line or "{" in line or "(" in line):
        colon = next((inner.start() for inner in _PROTECTED().finditer(line) if inner[1]), -1)
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
    for found in _LED().finditer(masked, start, len(masked) if end is None else end):
        label = found["bold"] or found["word"]
        value = found["value"]
        kept = value.strip()
        stop = found.end()
        at = stop - len(value.lstrip()) if kept else stop
        begin = found.start() + (masked[found.start()] == "\n")
        terms.append(Term(label, begin, stop, at, at + len(kept)))
    return terms
