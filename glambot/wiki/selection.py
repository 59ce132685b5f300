"""Choose pages by category and by prefix, from what their wikitext says.

Categories are read as MediaWiki's parser reads links: ``[[Category:X|sort key]]`` outside
comments and ``<nowiki>``, not the link ``[[:Category:X]]``. A category that a template puts on
a page is not seen, for templates are not expanded.

Example:
    >>> sorted(categories_of("[[category:all_talks|T]] [[:Category:Other]]"))
    ['All talks']
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from glambot.errors import TitleError
from glambot.wiki.titles import CATEGORY, ENGLISH, Namespaces, normalise, normalise_prefix
from glambot.wikitext.mask import HIDDEN, mask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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
    """Which pages are wanted: those in any category or with any prefix; all if there is neither."""

    categories: frozenset[str]
    prefixes: tuple[tuple[int, str], ...]
    namespaces: Namespaces

    @classmethod
    def of(
        cls, categories: "Sequence[str]", prefixes: "Sequence[str]", namespaces: Namespaces = ENGLISH
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
        return cls(frozenset(named), begun, namespaces)

    def takes(self, title: str, text: "Callable[[], str]") -> bool:
        """Return whether a page is wanted; `text` is called only if its categories decide."""
        if not self.categories and not self.prefixes:
            return True
        number, name = self.namespaces.split(title)
        for wanted, beginning in self.prefixes:
            # A prefix is of one namespace, as in Special:PrefixIndex; the empty one takes all pages.
            if (wanted == number and name.startswith(beginning)) or (wanted, beginning) == (0, ""):
                return True
        return bool(self.categories) and not self.categories.isdisjoint(
            categories_of(text(), self.namespaces)
        )
