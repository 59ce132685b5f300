"""Lines of sign-up lists make entries (tests/cases/signatures.toml)."""

from typing import Any

import pytest

from glambot.submission.attendee import STATES, Attendee
from glambot.submission.attendees import read_attendees
from glambot.wikitext.mask import mask
from glambot.wikitext.notice import Notice
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from tests.wikitext.datafile import load

CASES = load("signatures")["list"]


def read(text: str, *placeholders: str) -> tuple[list[Attendee], list[Notice]]:
    return read_attendees(mask(text), text, Site.meta(), Span(0, len(text)), placeholders)


def shown(entry: Attendee) -> str:
    when = f"{entry.timestamp:%Y-%m-%d %H:%M}" if entry.timestamp else "-"
    return f"{entry.user or '-'} · {when} · {entry.state}"


def test_there_are_cases() -> None:
    """The file holds the cases it should, with every state among them."""
    assert len(CASES) >= 70
    assert {entry.rpartition(" · ")[2] for case in CASES for entry in case["is"]} == set(STATES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_entries(case: dict[str, Any]) -> None:
    """Each list has the entries, comments and warnings the file says, each entry where it stands."""
    text = case["text"]
    entries, notices = read(text)
    assert [shown(entry) for entry in entries] == case["is"]
    if "says" in case:
        assert [entry.text for entry in entries] == case["says"]
    if "odd" in case:
        assert [notice.code for notice in notices] == case["odd"]
    ends = [entry.span.end for entry in entries]
    assert all(start >= end for start, end in zip([e.span.start for e in entries][1:], ends, strict=False))
    assert all(entry.span.of(text).strip() == entry.span.of(text) for entry in entries)


def test_placeholders_of_the_event() -> None:
    """A text the event names as a placeholder stands for nobody, and is somebody elsewhere."""
    text = "* ton pseudo ici"
    assert shown(read(text)[0][0]) == "Ton pseudo ici · - · unlinked"
    assert shown(read(text, "Ton pseudo ici")[0][0]) == "- · - · placeholder"
