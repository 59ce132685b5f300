"""Categories are read from wikitext as MediaWiki's parser would, and choose pages."""

import time

import pytest

from glambot.errors import TitleError
from glambot.wiki.selection import Selection, categories_of
from glambot.wiki.titles import Namespaces

FRENCH = Namespaces.of({14: "Catégorie"})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[[Category:All talks]]", {"All talks"}),
        ("[[category : all_talks | sort key ]]", {"All talks"}),
        ("[[ Category:A]][[Category:B|{{SUBPAGENAME}}]]", {"A", "B"}),
        ("[[Category:A<!-- hint -->]]", {"A"}),
        ("[[\u200eCategory:A\u200e]]", {"A"}),
        ("[[Category:A%20b &amp; c]]", {"A b & c"}),
        ("[[Category:A#top]]", {"A"}),
        ("text [[Other [[Category:A]]", {"A"}),
        ("[[:Category:A]]", set()),
        ("<!-- [[Category:A]] -->", set()),
        ("<nowiki>[[Category:A]]</nowiki>", set()),
        ("<includeonly>[[Category:A]]</includeonly>", set()),
        ("[[Category:A\n]]", set()),
        ("[[Category:A", set()),
        ("[[Category:{{PAGENAME}}]]", set()),
        ("[[Category talk:A]]", set()),
        ("[[Catégorie:A]]", set()),
        ("Category:A", set()),
    ],
)
def test_categories(text: str, names: set[str]) -> None:
    """Each text is in exactly these categories."""
    assert categories_of(text) == names


def test_local_names() -> None:
    """On a French wiki both the French and the English name of the namespace work."""
    assert categories_of("[[Catégorie:a]] [[Category:B]]", FRENCH) == {"A", "B"}
    assert Selection.of(["catégorie:a"], [], FRENCH).takes("X", lambda: "[[category:A]]")


def test_a_category_with_a_colon_in_its_name() -> None:
    """A category whose name has a colon is found with and without its namespace."""
    for wanted in ("Talks: all", "Category:Talks: all", "category:talks:_all"):
        assert Selection.of([wanted], []).takes("X", lambda: "[[Category:Talks: all]]")


def test_prefixes_stay_in_their_namespace() -> None:
    """A prefix takes no pages of another namespace, and the empty one takes all."""
    assert not Selection.of([], ["Us"]).takes("User:Ann", str)
    assert Selection.of([], ["Us"]).takes("Using maps", str)
    assert Selection.of([], ["user:"]).takes("User:Ann", str)
    assert Selection.of([], [""]).takes("User:Ann", str)


@pytest.mark.parametrize(("categories", "prefixes"), [(["a|b"], []), ([], ["a|b"]), (["Category:"], [])])
def test_impossible_wishes(categories: list[str], prefixes: list[str]) -> None:
    """A category or prefix no page can have is an error, not an empty answer."""
    with pytest.raises(TitleError):
        Selection.of(categories, prefixes)


@pytest.mark.parametrize(
    "piece",
    ["[[", "[[Category:", "[[Category:a|", "[[Category:a]]", "]]", "{{a|", "<!--", "[[Category:&", "[[ _"],
)
def test_hostile_texts_end_soon(piece: str) -> None:
    """200 KB of any half-open markup are read in far less time than a square would take."""
    begun = time.monotonic()
    categories_of(piece * (200_000 // len(piece)))
    assert time.monotonic() - begun < 5
