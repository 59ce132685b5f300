"""The expressions with which the timestamps of one wiki are found and read.

Example:
    >>> own = reader(Site.meta())
    >>> own.read_strictly("12:42, 3 November 2018 (UTC)", 0, 28).value.hour
    12
"""

import re
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from glambot.wikitext.dateformat import (
    EARLY_FORMATS,
    GAP,
    ROMAN,
    covers,
    folded,
    is_readable,
    month_words,
    patient_pattern,
    strict_pattern,
    tidy,
    tidy_pattern,
)
from glambot.wikitext.expression import expression
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from glambot.wikitext.locales import Locale

# Nearly every timestamp is shorter than this.
_USUAL = 48
# A zone of another wiki: an abbreviation, an offset, or a translation behind a digit.
_OTHER_ZONE = r"[A-Z]{2,5}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d\d)?|(?<=[\d ]\()[^\x00-\x7f][^()\[\]{}<>|\n]{1,25}"
UNSEEN = " \t\xa0\x1f\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What a timestamp may begin with and nobody sees."""

_CLOCK = expression(rf"\d{GAP}(?:[:.hH時时点]|시)")
SOME_YEAR = re.compile(r"\d{4}")
"""Finds what may be the year of a timestamp."""


class Timestamp(NamedTuple):
    """A written timestamp.

    Attributes:
        value: its moment (aware, UTC), or None if it never was or cannot be read.
        span: from its first character to the bracket behind the zone.
        foreign: whether another wiki wrote it, in another language or time zone.
        earlier: whether it is in a form that the wiki does not write today.
        misnamed: whether the zone has another name at that time of the year.
    """

    value: datetime | None
    span: Span
    foreign: bool = False
    earlier: bool = False
    misnamed: bool = False


class TimestampReader:
    """The expressions with which the timestamps of one wiki are found and read.

    Attributes:
        strict: an expression, as text, for exactly what the wiki writes, or "" if that has several forms.
        months: the numbers of months by their names.
        clock: what the names of the zone mean.
    """

    __slots__ = (
        "_digits",
        "_formats",
        "_searches",
        "_strictly",
        "_written",
        "_zone",
        "clock",
        "months",
        "strict",
    )

    def __init__(self, site: Site) -> None:
        """Make the expressions of `site`."""
        self.clock = site.clock
        names = "|".join(sorted(map(re.escape, site.clock.names), key=len, reverse=True))
        spaced = {GAP.join(map(re.escape, tidy(name).split())) for name in site.clock.names}
        patient = "|".join(sorted(spaced, key=len, reverse=True))
        # What nearly every bracket holds is not looked at twice.
        words = "" if any(name.lstrip()[:1].islower() for name in site.clock.names) else "(?![a-z])"
        self._zone = expression(rf"\({words}{GAP}(?:({patient}){GAP}\)|({_OTHER_ZONE})\))")
        self.months: dict[str, int] = dict(ROMAN)
        self._strictly: re.Pattern[str] | None = None
        self._written: list[tuple[str, Locale]] = []
        # Expressions are made when they are first tried: most pages need few of them.
        self._formats: list[tuple[str, Locale]] = []
        self._searches: list[Callable[[str, int, int], re.Match[str] | None]] = []
        # Digits that are no decimal numbers to Python, such as 二.
        self._digits = {
            ord(sign): str(number)
            for locale in site.locales
            for number, sign in enumerate(locale.digits)
            if not sign.isdecimal()
        }
        for locale in site.locales:
            for word, number in month_words(locale).items():
                self.months.setdefault(word, number)
            for date_format in (locale.format, *locale.formats, *EARLY_FORMATS):
                form = (date_format, locale)
                if is_readable(date_format) and not any(covers(other, form) for other in self._formats):
                    self._formats.append(form)
            if is_readable(locale.format):
                self._written.append((tidy(locale.format), locale))
        alike = [locale for locale in site.locales if locale.format == site.locales[0].format]
        self.strict = ""
        if is_readable(alike[0].format):
            written = strict_pattern(alike[0].format.lstrip(UNSEEN), *alike)
            self.strict = rf"{written} \((?P<zone>{names})\)"

    @property
    def zone(self) -> re.Pattern[str]:
        """Finds the name of a time zone in brackets; its first group is one of the wiki's own."""
        return self._zone()

    def read(
        self, masked: str, start: int, paren: int, zone: str
    ) -> tuple[datetime | None, int, bool] | None:
        """Read the timestamp that ends before the bracket at `paren`, in a zone of the wiki's own.

        Returns:
            Its moment or None for one that never was, where it begins and whether its zone has
            another name at that time; or None where no timestamp stands.
        """
        for number, form in enumerate(self._formats):
            if number == len(self._searches):
                self._searches.append(patient_pattern(*form).search)
            found = self._searches[number](masked, start, paren)
            if found is not None:
                parts = found.groupdict()
                if self._digits:
                    parts = {key: text and text.translate(self._digits) for key, text in parts.items()}
                local = self.local(parts)
                if local is None:
                    return None, found.start(), False
                value, misnamed = self.clock.moment(local, zone)
                return value, found.start(), misnamed
        return None

    def is_current(self, written: str) -> bool:
        """Return whether a timestamp, without its zone, has the form that the wiki writes today."""
        shown = tidy(written)
        return any(tidy_pattern(*form).fullmatch(shown) is not None for form in self._written)

    def may_stand(self, masked: str, start: int, end: int) -> bool:
        """Return whether a stretch has what every timestamp has: a time of day and a year."""
        if self._digits:
            return True
        year = SOME_YEAR.search(masked, start, end)
        return year is not None and _CLOCK().search(masked, start, end) is not None

    def read_strictly(self, masked: str, start: int, end: int) -> Timestamp | None:
        """Return the timestamp at the end of a stretch if it is just what the wiki writes, or None."""
        if self._strictly is None:
            self._strictly = re.compile(rf"{self.strict}\Z" if self.strict and not self._digits else "(?!)")
        found = self._strictly.search(masked, max(start, end - _USUAL), end)
        if found is None:
            return None
        local = self.local(found.groupdict())
        if local is None:
            return Timestamp(None, Span(*found.span()))
        value, misnamed = self.clock.moment(local, found["zone"])
        return Timestamp(value, Span(*found.span()), misnamed=misnamed)

    def local(self, parts: dict[str, str | None]) -> datetime | None:
        """Return the time of day and date that were written, naive, or None for one that never was."""
        month_name = parts.get("month")
        if month_name is None:
            month = int(parts["month_number"] or 0)
        else:
            month = self.months.get(month_name) or self.months.get(folded(tidy(month_name)), 0)
        # Thai years count from 543 BC, Minguo years from 1912 (Language::sprintfDate).
        year = int(parts.get("year") or 0)
        if thai := parts.get("thai_year"):
            # A Gregorian year is typed there too.
            year = int(thai) - (543 if int(thai) > 2400 else 0)
        elif minguo := parts.get("minguo_year"):
            year = int(minguo) + 1911
        hour = int(parts["hour"] or 0)
        meridiem = (parts.get("meridiem") or "").lower()
        if meridiem:
            hour = hour % 12 + (12 if meridiem == "pm" else 0)
        return naive(
            year,
            month,
            int(parts["day"] or 0),
            hour,
            int(parts["minute"] or 0),
            int(parts.get("second") or 0),
        )


@lru_cache(maxsize=256)
def reader(site: Site) -> TimestampReader:
    """Return the expressions of a wiki, made once."""
    return TimestampReader(site)


def naive(year: int, month: int, day: int, hour: int, minute: int, second: int = 0) -> datetime | None:
    """Return a date and time of day without a zone, or None for one that no calendar has."""
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the zone is told apart
    except ValueError:
        return None
