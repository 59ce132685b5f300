r"""Where the labels and values of a page stand, whatever way its form is written.

Definition lists, template parameters, headings, and bold or bulleted ``Label: value`` lines are
all read as labels with values; which of them a page uses is found out, not configured.

Example:
    >>> text = "; Title\n: A talk\n\n----\n\nWhy it matters, in some forty characters or more.\n"
    >>> layout = read_layout(text, Labels(), Site.meta())
    >>> [(value.key, value.span.of(text)) for value in layout.values]
    [('title', 'A talk'), ('abstract', 'Why it matters, in some forty characters or more.')]
"""

from bisect import bisect
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from glambot.submission.inner import without_inner
from glambot.submission.labels import PROSE, SIGNUP, Labels, slug, words
from glambot.submission.marks import Labelled, Mark, heading_marks, led_marks, template_values, term_marks
from glambot.submission.signups import find_signups
from glambot.submission.unread import (
    BELOW_RULE,
    RULE,
    Headings,
    Stretch,
    author_text,
    find_abstract,
    gap_in,
    unread_values,
    without_tail,
)
from glambot.wikitext.headings import find_headings
from glambot.wikitext.redirects import redirect_target
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, as_span, inside, touches
from glambot.wikitext.templates import Template, find_templates
from glambot.wikitext.terms import find_led_lines

_START = itemgetter(0)  # of a Mark
_SPAN = itemgetter(2)  # of a Labelled
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops
_LEAD = ": \t\n\r\xa0\x1f"
# Meanings that are read by machine: a paragraph below such a value is no part of it.
_ONE_LINE = frozenset(
    ["number", "title", "authors", "username", "email", "length", "draft_or_final", "attends", "etherpad"]
)


class Layout(NamedTuple):
    """Where the parts of a page stand.

    Attributes:
        values: labels with the spans of their values, in the order of the page.
        signups: the bodies of the sign-up lists.
        templates: the outermost templates outside the sign-up lists.
        form_start: where the first label stands; what is before it is banners and hints.
        labels: how many labels there are.
        doubled: labels that stand twice, the later one in each case.
        type_flags: the kinds of session that template parameters such as ``workshop=yes`` set,
            by the parameter's name.
    """

    values: tuple[Labelled, ...]
    signups: tuple[Span, ...]
    templates: tuple[Template, ...]
    form_start: int
    labels: int
    doubled: tuple[Labelled, ...]
    type_flags: Mapping[str, str]


def read_layout(masked: str, labels: Labels, site: Site, signup_headings: Sequence[str] = ()) -> Layout:
    """Return the layout of a masked page. Time grows linearly with the text."""
    headings = find_headings(masked)
    templates = find_templates(masked)
    forms, flags, values = template_values(masked, templates, labels)
    labelled = len(values)
    marks = term_marks(masked, labels, forms)
    signups = find_signups(masked, headings, marks, labels, site, signup_headings)
    closed = [signup.span for signup in signups]
    if closed:
        first = closed[0].start
        marks = [m for m in marks if m.meaning != SIGNUP and (m.start < first or not inside(m.start, closed))]
    meanings = [mark.meaning for mark in marks]
    known = len(meanings) - meanings.count(None) + labelled
    marks = without_inner(masked, marks)
    taken = sorted(closed + forms) if forms else closed
    free = [heading for heading in headings if not touches(heading.span, taken)]
    labelling, stops = heading_marks(free, labels, known, set(meanings)) if free else ([], [])
    marks += labelling
    if known + len(labelling) < 2:
        led = [mark for mark in led_marks(find_led_lines(masked), labels) if not inside(mark.start, closed)]
        if len({mark.meaning for mark in led}) >= 2:
            marks = [mark for mark in marks if mark.meaning] + led
    marks.sort(key=_START)
    edges = sorted({*map(_START, marks), *map(_START, taken), len(masked)})
    unknown = Headings(stops, labels, _last_known(marks, closed) if stops else 0)
    written, rest, gaps = _labelled(masked, marks, edges, unknown)
    values = written + values
    around = _around(masked, edges, taken)
    if rest or gaps or around:
        values = _with_unlabelled(masked, values, (rest, gaps, around), unknown)
    values.sort(key=_SPAN)
    single, doubled = _single(values)
    starts = [mark.start for mark in marks[:1]] + [span.start for span in forms[:1]]
    return Layout(
        values=tuple(single),
        signups=tuple(signup.body for signup in signups),
        templates=tuple([t for t in templates if not inside(t.span.start, closed)]) if templates else (),
        form_start=min(starts, default=len(masked)),
        labels=labelled + len(marks),
        doubled=tuple(doubled),
        type_flags=flags,
    )


def _last_known(marks: list[Mark], closed: list[Span]) -> int:
    """Return where the last known label above the sign-up lists stands."""
    first = closed[0].start if closed else marks[-1].start + 1 if marks else 0
    return max((mark.start for mark in marks if mark.meaning and mark.start < first), default=0)


def _around(masked: str, edges: list[int], taken: list[Span]) -> list[Stretch]:
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


def _labelled(
    masked: str, marks: list[Mark], edges: list[int], headings: Headings
) -> tuple[list[Labelled], list[Stretch], list[Stretch]]:
    """Return the marks' values, what stands behind them, and paragraphs that may be no part of them."""
    values: list[Labelled] = []
    rest: list[Stretch] = []
    gaps: list[Stretch] = []
    ruled = RULE in masked
    straight = not ruled and not headings
    edge = 0
    for mark in marks:
        start, after, meaning, label, value_start, value_end = mark
        while edges[edge] <= start:
            edge += 1
        stop = edges[edge]
        end = stop
        if not straight or meaning == "etherpad":
            end = _end(masked, mark, stop, headings, ruled=ruled)
        # The colon that introduces a value is no part of it; one with only a hint is a line of its own.
        kept = masked[value_start if value_end > value_start else after : end].rstrip()
        size = len(kept)
        kept = kept.lstrip(_LEAD)
        if kept and kept[-1] not in "]-}>_" and kept[0] != "-":
            begin = (value_start if value_end > value_start else after) + size - len(kept)
            span = as_span((begin, begin + len(kept)))
        else:
            span = _value(masked, mark, end)
        if "\n" in kept and meaning not in PROSE:
            gap = gap_in(masked, span)
            if gap < span.end:
                # An abstract that stands here goes on below headings, but not below a rule.
                whole = end if masked.startswith(RULE, end) else stop
                gaps.append(Stretch(gap, whole, len(values)))
        values.append(_new(Labelled, (meaning or slug(label), label, span, "")))
        if end < stop:
            rest.append(Stretch(end, stop))
    return values, rest, gaps


def _with_unlabelled(
    masked: str,
    values: list[Labelled],
    stretches: tuple[list[Stretch], list[Stretch], list[Stretch]],
    headings: Headings,
) -> list[Labelled]:
    """Return the values, with the abstract nobody labelled and what else stands under no label.

    Args:
        masked: the masked page.
        values: the values that have labels; those of marks first, for stretches count them.
        stretches: what stands behind values, paragraphs in values, and what stands elsewhere.
        headings: the headings that are no labels.
    """
    rest, gaps, around = stretches
    has_abstract = any(value.key == "abstract" and value.span.start < value.span.end for value in values)
    if not has_abstract:
        if redirect_target(masked) is not None:
            return values
        found = find_abstract(masked, [rest + gaps, around], headings)
        if found is not None:
            span, chosen, end = found
            if chosen.value >= 0:
                _cut(values, chosen)
            values.append(Labelled("abstract", "", span))
            rest = [stretch for stretch in rest if not chosen.start <= stretch.start < end]
            around = [stretch for stretch in around if stretch != chosen]
            gaps = [stretch for stretch in gaps if stretch != chosen]
            if end < chosen.end:
                rest.append(Stretch(end, chosen.end))
    for gap in gaps:
        value = values[gap.value]
        if value.key in _ONE_LINE and author_text(masked, gap.start, value.span.end, 1):
            rest.append(Stretch(gap.start, value.span.end))
            _cut(values, gap)
    return values + unread_values(masked, sorted(rest + around), headings)


def _cut(values: list[Labelled], stretch: Stretch) -> None:
    """End a value where a stretch that is no part of it begins."""
    value = values[stretch.value]
    values[stretch.value] = value._replace(span=Span(value.span.start, stretch.start))


def _end(masked: str, mark: Mark, stop: int, headings: Headings, *, ruled: bool) -> int:
    """Return where a value ends: prose where people talk about it, others at any heading or rule."""
    if mark.meaning == "etherpad" and mark.value_end > mark.value_start:
        return mark.end
    if mark.meaning in PROSE:
        return headings.before_talk(mark.end, stop)
    within = headings.within(mark.end, stop)
    end = within[0].span.start if within else stop
    if ruled:
        rule = masked.find(RULE, mark.end, end)
        if rule >= 0:
            return rule
    return end


def _value(masked: str, mark: Mark, end: int) -> Span:
    """Return the span of a value: what is on the label's line and below, outer markers aside."""
    start = mark.value_start if mark.value_end > mark.value_start else mark.end
    piece = masked[start:end].rstrip()
    # The colon that introduces a value is no part of it; one with only a hint is a line of its own.
    kept = piece.lstrip(_LEAD)
    if kept.startswith("----"):
        kept = kept.lstrip("-").lstrip(_LEAD)
    if kept:
        stop = start + len(piece)
        span = as_span((stop - len(kept), stop))
        if kept[-1] in "]-}>_":
            span = without_tail(masked, span)
        if span.start < span.end:
            return span
    at = min(mark.end, end)
    return Span(at, at)


def _single(values: list[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """Return the values under keys of their own, and those whose label stood before.

    The first value that is not empty keeps the key, unless the label of another has more words:
    "Topics" may be a word of a text, "Theme of presentation" is a label. Others are kept under the
    key with a number.
    """
    chosen: dict[str, Labelled] = {}
    doubled: list[Labelled] = []
    numbers: dict[str, int] = {}
    for value in values:
        first = chosen.get(value.key)
        if first is None:
            chosen[value.key] = value
            continue
        if value.label and words(first.label) == words(value.label):
            doubled.append(value)
        if first.span.start == first.span.end:
            chosen[value.key] = value
        elif value.span.end > value.span.start:
            second = value
            if value.key not in PROSE and _says_more(value.label, first.label):
                chosen[value.key], second = value, first
            number = numbers.get(value.key, 2)
            while f"{value.key}_{number}" in chosen:
                number += 1
            numbers[value.key] = number + 1
            key = f"{value.key}_{number}"
            chosen[key] = Labelled(key, second.label, second.span, value.key)
    return sorted(chosen.values(), key=_SPAN), doubled


def _says_more(label: str, other: str) -> bool:
    return words(label).count(" ") > words(other).count(" ") if label and other else False
