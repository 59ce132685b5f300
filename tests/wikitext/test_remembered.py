"""Short texts are looked up once, long ones every time, and not too many of them are kept."""

from glambot.wikitext.remembered import LONGEST, remembered


def test_short_texts_are_looked_up_once() -> None:
    """What was found for a short text is known; for a long one it is found again."""
    asked: list[int] = []

    @remembered
    def size(text: str) -> int:
        asked.append(len(text))
        return len(text)

    for length in (3, LONGEST, LONGEST + 1) * 2:
        assert size("x" * length) == length
    assert asked == [3, LONGEST, LONGEST + 1, LONGEST + 1]


def test_there_is_an_end_to_memory() -> None:
    """After very many texts the first is looked up again."""
    asked: list[str] = []

    @remembered
    def same(text: str) -> str:
        asked.append(text)
        return text

    for number in range(10_000):
        same(f"{number:0300}")
    before = len(asked)
    same(f"{0:0300}")
    assert before == 10_000
    assert len(asked) == 10_001
