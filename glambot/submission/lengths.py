"""How many minutes a session takes, from what people write.

Example:
    >>> [minutes("Approx 1 hour"), minutes("1h30"), minutes("half an hour"), minutes("60 Minutes (NB 30 now)")]
    [60, 90, 30, 60]
"""

import re
from functools import lru_cache

_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "fifteen": 15,
    "twenty": 20, "twenty-five": 25, "twenty five": 25, "thirty": 30, "forty": 40, "forty-five": 45, "forty five": 45,
    "fifty": 50, "sixty": 60, "seventy-five": 75, "ninety": 90,
    "un": 1, "une": 1, "una": 1, "uma": 1, "um": 1, "ein": 1, "eine": 1, "einer": 1, "deux": 2, "dos": 2, "duas": 2,
    "zwei": 2, "due": 2, "due ore": 2, "trois": 3, "tres": 3, "drei": 3, "trente": 30, "vingt": 20, "quarante-cinq": 45,
    "dreißig": 30, "zwanzig": 20, "treinta": 30, "veinte": 20, "trenta": 30, "venti": 20,
}  # fmt: skip
_NUMBER = rf"(?:(?<![\w.,])(?:\d{{1,4}}(?:[.,]\d{{1,2}})?|{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))}))"
_HOUR = r"(?:hours?|hrs?|h|heures?|horas?|stunden?|std|ore|ora|uur|uren|час\w*|godzin\w*|timmar|timme|timer?)(?![^\W\d_])"
_MINUTE = r"(?:minutes?|minut\w*|minuten|mins?|m|мин\w*|min|′|'|’)(?![^\W\d_])"
_HALF = r"(?:half|demi[- ]?|media|meia|mezz['’]?|halbe|halve|½|mezza)"
_PATTERNS = (
    # An hour and a half; one and a half hours.
    (re.compile(rf"({_NUMBER})[ -]*{_HOUR},?\s*(?:and|et|y|e|und|&)\s+(?:a\s+|une?\s+)?{_HALF}"), lambda n: n[0] * 60 + 30),
    (re.compile(rf"({_NUMBER})\s+(?:and|&)\s+(?:a\s+)?half[ -]*{_HOUR}"), lambda n: n[0] * 60 + 30),
    (re.compile(rf"(\d{{1,2}})\s*½\s*{_HOUR}"), lambda n: n[0] * 60 + 30),
    (re.compile(rf"{_HALF}[ -]*(?:an?|of an|une?|una|eine)?[ -]*{_HOUR}"), lambda n: 30),
    (re.compile(r"(?:a\s+)?quarter[ -]+(?:of an\s+)?hours?"), lambda n: 15),
    (re.compile(r"(?:three[ -]+quarters|three-quarters) of an hour"), lambda n: 45),
    # 1 hour 30 minutes, 1h30, 1:30 h.
    (re.compile(rf"({_NUMBER})[ -]*{_HOUR},?\s*(?:and|et|y|e|und|&|\+)?\s*({_NUMBER})[ -]*{_MINUTE}"), lambda n: n[0] * 60 + n[1]),
    (re.compile(r"(\d{1,2})\s*h\s*(\d{2})(?!\d)"), lambda n: n[0] * 60 + n[1]),
    (re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::00)?(?!\d)"), lambda n: n[0] * 60 + n[1]),
    # 2 x 45 minutes.
    (re.compile(rf"(\d{{1,2}})\s*[x×*]\s*({_NUMBER})[ -]*{_MINUTE}"), lambda n: n[0] * n[1]),
    (re.compile(rf"(\d{{1,2}})\s*[x×*]\s*({_NUMBER})[ -]*{_HOUR}"), lambda n: n[0] * n[1] * 60),
    (re.compile(rf"({_NUMBER})[ -]*{_HOUR}"), lambda n: n[0] * 60),
    (re.compile(rf"({_NUMBER})[ -]*{_MINUTE}"), lambda n: n[0]),
)  # fmt: skip
_BARE = re.compile(r"\D{0,12}?(\d{1,3})\D{0,3}")
_RANGE = re.compile(
    rf"({_NUMBER})\s*(?:{_HOUR}|{_MINUTE})?\s*(?:-|–|—|to|or|/|bis|à|ou|o)\s*({_NUMBER})[ -]*({_HOUR}|{_MINUTE})"
)
_LONGEST = 14 * 24 * 60


@lru_cache(maxsize=1024)
def minutes(text: str) -> int | None:
    """Return the length in minutes that `text` gives first, or None if it gives none.

    Of a range ("20–30 minutes") the longer is taken: the room has to be there for it. A bare
    number of five or more is minutes.
    """
    # What a length says, it says early; a pasted abstract is no length.
    line = " ".join(text[:200].casefold().split())
    if not line:
        return None
    best: tuple[int, int, float] | None = None
    span = _RANGE.search(line)
    if span is not None:
        unit = 60 if re.fullmatch(_HOUR, span[3]) else 1
        best = (span.start(), 0, max(_number(span[1]), _number(span[2])) * unit)
    for rank, (pattern, count) in enumerate(_PATTERNS, 1):
        found = pattern.search(line)
        if found is not None and (best is None or (found.start(), rank) < best[:2]):
            best = (found.start(), rank, count([_number(group) for group in found.groups()]))
    if best is None:
        bare = _BARE.fullmatch(line)
        if bare is None or int(bare[1]) < 5:
            return None
        best = (0, 0, float(bare[1]))
    total = round(best[2])
    return total if 0 < total <= _LONGEST else None


def _number(text: str) -> float:
    return float(text.replace(",", ".")) if text[0].isdigit() else float(_WORDS[text])
