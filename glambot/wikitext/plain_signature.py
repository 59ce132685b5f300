"""Signatures as the wiki writes them for ``~~~~``, found in one step.

Most signatures are so, and are then read several times as fast as from their timestamps backwards.
What is not certain to be one is left to `glambot.wikitext.signatures`.

Example:
    >>> text = "--[[User:A|A]] ([[User talk:A|talk]]) 12:42, 3 November 2018 (UTC)"
    >>> [found.user for found in plain_signature(Site.meta()).find(text)]
    ['A']
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from glambot.wikitext.displayed import displayed
from glambot.wikitext.names import account_kind, user_name
from glambot.wikitext.signature import LOCAL, Signature
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.timestamps import reader

_SHOWN = r"(?:\|[^\[\]{}\n]*)?"
_BETWEEN = r"[^\[\]{}<>\n]{0,40}?"
_NAME = r"[^\[\]|{}<>#/%&_:\n]+"
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops
_NUMBER = {text: number for number in range(60) for text in (str(number), f"{number:02}")}


class PlainSignature:
    """The expressions for the plain signatures of one wiki.

    Attributes:
        user: an expression, as text, for a link to a user with an optional link to the talk page; its
            groups are ``user``, ``name``, ``shown`` and ``talk``.
        stamp: an expression, as text, for what may stand between and a timestamp, its groups ``stamp``
            and those of the date.
        date: the groups that `moment` takes, in its order.
    """

    __slots__ = ("_clock", "_find", "_months", "date", "stamp", "user")

    def __init__(self, site: Site) -> None:
        """Make the expressions of `site`; where its dates have another era they find nothing."""
        own = reader(site)
        self._clock = own.clock
        self._months = {text: n for text, n in _NUMBER.items() if 1 <= n <= 12} | own.months
        users, talks = (
            "|".join(re.escape(name) for name in names)
            for names in (site.user_namespaces, site.user_talk_namespaces)
        )
        self.user = (
            rf"(?P<user>\[\[(?:{users}):(?P<name>{_NAME})(?P<shown>{_SHOWN})\]\])"
            rf"(?:{_BETWEEN}(?P<talk>\[\[(?:{talks}):(?P=name){_SHOWN}\]\]))?"
        )
        never = "(?!)" + "".join(
            f"(?P<{name}>)" for name in ("year", "month", "day", "hour", "minute", "zone")
        )
        plain = own.strict if "(?P<year>" in own.strict else never
        self.stamp = rf"{_BETWEEN}(?P<stamp>{plain})"
        self._find = re.compile(self.user + self.stamp)
        month = "month" if "month" in self._find.groupindex else "month_number"
        self.date = ("year", month, "day", "hour", "minute", "zone")

    def moment(self, year: str, month: str, day: str, hour: str, minute: str, zone: str) -> datetime | None:
        """Return the moment that was written (aware, UTC), None for any that needs a closer look."""
        try:
            value = datetime(
                int(year), self._months[month], _NUMBER[day], _NUMBER[hour], _NUMBER[minute], 0, 0, UTC
            )
        except (KeyError, ValueError):
            return None  # native digits, or a time that never was
        if self._clock.is_utc:
            return value
        found, misnamed = self._clock.moment(value.replace(tzinfo=None), zone)
        return None if misnamed else found

    def find(self, masked: str) -> Iterator[Signature]:
        """Yield the plain signatures of a masked text, without heading, depth and strikes."""
        groups = ("name", "shown", "talk", *self.date)
        moment = self.moment
        for found in self._find.finditer(masked):
            name, shown, talk, *date = found.group(*groups)
            value = moment(*date)
            if value is None:
                continue
            kind = LOCAL
            if is_plain_name(name):
                user = name
            else:
                user = user_name(name)
                if not user:
                    continue
                kind = account_kind(user)
            yield _new(
                Signature,
                (
                    user,
                    None,
                    value,
                    kind,
                    user if not shown or shown[1:] == user else displayed(shown[1:], user),
                    _new(Span, found.span()),
                    _new(Span, found.span("user" if talk is None else "talk")),
                    _new(Span, found.span("stamp")),
                    (),
                    0,
                    False,
                    (),
                ),
            )


def is_plain_name(name: str) -> bool:
    """Return whether a name that the expression found is the account's name as it stands.

    The expression lets no sign through that changes a name of plain letters.
    """
    return name.isascii() and name[0].isupper() and name[-1] != " " and "  " not in name


@lru_cache(maxsize=256)
def plain_signature(site: Site) -> PlainSignature:
    """Return the expressions of a wiki, made once."""
    return PlainSignature(site)
