"""The table of faults of ``tests/cases/faults.toml``: read for the tests, written for operators.

Example:
    >>> row = Process("killed at the save", tried="nothing", left="unchanged", code=-9)
    >>> row.cells
    ('killed at the save', 'nothing', 'as it was', 'none')
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.mediawiki.proxy import Answer, Fault

FILE = Path(__file__).resolve().parents[1] / "cases" / "faults.toml"
_DEEP = "[" * 100_000
_LEFT = {
    "updated": "up to date",
    "unchanged": "as it was",
    "deleted": "no page, as somebody wanted",
    "merged": "up to date",
}


@dataclass(frozen=True, slots=True)
class Process:
    """A fault that needs processes of its own; `Case` says what the attributes are."""

    name: str
    tried: str
    left: str
    code: int

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The row of the table for operators."""
        return self.name, self.tried, _LEFT[self.left], str(self.code) if self.code >= 0 else "none"


@dataclass(frozen=True, slots=True)
class Case:
    """One fault, as the file's first lines say."""

    name: str
    tried: str
    left: str
    code: int
    where: Mapping[str, str]
    answer: Answer
    first: int = 1
    times: int = 1
    after: bool = False
    events: tuple[str, ...] = field(default=())

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The row of the table for operators."""
        return Process(self.name, self.tried, self.left, self.code).cells

    def fault(self, strike: Any) -> Fault:
        """Return what the proxy needs; `strike` is called when a request is struck."""
        return Fault(
            self.where,
            self.answer,
            first=self.first,
            times=self.times,
            carried_out=self.after,
            meanwhile=strike if self.events else None,
        )


class Group(NamedTuple):
    """The faults under one heading."""

    heading: str
    cases: tuple[Case | Process, ...]


def steps() -> Mapping[str, Mapping[str, str]]:
    """Return the requests that faults can strike, by name."""
    with FILE.open("rb") as file:
        return dict(tomllib.load(file)["steps"])


def load() -> tuple[Group, ...]:
    """Return the faults of the file, in its order."""
    with FILE.open("rb") as file:
        data = tomllib.load(file)
    where = data["steps"]
    return tuple(
        Group(
            group["heading"],
            tuple(_case(case, where) if "step" in case else Process(**case) for case in group["case"]),
        )
        for group in data["group"]
    )


def tables(groups: Iterable[Group]) -> str:
    """Return the faults as they stand in docs/faults.md."""
    lines: list[str] = []
    for group in groups:
        lines += ["", f"## {group.heading}", ""]
        lines += ["| fault | what glambot tries | the table afterwards | exit code |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(case.cells)} |" for case in group.cases]
    return "\n".join(lines) + "\n"


def _case(case: Mapping[str, Any], where: Mapping[str, Mapping[str, str]]) -> Case:
    kind, body = case["kind"], case.get("body", "")
    if kind == "error":
        kind, body = "json", json.dumps({"error": body})
    elif kind == "deep":
        kind, body = "json", _DEEP
    return Case(
        name=case["name"],
        tried=case["tried"],
        left=case["left"],
        code=case["code"],
        where=where[case["step"]],
        answer=Answer(kind, case.get("status", 200), body, case.get("headers", {})),
        first=case.get("first", 1),
        times=case.get("times", 1),
        after=case.get("after", False),
        events=tuple(filter(None, case.get("event", "").split(", "))),
    )
