"""Lengths are read as minutes (tests/cases/lengths.toml)."""

import pytest

from glambot.submission.lengths import minutes
from tests.wikitext.datafile import load

CASES = load("lengths")


def test_there_are_cases() -> None:
    """The file holds the cases it should, so that the tests below are no empty loops."""
    assert len(CASES["minutes"]) >= 60


@pytest.mark.parametrize(("text", "length"), CASES["minutes"].items())
def test_minutes(text: str, length: int) -> None:
    """Each text gives the minutes the file says."""
    assert minutes(text) == length


@pytest.mark.parametrize("text", CASES["unreadable"]["texts"])
def test_unreadable(text: str) -> None:
    """A text that names no length gives none."""
    assert minutes(text) is None
