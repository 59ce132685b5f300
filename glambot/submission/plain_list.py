r"""Sign-up lists of default signatures, read in one step.

Most lists hold nothing else, and are then read several times as fast as line by line. What is
not certain to be such a list is left to `glambot.submission.attendees`.

Example:
    >>> text = "Sign below.\n# [[User:A|A]] ([[User talk:A|talk]]) 12:42, 3 November 2018 (UTC)\n"
    >>> attendees, notices = read_plain_list(split_list(text, Span(0, len(text)), Site.meta()), Site.meta())
    >>> [(entry.user, entry.state) for entry in attendees]
    [('A', 'signed')]
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from glambot.submission.attendee import SIGNED, UNDATED, Attendee
from glambot.submission.unlinked import EDGES, MAY_BE_PLACEHOLDER, is_objection, is_placeholder_user
from glambot.wikitext.names import are_plain, user_name
from glambot.wikitext.notice import Notice
from glambot.wikitext.plain_signature import default_signature
from glambot.wikitext.plain_stamp import plain_stamp
from glambot.wikitext.remembered import remembered
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.timestamps import first_zone

if TYPE_CHECKING:
    from datetime import datetime

SPACES = " \t-–—―•·~*#:;|\u200e\u200f"
"""What stands between a comment and a signature and says nothing."""

# Lines above the list that can be nothing but boilerplate, and what may stand below the list.
_INTRO = re.compile(r"(?:(?:[A-Za-z'\x7f(][^\n\[\]{}]*+|[ \t\x1f]*+)\n)*")
_TAIL = re.compile(r"(?:\s++|\[\[ *category:[^\[\]\n]*+\]\])*", re.IGNORECASE)
_AROUND = EDGES + "()"
_DASHES = frozenset({"", "--", "-- ", "—", "— "})
_MARKERS = ("#", "*")
_ITEM = re.compile(r"\n[*#]")
_LINE = (
    r"[*#](?P<blanks> *+)(?P<entry>(?P<before>[^\[\]{{}}<>&*#:\n\x1f\x7f]*+){signature})"
    r"(?P<behind> *+(?:\n|\Z))"
)
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


class _ListLine(NamedTuple):
    """What finds the lines of such a list.

    Attributes:
        pattern: finds a list item that ends with a default signature and links nobody else, with the break
            behind it. Its groups are ``blanks`` behind the marker, ``entry``, ``before`` for what stands
            before the signature, ``behind``, and those of `default_signature`.
        read: the numbers of its groups for the blanks, the entry, what stands behind it, what stands before
            the signature, the name, the date, the time of day and the zone; for the zone that of the time of
            day on a wiki whose clocks show UTC.
        is_intro: whether a text above the list is nothing but boilerplate.
    """

    pattern: re.Pattern[str]
    read: tuple[int, ...]
    is_intro: Callable[[str], bool]


@lru_cache(maxsize=64)
def _list_line(site: Site) -> _ListLine:
    pattern = re.compile(_LINE.format(signature=default_signature(site)))
    group = pattern.groupindex
    names = ["blanks", "entry", "behind", "before", "name", "date", "clock"]
    read = tuple(group[name] for name in [*names, "zone" if "zone" in group else "clock"])
    return _ListLine(pattern, read, remembered(partial(_is_intro, site)))


def _intro_end(masked: str, start: int, end: int) -> int:
    """Return where the boilerplate above a list without entries ends."""
    intro = _INTRO.match(masked, start, end)
    return start if intro is None else intro.end()


def _is_intro(site: Site, text: str) -> bool:
    """Return whether a text above a list is nothing but boilerplate."""
    return _INTRO.fullmatch(text) is not None and first_zone(text, site, 0, len(text)) < 0


class SplitList(NamedTuple):
    """A list taken apart at its default lines.

    Attributes:
        start: where it begins, without boilerplate above it.
        between: what stands before each of those lines, and behind the last.
        columns: of each line the blanks behind the marker, the entry, what stands behind it, what stands
            before the signature, the name, the date, the time of day and the zone; for the last see
            `_ListLine`.
    """

    start: int
    between: list[str]
    columns: list[list[str]]


def split_list(masked: str, body: Span, site: Site) -> SplitList:
    """Return a list taken apart at its default lines, all at once: that is the quickest way through it."""
    position, end = body
    form = _list_line(site)
    if not masked.startswith(_MARKERS, position):
        item = _ITEM.search(masked, position, end)
        first = _intro_end(masked, position, end) if item is None else item.end() - 1
        if form.is_intro(masked[position:first]):
            position = first
    parts = form.pattern.split(masked[position:end])
    width = form.pattern.groups + 1
    return _new(SplitList, (position, parts[::width], [parts[group::width] for group in form.read]))


def read_plain_list(split: SplitList, site: Site) -> tuple[list[Attendee], list[Notice]] | None:
    """Return the entries of a list and what was odd about them, or None if any line needs a closer look."""
    position, between, columns = split
    # What was passed over between two lines is not to be missed.
    if any(between) and (any(between[:-1]) or _TAIL.fullmatch(between[-1]) is None):
        return None
    users = _users(columns[4])
    if users is None:
        return None
    stamp = plain_stamp(site)
    midnight, since_midnight, in_utc, new = stamp.midnight, stamp.since_midnight, stamp.in_utc, _new
    attendees: list[Attendee] = []
    notices: list[Notice] = []
    for blanks, entry, behind, before, _, date, clock, zone, user in zip(*columns, users, strict=True):
        begin = position + len(blanks) + 1
        last = begin + len(entry)
        position = last + len(behind)
        text = words_before(before)
        if text is None:
            return None
        moment: datetime | None = None
        state = UNDATED
        if date:
            try:
                moment = midnight(date) + since_midnight(clock)
            except (KeyError, ValueError):
                return None
            if in_utc is not None:
                moment = in_utc(moment, zone)
                if moment is None:
                    return None
            state = SIGNED
        else:
            signature = new(Span, (begin + len(before), last))
            notices.append(new(Notice, ("GB102", "signature without a timestamp", signature)))
        attendees.append(new(Attendee, (user, moment, state, text, begin, last)))
    return attendees, notices


def _users(names: Sequence[str]) -> Sequence[str] | None:
    """Return the accounts, or None if any is no plain name or stands for nobody."""
    if are_plain(names, MAY_BE_PLACEHOLDER):
        return names
    users = [user_name(name) for name in names]
    return None if "" in users or any(map(is_placeholder_user, users)) else users


@remembered  # the people on one list say "Interested" and "Me too" over and over
def words_before(before: str) -> str | None:
    """Return what is said before one signature, or None if it needs a closer look."""
    if before in _DASHES or not before.strip(_AROUND):
        return ""
    text = " ".join(before.split()).strip(SPACES)
    odd = "''" in text or "__" in text or "unsigned" in text or is_objection(text)
    return None if odd else text
