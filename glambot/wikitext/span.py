"""Where a piece stands in the original text.

Example:
    >>> span = Span(2, 5)
    >>> span.of("; Title")
    'Tit'
"""

from typing import NamedTuple


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
