"""A `Site` from what a wiki says of itself.

Example:
    >>> answer = {"general": {"lang": "de", "timezone": "Europe/Berlin"},
    ...     "namespaces": {"2": {"name": "Benutzer"}, "3": {"name": "Benutzer Diskussion"}}}
    >>> site_from_siteinfo(answer).timezone
    'Europe/Berlin'
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from glambot.errors import SiteError
from glambot.wikitext.locales import Locale, language_codes
from glambot.wikitext.site import Site, locales_of, make_site

_SPECIAL, _USER, _TALK = -1, 2, 3
_ASK = (
    "ask the wiki's API for "
    "action=query&meta=siteinfo&siprop=general|namespaces|namespacealiases|specialpagealiases."
)


def site_from_siteinfo(answer: Mapping[str, Any] | str | bytes) -> Site:
    """Return the description of a wiki from its API's answer; see `Site.from_siteinfo`."""
    if isinstance(answer, str | bytes):
        try:
            answer = json.loads(answer)
        except (ValueError, RecursionError) as error:
            raise SiteError(f"The siteinfo is no JSON: {error}. {_ASK[0].upper()}{_ASK[1:]}") from error
    query = _mapping(answer, "query") or answer
    general = _mapping(query, "general")
    for key in ("lang", "timezone"):
        if not isinstance(general.get(key), str):
            raise SiteError(f"The siteinfo has no general.{key}: {_ASK}")
    if not _mapping(query, "namespaces"):
        raise SiteError(f"The siteinfo has no namespaces: {_ASK}")
    names: dict[int, list[str]] = {_SPECIAL: [], _USER: [], _TALK: []}
    for number, namespace in _mapping(query, "namespaces").items():
        if isinstance(namespace, Mapping):
            for key in ("name", "*", "canonical"):
                _add(names, number, namespace.get(key))
    for alias in _list(query, "namespacealiases"):
        if isinstance(alias, Mapping):
            _add(names, alias.get("id"), alias.get("alias", alias.get("*")))
    contributions: list[str] = []
    for page in _list(query, "specialpagealiases"):
        if isinstance(page, Mapping) and page.get("realname") == "Contributions":
            contributions += [str(name).replace("_", " ") for name in _list(page, "aliases")]
    return make_site(
        _known_locales([general["lang"], *_fallbacks(general)]),
        general["timezone"],
        user=names[_USER],
        talk=names[_TALK],
        special=names[_SPECIAL],
        contributions=contributions,
    )


def _fallbacks(general: Mapping[str, Any]) -> list[str]:
    return [
        str(code["code"])
        for code in _list(general, "fallback")
        if isinstance(code, Mapping) and "code" in code
    ]


def _known_locales(codes: list[str]) -> tuple[Locale, ...]:
    """Return the first language that is known; a wiki may be in one that is newer than what is shipped."""
    folded = [code.replace("_", "-").lower() for code in codes]
    known = language_codes()
    return locales_of(next((code for code in folded if code in known), folded[0]))


def load_site(path: str | PathLike[str]) -> Site:
    """Return the description of a wiki from a JSON file; see `Site.load`."""
    shown = fspath(path)
    try:
        text = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        name = shown if shown.isprintable() else repr(shown)
        raise SiteError(f"{name} cannot be read: {reason or error}.") from error
    try:
        data = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SiteError(f"{shown} is no JSON: {error}.") from error
    if not isinstance(data, dict):
        raise SiteError(f"{shown} describes no wiki: it must hold a JSON object.")
    try:
        if "query" in data or "general" in data:
            return site_from_siteinfo(data)
        return _site_from_description(data)
    except SiteError as error:
        raise SiteError(f"{shown}: {error}") from None


def _site_from_description(data: Mapping[str, Any]) -> Site:
    language = data.get("language")
    if not isinstance(language, str):
        raise SiteError('It has no "language", such as "pl", and so describes no wiki.')
    names: dict[int, list[str]] = {_SPECIAL: [], _USER: [], _TALK: []}
    for number, name in _mapping(data, "namespaces").items():
        _add(names, number, name)
    for name, number in _mapping(data, "namespaceAliases").items():
        _add(names, number, name)
    contributions = data.get("specialContributionsName")
    zones: dict[str, str] = {}
    for translated in _mapping(data, "timezones").values():
        if isinstance(translated, Mapping):
            zones.update({str(name): str(meant) for name, meant in translated.items()})
    language = language.replace("_", "-").lower()
    variants = [code for code in _mapping(data, "dateFormat") if code != language]
    locales = [_described(data, locale) for locale in locales_of(language)]
    known = {locale.code for locale in locales}
    # A variant that MediaWiki's files do not tell apart is the language with what the description adds.
    codes = language_codes()
    locales += [
        _described(data, locales_of(code)[0] if code in codes else replace(locales[0], code=code))
        for code in variants
        if code not in known
    ]
    return make_site(
        tuple(locales),
        str(data.get("timezone") or "UTC"),
        user=names[_USER],
        talk=names[_TALK],
        special=names[_SPECIAL],
        contributions=[str(contributions).replace("_", " ")] if contributions else [],
        zones=zones,
    )


def _described(data: Mapping[str, Any], locale: Locale) -> Locale:
    """Return a language with what the description says of it instead of what MediaWiki says."""
    changes: dict[str, Any] = {}
    date_format = _mapping(data, "dateFormat").get(locale.code)
    if isinstance(date_format, str) and date_format != locale.format:
        changes["format"] = date_format
        changes["formats"] = (locale.format, *locale.formats)
    for key, field in (
        ("months", "months"),
        ("monthsGenitive", "genitive"),
        ("monthsAbbrev", "abbreviations"),
    ):
        named = _mapping(data, key).get(locale.code)
        if isinstance(named, list) and len(named) == 12:
            changes[field] = tuple(str(name) for name in named)
    if not changes:
        return locale
    earlier = {name: number for name, number in locale.month_numbers().items() if name}
    return replace(locale, **changes, earlier_months=earlier)


def _add(names: dict[int, list[str]], number: object, name: object) -> None:
    try:
        found = names.get(int(str(number)))
    except ValueError:
        return
    if found is not None and isinstance(name, str) and name.strip(" _"):
        found.append(name.replace("_", " ").strip())


def _mapping(data: object, key: str) -> Mapping[str, Any]:
    value = data.get(key) if isinstance(data, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _list(data: object, key: str) -> Iterable[Any]:
    value = data.get(key) if isinstance(data, Mapping) else None
    return value if isinstance(value, list) else []
