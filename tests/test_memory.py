"""Nothing of a page stays in memory once it is read, but for short words that other pages may say again."""

import gc
import tracemalloc
from collections.abc import Iterator

import pytest

import glambot

PAGES = 300
SIZE = 100_000
MOST = 2_000_000  # bytes that may stay
# Whatever is looked up by what a page says, filled with a text that is as long as a page.
LONG = {
    "label": "; {0}\n: x",
    "label with a value": "; {0}: x",
    "bold label": "'''{0}''': x",
    "heading": "== {0} ==",
    "template": "{{{{{0}|a=b|c=d}}}}",
    "parameter": "{{{{Session|title=A|abstract=B|{0}=c}}}}",
    "user": "== Interested attendees ==\n# [[User:é{0}]] 12:42, 3 November 2018 (UTC)",
    "link": "[[xyz:{0}]] 12:42, 3 November 2018 (UTC)",
    "length": "; Length of session\n: 25 {0}",
    "points": "; Abstract\n: {0}\n* {0}",
}
LINES = {
    "labels": "; {0}: x",
    "users": "# [[User:é {0}]] 12:42, 3 November 2018 (UTC)",
    "links": "[[fr:{0}]] [[w:{0}]]",
    "templates": "{{{{{0}|a=b|c=d}}}}",
}


def pages() -> Iterator[str]:
    """Yield hostile pages, no two of them alike."""
    kinds = [*LONG.values(), *LINES.values()]
    for number in range(PAGES):
        kind = kinds[number % len(kinds)]
        if kind in LONG.values():
            filling = f"{number:06} owl" * (SIZE // 10)
            yield "; Title\n: A\n" + kind.format(filling)
        else:
            lines = (kind.format(f"{number} {line} " + "owl " * 85) for line in range(SIZE // 400))
            yield "; Title\n: A\n" + "\n".join(lines)


@pytest.mark.parametrize("reader", ["find_signatures", "parse"])
def test_hostile_pages_do_not_stay_in_memory(reader: str) -> None:
    """After hundreds of long pages of things that other pages never say, little of them is left."""
    read = {"find_signatures": lambda text: list(glambot.find_signatures(text)), "parse": read_whole}[reader]
    for text in pages():
        read(text[:2000])  # loads and makes what is made once
    tracemalloc.start()
    try:
        for text in pages():
            read(text)
        gc.collect()
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert left < MOST


def read_whole(text: str) -> object:
    """Return a page as a submission, as plain values."""
    return glambot.parse(text).to_dict()
