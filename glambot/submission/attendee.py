"""One entry of a sign-up list.

Example:
    >>> Attendee("Jane Doe", None, UNLINKED, "", 2, 10).state
    'unlinked'
"""

from datetime import datetime
from typing import NamedTuple

from glambot.wikitext.span import Span

SIGNED = "signed"
UNDATED = "undated"
UNLINKED = "unlinked"
WITHDRAWN = "withdrawn"
PLACEHOLDER = "placeholder"
STATES = (SIGNED, UNDATED, UNLINKED, WITHDRAWN, PLACEHOLDER)


class Attendee(NamedTuple):
    """One entry of a sign-up list.

    Attributes:
        user: the account name as MediaWiki normalises it, or the name typed without a link, or
            None where only a timestamp or a placeholder stands.
        timestamp: the moment in UTC (aware), or None.
        state: ``signed``, ``undated``, ``unlinked``, ``withdrawn`` or ``placeholder``.
        text: the comment beside the signature, plain.
        start: where the entry begins, without its list marker.
        end: where it ends.
    """

    user: str | None
    timestamp: datetime | None
    state: str
    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The entry without its list marker."""
        return Span(self.start, self.end)
