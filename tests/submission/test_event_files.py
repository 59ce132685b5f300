"""Event files are read, or refused with every mistake named (tests/cases/events.toml)."""

import re
from pathlib import Path
from typing import Any

import pytest

from glambot.errors import EventError
from glambot.submission.event_file import bundled_events, bundled_source, load_event, read_event
from tests.wikitext.datafile import load

CASES = load("events")
# A mistake names file and key, then what was found, then what is allowed.
MISTAKE = re.compile(
    r"conf\.toml: [\w.]+ (?:(?:is|names|has|makes) .+; allowed is .+|is no known key; .*allowed are .+)\."
)


def refusal(toml: str) -> str:
    with pytest.raises(EventError) as caught:
        read_event(toml, source="conf.toml")
    return str(caught.value)


def test_there_are_cases() -> None:
    """The file holds the cases it should, so that the tests below are no empty loops."""
    assert len(CASES["wrong"]) >= 30


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: case["why"])
def test_wrong(case: dict[str, str]) -> None:
    """Each wrong file is refused with the text given: file, key, what is found, what is allowed."""
    message = refusal(case["toml"])
    assert message == case["error"].strip()
    assert all(MISTAKE.fullmatch(line) for line in message.splitlines())


@pytest.mark.parametrize("case", CASES["no_toml"], ids=lambda case: repr(case["toml"]))
def test_no_toml(case: dict[str, str]) -> None:
    """A file that is no TOML is refused with the place of the mistake and a hint."""
    message = refusal(case["toml"])
    assert message.startswith(case["error"])
    assert message.endswith("Texts must stand in quotes, lists in [brackets].")


@pytest.mark.parametrize("case", CASES["right"], ids=lambda case: repr(case["toml"]))
def test_right(case: dict[str, Any]) -> None:
    """A right file says what it says, in the forms the rest of glambot uses."""
    event = read_event(case["toml"], source="conf.toml")
    for key, expected in case["is"].items():
        found = getattr(event, key)
        if isinstance(expected, list):
            found = sorted(found)
            expected = sorted(expected)  # noqa: PLW2901 - sets have no order
        assert (found or "" if expected == "" else found) == expected


def test_bundled() -> None:
    """Every event that comes with glambot is right, and its name is its file's."""
    assert bundled_events()
    for name in bundled_events():
        assert load_event(name).name == name
    with pytest.raises(EventError, match="no bundled event 'Atlantis2018'; there are"):
        bundled_source("Atlantis2018")


def test_folder_starts_at_the_file(tmp_path: Path) -> None:
    """A relative folder starts where the event's file is, an absolute one stays."""
    file = tmp_path / "conf.toml"
    file.write_text('[pages]\nfolder = "pages"', "utf-8")
    assert load_event(file).folder == tmp_path / "pages"
    file.write_text('[pages]\nfolder = "/var/pages"', "utf-8")
    assert load_event(str(file)).folder == Path("/var/pages")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (
            None,
            "There is no event '.*conf.toml': neither a readable file .* nor one of the bundled events",
        ),
        (b"name = '\xff'", "conf.toml is not UTF-8 text .byte 8.. Save it as UTF-8."),
        (b"name = 1", "conf.toml: name is 1"),
    ],
    ids=["missing", "latin-1", "wrong"],
)
def test_files_that_cannot_be_loaded(tmp_path: Path, content: bytes | None, error: str) -> None:
    """A file that is missing, not UTF-8 or wrong is refused by its name."""
    file = tmp_path / "conf.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(EventError, match=error):
        load_event(str(file))


def test_folder_as_event(tmp_path: Path) -> None:
    """A folder is no event file, and the error says what to name instead."""
    with pytest.raises(EventError, match=r"is a folder; name the event's \.toml file"):
        load_event(tmp_path)
