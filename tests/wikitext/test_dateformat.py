"""Formats that can find nothing new are known."""

import pytest

from glambot.wikitext.dateformat import covers
from glambot.wikitext.locales import load_locale


@pytest.mark.parametrize(
    ("form", "other", "is_covered"),
    [
        ("H:i, j M Y", "H:i, j F Y", True),
        ("H:i, M j, Y", "H:i M j, Y", True),
        ("H:i M j, Y", "H:i, M j, Y", False),
        ("H:i, j M Y", "H:i, j M, Y", False),
        ("H:i, j M Y", "H:i, M j Y", False),
        ("H:i, j M Y", "H:i, j M Y D", False),
        ("H:i, j M Y D", "H:i, j M Y", False),
        ('j F "de" Y H:i', "j F Y H:i", False),
        ("Y. F j., H:i", "Y F j H:i", True),
    ],
)
def test_covered_formats(form: str, other: str, is_covered: bool) -> None:
    """A format covers another that differs in commas it need not have, or in how long names of months are."""
    locale = load_locale("pl")
    assert covers((form, locale), (other, locale)) is is_covered


def test_other_months_are_not_covered() -> None:
    """A language with other months has to be tried itself."""
    assert not covers(("H:i, j F Y", load_locale("pl")), ("H:i, j F Y", load_locale("en")))
