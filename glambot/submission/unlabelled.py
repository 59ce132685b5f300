r"""Values for what stands on a page under no label, beside those that have one.

Example:
    >>> text = "; Title\n: A talk\n\n----\n\nWhy it matters, in some forty characters or more.\n"
    >>> from glambot.submission.labels import Labels
    >>> title = ("title", "Title", 10, 16, "")
    >>> rest = [Stretch(17, len(text))]
    >>> values = with_unlabelled(text, [title], (rest, [], []), Headings([], Labels(), 0))
    >>> [(key, text[start:end][:14]) for key, _, start, end, _ in values]
    [('title', 'A talk'), ('abstract', 'Why it matters')]
"""

from bisect import bisect
from operator import itemgetter

from glambot.submission.marks import Value
from glambot.submission.unread import (
    BELOW_RULE,
    Headings,
    Stretch,
    author_text,
    find_abstract,
    unread_values,
)
from glambot.wikitext.redirects import redirect_target
from glambot.wikitext.span import Span

Stretches = tuple[list[Stretch], list[Stretch], list[Stretch]]
"""What stands behind values, paragraphs in values, and what stands elsewhere."""

_KEY = itemgetter(0)  # of a Value
# Meanings that are read by machine: a paragraph below such a value is no part of it.
_ONE_LINE = frozenset(
    ["number", "title", "authors", "username", "email", "length", "draft_or_final", "attends", "etherpad"]
)


def stretches_around(masked: str, edges: list[int], taken: list[Span]) -> list[Stretch]:
    """Return what stands above the form and behind templates and sign-up lists, if it says anything."""
    around: list[Stretch] = []
    done = 0
    for span in [None, *taken]:
        if span is not None:
            done = max(done, span.end)
        following = edges[bisect(edges, span.start)] if span and span.start < edges[-1] else edges[0]
        if following - done >= BELOW_RULE and len(masked[done:following].strip()) >= BELOW_RULE:
            around.append(Stretch(done, following))
    return around


def with_unlabelled(
    masked: str, values: list[Value], stretches: Stretches, headings: Headings
) -> list[Value]:
    """Return the values, with the abstract nobody labelled and what else stands under no label.

    Args:
        masked: the masked page.
        values: the values that have labels; those of marks first, for stretches count them.
        stretches: what stands behind values, paragraphs in values, and what stands elsewhere.
        headings: the headings that are no labels.
    """
    rest, gaps, around = stretches
    if not _has_abstract(values):
        if redirect_target(masked) is not None:
            return values
        found = find_abstract(masked, [rest + gaps, around], headings)
        if found is not None:
            span, chosen, end = found
            if chosen.value >= 0:
                _cut(values, chosen)
            values.append(("abstract", "", *span, ""))
            rest = [stretch for stretch in rest if not chosen.start <= stretch.start < end]
            around = [stretch for stretch in around if stretch != chosen]
            gaps = [stretch for stretch in gaps if stretch != chosen]
            if end < chosen.end:
                rest.append(Stretch(end, chosen.end))
    for gap in gaps:
        key, _, _, end, _ = values[gap.value]
        if key in _ONE_LINE and author_text(masked, gap.start, end, 1):
            rest.append(Stretch(gap.start, end))
            _cut(values, gap)
    left = rest + around
    return values + unread_values(masked, sorted(left), headings) if left else values


def _has_abstract(values: list[Value]) -> bool:
    """Return whether a value is an abstract that says something."""
    if "abstract" not in map(_KEY, values):
        return False
    return any(key == "abstract" and start < end for key, _, start, end, _ in values)


def _cut(values: list[Value], stretch: Stretch) -> None:
    """End a value where a stretch that is no part of it begins."""
    key, label, start, _, meaning = values[stretch.value]
    values[stretch.value] = key, label, start, stretch.start, meaning
