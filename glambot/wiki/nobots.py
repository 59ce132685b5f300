"""Whether a page's own text tells bots to keep away: ``{{nobots}}`` and ``{{bots}}``.

The rules are those of the English Wikipedia's Template:Bots, as pywikibot's ``Page.botMayEdit``
reads them; unlike it this takes time linear in the text.

Example:
    >>> may_edit("{{bots|deny=Other, ExampleBot}}", "ExampleBot"), may_edit("{{nobots}}", "ExampleBot")
    (False, False)
"""

from collections.abc import Collection

from glambot.wikitext.braces import templates
from glambot.wikitext.mask import mask
from glambot.wikitext.names import upper_first

_LONGEST = 5000
_SCRIPTS = frozenset(("Glambot", "Glambot review", "All"))


def may_edit(text: str, user: str, in_use: Collection[str] = ()) -> bool:
    """Return whether nothing in a page's wikitext keeps the bot from editing it.

    Args:
        text: the page's wikitext.
        user: the bot's account.
        in_use: names of the wiki's templates that say somebody is just editing.
    """
    if "{{" not in text:
        return True
    names = {"nobots", "bots", *(name.lower() for name in in_use)}
    masked = mask(text)
    for span in templates(masked):
        call = span.of(masked)
        name = " ".join(call[2:-2].partition("|")[0].replace("_", " ").split()).lower()
        if name not in names:
            continue
        if name not in ("nobots", "bots") or len(call) > _LONGEST:
            return False  # so long a list was made to keep somebody out
        if not _allows(name, call[2:-2].split("|")[1:], user):
            return False
    return True


def _allows(template: str, parameters: list[str], user: str) -> bool:
    if not parameters:
        return template == "bots"
    for parameter in parameters:
        key, sign, value = parameter.partition("=")
        key, value = (key.strip().lower(), value) if sign else ("", parameter)
        said = {upper_first(" ".join(name.replace("_", " ").split())) for name in value.split(",")} - {""}
        named = bool({upper_first(user), "All"} & said)
        script = bool(_SCRIPTS & said)
        if template == "nobots":
            if key or named or script:
                return False
        elif said and {
            "deny": named,
            "allow": not named,
            "denyscript": script,
            "allowscript": not script,
        }.get(key, False):
            return False
    return True
