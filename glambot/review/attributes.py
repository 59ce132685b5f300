"""Read and change the HTML attributes of a table, a row or a cell, leaving all others as typed.

Example:
    >>> read_attributes(' style="color:red" colspan=2')
    {'style': 'color:red', 'colspan': '2'}
    >>> set_attribute(' style="color:red"', "data-glambot", 'A "b"')
    ' data-glambot="A &#34;b&#34;" style="color:red"'
"""

import html
import re

from glambot.review.safe import safe_attribute

_ATTRIBUTE = re.compile(r"""([^\s=/>"'<|]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_COMMENT = re.compile(r"<!--(?:(?!-->).)*(?:-->)?", re.DOTALL)
_MOST = {"colspan": 1000, "rowspan": 65534}  # HTML, "Attributes common to td and th elements"


def read_attributes(source: str) -> dict[str, str]:
    """Return names (in lower case) and values, character references read; the first of a name counts."""
    values: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(_without_comments(source)):
        values.setdefault(found[1].lower(), html.unescape(_bare(found[2])))
    return values


def set_attribute(source: str, name: str, value: str) -> str:
    """Return `source` with the attribute set: in its place, or before all others, where no quote is open."""
    quoted = f'{name}="{safe_attribute(value)}"'
    found = _find(source, name)
    if found is None:
        return f" {quoted}{source}" if not source or source[0].isspace() else f" {quoted} {source}"
    return source[: found.start()] + quoted + source[found.end() :]


def remove_attribute(source: str, name: str) -> str:
    """Return `source` without the attribute and the blanks before it."""
    found = _find(source, name)
    return source if found is None else source[: found.start()].rstrip(" ") + source[found.end() :]


def add_class(source: str, name: str) -> str:
    """Return `source` with one more class."""
    classes = read_attributes(source).get("class", "").split()
    return source if name in classes else set_attribute(source, "class", " ".join([*classes, name]))


def remove_class(source: str, name: str) -> str:
    """Return `source` without the class, and without a class attribute that would be empty."""
    classes = read_attributes(source).get("class", "").split()
    if name not in classes:
        return source
    rest = [kept for kept in classes if kept != name]
    return set_attribute(source, "class", " ".join(rest)) if rest else remove_attribute(source, "class")


def read_span(source: str, name: str) -> int:
    """Return how many columns (``colspan``) or rows (``rowspan``) a cell covers, as browsers read it.

    At least 1; ``rowspan="0"`` covers the rest of the table.
    """
    if name not in source.lower():
        return 1
    digits = re.match(r"\s*\+?(\d{1,9})", read_attributes(source).get(name, ""))
    number = int(digits[1]) if digits else 1
    if number == 0 and name == "rowspan":
        return _MOST[name]
    return max(1, min(number, _MOST[name]))


def _find(source: str, name: str) -> re.Match[str] | None:
    found = _ATTRIBUTE.finditer(_without_comments(source))
    return next((attribute for attribute in found if attribute[1].lower() == name), None)


def _bare(value: str | None) -> str:
    if value is None:
        return ""
    return value[1:-1] if value[0] in "\"'" else value


def _without_comments(source: str) -> str:
    """Return `source` with comments blanked out, so that positions stay."""
    return _COMMENT.sub(lambda found: " " * len(found[0]), source) if "<!--" in source else source
