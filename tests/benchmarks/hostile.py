"""How long ``glambot`` reads text that is made to keep it busy, and how that time grows with the text.

Run it with ``python -m tests.benchmarks.hostile``. Every kind of ``tests/cases/hostile-text/kinds.toml``
is read at three sizes: bare, as the value of a field and as a line of a sign-up list, by
``find_signatures`` and by ``parse``. The worst stand first. Below that stand 50,000 default signatures,
and the memory that a page of signatures takes beside ``mwparserfromhell.parse``.

With ``--check`` it exits with 1 if a bound is broken. ``--only WORD`` reads only the kinds with the word in
their name. Time is that of the processor, so that other programs count for little; it is measured
without garbage collection, and again before a bound is called broken.
"""

import argparse
import gc
import itertools
import math
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import glambot

CASES = Path(__file__).parents[1] / "cases/hostile-text/kinds.toml"
SIZES = (100_000, 200_000, 400_000)
BOUND = 0.2
"""The seconds that 100,000 characters may take."""
GROWTH = 2.5
"""How many times as long a text of twice the size may take."""
IGNORED = 0.005
"""Seconds that are too few for their growth to say anything."""
LINES, LINES_BOUND = 50_000, 0.6
MEMORY_SHARE = 1 / 5
"""The share of what ``mwparserfromhell.parse`` takes that the signatures of a page may take."""
META = "meta"
_TRIES = 5
_FIRSTS = itertools.cycle(range(1_000_001, 9_900_000, 60_100))
_HOPELESS = 3  # how bad a case is that no other try makes good
_LIMIT = 5.0  # seconds after which a run is given up
_PAGE = "; Title of the submission\n: Owls\n; Author(s) of the submission\n: [[User:Jane Example|Jane]]\n"


class Kind(NamedTuple):
    """A kind of hostile text; the data file explains what its parts are."""

    name: str
    unit: str
    head: str = ""
    close: str = ""
    tail: str = ""
    inner: str = ""
    times: int = 0
    sites: tuple[str, ...] = ()

    def text(self, size: int, first: int = 1_000_000) -> str:
        """Return a text of this kind of about `size` characters, with numbers from `first` on.

        For other numbers it is not quite of the same length, so that no cache knows it.
        """
        unit = self.unit.replace("…", self.inner * self.times)
        step = len(unit) + len(self.close) + 6 * (unit + self.close).count("№")
        count = max((size - len(self.head) - len(self.tail)) // step, 1)
        numbers = range(first, first + count - first // 100 % (count // 100 + 1))
        head, tail = (part.replace("№", str(first - 1)) for part in (self.head, self.tail))
        return head + _repeated(unit, numbers) + _repeated(self.close, numbers) + tail


def _repeated(unit: str, numbers: Sequence[int]) -> str:
    if "№" not in unit:
        return unit * len(numbers)
    return "".join([unit.replace("№", str(number)) for number in numbers])


def kinds() -> list[Kind]:
    """Return every kind of the data file."""
    read = tomllib.loads(CASES.read_text(encoding="utf-8"))["kind"]
    return [Kind(**{**case, "sites": tuple(case.get("sites", ()))}) for case in read]


PLACES: Mapping[str, Callable[[str], str]] = {
    "bare": lambda text: text,
    "field": lambda text: f"{_PAGE}; Abstract\n: {text}",
    "signup": lambda text: f"== Interested attendees ==\n# {text} [[User:A|A]] 12:42, 3 November 2018 (UTC)",
}
"""Where on a page the text stands."""


def read_signatures(text: str, site: glambot.Site) -> object:
    """Return the signatures of a page, the whole list."""
    return list(glambot.find_signatures(text, site=site))


def read_submission(text: str, site: glambot.Site) -> object:
    """Return a page as a submission, and that as plain values."""
    submission = glambot.parse(text, site=site)
    return submission, submission.to_dict()


READERS: Mapping[str, Callable[[str, glambot.Site], object]] = {
    "find_signatures": read_signatures,
    "parse": read_submission,
}


class Case(NamedTuple):
    """A kind of text, the wiki it is read for, the place it stands in, and who reads it."""

    kind: Kind
    site: str
    place: str
    reader: str

    def text(self, size: int) -> str:
        """Return a page with about `size` characters of the kind, its numbers others than of any before."""
        return PLACES[self.place](self.kind.text(size, next(_FIRSTS)))

    def reads(self, text: str) -> object:
        """Return what the reader reads in a page."""
        return READERS[self.reader](text, site_of(self.site))

    def read(self, size: int) -> Callable[[], object]:
        """Return what reads a page with about `size` characters of the kind, the page made already."""
        return partial(self.reads, self.text(size))


class Times(NamedTuple):
    """How many seconds a case took at each size; infinitely many where it was given up."""

    case: Case
    seconds: tuple[float, ...]

    @property
    def growth(self) -> float:
        """The worst growth from one size to the next; 1 where the longer run is too short to tell."""
        pairs = zip(self.seconds, self.seconds[1:], strict=False)
        grown = [after / before for before, after in pairs if IGNORED <= after < math.inf]
        return math.inf if math.inf in self.seconds else max(grown, default=1.0)

    @property
    def badness(self) -> float:
        """How near it comes to a bound; above 1 a bound is broken."""
        return max(self.seconds[0] / BOUND, self.growth / GROWTH)


@cache
def site_of(language: str) -> glambot.Site:
    """Return Meta, or the wiki of a language."""
    return glambot.Site.meta() if language == META else glambot.Site.for_language(language)


def cases(chosen: Iterable[Kind]) -> Iterator[Case]:
    """Yield everything that is to be measured of some kinds."""
    for kind in chosen:
        for site in (META, *kind.sites):
            for place in PLACES:
                for reader in READERS:
                    yield Case(kind, site, place, reader)


def seconds(read: Callable[[], object], limit: float = _LIMIT) -> float:
    """Return how many seconds of the processor a call takes, infinitely many for more than `limit`."""

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise TimeoutError

    collects = gc.isenabled()
    before = signal.signal(signal.SIGVTALRM, stop)
    gc.disable()
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    start = time.thread_time()
    try:
        found = read()
        taken = time.thread_time() - start
        del found
    except TimeoutError:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        if collects:
            gc.enable()
    return taken


def measure(case: Case, sizes: tuple[int, ...] = SIZES, tries: int = _TRIES) -> Times:
    """Return the times of a case: the best of several tries, as long as another may keep a bound."""
    case.read(500)()  # loads and makes what is made once
    best = [math.inf] * len(sizes)
    for _ in range(tries):
        for number, size in enumerate(sizes):
            taken = seconds(case.read(size))
            best[number] = min(best[number], taken)
            if taken == math.inf:
                return Times(case, tuple(best))  # what is longer takes no less
        times = Times(case, tuple(best))
        if not 1 < times.badness <= _HOPELESS:
            break
    return times


def signature_lines(count: int) -> str:
    """Return lines that are signed with Meta's default signature, each by somebody else."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    small = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    lines: list[str] = []
    for number in range(count):
        rest, last = divmod(number, len(small))
        rest, middle = divmod(rest, len(small))
        user = letters[rest % len(letters)] + small[middle] + small[last]
        lines.append(
            f"# [[User:{user}|{user}]] ([[User talk:{user}|talk]]) "
            f"{number % 24:02}:{number % 60:02}, {number % 28 + 1} November 2018 (UTC)\n"
        )
    return "".join(lines)


def added_memory(reader: str) -> float:
    """Return how many MB more this process holds with what ``"glambot"`` or its peer reads in 1 MB."""
    import mwparserfromhell  # noqa: PLC0415 - only here

    def read(text: str) -> object:
        if reader == "glambot":
            return list(glambot.find_signatures(text))
        return mwparserfromhell.parse(text)

    text = signature_lines(14_000)[:1_000_000]
    read(text[:2000])
    gc.collect()
    before = _resident()
    found = read(text)
    after = _resident()
    del found
    return after - before


def _resident() -> float:
    """Return how many MB of memory this process holds (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory(reader: str) -> float:
    """Return the same, of a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.hostile", "--memory", reader]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)  # noqa: S603 - ours
    return float(done.stdout)


def _shown(value: float) -> str:
    return "  given up" if value == math.inf else f"{value * 1000:7.1f} ms"


def _row(times: Times) -> str:
    kind, site, place, reader = times.case
    columns = " ".join(map(_shown, times.seconds))
    growth = "   ∞" if times.growth == math.inf else f"{times.growth:4.1f}"
    mark = "!" if times.badness > 1 else " "
    return f"{mark} {kind.name:54} {site:5} {place:7} {reader:16} {columns} {growth}"


def _measure_all(only: str) -> list[Times]:
    todo = list(cases(kind for kind in kinds() if only in kind.name))
    found: list[Times] = []
    for number, case in enumerate(todo):
        if sys.stderr.isatty():
            print(f"\r{number} of {len(todo)} ", end="", file=sys.stderr, flush=True)
        found.append(measure(case))
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
    return sorted(found, key=lambda times: times.badness, reverse=True)


def main() -> None:
    """Print the tables; exit with 1 if a bound is broken and ``--check`` was given."""
    parser = argparse.ArgumentParser(description="Time and memory that hostile text takes.")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a bound is broken")
    parser.add_argument("--only", default="", metavar="WORD", help="only kinds with this in their name")
    parser.add_argument("--memory", choices=["glambot", "mwparserfromhell"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        print(added_memory(options.memory))
        return
    found = _measure_all(options.only)
    print(f"  {'kind':54} {'site':5} {'place':7} {'reader':16}    100 KB     200 KB     400 KB growth")
    for times in found:
        print(_row(times))
    broken = sum(times.badness > 1 for times in found)
    print(
        f"{len(found)} cases, {broken} of them beyond {BOUND} s for 100 KB or {GROWTH} × for twice the size"
    )

    lines = signature_lines(LINES)
    taken = min(seconds(lambda: list(glambot.find_signatures(lines))) for _ in range(_TRIES))
    broken += taken > LINES_BOUND
    print(f"{LINES:,} signatures, {len(lines) / 1e6:.2f} MB: {taken:.3f} s (at most {LINES_BOUND} s)")
    own, peer = memory("glambot"), memory("mwparserfromhell")
    broken += own > peer * MEMORY_SHARE
    print(
        f"1 MB of signatures: {own:.1f} MB, mwparserfromhell.parse {peer:.1f} MB, "
        f"{own / peer:.2f} × (at most {MEMORY_SHARE} ×)"
    )
    if options.check and broken:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
