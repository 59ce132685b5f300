r"""Pages that hold several proposals: a section, a template or a bullet for each.

Example:
    >>> text = "* '''Owls''' – Jane Doe. Half an hour.\n* '''Lamps''' – John Roe. 20 minutes.\n"
    >>> text += "== Owls ==\n# [[User:A]]"
    >>> [(talk.title, talk.length_minutes, talk.tally.interested) for talk in parse_all(text)]
    [('Owls', 30, 1), ('Lamps', 20, 0)]
"""

from collections import Counter

from glambot.submission.event import Event
from glambot.submission.labels import SIGNUP, Labels, words
from glambot.submission.layout import Layout, read_layout
from glambot.submission.marks import (
    AFTERWORDS,
    Labelled,
    Value,
    heading_meaning,
    led_marks,
    template_values,
    term_marks,
)
from glambot.submission.parse import build, checked_event, page_categories
from glambot.submission.submission import Submission
from glambot.wikitext.given import check_site, check_text
from glambot.wikitext.headings import Heading, find_headings, section_end
from glambot.wikitext.mask import mask
from glambot.wikitext.plain import plain
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.templates import Template, find_templates
from glambot.wikitext.terms import find_led_lines

# A form says these once: where they stand again there is another form.
_ONCE = ("authors", "abstract", "length")
# Where one of these stands twice there may be several talks.
_TELLING = frozenset({"title", *_ONCE})


def parse_all(
    wikitext: str, *, title: str | None = None, event: Event | None = None, site: Site | None = None
) -> tuple[Submission, ...]:
    """Return every proposal on a page: one for most pages, one a talk where a page lists talks.

    The arguments are those of `parse`. Talks of one page share its ``page`` and differ by ``section``.

    Raises:
        TypeError: if `wikitext` is no str.
    """
    check_text(wikitext)
    check_site(site)
    event = checked_event(event)
    site = site or Site.meta()
    masked = mask(wikitext)
    layout = read_layout(masked, event.labels, site, event.signup_headings)
    talks: list[tuple[str, Layout]] = []
    few = layout.labels < 2
    if few or not _TELLING.isdisjoint([meaning for _, _, _, _, meaning in layout.values]):
        headings = find_headings(masked)
        talks = _sections(masked, headings, event, site) or _forms(masked, event, site)
        if few and not talks:
            from glambot.submission.bullets import bullet_talks  # noqa: PLC0415 - few pages have them

            talks = bullet_talks(masked, headings, layout, event.labels, site)
    if len(talks) < 2:
        return (build(masked, wikitext, layout, title=title, event=event, site=site),)
    categories = page_categories(masked)
    return tuple(
        build(
            masked, wikitext, talk, title=title, event=event, site=site, section=name, categories=categories
        )
        for name, talk in zip(
            _distinct([name for name, _ in talks]), [talk for _, talk in talks], strict=True
        )
    )


def _distinct(names: list[str]) -> list[str]:
    """Return the names with a number behind those that stood before."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _sections(masked: str, headings: list[Heading], event: Event, site: Site) -> list[tuple[str, Layout]]:
    """Return a layout for each section that holds a form of its own, whatever way it is written."""
    meanings = [heading_meaning(heading, event.labels) for heading in headings]
    labelled = _labelled(masked, headings, meanings, event.labels)
    found: list[tuple[int, int, set[str]]] = []  # a heading, where its section ends, what labels are in it
    done = position = 0
    for index, heading in enumerate(headings):
        if heading.span.start < done or meanings[index] == SIGNUP or words(heading.title) in AFTERWORDS:
            continue
        # Only what stands before the next heading that is no label is the section's own.
        own_end = len(masked)
        for later in range(index + 1, len(headings)):
            if meanings[later] is None or headings[later].level <= heading.level:
                own_end = headings[later].span.start
                break
        while position < len(labelled) and labelled[position][0] <= heading.span.start:
            position += 1
        own: set[str] = set()
        inner = position
        while inner < len(labelled) and labelled[inner][0] < own_end:
            own.add(labelled[inner][1])
            inner += 1
        if len(own) >= 2:
            done = section_end(headings, index, len(masked))
            found.append((index, done, own))
    titles = sum("title" in own for _, _, own in found)
    if titles:
        found = [section for section in found if "title" in section[2]]
    elif not any(sum(meaning in own for _, _, own in found) >= 2 for meaning in _ONCE):
        return []
    if len(found) < 2:
        return []
    starts = {heading.span.start: index for index, heading in enumerate(headings)}
    lists = [_list_end(headings, meanings, starts.get(end), len(masked)) for _, end, _ in found]
    if sum(end > 0 for end in lists) >= 2:
        found = [
            (index, max(end, further), own) for (index, end, own), further in zip(found, lists, strict=True)
        ]
    return [_section(masked, headings[index], end, event, site) for index, end, _ in found]


def _labelled(
    masked: str, headings: list[Heading], meanings: list[str | None], labels: Labels
) -> list[tuple[int, str]]:
    """Return where known labels stand on the page and what they mean, in order."""
    found = [(mark.start, mark.meaning) for mark in led_marks(find_led_lines(masked), labels)]
    found += [(mark.start, mark.meaning) for mark in term_marks(masked, labels)]
    found += [(heading.span.start, m) for heading, m in zip(headings, meanings, strict=True)]
    _, _, values = template_values(masked, find_templates(masked), labels)
    found += [(start, key) for key, _, start, _, _ in values]
    return sorted((start, meaning) for start, meaning in found if meaning and meaning != SIGNUP)


def _list_end(headings: list[Heading], meanings: list[str | None], index: int | None, length: int) -> int:
    """Return where the sign-up list ends that ``headings[index]`` opens, 0 if it opens none."""
    if index is None or meanings[index] != SIGNUP:
        return 0
    return section_end(headings, index, length)


def _section(masked: str, heading: Heading, end: int, event: Event, site: Site) -> tuple[str, Layout]:
    layout = read_layout(masked[heading.span.end : end], event.labels, site, event.signup_headings)
    layout = _moved(layout, heading.span.end)
    if not any(value[0] == "title" for value in layout.values):
        opening = masked.find(heading.title, heading.span.start)
        own = Labelled("title", "", opening, opening + len(heading.title))
        layout = layout._replace(values=(own, *layout.values))
    return plain(heading.title), layout


def _forms(masked: str, event: Event, site: Site) -> list[tuple[str, Layout]]:
    """Return a layout for each form template with a title, down to the next one."""
    templates = find_templates(masked)
    titled: list[tuple[int, str]] = []
    for template in templates if len(templates) > 1 else []:
        _, _, values = template_values(masked, [template], event.labels)
        title = next((masked[start:end] for key, _, start, end, _ in values if key == "title"), None)
        if title is not None:
            titled.append((template.span.start, plain(title)))
    if len(titled) < 2:
        return []
    ends = [start for start, _ in titled[1:]] + [len(masked)]
    return [
        (title, _moved(read_layout(masked[start:end], event.labels, site, event.signup_headings), start))
        for (start, title), end in zip(titled, ends, strict=True)
    ]


def _moved(layout: Layout, offset: int) -> Layout:
    """Return a layout read from a part of the page with its spans in the whole."""

    def move(span: Span) -> Span:
        return Span(span.start + offset, span.end + offset)

    def relabel(values: tuple[Value, ...]) -> tuple[Labelled, ...]:
        return tuple(
            Labelled(key, label, start + offset, end + offset, meaning)
            for key, label, start, end, meaning in values
        )

    return layout._replace(
        values=relabel(layout.values),
        signups=tuple(move(span) for span in layout.signups),
        templates=tuple(Template(t.name, (), move(t.span)) for t in layout.templates),
        form_start=layout.form_start + offset,
        doubled=relabel(layout.doubled),
    )
