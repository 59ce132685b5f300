"""How the wikis of a language write dates and name the pages of users.

The records come from MediaWiki's own language files (``languages/messages``, ``languages/i18n``), by
``scripts/locales/generate.py``, and are shipped in ``data/locales.jsonl``: a line a language,
which names the language it is like and holds what differs. Only the lines that are asked for are
read. English is here in the code, so that Meta's pages need no file.

Example:
    >>> load_locale("pl").abbreviations[9]
    'paź'
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Locale:
    """One language of MediaWiki, as its wikis write timestamps and links to users.

    Attributes:
        code: MediaWiki's language code.
        format: the date format of ``~~~~``, in the notation of ``Language::sprintfDate``.
        formats: other formats the language has or had.
        months, genitive, abbreviations: twelve names each, from January.
        weekdays, weekday_abbreviations: seven names each, from Sunday.
        earlier_months: names and abbreviations of months in earlier releases, with their numbers.
        zones: translated names of time zones with the abbreviations they stand for.
        user, talk, special, contributions: local names and aliases of the namespaces User, User talk
            and Special, and of the special page Contributions; the English ones are not among them.
        unsigned: templates that sign for somebody who forgot to.
        variants: codes of the variants into which the wiki converts its pages.
        timezone: the IANA name of the zone of the Wikipedia in this language.
        digits: the ten digits in which dates are written, "" for 0–9.
    """

    code: str
    format: str
    formats: tuple[str, ...]
    months: tuple[str, ...]
    genitive: tuple[str, ...]
    abbreviations: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekday_abbreviations: tuple[str, ...]
    earlier_months: Mapping[str, int] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    user: tuple[str, ...] = ()
    talk: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    contributions: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    timezone: str = "UTC"
    digits: str = ""

    def month_numbers(self) -> dict[str, int]:
        """Return every name a month has in this language, as written, with its number from 1."""
        numbers = dict(self.earlier_months)
        for names in (self.abbreviations, self.genitive, self.months):
            numbers.update({name: number for number, name in enumerate(names, 1)})
        return numbers


_FOLDER = Path(__file__).parent / "data"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

ENGLISH = Locale(
    code="en",
    format="H:i, j F Y",
    formats=(
        "H:i, F j, Y", "H:i, Y F j", "H:i M j, Y", "H:i, M j, Y", "H:i, j M Y", "H:i:s, Y-m-d",
    ),
    months=_MONTHS,
    genitive=_MONTHS,
    abbreviations=tuple(name[:3] for name in _MONTHS),
    weekdays=_WEEKDAYS,
    weekday_abbreviations=tuple(name[:3] for name in _WEEKDAYS),
    earlier_months={"Sept": 9},
    unsigned=(
        "unsigned", "unsigned2", "unsigned 2", "unsigned3", "unsig", "unsign", "uns", "not signed",
        "forgot to sign", "without signature", "unsigned comment", "preceding unsigned",
        "preceding unsigned comment", "autosigned", "undated", "unsigned IP", "unsignedIP", "unsigned-ip",
        "IP unsigned", "IPsign", "unsignedIP2", "unsigned2IP", "unsigned IP2",
    ),
)  # fmt: skip
"""English, the language of Meta."""

_KEYS = (
    "code", "format", "formats", "months", "genitive", "abbreviations", "weekdays",
    "weekday_abbreviations", "earlier_months", "zones", "user", "talk", "special", "contributions",
    "unsigned", "variants", "timezone", "digits",
)  # fmt: skip


@cache
def load_locale(code: str) -> Locale:
    """Return the language with MediaWiki's code `code` (``"pl"``, ``"sr-el"``).

    Raises:
        LookupError: for a code that MediaWiki does not have.
    """
    if code == "en":
        return ENGLISH
    return _locale(code, _line)


def all_locales() -> Iterator[Locale]:
    """Yield every language of MediaWiki, by code."""
    records: dict[str, dict[str, Any]] = {}
    for line in _data().splitlines()[1:]:
        record = json.loads(line)
        records[record["code"]] = record
    for code in records:
        yield _locale(code, records.__getitem__)


def language_codes() -> list[str]:
    """Return the codes of MediaWiki's languages, sorted."""
    return [json.loads(line)["code"] for line in _data().splitlines()[1:]]


@cache
def foreign_namespaces() -> Mapping[str, str]:
    """Return what leads to users in all languages, folded, with what it is.

    That is ``"user"`` and ``"talk"`` for namespaces, ``"special"`` and ``"contributions"`` for the parts
    of ``Special:Contributions``.
    """
    text = (_FOLDER / "user_namespaces.txt").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {name.lower(): space for space, name in lines}


def _data() -> bytes:
    return (_FOLDER / "locales.jsonl").read_bytes()


def _line(code: str) -> dict[str, Any]:
    data = _data()
    start = data.find(f'\n{{"code":{json.dumps(code)},'.encode())
    if start < 0:
        raise LookupError(code)
    end = data.find(b"\n", start + 1)
    record: dict[str, Any] = json.loads(data[start : end if end >= 0 else len(data)])
    return record


def _locale(code: str, record_of: Any) -> Locale:
    """Return a language whose record says what differs from the one it is like."""
    record = record_of(code)
    values: dict[str, Any] = {}
    chain = [record]
    while chain[-1].get("like"):
        chain.append(record_of(chain[-1]["like"]))
    for part in reversed(chain):
        values.update(part)
    earlier = tuple(values.get("earlier") or ())
    known = {key: values[key] for key in _KEYS if values.get(key) is not None}
    known["formats"] = tuple(dict.fromkeys((*known.get("formats", ()), *earlier)))
    known = {key: tuple(value) if isinstance(value, list) else value for key, value in known.items()}
    return Locale(**known)
