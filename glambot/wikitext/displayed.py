"""What a link to a user shows.

Example:
    >>> displayed("<b>Jane</b> &amp; ''co''", "Jane")
    'Jane & co'
"""

import re

from glambot.wikitext.plain import plain

_MARKED = re.compile(r"[<&'{\[\x1f\x7f]")


def displayed(text: str, user: str) -> str:
    """Return the text of a link without markup, or the user's name where it shows nothing.

    Args:
        text: the link's text as wikitext, "" for none.
        user: the account it links to.
    """
    if not text or text == user:
        return user
    if _MARKED.search(text) is not None:
        text = plain(text)
    return " ".join(text.split()) or user
