r"""Pages that hold several proposals: a bullet or a section for each.

Example:
    >>> text = "* '''Owls''' – Jane Doe. Half an hour.\n* '''Lamps''' – John Roe. 20 minutes.\n== Owls ==\n# [[User:A]]"
    >>> [(talk.title, talk.length_minutes, talk.tally.interested) for talk in parse_all(text)]
    [('Owls', 30, 1), ('Lamps', 20, 0)]
"""

import re

from glambot.submission.event import Event, default_event
from glambot.submission.labels import words
from glambot.submission.layout import Layout, read_layout
from glambot.submission.lengths import minutes
from glambot.submission.marks import Labelled, led_marks
from glambot.submission.parse import build, check_text
from glambot.submission.submission import Submission
from glambot.wikitext.headings import Heading, find_headings, section_end
from glambot.wikitext.mask import mask
from glambot.wikitext.plain import plain
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.templates import Template, find_templates, trimmed
from glambot.wikitext.terms import find_led_lines, find_terms

_BULLET = re.compile(r"(?:\n|\A)\*(?![*#:])[ \t]*'''(?P<title>[^'\n]{2,200})'''(?P<rest>[^\n]*(?:\n(?:\*[*#:]|[#:])[^\n]*)*)")
_SIGNED_REPLY = re.compile(r"\n[*#:]{2,}[^\n]*\(UTC\)[^\n]*")
_SENTENCE = re.compile(r"[^.!?\n]+")
_LEAD = re.compile(r"[\s:–—,-]*(?:by\s+)?(?P<authors>[^.\n]{2,300})")


def parse_all(
    wikitext: str, *, title: str | None = None, event: Event | None = None, site: Site | None = None
) -> tuple[Submission, ...]:
    """Return every proposal on a page: one for most pages, one a talk where a page lists talks.

    The arguments are those of `parse`. Talks of one page share its ``page`` and differ by ``section``.
    """
    check_text(wikitext)
    event = event or default_event()
    site = site or Site.meta()
    masked = mask(wikitext)
    layout = read_layout(masked, event.labels, event.signup_headings)
    headings = find_headings(masked)
    talks: list[tuple[str, Layout]] = []
    if sum(bool(value.label) for value in layout.values) < 2 or not _labelled_once(masked, headings):
        talks = _sections(masked, headings, event) or _bullets(masked, headings, layout)
    if len(talks) < 2:
        return (build(masked, wikitext, layout, title=title, event=event, site=site),)
    return tuple(
        build(masked, wikitext, talk, title=title, event=event, site=site, section=name) for name, talk in talks
    )


def _labelled_once(masked: str, headings: list[Heading]) -> bool:
    """Return whether the page has a form of its own: terms or a template rather than bullets."""
    if len(find_terms(masked)) >= 2:
        return True
    return any(len(template.parameters) >= 3 for template in find_templates(masked)) or len(headings) < 2


def _sections(masked: str, headings: list[Heading], event: Event) -> list[tuple[str, Layout]]:
    """Return a layout for each section that holds bulleted or bold labels of its own."""
    found: list[tuple[str, Layout]] = []
    done = 0
    labelled = [mark.start for mark in led_marks(find_led_lines(masked), event.labels)]
    position = 0
    for index, heading in enumerate(headings):
        if heading.span.start < done or event.labels.exact(heading.title) is not None:
            continue
        # Only what stands before the next heading, whatever its level, is the section's own.
        own_end = headings[index + 1].span.start if index + 1 < len(headings) else len(masked)
        while position < len(labelled) and labelled[position] < heading.span.start:
            position += 1
        if position + 1 >= len(labelled) or labelled[position + 1] >= own_end:
            continue
        done = section_end(headings, index, len(masked))
        layout = read_layout(masked[heading.span.end : done], event.labels, event.signup_headings)
        layout = _moved(layout, heading.span.end)
        if not any(value.key == "title" for value in layout.values):
            opening = masked.find(heading.title, heading.span.start)
            own = Labelled("title", "", Span(opening, opening + len(heading.title)))
            layout = _with(layout, (own, *layout.values))
        found.append((plain(heading.title), layout))
    return found if len(found) >= 2 else []


def _bullets(masked: str, headings: list[Heading], layout: Layout) -> list[tuple[str, Layout]]:
    """Return a layout for each bullet that opens with a bold title; people sign below one named like it."""
    sections: dict[str, Span] = {}
    for index, heading in enumerate(headings):
        sections.setdefault(
            words(heading.title), Span(heading.span.end, section_end(headings, index, len(masked)))
        )
    talks: list[tuple[str, Layout]] = []
    for bullet in _BULLET.finditer(masked):
        if any(start <= bullet.start() < end for start, end in layout.signups[:8]):
            continue
        name = Span(*bullet.span("title"))
        values = [Labelled("title", "", name)]
        start, end = bullet.span("rest")
        lead = _LEAD.match(masked, start, end)
        if lead is not None:
            values.append(Labelled("authors", "", trimmed(masked, *lead.span("authors"))))
            start = lead.end()
        signed = _SIGNED_REPLY.search(masked, start, end)
        signups = [Span(signed.start(), end)] if signed else []
        end = signed.start() if signed else end
        for sentence in _SENTENCE.finditer(masked, start, min(end, start + 300)):
            if minutes(plain(sentence[0])) is not None:
                values.append(Labelled("length", "", trimmed(masked, *sentence.span())))
                break
        about = trimmed(masked, start, end)
        while about.start < about.end and masked[about.start] in ".–—-: ":
            about = Span(about.start + 1, about.end)
        values.append(Labelled("abstract", "", about))
        title = plain(name.of(masked))
        if words(title) in sections:
            signups.append(sections[words(title)])
        own = Layout(tuple(values), tuple(signups), layout.templates, layout.form_start, (), {})
        talks.append((title, own))
    return talks if len(talks) >= 2 else []


def _moved(layout: Layout, offset: int) -> Layout:
    """Return a layout read from a part of the page with its spans in the whole."""

    def move(span: Span) -> Span:
        return Span(span.start + offset, span.end + offset)

    def relabel(values: tuple[Labelled, ...]) -> tuple[Labelled, ...]:
        return tuple(Labelled(v.key, v.label, move(v.span), v.meaning) for v in values)

    return Layout(
        relabel(layout.values),
        tuple(move(span) for span in layout.signups),
        tuple(Template(t.name, (), move(t.span)) for t in layout.templates),
        layout.form_start + offset,
        relabel(layout.doubled),
        layout.type_flags,
    )


def _with(layout: Layout, values: tuple[Labelled, ...]) -> Layout:
    return Layout(
        values, layout.signups, layout.templates, layout.form_start, layout.doubled, layout.type_flags
    )
