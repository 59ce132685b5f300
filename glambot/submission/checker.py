"""Checks a definition read from TOML, and gathers every mistake before it complains.

Example:
    >>> check = Checker("my.toml", {"name": 7})
    >>> _ = check.table("", ("name",)).text("name")
    >>> try: check.finish()
    ... except EventError as error: print(error)
    my.toml: name is 7 (an integer); allowed is a text in quotes.
"""

import difflib
from collections.abc import Callable
from typing import TypeVar

from glambot.errors import EventError

_T = TypeVar("_T")
_KINDS = {
    str: "a text",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


class Checker:
    """Holds the mistakes found in one file."""

    __slots__ = ("_data", "_source", "mistakes")

    def __init__(self, source: str, data: dict[str, object]) -> None:
        self._source = source
        self._data = data
        self.mistakes: list[str] = []

    def table(self, path: str, keys: tuple[str, ...]) -> "Table":
        """Return the top table, its unknown keys noted as mistakes."""
        return Table(self, path, self._data, keys)

    def finish(self) -> None:
        """Raise EventError if there were mistakes, one line each."""
        if self.mistakes:
            raise EventError("\n".join(f"{self._source}: {mistake}" for mistake in self.mistakes))


class Table:
    """One table of the file, read key by key."""

    __slots__ = ("_check", "_data", "_path")

    def __init__(self, check: Checker, path: str, data: dict[str, object], keys: tuple[str, ...]) -> None:
        self._check = check
        self._path = path
        self._data = data
        for key in data:
            if key not in keys:
                near = nearest(key, keys)
                hint = f"did you mean {near!r}? " if near else ""
                check.mistakes.append(
                    f"{self._name(key)} is no known key; {hint}allowed are {', '.join(keys)}."
                )

    def _name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def wrong(self, key: str, found: str, allowed: str) -> None:
        """Note a mistake: what was found at the key, and what is allowed there."""
        self._check.mistakes.append(f"{self._name(key)} {found}; allowed is {allowed}.")

    def has(self, key: str) -> bool:
        """Return whether the key is there at all."""
        return key in self._data

    def table(self, key: str, keys: tuple[str, ...]) -> "Table":
        """Return the table under `key`, an empty one if it is missing."""
        value = self._data.get(key, {})
        if not isinstance(value, dict):
            self.wrong(key, _found(value), f"a table, written as [{self._name(key)}]")
            value = {}
        return Table(self._check, self._name(key), value, keys)

    def text(self, key: str) -> str:
        """Return the text at `key`, "" if it is missing."""
        value = self._data.get(key, "")
        if not isinstance(value, str):
            self.wrong(key, _found(value), "a text in quotes")
            return ""
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of texts at `key`; one text alone is a list of one."""
        value = self._data.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) and item.strip() for item in values):
            self.wrong(key, _found(value), 'a list of texts such as ["one", "two"], none of them empty')
            return ()
        return tuple(item.strip() for item in values)

    def choices(self, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """Return the list of texts at `key`, each one of `allowed` and none twice."""
        values = self.texts(key)
        for value in values:
            if value not in allowed:
                near = nearest(value, allowed)
                hint = f" (did you mean {near!r}?)" if near else ""
                self.wrong(key, f"names {value!r}{hint}", "any of " + ", ".join(allowed))
        if len(set(values)) < len(values):
            self.wrong(key, "names something twice", "each column once")
        return tuple(value for value in dict.fromkeys(values) if value in allowed)

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """Return the text at `key`, which must be one of `allowed`; "" if it is missing."""
        value = self.text(key)
        if value and value not in allowed:
            self.wrong(key, f"is {value!r}", "one of " + ", ".join(allowed))
            return ""
        return value

    def share(self, key: str, default: float) -> float:
        """Return the number between 0 and 1 at `key`."""
        value = self._data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.wrong(key, _found(value), "a number from 0 to 1, such as 0.3 for three rows of ten")
            return default
        return float(value)

    def count(self, key: str, most: int) -> int:
        """Return the whole number from 0 to `most` at `key`, 0 if it is missing."""
        value = self._data.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self.wrong(key, _found(value), f"a whole number from 0 to {most}")
            return 0
        return value

    def read(self, key: str, reader: Callable[[object], _T]) -> _T | None:
        """Return what `reader` makes of the value at `key`; its ValueError is a mistake."""
        if key not in self._data:
            return None
        try:
            return reader(self._data[key])
        except ValueError as error:
            self.wrong(
                key,
                f"is {self._data[key]!r}, {error}",
                "a date with its time and zone, '31 October 2018 23:59 UTC'",
            )
            return None


def nearest(typed: str, known: tuple[str, ...]) -> str:
    """Return which of the known names was meant, "" if none is alike; best one that begins alike."""
    near = difflib.get_close_matches(typed, known, 3)
    return next((name for name in near if name[:1] == typed[:1]), near[0] if near else "")


def _found(value: object) -> str:
    kind = next((name for known, name in _KINDS.items() if type(value) is known), type(value).__name__)
    return f"is {value!r} ({kind})"
