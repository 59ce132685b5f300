"""Expressions that are made when they are first asked for.

To make them all takes longer than to read a hundred pages, and most pages need few.

Example:
    >>> number = expression(r"[0-9]+")
    >>> number().findall("1 hour or 90 minutes")
    ['1', '90']
"""

import re
from collections.abc import Callable
from functools import cache


def expression(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """Return what gives an expression, which it makes once; the arguments are those of `re.compile`."""

    @cache
    def made() -> re.Pattern[str]:
        return re.compile(pattern, flags)

    return made
