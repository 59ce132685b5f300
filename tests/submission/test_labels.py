"""Labels of forms have their meanings (tests/cases/labels.toml)."""

from typing import Any

import pytest

from glambot.submission.labels import MEANINGS, SIGNUP, Labels
from tests.wikitext.datafile import load

CASES = load("labels")
PAIRS = [(label, meaning) for meaning, labels in CASES["meanings"].items() for label in labels]


def test_there_are_cases() -> None:
    """The file has cases for every meaning, so that the tests below are no empty loops."""
    assert len(PAIRS) >= 60
    assert set(CASES["meanings"]) == {*MEANINGS, SIGNUP}


@pytest.mark.parametrize(("label", "meaning"), PAIRS)
def test_meaning(label: str, meaning: str) -> None:
    """Each label has the meaning the file says, hints and markup aside."""
    assert Labels().find(label) == (meaning, "")


@pytest.mark.parametrize("label", CASES["none"]["labels"])
def test_unknown(label: str) -> None:
    """A label that only resembles a known one has no meaning."""
    assert Labels().find(label) == (None, "")


@pytest.mark.parametrize("case", CASES["with_value"], ids=lambda case: case["label"])
def test_value_behind_the_label(case: dict[str, str]) -> None:
    """A value that follows its label without a colon is split off."""
    assert Labels().find(case["label"]) == (case["meaning"] or None, case["value"])


@pytest.mark.parametrize("case", CASES["added"], ids=lambda case: case["label"])
def test_added(case: dict[str, Any]) -> None:
    """An event's own labels come on top of the common ones and go before them."""
    assert Labels(case["labels"]).find(case["label"])[0] == case["meaning"]
