"""Where a piece stands in the original text.

Example:
    >>> span = Span(2, 5)
    >>> span.of("; Title")
    'Tit'
"""

from bisect import bisect
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

_FAR = 1 << 60


class Span(NamedTuple):
    """A half-open range of characters, ``text[start:end]``; in JSON a list of two numbers."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the part of `text` this span covers, i.e. the piece's raw wikitext."""
        return text[self.start : self.end]

    def line_in(self, text: str) -> int:
        """Return the number of the line of `text`, counted from 1, on which the span starts."""
        return text.count("\n", 0, self.start) + 1


# A quicker way to make a Span of a pair, such as a match's, where very many are made.
as_span: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)


def inside(position: int, spans: Sequence[Span]) -> bool:
    """Return whether `position` is in one of `spans`, which are in order and do not overlap."""
    index = bisect(spans, (position, _FAR)) - 1
    return index >= 0 and position < spans[index].end


def touches(span: Span, spans: Sequence[Span]) -> bool:
    """Return whether `span` begins or ends in one of `spans`, which are in order and do not overlap."""
    return inside(span.start, spans) or inside(span.end - 1, spans)
