"""In which order the rows stand: people's rows behind the row they stood behind, vanished pages last.

Example:
    >>> places([10, 1, 7], [0, 3, 8, 11])
    [0, 0, 0, 3]
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from glambot.review.wikitable import TableRow


@dataclass(slots=True)
class Group:
    """A page's row and the hand-typed rows that follow it.

    `rank` is the page's place in the plan, or None if it is not there; `settled` says whether the
    group has a place on the page already.
    """

    rows: list[TableRow] = field(default_factory=list)
    title: str = ""
    rank: int | None = None
    settled: bool = True


def arranged(groups: Sequence[Group], *, reorder: bool) -> list[Group]:
    """Return the groups in their new order.

    Without `reorder` settled groups keep their order, and each other one goes before the first settled
    one that ranks after it. Groups without rank go last, in the order they have.
    """
    ranked = [(group.rank, group) for group in groups if group.rank is not None]
    vanished = [group for group in groups if group.rank is None]
    if reorder:
        return [group for _, group in sorted(ranked, key=_rank)] + vanished
    settled = [(rank, group) for rank, group in ranked if group.settled]
    coming = sorted(((rank, group) for rank, group in ranked if not group.settled), key=_rank)
    before: list[list[Group]] = [[] for _ in range(len(settled) + 1)]
    for place, (_, group) in zip(
        places([rank for rank, _ in settled], [rank for rank, _ in coming]), coming, strict=True
    ):
        before[place].append(group)
    result: list[Group] = []
    for place, (_, group) in enumerate(settled):
        result += [*before[place], group]
    return [*result, *before[-1], *vanished]


def places(settled: Sequence[int], coming: Sequence[int]) -> list[int]:
    """Return for each coming rank the index of the first settled rank above it, or their number."""
    highest = list(accumulate(settled, max))
    return [bisect_right(highest, rank) for rank in coming]


def _rank(ranked: tuple[int, Group]) -> int:
    return ranked[0]
