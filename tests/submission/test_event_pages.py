"""Events are read from definition pages, or refused with every mistake (tests/cases/event-pages.toml)."""

import re
import time
from typing import Any

import pytest

from glambot.errors import EventError
from glambot.submission.event_page import read_event_page
from tests.wikitext.datafile import load

CASES = load("event-pages")


def refusal(title: str, text: str) -> str:
    with pytest.raises(EventError) as caught:
        read_event_page(text, title=title)
    return str(caught.value)


def test_there_are_cases() -> None:
    """The file holds the cases it should, so that the tests below are no empty loops."""
    assert {kind: len(cases) >= 9 for kind, cases in CASES.items()} == {
        "right": True,
        "wrong": True,
        "hostile": True,
    }


@pytest.mark.parametrize("case", CASES["right"], ids=lambda case: case["why"])
def test_right(case: dict[str, str]) -> None:
    """A right page defines the event it should, and is its source."""
    event = read_event_page(case["text"], title=case["title"], model=case.get("model", "wikitext"))
    assert (event.name, event.source) == (case["name"], case["title"])


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: case["why"])
def test_wrong(case: dict[str, str]) -> None:
    """Each wrong page is refused with the text given; one in JSON without words of TOML."""
    message = refusal(case["title"], case["text"])
    assert sorted(message.splitlines()) == sorted(case["error"].strip().splitlines())
    if "json" in case["title"]:
        assert not re.search(r"TOML|written as \[|an integer|a table", message)


@pytest.mark.parametrize("case", CASES["hostile"], ids=lambda case: case["why"])
def test_hostile(case: dict[str, Any]) -> None:
    """A page made to be slow or deep is refused soon, in a few lines."""
    begun = time.monotonic()
    message = refusal(case["title"], case["before"] + case["piece"] * case["times"] + case["after"])
    assert time.monotonic() - begun < 5
    assert case["error"] in message
    assert len(message.splitlines()) <= 51


def test_many_unknown_keys_are_counted() -> None:
    """Of very many mistakes the first ones are told, and how many more there are."""
    message = refusal("Conf", "".join(f"k{number} = 1\n" for number in range(1000)))
    assert message.splitlines()[-1] == "Conf: there are 950 more mistakes."


def test_another_source() -> None:
    """Mistakes may be told under another name than the page's title."""
    with pytest.raises(EventError, match=r"^the page: name is 1"):
        read_event_page("name = 1", title="Conf", source="the page")
