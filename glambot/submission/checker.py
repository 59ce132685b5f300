"""Checks a definition, and gathers every mistake before it complains.

Example:
    >>> check = Checker("my.toml", {"name": 7})
    >>> _ = check.table("", ("name",)).text("name")
    >>> try: check.finish()
    ... except EventError as error: print(error)
    my.toml: name is 7 (an integer); allowed is a text in quotes.
"""

import difflib
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from glambot.errors import EventError
from glambot.submission.phrases import TOML, Phrases

_T = TypeVar("_T")
_MOST = 50  # how many mistakes are told; nobody reads more of them at once


class Checker:
    """Holds the mistakes found in one definition.

    Args:
        source: what to call the definition in errors.
        data: the definition.
        phrases: the words to tell mistakes in.
        mistakes: mistakes found before.
    """

    __slots__ = ("_data", "_mistakes", "_source", "_untold", "phrases")

    def __init__(
        self,
        source: str,
        data: dict[str, object],
        *,
        phrases: Phrases = TOML,
        mistakes: Iterable[str] = (),
    ) -> None:
        self._source = source
        self._data = data
        self._mistakes: list[str] = []
        self._untold = 0
        self.phrases = phrases
        for mistake in mistakes:
            self.note(partial(str, mistake))

    def table(self, path: str, keys: tuple[str, ...]) -> "Table":
        """Return the top table, its unknown keys noted as mistakes."""
        return Table(self, path, self._data, keys)

    def note(self, mistake: Callable[[], str]) -> None:
        """Note a mistake, once; its sentence is made only if it will be told."""
        if len(self._mistakes) >= _MOST:
            self._untold += 1
        elif (sentence := mistake()) not in self._mistakes:
            self._mistakes.append(sentence)

    def finish(self) -> None:
        """Raise EventError if there were mistakes, one line each."""
        if self._untold:
            self._mistakes.append(f"there are {self._untold} more mistakes.")
        if self._mistakes:
            raise EventError("\n".join(f"{self._source}: {mistake}" for mistake in self._mistakes))


class Table:
    """One table of the definition, read key by key."""

    __slots__ = ("_check", "_data", "_path", "_phrases")

    def __init__(self, check: Checker, path: str, data: dict[str, object], keys: tuple[str, ...]) -> None:
        self._check = check
        self._path = path
        self._data = data
        self._phrases = check.phrases
        for key in data:
            if key not in keys:
                check.note(partial(self._unknown, key, keys))

    def _unknown(self, key: str, keys: tuple[str, ...]) -> str:
        return self._phrases.tell_unknown(self._path, key, nearest(key, keys), keys)

    def _name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def shown(self, value: object) -> str:
        """Return a value as sentences about this definition show it."""
        return self._phrases.shown(value)

    def wrong(self, key: str, found: str, allowed: str) -> None:
        """Note a mistake: what was found at the key, and what is allowed there."""
        self._check.note(lambda: self._phrases.tell(self._name(key), found, allowed))

    def has(self, key: str) -> bool:
        """Return whether the key is there at all."""
        return key in self._data

    def table(self, key: str, keys: tuple[str, ...]) -> "Table":
        """Return the table under `key`, an empty one if it is missing."""
        value = self._data.get(key, {})
        if not isinstance(value, dict):
            self.wrong(
                key, self._phrases.found(value), self._phrases.table.format(name=self._name(key), key=key)
            )
            value = {}
        return Table(self._check, self._name(key), value, keys)

    def text(self, key: str) -> str:
        """Return the text at `key`, "" if it is missing."""
        value = self._data.get(key, "")
        if not isinstance(value, str):
            self.wrong(key, self._phrases.found(value), self._phrases.text)
            return ""
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of texts at `key`; one text alone is a list of one."""
        value = self._data.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) and item.strip() for item in values):
            self.wrong(key, self._phrases.found(value), self._phrases.texts)
            return ()
        return tuple(item.strip() for item in values)

    def choices(self, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """Return the list of texts at `key`, each one of `allowed` and none twice."""
        values = self.texts(key)
        for value in values:
            if value not in allowed:
                near = nearest(value, allowed)
                hint = f" (did you mean {self.shown(near)}?)" if near else ""
                self.wrong(key, f"names {self.shown(value)}{hint}", "any of " + ", ".join(allowed))
        if len(set(values)) < len(values):
            self.wrong(key, "names something twice", "each column once")
        return tuple(value for value in dict.fromkeys(values) if value in allowed)

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """Return the text at `key`, which must be one of `allowed`; "" if it is missing."""
        value = self.text(key)
        if value and value not in allowed:
            self.wrong(key, f"is {self.shown(value)}", "one of " + ", ".join(allowed))
            return ""
        return value

    def share(self, key: str, default: float) -> float:
        """Return the number between 0 and 1 at `key`."""
        value = self._data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.wrong(
                key, self._phrases.found(value), "a number from 0 to 1, such as 0.3 for three rows of ten"
            )
            return default
        return float(value)

    def count(self, key: str, most: int) -> int:
        """Return the whole number from 0 to `most` at `key`, 0 if it is missing."""
        value = self._data.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self.wrong(key, self._phrases.found(value), f"a whole number from 0 to {most}")
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
                f"is {self.shown(self._data[key])}, {error}",
                f"a date with its time and zone, {self.shown('31 October 2018 23:59 UTC')}",
            )
            return None


def nearest(typed: str, known: tuple[str, ...]) -> str:
    """Return which of the known names was meant, "" if none is alike; best one that begins alike."""
    near = difflib.get_close_matches(typed, known, 3)
    return next((name for name in near if name[:1] == typed[:1]), near[0] if near else "")
