"""Lines of a sign-up list that link no user: a typed name, a placeholder, or neither.

Example:
    >>> typed_name("Jane Doe"), typed_name("I would love to come to this one"), is_placeholder("your name here")
    ('Jane Doe', None, True)
"""

import re

from glambot.wikitext.names import user_name

EDGES = " \t\n\xa0-–—―•·∙*#:;,.|/~\x1f\u200e\u200f"
"""What stands around a signature and says nothing."""

PLACEHOLDER_USERS = frozenset(
    {"Example", "Username", "User name", "Your username", "Yourusername", "YourUsername", "Your name", "YourName"}
)
"""Account names that instructions use."""

_PLACEHOLDER = re.compile(
    r"(?:please\s+)?(?:add|put|write|insert|type|enter|place|sign)\b.{0,40}?"
    r"\b(?:name|names|username|user name|signature|here|below)\b.{0,80}"
    r"|(?:your|my)\s+(?:user\s?)?(?:name|signature)(?:\s+here)?"
    r"|(?:user\s?name|name|example|signature|sign here|~{3,5}|\.\.\.|…|user)(?:\s+here)?",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE = re.compile(r"[.!?,:;()]|\s[-–—]+\s|--|—")
_LONGEST = 50


def is_placeholder(text: str) -> bool:
    """Return whether a line's text only asks to sign, or says nothing."""
    return not text or _PLACEHOLDER.fullmatch(text.strip("<>[](){}'\" ")) is not None


def typed_name(text: str) -> str | None:
    """Return the name that a line without links is, begins or ends with, or None.

    Only what can hardly be anything else is taken for a name: a short line with no sentence in
    it, or a few capitalised words before or after one.
    """
    pieces = [piece.strip(EDGES) for piece in _SENTENCE.split(text[: 20 * _LONGEST])]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return None
    short = len(text) <= _LONGEST
    if short and len(pieces) == 1 and len(text.split()) <= 5:
        return user_name(text) or None
    if short and "(" in text and "," not in text and len(pieces[0].split()) <= 4:
        return user_name(text) or None
    for piece in (pieces[0], pieces[-1]):
        if len(piece) <= _LONGEST and len(piece.split()) <= 3 and piece.istitle():
            return user_name(piece) or None
    return None


def is_placeholder_user(name: str) -> bool:
    """Return whether an account name is one that instructions use."""
    return name in PLACEHOLDER_USERS
