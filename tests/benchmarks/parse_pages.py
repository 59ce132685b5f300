"""How fast ``glambot.parse`` reads 1,000 made-up submission pages, beside its peers in the same run.

Run it with ``python -m tests.benchmarks.parse_pages``. Every figure is the best of several rounds,
the peers taking turns; the ratio is to ``mwparserfromhell.parse`` alone, which only tokenises and
builds nodes.
"""

import sys
import time
from collections.abc import Callable

import mwparserfromhell
import wikitextparser

import glambot
from tests.benchmarks.pages import submission_page

Peer = tuple[str, Callable[[str], object], int]


def peers() -> list[Peer]:
    """Return name, function and the number of pages it is given: slow ones get fewer."""
    found: list[Peer] = [
        ("mwparserfromhell.parse", mwparserfromhell.parse, 200),
        ("glambot.parse", glambot.parse, 1000),
        ("glambot.parse + to_dict", lambda text: glambot.parse(text).to_dict(), 1000),
    ]

    def read_with_wikitextparser(text: str) -> object:
        parsed = wikitextparser.parse(text)
        return parsed.sections, parsed.templates, parsed.wikilinks

    found.append(("wikitextparser: sections, templates, links", read_with_wikitextparser, 100))
    return found


def measure(rounds: int = 5, share: float = 1.0) -> dict[str, float]:
    """Return characters a second of every peer, in millions, best of `rounds`."""
    pages = [submission_page(number) for number in range(1000)]
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, read, count in peers():
            chosen = pages[: max(int(count * share), 10)]
            size = sum(map(len, chosen))
            start = time.perf_counter()
            for page in chosen:
                read(page)
            speed = size / (time.perf_counter() - start) / 1e6
            best[name] = max(best.get(name, 0.0), speed)
    return best


def main() -> None:
    """Print the table."""
    pages = [len(submission_page(number)) for number in range(1000)]
    print(f"1,000 pages of {sum(pages) / 1000 / 1000:.1f} KB, Python {sys.version.split()[0]}")
    best = measure()
    base = best["mwparserfromhell.parse"]
    for name, speed in best.items():
        print(f"{name:45} {speed:8.2f} MB/s  {speed / base:6.1f} ×")


if __name__ == "__main__":
    main()
