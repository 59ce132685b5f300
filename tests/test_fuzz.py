"""The fuzzer finds nothing in a few seconds, and would tell what there is to be found."""

import re

import pytest
from hypothesis import example, given, settings

from glambot import Signature, Site, find_signatures
from tests import fuzz
from tests.fuzz import Case, cases, check

# Other eras, digits, scripts, variants, forms without spaces, and words for the time zone.
LANGUAGES = ("en", "pl", "de", "th", "fa", "ja", "zh", "sr", "ar", "hi", "ko", "et")


@given(cases(LANGUAGES))
@settings(max_examples=150)
@example(Case("[[User:A]] 00:10, 1 January 0001 (CET)", "en", "Europe/Warsaw"))
@example(Case("[[User:A]] 23:50, 31 December 9999 (EST)", "en", "America/New_York"))
@example(Case("[[:de:Benutzer:A]]" * 40 + ";"))
@example(Case("; Title\n: A\n== Signup ==\n# [[User:A]] 12:42, 3 November 0003 (UTC)"))
def test_hostile_texts_do_no_harm(case: Case) -> None:
    """Whatever the text and the wiki, reading ends soon, without an error, and places are where they say."""
    check(case)


def test_a_run_without_a_find(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that finds nothing tells what it tried and ends with 0; the same seed tries the same."""
    monkeypatch.setattr(fuzz, "language_codes", lambda: list(LANGUAGES))
    monkeypatch.setattr(fuzz, "_ROUND", 5)
    assert fuzz.main(["--minutes", "0", "--seed", "7"]) == 0
    first = capsys.readouterr().out
    assert re.match(r"[1-5] texts of \d+ characters, .*; seed 7\.\n", first)


def _broken(text: str, *, site: Site | None, title: str | None, include: tuple[str, ...]) -> list[Signature]:
    del site, title, include
    if "{{" in text and "\n" in text:
        raise ValueError("a mistake made for this test")
    return []


def _hanging(text: str, *, site: Site | None, title: str | None, include: tuple[str, ...]) -> list[Signature]:
    del site, title, include
    while "[[" in text:
        pass
    return []


def _shifted(text: str, *, site: Site | None, title: str | None, include: tuple[str, ...]) -> list[Signature]:
    found = list(find_signatures(text, site=site, title=title, include=include))
    return [one._replace(positions=(one.span.start + 1, *one.positions[1:])) for one in found]


@pytest.mark.parametrize(
    ("mistake", "smallest", "error"),
    [
        (_broken, r"^  '(?:\{\{\\n|\\n\{\{)'", "ValueError: a mistake made for this test"),
        (_hanging, r"^  '\[\['", "TooSlowError: it took more than 0.1 seconds"),
        (_shifted, r"^  '.{1,70}'", "AssertionError"),
    ],
    ids=["raises", "hangs", "wrong place"],
)
def test_a_run_with_a_find(
    mistake: object,
    smallest: str,
    error: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A mistake of the parser ends the run with 1, the smallest text that shows it, and the error."""
    check(Case("[[User:A]] 3 novembre 2018 à 12:42 (CET)"))  # what is loaded once takes its time here
    monkeypatch.setattr(fuzz, "find_signatures", mistake)
    monkeypatch.setattr(fuzz, "language_codes", lambda: list(LANGUAGES))
    monkeypatch.setattr(fuzz, "LONGEST", 500)
    if mistake is _hanging:
        monkeypatch.setattr(fuzz, "LIMIT", 0.1)
    assert fuzz.main(["--minutes", "1", "--seed", "7"]) == 1
    out = capsys.readouterr().out
    assert re.search(smallest, out, re.MULTILINE)
    assert error in out
