"""A coded warning about a piece of page text.

Page content never raises; what is odd about it is said in notices. The list of codes with their
meaning is in ``docs/warnings.md``.

Example:
    >>> str(Notice("GB101", "timestamp without a user", Span(10, 39)))
    'GB101 timestamp without a user'
"""

from typing import NamedTuple

from glambot.wikitext.span import Span


class Notice(NamedTuple):
    """Something odd: a stable `code`, a `message` in words, and the `span` it is about."""

    code: str
    message: str
    span: Span

    def __str__(self) -> str:
        """Return code and message, as shown in a terminal."""
        return f"{self.code} {self.message}"
