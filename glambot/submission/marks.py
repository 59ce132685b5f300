r"""Labels found on a page, in each of the ways forms write them.

Example:
    >>> text = "; Title\n: A talk\n; Favourite owl : tawny"
    >>> [(mark.meaning, mark.label) for mark in term_marks(text, Labels())]
    [('title', 'Title'), (None, 'Favourite owl')]
"""

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache, partial
from typing import NamedTuple

from glambot.submission.labels import PROSE, SIGNUP, WEAK_SIGNUP, Labels, slug, words
from glambot.wikitext.headings import Heading
from glambot.wikitext.mask import HIDDEN, OPAQUE
from glambot.wikitext.remembered import LONGEST, remembered
from glambot.wikitext.span import Span, inside
from glambot.wikitext.templates import Template, trimmed
from glambot.wikitext.terms import Term, split_term, term_lines

# Headings that end a form: what follows is talk about the submission.
AFTERWORDS = frozenset([
    "comments", "comment", "discussion", "questions", "question", "feedback", "reviews", "review",
    "reviewers", "reviewer comments", "votes", "voting", "q&a", "references", "see also",
    "notes for reviewers", "talk", "questions and answers", "comments and questions", "review comments",
])  # fmt: skip
_FLAGS = {"yes", "y", "true", "1", "x", "✓", "oui", "sí", "ja"}
_TYPE_FLAGS = {
    name: name.capitalize()
    for name in [
        "workshop",
        "lecture",
        "panel",
        "tutorial",
        "poster",
        "roundtable",
        "discussion",
        "presentation",
        "talk",
        "keynote",
        "meetup",
        "training",
        "demo",
        "hackathon",
        "session",
        "symposium",
        "birds of a feather",
        "lightning talk",
    ]
} | {"lightning": "Lightning talk", "lightningtalk": "Lightning talk", "bof": "Birds of a feather"}
_LONG_TEXT = 40  # characters that are no leftover of somebody's typing
_UNSEEN = re.compile(f"[{HIDDEN}{OPAQUE}]+")
# A label that is nothing but a link out of the wiki; its group is what stands behind the address.
_LINKED = re.compile(r"\s*\[(?:https?:)?//[^\s\[\]<>{}|]++[ \t]++([^\[\]<>{}|]++\])\s*")
_BEFORE_VALUE = " \t\xa0–—-:" + HIDDEN


_MOST_LABELS = 1000
_DIGITS, _MOST_DIGITS = "0123456789", 6
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


class Mark(NamedTuple):
    """A label found on a page.

    Attributes:
        start, end: where the label begins and its line ends.
        meaning: what it means, None if it is not known.
        label: the label as typed.
        value_start, value_end: the value on the same line; of no length for none.
    """

    start: int
    end: int
    meaning: str | None
    label: str
    value_start: int
    value_end: int


Value = tuple[str, str, int, int, str]
"""What a `Labelled` holds, without names: of those of plain forms few are asked by name."""


class Labelled(NamedTuple):
    """A value with its label.

    Attributes:
        key: the key of the field: a meaning or the slug of an unknown label, with a number where
            an earlier label has it already.
        label: the label as typed.
        start: where the value begins.
        end: where it ends.
        meaning: the key without a number.
    """

    key: str
    label: str
    start: int
    end: int
    meaning: str = ""

    @property
    def span(self) -> Span:
        """The value."""
        return Span(self.start, self.end)


def template_values(
    masked: str, templates: list[Template], labels: Labels
) -> tuple[list[Span], dict[str, str], list[Value]]:
    """Return the form templates' spans, their type flags and their parameters as labelled values."""
    spans: list[Span] = []
    values: list[Value] = []
    flags: dict[str, str] = {}
    read = _parameters(labels)
    for template in templates:
        if len(template.parameters) < 2:
            continue
        named: list[Value] = []
        meanings: set[str | None] = set()
        set_flags: dict[str, str] = {}
        # A bar in a text begins a parameter without a name, which no template shows.
        unnamed: list[Value] = []
        for name, start, end in template.parameters:
            if name.isdigit():
                if end - start >= _LONG_TEXT:
                    unnamed.append(("other", "", start, end, ""))
                continue
            meaning, key, label, flag = read(name)
            meanings.add(meaning)
            named.append((key, label, start, end, ""))
            if flag and masked[start:end].casefold() in _FLAGS:
                set_flags[flag] = _TYPE_FLAGS[flag]
        if len(meanings - {None}) >= 2:
            spans.append(template.span)
            values += named + unnamed
            flags |= set_flags
    return spans, flags, values


class _Parameter(NamedTuple):
    """What the name of a parameter says: its meaning, key and label, and the kind of session it may set."""

    meaning: str | None
    key: str
    label: str
    flag: str


@lru_cache(maxsize=64)
def _parameters(labels: Labels) -> Callable[[str], _Parameter]:
    return remembered(partial(_parameter, labels))


def _parameter(labels: Labels, name: str) -> _Parameter:
    meaning = labels.exact(name.replace("_", " ").replace("-", " ") if "-" in name or "_" in name else name)
    if meaning is None and name[-1:].isdigit():
        meaning = labels.exact(name.rstrip("0123456789").replace("_", " "))
    if meaning == SIGNUP:
        meaning = None
    label = shown_label(name)
    flag = name.casefold().replace("_", " ")
    return _Parameter(meaning, meaning or slug(label), label, flag if flag in _TYPE_FLAGS else "")


def term_marks(masked: str, labels: Labels, skip: Sequence[Span] = (), begin: int = 0) -> list[Mark]:
    """Return the terms of definition lists as labels, unknown ones too, but for those in `skip`.

    Args:
        masked: the masked page.
        labels: the labels known.
        skip: stretches in which no labels are looked for.
        begin: where to begin.
    """
    marks: list[Mark] = []
    known = known_terms(labels)
    for start, line in term_lines(masked, begin, len(masked)):
        end = start + len(line)
        if skip and inside(start - 1, skip):
            continue
        meaning, shown, at, size = known.get(line) or read_term(line, labels)
        if size < 0:
            at, stop = trimmed(masked, max(masked.find("[", start, end), start), end)
        elif size:
            at += start
            stop = at + size
        else:
            at = stop = end
        marks.append(_new(Mark, (start - 1, end, meaning, shown, at, stop)))
    return marks


TermRead = tuple[str | None, str, int, int]


@lru_cache(maxsize=64)
def known_terms(labels: Labels) -> dict[str, TermRead]:
    """Return what `read_term` read of an event's label lines so far; its pages have the same ones."""
    del labels  # the cache keeps one table for each
    return {}


def read_term(line: str, labels: Labels) -> TermRead:
    """Return the meaning of a line's label, the label as shown, and the value's place and length.

    The length is 0 for no value and -1 for an Etherpad's label, which holds its value in a link.
    """
    known = known_terms(labels)
    # "Submission no. 17" is read as "Submission no. 11" is: every page has another number.
    written = line.rstrip()
    digits = len(written) - len(written.rstrip(_DIGITS))
    if 0 < digits <= _MOST_DIGITS and written[-digits:].strip("1"):
        alike = written[:-digits] + "1" * digits + line[len(written) :]
        found = known.get(alike) or read_term(alike, labels)
        if found[3] == digits and found[2] + digits == len(written):
            return found
    found = _read_line(line, labels)
    if len(line) <= LONGEST:  # hostile labels must not fill memory
        if len(known) > _MOST_LABELS:
            known.clear()
        known[line] = found
    return found


def _read_line(line: str, labels: Labels) -> TermRead:
    linked = _LINKED.fullmatch(line)
    if (
        linked is not None
        and "etherpad" in line.lower()
        # Every page has another address, and what it is says nothing about the label.
        and labels.find(f"[//etherpad {linked[1]}")[0] in (None, "etherpad")
    ):
        return "etherpad", shown_label(line.strip()), 0, -1
    label, at, size = split_term(line)
    meaning, value = labels.find(label)
    if "//" in label and meaning in (None, "etherpad") and "etherpad" in label.lower():
        return "etherpad", shown_label(label), 0, -1
    if meaning == SIGNUP and words(label) in WEAK_SIGNUP:
        meaning = None
    if size or not value or value not in label:
        return meaning, shown_label(label), at, size
    behind = label.rindex(value)
    return meaning, shown_label(label[:behind].rstrip(_BEFORE_VALUE)), line.index(label) + behind, len(value)


def shown_label(label: str) -> str:
    """Return a label of a masked text as typed, without comments."""
    if HIDDEN in label or OPAQUE in label:
        return " ".join(_UNSEEN.sub("", label).split())
    return label


def heading_marks(
    headings: list[Heading], labels: Labels, known: int, meanings: AbstractSet[str | None]
) -> tuple[list[Mark], list[Heading]]:
    """Return the headings that are labels, and the others.

    In a form written otherwise (`known` labels already), a heading is content unless it names
    prose that the form has no label for. Where headings are the labels, an unknown heading of the
    same level as theirs is an unknown label.
    """
    if not headings:
        return [], []
    found = [(heading, heading_meaning(heading, labels)) for heading in headings]
    chosen: list[tuple[Heading, str | None]]
    if known >= 3:
        chosen = [(h, m) for h, m in found if m in PROSE and m not in meanings and h.level == 2]
    else:
        chosen = [(h, m) for h, m in found if m is not None and m != SIGNUP]
        if len(chosen) + known < 2:
            chosen = []
        levels = [h.level for h, _ in chosen]
        common = max(set(levels), key=levels.count) if len(levels) >= 3 else 0
        spans = {h.span for h, _ in chosen}
        chosen = [
            (h, m)
            for h, m in found
            if h.span in spans or (h.level == common and m is None and words(h.title) not in AFTERWORDS)
        ]
    spans = {heading.span for heading, _ in chosen}
    marks = [
        Mark(h.span.start, h.span.end, m, shown_label(h.title), h.span.end, h.span.end) for h, m in chosen
    ]
    return marks, [heading for heading in headings if heading.span not in spans]


def heading_meaning(heading: Heading, labels: Labels) -> str | None:
    """Return what a heading means as a label, `SIGNUP` for that of a list, None if it is no label."""
    meaning = labels.exact(heading.title)
    # "Submission" over a form is its heading, and no label of its number.
    return None if meaning == "number" and " " not in words(heading.title) else meaning


def led_marks(terms: list[Term], labels: Labels) -> list[Mark]:
    """Return the bold or bulleted lines that begin with a known label as labels."""
    found = [(term, labels.exact(term.label)) for term in terms]
    return [
        Mark(
            term.start, term.value_start, meaning, shown_label(term.label), term.value_start, term.value_start
        )
        for term, meaning in found
        if meaning is not None and meaning != SIGNUP
    ]
