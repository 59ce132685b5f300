"""Templates that sign for somebody who forgot to: ``{{unsigned|user|date}}`` and its like.

Example:
    >>> text = "Me too! {{unsigned2|12:42, 3 November 2018|Jane}}"
    >>> [(found.user, found.timestamp.hour) for found in find_unsigned(text, Site.meta(), 0, len(text))]
    [('Jane', 12)]
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from glambot.wikitext.anchored import anchored
from glambot.wikitext.expression import expression
from glambot.wikitext.locales import ENGLISH
from glambot.wikitext.names import user_name
from glambot.wikitext.notice import Notice
from glambot.wikitext.plain_signature import NAME
from glambot.wikitext.plain_stamp import plain_stamp
from glambot.wikitext.signature import UNSIGNED_TEMPLATE, Signature, positions_of
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.timestamp_reader import reader
from glambot.wikitext.timestamps import read_bare, read_timestamp
from glambot.wikitext.userlinks import LINK, find_user_links, user_link

_TIME = expression(r"(?<![\w:])\d\d?[:.]\d\d(?![\w:])")
_YEAR = expression(r"(?<!\w)\d{4}(?!\w)")


def _names(site: Site) -> set[str]:
    """Return the names of such templates in the wiki's languages and in English, as most wikis have them."""
    return {name for locale in (*site.locales, ENGLISH) for name in locale.unsigned}


def _either(names: Iterable[str]) -> str:
    # Those that are seen most are tried first.
    seen = sorted(names, key=lambda name: (not name.startswith("unsigned"), len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", "[ _]++") for name in seen)


@lru_cache(maxsize=256)
def unsigned_template(site: Site) -> re.Pattern[str]:
    """Return the expression for such a template, which begins with ``{``."""
    names = _names(site)
    letters = {letter for name in names for letter in (name[0].lower(), name[0].upper())}
    first = re.escape("".join(sorted(letters)))
    return re.compile(
        rf"\{{\{{(?=[ _\n]*+[sS{first}])[ _\n]*+(?:subst:[ _]*+)?(?:{_either(names)})[ _\n\x1f]*+"
        r"(?P<parameters>(?:\|[^{}|]*+)*)\}\}",
        re.IGNORECASE,
    )


def find_unsigned(masked: str, site: Site, start: int, end: int) -> list[Signature]:
    """Return what such templates in ``masked[start:end]`` say, in order.

    User and date are found in either order; a date without a time zone is in the wiki's own.
    """
    found = anchored(unsigned_template(site), "{", masked, start, end)
    return [_signature(masked, site, template) for template in found]


class _Plain(NamedTuple):
    """The expression for a template of which the parameters are a plain name and a plain timestamp."""

    pattern: re.Pattern[str]
    groups: tuple[int, ...]
    moment: Callable[..., datetime | None]


@lru_cache(maxsize=256)
def _plain_template(site: Site) -> _Plain:
    name = NAME.replace("[^", "[^=(", 1)  # no other parameter's name, no other timestamp
    stamp = plain_stamp(site)
    pattern = re.compile(
        rf"\{{\{{(?i:{_either(_names(site))})\|(?P<name>{name})\|(?P<stamp>{stamp.pattern})\}}\}}"
    )
    group = pattern.groupindex
    groups = tuple(group[name] for name in ("name", "date", "clock", "zone") if name in group)
    return _Plain(pattern, groups, stamp.moment)


def plain_unsigned(masked: str, site: Site, start: int, end: int) -> Signature | None:
    """Return what the template at `start` signs if it is plain, None for any that needs a closer look."""
    plain = _plain_template(site)
    found = plain.pattern.match(masked, start, end)
    if found is None:
        return None
    name, *stamp = found.group(*plain.groups)
    user, value = user_name(name), plain.moment(*stamp)
    if value is None or not user:
        return None
    span = found.span()
    places = (*span, *span, *found.span("stamp"))
    fields = (user, None, value, UNSIGNED_TEMPLATE, user, places, (), 0, False, ())
    return tuple.__new__(Signature, fields)


def _bare(name: str, site: Site) -> str:
    """Return a name without what leads to the user's pages, which an IPv6 address only seems to have."""
    found = LINK.fullmatch(f"[[{name}]]")
    link = user_link(found, site) if found is not None else None
    return link.user if link is not None and link.wiki is None else name


def _signature(masked: str, site: Site, template: re.Match[str]) -> Signature:
    plain = plain_unsigned(masked, site, *template.span())
    if plain is not None:
        return plain
    span = Span(*template.span())
    first, last = template.span("parameters")
    own = reader(site)
    zones = own.zone.finditer(masked, first, last)
    stamps = (read_timestamp(masked, site, own, zone, first) for zone in zones)
    stamp = next((found for found in stamps if found is not None), None)
    names: list[str] = []
    position = first
    for part in masked[first:last].split("|")[1:]:
        begin = position + 1
        position = begin + len(part)
        if stamp is None:
            stamp = read_bare(masked, site, begin, position)
        if stamp is None or not begin <= stamp.span.start < position:
            names.append(part.partition("=")[2 if "=" in part else 0].strip())
    links = find_user_links(masked, site, first, last) if masked.find("[[", first, last) >= 0 else []
    # A date has a time or a year in it, and a user name seldom.
    timeless = [name for name in names if name and not _TIME().search(name)] or names[:1]
    yearless = [name for name in timeless if not _YEAR().search(name)] or timeless
    user = links[0].user if links else user_name(_bare(yearless[0], site)) if yearless else ""
    warnings: list[Notice] = []
    if stamp is not None and stamp.value is None:
        warnings.append(Notice("GB103", "timestamp that cannot be read", stamp.span))
    return Signature(
        user or None,
        None,
        stamp.value if stamp else None,
        UNSIGNED_TEMPLATE,
        user,
        positions_of(span, span if user else None, stamp.span if stamp else None),
        warnings=tuple(warnings),
    )
