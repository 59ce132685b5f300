"""What must be known of a wiki to read what people sign there.

A `Site` names the languages, the time zone and the namespaces of one wiki. The readers of links and
timestamps take it as a value, so that another wiki is another `Site` and no other code.

Example:
    >>> Site.meta().user_namespaces
    ('User',)
    >>> Site.for_language("pl", timezone="Europe/Warsaw").user_namespaces
    ('Wikipedysta', 'Wikipedystka', 'Użytkownik', 'Użytkowniczka', 'Wikisłownikarz', 'Wikisłownikarka', \
'Wikiskryba', 'Wikireporter', 'Wikireporterka', 'User')
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from os import PathLike
from typing import Any

from glambot.wikitext.locales import ENGLISH, Locale, load_locale
from glambot.wikitext.zones import Clock

_USER, _TALK, _SPECIAL = ("User",), ("User talk",), ("Special",)
_CONTRIBUTIONS = ("Contributions", "Contribs", "Contribution")


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One wiki, as a reader of its wikitext needs to know it.

    Attributes:
        language: the content language's code.
        timezone: the IANA name of the zone in which the wiki writes timestamps.
        user_namespaces: names and aliases of the namespace User, gendered ones too.
        user_talk_namespaces: the same of User talk.
        special_namespaces: the same of Special.
        contributions: names of the special page Contributions.
        locales: the content language and its variants, as they write dates.
        clock: the names of the time zone and what they mean.
    """

    language: str
    timezone: str
    user_namespaces: tuple[str, ...]
    user_talk_namespaces: tuple[str, ...]
    special_namespaces: tuple[str, ...]
    contributions: tuple[str, ...]
    locales: tuple[Locale, ...]
    clock: Clock

    @classmethod
    def meta(cls) -> "Site":
        """Return the description of Meta-Wiki: English, UTC, canonical namespace names."""
        return _meta()

    @classmethod
    def for_language(cls, language: str, timezone: str | None = None) -> "Site":
        """Return the description of a wiki in a language, with MediaWiki's names for everything.

        Args:
            language: MediaWiki's language code, such as ``"pl"`` or ``"sr-el"``.
            timezone: the IANA name of the wiki's time zone; that of the Wikipedia in this language
                if None, which is UTC for most.

        Raises:
            SiteError: for a language or a time zone that nobody knows.
        """
        return _for_language(language, timezone)

    @classmethod
    def from_siteinfo(cls, answer: Mapping[str, Any] | str | bytes) -> "Site":
        """Return the description of a wiki from the answer of its API.

        Args:
            answer: what ``action=query&meta=siteinfo&siprop=general|namespaces|namespacealiases|
                specialpagealiases`` answers, in either ``formatversion``, whole or its ``query``, as the
                text it came as or as what ``json.loads`` makes of that.

        Raises:
            SiteError: if language, time zone or namespaces are missing.
        """
        from glambot.wikitext.siteinfo import site_from_siteinfo  # noqa: PLC0415 - seldom needed

        return site_from_siteinfo(answer)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> "Site":
        """Return the description of a wiki from a JSON file.

        The file is an API answer as for `from_siteinfo`, or an object with ``language``, ``timezone``,
        ``namespaces`` (names by number), ``namespaceAliases`` (numbers by name),
        ``specialContributionsName``, and by language variant ``dateFormat``, ``months``,
        ``monthsGenitive``, ``monthsAbbrev`` and ``timezones`` (abbreviations by their translations).
        What is not there comes from MediaWiki's own language files.

        Raises:
            SiteError: if the file cannot be read or does not describe a wiki.
        """
        from glambot.wikitext.siteinfo import load_site  # noqa: PLC0415 - seldom needed

        return load_site(path)


def make_site(
    locales: tuple[Locale, ...],
    timezone: str,
    *,
    user: Iterable[str] = (),
    talk: Iterable[str] = (),
    special: Iterable[str] = (),
    contributions: Iterable[str] = (),
    zones: Mapping[str, str] | None = None,
) -> Site:
    """Return a Site with what its languages give it, and names of its own in front.

    Raises:
        SiteError: for a time zone that nobody knows.
    """
    translated: dict[str, str] = {}
    for locale in locales:
        translated.update(locale.zones)
    translated.update(zones or {})
    try:
        clock = Clock(timezone, translated)
    except LookupError:
        from glambot.errors import SiteError  # noqa: PLC0415 - configuration is right nearly always

        raise SiteError(
            f"There is no time zone {timezone!r}: use an IANA name such as Europe/Warsaw or UTC."
        ) from None
    return Site(
        language=locales[0].code,
        timezone=timezone,
        user_namespaces=_together(user, [locale.user for locale in locales], _USER),
        user_talk_namespaces=_together(talk, [locale.talk for locale in locales], _TALK),
        special_namespaces=_together(special, [locale.special for locale in locales], _SPECIAL),
        contributions=_together(contributions, [locale.contributions for locale in locales], _CONTRIBUTIONS),
        locales=locales,
        clock=clock,
    )


def locales_of(language: str) -> tuple[Locale, ...]:
    """Return a language of MediaWiki and the variants its wikis convert to.

    Raises:
        SiteError: for a code that MediaWiki does not have.
    """
    try:
        first = load_locale(language)
        return (first, *(load_locale(code) for code in first.variants))
    except LookupError:
        from glambot.errors import SiteError  # noqa: PLC0415 - configuration is right nearly always

        raise SiteError(
            f"There is no language {language!r} in MediaWiki: use a code such as pl, pt-br or zh-hant."
        ) from None


def _together(
    first: Iterable[str], of_locales: Iterable[Iterable[str]], last: Iterable[str]
) -> tuple[str, ...]:
    names = dict.fromkeys(first)
    for some in of_locales:
        names.update(dict.fromkeys(some))
    names.update(dict.fromkeys(last))
    return tuple(names)


@cache
def _meta() -> Site:
    return make_site((ENGLISH,), "UTC")


@cache
def _for_language(language: str, timezone: str | None) -> Site:
    locales = locales_of(language.replace("_", "-").lower())
    return make_site(locales, locales[0].timezone if timezone is None else timezone)
