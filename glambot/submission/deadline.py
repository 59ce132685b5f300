"""Deadlines as people type them, read through python-dateutil.

"AoE" is Anywhere on Earth, UTC−12. Without a zone UTC is meant, without a time the end of the
day, and a time given to the minute lasts to the minute's end.

Example:
    >>> read_deadline("31 October 2018 23:59 AoE").isoformat()
    '2018-11-01T11:59:59+00:00'
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_HOURS = {
    "UTC": 0, "GMT": 0, "Z": 0, "AOE": -12, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2,
    "EET": 2, "EEST": 3, "IDT": 3, "MSK": 3, "EAT": 3, "WAT": 1, "CAT": 2, "SAST": 2, "EST": -5,
    "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "KST": 9,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_NUMERIC = re.compile(r"\s*(\d{1,2})[/. -](\d{1,2})[/. -]\d{2,4}\b")
_ANYWHERE = re.compile(r"\b(?:any\s?where on earth|aoe)\b", re.IGNORECASE)
# "UTC+2" is two hours ahead of UTC, which dateutil reads as POSIX does: behind.
_OFFSET = re.compile(r"\b(?:UTC|GMT)\s*([+\-−])\s*(\d{1,2})(?::?(\d\d))?\b", re.IGNORECASE)
_TIME = re.compile(r"\d:\d\d|\d\s*[ap]\.?m\b|T\d\d|\bnoon\b|\bmidnight\b", re.IGNORECASE)
_ZONE_ALONE = re.compile(r"\s+([A-Z]{1,5}|[+-]\d\d:\d\d)\s*$")
_NUMERIC_ZONE = re.compile(r"[+-]\d\d:?\d\d\s*$")
_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_OLD_YEAR = re.compile(r"(?<![+\-\d:])\b0\d{3}\b(?!:)")
_IANA = re.compile(r"\b([A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+)+)\s*$")


def read_deadline(value: object) -> datetime:
    """Return the moment (aware, UTC) that a typed deadline or a TOML date means.

    Raises:
        ValueError: saying what cannot be understood: no date, no year, 03/04/2018, an unknown zone.
    """
    if isinstance(value, datetime):
        return _in_utc(value)
    if isinstance(value, date):
        return datetime.combine(value, time(23, 59, 59), UTC)
    if not isinstance(value, str):
        raise ValueError("which is no date")  # noqa: TRY004 - the checker asks readers for ValueError
    text = _ANYWHERE.sub("AOE", value.replace("(", " ").replace(")", " ").strip())
    offset = _OFFSET.search(text)
    if offset is not None:
        sign = "+" if offset[1] == "+" else "-"
        apart = f"{text[: offset.start()]} {text[offset.end() :]}".strip(" ,")
        text = f"{apart} {sign}{int(offset[2]):02}:{offset[3] or '00'}"
    if not _TIME.search(_NUMERIC_ZONE.sub("", text)):
        text = _ZONE_ALONE.sub(r" 23:59:59 \1", text)
    named = _IANA.search(text)
    if named is None:
        return _in_utc(_read(text))
    try:
        zone = ZoneInfo(named[1])
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"whose time zone {named[1]} is not known") from error
    return _in_utc(_read(text[: named.start()]).replace(tzinfo=zone))


def _in_utc(moment: datetime) -> datetime:
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("which lies outside the calendar") from error


def _year_first(text: str) -> str:
    """Return a date that begins with its year as ISO 8601 writes it; such a date is never day-first."""
    found = _ISO.match(text)
    if found is None:
        return text
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise ValueError("which no calendar has: year, month and day are meant, in this order") from error
    return f"{day.isoformat()}{text[found.end() :]}"


def _read(text: str) -> datetime:
    from dateutil.parser import ParserError, parse  # noqa: PLC0415 - slow to import

    numeric = _NUMERIC.match(text)
    if numeric and int(numeric[1]) <= 12 and int(numeric[2]) <= 12 and numeric[1] != numeric[2]:
        raise ValueError("which may be day/month or month/day: write the month's name or 2018-10-31")
    if _OLD_YEAR.search(text):
        raise ValueError("whose year has a zero in front")
    text = _year_first(text)
    try:
        # What the text leaves out is filled from the default; two defaults show what that was.
        first, second = (
            parse(text, default=default, tzinfos=_zone, dayfirst=not _ISO.match(text))
            for default in (datetime(2000, 1, 1, 0, 0, 1), datetime(2004, 2, 2, 1, 1, 2))  # noqa: DTZ001 - the zone is the text's
        )
    except (ParserError, OverflowError, TypeError) as error:
        raise ValueError("which cannot be understood as a date") from error
    if (first.year, first.month, first.day) != (second.year, second.month, second.day):
        raise ValueError("which does not give day, month and year")
    if first.hour != second.hour:
        first = first.replace(hour=23, minute=59)
    elif first.minute != second.minute:
        first = first.replace(minute=0)
    if first.second != second.second:
        first = first.replace(second=59)
    return first


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    from dateutil.tz import tzoffset  # noqa: PLC0415 - slow to import

    if offset is not None:
        return tzoffset(name, offset)
    if name is None:
        return None
    if name.upper() not in _HOURS:
        raise ValueError(f"whose time zone {name} is not known: write UTC, AoE or an offset such as +02:00")
    return tzoffset(name, timedelta(hours=_HOURS[name.upper()]))
