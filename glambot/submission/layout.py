r"""Where the labels and values of a page stand, whatever way its form is written.

Definition lists, template parameters, headings, and bold or bulleted ``Label: value`` lines are
all read as labels with values; which of them a page uses is found out, not configured.

Example:
    >>> text = "; Title\n: A talk\n\n----\n\nWhy it matters, in some forty characters or more.\n"
    >>> layout = read_layout(text, Labels(), Site.meta())
    >>> [(key, text[start:end]) for key, _, start, end, _ in layout.values]
    [('title', 'A talk'), ('abstract', 'Why it matters, in some forty characters or more.')]
"""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from glambot.submission.inner import without_inner
from glambot.submission.labels import PROSE, SIGNUP, Labels, slug, words
from glambot.submission.marks import (
    Labelled,
    Mark,
    Value,
    heading_marks,
    led_marks,
    template_values,
    term_marks,
)
from glambot.submission.plain_form import read_plain_form
from glambot.submission.signups import find_signups
from glambot.submission.unlabelled import Stretches, stretches_around, with_unlabelled
from glambot.submission.unread import (
    RULE,
    Headings,
    Stretch,
    gap_in,
)
from glambot.submission.value import LEAD, TAILS, value_span
from glambot.wikitext.headings import Heading, find_headings
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, inside, touches
from glambot.wikitext.templates import Template, find_templates
from glambot.wikitext.terms import find_led_lines

_START = itemgetter(0)  # of a Mark, of a Span
_KEY, _SPAN = itemgetter(0), itemgetter(2, 3)  # of a Value
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops
# No page has so many; a text of such lines is read once, and closely.
_MOST_HEADINGS = 200


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

    values: tuple[Value, ...]
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
    if not forms:
        plain = _plain_layout(masked, labels, site, signup_headings, headings, templates)
        if plain is not None:
            return plain
    labelled = len(values)
    marks = term_marks(masked, labels, forms)
    signups = find_signups(masked, headings, marks, labels, site, signup_headings)
    closed = [signup.span for signup in signups]
    if closed:
        marks = [mark for mark in marks if mark.meaning != SIGNUP and not inside(mark.start, closed)]
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
    edges = sorted([*map(_START, marks), *map(_START, taken), len(masked)])
    unknown = Headings(stops, labels, _last_known(marks, closed) if stops else 0)
    written, rest, gaps = _labelled(masked, marks, edges, unknown)
    stretches = rest, gaps, stretches_around(masked, edges, taken)
    single, doubled = _settled(masked, written + values, stretches, unknown)
    starts = [mark.start for mark in marks[:1]] + [span.start for span in forms[:1]]
    return Layout(
        values=tuple(single),
        signups=tuple([signup.body for signup in signups]),
        templates=_outside(templates, closed),
        form_start=min(starts, default=len(masked)),
        labels=labelled + len(marks),
        doubled=tuple(doubled),
        type_flags=flags,
    )


def _plain_layout(
    masked: str,
    labels: Labels,
    site: Site,
    signup_headings: Sequence[str],
    headings: list[Heading],
    templates: list[Template],
) -> Layout | None:
    """Return the layout of a page on which a plain form stands above the sign-up lists, None for any other.

    No other heading may stand on the page that is a label, and no other term.
    """
    if len(headings) > _MOST_HEADINGS:
        return None
    above = headings[0].span.start if headings else len(masked)
    if headings[1:] and masked[:1] != ";" and (term := masked.find("\n;")) > above:
        # What stands over the form is no part of it.
        above = next((heading.span.start for heading in headings if heading.span.start > term), len(masked))
    form = read_plain_form(masked, labels, above)
    if form is None or term_marks(masked, labels, begin=above):
        return None
    signups = find_signups(masked, headings, [form.last], labels, site, signup_headings)
    closed = [signup.span for signup in signups]
    edges = [form.start, *map(_START, closed), len(masked)]
    if edges[1] != above:
        return None
    stops: list[Heading] = []
    free = [heading for heading in headings if not touches(heading.span, closed)] if headings[1:] else []
    if free:
        known = {*map(_KEY, form.values)} - {*form.unknown}
        labelling, stops = heading_marks(free, labels, len(known), known)
        if labelling:
            return None
    labelled = len(form.values)
    around = stretches_around(masked, edges, closed)
    single: Sequence[Value] = form.values
    doubled: list[Labelled] = []
    if around or form.rest:
        unknown = Headings(stops, labels, form.last.start if stops else 0)
        single, doubled = _settled(masked, form.values, (form.rest, [], around), unknown)
    bodies = tuple([signup.body for signup in signups])
    outside = _outside(templates, closed)
    return Layout(tuple(single), bodies, outside, form.start, labelled, tuple(doubled), {})


def _outside(templates: list[Template], closed: list[Span]) -> tuple[Template, ...]:
    """Return the templates that stand in no sign-up list."""
    return tuple([t for t in templates if not closed or not inside(t.span.start, closed)])


def _settled(
    masked: str, values: list[Value], stretches: Stretches, headings: Headings
) -> tuple[Sequence[Value], list[Labelled]]:
    """Return all values in order, each under a key of its own, and those whose label stood before."""
    if any(stretches):
        values = with_unlabelled(masked, values, stretches, headings)
    values.sort(key=_SPAN)
    if len(set(map(_KEY, values))) == len(values):
        return values, []
    return _single([Labelled(*value) for value in values])


def _last_known(marks: list[Mark], closed: list[Span]) -> int:
    """Return where the last known label above the sign-up lists stands."""
    first = closed[0].start if closed else marks[-1].start + 1 if marks else 0
    return max((mark.start for mark in marks if mark.meaning and mark.start < first), default=0)


def _labelled(
    masked: str, marks: list[Mark], edges: list[int], headings: Headings
) -> tuple[list[Value], list[Stretch], list[Stretch]]:
    """Return the marks' values, what stands behind them, and paragraphs that may be no part of them."""
    values: list[Value] = []
    rest: list[Stretch] = []
    gaps: list[Stretch] = []
    ruled = RULE in masked
    straight = not ruled and not headings
    edge = 0
    for mark in marks:
        start, after, meaning, label, begin, value_end = mark
        while edges[edge] <= start:
            edge += 1
        end = stop = edges[edge]
        if not straight or meaning == "etherpad":
            end = _end(masked, mark, stop, headings, ruled=ruled)
        if begin == value_end:
            begin = after
        kept = masked[begin:end].rstrip()
        value_end = begin + len(kept)
        # The colon that introduces a value is no part of it; one with only a hint is a line of its own.
        kept = kept.lstrip(LEAD)
        if kept and kept[-1] not in TAILS and kept[0] != "-":
            span = _new(Span, (value_end - len(kept), value_end))
        else:
            span = value_span(masked, mark, end) if kept else _new(Span, (min(after, end),) * 2)
        if meaning is None:
            meaning = slug(label)
        if "\n" in kept and meaning not in PROSE:
            gap = gap_in(masked, span)
            if gap < span.end:
                # An abstract that stands here goes on below headings, but not below a rule.
                whole = end if masked.startswith(RULE, end) else stop
                gaps.append(Stretch(gap, whole, len(values)))
        values.append((meaning, label, *span, ""))
        if end < stop:
            rest.append(Stretch(end, stop))
    return values, rest, gaps


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
        if first.start == first.end:
            chosen[value.key] = value
        elif value.end > value.start:
            second = value
            if value.key not in PROSE and _says_more(value.label, first.label):
                chosen[value.key], second = value, first
            number = numbers.get(value.key, 2)
            while f"{value.key}_{number}" in chosen:
                number += 1
            numbers[value.key] = number + 1
            key = f"{value.key}_{number}"
            chosen[key] = Labelled(key, second.label, second.start, second.end, value.key)
    return sorted(chosen.values(), key=_SPAN), doubled


def _says_more(label: str, other: str) -> bool:
    return words(label).count(" ") > words(other).count(" ") if label and other else False
