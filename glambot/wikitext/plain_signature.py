"""Signatures as the wiki writes them for ``~~~~``, and others like them, found in one step.

Most signatures are so, and are then read several times as fast as from their timestamps backwards.
What is not certain to be one is left to `glambot.wikitext.stamped`.

Example:
    >>> text = "[[User talk:A|<b>A</b>]]</sup> [[Special:Contributions/A|c]] 12:42, 3 November 2018 (UTC)"
    >>> form = plain_signature(Site.meta())
    >>> form.signed(*form.pattern.search(text).group("links", "page", "name"))[0]
    'A'
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from glambot.wikitext.displayed import displayed
from glambot.wikitext.names import account_kind, user_name
from glambot.wikitext.plain_stamp import plain_stamp
from glambot.wikitext.signer import FAR, SCAN_LIMIT, shown_length
from glambot.wikitext.site import Site
from glambot.wikitext.timestamp_reader import reader

NAME = r"[^\[\]|{}<>#/%&_:\x00-\x1f\x7f]{1,255}+"
"""Matches a name that needs no decoding."""

# What the first link shows: most often the name itself. Two bars in it would end the cell of a table. An
# alternative that is empty is tried faster than a question mark, here and below.
_SHOWN = r"[^\[\]{}\n]*+"
_NAME_SHOWN = rf"(?:\|(?:(?P=name)(?=\])|{_SHOWN})|)"
_SHOWN_ONCE = r"[^\[\]{}|\n]*+"

# What stands between links, and before the timestamp. No digits, or another timestamp might stand there
# (those of other scripts are looked for later); no bars, for they end cells and parameters. What follows,
# a bracket or a digit, is none of its signs: so it gives nothing back.
_BETWEEN = r"[^\[\]{}<>|\n0-9]{0,40}+"
_BEFORE_WORD = r"[^\[\]{}<>|\n0-9]{0,40}?"
# In signatures that people made for themselves there are tags too.
_TEXT = r"[^\[\]{}<>|\n0-9]{0,40}"
_NAMES = "span|small|big|sup|sub|font|b|i|u|em|strong|bdi|kbd|tt|var|code"
_TAG = rf"</?(?:{_NAMES})\b[^<>\n]*+>"
_TAGGED = rf"{_TEXT}(?:{_TAG}{_TEXT}){{0,6}}?"
# Gives nothing back that could be of use; without a tag the repetition is not begun.
_TAGGED_ONCE = rf"{_TEXT}+(?:(?=<)(?:{_TAG}{_TEXT}+){{1,6}}|)"

# What the links behind the first show: a word, a short text in which no timestamp can stand, or such a text
# within tags.
_WORD = r"[^\[\]{}<>|\n0-9(]{0,40}+"
_LABEL = r"(?:[^\[\]{}<>|\n0-9]{0,40}+(?=\])|[^\[\]{}<>|\n(]{0,40}+(?=\]))"
_INNER_TAG = rf"</?(?:{_NAMES})\b[^<>\[\]{{}}\n]*+>"
_STYLED = rf"'{{0,5}}+(?:{_INNER_TAG}){{1,4}}[^\[\]{{}}<>|\n]{{0,40}}+(?:{_INNER_TAG}){{1,4}}'{{0,5}}+"

# So many signatures are remembered; hostile ones must not fill memory.
_MOST = 2000


Signed = tuple[str, str, str, int, int, bool]
"""What the links of a signature say: account ("" where only a closer look can tell), the kind of it as in
`Signature`, what the link to the user page shows or, where there is none, the last link; where the last link
begins and ends, counted from where the first begins; and whether the first is to the user page, so that no
link before can say what is shown."""


def default_signature(site: Site) -> str:
    """Return an expression, as text, for a default signature of a wiki, with or without a timestamp.

    Its groups are ``name`` for the name in the first link, and those of `PlainStamp.pattern`, which are
    None without a timestamp.
    """
    users, talks = _alternatives(site.user_namespaces), _alternatives(site.user_talk_namespaces)
    stamp = plain_stamp(site)
    between = _BETWEEN if stamp.number_first else _BEFORE_WORD
    talk = rf"(?:(?: \(|{_BETWEEN})\[\[(?:{talks}):(?P=name)(?:\|{_SHOWN}|)\]\]|)"
    usual = rf" \(\[\[(?:{talks}):(?P=name)\|{_WORD}\]\]\) "  # is tried first
    talk, usual, between = (_undated(part, site) for part in (talk, usual, between))
    return (
        rf"\[\[(?:{users}):(?P<name>{NAME}){_NAME_SHOWN}\]\]"
        rf"(?:(?:{usual}|{talk}(?:\) |{between})){stamp.pattern}|{talk}\)?)"
    )


def _undated(expression: str, site: Site) -> str:
    """Return an expression for texts in which no digits of any script may stand, nor those of the wiki."""
    digits = "".join(sign for locale in site.locales for sign in locale.digits if not sign.isdecimal())
    return expression.replace(r"|\n0-9", r"|\n\d" + re.escape(digits))


class PlainSignature:
    """The expressions for the plain signatures of one wiki.

    Attributes:
        pattern: the expression for a signature: one link to a user or up to four, and a timestamp.
        links: the number of the group for all before the timestamp.
        stamp: the number of the group for the timestamp.
        said: the numbers of the groups for the date, the time of day and, on a wiki whose clocks do not
            show UTC, the zone, as `PlainStamp` takes them.
        first: the numbers of the groups for the first link: "" if it leads to the user page, else None, the
            name, and the text if that is another than the name.
        known: what `signed` found, by what ``links`` held, for the same people sign again and again.
    """

    __slots__ = ("_find_zone", "first", "known", "links", "pattern", "said", "stamp")

    def __init__(self, site: Site) -> None:
        """Make the expressions of `site`; where its dates have another era they find nothing."""
        stamp = plain_stamp(site)
        users, talks = _alternatives(site.user_namespaces), _alternatives(site.user_talk_namespaces)
        special, pages = _alternatives(site.special_namespaces), _alternatives(site.contributions)
        other = rf"(?:{talks}):|(?:{special}):(?:{pages})/"
        # A timestamp that begins with a word may begin with one of those signs.
        between = _TAGGED_ONCE if stamp.number_first else _TAGGED
        more = rf"{_TAGGED_ONCE}\[\[(?:{other})(?P=name)(?:\|(?:{_LABEL}|{_STYLED})|)\]\]"
        # One sign is searched for faster than two. What most signatures end with is tried first.
        self.pattern = re.compile(
            rf"(?P<links>\[(?=\[)\[(?:(?:{users}):(?P<page>)|{other})(?P<name>{NAME})"
            rf"(?:\|(?:(?P=name)(?=\])|(?P<shown>{_SHOWN_ONCE}))|)\]\]"
            rf"(?: \(\[\[(?:{talks}):(?P=name)\|{_WORD}\]\]\) |(?:{more}){{0,3}}(?:\) |{between})))"
            rf"(?P<stamp>{stamp.pattern})"
        )
        group = self.pattern.groupindex
        self.links = group["links"]
        self.stamp = group["stamp"]
        self.said = tuple(group[name] for name in ("date", "clock", "zone") if name in group)
        self.first = group["page"], group["name"], group["shown"]
        self.known: dict[str, Signed] = {}
        self._find_zone = reader(site).zone.search

    def signed(self, text: str, page: str | None, name: str) -> Signed:
        """Return what the links of a signature say, and remember it.

        Args:
            text: what the group ``links`` holds.
            page: what the group ``page`` holds.
            name: what the group ``name`` holds.
        """
        start, end = text.rfind("[["), text.rfind("]]") + 2
        close = text.find("]]")
        bar = text.find("|", 0, close)
        shown = text[bar + 1 : close] if bar >= 0 else ""
        named = page is not None
        user = user_name(name)
        kind = account_kind(user)
        if start > 0 and not named:
            # What the last link shows is the name, for none is to the user page.
            shown = text[start : end - 2].partition("|")[2]
        display = user if not shown or shown == user else displayed(shown, user)
        if self._is_odd(text, name):
            return "", kind, display, start, end, named
        if len(self.known) > _MOST:
            self.known.clear()
        who = self.known[text] = user, kind, display, start, end, named
        return who

    def _is_odd(self, text: str, name: str) -> bool:
        """Return whether the first link may be far from the end, or before a timestamp."""
        if len(text) > FAR:
            return True
        if "(" in text.replace("([", "") and self._find_zone(text) is not None:
            return True
        if len(text) < SCAN_LIMIT:
            return False
        # A link with a bar in it does not show the name in its target, nor the brackets.
        hidden = (len(name) + 5) * text.count("[[") if text.count("|") == text.count("[[") else 0
        return len(text) - hidden >= SCAN_LIMIT and shown_length(text) >= SCAN_LIMIT


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, names))


@lru_cache(maxsize=256)
def plain_signature(site: Site) -> PlainSignature:
    """Return the expressions of a wiki, made once."""
    return PlainSignature(site)
