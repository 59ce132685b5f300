"""Events are read from templates, or refused in an organiser's words (tests/cases/event-templates.toml)."""

import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glambot.errors import EventError
from glambot.submission.event_page import read_event_page
from glambot.submission.event_template import PARAMETERS, read_event_template
from tests.wikitext.datafile import load

CASES = load("event-templates")
MISTAKE = re.compile(
    r"Conf/Review: (?:The parameter “[a-z ]+” (?:is|names|has|makes|holds) .+"
    r"|The (?:template|value|parameters) .+|A comment .+)[.?]"
)
PIECES = (
    "{{", "}}", "{", "}", "[[", "]]", "|", "=", ";", "*", "\n", " ", "<!--", "-->", "<nowiki>", "</nowiki>",
    "<pre>", "</pre>", "<br>", "&amp;", "&#0;", "&#xD800;", "\u200f", "\x00", "\x1f", "\x7f", "{{!}}",
    "{{{1}}}", "{{x\ny}}", "~~~~", "a.b", "%s", "{0}", "Owls", "-", "2", "0.5", "GLAMTLV2018", "title",
    "submission", *PARAMETERS,
)  # fmt: skip
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


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5))).map("".join))
def test_any_text_is_read_or_refused(inside: str) -> None:
    """Whatever stands in a template or on a definition page, the only error is one for organisers."""
    told: list[str] = []
    for wikitext in (f"{{{{Glambot review|{inside}}}}}", inside):
        try:
            read_event_template(wikitext, source="Conf")
        except EventError as error:
            told += str(error).split("\n")
    for page in (inside, f"<pre>{inside}</pre>"):
        try:
            read_event_page(page, title="Conf")
        except EventError as error:
            told += str(error).split("\n")
    assert all(line.startswith("Conf") for line in told)
