"""Where on a page people sign.

Example:
    >>> text = "; Title\\n: A\\n== Signup ==\\n* [[User:B|B]]\\n== Comments ==\\n"
    >>> [signup.body.of(text) for signup in find_signups(text, find_headings(text), [], Labels())]
    ['\\n* [[User:B|B]]\\n']
"""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from glambot.submission.labels import SIGNUP, WEAK_SIGNUP, Labels, words
from glambot.submission.marks import AFTERWORDS, Mark
from glambot.wikitext.headings import Heading, find_headings, section_end
from glambot.wikitext.span import Span


@dataclass(frozen=True, slots=True)
class Signup:
    """A sign-up list: the whole section with its heading, and the body in which people sign."""

    span: Span
    body: Span


def find_signups(
    masked: str, headings: list[Heading], marks: list[Mark], labels: Labels, names: Sequence[str] = ()
) -> list[Signup]:
    """Return the sections and labels under which people sign, in order and without overlaps.

    Args:
        masked: the masked page.
        headings: its headings.
        marks: the terms found on it; a known one ends a sign-up list.
        labels: the labels known.
        names: the names of the headings of sign-up lists, the common ones if there are none.
    """
    wanted = {words(name) for name in names}
    strong: list[Signup] = []
    weak: list[Signup] = []
    done = 0
    for index, heading in enumerate(headings):
        if heading.span.start < done:
            continue
        title = words(heading.title)
        if (title in wanted) if wanted else (labels.exact(heading.title) == SIGNUP):
            end = section_end(headings, index, len(masked))
            found = Signup(Span(heading.span.start, end), Span(heading.span.end, end))
            if title in WEAK_SIGNUP and not wanted:
                weak.append(found)
            else:
                strong.append(found)
                done = end
    known = sorted(mark.start for mark in marks if mark.meaning and mark.meaning != SIGNUP)
    strong += [s for s in weak if s.span.start >= max(known, default=0) and _signed(masked, s.body)]
    starts = [heading.span.start for heading in headings]
    for mark in marks:
        if mark.meaning == SIGNUP:
            later = bisect(starts, mark.start)
            end = starts[later] if later < len(starts) else len(masked)
            strong.append(Signup(Span(mark.start, end), Span(mark.end, end)))
            break  # a second such label stands in the list of the first
    signups: list[Signup] = []
    for found in sorted(strong, key=lambda signup: signup.span):
        if signups and found.span.start < signups[-1].span.end:
            continue
        following = bisect(known, found.body.start)
        end = min(known[following] if following < len(known) else len(masked), found.span.end)
        signups.append(
            Signup(Span(found.span.start, end), _without_afterwords(masked, Span(found.body.start, end)))
        )
    return signups


def _signed(masked: str, span: Span) -> bool:
    return any(masked.find(sign, *span) >= 0 for sign in ("(UTC)", "[[User", "[[user", "~~~"))


def _without_afterwords(masked: str, span: Span) -> Span:
    """Return the sign-up list without subsections that are talk about the submission."""
    if masked.find("\n=", *span) < 0:
        return span
    for heading in find_headings(masked[span.start : span.end]):
        if words(heading.title) in AFTERWORDS:
            return Span(span.start, span.start + heading.span.start)
    return span
