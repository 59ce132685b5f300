"""Timestamps as MediaWiki writes them for ``~~~~~``.

On Meta that is ``12:42, 3 November 2018 (UTC)``, in its early years also ``18:45 Mar 10, 2003
(UTC)`` and ``01:54:53, 2005-09-08 (UTC)``. A time that never was (30 February, 25:61) is no
other date: it is found, and has no value.

Example:
    >>> text = "--~~~ 12:42, 3 November 2018 (UTC)"
    >>> [stamp.value.isoformat() for stamp in find_timestamps(text, 0, len(text))]
    ['2018-11-03T12:42:00+00:00']
"""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from glambot.wikitext.span import Span

_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
"""The months' English names with their numbers."""

_NUMBERS = {
    **{name.lower(): number for name, number in MONTHS.items()},
    **{name[:3].lower(): number for name, number in MONTHS.items()},
    "sept": 9,
}
# What may stand between any two parts: blanks, direction marks, their character references.
_GAP = r"(?:[ \t\xa0\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069]|&(?:nbsp|lrm|rlm|\#160|\#x[aA]0|\#820[67]);)*"
_MONTH = rf"(?:{'|'.join(MONTHS)}|Sept|{'|'.join(name[:3] for name in MONTHS)})(?![a-z])"
_ZONE = "(UTC)"
# The three shapes, each read from its first digit up to the zone.
_SHAPE = re.compile(
    rf"(?<!\d)(?:(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?{_GAP},?{_GAP}"
    rf"(?:(?P<day>\d\d?){_GAP}(?P<month>{_MONTH})\.?{_GAP},?{_GAP}(?P<year>\d{{4}})"
    rf"|(?P<month_first>{_MONTH})\.?{_GAP}(?P<day_second>\d\d?){_GAP},?{_GAP}(?P<year_third>\d{{4}})"
    rf"|(?P<iso>\d{{4}}-\d\d-\d\d))){_GAP}\(UTC\)"
)
_PLAIN = re.compile(rf"(?<!\d)(\d\d):(\d\d), (\d\d?) ({'|'.join(MONTHS)}) (\d{{4}}) \(UTC\)")
# The longest timestamp of these shapes with a mark in every gap is well below this.
_REACH = 120
# A time of day before the zone, whatever stands between: the remains of a damaged timestamp.
_REMAINS = re.compile(r"(?<!\d)\d\d?:\d\d[^\[\]\n{}|()]{0,60}\(UTC\)")


class Timestamp(NamedTuple):
    """A written timestamp: its moment (aware, UTC) and span; `value` is None if it never was."""

    value: datetime | None
    span: Span


def find_timestamps(masked: str, start: int, end: int) -> list[Timestamp]:
    """Return the timestamps in ``masked[start:end]`` in order, damaged ones with no value."""
    stamps: list[Timestamp] = []
    floor = start
    zone = masked.find(_ZONE, start, end)
    while zone >= 0:
        stop = zone + len(_ZONE)
        line = masked.rfind("\n", max(floor, zone - _REACH), zone) + 1
        stamp = _read(masked, max(floor, line, zone - _REACH), stop)
        if stamp is not None:
            stamps.append(stamp)
            floor = stop
        zone = masked.find(_ZONE, stop, end)
    return stamps


def _read(masked: str, start: int, stop: int) -> Timestamp | None:
    plain = _PLAIN.search(masked, max(start, stop - 34), stop)
    if plain is not None and plain.end() == stop:
        hour, minute, day, month, year = plain.groups()
        value = moment(int(year), MONTHS[month], int(day), int(hour), int(minute))
        return Timestamp(value, Span(*plain.span()))
    for found in _SHAPE.finditer(masked, start, stop):
        if found.end() == stop:
            return Timestamp(_moment(found), Span(*found.span()))
    for remains in _REMAINS.finditer(masked, start, stop):
        if remains.end() == stop:
            return Timestamp(None, Span(*remains.span()))
    return None


def _moment(found: re.Match[str]) -> datetime | None:
    iso = found["iso"]
    if iso:
        year, month, day = (int(part) for part in iso.split("-"))
    else:
        year = int(found["year"] or found["year_third"])
        month = _NUMBERS[(found["month"] or found["month_first"]).lower()]
        day = int(found["day"] or found["day_second"])
    return moment(year, month, day, int(found["hour"]), int(found["minute"]), int(found["second"] or 0))


def moment(year: int, month: int, day: int, hour: int, minute: int, second: int = 0) -> datetime | None:
    """Return the moment in UTC, or None for one that no calendar has."""
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
