"""Titles come to one form, and what is no title is refused with a sentence."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glambot.errors import TitleError
from glambot.wiki.titles import ENGLISH, Namespaces, normalise, normalise_prefix
from glambot.wikitext.names import upper_first

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("titles.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["title"]))
def test_each_case(case: dict[str, Any]) -> None:
    """Each title of the data file has its normal form, or is refused for its reason."""
    if "is" in case:
        assert normalise(case["title"]) == case["is"]
    else:
        with pytest.raises(TitleError, match=case["why"]):
            normalise(case["title"])


@given(st.text() | st.text(alphabet="aA:. _/&;#%~é\u0301\u200eſtalkUser", max_size=12))
@example("ſ\u0301")
@example("&amp;#58;a")
def test_a_normal_form_is_normal(title: str) -> None:
    """A normal form's normal form is itself, whatever the title."""
    try:
        normal = normalise(title)
    except TitleError:
        return
    assert normalise(normal) == normal


@pytest.mark.parametrize("title", ["\ud800", "x" * 256, "é" * 128])
def test_titles_no_file_may_carry(title: str) -> None:
    """Half a character and more than 255 bytes are refused, in a sentence that can be printed."""
    with pytest.raises(TitleError) as caught:
        normalise(title)
    assert str(caught.value).encode()


def test_the_longest_title() -> None:
    """255 bytes are a title, and the namespace does not count."""
    assert normalise("User:" + "x" * 255) == "User:X" + "x" * 254


def test_local_namespaces() -> None:
    """A wiki's own names are the normal ones, and English names lead to them."""
    french = Namespaces.of({14: "Catégorie", 2: "Utilisateur"})
    assert normalise("category:été", french) == "Catégorie:Été"
    assert normalise("utilisateur : ann", french) == "Utilisateur:Ann"
    assert french.split("Help:X") == (12, "X")


def test_prefixes_keep_their_end() -> None:
    """A prefix keeps the slash, the colon or the blank at its end."""
    assert normalise_prefix("submissions/") == "Submissions/"
    assert normalise_prefix("user_talk:") == "User talk:"
    assert normalise_prefix("Year_2018_") == "Year 2018 "
    with pytest.raises(TitleError, match="one of the characters"):
        normalise_prefix("[[")


def test_upper_first_is_stable() -> None:
    """Taking the first capital twice is taking it once, for every letter there is."""
    letters = [chr(code) for code in range(0x110000)]
    assert [letter for letter in letters if upper_first(upper_first(letter)) != upper_first(letter)] == []


def test_no_prefix_without_colon() -> None:
    """A title without a colon is of no namespace."""
    assert ENGLISH.split("Category") == (0, "Category")


@pytest.mark.parametrize("piece", ["&", "&a", "&#", ":", "_", "\u200e", "../", "~", "e\u0301", "%4"])
@pytest.mark.timeout(20)
def test_long_titles_end_soon(piece: str) -> None:
    """A title of 200 KB is refused without time growing with its square."""
    with pytest.raises(TitleError):
        normalise("x" + piece * (200_000 // len(piece)) + "|")
