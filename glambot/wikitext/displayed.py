"""What a link to a user shows.

Example:
    >>> displayed("<b>Jane</b> &amp; ''co''", "Jane")
    'Jane & co'
"""

import re

from glambot.wikitext.expression import expression
from glambot.wikitext.mask import HIDDEN, OPAQUE
from glambot.wikitext.plain import plain

# Most signatures have nothing but such tags and quotes, around a name.
_TAG = r"(?:span|small|big|sup|sub|font|b|i|u|em|strong|bdi|kbd|tt|var|code)(?:\s[^<>]*)?>"
_QUOTES = r"'{2,3}(?!')"
_ANY_TAG = expression(rf"</?{_TAG}|(?<!'){_QUOTES}")
_MARKED = re.compile(r"[<&{\[]|''")
_WRAPPED = expression(rf"(?:<{_TAG}|{_QUOTES})*([^<>&'{{\[\x1f\x7f]*)(?:</{_TAG}|{_QUOTES})*")


def displayed(text: str, user: str) -> str:
    """Return the text of a link without markup, or the user's name where it shows nothing.

    Args:
        text: the link's text as wikitext, "" for none.
        user: the account it links to.
    """
    if not text or text == user:
        return user
    if HIDDEN in text or OPAQUE in text:
        text = text.replace(HIDDEN, "").replace(OPAQUE, "")
    wrapped = _WRAPPED().fullmatch(text)
    if wrapped is not None:
        text = wrapped[1]
    else:
        bare = _ANY_TAG().sub("", text)
        text = plain(text) if _MARKED.search(bare) is not None else bare
    return " ".join(text.split()) or user
