"""Timestamps as MediaWiki writes them for ``~~~~~``, in the wiki's language and time zone.

On Meta that is ``12:42, 3 November 2018 (UTC)``, in its early years also ``18:45 Mar 10, 2003
(UTC)`` and ``01:54:53, 2005-09-08 (UTC)``. Each is found by the name of the time zone at its end and
read backwards from there. A time that never was (30 February, 25:61) is no other date: it is found,
and has no value. One that was pasted from a wiki in another language is read as that wiki writes it.

Example:
    >>> text = "--~~~ 12:42, 3 November 2018 (UTC)"
    >>> [stamp.value.isoformat() for stamp in find_timestamps(text, Site.meta(), 0, len(text))]
    ['2018-11-03T12:42:00+00:00']
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from glambot.wikitext.dateformat import tidy
from glambot.wikitext.expression import expression
from glambot.wikitext.notice import Notice
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.timestamp_reader import SOME_YEAR, UNSEEN, Timestamp, TimestampReader, reader
from glambot.wikitext.zones import is_zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

# The longest timestamp with a mark in every gap is well below this.
REACH = 120
"""How many characters before the name of the zone a timestamp may begin."""

# No timestamp ends with one of these.
_NO_END = frozenset("()[]{}|<>\n")
_NO_ENDS = frozenset(sign + " " for sign in _NO_END)
_EDGE = re.compile(r"[\[\]\n{}|()]")
_NUMBER = re.compile(r"\d+")
_TIME_OF_DAY = expression(r"(?<!\d)\d\d?(?:[:.時h時点时]|시)\d\d(?!\d)")


def find_timestamps(masked: str, site: Site, start: int, end: int) -> list[Timestamp]:
    """Return the timestamps in ``masked[start:end]`` in order, damaged ones with no value."""
    stamps: list[Timestamp] = []
    if masked.find("(", start, end) < 0:
        return stamps  # the expression for zones is large, and many texts need none
    own = reader(site)
    floor = start
    for zone in own.zone.finditer(masked, start, end):
        stamp = read_timestamp(masked, site, own, zone, floor)
        if stamp is not None:
            stamps.append(stamp)
            floor = stamp.span.end
    return stamps


def read_timestamp(
    masked: str, site: Site, own: TimestampReader, zone: re.Match[str], floor: int
) -> Timestamp | None:
    """Return the timestamp that ends with a zone found by ``own.zone``, or None.

    Args:
        masked: the masked text.
        site: the wiki.
        own: its expressions.
        zone: the zone.
        floor: the timestamp begins at this position or behind it.
    """
    paren = zone.start()
    if paren == floor or masked[paren - 1] in _NO_END or masked[paren - 2 : paren] in _NO_ENDS:
        return None
    lowest = max(floor, paren - REACH)
    lowest = masked.rfind("\n", lowest, paren) + 1 or lowest
    name, other = zone.groups()
    if name is not None:
        plain = own.read_strictly(masked, lowest, zone.end())
        if plain is not None:
            return plain
        name = name if name in own.clock.names else tidy(name)
        found = own.read(masked, lowest, paren, name) if own.may_stand(masked, lowest, paren) else None
        if found is not None:
            value, begin, misnamed = found
            while masked[begin] in UNSEEN:
                begin += 1
            earlier = not own.is_current(masked[begin:paren])
            return Timestamp(value, Span(begin, zone.end()), earlier=earlier, misnamed=misnamed)
    elif not is_zone(other) and other.isascii():
        return None
    if (
        _TIME_OF_DAY().search(masked, lowest, paren) is None
        or SOME_YEAR.search(masked, lowest, paren) is None
    ):
        remains = _remains(masked, lowest, paren) if name is not None else -1
        return Timestamp(None, Span(remains, zone.end())) if remains >= 0 else None
    elsewhere = _foreign()(masked, site, Span(lowest, paren), name or other)
    if elsewhere is not None:
        return Timestamp(elsewhere[0], Span(elsewhere[1], zone.end()), foreign=True)
    remains = _remains(masked, lowest, paren) if name is not None else -1
    return Timestamp(None, Span(remains, zone.end())) if remains >= 0 else None


@cache
def _foreign() -> "Callable[[str, Site, Span, str], tuple[datetime | None, int] | None]":
    from glambot.wikitext.foreign import read_foreign  # noqa: PLC0415 - needs all languages

    return read_foreign


def _remains(masked: str, start: int, end: int) -> int:
    """Return where the remains of a damaged timestamp begin: a time of day and more numbers; -1 for none."""
    for edge in _EDGE.finditer(masked, start, end):
        start = edge.end()
    text = masked[start:end]
    if _TIME_OF_DAY().search(text) is None:
        return -1
    rest = _TIME_OF_DAY().sub(lambda found: " " * len(found[0]), text)
    number = _NUMBER.search(rest)
    first = _NUMBER.search(text)
    return start + first.start() if number is not None and first is not None else -1


def notices_of(stamp: Timestamp) -> tuple[Notice, ...]:
    """Return what is odd about a timestamp."""
    notices: list[Notice] = []
    if stamp.value is None:
        notices.append(Notice("GB103", "timestamp that cannot be read", stamp.span))
    elif stamp.foreign:
        notices.append(Notice("GB109", "timestamp of another wiki", stamp.span))
    elif stamp.earlier:
        notices.append(Notice("GB111", "timestamp in a form the wiki does not write today", stamp.span))
    if stamp.misnamed:
        notices.append(Notice("GB110", "the time zone has another name at that time of the year", stamp.span))
    return tuple(notices)


def first_zone(masked: str, site: Site, start: int, end: int) -> int:
    """Return where in ``masked[start:end]`` the first timestamp may end, -1 for nowhere.

    That is at the name of a time zone in brackets, with a digit shortly before where the wiki itself
    does not write it.
    """
    if masked.find("(", start, end) < 0:
        return -1  # as above
    for zone in reader(site).zone.finditer(masked, start, end):
        if zone[1] is not None:
            return zone.start()
        if is_zone(zone[2]) or not zone[2].isascii():
            near = masked[max(start, zone.start() - 8) : zone.start()]
            if any(sign.isdigit() for sign in near):
                return zone.start()
    return -1


def read_bare(masked: str, site: Site, start: int, end: int) -> Timestamp | None:
    """Return the timestamp without a time zone that ends a stretch of text, in the wiki's own zone."""
    own = reader(site)
    while end > start and masked[end - 1].isspace():
        end -= 1
    lowest = max(start, end - REACH)
    found = own.read(masked, lowest, end, "")
    if found is None:
        return None
    return Timestamp(found[0], Span(found[1], end))
