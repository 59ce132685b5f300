r"""Sign-up lists of default signatures, read in one step.

Most lists hold nothing else, and are then read several times as fast as line by line. What is
not certain to be such a list is left to `glambot.submission.attendees`.

Example:
    >>> text = "Sign below.\n# [[User:A|A]] ([[User talk:A|talk]]) 12:42, 3 November 2018 (UTC)\n"
    >>> attendees, notices = read_plain_list(text, Span(0, len(text)), Site.meta())
    >>> [(entry.user, entry.state) for entry in attendees]
    [('A', 'signed')]
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, repeat
from operator import itemgetter
from typing import NamedTuple, cast

from glambot.submission.attendee import SIGNED, UNDATED, Attendee
from glambot.submission.unlinked import EDGES, PLACEHOLDER_STARTS, is_objection, is_placeholder_user
from glambot.wikitext.names import are_plain, user_name
from glambot.wikitext.notice import Notice
from glambot.wikitext.plain_signature import default_signature
from glambot.wikitext.plain_stamp import plain_stamp
from glambot.wikitext.remembered import remembered
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, as_span
from glambot.wikitext.timestamps import first_zone

SPACES = " \t-–—―•·~*#:;|\u200e\u200f"
"""What stands between a comment and a signature and says nothing."""

# Lines above the list that can be nothing but boilerplate, and what may stand below the list.
_INTRO = re.compile(r"(?:(?:[A-Za-z'\x7f(][^\n\[\]{}]*+|[ \t\x1f]*+)\n)*+")
_TAIL = re.compile(r"(?:\s++|\[\[ *category:[^\[\]\n]*\]\])*+", re.IGNORECASE)
_DASHES = frozenset({"", "--", "-- ", "—", "— "})
_START = itemgetter(slice(2))
_LINE = r"(?P<marker>[*#]) *+(?P<entry>(?P<before>[^\[\]{{}}<>&*#:\n\x1f\x7f]*+){signature}) *+"
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


@lru_cache(maxsize=64)
def default_line(site: Site) -> re.Pattern[str]:
    """Return the pattern of a list item that ends with a default signature and links nobody else.

    Its groups are ``marker``, ``entry``, ``before`` for what stands before the signature, and those of
    `default_signature`.
    """
    return re.compile(_LINE.format(signature=default_signature(site)) + r"(?=\n|\Z)")


class _ListLine(NamedTuple):
    """The pattern of a line of such a list, and the numbers of its groups.

    They are those for the line, what stands before the signature, the name, the date and the time of day;
    and that for the zone, 0 on a wiki whose clocks show UTC.
    """

    pattern: re.Pattern[str]
    read: tuple[int, ...]
    zone: int


@lru_cache(maxsize=64)
def _list_line(site: Site) -> _ListLine:
    """Return the pattern of `default_line` for a whole line, which captures nothing that is not read here."""
    inner = _LINE.format(signature=default_signature(site))
    inner = re.sub(r"\(\?P<(?:marker|entry)>", "(?:", inner)
    pattern = re.compile(rf"(?P<line>{inner}(?:\n|\Z))")
    group = pattern.groupindex
    read = tuple(group[name] for name in ("line", "before", "name", "date", "clock"))
    return _ListLine(pattern, read, group.get("zone", 0))


def read_plain_list(masked: str, body: Span, site: Site) -> tuple[list[Attendee], list[Notice]] | None:
    """Return the entries of a list and what was odd about them, or None if any line needs a closer look.

    All lines are found at once, and each of their parts is worked on for all of them: that is
    the quickest way through a long list.
    """
    position, end = body
    if masked.startswith("\n", position):
        position += 1
    intro = _INTRO.match(masked, position, end)
    if intro is not None:
        if first_zone(masked, site, *intro.span()) >= 0:
            return None
        position = intro.end()
    form = _list_line(site)
    parts = form.pattern.split(masked[position:end])
    width = form.pattern.groups + 1
    *between, rest = parts[::width]
    # What was passed over between two lines is not to be missed.
    if any(between) or (rest and _TAIL.fullmatch(rest) is None):
        return None
    lines, befores, names, dates, clocks = (parts[group::width] for group in form.read)
    zones = parts[form.zone :: width] if form.zone else ()
    stamps = plain_stamp(site).moments(dates, clocks, zones)
    users, texts = _users(names), _texts(befores)
    if stamps is None or users is None or texts is None:
        return None
    spans = [
        # Nearly every entry stands behind one marker and one blank, and ends its line.
        _new(Span, (start + 2, start + len(line) - 1))
        if line[1] == " " != line[2] and line[-2] != " " and line[-1] == "\n"
        else _entry(start, line)
        for start, line in zip(accumulate(map(len, lines), initial=position), lines, strict=False)
    ]
    undated = None in stamps
    states = [UNDATED if moment is None else SIGNED for moment in stamps] if undated else repeat(SIGNED)
    attendees = list(map(_new, repeat(Attendee), zip(users, stamps, states, texts, spans)))  # noqa: B905 - repeats
    notices: list[Notice] = []
    number = -1
    for _ in range(stamps.count(None)):
        number = stamps.index(None, number + 1)
        begin, last = spans[number]
        signature = _new(Span, (masked.index("[[", begin), last))
        notices.append(_new(Notice, ("GB102", "signature without a timestamp", signature)))
    return attendees, notices


def _entry(start: int, line: str) -> Span:
    """Return where the entry of a line stands that begins at `start`."""
    return as_span((start + len(line) - len(line.lstrip("*# ")), start + len(line.rstrip(" \n"))))


def _users(names: Sequence[str]) -> Sequence[str] | None:
    """Return the accounts, or None if any is no plain name or stands for nobody."""
    if are_plain(names):
        # Nobody is told apart by the beginnings of names, which are looked up at once.
        if PLACEHOLDER_STARTS.isdisjoint(map(_START, names)):
            return names
        users = names
    else:
        users = [user_name(name) for name in names]
    return None if "" in users or any(map(is_placeholder_user, users)) else users


def _texts(befores: Sequence[str]) -> list[str] | None:
    """Return what is said before the signatures, or None if any of it needs a closer look."""
    texts = list(map(_text, befores))
    return None if None in texts else cast("list[str]", texts)


@remembered  # the people on one list say "Interested" and "Me too" over and over
def _text(before: str) -> str | None:
    """Return what is said before one signature, or None if it needs a closer look."""
    text = "" if before in _DASHES or not before.strip(EDGES) else " ".join(before.split()).strip(SPACES)
    return None if text and ("''" in text or "__" in text or is_objection(text)) else text
