r"""A wiki's date format, made into expressions that find what it wrote.

MediaWiki writes a timestamp by a format such as ``H:i, j F Y`` (``Language::sprintfDate``). Token by
token it becomes two expressions: a strict one for what the wiki writes, and a patient one that
lets direction marks, blanks, ``&nbsp;`` and their like stand between any two tokens, and takes every
name that a month has.

Example:
    >>> from glambot.wikitext.locales import ENGLISH
    >>> pattern = patient_pattern("H:i, j F Y", ENGLISH)
    >>> found = pattern.search("on 12:42,\u200e 3 nov. 2018")
    >>> [found[name] for name in ("hour", "minute", "day", "month", "year")]
    ['12', '42', '3', 'nov', '2018']
"""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from glambot.wikitext.expression import expression
from glambot.wikitext.locales import Locale
from glambot.wikitext.names import MARKS

# What may stand between any two tokens: blanks, direction marks, comments, their character references.
_BLANK = r"[ \t\xa0\x1f\u200b\u200e\u200f\u202a-\u202f\u2066-\u2069\u3000]"
_REFERENCE = (
    r"&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|lrm|rlm"
    r"|\#(?:32|160|82(?:0[1-7]|39))|\#[xX](?:20|[aA]0|200[9a-fA-F]|202[fF]));"
)
# It never gives anything back, or a run of blanks would be read again and again.
GAP = rf"{_BLANK}*+(?:{_REFERENCE}{_BLANK}*+)*(?!{_REFERENCE})"
"""Matches whatever may stand between two tokens of a timestamp and shows nothing but a blank."""

_GAPS = expression(rf"(?:{_BLANK}|{_REFERENCE})+")

# Each code of a number: the group it fills, and how many digits it has, of whatever script.
_NUMBERS = {
    "d": ("day", "1,2"),
    "j": ("day", "1,2"),
    "m": ("month_number", "1,2"),
    "n": ("month_number", "1,2"),
    "Y": ("year", "4"),
    "xkY": ("thai_year", "4"),
    "xoY": ("minguo_year", "1,3"),
    "H": ("hour", "1,2"),
    "G": ("hour", "1,2"),
    "h": ("hour", "1,2"),
    "g": ("hour", "1,2"),
    "i": ("minute", "2"),
    "s": ("second", "2"),
}
_STRICT_DIGITS = {"d": "2", "m": "2", "H": "2", "h": "2"}
# Until 2005 every language without a class of its own for dates wrote so (Language::timeanddate).
EARLY_FORMATS = ("H:i M j, Y", "H:i, M j, Y", "H:i, j M Y", "H:i, j F Y", "H:i, F j, Y")
"""Formats in which any wiki may have written in MediaWiki's first years."""

_BLANK = " \t\xa0\u200b\u200e\u200f"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_CODE = re.compile(r'xk[A-Za-z]|xo[A-Za-z]|x[ijmt][A-Za-z]|x[A-Za-z]|\\(.)|"([^"]*)"|[A-Za-z]|.', re.DOTALL)
_GROUP = re.compile(r"\?P<(\w+)>")
_LETTERS = frozenset("dDjlNwzWtFmMnLoYyaAgGhHiscrePOTIZU")


class Token(NamedTuple):
    """A piece of a date format: a `code` such as ``j``, or "" with `text` that stands for itself."""

    code: str
    text: str


_OPTIONAL = frozenset(Token("", sign) for sign in ",.،")  # in a patient expression


def tokens(date_format: str) -> list[Token]:
    """Return the tokens of a date format, as ``Language::sprintfDate`` reads them."""
    pieces: list[Token] = []
    roman = False
    for found in _CODE.finditer(date_format):
        code = found[0]
        if found[1] is not None or found[2] is not None:
            pieces.append(Token("", found[1] or found[2] or ""))
        elif code == "xx":
            pieces.append(Token("", "x"))
        elif code in ("xn", "xN"):
            continue  # digits as they are: any are read anyway
        elif code == "xr":
            roman = True
        elif code[0] == "x" or code in _LETTERS:
            pieces.append(Token("xr" if roman else code, ""))
            roman = False
        else:
            pieces.append(Token("", code))
    return pieces


def is_readable(date_format: str) -> bool:
    """Return whether a format says year, month, day, hour and minute in ways that are read here."""
    groups: list[str] = []
    for code, _ in tokens(date_format):
        if code in _NUMBERS:
            groups.append(_NUMBERS[code][0])
        elif code in ("F", "M", "xg", "xr"):
            groups.append("month")
        elif code in ("a", "A"):
            groups.append("meridiem")
        elif code not in ("", "D", "l"):
            return False
    said = set(groups)
    one_each = len(said) == len(groups)
    month, year = said & {"month", "month_number"}, said & {"year", "thai_year", "minguo_year"}
    return one_each and len(month) == len(year) == 1 and {"day", "hour", "minute"} <= said


def strict_pattern(date_format: str, locale: Locale, *variants: Locale) -> str:
    """Return an expression, without flags, for exactly what the wiki writes by a format.

    Variants of a language write by the same format with other names.
    """
    parts: list[str] = []
    digit = _digit(locale)
    for code, text in tokens(date_format):
        if code in _NUMBERS:
            group, digits = _NUMBERS[code]
            parts.append(rf"(?P<{group}>{digit}{{{_STRICT_DIGITS.get(code, digits)}}})")
        elif code:
            names = [name for known in (locale, *variants) for name in _names(code, known)]
            parts.append(_named(code, _by_initials([re.escape(name) for name in names])))
        else:
            parts.append(re.escape(text))
    return rf"(?<!{digit})" + "".join(parts)


@lru_cache(maxsize=4096)
def patient_pattern(date_format: str, locale: Locale) -> re.Pattern[str]:
    """Return an expression for what a format writes, with marks between its tokens and other names.

    What it finds ends where the searched part of the text ends.
    """
    parts: list[str] = []
    digit = _digit(locale)
    for code, text in tokens(date_format):
        if code in _NUMBERS:
            group, digits = _NUMBERS[code]
            parts.append(rf"(?P<{group}>{digit}{{{digits}}}){GAP}")
        elif code in ("F", "M", "xg"):
            parts.append(
                _named(code, [_patient(name) for name in locale.month_numbers()]) + rf"\.{{0,3}}{GAP}"
            )
        elif code:
            parts.append(_named(code, [_patient(name) for name in _names(code, locale)]) + GAP)
        elif shown := text.strip(_BLANK):
            literal = GAP.join(re.escape(word) for word in shown.split())
            parts.append(rf"{literal}?{GAP}" if Token("", shown) in _OPTIONAL else literal + GAP)
        elif not (parts and parts[-1].endswith(GAP)):
            parts.append(GAP)
    return re.compile(rf"(?<!{digit}){''.join(parts)}{GAP}\Z", re.IGNORECASE)


def covers(form: tuple[str, Locale], other: tuple[str, Locale]) -> bool:
    """Return whether the patient expression of a format finds all that the one of another format finds.

    A comma need not be there, and all names of a month are taken wherever one stands.
    """
    (date_format, locale), (other_format, other_locale) = form, other
    left, right = _patiently(date_format), _patiently(other_format)
    # What the other has must stand here in the same order, with nothing but commas more between.
    places = iter(left)
    for token in right:
        if next((place for place in places if place == token or place not in _OPTIONAL), None) != token:
            return False
    if any(place not in _OPTIONAL for place in places):
        return False
    codes = {code for code, _ in right if code and code not in _NUMBERS}
    return locale.digits == other_locale.digits and all(
        _patient_names(code, other_locale) <= _patient_names(code, locale) for code in codes
    )


def _patiently(date_format: str) -> list[Token]:
    """Return the tokens of a format without what its patient expression does not look at."""
    pieces: list[Token] = []
    for code, text in tokens(date_format):
        if code:
            pieces.append(Token("F" if code in ("M", "xg") else code, ""))
        elif text.strip(_BLANK):
            pieces.append(Token("", text.strip(_BLANK)))
    return pieces


def _patient_names(code: str, locale: Locale) -> set[str]:
    return set(locale.month_numbers() if code == "F" else _names(code, locale))


ROMAN = {name: number for number, name in enumerate(_ROMAN, 1)}
"""The numbers of months as Estonian once wrote them."""


def _names(code: str, locale: Locale) -> tuple[str, ...]:
    known = {
        "F": locale.months,
        "M": locale.abbreviations,
        "xg": locale.genitive,
        "D": locale.weekday_abbreviations,
        "l": locale.weekdays,
        "xr": _ROMAN,
        "a": ("am", "pm"),
        "A": ("AM", "PM"),
    }
    return known[code]


def _digit(locale: Locale) -> str:
    return r"\d" if locale.digits.isdecimal() or not locale.digits else rf"[\d{locale.digits}]"


def tidy(text: str) -> str:
    """Return a text with single blanks, without direction marks and comments, as people see it."""
    if text.isalnum():
        return text
    return " ".join(MARKS.sub("", _GAPS().sub(" ", text)).split())


def _named(code: str, names: list[str]) -> str:
    # The longest first, for one may begin another.
    either = "|".join(sorted(set(names), key=len, reverse=True))
    if code in ("D", "l"):
        return rf"(?:{either})"
    if code in ("a", "A"):
        return rf"(?P<meridiem>{either})"
    return rf"(?P<month>{either})"


def _by_initials(names: list[str]) -> list[str]:
    """Return expressions of names, those with one initial as one that says it once: it tells most apart."""
    alike: dict[str, list[str]] = {}
    for name in sorted(set(names), key=len, reverse=True):
        alike.setdefault(name[0] if name[:1].isalpha() else name, []).append(name)
    return [
        some[0] if len(some) == 1 else f"{initial}(?:{'|'.join(name[1:] for name in some)})"
        for initial, some in alike.items()
    ]


def _patient(name: str) -> str:
    words = [word.strip("\u200b\u200e\u200f") for word in name.rstrip(".").split()]
    return GAP.join(map(re.escape, words)) or re.escape(name)


def tidied(locale: Locale) -> Locale:
    """Return a language with the names of its months and weekdays tidied."""
    return replace(
        locale,
        months=tuple(map(tidy, locale.months)),
        genitive=tuple(map(tidy, locale.genitive)),
        abbreviations=tuple(map(tidy, locale.abbreviations)),
        weekdays=tuple(map(tidy, locale.weekdays)),
        weekday_abbreviations=tuple(map(tidy, locale.weekday_abbreviations)),
    )


@lru_cache(maxsize=1024)
def tidy_pattern(date_format: str, locale: Locale) -> re.Pattern[str]:
    """Return the expression of `strict_pattern` for tidied text, of a format that is tidied itself."""
    return re.compile(strict_pattern(date_format, tidied(locale)))


def month_words(locale: Locale) -> dict[str, int]:
    """Return the numbers of months by their names: as written, folded, without a full stop."""
    words: dict[str, int] = {}
    for name, number in locale.month_numbers().items():
        words.setdefault(folded(name), number)
        words[name] = number
    return words


def attached_words(locale: Locale) -> dict[str, int]:
    """Return the numbers of months by their names with what the format puts right behind them."""
    pieces = tokens(locale.format)
    for piece, following in pairwise(pieces):
        if piece.code in ("F", "M", "xg") and following.text.strip(_BLANK + ",."):
            names = _names(piece.code, locale)
            return {name + following.text: number for number, name in enumerate(names, 1)}
    return {}


def folded(name: str) -> str:
    """Return the name of a month in lower case, tidied, without a full stop."""
    return tidy(name).rstrip(".").lower()
