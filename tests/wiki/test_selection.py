"""Categories are read from wikitext as MediaWiki's parser would, and choose pages."""

import time

import pytest

from glambot.errors import TitleError
from glambot.wiki.selection import Selection, categories_of, choose
from glambot.wiki.titles import Namespaces
from glambot.wiki.transclusions import transclusions_of

FRENCH = Namespaces.of({10: "Modèle", 14: "Catégorie"})


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
    assert Selection.of(["catégorie:a"], namespaces=FRENCH).takes("X", lambda: "[[category:A]]")


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
    [
        "{{",
        "{{a|{{b}}",
        "{{a}}",
        "{{a|",
        "{{a|[[",
        "}}",
        "[[",
        "[[Category:",
        "[[Category:a|",
        "[[Category:a]]",
        "]]",
        "<!--",
        "[[Category:&",
        "[[ _",
    ],
)
def test_hostile_texts_end_soon(piece: str) -> None:
    """200 KB of any half-open markup are read in far less time than a square would take."""
    begun = time.process_time()
    text = piece * (200_000 // len(piece))
    categories_of(text)
    transclusions_of(text)
    transclusions_of(text + "}}" * (200_000 // len(piece)))
    assert time.process_time() - begun < 5


# Templates


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("{{Session}}", {"Template:Session"}),
        ("{{ session_form | title = A }}", {"Template:Session form"}),
        ("{{Session\n|title=A\n}}", {"Template:Session"}),
        ("{{template:Session}}{{Template : session}}", {"Template:Session"}),
        ("{{User:ann/Form|x}} {{:Main form}}", {"User:Ann/Form", "Main form"}),
        ("{{A|{{B|{{C}}}}}}", {"Template:A", "Template:B", "Template:C"}),
        ("{{{1|{{A}}}}} {{{B}}}", {"Template:A"}),
        ("{{safesubst:A}} {{msgnw:B}}", {"Template:A", "Template:B"}),
        ("{{A<!-- hint -->|x}} {{<!-- hint -->B}}", {"Template:A", "Template:B"}),
        ("{{A#top}} {{R&amp;D}}", {"Template:A", "Template:R&D"}),
        ("[[File:x.png|{{A}}]]", {"Template:A"}),
        ("<nowiki>{{A}}</nowiki><!-- {{B}} --><pre>{{C}}</pre><includeonly>{{D}}</includeonly>", set()),
        ("{{#if:x|y}} {{ {{A}} }} {{B", {"Template:A"}),
        ("{{A\nB}} {{[[C]]}} {{Special:Prefixindex/A}} {{}} {{|A}}", set()),
        ("{A} {{A}", set()),
    ],
)
def test_transclusions(text: str, titles: set[str]) -> None:
    """Each text transcludes exactly these pages."""
    assert transclusions_of(text) == titles


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("session_form", "{{Session form}}"),
        ("Template:Session form", "{{session form|x}}"),
        ("User:Ann/Form", "{{User:Ann/Form}}"),
        (":Form", "{{:form}}"),
        ("modèle:Session", "{{Session}}"),
        ("Session", "{{Template:Session}}"),
    ],
)
def test_template_wanted(wanted: str, text: str) -> None:
    """A template is known with and without its namespace, another page by its title."""
    assert Selection.of(templates=[wanted], namespaces=FRENCH).takes("X", lambda: text)
    assert not Selection.of(templates=[wanted], namespaces=FRENCH).takes("X", lambda: "{{Other}}")


# Subcategories and titles

TREE = {
    "Category:Conf": "[[Category:Conferences]]",
    "Category:Talks": "[[Category:Conf]]",
    "Category:Long talks": "{{A}}[[category:talks|*]]",
    "Category:Conferences": "[[Category:Long talks]]",
    "A": "[[Category:Conf]]",
    "B": "[[Category:Talks]]",
    "C": "[[Category:Long talks]]",
    "D": "[[Category:Conferences]]",
    "E": "",
}


@pytest.mark.parametrize(("depth", "pages"), [(0, "A"), (1, "AB"), (2, "ABC"), (3, "ABCD"), (5, "ABCD")])
def test_subcategories(depth: int, pages: str) -> None:
    """So many levels of subcategories belong to a category; a circle of categories ends."""
    found = choose(TREE, TREE.__getitem__, categories=["conf"], depth=depth)
    assert [title for title in found if len(title) == 1] == list(pages)


def test_listed_titles() -> None:
    """Listed titles are given in their normal form, none twice, also where there is no such page."""
    assert choose(TREE, TREE.__getitem__, listed=["e", "not_there", "E"]) == ("E", "Not there")
    assert choose({"iPad": ""}, str, listed=["iPad", "iPhone"]) == ("IPhone", "iPad")


def test_all_four_ways_at_once() -> None:
    """Pages that are found in any of the ways are given, sorted; without any way, all pages."""
    found = choose(
        TREE, TREE.__getitem__, categories=["Talks"], prefixes=["e"], templates=["a"], listed=["Z"]
    )
    assert found == ("B", "Category:Long talks", "E", "Z")
    assert choose(TREE, TREE.__getitem__, depth=3) == tuple(sorted(TREE))


def test_pages_are_read_only_where_they_decide() -> None:
    """Pages chosen by prefix or by title alone are not read."""

    def unread(title: str) -> str:
        raise AssertionError(title)

    assert choose(TREE, unread, prefixes=["a"], listed=["B"], depth=5) == ("A", "B")


@pytest.mark.parametrize("name", ["a|b", "", "Special:Owls", "{{Owls}}"])
def test_impossible_templates_and_titles(name: str) -> None:
    """A template or title no wiki can have is an error, not an empty answer."""
    with pytest.raises(TitleError):
        choose(TREE, TREE.__getitem__, templates=[name])
    with pytest.raises(TitleError):
        choose(TREE, TREE.__getitem__, listed=[name])
