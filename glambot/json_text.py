r"""Values as JSON, in the letters of their languages, and without what a terminal would act on.

Example:
    >>> as_json_line({"title": "Café \x7f"}).decode()
    '{"title":"Café \\u007f"}'
"""

import json
import re

import orjson

# JSON itself escapes the other controls of ASCII. Surrogates no UTF-8 can hold; and each of these begins
# with a byte of its own, by which it is found fast.
_CONTROLS = (rb"\x7f", rb"\xc2[\x80-\x9f]", rb"\xe2\x80[\xa8\xa9]", rb"\xed[\xa0-\xbf].")
_ESCAPED = tuple(map(re.compile, _CONTROLS))


def as_json_text(value: object) -> str:
    """Return a value as JSON on indented lines."""
    return _safe(_by_library(value, indent=2, separators=None)).decode()


def as_json_line(value: object) -> bytes:
    """Return a value as JSON on one line, in UTF-8 and without a newline."""
    try:
        line = orjson.dumps(value)
    except TypeError:  # a number of more than 64 bits, or a surrogate
        line = _by_library(value, indent=None, separators=(",", ":"))
    return _safe(line)


def _by_library(value: object, indent: int | None, separators: tuple[str, str] | None) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return text.encode("utf-8", "surrogatepass")


def _safe(text: bytes) -> bytes:
    for control in _ESCAPED:
        if control.search(text):
            text = control.sub(_escape, text)
    return text


def _escape(found: re.Match[bytes]) -> bytes:
    return f"\\u{ord(found[0].decode('utf-8', 'surrogatepass')):04x}".encode()
