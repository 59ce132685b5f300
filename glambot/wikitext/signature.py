"""One signature: who signed, when, and where it stands.

Example:
    >>> places = positions_of(Span(2, 17), Span(2, 17), None)
    >>> signature = Signature("Jane", None, None, "local", "Jane", places)
    >>> signature.user, signature.timestamp, signature.span
    ('Jane', None, Span(start=2, end=17))
"""

from datetime import datetime
from typing import NamedTuple

from glambot.wikitext.notice import Notice
from glambot.wikitext.span import Span, as_span

LOCAL, INTERWIKI, IP, TEMPORARY = "local", "interwiki", "ip", "temporary"
UNSIGNED_TEMPLATE, STRAY, NOBODY = "unsigned-template", "stray", "none"

Positions = tuple[int, int, int, int, int, int]
"""Where begin and end the signature, the link that says who signed, and the timestamp; -1 for nowhere."""


def positions_of(span: Span, link: Span | None, timestamp: Span | None) -> Positions:
    """Return the positions of a signature by its spans."""
    return (*span, *(link or (-1, -1)), *(timestamp or (-1, -1)))


class Signature(NamedTuple):
    """A signature, or what there is of one.

    Attributes:
        user: the account name as MediaWiki normalises it, or None where only a timestamp stands.
        user_wiki: the interwiki prefix of the user's wiki, such as ``"w:fr"``, or None.
        timestamp: the moment in UTC (aware), exact to the minute; None where there is none or none
            that ever was.
        kind: ``"local"``, ``"interwiki"``, ``"ip"``, ``"temporary"``, ``"unsigned-template"``, ``"stray"``
            for a user namespace of another wiki without its prefix, or ``"none"`` for no user.
        display: what the link to the user shows, without markup.
        positions: `span`, `link_span` and `timestamp_span` in one, which costs a third of three of them.
        heading: the headings of the sections it stands in, the outermost first.
        depth: how deep in lists its line is, 0 for none.
        struck: whether it is struck out.
        warnings: what is odd about it.
    """

    user: str | None
    user_wiki: str | None
    timestamp: datetime | None
    kind: str
    display: str
    positions: Positions
    heading: tuple[str, ...] = ()
    depth: int = 0
    struck: bool = False
    warnings: tuple[Notice, ...] = ()

    @property
    def span(self) -> Span:
        """From the first link of the signer to the end of the timestamp."""
        return as_span(self.positions[:2])

    @property
    def link_span(self) -> Span | None:
        """The link nearest before the timestamp, which says who signed, or None."""
        return as_span(self.positions[2:4]) if self.positions[2] >= 0 else None

    @property
    def timestamp_span(self) -> Span | None:
        """The timestamp, damaged ones too, or None."""
        return as_span(self.positions[4:]) if self.positions[4] >= 0 else None

    def to_dict(self, wikitext: str) -> dict[str, object]:
        """Return the signature as plain JSON values; ``docs/signatures.md`` describes the keys.

        Timestamps are ``YYYY-MM-DDTHH:MM:SSZ`` in UTC, spans are ``[start, end]``.

        Args:
            wikitext: the page the signature was found on.
        """
        return {
            "user": self.user,
            "user_wiki": self.user_wiki,
            "timestamp": self.timestamp and f"{self.timestamp.replace(tzinfo=None).isoformat()}Z",
            "kind": self.kind,
            "display": self.display,
            "heading": self.heading[-1] if self.heading else None,
            "headings": list(self.heading),
            "depth": self.depth,
            "struck": self.struck,
            "span": list(self.span),
            "text": self.span.of(wikitext),
            "link_span": self.link_span and list(self.link_span),
            "timestamp_span": self.timestamp_span and list(self.timestamp_span),
            "warnings": [
                {"code": notice.code, "message": notice.message, "span": list(notice.span)}
                for notice in self.warnings
            ],
        }
