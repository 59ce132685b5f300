"""Who put a text on a page is found as by looking into every revision, and with fewer looks."""

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from glambot.wiki.origin import oldest_with

KEPT = None
EDITS = st.lists(st.one_of(st.booleans(), st.just(KEPT)), max_size=12)
"""Edits from the first on: a person's, with the text or without; None is one of the bot's, which keeps it."""


class Looks:
    """The revisions of a page, and which of them were looked into."""

    def __init__(self, edits: Sequence[bool | None], *, first: bool) -> None:
        self.has: dict[int, bool] = {1: first}
        for edit in edits:
            number = len(self.has) + 1
            self.has[number] = self.has[number - 1] if edit is KEPT else edit
        self.ours = {number for number, edit in enumerate(edits, 2) if edit is KEPT}
        self.has[len(self.has) + 1] = True  # the newest, as it was read
        self.numbers = sorted(self.has, reverse=True)
        self.looked: list[int] = []

    def holding(self, numbers: Sequence[int]) -> Iterator[tuple[int, bool]]:
        """Tell of some revisions whether they have the text."""
        for number in numbers:
            self.looked.append(number)
            yield number, self.has[number]

    def plainly(self) -> int:
        """Return what looking into every revision finds."""
        good = self.numbers[0]
        for number in self.numbers[1:]:
            if not self.has[number]:
                break
            good = number
        return good


@given(EDITS, st.booleans())
def test_the_answer_is_that_of_looking_into_all(edits: list[bool | None], first: bool) -> None:
    """Passing over revisions that keep the text finds the same one, and looks into none twice."""
    page = Looks(edits, first=first)
    assert oldest_with(page.numbers, page.holding, page.ours) == page.plainly()
    assert len(page.looked) == len(set(page.looked))


@given(st.integers(1, 50))
def test_a_thousand_runs_cost_one_look(runs: int) -> None:
    """Behind any number of the bot's own revisions only the one that people saved is looked into."""
    page = Looks([True, *[KEPT] * runs], first=False)
    assert oldest_with(page.numbers, page.holding, page.ours) == 2
    assert sorted(page.looked) == [1, 2]


def test_what_the_bots_account_put_there_is_its_own() -> None:
    """Where the first revision with the text is the bot's, between two people's, that one is found."""
    has = {4: True, 3: True, 2: True, 1: False}
    found = oldest_with([4, 3, 2, 1], lambda numbers: ((n, has[n]) for n in numbers), ours={2})
    assert found == 2
