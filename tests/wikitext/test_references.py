"""Character references are decoded as MediaWiki's Sanitizer decodes them."""

import pytest

from glambot.wikitext.references import decode, is_reference


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("R&amp;D", "R&D"),
        ("&amp;amp;", "&amp;"),
        ("&#65;&#x42;&#X43;&#x1F989;", "ABC🦉"),
        ("a&nbsp;b&NoBreak;", "a\u00a0b\u2060"),
        ("A&B; &ampere; &notes", "A&B; &ampere; &notes"),
        ("&amp &#65", "&amp &#65"),
        (
            "&#0;&#1;&#127;&#xD800;&#xFFFF;&#x110000;&#99999999;",
            "&#0;&#1;&#127;&#xD800;&#xFFFF;&#x110000;&#99999999;",
        ),
        ("&#10;&#9;", "\n\t"),
    ],
)
def test_decode(text: str, decoded: str) -> None:
    """Each text shows this; what is no reference, or one to no character, stays."""
    assert decode(text) == decoded


@pytest.mark.parametrize(
    ("text", "expected"),
    [("&amp;", True), ("&#59;", True), ("&B;", False), ("&amp;;", False), ("&#0;", False)],
)
def test_is_reference(text: str, expected: bool) -> None:
    """A reference is one, whole, and to a character that there is."""
    assert is_reference(text) is expected
