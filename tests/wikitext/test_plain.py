"""Wikitext is shown as a reader of the page sees it (tests/cases/plain.toml)."""

import mwparserfromhell
import pytest

from glambot.wikitext.mask import mask
from glambot.wikitext.plain import plain, plain_masked
from tests.wikitext.datafile import load

CASES = load("plain")


def test_there_are_cases() -> None:
    """The file holds the cases it should, so that the tests below are no empty loops."""
    assert len(CASES["shown"]) >= 60
    assert len(CASES["agreed"]["texts"]) >= 20


@pytest.mark.parametrize(("wikitext", "shown"), CASES["shown"].items())
def test_shown(wikitext: str, shown: str) -> None:
    """Each wikitext is shown as the file says, masked before or not."""
    assert plain(wikitext) == shown
    assert plain_masked(mask(wikitext), wikitext) == shown


@pytest.mark.parametrize("wikitext", CASES["agreed"]["texts"])
def test_another_parser_agrees(wikitext: str) -> None:
    """What another parser of wikitext strips is stripped here, and nothing else."""
    assert plain(wikitext) == str(mwparserfromhell.parse(wikitext).strip_code(keep_template_params=False))
