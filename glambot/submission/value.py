r"""Where the value of a label begins and ends.

Example:
    >>> from glambot.submission.labels import Labels
    >>> from glambot.submission.marks import term_marks
    >>> text = "; Title\n: A talk\n\n"
    >>> value_span(text, term_marks(text, Labels())[0], len(text)).of(text)
    'A talk'
"""

from glambot.submission.marks import Mark
from glambot.submission.unread import without_tail
from glambot.wikitext.span import Span, as_span

LEAD = ": \t\n\r\xa0\x1f"
"""What stands before a value; the colon that introduces it is no part of it."""

TAILS = frozenset("]-}>_")
"""With these signs ends what may be no part of a value: categories, rules, templates, tags, switches."""


def value_span(masked: str, mark: Mark, end: int) -> Span:
    """Return the span of a value: what is on the label's line and below, outer markers aside."""
    start = mark.value_start if mark.value_end > mark.value_start else mark.end
    piece = masked[start:end].rstrip()
    # The colon that introduces a value is no part of it; one with only a hint is a line of its own.
    kept = piece.lstrip(LEAD)
    if kept.startswith("----"):
        kept = kept.lstrip("-").lstrip(LEAD)
    if kept:
        stop = start + len(piece)
        span = as_span((stop - len(kept), stop))
        if kept[-1] in TAILS:
            span = without_tail(masked, span)
        if span.start < span.end:
            return span
    at = min(mark.end, end)
    return Span(at, at)
