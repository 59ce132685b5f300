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
from datetime import UTC, datetime
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from glambot.submission.attendee import SIGNED, UNDATED, Attendee
from glambot.submission.unlinked import EDGES, PLACEHOLDER_INITIALS, is_objection, is_placeholder_user
from glambot.wikitext.names import user_name
from glambot.wikitext.notice import Notice
from glambot.wikitext.plain_signature import NUMBER, plain_signature
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.timestamps import first_zone

SPACES = " \t-–—―•·~*#:;|\u200e\u200f"
"""What stands between a comment and a signature and says nothing."""

# Lines above the list that can be nothing but boilerplate, and what may stand below the list.
_INTRO = re.compile(r"(?:(?:[A-Za-z'\x7f(][^\n\[\]{}]*|[ \t\x1f]*)\n)*+")
_TAIL = re.compile(r"(?:\s++|\[\[ *category:[^\[\]\n]*\]\])*+", re.IGNORECASE)
_DASHES = frozenset({"", "--", "-- ", "—", "— "})
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


@lru_cache(maxsize=64)
def default_line(site: Site) -> re.Pattern[str]:
    """Return the pattern of a list item that ends with a default signature and links nobody else.

    Its groups are ``marker``, ``entry``, ``before`` for what stands before the signature, ``name``, and
    those of the date, which are None without a timestamp.
    """
    plain = plain_signature(site)
    return re.compile(
        r"(?P<marker>[*#]) *+(?P<entry>(?P<before>[^\[\]{}<>&*#:\n\x1f\x7f]*+)"
        rf"{plain.user}(?:{plain.stamp}|\)?)) *(?=\n|\Z)"
    )


class _ListLine(NamedTuple):
    """The pattern of a line of such a list, and the numbers of its groups, counted from 0."""

    pattern: re.Pattern[str]
    line: int
    lead: int
    before: int
    name: int
    date: tuple[int, ...]
    rest: int


@lru_cache(maxsize=64)
def _list_line(site: Site) -> _ListLine:
    """Return the pattern of `default_line` for a whole line, which captures nothing that is not read here."""
    unread = re.compile(r"\(\?P<(?:marker|entry|user|shown|talk|stamp)>")
    inner = unread.sub("(?:", default_line(site).pattern).removesuffix(r" *(?=\n|\Z)")
    inner = inner.replace("(?:[*#]) *+", "(?P<lead>[*#] *+)", 1)
    pattern = re.compile(rf"(?P<line>{inner}(?P<rest> *+(?:\n|\Z)))")
    index = pattern.groupindex
    date = tuple(index[name] - 1 for name in plain_signature(site).date)
    line, lead, before, name, rest = (
        index[group] - 1 for group in ("line", "lead", "before", "name", "rest")
    )
    return _ListLine(pattern, line, lead, before, name, date, rest)


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
    rows = form.pattern.findall(masked, position, end)
    columns = list(zip(*rows, strict=True)) or [()] * (form.rest + 1)
    stop = position + sum(map(len, columns[form.line]))
    # What was passed over between two lines is not to be missed.
    if "".join(columns[form.line]) != masked[position:stop]:
        return None
    tail = _TAIL.match(masked, stop, end)
    if stop < end and (tail is None or tail.end() < end):
        return None
    stamps = _moments([columns[number] for number in form.date], site)
    users = _users(columns[form.name])
    texts = _texts(columns[form.before])
    if stamps is None or users is None or texts is None:
        return None
    attendees: list[Attendee] = []
    notices: list[Notice] = []
    for user, stamp, text, line, lead, rest in zip(
        users, stamps, texts, columns[form.line], columns[form.lead], columns[form.rest], strict=True
    ):
        span = _new(Span, (position + len(lead), position + len(line) - len(rest)))
        if stamp is None:
            signature = Span(masked.index("[[", span.start), span.end)
            notices.append(Notice("GB102", "signature without a timestamp", signature))
            attendees.append(Attendee(user, None, UNDATED, text, span))
        else:
            attendees.append(_new(Attendee, (user, stamp, SIGNED, text, span)))
        position += len(line)
    return attendees, notices


def _moments(date: list[tuple[str, ...]], site: Site) -> Sequence[datetime | None] | None:
    """Return the moments of all lines, None for one without a date; or None if any needs a closer look."""
    plain = plain_signature(site)
    number, month = NUMBER.__getitem__, plain.months.__getitem__
    years, months, days, hours, minutes, zones = (filter(None, column) for column in date)
    try:
        numbers = (map(number, years), map(month, months), map(number, days), map(number, hours))
        moments = list(map(datetime, *numbers, map(number, minutes), repeat(0), repeat(0), repeat(UTC)))
    except (KeyError, ValueError):
        return None
    if plain.in_utc is not None:
        found = list(map(plain.in_utc, moments, zones))
        if None in found:
            return None
        moments = [moment for moment in found if moment is not None]
    if len(moments) == len(date[0]):
        return moments
    dated = iter(moments)
    return [next(dated) if year else None for year in date[0]]


def _users(names: Sequence[str]) -> list[str] | None:
    """Return the accounts, or None if any is no plain name or stands for nobody."""
    # No sign gets through the expression that changes a name of plain letters.
    users = [
        name
        if name.isascii() and name[0].isupper() and name[-1] != " " and "  " not in name
        else user_name(name)
        for name in names
    ]
    for user in users:
        if not user or (user[0] in PLACEHOLDER_INITIALS and is_placeholder_user(user)):
            return None
    return users


def _texts(befores: Sequence[str]) -> list[str] | None:
    """Return what is said before the signatures, or None if any of it needs a closer look."""
    if _DASHES.issuperset(befores):
        return [""] * len(befores)
    texts: list[str] = []
    for before in befores:
        text = "" if before in _DASHES or not before.strip(EDGES) else " ".join(before.split()).strip(SPACES)
        if text and ("''" in text or "__" in text or is_objection(text)):
            return None
        texts.append(text)
    return texts
