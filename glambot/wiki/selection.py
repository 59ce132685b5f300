"""Choose pages by category, prefix, template and title, from what their wikitext says.

Categories are read as MediaWiki's parser reads links: ``[[Category:X|sort key]]`` outside
comments and ``<nowiki>``, not the link ``[[:Category:X]]``. A category that a template puts on
a page is not seen, for templates are not expanded. Which category is below which is read from the
texts of the categories' own pages in the same way.

Example:
    >>> sorted(categories_of("[[category:all_talks|T]] [[:Category:Other]]"))
    ['All talks']
    >>> pages = {"Owls": "{{Session|title=Owls}}", "Lamps": ""}
    >>> choose(pages, pages.__getitem__, templates=["session"], listed=["not yet made"])
    ('Not yet made', 'Owls')
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from glambot.errors import TitleError
from glambot.wiki.titles import CATEGORY, ENGLISH, Namespaces, normalise, normalise_prefix
from glambot.wiki.transclusions import template_title, transclusions_of
from glambot.wikitext.mask import HIDDEN, mask

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence


def choose(
    titles: "Collection[str]",
    text: "Callable[[str], str]",
    *,
    categories: "Sequence[str]" = (),
    prefixes: "Sequence[str]" = (),
    templates: "Sequence[str]" = (),
    listed: "Sequence[str]" = (),
    depth: int = 0,
    namespaces: Namespaces = ENGLISH,
) -> tuple[str, ...]:
    """Return which of a wiki's `titles` `glambot.wiki.page.Wiki.titles` has to give.

    Args:
        titles: The titles of all pages of the wiki, in their normal form.
        text: Gives the wikitext of a page; called only where it decides.
        categories: As for `Wiki.titles`, and so are the others.
        prefixes: Beginnings of titles.
        templates: Names of templates, or titles of other pages that are transcluded.
        listed: Titles, which the wiki may lack.
        depth: How many levels of subcategories belong to a category.
        namespaces: Those of the wiki.

    Raises:
        TitleError: No category and no page can be called so.
    """
    if not (categories or prefixes or templates or listed):
        return tuple(sorted(titles))
    selection = Selection.of(categories, prefixes, templates, namespaces)
    if selection.categories and depth > 0:
        selection = replace(
            selection, categories=_and_below(selection.categories, depth, titles, text, namespaces)
        )
    chosen = {title for title in titles if selection.takes(title, partial(text, title))}
    # A title that is there as it stands needs no rules: wikis may be configured to have others.
    chosen.update(title if title in titles else normalise(title, namespaces) for title in listed)
    return tuple(sorted(chosen))


def categories_of(wikitext: str, namespaces: Namespaces = ENGLISH) -> frozenset[str]:
    """Return the names, without namespace, of the categories a text puts its page into."""
    if "[[" not in wikitext:
        return frozenset()
    found: set[str] = set()
    for piece in mask(wikitext).replace(HIDDEN, "").split("[[")[1:]:
        inside, closed, _ = piece.partition("]]")
        target = inside.partition("|")[0].partition("#")[0]
        if closed and namespaces.split(target)[0] == CATEGORY:
            name = _category(target, namespaces)
            if name is not None:
                found.add(name)
    return frozenset(found)


def _category(target: str, namespaces: Namespaces) -> str | None:
    try:
        return namespaces.split(normalise(unquote(target), namespaces))[1]
    except TitleError:  # page content never raises
        return None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which pages are wanted: those in any category, with any prefix, or that use any template."""

    categories: frozenset[str]
    prefixes: tuple[tuple[int, str], ...]
    templates: frozenset[str]
    namespaces: Namespaces

    @classmethod
    def of(
        cls,
        categories: "Sequence[str]" = (),
        prefixes: "Sequence[str]" = (),
        templates: "Sequence[str]" = (),
        namespaces: Namespaces = ENGLISH,
    ) -> "Selection":
        """Return the selection; a category may be given with or without its namespace.

        Raises:
            TitleError: No category and no page can be called so.
        """
        named = set()
        for category in categories:
            number, name = namespaces.split(category.strip(" _"))
            title = name if number == CATEGORY else category
            named.add(namespaces.split(normalise(f"Category:{title}", namespaces))[1])
        begun = tuple(namespaces.split(normalise_prefix(p, namespaces)) if p else (0, "") for p in prefixes)
        used = frozenset(template_title(template, namespaces) for template in templates)
        return cls(frozenset(named), begun, used, namespaces)

    def takes(self, title: str, text: "Callable[[], str]") -> bool:
        """Return whether a page is wanted; `text` is called only if it decides."""
        number, name = self.namespaces.split(title)
        for wanted, beginning in self.prefixes:
            # A prefix is of one namespace, as in Special:PrefixIndex; the empty one takes all pages.
            if (wanted == number and name.startswith(beginning)) or (wanted, beginning) == (0, ""):
                return True
        if not self.categories and not self.templates:
            return False
        wikitext = text()
        return not (
            self.categories.isdisjoint(categories_of(wikitext, self.namespaces))
            and (not self.templates or self.templates.isdisjoint(transclusions_of(wikitext, self.namespaces)))
        )


def _and_below(
    categories: frozenset[str],
    depth: int,
    titles: "Collection[str]",
    text: "Callable[[str], str]",
    namespaces: Namespaces,
) -> frozenset[str]:
    """Return categories with their subcategories, `depth` levels down; a circle of them is harmless."""
    below: dict[str, set[str]] = {}
    for title in titles:
        number, name = namespaces.split(title)
        if number == CATEGORY:
            for parent in categories_of(text(title), namespaces):
                below.setdefault(parent, set()).add(name)
    found = set(categories)
    level = found
    for _ in range(depth):
        level = {child for parent in level for child in below.get(parent, ())} - found
        if not level:
            break
        found |= level
    return frozenset(found)
