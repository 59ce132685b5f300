r"""Forms that are one definition list, read in one step.

Most pages have such a form above the list in which people sign. What is not certain to be read in the same
way label by label is left to `glambot.submission.layout`.

Example:
    >>> text = "; Title\n: A talk\n; Length of session: 25 minutes\n"
    >>> form = read_plain_form(text, Labels(), len(text))
    >>> [(value.key, value.span.of(text)) for value in form.values]
    [('title', 'A talk'), ('length', '25 minutes')]
"""

import re
from operator import itemgetter
from typing import NamedTuple

from glambot.submission.labels import PROSE, SIGNUP, Labels, slug
from glambot.submission.marks import Labelled, Mark, known_terms, read_term
from glambot.submission.unread import RULE, gap_in
from glambot.submission.value import LEAD, TAILS, value_span
from glambot.wikitext.span import Span

_BLANK = " \t\x1f"
_INDENTED = re.compile(rf"\n[{_BLANK}]+;")
_KEY, _LAST_SIGN = itemgetter(0), itemgetter(slice(-1, None))
# What these labels mean depends on what else is on the page.
_ELSEWHERE = frozenset({SIGNUP, "etherpad"})
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


class PlainForm(NamedTuple):
    """A form: where it begins, its values in order, each under a key of its own, and the last known label."""

    start: int
    values: list[Labelled]
    last: Mark


def read_plain_form(  # noqa: PLR0912 - the loop that nearly every field goes through is in one piece
    masked: str, labels: Labels, end: int
) -> PlainForm | None:
    """Return the form that stands in ``masked[:end]``, or None if it needs a closer look.

    It is right where nothing but its own labels ends a value: no heading, no template with fields.
    """
    start = _first_term(masked, end)
    if start < 0:
        return None
    sign = ";"
    pieces = masked[start + 1 : end].split(sign)
    if len(pieces) > 1 and set(map(_LAST_SIGN, pieces[:-1])) != {"\n"}:
        sign = "\n;"  # others stand in the text
        pieces = masked[start + 1 : end].split(sign)
        if _INDENTED.search(masked, start, end) is not None:
            return None
    known = known_terms(labels)
    values: list[Labelled] = []
    last: tuple[int, int, str, str, int, int] | None = None
    unknown = 0
    following = start
    for piece in pieces:
        position = following
        following += len(piece) + len(sign)
        line, _, kept = piece.partition("\n")
        meaning, label, at, size = known.get(line) or read_term(line, labels)
        after = begin = position + 1 + len(line)
        stop = after + 1
        if size:
            stop = begin = position + 1 + at
            kept = piece[at:]
        if meaning is None:
            unknown += 1
        elif size < 0 or meaning in _ELSEWHERE:
            return None
        else:
            last = position, after, meaning, label, begin, begin + size
        kept = kept.rstrip()
        stop += len(kept)
        kept = kept.lstrip(LEAD)
        if not kept:
            span = _new(Span, (after, after))
        elif kept[-1] not in TAILS and kept[0] != "-":
            span = _new(Span, (stop - len(kept), stop))
        else:
            mark = Mark(position, after, meaning, label, begin, begin + size)
            span = value_span(masked, mark, min(following, end))
        if meaning not in PROSE and ("\n" in kept or kept[:1] == "-") and _is_cut(masked, kept, span):
            return None
        values.append(_new(Labelled, (meaning or slug(label), label, span, "")))
    keys = set(map(_KEY, values))
    if last is None or len(values) - unknown < 2 or len(keys) < len(values):
        return None
    if unknown and not PROSE.isdisjoint(keys):
        return None  # terms of a text may be among them
    return PlainForm(start, values, _new(Mark, last))


def _first_term(masked: str, end: int) -> int:
    """Return where the first term stands, -1 if there is none, or one behind blanks."""
    start = 0 if masked.startswith(";") else masked.find("\n;", 0, end) + 1
    if not start:
        return 0 if masked.startswith(";") else -1
    above = masked[:start]
    indented = ";" in above and (_INDENTED.search(above) is not None or above.lstrip(_BLANK)[0] == ";")
    return -1 if indented else start


def _is_cut(masked: str, kept: str, span: Span) -> bool:
    """Return whether what stands below a rule or a blank line is no part of a value."""
    return kept.startswith(RULE[1:]) or RULE in kept or gap_in(masked, span) < span.end
