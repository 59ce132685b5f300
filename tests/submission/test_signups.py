"""Who is on a sign-up list, case by case (tests/cases/signups.toml)."""

import re
import tomllib
from pathlib import Path

import pytest

import glambot

DATA = tomllib.loads(Path(__file__).parent.parent.joinpath("cases", "signups.toml").read_text("utf-8"))
CASES: list[dict[str, object]] = DATA["case"]
FORM = "; Title of the submission\n: Owls\n\n== Interested attendees ==\n"
UNDATED = r"[[User:\1|\1]] ([[User talk:\1|talk]])"


def expanded(text: str) -> str:
    """Return the text with signatures in place of S(A) and U(A)."""
    text = re.sub(r"\bS\((\w+)\)", UNDATED + " 12:42, 3 November 2018 (UTC)", text)
    return re.sub(r"\bU\((\w+)\)", UNDATED, text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_people_on_the_list(case: dict[str, object]) -> None:
    """The entries of the list are the people the case names, in its order and states."""
    page = str(case["page"]) if "page" in case else FORM + str(case["list"])
    found = glambot.parse(expanded(page)).attendees
    assert [f"{entry.user or '-'} {entry.state}" for entry in found] == case["people"]


def test_objections_are_flagged() -> None:
    """An entry that says it is no interest is counted, and the page warns of it."""
    page = FORM + expanded("# '''Oppose''' S(A)\n# Not interested, sorry. S(B)\n# S(C)")
    submission = glambot.parse(page)
    assert submission.tally.interested == 3
    assert [notice.code for notice in submission.warnings] == ["GB108", "GB108"]
