"""Redirects, whatever language their keyword is in.

Example:
    >>> redirect_target("#REDIRECT [[Project:Owls]]"), redirect_target("# [[User:A]]")
    ('Project:Owls', None)
"""

from glambot.wikitext.expression import expression

# "#REDIRECT" is translated on most wikis: a hash, one word, a link, before anything else
# (``WikitextContent::getRedirectTarget``).
_REDIRECT = expression(r"\s*+#[^\W\d_]{4,20}+\s*+(?::\s*+)?\[\[:?([^\[\]|\n]+)")


def redirect_target(wikitext: str) -> str | None:
    """Return the title of the page that `wikitext` redirects to, or None."""
    if "#" not in wikitext[:100]:
        return None
    found = _REDIRECT().match(wikitext)
    return found[1].strip() if found else None
