r"""Forms that are one definition list, read in one step.

Most pages have such a form above the list in which people sign. What is not certain to be read in the same
way label by label is left to `glambot.submission.layout`.

Example:
    >>> text = "; Title\n: A talk\n; Length of session: 25 minutes\n"
    >>> form = read_plain_form(text, Labels(), len(text))
    >>> [(key, text[start:end]) for key, _, start, end, _ in form.values]
    [('title', 'A talk'), ('length', '25 minutes')]
"""

from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from glambot.submission.labels import PROSE, SIGNUP, Labels, slug
from glambot.submission.marks import Mark, TermRead, Value, known_terms, read_term
from glambot.submission.unread import RULE, Stretch, gap_in
from glambot.submission.value import LEAD, TAILS, value_span
from glambot.wikitext.expression import expression
from glambot.wikitext.span import Span
from glambot.wikitext.templates import trimmed

_BLANK = " \t\x1f"
_INDENTED = expression(rf"\n[{_BLANK}]+;")
_KEY, _LAST_SIGN = itemgetter(0), itemgetter(slice(-1, None))
# What these labels mean depends on what else is on the page.
_ETHERPAD = "etherpad"
_ELSEWHERE = frozenset({SIGNUP, _ETHERPAD})
# What these say is each page's own: to remember it would be in vain.
_OWN = frozenset({"title", "authors", "username", "email"})
# So much is remembered, or hostile pages would fill memory.
_SHORT, _MOST = 200, 1000
# No form has so many labels; a list of such lines is read once, and closely.
_MOST_TERMS = 100


# What a term and its value are: key and label; where the value begins and ends; what the label means if that
# is known; where its line ends, where the value on it begins, and its length; where begins what stands behind
# the value and is no part of it, 0 for nowhere. Positions are counted from the sign of the term.
_Read = tuple[str, str, int, int, str | None, tuple[int, int, int], int]


class PlainForm(NamedTuple):
    """A form.

    Attributes:
        start: where it begins.
        values: its values in order, each under a key of its own.
        last: the last known label.
        rest: what stands behind values and is no part of them, in order.
        unknown: the keys of values whose labels are not known.
    """

    start: int
    values: list[Value]
    last: Mark
    rest: list[Stretch]
    unknown: list[str]


def read_plain_form(masked: str, labels: Labels, end: int) -> PlainForm | None:
    """Return the form that stands in ``masked[:end]``, or None if it needs a closer look.

    It is right where nothing but its own labels and rules ends a value: no heading, no template with fields.
    """
    start = _first_term(masked, end)
    if start < 0:
        return None
    sign = ";"
    pieces = masked[start + 1 : end].split(sign)
    if len(pieces) > 1 and set(map(_LAST_SIGN, pieces[:-1])) != {"\n"}:
        sign = "\n;"  # others stand in the text
        pieces = masked[start + 1 : end].split(sign)
        if _INDENTED().search(masked, start, end) is not None:
            return None
    if len(pieces) > _MOST_TERMS:
        return None
    memory = _memory(labels)
    recall, skipped, short = memory.pieces.get, len(sign), _SHORT
    values: list[Value] = []
    rest: list[Stretch] = []
    last: _Read | None = None
    last_start = 0
    following = start
    unknown: list[str] = []
    for piece in pieces:
        position = following
        size = len(piece)
        following += size + skipped
        read = (recall(piece) if size <= short else None) or _read(piece, memory)
        if read is None:
            return None
        key, label, begin, stop, meaning, _, behind = read
        if meaning is None:
            unknown.append(key)
            if values and values[-1][0] in PROSE and masked[position - 2 : position] != "\n\n":
                return None  # it may be a term of the text above
        else:
            last, last_start = read, position
        if behind:
            rest.append(Stretch(position + behind, min(following, end)))
        values.append((key, label, position + begin, position + stop, ""))
    keys = set(map(_KEY, values))
    if last is None or len(values) - len(unknown) < 2 or len(keys) < len(values):
        return None
    _, label, _, _, meaning, (after, at, size), _ = last
    begin = last_start + at
    mark = Mark(last_start, last_start + after, meaning, label, begin, begin + size)
    return PlainForm(start, values, mark, rest, unknown)


class _Memory(NamedTuple):
    """What was read on the pages of an event, of which many are the same: terms with values, and without."""

    labels: Labels
    pieces: dict[str, _Read]
    terms: dict[str, TermRead]


@lru_cache(maxsize=64)
def _memory(labels: Labels) -> _Memory:
    return _Memory(labels, {}, known_terms(labels))


def _read(piece: str, memory: _Memory) -> _Read | None:
    """Return what a term and its value are, None if only a closer look at the page can tell."""
    labels, known, terms = memory
    line, _, kept = piece.partition("\n")
    meaning, label, at, size = terms.get(line) or read_term(line, labels)
    after = begin = 1 + len(line)
    stop = after + 1
    if size > 0:
        stop = begin = 1 + at
        kept = piece[at:]
    kept = kept.rstrip()
    stop += len(kept)
    kept = kept.lstrip(LEAD)
    if (
        size < 0
        or meaning in _ELSEWHERE
        or (kept and (kept[-1] in TAILS or kept[0] == "-" or ("\n" in kept and meaning not in PROSE)))
    ):
        closely = _closely(";" + piece, meaning, label, at, size)
        if closely is None:
            return None
        read = closely
    else:
        end = stop if kept else after
        read = meaning or slug(label), label, end - len(kept), end, meaning, (after, begin, size), 0
    if len(piece) <= _SHORT and meaning not in _OWN:
        if len(known) > _MOST:
            known.clear()
        known[piece] = read
    return read


def _closely(term: str, meaning: str | None, label: str, at: int, size: int) -> _Read | None:
    """Return what a term and its value are, None if only a closer look at the page can tell.

    Args:
        term: the masked text from the sign of the term to that of the next.
        meaning: what the label means.
        label: the label.
        at: where behind the sign the value on the label's line begins.
        size: its length; -1 for an Etherpad's label, which holds its value in a link.
    """
    if meaning == SIGNUP:
        return None
    after, end = len(term.partition("\n")[0]), len(term)
    first, last = (1 + at, 1 + at + size) if size > 0 else (after, after)
    if size < 0:
        first, last = trimmed(term, max(term.find("[", 1, after), 1), after)
    stop = end
    if meaning == _ETHERPAD and last > first:
        stop = after
    elif meaning not in PROSE:
        rule = term.find(RULE, after)
        stop = rule if rule >= 0 else end
    kept = term[after if first == last else first : stop].strip()
    mark = Mark(0, after, meaning, label, first, last)
    span = value_span(term, mark, stop) if kept.lstrip(LEAD) else Span(min(after, stop), min(after, stop))
    if "\n" in kept and meaning not in PROSE and gap_in(term, span) < span.end:
        return None
    rest = stop if stop < end else 0
    return meaning or slug(label), label, span.start, span.end, meaning, (after, first, last - first), rest


def _first_term(masked: str, end: int) -> int:
    """Return where the first term stands, -1 if there is none, or one behind blanks."""
    start = 0 if masked.startswith(";") else masked.find("\n;", 0, end) + 1
    if not start:
        return 0 if masked.startswith(";") else -1
    above = masked[:start]
    indented = ";" in above and (_INDENTED().search(above) is not None or above.lstrip(_BLANK)[0] == ";")
    return -1 if indented else start
