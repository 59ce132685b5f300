r"""Where the labels and values of a page stand, whatever way its form is written.

Definition lists, template parameters, headings, and bold or bulleted ``Label: value`` lines are
all read as labels with values; which of them a page uses is found out, not configured.

Example:
    >>> text = "; Title\n: A talk\n\n----\n\nWhy it matters, in some forty characters or more.\n"
    >>> layout = read_layout(text, Labels())
    >>> [(value.key, value.span.of(text)) for value in layout.values]
    [('title', 'A talk'), ('abstract', 'Why it matters, in some forty characters or more.')]
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from glambot.submission.labels import PROSE, SIGNUP, Labels, slug, words
from glambot.submission.marks import (
    AFTERWORDS,
    Labelled,
    Mark,
    heading_marks,
    led_marks,
    template_values,
    term_marks,
)
from glambot.submission.signups import find_signups
from glambot.wikitext.headings import Heading, find_headings
from glambot.wikitext.plain import plain
from glambot.wikitext.redirects import redirect_target
from glambot.wikitext.span import Span, as_span, inside, touches
from glambot.wikitext.templates import Template, find_templates, trimmed
from glambot.wikitext.terms import find_led_lines, find_terms

_RULE = re.compile(r"\n-{4,}")
_GAP = re.compile(r"\n[ \t]*\n\s*")
_CATEGORY = re.compile(r"\[\[[ _]*category[ _]*:[^\[\]\n]*\]\]", re.IGNORECASE)
_BANNERS = re.compile(
    r"\A(?:\s*(?:\{\{[^{}\n]*\}\}|__[A-Z]+__|<[^<>\n]*>|\[\[[^\[\]\n]*:[^\[\]\n]*\]\]))+\s*(?=\n|\Z)"
)
# How many characters of free text are an abstract: below a rule, and anywhere else.
_BELOW_RULE = 10
_LONG_ENOUGH = 40
_START = itemgetter(0)  # of a Mark
_SPAN = itemgetter(2)  # of a Labelled
_LEAD = ": \t\n\r\xa0\x1f"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a page stand.

    Attributes:
        values: labels with the spans of their values, in the order of the page.
        signups: the bodies of the sign-up lists.
        templates: the outermost templates outside the sign-up lists.
        form_start: where the first label stands; what is before it is banners and hints.
        doubled: labels that stand twice, the later one in each case.
        type_flags: the kinds of session that template parameters such as ``workshop=yes`` set,
            by the parameter's name.
    """

    values: tuple[Labelled, ...]
    signups: tuple[Span, ...]
    templates: tuple[Template, ...]
    form_start: int
    doubled: tuple[Labelled, ...]
    type_flags: Mapping[str, str]


def read_layout(masked: str, labels: Labels, signup_headings: Sequence[str] = ()) -> Layout:
    """Return the layout of a masked page. Time grows linearly with the text."""
    headings = find_headings(masked)
    templates = find_templates(masked)
    forms, flags, values = template_values(masked, templates, labels)
    terms = find_terms(masked)
    if forms:
        terms = [term for term in terms if not inside(term.start, forms)]
    marks = term_marks(masked, terms, labels)
    signups = find_signups(masked, headings, marks, labels, signup_headings)
    closed = [signup.span for signup in signups]
    if closed:
        first = closed[0].start
        marks = [m for m in marks if m.meaning != SIGNUP and (m.start < first or not inside(m.start, closed))]
    known = sum(mark.meaning is not None for mark in marks) + len(values)
    free = [heading for heading in headings if not touches(heading.span, closed)]
    labelling, stops = heading_marks(free, labels, known, {mark.meaning for mark in marks})
    marks += labelling
    if known + len(labelling) < 2:
        led = [mark for mark in led_marks(find_led_lines(masked), labels) if not inside(mark.start, closed)]
        if len({mark.meaning for mark in led}) >= 2:
            marks = [mark for mark in marks if mark.meaning] + led
    marks.sort(key=_START)
    edges = sorted({*(mark.start for mark in marks), *(span.start for span in closed), len(masked)})
    written, rest = _form_values(masked, marks, edges, stops)
    values += written
    if not any(value.key == "abstract" for value in values) and redirect_target(masked) is None:
        before = Span(forms[-1].end if forms else 0, edges[0])
        gap = _unlabelled(masked, rest or [before], stops)
        if gap is not None:
            values.append(Labelled("abstract", "", gap))
    values.sort(key=_SPAN)
    single, doubled = _single(values)
    starts = [mark.start for mark in marks[:1]] + [span.start for span in forms[:1]]
    return Layout(
        values=tuple(single),
        signups=tuple(signup.body for signup in signups),
        templates=tuple(t for t in templates if not inside(t.span.start, closed)),
        form_start=min(starts, default=len(masked)),
        doubled=tuple(doubled),
        type_flags=flags,
    )


def _form_values(
    masked: str, marks: list[Mark], edges: list[int], headings: list[Heading]
) -> tuple[list[Labelled], list[Span]]:
    """Return the value of each mark, and what stands behind values up to the next edge."""
    values: list[Labelled] = []
    rest: list[Span] = []
    edge = 0
    heading = 0
    for mark in marks:
        while edges[edge] <= mark.start:
            edge += 1
        stop = edges[edge]
        while heading < len(headings) and headings[heading].span.start < mark.end:
            heading += 1
        prose = mark.meaning in PROSE
        end = stop
        position = heading
        while position < len(headings) and headings[position].span.start < stop:
            if not prose or words(headings[position].title) in AFTERWORDS:
                end = headings[position].span.start
                break
            position += 1
        if mark.meaning == "etherpad" and mark.value_end > mark.value_start:
            end = mark.end
        elif not prose and masked.find("\n", masked.find("\n", mark.end, end) + 1, end) >= 0:
            end = _short_end(masked, mark, end)
        values.append(Labelled(mark.meaning or slug(mark.label), mark.label, _value(masked, mark, end)))
        if end < stop:
            rest.append(Span(end, stop))
    return values, rest


def _short_end(masked: str, mark: Mark, end: int) -> int:
    """Return where the value of a label that asks for a word or a line ends.

    A rule ends it, and so does a blank line before a long paragraph: such is the abstract of
    forms that have no label for it.
    """
    piece = masked[mark.end : end].rstrip()
    if "\n-" in piece:
        rule = _RULE.search(masked, mark.end, end)
        if rule is not None:
            end = rule.start()
            piece = masked[mark.end : end].rstrip()
    if piece.count("\n") < 2:
        return end
    has_value = mark.value_end > mark.value_start
    position = mark.end
    for gap in _GAP.finditer(masked, mark.end, end):
        if gap.end() >= end:
            break
        before = masked[position : gap.start()].strip()
        has_value = has_value or bool(before)
        following = masked[gap.end() : min(gap.end() + 200, end)]
        if has_value and following[0] not in ":;*#" and len(following.strip()) >= _LONG_ENOUGH:
            return gap.start()
        position = gap.end()
    return end


def _value(masked: str, mark: Mark, end: int) -> Span:
    """Return the span of a value: what is on the label's line and below, outer markers aside."""
    start = mark.value_start if mark.value_end > mark.value_start else mark.end
    piece = masked[start:end].rstrip()
    # The colon that introduces a value is no part of it; one with only a hint is a line of its own.
    kept = piece.lstrip(_LEAD)
    if not kept:
        at = min(mark.end, end)
        return Span(at, at)
    stop = start + len(piece)
    span = as_span((stop - len(kept), stop))
    if kept[-1] not in "]-":
        return span
    span = _without_categories(masked, span)
    while span.end - span.start >= 4 and masked.endswith("----", span.start, span.end):
        span = trimmed(masked, span.start, span.start + len(masked[span.start : span.end].rstrip("-")))
    if span.start == span.end:
        at = min(mark.end, end)
        return Span(at, at)
    return span


def _without_categories(masked: str, span: Span) -> Span:
    """Return the span without the categories at its end."""
    while masked.endswith("]]", span.start, span.end):
        opening = masked.rfind("[[", span.start, span.end)
        if opening < 0 or _CATEGORY.fullmatch(masked, opening, span.end) is None:
            break
        span = trimmed(masked, span.start, opening)
    return span


def _unlabelled(masked: str, rest: list[Span], headings: list[Heading]) -> Span | None:
    """Return the first free text long enough to be an abstract that nobody labelled."""
    following = 0
    for gap in rest:
        start, end = gap
        while following < len(headings) and headings[following].span.start < start:
            following += 1
        position = following
        while position < len(headings) and headings[position].span.start < end:
            if words(headings[position].title) in AFTERWORDS:
                end = headings[position].span.start
            position += 1
        rule = _RULE.match(masked, start)
        if rule is not None:
            start = rule.end()
        banners = _BANNERS.match(masked[start:end])
        if banners is not None:
            start += banners.end()
        span = _without_categories(masked, trimmed(masked, start, end))
        if len(plain(span.of(masked)[:400])) >= (_LONG_ENOUGH if rule is None else _BELOW_RULE):
            return span
    return None


def _single(values: list[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """Return the values under keys of their own, and those whose label stood before.

    The first value that is not empty keeps the key; another is kept under the key with a number.
    """
    chosen: dict[str, Labelled] = {}
    doubled: list[Labelled] = []
    numbers: dict[str, int] = {}
    for value in values:
        first = chosen.get(value.key)
        if first is None:
            chosen[value.key] = value
            continue
        if words(first.label) == words(value.label):
            doubled.append(value)
        if first.span.start == first.span.end:
            chosen[value.key] = value
        elif value.span.end > value.span.start:
            number = numbers.get(value.key, 2)
            while f"{value.key}_{number}" in chosen:
                number += 1
            numbers[value.key] = number + 1
            chosen[f"{value.key}_{number}"] = Labelled(
                f"{value.key}_{number}", value.label, value.span, value.key
            )
    return sorted(chosen.values(), key=_SPAN), doubled
