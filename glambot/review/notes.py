"""The warnings of a page in words, for people who read a table.

Example:
    >>> from glambot.wikitext.span import Span
    >>> notice = Notice("GB102", "signature without a timestamp", Span(0, 1))
    >>> notes([notice, notice, Notice("GB305", "the page says open and closed", Span(0, 1))])
    ['2 signatures without a timestamp', 'the page says open and closed']
"""

from collections.abc import Sequence

from glambot.wikitext.notice import Notice

# Several warnings of one of these kinds are told as one, with their number.
_MANY = {
    "GB101": "{} entries without a user",
    "GB102": "{} signatures without a timestamp",
    "GB103": "{} timestamps that cannot be read",
    "GB104": "{} lines with several signatures",
    "GB105": "{} undated lines that link several users",
    "GB106": "{} names without a link",
    "GB107": "{} users linked by another wiki's name for users",
}


def notes(notices: Sequence[Notice]) -> list[str]:
    """Return each thing there is to say once, in the order in which it first came up."""
    by_code: dict[str, list[str]] = {}
    for notice in notices:
        by_code.setdefault(notice.code, []).append(notice.message)
    told: list[str] = []
    for code, messages in by_code.items():
        if len(messages) > 1 and code in _MANY:
            told.append(_MANY[code].format(len(messages)))
        else:
            told.extend(dict.fromkeys(messages))
    return told
