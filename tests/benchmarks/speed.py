"""How fast glambot reads made-up pages, beside its peers in the same run.

Run it with ``python -m tests.benchmarks.speed``. Submission pages are of 6 KB, discussion pages of
100 KB. Every figure is made of the best times of several rounds, a few pages at once, in time of the
processor: the peers take turns, so that a slow minute of the machine is nobody's own. The ratio is to
``mwparserfromhell.parse`` alone, which only tokenises and builds nodes. The last lines compare the
command ``glambot parse`` on 1,000 files, and the import, with what else a script would do.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import mwparserfromhell
import wikitextparser

import glambot
from tests.benchmarks.pages import submission_page, talk_page

Peer = tuple[str, Callable[[str], object], float]
BASE = "mwparserfromhell.parse"
_GROUPS = 20  # of pages


def read_with_wikitextparser(text: str) -> object:
    """Return what wikitextparser finds: sections, templates and links."""
    parsed = wikitextparser.parse(text)
    return parsed.sections, parsed.templates, parsed.wikilinks


def peers() -> list[Peer]:
    """Return name, function and the share of the pages it is given: slow ones get fewer."""
    return [
        (BASE, mwparserfromhell.parse, 0.5),
        ("glambot.find_signatures", lambda text: list(glambot.find_signatures(text)), 1),
        ("glambot.parse", glambot.parse, 1),
        ("glambot.parse + to_dict", lambda text: glambot.parse(text).to_dict(), 1),
        ("wikitextparser: sections, templates, links", read_with_wikitextparser, 0.1),
    ]


def measure(pages: list[str], chosen: list[Peer], rounds: int = 5) -> dict[str, float]:
    """Return characters a second of every peer, in millions, each group of pages at the best of `rounds`."""
    size = max(len(pages) // _GROUPS, 1)
    groups = [pages[start : start + size] for start in range(0, len(pages), size)]
    apart = max(len(groups) // len(chosen), 1)
    best: dict[str, dict[int, float]] = {name: {} for name, _, _ in chosen}
    for _ in range(rounds):
        for step in range(len(groups)):
            for place, (name, read, part) in enumerate(chosen):
                # Nobody reads what another has just read, some of which glambot would remember.
                number = (step + place * apart) % len(groups)
                if number and number >= len(groups) * part:
                    continue
                start = time.process_time()
                for page in groups[number]:
                    read(page)
                taken = time.process_time() - start
                best[name][number] = min(best[name].get(number, taken), taken)
    return {
        name: sum(len(page) for number in times for page in groups[number]) / sum(times.values()) / 1e6
        for name, times in best.items()
    }


def _print(title: str, best: dict[str, float]) -> None:
    print(title)
    for name, speed in best.items():
        print(f"  {name:45} {speed:8.2f} MB/s  {speed / best[BASE]:6.1f} ×")


def _seconds(*command: str) -> float:
    """Return how long a command takes, the best of four times, by the clock."""
    times: list[float] = []
    # As where it is installed, modules are compiled once: by the first of the times.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(4):
        start = time.perf_counter()
        subprocess.run(  # noqa: S603 - our own
            [sys.executable, *command], check=True, stdout=subprocess.DEVNULL, env=environment
        )
        times.append(time.perf_counter() - start)
    return min(times)


def _files(pages: list[str]) -> None:
    """Print how long the command takes for many files, beside a script that reads and parses them."""
    script = "import sys, mwparserfromhell\nfor name in sys.argv[1:]:\n"
    script += "    mwparserfromhell.parse(open(name, encoding='utf-8').read())\n"
    with tempfile.TemporaryDirectory() as folder:
        names: list[str] = []
        for number, page in enumerate(pages):
            path = Path(folder, f"{number}.wiki")
            path.write_text(page, encoding="utf-8")
            names.append(str(path))
        peer = _seconds("-c", script, *names)
        own = _seconds("-m", "glambot", "parse", "--json", *names)
    print(f"{len(pages):,} files, by the clock, on {os.cpu_count()} processors")
    print(f"  script with mwparserfromhell.parse            {peer:8.2f} s")
    print(f"  glambot parse --json                          {own:8.2f} s  {peer / own:6.1f} ×")


def _imports() -> None:
    plain = _seconds("-c", "import re, json, datetime, dataclasses")
    own = _seconds("-c", "import glambot")
    print("imports, with the start of Python")
    print(f"  re, json, datetime, dataclasses               {plain * 1000:8.1f} ms")
    print(f"  glambot                                       {own * 1000:8.1f} ms  {own / plain:6.2f} ×")


def main() -> None:
    """Print the tables."""
    pages = [submission_page(number) for number in range(1000)]
    print(f"Python {sys.version.split()[0]}")
    chosen = peers()
    _print(f"1,000 submission pages of {sum(map(len, pages)) / 1e6:.1f} KB", measure(pages, chosen))
    talks = [talk_page(number) for number in range(20)]
    readers = [peer for peer in chosen if "parse +" not in peer[0] and peer[0] != "glambot.parse"]
    _print(f"20 discussion pages of {sum(map(len, talks)) / 20e3:.0f} KB", measure(talks, readers))
    _files(pages)
    _imports()


if __name__ == "__main__":
    main()
