r"""Headings and the sections below them.

Example:
    >>> [(h.level, h.title) for h in find_headings("a\n== Talks ==\nb\n=== One ===\n")]
    [(2, 'Talks'), (3, 'One')]
"""

from typing import NamedTuple

from glambot.wikitext.span import Span

_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


class Heading(NamedTuple):
    """A heading line: its level 1–6, its title as wikitext, and the span of the whole line."""

    level: int
    title: str
    span: Span


def find_headings(masked: str) -> list[Heading]:
    """Return the headings of a masked text in order.

    A heading is a line that begins and ends with equals signs, nothing but blanks and comments
    behind; its level is the smaller number of signs, at most 6 (``Parser::handleHeadings``).
    """
    headings: list[Heading] = []
    # The search for one sign is many times as fast as that for two.
    find = masked.find
    start = find("=")
    while start >= 0:
        if start and masked[start - 1] != "\n":
            start = find("=", start + 1)
            continue
        end = find("\n", start)
        if end < 0:
            end = len(masked)
        line = masked[start:end]
        if line[:3] == "== " and line[-3:] == " ==" and end - start > 6:  # as nearly all are written
            headings.append(_new(Heading, (2, line[3:-3].strip(), _new(Span, (start, end)))))
        else:
            heading = _heading(line.rstrip(), start)
            if heading is not None:
                headings.append(heading)
        start = find("=", end)
    return headings


def _heading(line: str, start: int) -> Heading | None:
    if len(line) < 3 or line[-1] != "=":
        return None
    opening = len(line) - len(line.lstrip("="))
    if opening == len(line):
        level = min((opening - 1) // 2, 6)
        return Heading(level, line[level:-level], Span(start, start + len(line)))
    level = min(opening, len(line) - len(line.rstrip("=")), 6)
    return Heading(level, line[level:-level].strip(), Span(start, start + len(line)))


def section_end(headings: list[Heading], index: int, length: int) -> int:
    """Return where the section of ``headings[index]`` ends: at the next heading not below it."""
    level = headings[index].level
    for following in range(index + 1, len(headings)):
        if headings[following].level <= level:
            return headings[following].span.start
    return length
