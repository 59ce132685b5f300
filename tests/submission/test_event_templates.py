"""Events are read from templates, or refused in an organiser's words (tests/cases/event-templates.toml)."""

import re
import time
from typing import Any

import pytest

from glambot.errors import EventError
from glambot.submission.event_template import PARAMETERS, read_event_template
from tests.wikitext.datafile import load

CASES = load("event-templates")
MISTAKE = re.compile(
    r"Conf/Review: (?:The parameter “[a-z ]+” (?:is|names|has|makes|holds) .+"
    r"|The (?:template|value|parameters) .+|A comment .+)[.?]"
)
OF_FILES = (
    "quotes",
    "[brackets]",
    "TOML",
    "table.",
    "signup.",
    "pages.",
    "status.",
    "text)",
    "integer",
    "key",
)


def refusal(wikitext: str) -> str:
    with pytest.raises(EventError) as caught:
        read_event_template(wikitext, source="Conf/Review")
    return str(caught.value)


def test_there_are_cases() -> None:
    """The file holds the cases it should, so that the tests below are no empty loops."""
    assert len(CASES["right"]) >= 25
    assert len(CASES["wrong"]) >= 20
    assert len(CASES["hostile"]) >= 10


@pytest.mark.parametrize("case", CASES["right"], ids=lambda case: case["why"])
def test_right(case: dict[str, Any]) -> None:
    """A right template says what it says, in the forms the rest of glambot uses."""
    event = read_event_template(case["wikitext"], source="Conf/Review")
    assert event.source == "Conf/Review"
    for key, expected in case["is"].items():
        found = getattr(event, key)
        if key == "deadline":
            found = str(found)
        if isinstance(found, tuple | frozenset):
            found = list(found)
        assert (found or "" if expected == "" else found) == expected, key
    for label, meaning in case.get("labels", {}).items():
        assert event.labels.exact(label) == meaning


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: case["why"])
def test_wrong(case: dict[str, str]) -> None:
    """Each wrong template is refused with the sentences given, which have no words of event files."""
    message = refusal(case["wikitext"])
    assert message == case["error"].strip()
    assert all(MISTAKE.fullmatch(line) for line in message.splitlines())
    assert not any(word in message for word in OF_FILES)


@pytest.mark.parametrize("case", CASES["hostile"], ids=lambda case: case["why"])
def test_hostile(case: dict[str, Any]) -> None:
    """A template made to be slow or long is read or refused soon, and its refusal is short."""
    wikitext = case["before"] + case["piece"] * case["times"] + case["after"]
    begun = time.monotonic()
    if case["error"]:
        message = refusal(wikitext)
        assert case["error"] in message
        assert len(message.splitlines()) <= 51
        assert max(map(len, message.splitlines())) < 1000
    else:
        read_event_template(wikitext, source="Conf/Review")
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_is_read(name: str) -> None:
    """Each parameter that there is takes a value, and refuses or uses one it cannot take."""
    event = read_event_template(f"{{{{Glambot review|{name}=}}}}", source="Conf/Review")
    assert event.name == "default"
    assert "is given twice" in refusal(f"{{{{Glambot review|{name}=a|{name.upper()}=b}}}}")
    assert "holds the template {{x}}" in refusal(f"{{{{Glambot review|{name}=a {{{{x}}}}}}}}")
