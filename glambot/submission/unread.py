r"""What an author wrote under no label: the abstract of forms without one, and anything else.

Example:
    >>> text = "{{Open submission}}\n\nOwls are nice: come and see some.\n\n[[Category:Talks]]"
    >>> author_text(text, 0, len(text), 20).of(text)
    'Owls are nice: come and see some.'
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from glambot.submission.labels import SIGNUP, Labels, slug, words
from glambot.submission.marks import AFTERWORDS, Value, shown_label
from glambot.wikitext.expression import expression
from glambot.wikitext.headings import Heading
from glambot.wikitext.mask import HIDDEN
from glambot.wikitext.plain import plain, plain_of_simple
from glambot.wikitext.span import Span
from glambot.wikitext.templates import trimmed

RULE = "\n----"
_RULE = re.compile(r"\s*-{4,}")
# A line that begins with a comment is one whose own break is hidden with it.
_GAP = expression(rf"\n(?:{HIDDEN}[{HIDDEN} \t]*|[ \t]*)\n\s*")
# Some at once: to repeat a group without end takes memory without end.
_BANNERS = expression(
    r"(?:\s*(?:\{\{[^{}\n]*\}\}|__[A-Z]+__|<[^<>\n]*>|\[\[[^\[\]\n:]*+:[^\[\]\n]*+\]\])){1,100}"
)
_LINE_END = re.compile(r"\s*(?=\n|\Z)")
_CATEGORY = expression(r"\[\[[ _]*category[ _]*:[^\[\]\n]*\]\]", re.IGNORECASE)
_TAIL_LINE = expression(
    r"\s*(?:(?:\{\{[^{}|\n]*\}\}|__[A-Z]+__"
    r"|</?(?:noinclude|includeonly|onlyinclude|translate|languages|section)(?:[\s/][^<>\n]*)?>)\s*)+",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"\n|\. |! |\? ")
# What forms and organisers write, not authors, in small letters. Each alternative begins with a letter, by
# which the others are passed over fast.
_BOILERPLATE = expression(
    r"please sign\b|to sign\b|sign (?:with|below|up|here)|four tildes|three tildes|save the page|do not edit"
    r"|below this line|information about your|reviewers to decide|fill (?:in|out) (?:the|this|your)|back to "
    r"|submission guidelines|this (?:submission|proposal|session|talk) (?:has been|was|is) (?:now )?(?:not )?"
    r"(?:accepted|rejected|declined|withdrawn|closed|open|a draft|complete|final|disqualified|cancell?ed)",
)
# One of these stands in whatever that finds, and in few other sentences.
_BOILERPLATE_WORDS = (
    "sign", "tildes", "save the page", "do not edit", "below this line", "information about your",
    "reviewers to", "fill ", "back to ", "submission guidelines", "this ",
)  # fmt: skip
# How many characters of free text are an abstract or a field of their own: below a rule or a
# heading, and anywhere else.
BELOW_RULE = 10
LONG_ENOUGH = 40
_READ = 4000


class Stretch(NamedTuple):
    """A stretch of the page that no label claims.

    Attributes:
        start, end: where it stands.
        value: the number of the value it is cut from, -1 for none.
    """

    start: int
    end: int
    value: int = -1


# The time zone behind a timestamp, of whatever wiki.
_ZONE = expression(r"\((?<=[\d.] \()(?:[A-Z]{3,5}|[+-]\d{2,4})\)")


def gap_in(masked: str, span: Span) -> int:
    """Return where in a value a blank line stands before a long paragraph; the value's end if none does."""
    start, end = span
    for gap in _GAP().finditer(masked, start, end):
        following = masked[gap.end() : min(gap.end() + 200, end)]
        if following[:1] not in tuple(":;*#") and len(following.strip()) >= LONG_ENOUGH:
            return gap.start()
    return end


def author_text(masked: str, start: int, end: int, least: int) -> Span | None:
    """Return the part of a stretch that an author wrote, without what surrounds it, or None.

    None is returned for less than `least` characters of text that is no boilerplate.
    """
    if end - start < least:
        return None
    rule = _RULE.match(masked, start, end)
    if rule is not None:
        start = rule.end()
    start = _banners_end(masked, start, end)
    span = without_tail(masked, trimmed(masked, start, end))
    if span.end - span.start < least or _is_signed(masked, span):
        return None
    # Most often the first line says enough, and there is nothing in it that could end below it.
    start, end = span.start, min(span.end, span.start + _READ)
    newline = masked.find("\n", start, end)
    line = plain_of_simple(masked[start : newline if newline >= 0 else end])
    if line is not None and _says_enough(line, least):
        return span
    return span if _says_enough(plain(masked[start:end]), least) else None


def _banners_end(masked: str, start: int, end: int) -> int:
    """Return where the banners end that a stretch begins with; its start if more stands on their line."""
    position = start
    while (banners := _BANNERS().match(masked, position, end)) is not None:
        position = banners.end()
    line_end = _LINE_END.match(masked, position, end) if position > start else None
    return start if line_end is None else line_end.end()


def _says_enough(text: str, least: int) -> bool:
    """Return whether at least so many characters of a text say something: none of boilerplate does."""
    said = 0
    for sentence in _sentences(text):
        if not _is_boilerplate(sentence.lower()):
            said += len(sentence.strip("-|{}!=*#:; "))
        if said >= least:
            return True
    return False


def _is_boilerplate(sentence: str) -> bool:
    """Return whether a form or an organiser says a sentence, which is in small letters."""
    return any(map(sentence.__contains__, _BOILERPLATE_WORDS)) and _BOILERPLATE().search(sentence) is not None


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences and lines of a text; most often the first says enough."""
    position = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[position : end.end() - 1]
        position = end.end()
    yield text[position:]


def _is_signed(masked: str, span: Span) -> bool:
    """Return whether a text is a list of signatures, or a talk."""
    if masked.find("(", *span) < 0:
        return False
    signatures = len(_ZONE().findall(masked, *span))
    listed = signatures > 1 or (signatures == 1 and masked[span.start] in "*#")
    return listed and 2 * signatures >= sum(map(bool, span.of(masked).split("\n")))


def without_tail(masked: str, span: Span) -> Span:
    """Return the span without the categories, rules, status banners and bare tags at its end."""
    start, end = span
    while end > start:
        last = masked[end - 1]
        if last not in "]-}>_":
            break
        if last == "]":
            kept = masked.rfind("[[", start, end)
            if kept < 0 or _CATEGORY().fullmatch(masked, kept, end) is None:
                break
        elif last == "-":
            if not masked.endswith("----", start, end):
                break
            kept = end
            while kept > start and masked[kept - 1] == "-":
                kept -= 1
        else:
            kept = masked.rfind("\n", start, end)
            # A value that is nothing but templates is made of them.
            if kept < 0 or masked[start] == "{" or _TAIL_LINE().fullmatch(masked, kept, end) is None:
                break
        end = kept
        while end > start and masked[end - 1].isspace():
            end -= 1
    return Span(start, max(start, end))


class Headings:
    """The headings of a page that are no labels, and where each stands."""

    __slots__ = ("_headings", "_labels", "_last_known", "_starts")

    def __init__(self, headings: list[Heading], labels: Labels, last_known: int) -> None:
        self._headings = headings
        self._starts = [heading.span.start for heading in headings]
        self._labels = labels
        self._last_known = last_known

    def __bool__(self) -> bool:
        return bool(self._starts)

    def within(self, start: int, end: int) -> list[Heading]:
        """Return the headings in a stretch of the page."""
        return self._headings[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def is_talk(self, heading: Heading) -> bool:
        """Return whether a heading opens a section about the submission: no label of the form follows."""
        return heading.span.start > self._last_known and words(heading.title) in AFTERWORDS

    def before_talk(self, start: int, end: int) -> int:
        """Return where in a stretch the first section about the submission begins, or its end."""
        if not self._starts:
            return end
        return next((h.span.start for h in self.within(start, end) if self.is_talk(h)), end)

    def is_list(self, heading: Heading) -> bool:
        """Return whether a heading names a list in which people sign."""
        return self._labels.exact(heading.title) == SIGNUP


def find_abstract(
    masked: str, ordered: list[list[Stretch]], headings: Headings
) -> tuple[Span, Stretch, int] | None:
    """Return the abstract nobody labelled, the stretch it is in and where it is cut off there, or None.

    What stands below a rule is preferred, and then the lists of stretches come one after the other.
    """
    below: list[tuple[Stretch, int]] = []
    others: list[tuple[Stretch, int]] = []
    for group in ordered:
        for stretch in sorted(group) if len(group) > 1 else group:
            start, end, value = stretch
            if value < 0 and _RULE.match(masked, start, end):
                below.append((stretch, BELOW_RULE))
            else:
                others.append((stretch, LONG_ENOUGH))
    for stretch, least in below + others:
        end = headings.before_talk(stretch.start, stretch.end)
        span = author_text(masked, stretch.start, end, least)
        if span is not None:
            return span, stretch, end
    return None


def unread_values(masked: str, stretches: list[Stretch], headings: Headings) -> list[Value]:
    """Return what an author wrote in stretches of the page, each section under its heading's slug.

    Sections in which people talk about the submission or sign are passed over.
    """
    values: list[Value] = []
    for stretch in stretches:
        position, title = stretch.start, ""
        passed = 0  # the level of the section that is passed over
        for heading in headings.within(stretch.start, stretch.end):
            if heading.level > 3 or (passed and heading.level > passed):
                continue
            if not passed:
                values += _value(masked, title, position, heading.span.start)
            passed = heading.level if headings.is_talk(heading) or headings.is_list(heading) else 0
            position, title = heading.span.end, heading.title
        if not passed:
            values += _value(masked, title, position, stretch.end)
    return values


def _value(masked: str, title: str, start: int, end: int) -> list[Value]:
    span = author_text(masked, start, end, BELOW_RULE if title else LONG_ENOUGH)
    if span is None:
        return []
    return [(slug(title) if title else "other", shown_label(title), *span, "")]
