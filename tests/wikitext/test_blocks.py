"""Values come apart into the paragraphs and list items that the wiki shows."""

import pytest

from glambot.wikitext.blocks import Point, points, read_blocks
from glambot.wikitext.mask import mask


def shown(found: tuple[Point, ...]) -> list[object]:
    return [[point.text, *shown(point.points)] if point.points else point.text for point in found]


def read(text: str) -> list[object]:
    return shown(points(read_blocks(mask(text), text)))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("one\n\ntwo", ["one", "two"]),
        ("one\ntwo", ["one two"]),
        ("one\n<!-- x -->\ntwo", ["one two"]),
        ("one\n  <!-- x -->  \ntwo", ["one two"]),
        ("one\n<!-- x\n* y\n-->\ntwo", ["one two"]),
        ("one\n\n<!-- x -->\ntwo", ["one", "two"]),
        ("one\n<!-- x -->\n\ntwo", ["one", "two"]),
        ("one\n\n<!-- x -->\n\ntwo", ["one", "two"]),
        ("one <!-- x -->\ntwo", ["one two"]),
        ("one\n<!-- x -->* two", [["one", "two"]]),
        ("one\n----\ntwo", ["one", "two"]),
        ("one\n== two ==\nthree", ["one", "two", "three"]),
        ("one:\n* two\n** three\n* four", [["one:", ["two", "three"], "four"]]),
        ("one:\n# two\n#* three", [["one:", ["two", "three"]]]),
        ("* one\n* two", ["one", "two"]),
        (":: one\n: two", ["one", "two"]),
        ("one\n\n\n\n", ["one"]),
        ("*\n#\n:", []),
        ("", []),
        ("<nowiki>* one</nowiki>", ["* one"]),
        ("{|\n! a\n|-\n| b || c\n|}", ["a", "b c"]),
    ],
    ids=repr,
)
def test_blocks(text: str, blocks: list[object]) -> None:
    """Each value has the paragraphs and items a reader of the page sees; a comment on its line is no line."""
    assert read(text) == blocks
