"""Decode character references such as ``&amp;``, ``&#95;`` and ``&nbsp;``.

The rules are those of MediaWiki's ``Sanitizer``: a reference ends with a semicolon, and one to no
character that a page may hold is plain text.

Example:
    >>> decode("R&amp;D &#8211; A&B; &notes &#0;")
    'R&D – A&B; &notes &#0;'
"""

import re

REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]{1,31}));")


def decode(text: str) -> str:
    """Return a text with its character references decoded, once."""
    return REFERENCE.sub(_decoded, text) if "&" in text else text


def is_reference(text: str) -> bool:
    """Return whether a text is one reference, and to a character that there is."""
    return REFERENCE.fullmatch(text) is not None and decode(text) != text


def _decoded(reference: re.Match[str]) -> str:
    if reference[3]:
        from html.entities import html5  # noqa: PLC0415 - most texts need no table of entities

        return html5.get(f"{reference[3]};", reference[0])
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return chr(code) if _may_stand(code) else reference[0]


def _may_stand(code: int) -> bool:
    if code < 0xA0:
        return code in (9, 10) or 0x20 <= code < 0x7F
    return code < 0xD800 or 0xE000 <= code < 0xFDD0 or 0xFDF0 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF
