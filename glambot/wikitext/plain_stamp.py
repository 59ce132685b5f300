r"""The timestamps of plain signatures, read in two parts: the date and the time of day.

A page has few different dates and a day few minutes, so that each of them is read once.

Example:
    >>> stamp = plain_stamp(Site.meta())
    >>> re.search(stamp.pattern, "12:42, 3 November 2018 (UTC)").groupdict()
    {'clock': '12:42', 'date': ', 3 November 2018'}
    >>> [moment.isoformat() for moment in stamp.moments([", 3 November 2018"], ["12:42"])]
    ['2018-11-03T12:42:00+00:00']
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import add
from typing import TypeVar

from glambot.wikitext.plain_signature import NUMBER, plain_signature
from glambot.wikitext.site import Site
from glambot.wikitext.timestamp_reader import reader

_CLOCK = re.compile(r"(\(\?P<hour>[^()]*\)[^()]*\(\?P<minute>[^()]*\))")
_MOST = 4096
_Value = TypeVar("_Value", datetime, timedelta)
_ZONE = r" \((?P<zone>"
_NEVER = rf"(?!)(?P<hour>)(?P<minute>)(?P<day>)(?P<month>)(?P<year>){_ZONE})\)"


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
    """

    __slots__ = ("_clock", "_date", "_in_utc", "_months", "_read_clock", "_read_date", "pattern")

    def __init__(self, site: Site) -> None:
        """Make the expressions of `site`; where its dates have another era they find nothing."""
        plain = plain_signature(site)
        self._months = plain.months
        self._in_utc = plain.in_utc
        strict = reader(site).strict
        written, start, zone = (strict if "(?P<year>" in strict else _NEVER).rpartition(_ZONE)
        before, clock, after = _CLOCK.split(written)
        date = before if "(?P<year>" in before else after
        self._date = re.compile(date)
        self._clock = re.compile(clock)
        self._read_date = _Read(self._midnight).__getitem__
        self._read_clock = _Read(self._since_midnight).__getitem__
        before, clock, after = (
            f"(?P<{name}>{_uncaptured(part)})" if name else _uncaptured(part)
            for name, part in (
                ("date" if date == before else "", before),
                ("clock", clock),
                ("date" if date != before else "", after),
            )
        )
        self.pattern = before + clock + after + (start if self._in_utc is not None else r" \((?:") + zone

    def moments(
        self, dates: Sequence[str], clocks: Sequence[str], zones: Sequence[str] = ()
    ) -> Sequence[datetime | None] | None:
        """Return the moments (aware, UTC) of many timestamps, or None if any needs a closer look.

        Args:
            dates: what their groups ``date`` hold, "" where no timestamp stands: its moment is None.
            clocks: the same of ``clock``.
            zones: the same of ``zone``, if the expression has it.
        """
        days, times = map(self._read_date, filter(None, dates)), map(self._read_clock, filter(None, clocks))
        try:
            moments = list(map(add, days, times))
        except (KeyError, ValueError):
            return None
        if self._in_utc is not None:
            found = list(map(self._in_utc, moments, filter(None, zones)))
            if None in found:
                return None
            moments = [moment for moment in found if moment is not None]
        if len(moments) == len(dates):
            return moments
        dated = iter(moments)
        return [next(dated) if date else None for date in dates]

    def _midnight(self, written: str) -> datetime:
        """Return the beginning of a date; native digits are a KeyError, a day that never was a ValueError."""
        parts = self._date.fullmatch(written)
        if parts is None:
            raise ValueError(written)
        month = parts["month" if "month" in self._date.groupindex else "month_number"]
        return datetime(NUMBER[parts["year"]], self._months[month], NUMBER[parts["day"]], tzinfo=UTC)

    def _since_midnight(self, written: str) -> timedelta:
        """Return how long after midnight a time of day is; errors are those of a date."""
        parts = self._clock.fullmatch(written)
        if parts is None:
            raise ValueError(written)
        hour, minute = NUMBER[parts["hour"]], NUMBER[parts["minute"]]
        if hour > 23 or minute > 59:
            raise ValueError(written)
        return timedelta(hours=hour, minutes=minute)


def _uncaptured(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


@lru_cache(maxsize=256)
def plain_stamp(site: Site) -> PlainStamp:
    """Return the expressions of a wiki, made once."""
    return PlainStamp(site)
