"""Pages with one irregularity each, and what a careful human reads in them (tests/cases/pages)."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

import glambot

CASES = sorted(Path(__file__).parent.parent.joinpath("cases", "pages").glob("*.wiki"))


def differences(expected: object, found: object, path: str = "") -> list[str]:
    """Return where `found` lacks what `expected` asks for; a dict asks only for its own keys."""
    if isinstance(expected, Mapping):
        if not isinstance(found, Mapping):
            return [f"{path}: expected {expected!r}, found {found!r}"]
        return [
            line
            for key, value in expected.items()
            for line in (
                differences(value, found[key], f"{path}.{key}")
                if key in found
                else [f"{path}.{key}: missing"]
            )
        ]
    if isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return [f"{path}: expected {expected!r}, found {found!r}"]
        pairs = zip(expected, found, strict=True)
        return [line for n, (e, f) in enumerate(pairs) for line in differences(e, f, f"{path}[{n}]")]
    return [] if expected == found else [f"{path}: expected {expected!r}, found {found!r}"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_reading(case: Path) -> None:
    """The page is read as its JSON file says, and nothing it says is missing is there."""
    expected = json.loads(case.with_suffix(".json").read_text("utf-8"))
    found = glambot.parse(case.read_text("utf-8")).to_dict()
    missing = expected.pop("missing", [])
    fields = found["fields"]
    assert isinstance(fields, dict)
    problems = differences(expected, found)
    problems += [f".fields.{key}: is there" for key in missing if key in fields]
    assert not problems, "\n".join(problems)


def test_there_are_cases() -> None:
    """The folder of cases is found, so that the test above cannot pass by being empty."""
    assert len(CASES) >= 60
