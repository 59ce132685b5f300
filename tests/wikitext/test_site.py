"""A wiki is described by its language, its API's answer or a file; errors say what, where and what to do."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from glambot import Site, find_signatures
from glambot.errors import GlambotError, SiteError
from glambot.wikitext import locales
from glambot.wikitext.locales import ENGLISH, Locale, language_codes

# A made-up wiki in German, as its API describes it in the older form…
OLDER: dict[str, Any] = {
    "batchcomplete": "",
    "query": {
        "general": {"lang": "de", "timezone": "Europe/Berlin", "sitename": "Museumswiki"},
        "namespaces": {
            "-1": {"id": -1, "case": "first-letter", "*": "Sonderbar", "canonical": "Special"},
            "0": {"id": 0, "case": "first-letter", "content": "", "*": ""},
            "2": {"id": 2, "case": "first-letter", "*": "Kuratorin", "canonical": "User"},
            "3": {"id": 3, "case": "first-letter", "*": "Kuratorin Diskussion", "canonical": "User talk"},
        },
        "namespacealiases": [{"id": 3, "*": "KD"}, {"id": 4, "*": "M"}],
        "specialpagealiases": [
            {"realname": "Block", "aliases": ["Sperren"]},
            {"realname": "Contributions", "aliases": ["Werke_von", "Contributions"]},
        ],
    },
}
# …and in the newer one.
NEWER: dict[str, Any] = {
    "batchcomplete": True,
    "query": {
        "general": {"lang": "de", "timezone": "Europe/Berlin", "sitename": "Museumswiki"},
        "namespaces": {
            "-1": {"id": -1, "case": "first-letter", "name": "Sonderbar", "canonical": "Special"},
            "0": {"id": 0, "case": "first-letter", "name": "", "content": True},
            "2": {"id": 2, "case": "first-letter", "name": "Kuratorin", "canonical": "User"},
            "3": {"id": 3, "case": "first-letter", "name": "Kuratorin Diskussion", "canonical": "User talk"},
        },
        "namespacealiases": [{"id": 3, "alias": "KD"}, {"id": 4, "alias": "M"}],
        "specialpagealiases": [
            {"realname": "Block", "aliases": ["Sperren"]},
            {"realname": "Contributions", "aliases": ["Werke_von", "Contributions"]},
        ],
    },
}
# A made-up wiki in Polish with a date format, names of months and a name of its time zone of its own.
DESCRIBED: dict[str, Any] = {
    "language": "pl",
    "timezone": "Europe/Warsaw",
    "namespaces": {"-1": "Osobliwa", "0": "", "2": "Kustosz", "3": "Rozmowa z kustoszem"},
    "namespaceAliases": {"kustoszka": 2, "rozmowa_z_kustoszką": 3, "m": 4},
    "specialContributionsName": "Dzieła_kustosza",
    "dateFormat": {"pl": "j M Y, H:i"},
    "monthsAbbrev": {
        "pl": ["st", "lt", "mc", "kw", "mj", "cz", "lp", "sp", "wz", "pz", "lst", "gd"],
    },
    "timezones": {"pl": {"czas polski": "CET", "UTC": "UTC"}},
}
STAMP = "12:42, 3. Nov. 2018 (CET)"


def write(folder: Path, data: object) -> Path:
    path = folder / "site.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def users(text: str, site: Site) -> list[str]:
    return [f"{found.user} {found.timestamp:%Y-%m-%d %H:%M}" for found in find_signatures(text, site=site)]


def shown(locale: Locale) -> dict[str, object]:
    """Return a language's values by name; a Locale itself is equal to nothing but itself."""
    return {name: getattr(locale, name) for name in locale.__dataclass_fields__}


def test_meta_is_english() -> None:
    """Meta is an English wiki in UTC with the names every wiki knows, and it is one value."""
    site = Site.meta()
    assert (site.language, site.timezone) == ("en", "UTC")
    assert site.user_namespaces == ("User",)
    assert site.user_talk_namespaces == ("User talk",)
    assert site.special_namespaces == ("Special",)
    assert "Contributions" in site.contributions
    assert Site.meta() is site


def test_meta_equals_the_shipped_english() -> None:
    """English in the code says what the record of English in the data says."""
    assert shown(ENGLISH) == shown(locales._locale("en", locales._line))
    assert Site.for_language("en").locales == (ENGLISH,)


def test_meta_reads_no_data_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Meta's signatures are read without the files of all languages."""

    def read(*_: object) -> bytes:
        raise AssertionError("a data file was read")

    monkeypatch.setattr(locales, "_data", read)
    monkeypatch.setattr(locales, "_FOLDER", Path("nowhere"))
    text = "[[User:Jane|<b>Jane</b>]] 12:42, 3 November 2018 (UTC) [[User:Bob]] 18:45 Mar 10, 2003 (UTC)"
    assert users(text, Site.meta()) == ["Jane 2018-11-03 12:42", "Bob 2003-03-10 18:45"]


@pytest.mark.parametrize("answer", [OLDER, NEWER, OLDER["query"], NEWER["query"]])
def test_siteinfo_in_both_forms(answer: dict[str, Any]) -> None:
    """An answer in either formatversion, whole or its query, gives the wiki's names before the language's."""
    site = Site.from_siteinfo(answer)
    assert (site.language, site.timezone) == ("de", "Europe/Berlin")
    assert site.user_namespaces[0] == "Kuratorin"
    assert {"Benutzer", "Benutzerin", "User"} <= set(site.user_namespaces)
    assert site.user_talk_namespaces[0] == "Kuratorin Diskussion"
    assert {"KD", "Benutzer Diskussion", "User talk"} <= set(site.user_talk_namespaces)
    assert site.special_namespaces[0] == "Sonderbar"
    assert site.contributions[0] == "Werke von"
    assert not {"M", "Sperren", ""} & {*site.user_namespaces, *site.user_talk_namespaces, *site.contributions}


@pytest.mark.parametrize(
    "link",
    [
        "[[Kuratorin:Jane|J]]",
        "[[kuratorin_diskussion:Jane|J]]",
        "[[KD:Jane|J]]",
        "[[Sonderbar:Werke von/Jane|J]]",
        "[[sonderbar:werke_von/Jane|J]]",
        "[[Spezial:Beiträge/Jane|J]]",
        "[[Benutzerin:Jane|J]]",
        "[[User:Jane|J]]",
        "[[Special:Contributions/Jane|J]]",
    ],
)
def test_siteinfo_reads_signatures(link: str) -> None:
    """A wiki's own names, its language's and the English ones all lead to the user."""
    assert users(f"{link} {STAMP}", Site.from_siteinfo(NEWER)) == ["Jane 2018-11-03 11:42"]


def test_siteinfo_leaves_the_answer_alone() -> None:
    """The answer that was given is not changed."""
    before = json.dumps(OLDER, sort_keys=True)
    Site.from_siteinfo(OLDER)
    assert json.dumps(OLDER, sort_keys=True) == before


@pytest.mark.parametrize("data", [OLDER, NEWER["query"]])
def test_load_takes_an_api_answer(tmp_path: Path, data: dict[str, Any]) -> None:
    """A file with the API's answer gives what the answer gives."""
    loaded, given = Site.load(write(tmp_path, data)), Site.from_siteinfo(data)
    assert loaded.user_namespaces == given.user_namespaces
    assert loaded.user_talk_namespaces == given.user_talk_namespaces
    assert loaded.contributions == given.contributions
    assert users(f"[[KD:Jane]] {STAMP}", loaded) == ["Jane 2018-11-03 11:42"]


def test_load_takes_a_description(tmp_path: Path) -> None:
    """A file that describes a wiki gives names of namespaces, of months and of the time zone."""
    site = Site.load(write(tmp_path, DESCRIBED))
    assert (site.language, site.timezone) == ("pl", "Europe/Warsaw")
    assert site.user_namespaces[:2] == ("Kustosz", "kustoszka")
    assert {"rozmowa z kustoszką", "Dyskusja użytkownika", "User talk"} <= set(site.user_talk_namespaces)
    assert site.special_namespaces[0] == "Osobliwa"
    assert site.contributions[0] == "Dzieła kustosza"
    text = (
        "[[Kustosz:Jane|J]] 3 lst 2018, 12:42 (CET)\n\n"
        "[[Kustoszka:Eve|<i>E</i>]] 3 lst 2018, 12:42 (czas polski)\n\n"
        "[[Osobliwa:Dzieła kustosza/Ann]] 12:42, 3 lis 2018 (CET)\n\n"
        "[[Rozmowa z kustoszką:Zoe#top|z]] 3 lst 2018, 12:42 (UTC)"
    )
    assert users(text, site) == [
        "Jane 2018-11-03 11:42",
        "Eve 2018-11-03 11:42",
        "Ann 2018-11-03 11:42",
        "Zoe 2018-11-03 12:42",
    ]


def test_a_described_format_is_todays(tmp_path: Path) -> None:
    """The date format of the file is the one the wiki writes today, the language's own is an earlier one."""
    site = Site.load(write(tmp_path, DESCRIBED))
    link = "[[Kustosz:Jane|<b>J</b>]]"
    text = f"{link} 3 lst 2018, 12:42 (CET)\n\n{link} 12:42, 3 lis 2018 (CET)"
    odd = [[notice.code for notice in found.warnings] for found in find_signatures(text, site=site)]
    assert odd == [[], ["GB111"]]


def test_what_a_description_leaves_out_is_mediawikis(tmp_path: Path) -> None:
    """A description needs only a language: the rest comes from MediaWiki's files."""
    site = Site.load(write(tmp_path, {"language": "de", "timezone": "Europe/Berlin"}))
    assert site.user_namespaces == Site.for_language("de").user_namespaces
    assert users(f"[[Benutzer:Jane|J]] {STAMP}", site) == ["Jane 2018-11-03 11:42"]


def test_a_description_may_add_variants(tmp_path: Path) -> None:
    """Each language variant of a description is read, in its own script."""
    months = {"sr-el": ["jan", "feb", "mart", "apr", "maj", "jun", "jul", "avg", "sep", "okt", "nov", "dec"]}
    data = {
        "language": "sr",
        "timezone": "Europe/Belgrade",
        "dateFormat": {"sr": "H:i, j. M Y.", "sr-el": "H:i, j. M Y."},
        "monthsAbbrev": months,
    }
    site = Site.load(write(tmp_path, data))
    text = "[[Корисник:Jane|J]] 12:42, 3. нов 2018. (CET)\n\n[[Korisnik:Jane|J]] 12:42, 3. nov 2018. (CET)"
    assert users(text, site) == ["Jane 2018-11-03 11:42"] * 2


def test_load_takes_text_and_path(tmp_path: Path) -> None:
    """A path may be a Path or a text."""
    path = write(tmp_path, {"language": "fi"})
    assert Site.load(str(path)).language == Site.load(path).language == "fi"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", ["is no JSON"]),
        ("{", ["is no JSON", "line 1"]),
        ("[]", ["describes no wiki", "JSON object"]),
        ("7", ["describes no wiki", "JSON object"]),
        ("{}", ['"language"']),
        ('{"language": 7}', ['"language"']),
        ('{"language": "tlh-x"}', ["'tlh-x'", "pt-br"]),
        ('{"language": "de", "timezone": "Mars/Base"}', ["'Mars/Base'", "IANA", "Europe/Warsaw"]),
        ('{"language": "de", "timezone": "../../etc/passwd"}', ["time zone", "IANA"]),
        ('{"query": {}}', ["general.lang", "meta=siteinfo"]),
        (
            '{"query": {"general": {"lang": "tlh-x", "timezone": "UTC"}, "namespaces": {"2": {}}}}',
            ["'tlh-x'"],
        ),
        (
            '{"general": {"lang": "de", "timezone": "Mars/Base"}, "namespaces": {"2": {"name": "U"}}}',
            ["'Mars/Base'"],
        ),
    ],
)
def test_load_says_what_is_wrong(tmp_path: Path, data: str, says: list[str]) -> None:
    """A file that describes no wiki is an error that names the file, what was found and what to write."""
    path = tmp_path / "my wiki.json"
    path.write_text(data, encoding="utf-8")
    with pytest.raises(SiteError) as caught:
        Site.load(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    for words in says:
        assert words in message


def test_load_without_a_file(tmp_path: Path) -> None:
    """A file that is not there, a folder and a file that is no UTF-8 are errors that name it."""
    (tmp_path / "latin.json").write_bytes(b'{"language": "\xe9"}')
    for name in ("none.json", "", "latin.json"):
        with pytest.raises(SiteError) as caught:
            Site.load(tmp_path / name)
        assert str(caught.value).startswith(str(tmp_path / name))


def test_site_errors_are_glambots() -> None:
    """Every error of a description can be caught as a GlambotError, and hides no other error behind it."""
    with pytest.raises(GlambotError) as caught:
        Site.from_siteinfo({})
    assert "siprop=general|namespaces|namespacealiases|specialpagealiases" in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("code", ["", "tlh-x", "../en", 'en","x', "en\n", "English", "*"])
def test_unknown_languages(code: str) -> None:
    """A code that MediaWiki does not have is an error that names it and shows some that it has."""
    with pytest.raises(SiteError) as caught:
        Site.for_language(code)
    assert repr(code.lower()) in str(caught.value)
    assert "pt-br" in str(caught.value)


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../x", "/etc/passwd", "Europe", "+02:00"])
def test_unknown_time_zones(zone: str) -> None:
    """A time zone that nobody knows is an error that names it and shows one that exists."""
    with pytest.raises(SiteError) as caught:
        Site.for_language("de", zone)
    assert repr(zone) in str(caught.value)
    assert "Europe/Warsaw" in str(caught.value)


@pytest.mark.parametrize(
    ("code", "language"), [("pl", "pl"), ("PT-BR", "pt-br"), ("zh_Hant", "zh-hant"), ("en", "en")]
)
def test_codes_in_every_spelling(code: str, language: str) -> None:
    """Capitals and underscores in a language's code do not matter."""
    assert Site.for_language(code).language == language


def test_every_language_gives_a_site() -> None:
    """Each of MediaWiki's languages gives a wiki with twelve months, a zone and the English names too."""
    codes = language_codes()
    assert len(codes) > 500
    for code in codes:
        site = Site.for_language(code)
        assert site.language == code
        assert {"User"} <= set(site.user_namespaces)
        assert {"User talk"} <= set(site.user_talk_namespaces)
        assert site.clock.names
        for locale in site.locales:
            assert len(locale.months) == len(locale.genitive) == len(locale.abbreviations) == 12
            assert len(locale.digits) in (0, 10)


def test_a_zone_of_ones_own() -> None:
    """The time zone that is given counts, not the one of the Wikipedia in the language."""
    text = "[[User:Jane]] 12:42, 3 July 2018 (EDT)"
    assert users(text, Site.for_language("en", timezone="America/New_York")) == ["Jane 2018-07-03 16:42"]
    assert Site.for_language("de").timezone == "Europe/Berlin"
    assert Site.for_language("de", "UTC").timezone == "UTC"
    assert Site.for_language("fr", timezone="Europe/Paris").clock.names.keys() >= {"CET", "CEST", "UTC"}


def test_a_site_is_made_once() -> None:
    """The same language and zone give the same value, so that its expressions are made once."""
    assert Site.for_language("it") is Site.for_language("it")
    assert Site.for_language("it") is not Site.for_language("it", "UTC")


def test_a_variant_nobody_knows_is_the_language(tmp_path: Path) -> None:
    """A description may name variants that the shipped languages do not have."""
    file = tmp_path / "site.json"
    file.write_text(
        '{"language": "ban", "dateFormat": {"ban": "j F Y H.i", "ban-x-none": "H:i, j F Y"}}', "utf-8"
    )
    site = Site.load(file)
    assert [locale.code for locale in site.locales][-1] == "ban-x-none"
    (found,) = find_signatures("[[User:Jane]] 12:42, 3 Januari 2018 (UTC)", site=site)
    assert found.timestamp == datetime(2018, 1, 3, 12, 42, tzinfo=UTC)


def test_siteinfo_may_be_text() -> None:
    """The API's answer may be given as the text it came as; what is no JSON is an error that says so."""
    text = json.dumps(OLDER)
    assert Site.from_siteinfo(text).user_namespaces == Site.from_siteinfo(OLDER).user_namespaces
    with pytest.raises(SiteError, match="no JSON"):
        Site.from_siteinfo("<!DOCTYPE html>")
