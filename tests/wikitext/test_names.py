"""User names come to the one form their account has (tests/cases/names.toml)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glambot.wikitext.names import account_kind, user_name
from tests.wikitext.datafile import load

CASES = load("names")


def test_there_are_cases() -> None:
    """The file holds the cases it should, so that the tests below are no empty loops."""
    assert len(CASES["names"]) >= 40


@pytest.mark.parametrize(("raw", "name"), CASES["names"].items())
def test_user_name(raw: str, name: str) -> None:
    """Each writing of a name gives the account the file says."""
    assert user_name(raw) == name


@pytest.mark.parametrize(("name", "kind"), CASES["kinds"].items())
def test_account_kind(name: str, kind: str) -> None:
    """Addresses and temporary accounts are told from others by their name."""
    assert account_kind(name) == kind


@given(
    st.text(st.characters(exclude_characters="%&"), max_size=20)
    | st.text("ab:_ /#.~(1)\u200eéß", max_size=12)
)
def test_a_normal_name_is_normal(raw: str) -> None:
    """The normal form of a normal form is itself, where nothing is encoded."""
    name = user_name(raw)
    assert user_name(name) == name
