r"""Values as JSON, in the letters of their languages, and without what a terminal would act on.

Example:
    >>> as_json_text(["Café \x7f"])
    '[\n  "Café \\u007f"\n]'
"""

import json
import re

# JSON itself escapes the other controls of ASCII. Surrogates no UTF-8 can hold; and each of these begins
# with a byte of its own, by which it is found fast.
_CONTROLS = (rb"\x7f", rb"\xc2[\x80-\x9f]", rb"\xe2\x80[\xa8\xa9]", rb"\xed[\xa0-\xbf].")
_ESCAPED = tuple(map(re.compile, _CONTROLS))


def as_json_text(value: object) -> str:
    """Return a value as JSON on indented lines."""
    return safely(by_library(value, indent=2, separators=None)).decode()


def by_library(value: object, indent: int | None, separators: tuple[str, str] | None) -> bytes:
    """Return a value as Python's own library writes it, in UTF-8, surrogates as if they were letters."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return text.encode("utf-8", "surrogatepass")


def safely(text: bytes) -> bytes:
    """Return JSON in UTF-8 with escapes for controls, line separators and surrogates."""
    for control in _ESCAPED:
        if control.search(text):
            text = control.sub(_escape, text)
    return text


def in_ascii(text: str) -> str:
    """Return JSON with escapes for all letters that are not ASCII; they only stand within its texts."""
    return re.sub(r"[^\x00-\x7f]+", lambda letters: json.dumps(letters[0])[1:-1], text)


def _escape(found: re.Match[bytes]) -> bytes:
    return f"\\u{ord(found[0].decode('utf-8', 'surrogatepass')):04x}".encode()
