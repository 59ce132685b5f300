"""Sign-up lists are read in the language of their wiki, with what people bring from others, line by line."""

from datetime import UTC, datetime

import pytest

import glambot
from glambot import Site

FORM = "; Title\n: A talk about lamps\n== Interested attendees ==\n"


def said(text: str, site: Site | None = None) -> list[tuple[str | None, datetime | None, str]]:
    """Return user, moment and state of every entry of a list."""
    submission = glambot.parse(FORM + text, site=site)
    return [(entry.user, entry.timestamp, entry.state) for entry in submission.attendees]


def test_guests_of_other_wikis_bring_their_dates() -> None:
    """German, French and Japanese signatures on Meta count with the moment their wikis meant."""
    text = (
        "# [[:de:Benutzer:Eule|Eule]] 14:05, 3. Jul. 2018 (CEST)\n"
        "# [[:fr:Utilisateur:Hibou|Hibou]] ([[:fr:Discussion utilisateur:Hibou|discuter]]) "
        "4 juillet 2018 à 10:05 (CEST)\n"
        "# [[:ja:利用者:見本|見本]] 2018年7月7日 (土) 03:21 (UTC)\n"
    )
    assert said(text) == [
        ("Eule", datetime(2018, 7, 3, 12, 5, tzinfo=UTC), "signed"),
        ("Hibou", datetime(2018, 7, 4, 8, 5, tzinfo=UTC), "signed"),
        ("見本", datetime(2018, 7, 7, 3, 21, tzinfo=UTC), "signed"),
    ]


def test_a_polish_wiki_is_read_in_polish() -> None:
    """Names of namespaces, months and the time zone are those of the wiki, plain list or not."""
    plain = (
        "# [[Wikipedystka:Ania|Ania]] ([[Dyskusja wikipedystki:Ania|dyskusja]]) 14:05, 3 lip 2018 (CEST)\n"
    )
    others = (
        "# Chętnie! [[Wikipedysta:Bob|<b>B</b>]] [[Dyskusja wikipedysty:Bob|d]] 15:05, 3 lip 2018 (CEST)\n"
        "# <s>[[Użytkownik:Cyd|C]] 16:05, 3 sty 2018 (CET)</s>\n"
    )
    ania = ("Ania", datetime(2018, 7, 3, 12, 5, tzinfo=UTC), "signed")
    assert said(plain, Site.for_language("pl")) == [ania]
    assert said(plain + others, Site.for_language("pl")) == [
        ania,
        ("Bob", datetime(2018, 7, 3, 13, 5, tzinfo=UTC), "signed"),
        ("Cyd", datetime(2018, 1, 3, 15, 5, tzinfo=UTC), "withdrawn"),
    ]


ANN = "# [[User:Ann|Ann]] ([[User talk:Ann|talk]]) 12:42, 3 November 2018 (UTC)\n"
BOB = "# [[User:Bob|Bob]] ([[User talk:Bob|talk]]) 12:43, 3 November 2018 (UTC)\n"


@pytest.mark.parametrize("between", ["#", ":", "*"])
def test_a_reply_below_an_entry_is_no_entry(between: str) -> None:
    """An item deeper than the list's first is a reply, however well it is signed."""
    assert [user for user, _, _ in said(ANN + "#" + between + BOB[1:])] == ["Ann"]


@pytest.mark.parametrize("between", ["\n", "\n\n", " \n", "<!-- x -->\n"])
def test_spans_are_exact_whatever_stands_between(between: str) -> None:
    """Each entry is just what stands behind its marker, with blank lines between or without."""
    text = FORM + ANN + between + BOB + "\n[[Category:X]]\n"
    entries = glambot.parse(text).attendees
    assert [entry.span.of(text) for entry in entries] == [ANN[2:-1], BOB[2:-1]]
