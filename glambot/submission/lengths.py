"""How many minutes a session takes, from what people write.

Example:
    >>> [minutes("Approx 1 hour"), minutes("1h30"), minutes("half an hour"), minutes("60 min (NB 30 now)")]
    [60, 90, 30, 60]
    >>> [minutes("30 minutes to 1 hour"), minutes("14:30-15:00"), minutes("Saturday 14:30")]
    [60, 30, None]
"""

import re
from collections.abc import Callable

from glambot.wikitext.expression import expression
from glambot.wikitext.remembered import remembered
from glambot.wikitext.site import Site
from glambot.wikitext.timestamps import find_timestamps

_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "fifteen": 15,
    "twenty": 20, "twenty-five": 25, "twenty five": 25, "thirty": 30, "forty": 40, "forty-five": 45,
    "forty five": 45, "fifty": 50, "sixty": 60, "seventy-five": 75, "ninety": 90,
    "un": 1, "une": 1, "una": 1, "uma": 1, "um": 1, "ein": 1, "eine": 1, "einer": 1, "deux": 2, "dos": 2,
    "duas": 2, "zwei": 2, "due": 2, "due ore": 2, "trois": 3, "tres": 3, "drei": 3, "trente": 30, "vingt": 20,
    "quarante-cinq": 45, "dreißig": 30, "zwanzig": 20, "treinta": 30, "veinte": 20, "trenta": 30, "venti": 20,
}  # fmt: skip
_DIGITS = r"\d{1,4}(?:[.,]\d{1,2})?"
_SPELT = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_NUMBER = rf"(?:(?<![\w.,])(?:{_DIGITS}|{_SPELT}))"
_HOUR = (
    r"(?:hours?|hrs?|h|heures?|horas?|stunden?|std|ore|ora|uur|uren|час\w*|godzin\w*|timmar|timme|timer?)"
    r"(?![^\W\d_])"
)
_MINUTE = r"(?:minutes?|minut\w*|minuten|mins?|m|мин\w*|min|′|'|’)(?![^\W\d_])"
_HALF = r"(?:half|demi[- ]?|media|meia|mezz['’]?|halbe|halve|½|mezza)"
_AND = r"(?:and|et|y|e|und|&)"
_Count = Callable[[list[float]], float]


def _weighted(hours: float = 0, more: float = 0) -> _Count:
    """Return what counts a pattern's numbers, the first in hours or minutes, and some more."""

    def count(numbers: list[float]) -> float:
        weights = [hours or 1, 1.0]
        return sum(n * weight for n, weight in zip(numbers, weights, strict=False)) + more

    return count


def _times(unit: int) -> _Count:
    """Return what counts ``2 x 45`` of a unit of so many minutes."""
    return lambda numbers: numbers[0] * numbers[1] * unit


_PATTERNS: tuple[tuple[Callable[[], re.Pattern[str]], _Count], ...] = (
    # An hour and a half; one and a half hours.
    (expression(rf"({_NUMBER})[ -]*{_HOUR},?\s*{_AND}\s+(?:a\s+|une?\s+)?{_HALF}"), _weighted(60, 30)),
    (expression(rf"({_NUMBER})\s+(?:and|&)\s+(?:a\s+)?half[ -]*{_HOUR}"), _weighted(60, 30)),
    (expression(rf"(\d{{1,2}})\s*½\s*{_HOUR}"), _weighted(60, 30)),
    (expression(rf"{_HALF}[ -]*(?:an?|of an|une?|una|eine)?[ -]*{_HOUR}"), _weighted(more=30)),
    (expression(r"(?:a\s+)?quarter[ -]+(?:of an\s+)?hours?"), _weighted(more=15)),
    (expression(r"(?:three[ -]+quarters|three-quarters) of an hour"), _weighted(more=45)),
    # 1 hour 30 minutes, 1h30, 1:30 h.
    (
        expression(rf"({_NUMBER})[ -]*{_HOUR},?\s*(?:{_AND}|\+)?\s*({_NUMBER})[ -]*{_MINUTE}"),
        _weighted(60),
    ),
    (expression(r"(\d{1,2})\s*h\s*(\d{2})(?!\d)"), _weighted(60)),
    (expression(rf"(?<![\d:])(\d{{1,2}}):([0-5]\d)\s*{_HOUR}"), _weighted(60)),
    # 2 x 45 minutes.
    (expression(rf"(\d{{1,2}})\s*[x×*]\s*({_NUMBER})[ -]*{_MINUTE}"), _times(1)),
    (expression(rf"(\d{{1,2}})\s*[x×*]\s*({_NUMBER})[ -]*{_HOUR}"), _times(60)),
    # 45 + 15 minutes; 40 (30+10) minutes.
    (expression(rf"({_NUMBER})\s*\+\s*({_NUMBER})[ -]*{_MINUTE}"), _weighted()),
    (expression(rf"({_NUMBER})\s*\([^()]{{0,30}}\)\s*{_MINUTE}"), _weighted()),
    (expression(rf"({_NUMBER})[ -]*{_HOUR}"), _weighted(60)),
    (expression(rf"({_NUMBER})[ -]*{_MINUTE}"), _weighted()),
)
_RANGE = expression(
    rf"({_NUMBER})[ -]*(?:({_HOUR})|{_MINUTE})?(?:\s*(?:-|–|—|/)\s*(?=\d)|\s+(?:to|or|bis|à|ou|o|oder|a)\s+)"
    rf"({_NUMBER})[ -]*(?:({_HOUR})|{_MINUTE})"
)
_SUM = expression(r"\D{0,12}?(\d{1,3})(?:\s*\+\s*(\d{1,3}))(?:\s*\+\s*(\d{1,3}))?\W{0,3}")
_BARE_RANGE = expression(r"\D{0,12}?(\d{2,3})\s*(?:-|–|—|to)\s*(\d{2,3})\W{0,3}")
_BARE = expression(r"\D{0,12}?(\d{1,3})(?:\s*\([^()]*\))?\W{0,3}")
# A time of day, or hours and minutes: only where it stands alone and no session is longer.
_CLOCK = r"(?<![\d:.])(\d{1,2})[:.h]([0-5]\d)(?::00)?(?![\d:])\s*([ap]\.?m\b\.?)?"
_FROM_TO = expression(rf"{_CLOCK}\s*(?:-|–|—|to|until|till|bis|à|a)\s*{_CLOCK}")
_ALONE = expression(
    r"(?:(?:approx(?:imately)?|about|circa|ca|max|up to)?[\s.~:]*)(\d):([0-5]\d)(?::00)?\s*\.?"
)
# What most say, for which none of all these is needed.
_MINUTES = re.compile(r"([0-9]{1,4}) ?(?:minutes?|mins?)\.?")
_HOURS = re.compile(r"([0-9]{1,2}) ?(?:hours?|hrs?|h([0-5][0-9])?)")
_LONGEST_CLOCK = 4 * 60
_LONGEST = 14 * 24 * 60


@remembered
def minutes(text: str) -> int | None:
    """Return the length in minutes that `text` gives first, or None if it gives none.

    Of a range ("20–30 minutes", "30 minutes or 1 hour") the longer is taken: the room has to be
    there for it. A bare number of five or more is minutes. A time of day is no length, from one
    to another is; ``1:30`` is hours and minutes if it stands alone.
    """
    # What a length says, it says early; a pasted abstract is no length.
    line = " ".join(_without_timestamps(text[:200]).casefold().split())
    if not line or not any(sign.isdigit() or sign.isalpha() or sign == "½" for sign in line):
        return None
    plainly = _MINUTES.fullmatch(line)
    if plainly is not None:
        return int(plainly[1]) or None
    hours = _HOURS.fullmatch(line)
    if hours is not None:
        return int(hours[1]) * 60 + int(hours[2] or 0) or None
    total = _said(line)
    if total is None:
        total = _clock(line)
    if total is None:
        total = _bare(line)
    if total is None:
        return None
    whole = round(total)
    return whole if 0 < whole <= _LONGEST else None


def _without_timestamps(text: str) -> str:
    for stamp in reversed(find_timestamps(text, Site.meta(), 0, len(text))):
        text = text[: stamp.span.start] + text[stamp.span.end :]
    return text


def _said(line: str) -> float | None:
    """Return the first length with a unit."""
    best: tuple[int, int, float] | None = None
    longer = 0.0
    end = 0
    span = _RANGE().search(line)
    if span is not None:
        last = 60 if span[4] else 1
        # The unit of the first number is its own or, without one, that of the second.
        first = (
            60 if span[2] else (1 if re.search(_MINUTE, span[0][: span.start(3) - span.start()]) else last)
        )
        longer = max(_number(span[1]) * first, _number(span[3]) * last)
        best = (span.start(), 0, longer)
    for rank, (pattern, count) in enumerate(_PATTERNS, 1):
        found = pattern().search(line)
        if found is not None and (best is None or (found.start(), rank) < best[:2]):
            best = (found.start(), rank, count([_number(group) for group in found.groups()]))
            end = found.end()
    if best is None:
        return None
    # In "1 hour 30 minutes to 2 hours" the range begins inside what is read first.
    return max(best[2], longer) if span is not None and span.start() < end else best[2]


def _clock(line: str) -> float | None:
    """Return how long it is from one time of day to another, or what hours and minutes alone say."""
    alone = _ALONE().fullmatch(line)
    if alone is not None:
        total = int(alone[1]) * 60 + int(alone[2])
        return total if total <= _LONGEST_CLOCK else None
    between = _FROM_TO().search(line)
    if between is None:
        return None
    start, end = (int(between[n]) * 60 + int(between[n + 1]) for n in (1, 4))
    if end <= _LONGEST_CLOCK and between[6] is None and len(between[0]) == len(line):
        return None  # 1:00-1:30 may be two times of day as well as two lengths
    if end <= start:
        end += 12 * 60  # half past eleven to one
    return end - start if 0 < end - start <= 12 * 60 else None


def _bare(line: str) -> float | None:
    """Return the minutes that a number without a unit is, or a sum of such numbers."""
    between = _BARE_RANGE().fullmatch(line)
    if between is not None:
        return max(float(between[1]), float(between[2]))
    added = _SUM().fullmatch(line)
    if added is not None:
        return sum(int(number) for number in added.groups() if number)
    bare = _BARE().fullmatch(line)
    return float(bare[1]) if bare is not None and int(bare[1]) >= 5 else None


def _number(text: str) -> float:
    return float(text.replace(",", ".")) if text[0].isdigit() else float(_WORDS[text])
