"""Signatures as the wiki writes them for ``~~~~``, and others like them, found in one step.

Most signatures are so, and are then read several times as fast as from their timestamps backwards.
What is not certain to be one is left to `glambot.wikitext.signatures`.

Example:
    >>> text = "--[[User:A|A]] ([[User talk:A|talk]]) 12:42, 3 November 2018 (UTC)"
    >>> plain_signature(Site.meta()).both.search(text).group("name", "year")
    ('A', '2018')
    >>> text = "[[User talk:A|<b>A</b>]]</sup> [[Special:Contributions/A|c]] 12:42, 3 November 2018 (UTC)"
    >>> wide_signature(Site.meta()).both.search(text)["name"]
    'A'
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from glambot.wikitext.displayed import displayed
from glambot.wikitext.names import account_kind, user_name
from glambot.wikitext.site import Site
from glambot.wikitext.timestamp_reader import reader

if TYPE_CHECKING:
    from collections.abc import Callable

_SHOWN = r"[^\[\]{}\n]*+"
NAME = r"[^\[\]|{}<>#/%&_:\x00-\x1f\x7f]{1,255}+"
"""Matches a name that needs no decoding."""

# No digits, or another timestamp might stand there; no bars, for they end cells and parameters.
# What follows, a bracket or a digit, is none of its signs: so it gives nothing back.
_BETWEEN = r"[^\[\]{}<>|\n\d]{0,40}+"
_BEFORE_WORD = r"[^\[\]{}<>|\n\d]{0,40}?"
# In signatures that people made for themselves there are tags too.
_TEXT = r"[^\[\]{}<>|\n\d]{0,24}"
_TAG = r"</?(?:span|small|big|sup|sub|font|b|i|u|em|strong|bdi|kbd|tt|var|code)\b[^<>\n]*+>"
_TAGGED = rf"{_TEXT}(?:{_TAG}{_TEXT}){{0,6}}?"
# The same where a bracket or a digit follows, which no such text holds.
_TAGGED_ONCE = rf"{_TEXT}+(?:{_TAG}{_TEXT}+){{0,6}}?"
_BEGINS_WITH_DIGIT = re.compile(r"\(\?<!\\d\)\(\?P<\w+>\\d")
LONG_NAME = 50
"""With so many characters a link's text may fill what the search for a signer looks through."""

# Looked up faster than converted. The last years are as far as signatures reach.
NUMBER = {text: number for number in range(60) for text in (str(number), f"{number:02}")}
NUMBER |= {str(year): year for year in range(1995, 2100)}
"""Days, hours, minutes and years by what is written."""


_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


class Signer(NamedTuple):
    """Who a link leads to: account, or "" for none, the kind of it as in `Signature`, and what is shown."""

    user: str
    kind: str
    display: str


def signer(name: str, shown: str | None, *, wide: bool) -> Signer:
    """Return who the link of a plain signature leads to, by its name and its text as typed.

    In a wide one a text may fill what the search for a signer looks through: then it is nobody.
    """
    user = user_name(name)
    if wide and shown and len(shown) > LONG_NAME and len(displayed(shown, "")) > LONG_NAME:
        user = ""
    return _new(Signer, (user, account_kind(user), displayed(shown, user) if shown else user))


class PlainSignature:
    """The expressions for the plain signatures of one wiki.

    Attributes:
        user: an expression, as text, for the links to a user; its groups are ``user`` for the first of
            them with its parts ``name`` and ``shown``, and ``talk`` for the last of several.
        stamp: an expression, as text, for what may stand between and a timestamp, its groups ``stamp``
            and those of the date.
        date: the groups that `moment` takes, in its order.
        both: the expression for a signature, and so for both.
        months: the numbers of months by their names.
        in_utc: makes of a moment, read as if the clock showed UTC, and the name of its zone the moment in
            UTC, or None where that needs a closer look; it is None itself for a wiki that writes UTC.
        said: the numbers of the groups ``name``, ``shown``, one that is None where the first link does not
            lead to the user page, and those of `date` but for the zone's.
        placed: the numbers of the groups ``user``, ``talk`` and ``stamp``.
        written: an expression, as text, for a timestamp just as the wiki writes it.
        wide: whether the links may be of any kind.
    """

    __slots__ = (
        "_clock",
        "both",
        "date",
        "in_utc",
        "months",
        "placed",
        "said",
        "stamp",
        "user",
        "wide",
        "written",
    )

    def __init__(self, site: Site, *, wide: bool) -> None:
        """Make the expressions of `site`; where its dates have another era they find nothing.

        Args:
            site: the wiki.
            wide: whether the links may be up to four of any kind to one user, with tags between them.
        """
        own = reader(site)
        self.wide = wide
        self._clock = own.clock
        self.in_utc: Callable[[datetime, str], datetime | None] | None = (
            None if own.clock.is_utc else self._in_utc
        )
        self.months = {text: n for text, n in NUMBER.items() if 1 <= n <= 12} | own.months
        users, talks, special, pages = (
            "|".join(re.escape(name) for name in names)
            for names in (
                site.user_namespaces,
                site.user_talk_namespaces,
                site.special_namespaces,
                site.contributions,
            )
        )
        # Most links show the name itself.
        shown = rf"(?:\|(?P<shown>(?P=name)(?=\])|{_SHOWN}))?"
        if wide:
            other = rf"(?:{talks}):|(?:{special}):(?:{pages})/"
            self.user = (
                rf"(?P<user>\[\[(?:(?P<page>(?:{users}):)|{other})(?P<name>{NAME}){shown}\]\])"
                rf"(?:{_TAGGED_ONCE}(?P<talk>\[\[(?:{other})(?P=name)"
                r"(?:\|[^\[\]{}\n]{0,40})?\]\])){0,3}"
            )
        else:
            self.user = (
                rf"(?P<user>\[\[(?:{users}):(?P<name>{NAME}){shown}\]\])"
                rf"(?:(?: \(|{_BETWEEN})(?P<talk>\[\[(?:{talks}):(?P=name)(?:\|{_SHOWN})?\]\]))?"
            )
        never = "(?!)" + "".join(
            f"(?P<{name}>)" for name in ("year", "month", "day", "hour", "minute", "zone")
        )
        self.written = plain = own.strict if "(?P<year>" in own.strict else never
        # A timestamp that begins with a word may begin with one of those signs.
        number_first = _BEGINS_WITH_DIGIT.match(plain) is not None
        tagged = _TAGGED_ONCE if number_first else _TAGGED
        between = tagged if wide else _BETWEEN if number_first else _BEFORE_WORD
        self.stamp = rf"(?:\) |{between})(?P<stamp>{plain})"
        self.both = re.compile(self.user + self.stamp)
        index = self.both.groupindex
        month = "month" if "month" in index else "month_number"
        self.date = ("year", month, "day", "hour", "minute", "zone")
        page = "page" if wide else "day"
        self.said = tuple(index[name] for name in ("name", "shown", page, *self.date[:-1]))
        self.placed = (index["user"], index["talk"], index["stamp"])

    def moment(self, year: str, month: str, day: str, hour: str, minute: str, zone: str) -> datetime | None:
        """Return the moment that was written (aware, UTC), None for any that needs a closer look."""
        try:
            value = datetime(
                NUMBER[year], self.months[month], NUMBER[day], NUMBER[hour], NUMBER[minute], 0, 0, UTC
            )
        except (KeyError, ValueError):
            return None  # native digits, or a time that never was
        return value if self.in_utc is None else self.in_utc(value, zone)

    def _in_utc(self, value: datetime, zone: str) -> datetime | None:
        clock = self._clock
        if 1900 < value.year < 9000:
            day = clock.day(value.year, value.month, value.day)
            if day is not None and clock.names.get(zone) == day[0]:
                return value - day[1]
        found, misnamed = clock.moment(value.replace(tzinfo=None), zone)
        return None if misnamed else found


@lru_cache(maxsize=256)
def plain_signature(site: Site) -> PlainSignature:
    """Return the expressions of a wiki for its own signatures, made once."""
    return PlainSignature(site, wide=False)


@lru_cache(maxsize=256)
def wide_signature(site: Site) -> PlainSignature:
    """Return the expressions of a wiki for signatures that people made for themselves, made once."""
    return PlainSignature(site, wide=True)
