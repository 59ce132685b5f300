"""Timestamps that other wikis wrote, in their language, digits and time zone.

They come with signatures that people paste. The name of the month shows which language it is;
numbers alone are read where their order leaves no doubt (``2018年7月7日``, ``7. 7. 2018``). What
could be two different moments is none.

Example:
    >>> text = "4 juillet 2018 à 10:05 (CEST)"
    >>> read_foreign(text, Site.meta(), Span(0, 23), "CEST")[0].isoformat()
    '2018-07-04T08:05:00+00:00'
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from glambot.wikitext.dateformat import attached_words, folded, strict_pattern
from glambot.wikitext.locales import Locale, all_locales
from glambot.wikitext.names import MARKS
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.zones import foreign_moment, is_zone

_NUMBER = re.compile(r"(\d+)")
# Behind the last of these the timestamp begins; a weekday in brackets is part of it.
_BRACKETS = re.compile(r"[\[\]{}|<>]|\([^()]{4,}\)|(?<![^\W\d])\)")
_WORDS = re.compile(r"[\s,.;:،、，/()\"“”\x1f]+")
_MERIDIEM = re.compile(r"(?:[:.]\d\d)?[ \t\xa0]*([aApP])\.?[ \xa0]?[mM](?!\w)")
_SIGNS = " \t\xa0\x1f:;,.-/()\u200e\u200f"
_TIME_SIGN = re.compile(r"\s?(?:[:.時时hH]|시|hod)\s?")
# Between two numbers of one timestamp stand a few words at most: "Juli", "de julio de", "à", "kello".
_FAR = 26
_ZEROS = str.maketrans("123456789", "0" * 9)
_MINGUO, _THAI = 1911, 543


class _Index(NamedTuple):
    """The languages, the months a word may mean with the languages that say so, translated zones."""

    locales: dict[str, Locale]
    months: dict[str, dict[int, list[str]]]
    zones: dict[str, str]


class _Parts(NamedTuple):
    """What was written: numbers, the word for the month ("" for none), and where it begins."""

    year: int
    month: int
    word: str
    day: int
    hour: int
    minute: int
    start: int


class _Form(NamedTuple):
    """Which of several numbers is what: year, hour, day and month, -1 where a word at a place says it.

    `slashed` says that nothing but a slash or a hyphen stands between day and month.
    """

    year: int
    clock: int
    day: int
    month: int
    slashed: bool
    word: str
    word_at: int


def read_foreign(masked: str, site: Site, window: Span, zone: str) -> tuple[datetime | None, int] | None:
    """Return moment and beginning of a timestamp in any language, or None where none stands.

    Args:
        masked: the masked text.
        site: the wiki the text is on; its own language and time zone are preferred.
        window: the stretch at the end of which the timestamp stands.
        zone: the name of the zone that stands in brackets behind it.

    Returns:
        The moment in UTC (None if it never was or if there are several that may be meant) and the
        position of the first character.
    """
    index = _index()
    parts = _parts(masked, window)
    name = index.zones.get(zone.strip(), zone)
    if parts is None or not (is_zone(name) or name in site.clock.names):
        return None
    months = _months(parts, site)
    if len(months) > 1:
        shape = _shape(masked[parts.start : window.end])
        fitting = _fitting(parts.word, shape)
        months = {month: codes for month, codes in months.items() if month in fitting} or months
    moments: set[datetime | None] = set()
    own = name in site.clock.names
    for month, languages in months.items():
        try:
            local = datetime(parts.year, month, parts.day, parts.hour, parts.minute)  # noqa: DTZ001 - naive
        except (ValueError, OverflowError):  # a day of ten digits is one that never was, too
            moments.add(None)
            continue
        found = site.clock.moment(local, name) if own else foreign_moment(local, name, None)
        if found is not None:
            moments.add(found.value)
            continue
        # The abbreviation is used in several parts of the world: the language says in which.
        zones = dict.fromkeys(index.locales[code].timezone for code in languages)
        of_wikis = (foreign_moment(local, name, zone_of_wiki) for zone_of_wiki in zones)
        moments.update(moment.value for moment in of_wikis if moment is not None)
    return (moments.pop() if len(moments) == 1 else None), parts.start


@cache
def _index() -> _Index:
    locales: dict[str, Locale] = {}
    months: dict[str, dict[int, list[str]]] = {}
    zones: dict[str, str] = {}
    told: dict[tuple[object, ...], dict[str, int]] = {}
    for locale in all_locales():
        locales[locale.code] = locale
        zones.update(locale.zones)
        words = _words(locale, told)
        numbered = any(sign.isdigit() for name in locale.months for sign in name)
        if numbered and len({_NUMBER.sub("", name) for name in locale.months}) > 1:
            # Names with digits in them cannot be told from numbers: such a date is none.
            letters = (folded(_NUMBER.sub("", name)) for name in words)
            words = {word: 0 for word in letters if len(word) > 2}
        for word, number in words.items():
            months.setdefault(word, {}).setdefault(number, []).append(locale.code)
    return _Index(locales, months, zones)


def _words(locale: Locale, told: dict[tuple[object, ...], dict[str, int]]) -> dict[str, int]:
    """Return the months by their names, folded; many languages have the names of another."""
    names = (
        locale.months,
        locale.genitive,
        locale.abbreviations,
        tuple(locale.earlier_months.items()),
        locale.format,
    )
    words = told.get(names)
    if words is None:
        words = {folded(word): number for word, number in locale.month_numbers().items()}
        words.update({folded(word): number for word, number in attached_words(locale).items()})
        told[names] = words
    return words


def _parts(masked: str, window: Span) -> _Parts | None:
    """Return the parts of the timestamp at the end of a stretch, by the shapes that wikis write."""
    begin, end = window
    for bracket in _BRACKETS.finditer(masked, begin, end):
        begin = bracket.end()
    pieces = _NUMBER.split(masked[begin:end])
    if len(pieces) == 1 or len(pieces[-1]) > _FAR:
        return None
    for count in (6, 5, 4):
        if len(pieces) > 2 * count:
            found = _classified(pieces[-2 * count - 1 :], end, first=len(pieces) == 2 * count + 1)
            if found is not None:
                return found
    return None


def _classified(pieces: list[str], end: int, *, first: bool) -> _Parts | None:
    """Return what some numbers and the texts around them say, None if it is in doubt.

    Args:
        pieces: text and number by turns.
        end: where the last text ends.
        first: whether no other number stands before.
    """
    numbers = pieces[1::2]
    lengths = tuple(map(len, numbers))
    if 4 not in lengths:
        return None
    # A word at which a number ends is none.
    before = pieces[0][-_FAR:] if first or len(pieces[0]) >= _FAR else f"0{pieces[0]}"
    texts = (before, *pieces[2::2])
    form = _form(lengths, texts) if max(map(len, texts)) <= _FAR else None
    if form is None:
        return None
    day = int(numbers[form.day])
    month = int(numbers[form.month]) if form.month >= 0 else 0
    if form.slashed and day <= 12 and day != month:
        month = 0  # 3/4/2018 is a day in April to some and one in March to others
    start = end - sum(map(len, pieces[1:]))
    if form.word and form.word_at == 0:
        name = form.word.split()[0]
        at = before.lower().rfind(name)
        start -= len(before) - at if at >= 0 else min(len(pieces[0]), _FAR)
    year = int(numbers[form.year])
    return _Parts(
        year - _THAI if 2500 <= year <= 2650 else year,
        month,
        form.word,
        day,
        _hour(int(numbers[form.clock]), _MERIDIEM.match("".join(pieces[2 * form.clock + 4 :]))),
        int(numbers[form.clock + 1]),
        start,
    )


@lru_cache(maxsize=1024)
def _form(lengths: tuple[int, ...], texts: tuple[str, ...]) -> _Form | None:
    """Return which of the numbers of a timestamp is what, or None if that is in doubt.

    Args:
        lengths: how many digits each number has.
        texts: what stands before, between and behind them, none of it long.
    """
    year = lengths.index(4)
    between = texts[1:-1]
    clock = _clock(lengths, between, year)
    if clock < 0:
        return None
    used = {year, clock, clock + 1}
    seconds = clock + 2
    if len(lengths) > seconds and between[clock + 1].strip() in (":", ".") and lengths[seconds] == 2:
        used.add(seconds)
    rest = [i for i in range(len(lengths)) if i not in used]
    word = ""
    word_at = -1
    for position, text in enumerate(texts):
        known = _month_word(text) if text.strip(_SIGNS) else ""
        if known:
            word, word_at = known, position
    if word and len(rest) == 1:
        return _Form(year, clock, rest[0], -1, False, word, word_at)
    if word or len(rest) != 2:
        return None
    if year < rest[0]:
        return _Form(year, clock, rest[1], rest[0], False, "", -1)
    return _Form(year, clock, rest[0], rest[1], between[rest[0]].strip() in ("/", "-"), "", -1)


def _clock(lengths: Sequence[int], between: Sequence[str], year: int) -> int:
    """Return which of the numbers is the hour of a time of day, -1 for none."""
    for i, text in enumerate(between):
        if (
            lengths[i + 1] == 2
            and lengths[i] <= 2
            and year not in (i, i + 1)
            and _TIME_SIGN.fullmatch(text)
            # A full stop stands in dates too.
            and not (text.strip() == "." and i + 2 == year)
        ):
            return i
    return -1


def _hour(hour: int, meridiem: re.Match[str] | None) -> int:
    """Return the hour of the day, which "am" or "pm" may stand behind; one that never was for 13 pm."""
    if meridiem is None:
        return hour
    return hour % 12 + (12 if meridiem[1] in "pP" else 0) if 1 <= hour <= 12 else 99


def _month_word(text: str) -> str:
    """Return the name of a month in a short text, folded, or ""."""
    index = _index()
    words = _WORDS.sub(" ", MARKS.sub("", text)).lower().strip(" -–—'")
    if not words:
        return ""
    if words in index.months:
        return words
    parts = words.split()
    known = [pair for pair in map(" ".join, pairwise(parts)) if pair in index.months]
    known += [part for part in parts if part in index.months]
    return max(known, key=len, default="")


def _months(parts: _Parts, site: Site) -> dict[int, list[str]]:
    """Return the months that may be meant, with the languages in which they are called so."""
    return _meant(parts.word, site) if parts.word else {parts.month: []}


@lru_cache(maxsize=1024)
def _meant(word: str, site: Site) -> dict[int, list[str]]:
    """Return the months that a word means on a wiki, with the languages in which they are called so."""
    months = _index().months[word]
    own = {locale.code for locale in site.locales}
    ours = {month: [code for code in codes if code in own] for month, codes in months.items()}
    ours = {month: codes for month, codes in ours.items() if codes}
    return ours if len(ours) == 1 else months


def _shape(written: str) -> str:
    """Return a timestamp with zeros for digits and without what shows nothing."""
    if written.isascii():
        return written.translate(_ZEROS).strip()
    return _NUMBER.sub(lambda number: "0" * len(number[0]), MARKS.sub("", written).strip())


@lru_cache(maxsize=1024)
def _fitting(word: str, shape: str) -> frozenset[int]:
    """Return the month a word means in the very format of a language that has it; none if several fit.

    Args:
        word: the name of the month, folded.
        shape: the timestamp without its zone, with zeros for digits.
    """
    index = _index()
    fitting = {
        month
        for month, codes in index.months[word].items()
        if any(_written(index.locales[code]).fullmatch(shape) is not None for code in codes)
    }
    return frozenset(fitting if len(fitting) == 1 else ())


@cache
def _written(locale: Locale) -> re.Pattern[str]:
    return re.compile(MARKS.sub("", strict_pattern(locale.format, locale)))
