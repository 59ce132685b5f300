"""Remember what short texts mean, for the pages of one wiki say the same words over and over.

Neither long texts nor too many of them are kept: what hostile pages say must not fill memory.

Example:
    >>> @remembered
    ... def size(text: str) -> int:
    ...     return len(text)
    >>> size("owl"), size("owl" * 1000)
    (3, 3000)
"""

from collections.abc import Callable
from typing import TypeVar

LONGEST = 400
"""How many characters a text may have to be remembered."""

_ROOM = 150_000  # characters, of all the texts that one function remembers
_ENTRY = 80  # what a text takes beside its characters

Found = TypeVar("Found")


class _Memory(dict[str, Found]):
    """What was found for each text; the search for one that is known is that of a dictionary."""

    __slots__ = ("_function", "_room")

    def __init__(self, function: Callable[[str], Found]) -> None:
        super().__init__()
        self._function = function
        self._room = _ROOM

    def __missing__(self, text: str) -> Found:
        found = self._function(text)
        if len(text) <= LONGEST:
            if self._room < 0:
                self.clear()
                self._room = _ROOM
            self._room -= len(text) + _ENTRY
            self[text] = found
        return found


def remembered(function: Callable[[str], Found]) -> Callable[[str], Found]:
    """Return a function that remembers what `function` found for short texts."""
    return _Memory(function).__getitem__
