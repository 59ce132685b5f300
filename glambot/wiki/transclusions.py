"""Which pages a text transcludes, read from its ``{{…}}``.

A name without a namespace is a template's; ``{{User:X/Form}}`` and ``{{:Main}}`` are those pages.
Templates inside templates count. What a template transcludes in its turn is not seen, and a
redirect from one template to another is not followed.

Example:
    >>> sorted(transclusions_of("{{session|title={{User:Ann/Owl}}}} {{#if:x|y}} {{{1}}}"))
    ['Template:Session', 'User:Ann/Owl']
"""

import re

from glambot.errors import TitleError
from glambot.wiki.titles import ENGLISH, Namespaces, normalise
from glambot.wikitext.braces import calls
from glambot.wikitext.mask import HIDDEN, mask

_NAME = re.compile(r"[^|{}\[\]<>#]*")
_MODIFIER = re.compile(r"\s*(?:safesubst|msgnw|msg|raw)\s*:", re.IGNORECASE)


def transclusions_of(wikitext: str, namespaces: Namespaces = ENGLISH) -> frozenset[str]:
    """Return the titles of the pages a text transcludes; time grows linearly with the text."""
    if "{{" not in wikitext:
        return frozenset()
    masked = mask(wikitext)
    names = {name for span in calls(masked) if (name := _name(masked, span.start + 2)) is not None}
    return frozenset(title for name in names if (title := _title(name, namespaces)) is not None)


def template_title(name: str, namespaces: Namespaces = ENGLISH) -> str:
    """Return the title of the page that ``{{name}}`` transcludes.

    Raises:
        TitleError: No page can be called so.
    """
    name = name.strip(" _")
    named = name.startswith(":") or namespaces.split(name)[0]
    return normalise(name if named else f"Template:{name}", namespaces)


def _name(masked: str, start: int) -> str | None:
    """Return the name of the template whose braces open before `start`; None where markup is in it."""
    found = _NAME.match(masked, start)
    if found is None or masked[found.end()] not in "|}#":
        return None
    return _MODIFIER.sub("", found[0].replace(HIDDEN, ""), count=1).strip()


def _title(name: str, namespaces: Namespaces) -> str | None:
    try:
        return template_title(name, namespaces)
    except TitleError:  # page content never raises
        return None
