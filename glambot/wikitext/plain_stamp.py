r"""The timestamps of plain signatures, just as the wiki writes them, read in two parts: date and time of day.

A page has few different dates and a day few minutes, so that each of them is read once.

Example:
    >>> stamp = plain_stamp(Site.meta())
    >>> re.search(stamp.pattern, "12:42, 3 November 2018 (UTC)").groupdict()
    {'clock': '12:42', 'date': ', 3 November 2018'}
    >>> [moment and moment.isoformat() for moment in stamp.moments([", 3 November 2018", ""], ["12:42", ""])]
    ['2018-11-03T12:42:00+00:00', None]
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import add
from typing import TypeVar

from glambot.wikitext.site import Site
from glambot.wikitext.timestamp_reader import reader

_CLOCK = re.compile(r"(\(\?P<hour>[^()]*\)[^()]*\(\?P<minute>[^()]*\))")
_MOST = 8192
_Value = TypeVar("_Value", datetime, timedelta)
_ZONE = r" \((?P<zone>"
_NEVER = rf"(?!)(?P<hour>)(?P<minute>)(?P<day>)(?P<month>)(?P<year>){_ZONE})\)"
_BEGINS_WITH_DIGIT = re.compile(r"\(\?<!\\d\)\(\?P<\w+>\\d")

# Looked up faster than converted. The last years are as far as signatures reach.
_NUMBER = {text: number for number in range(60) for text in (str(number), f"{number:02}")}
_NUMBER |= {str(year): year for year in range(1995, 2100)}


class _Read(dict[str, _Value]):
    """What was read of some texts so far; asking it costs less than a cached function."""

    __slots__ = ("_read",)
    _read: Callable[[str], _Value]

    def __init__(self, read: Callable[[str], _Value]) -> None:
        self._read = read

    def __missing__(self, text: str) -> _Value:
        if len(self) > _MOST:  # hostile dates must not fill memory
            self.clear()
        value = self[text] = self._read(text)
        return value


class PlainStamp:
    """What finds and reads the timestamps of one wiki's plain signatures.

    Attributes:
        pattern: an expression, as text, for a timestamp; its groups are ``date`` and ``clock``, in the wiki's
            order, and ``zone`` where the wiki's clocks do not show UTC.
        number_first: whether a timestamp begins with a digit.
        midnight: returns the beginning of what ``date`` holds, as if the clock showed UTC. A year too far off
            is a KeyError, a day that never was is a ValueError.
        since_midnight: returns how long after midnight what ``clock`` holds is; errors are the same.
        in_utc: makes of such a moment and what ``zone`` holds the moment in UTC, or None where that needs a
            closer look; it is None itself for a wiki that writes UTC.
    """

    __slots__ = (
        "_clock",
        "_date",
        "_months",
        "_zones",
        "in_utc",
        "midnight",
        "number_first",
        "pattern",
        "since_midnight",
    )

    def __init__(self, site: Site) -> None:
        """Make the expressions of `site`; where its dates have another era they find nothing."""
        own = reader(site)
        self._zones = own.clock
        self.in_utc: Callable[[datetime, str], datetime | None] | None = (
            None if own.clock.is_utc else self._in_utc
        )
        self._months = {text: n for text, n in _NUMBER.items() if 1 <= n <= 12} | own.months
        strict = own.strict if "(?P<year>" in own.strict else _NEVER
        self.number_first = _BEGINS_WITH_DIGIT.match(strict) is not None
        # Native digits need a closer look anyway, and an expression tells these apart much faster.
        strict = strict.replace(r"[\d", "[0-9").replace(r"\d", "[0-9]").replace("(?<![0-9])", r"(?<!\d)")
        # One by one they are told faster than counted.
        strict = strict.replace("[0-9]{1,2}", "[0-9][0-9]?")
        strict = strict.replace("[0-9]{2}", "[0-9]" * 2).replace("[0-9]{4}", "[0-9]" * 4)
        written, start, zone = strict.rpartition(_ZONE)
        before, clock, after = _CLOCK.split(written)
        date = before if "(?P<year>" in before else after
        self._date = re.compile(date)
        self._clock = re.compile(clock)
        self.midnight = _Read(self._midnight).__getitem__
        self.since_midnight = _Read(self._since_midnight).__getitem__
        before, clock, after = (
            f"(?P<{name}>{_uncaptured(part)})" if name else _uncaptured(part)
            for name, part in (
                ("date" if date == before else "", before),
                ("clock", clock),
                ("date" if date != before else "", after),
            )
        )
        self.pattern = before + clock + after + (start if self.in_utc is not None else r" \((?:") + zone

    def moment(self, date: str, clock: str, zone: str = "") -> datetime | None:
        """Return the moment (aware, UTC) of a timestamp by its groups, or None if it needs a closer look."""
        try:
            value = self.midnight(date) + self.since_midnight(clock)
        except (KeyError, ValueError):
            return None
        return value if self.in_utc is None else self.in_utc(value, zone)

    def each(self, *groups: Sequence[str]) -> list[datetime | None]:
        """Return the moments of many timestamps by their groups, None for each that needs a closer look.

        Args:
            groups: what the groups ``date``, ``clock`` and, if there is such a group, ``zone`` hold.
        """
        try:
            moments = list(map(add, map(self.midnight, groups[0]), map(self.since_midnight, groups[1])))
        except (KeyError, ValueError):
            return list(map(self.moment, *groups))
        return moments if self.in_utc is None else list(map(self.in_utc, moments, groups[2]))

    def moments(
        self, dates: Sequence[str], clocks: Sequence[str], zones: Sequence[str] = ()
    ) -> list[datetime | None]:
        """Return the moments (aware, UTC) of many timestamps, None for none or one that needs a closer look.

        Args:
            dates: what their groups ``date`` hold, "" or None where no timestamp stands.
            clocks: the same of ``clock``.
            zones: the same of ``zone``, if the expression has it.
        """
        groups = [list(filter(None, column)) for column in (dates, clocks, zones)]
        moments = self.each(*groups[: 2 if self.in_utc is None else 3])
        if len(moments) == len(dates):
            return moments
        dated = iter(moments)
        return [next(dated) if date else None for date in dates]

    def _midnight(self, written: str) -> datetime:
        """Return the beginning of a date; a year far off is a KeyError, a day that never was a ValueError."""
        parts = self._date.fullmatch(written)
        if parts is None:
            raise ValueError(written)
        month = parts["month" if "month" in self._date.groupindex else "month_number"]
        return datetime(_NUMBER[parts["year"]], self._months[month], _NUMBER[parts["day"]], tzinfo=UTC)

    def _since_midnight(self, written: str) -> timedelta:
        """Return how long after midnight a time of day is; errors are those of a date."""
        parts = self._clock.fullmatch(written)
        if parts is None:
            raise ValueError(written)
        hour, minute = _NUMBER[parts["hour"]], _NUMBER[parts["minute"]]
        if hour > 23 or minute > 59:
            raise ValueError(written)
        return timedelta(hours=hour, minutes=minute)

    def _in_utc(self, value: datetime, zone: str) -> datetime | None:
        clock = self._zones
        if 1900 < value.year < 9000:
            day = clock.day(value.year, value.month, value.day)
            if day is not None and clock.names.get(zone) == day[0]:
                return value - day[1]
        found, misnamed = clock.moment(value.replace(tzinfo=None), zone)
        return None if misnamed else found


def _uncaptured(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


@lru_cache(maxsize=256)
def plain_stamp(site: Site) -> PlainStamp:
    """Return the expressions of a wiki, made once."""
    return PlainStamp(site)
