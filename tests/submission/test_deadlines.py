"""Deadlines give the moment people mean, or say why not (tests/cases/deadlines.toml)."""

import pytest

from glambot.submission.deadline import read_deadline
from tests.wikitext.datafile import load

CASES = load("deadlines")


def shown(value: object) -> str:
    return read_deadline(value).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_there_are_cases() -> None:
    """The file holds the cases it should, so that the tests below are no empty loops."""
    assert len(CASES["read"]) >= 30
    assert len(CASES["refused"]) >= 10


@pytest.mark.parametrize(("text", "moment"), CASES["read"].items())
def test_read(text: str, moment: str) -> None:
    """Each text means the moment the file says, in UTC."""
    assert shown(text) == moment
    assert str(read_deadline(text).tzinfo) == "UTC"


@pytest.mark.parametrize(("text", "reason"), CASES["refused"].items())
def test_refused(text: str, reason: str) -> None:
    """What cannot be one moment is refused, and the reason says why."""
    with pytest.raises(ValueError, match=reason):
        read_deadline(text)


@pytest.mark.parametrize("name", CASES["dates"])
def test_dates_of_toml(name: str) -> None:
    """A date that TOML itself knows is read like one in quotes; without a zone it is UTC."""
    assert shown(CASES["dates"][name]["value"]) == CASES["dates"][name]["is"]


@pytest.mark.parametrize("value", CASES["no_dates"]["values"], ids=repr)
def test_no_dates(value: object) -> None:
    """A value of another type is no date."""
    with pytest.raises(ValueError, match="no date"):
        read_deadline(value)
