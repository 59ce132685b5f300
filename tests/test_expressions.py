"""Expressions that Python reads alike before 3.11.5 and after.

Before 3.11.5 a group that is repeated and gives nothing back, or is atomic, matches wrongly where its last
round fails halfway (https://github.com/python/cpython/issues/106052, and .../issues/100061). Debian 12 has
3.11.2. One sign, or a set of them, that gives nothing back is read right.
"""

import re
from pathlib import Path

import pytest

import glambot

SOURCES = sorted(Path(glambot.__file__).parent.rglob("*.py"))
# As it stands in a string, or in one with braces doubled.
POSSESSIVE_GROUP = re.compile(r"\)(?:[?*+]|\{\{?[0-9,]+\}\}?)\+|\(\?>")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_group_gives_nothing_back(source: Path) -> None:
    """No group in the package is possessive or atomic: signatures would be lost on Debian 12."""
    lines = source.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if POSSESSIVE_GROUP.search(line)] == []


@pytest.mark.parametrize(
    "written", [r"(?:ab?c)*+", r"(?:ab?c)++", r"(?:ab?c)?+", r"(?:a){1,3}+", r"(?:a){{0,6}}+", "(?>a)"]
)
def test_possessive_groups_are_found(written: str) -> None:
    """The test above finds each way to write one."""
    assert POSSESSIVE_GROUP.search(f'_NAME = re.compile(r"x{written}")') is not None
