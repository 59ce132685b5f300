"""How the mistakes of a definition are told to those who wrote it: in the words of a file or of a wiki page.

The `Checker` finds the mistakes; these are the words it tells them in.

Example:
    >>> TOML.tell("table.sort", TOML.found("votes"), "one of title, number")
    "table.sort is 'votes' (a text); allowed is one of title, number."
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_LONGEST = 200  # how many characters of what was found are shown


def cut(shown: str) -> str:
    """Return what is shown of a value: its beginning, if it is long."""
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words for mistakes; a file in TOML has the default ones.

    Attributes:
        mistake: a sentence with ``{name}``, ``{found}`` and ``{allowed}``.
        unknown: a sentence with ``{name}``, ``{table}``, ``{key}``, ``{hint}`` and ``{keys}``.
        text: what is allowed where one text is.
        texts: what is allowed where several texts are.
        table: what is allowed where a table is, with ``{name}`` and ``{key}``.
        kinds: what a value of a type is called; empty where all values are of one kind.
        quote: shows a value.
        naming: gives the name people know a key by, such as ``table.sort``.
    """

    mistake: str = "{name} {found}; allowed is {allowed}."
    unknown: str = "{name} is no known key; {hint}allowed are {keys}."
    text: str = "a text in quotes"
    texts: str = 'a list of texts such as ["one", "two"], none of them empty'
    table: str = "a table, written as [{name}]"
    kinds: Mapping[type, str] = field(
        default_factory=lambda: {
            str: "a text",
            int: "an integer",
            float: "a number",
            bool: "true or false",
            list: "a list",
            dict: "a table",
        }
    )
    quote: Callable[[object], str] = repr
    naming: Callable[[str], str] = str

    def tell(self, path: str, found: str, allowed: str) -> str:
        """Return the sentence for a mistake at a key."""
        return self.mistake.format(name=self.naming(path), found=found, allowed=allowed)

    def tell_unknown(self, table: str, key: str, near: str, keys: tuple[str, ...]) -> str:
        """Return the sentence for a key that there is not; `near` is one that is like it, or ""."""
        return self.unknown.format(
            name=cut(self.naming(f"{table}.{key}" if table else key)),
            table=self.naming(table),
            key=cut(key),
            hint=f"did you mean {self.shown(near)}? " if near else "",
            keys=", ".join(keys),
        )

    def shown(self, value: object) -> str:
        """Return a value as it is shown in a sentence."""
        return cut(self.quote(value))

    def found(self, value: object) -> str:
        """Say which value was found."""
        kind = f" ({self.kinds.get(type(value), type(value).__name__)})" if self.kinds else ""
        return f"is {self.shown(value)}{kind}"


TOML = Phrases()
"""The words for files in TOML."""
