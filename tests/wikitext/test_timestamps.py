"""Timestamps give their moment in UTC, and what never was gives none (tests/cases/timestamps.toml)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glambot.wikitext.mask import mask
from glambot.wikitext.site import Site
from glambot.wikitext.timestamp_reader import Timestamp
from glambot.wikitext.timestamps import find_timestamps
from tests.wikitext.datafile import load

CASES = load("timestamps")
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds must be naive
GAPS = st.lists(st.sampled_from([" ", "\u200e", "\u200f", "\u00a0", "&nbsp;", "&lrm;", "\u202c"]), max_size=3)


def stamps(text: str) -> list[Timestamp]:
    return find_timestamps(mask(text), Site.meta(), 0, len(text))


def shown(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def test_there_are_cases() -> None:
    """The file holds the cases it should, so that the tests below are no empty loops."""
    assert len(CASES["read"]) + len(CASES["never_were"]["texts"]) + len(CASES["none"]["texts"]) >= 50


@pytest.mark.parametrize(("text", "moment"), CASES["read"].items())
def test_read(text: str, moment: str) -> None:
    """Each text holds one timestamp, with the moment the file says and a span that ends at the zone."""
    (stamp,) = stamps(text)
    assert shown(stamp.value) == moment
    assert text[stamp.span.start].isdigit()
    assert stamp.span.of(text).endswith("(UTC)")


@pytest.mark.parametrize("text", CASES["never_were"]["texts"])
def test_never_was(text: str) -> None:
    """A moment no calendar has is found where it stands, and is no other moment."""
    (stamp,) = stamps(text)
    assert stamp.value is None
    assert stamp.span.of(text) == text


@pytest.mark.parametrize("text", CASES["none"]["texts"])
def test_none(text: str) -> None:
    """What is no timestamp is not found."""
    assert stamps(text) == []


@pytest.mark.parametrize("case", CASES["several"], ids=lambda case: case["text"])
def test_several(case: dict[str, list[str]]) -> None:
    """Several timestamps in one text are found in order, each once."""
    assert [shown(stamp.value) for stamp in stamps(str(case["text"]))] == case["is"]


@given(MOMENTS, st.lists(GAPS, min_size=4, max_size=4))
def test_every_moment_is_read_back(moment: datetime, gaps: list[list[str]]) -> None:
    """A timestamp as MediaWiki writes it gives back its moment, whatever marks stand between its parts."""
    at = moment.replace(second=0, microsecond=0)
    one, two, three, four = (" " + "".join(gap) for gap in gaps)
    (stamp,) = stamps(f"{at:%H:%M},{one}{at.day}{two}{at:%B}{three}{at.year}{four}(UTC)")
    assert stamp.value == at
