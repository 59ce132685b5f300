"""Time zones as timestamps name them: ``(UTC)``, ``(CEST)``, ``(+03)``.

MediaWiki writes the abbreviation that PHP's time zone database gives for the moment, or the
wiki's translation of it (``Parser::pstPass2``). The abbreviation decides which of the two hours is
meant when clocks go back.

Example:
    >>> clock = Clock("Europe/Warsaw", {})
    >>> clock.moment(datetime(2018, 10, 28, 2, 30), "CEST").value.isoformat()
    '2018-10-28T00:30:00+00:00'
    >>> clock.moment(datetime(2018, 10, 28, 2, 30), "CET").value.isoformat()
    '2018-10-28T01:30:00+00:00'
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from typing import NamedTuple

from glambot.wikitext.expression import expression

_FIRST_YEAR, _LAST_YEAR = 2, 9998
_NUMERIC = expression(r"(?:UTC|GMT)?([+-])(\d{1,2}):?([0-5]\d)?")
# Abbreviations that mean one offset wherever they are used, in minutes.
_OFFSETS = {
    "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120,
    "EEST": 180, "FET": 180, "MSD": 240, "TRT": 180, "SAST": 120, "CAT": 120, "EAT": 180, "WAT": 60,
    "IDT": 180, "IRST": 210, "IRDT": 270, "AZT": 240, "GET": 240, "UZT": 300, "MYT": 480, "WIT": 540,
    "COT": -300, "PET": -300, "PKT": 300, "NPT": 345, "ICT": 420, "WIB": 420, "WITA": 480,
    "HKT": 480, "SGT": 480, "PHT": 480,
    "JST": 540, "KST": 540, "AWST": 480, "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660, "NZST": 720,
    "NZDT": 780, "NST": -210, "NDT": -150, "EST": -300, "EDT": -240, "CDT": -300, "MDT": -360,
    "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600, "BRT": -180, "BRST": -120,
    "ART": -180, "MST": -420, "MSK": 180,
}  # fmt: skip
# These changed their offset or have none of their own: the zone itself knows.
_ZONES = {"MSK": "Europe/Moscow", "MSD": "Europe/Moscow", "TRT": "Europe/Istanbul"}
# Used in several parts of the world: only a wiki of its own language says which is meant.
_AMBIGUOUS = frozenset({"IST", "CST", "BST", "AST", "ADT", "WST", "CLT", "AMT", "GST"})


class Moment(NamedTuple):
    """A moment in UTC, aware, or None for one that never was.

    `misnamed` says that the zone's abbreviation was not in use at that time of the year.
    """

    value: datetime | None
    misnamed: bool = False


def is_zone(name: str) -> bool:
    """Return whether `name` is an abbreviation of a time zone that wikis write."""
    return name in _OFFSETS or name in _AMBIGUOUS or _NUMERIC().fullmatch(name) is not None


class Clock:
    """The clocks of one wiki: what its time zone was called and how far it was from UTC, when.

    Attributes:
        names: every name its timestamps give the zone, translated ones too, with the abbreviation.
        is_utc: whether the wiki's clocks show UTC.
    """

    __slots__ = ("_zone", "is_utc", "names")

    def __init__(self, zone: str, translated: Mapping[str, str]) -> None:
        """Know the zone with the IANA name `zone`; ``ZoneInfoNotFoundError`` for an unknown one."""
        self._zone = time_zone(zone)
        self.is_utc = self._zone is UTC
        own = {"UTC", zone.rpartition("/")[2]} if self.is_utc else _abbreviations(zone) | {"UTC"}
        self.names = {name: name for name in own}
        for name, meant in translated.items():
            if meant in own:
                self.names[name] = self.names[" ".join(name.split())] = meant

    @lru_cache(maxsize=4096)  # noqa: B019 - a clock lives as long as its site
    def day(self, year: int, month: int, day: int) -> tuple[str, timedelta] | None:
        """Return the name of the zone and how far it is from UTC on a day, None if either changes then."""
        starts = [datetime(year, month, day, tzinfo=self._zone)]
        starts.append(starts[0] + timedelta(days=1))
        offsets = [moment.utcoffset() for moment in starts]
        name = starts[0].tzname()
        if offsets[0] is None or name is None or offsets[0] != offsets[1] or starts[1].tzname() != name:
            return None
        return name, offsets[0]

    def moment(self, local: datetime, name: str) -> Moment:
        """Return what a time of day (naive) means, in a zone that the wiki calls `name`.

        An hour that the clocks left out never was. Where the zone has another name at that time,
        its own clock is believed, as DiscussionTools does; so it is where no zone is named.
        """
        abbreviation = self.names.get(name, name)
        if self.is_utc or abbreviation == "UTC":
            return Moment(local.replace(tzinfo=UTC))
        if not _FIRST_YEAR <= local.year <= _LAST_YEAR:
            return Moment(None)  # no calendar reaches further once the clocks differ
        day = self.day(local.year, local.month, local.day) if 1900 < local.year < 9000 else None
        if day is not None and day[0] == abbreviation:
            return Moment(local.replace(tzinfo=UTC) - day[1])
        first: datetime | None = None
        for fold in (0, 1):
            aware = local.replace(tzinfo=self._zone, fold=fold)
            value = aware.astimezone(UTC)
            if value.astimezone(self._zone).replace(tzinfo=None) != local:
                continue
            if aware.tzname() == abbreviation:
                return Moment(value)
            first = first or value
        return Moment(first, misnamed=first is not None and name != "")


def foreign_moment(local: datetime, name: str, zone: str | None) -> Moment | None:
    """Return what a time of day means in a zone another wiki calls `name`, or None for an unknown one.

    Args:
        local: the time of day, naive.
        name: the abbreviation.
        zone: the IANA name of that wiki's zone, None where the wiki is not known.
    """
    if name in _ZONES:
        return _clock(_ZONES[name]).moment(local, name)
    numeric = _NUMERIC().fullmatch(name)
    if numeric is not None:
        minutes = int(numeric[2]) * 60 + int(numeric[3] or 0)
        offset = minutes if numeric[1] == "+" else -minutes
    elif name in _OFFSETS:
        offset = _OFFSETS[name]
    elif zone is not None and name in _abbreviations(zone):
        return _clock(zone).moment(local, name)
    else:
        return None
    if abs(offset) >= 24 * 60:
        return None
    try:
        return Moment(local.replace(tzinfo=UTC) - timedelta(minutes=offset))
    except OverflowError:
        return Moment(None)


@cache
def _clock(zone: str) -> Clock:
    return Clock(zone, {})


@cache
def time_zone(name: str) -> tzinfo:
    """Return the zone with an IANA name; UTC needs no database.

    Raises:
        LookupError: for a name that the database does not have.
    """
    if name in ("UTC", "Etc/UTC", "GMT"):
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - most wikis write UTC

    try:
        return ZoneInfo(name)
    except (ValueError, OSError) as error:
        raise LookupError(name) from error


@cache
def _abbreviations(zone: str) -> frozenset[str]:
    """Return what a zone was called since wikis exist."""
    found = time_zone(zone)
    days = [datetime(year, month, 15, tzinfo=UTC) for year in range(2001, 2038) for month in range(1, 13)]
    return frozenset(filter(None, (day.astimezone(found).tzname() for day in days)))
