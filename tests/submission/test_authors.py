"""Author fields name people (tests/cases/authors.toml)."""

from typing import Any

import pytest

from glambot.submission.authors import Author, read_authors
from glambot.wikitext.site import Site
from tests.wikitext.datafile import load

CASES = load("authors")


def shown(authors: tuple[Author, ...]) -> list[str]:
    return [author.name if author.user is None else f"{author.name} = {author.user}" for author in authors]


def test_there_are_cases() -> None:
    """The file holds the cases it should, so that the tests below are no empty loops."""
    assert len(CASES["people"]) >= 50


@pytest.mark.parametrize(("wikitext", "people"), CASES["people"].items())
def test_people(wikitext: str, people: list[str]) -> None:
    """Each value names the people the file says, in their order."""
    assert shown(read_authors(wikitext, Site.meta())) == people


@pytest.mark.parametrize(
    "case", CASES["with_usernames"], ids=lambda case: f"{case['authors']} + {case['usernames']}"
)
def test_with_usernames(case: dict[str, Any]) -> None:
    """Accounts of a second field go to the people they are of, and to nobody where that is not clear."""
    assert shown(read_authors(case["authors"], Site.meta(), case["usernames"])) == case["is"]
