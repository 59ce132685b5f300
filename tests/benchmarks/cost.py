"""What glambot costs a wiki, beside a plain pywikibot loop over the same pages in the same run.

Run it with ``python -m tests.benchmarks.cost``, where `scripts/test` can run tests against a real
MediaWiki. It makes one on this machine with made-up submissions, which takes a minute for 1,000, and counts
requests, bytes and edits on the wire (see `tests.mediawiki.counting`). Each reader is a process of its
own with nothing kept from before, but for the folder that glambot keeps texts in between its own runs.

With ``--check`` it exits with 1 if a bound of `BOUNDS` is broken. ``--requests`` lists each request.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from tests.benchmarks.pages import submission_page
from tests.mediawiki.counting import Counter, Traffic
from tests.mediawiki.install import BOT, BOT_APP, BOT_PASSWORD, REVIEWER, maintain
from tests.mediawiki.wiki import MediaWiki

ROOT = Path(__file__).parents[2]
CATEGORY = "All submissions"
TABLE = "Cost/Review"
CHANGED = 5

LOOP, PRELOADED = "pywikibot: one page after the other", "pywikibot: with PreloadingGenerator"
FIRST, AGAIN, FEW = "glambot: first run", "glambot: nothing changed", f"glambot: {CHANGED} pages changed"
BOUNDS: Mapping[str, float] = {FIRST: 1 / 10, AGAIN: 1 / 40}
"""The share of the loop's requests that a run may take, for 1,000 pages."""

_SETTINGS = """
    family_files["costwiki"] = {api!r}
    family = mylang = "costwiki"
    usernames["costwiki"]["costwiki"] = {user!r}
    password_file = "user-password.py"
    put_throttle = minthrottle = 0
    maxthrottle = 1
    read_maxlag = write_maxlag = 0
"""
_PASSWORD = f"({BOT.name!r}, BotPassword({BOT_APP!r}, {BOT_PASSWORD!r}))\n"
_READ = """
    import pywikibot
    from pywikibot import pagegenerators

    site = pywikibot.Site()
    site.login()
    category = pywikibot.Category(site, {category!r})
    read = sum(len(page.text) for page in {pages})
    assert read > 0
"""
_ARTICLES = "category.articles()"
_BATCH = 100  # pages that a busy machine imports well within the time a script may take


@dataclass(frozen=True, slots=True)
class Cost:
    """What one reader cost the wiki, the requests it made, and what it printed."""

    name: str
    traffic: Traffic
    seen: tuple[Mapping[str, str], ...] = ()
    printed: str = ""


@contextlib.contextmanager
def wiki_with_pages(pages: int) -> Iterator[MediaWiki]:
    """A wiki for the purpose, with submissions in a category and a page that sets up their table."""
    with tempfile.TemporaryDirectory(prefix="glambot-cost-", ignore_cleanup_errors=True) as folder:
        wiki = MediaWiki.create(Path(folder))
        try:
            fill(wiki, pages)
            yield wiki
        finally:
            wiki.stop()


def fill(wiki: MediaWiki, pages: int) -> None:
    """Put the submissions and the table's page on a wiki."""
    with tempfile.TemporaryDirectory(prefix="glambot-pages-") as folder:
        files: list[str] = []
        for number in range(pages):
            path = Path(folder, f"{number:04}.txt")
            path.write_text(submission_page(number), encoding="utf-8")
            files.append(str(path))
        # Faster than an edit each, and the categories are updated as an edit does it.
        load = ("importTextFiles.php", "--prefix", "Cost/", "--user", REVIEWER.name)
        for start in range(0, pages, _BATCH):
            maintain(wiki.installation, *load, *files[start : start + _BATCH])
    wiki.save(
        TABLE,
        f"{{{{Glambot review|category={CATEGORY}|name=Cost}}}}\n{{{{Glambot review end}}}}",
    )


def measure(wiki: MediaWiki, *, preloaded: bool = True) -> list[Cost]:
    """Return what each reader costs; glambot's runs come one after the other."""
    counter = Counter(wiki.installation.port)
    with tempfile.TemporaryDirectory(prefix="glambot-state-") as folder, counter.running():
        state = Path(folder)
        costs = [_loop(counter, LOOP, _ARTICLES)]
        if preloaded:
            costs.append(_loop(counter, PRELOADED, f"pagegenerators.PreloadingGenerator({_ARTICLES})"))
        costs += [_glambot(counter, FIRST, state), _glambot(counter, AGAIN, state)]
        for number in range(CHANGED):
            title = f"Cost/{number:04}"
            signed = "# [[User:Ann Example|Ann]] 12:42, 3 November 2018 (UTC)\n"
            wiki.save(title, (wiki.text(title) or "").replace("\n[[Category:", f"{signed}\n[[Category:"))
        costs.append(_glambot(counter, FEW, state))
    return costs


def table(costs: Sequence[Cost]) -> str:
    """Return the costs as a table; the ratios are of requests and of bytes, those of the loop to each."""
    base = costs[0].traffic
    width = max(len(cost.name) for cost in costs)
    lines = [f"{'':{width}} requests  ratio       sent   received  ratio  edits"]
    for cost in costs:
        told = cost.traffic
        fewer = base.requests / told.requests
        less = (base.sent + base.received) / (told.sent + told.received)
        lines.append(
            f"{cost.name:{width}} {told.requests:8,} {fewer:6.1f} {told.sent / 1e3:7,.0f} KB "
            f"{told.received / 1e3:7,.0f} KB {less:6.1f} {told.edits:6}"
        )
    return "\n".join(lines)


def broken(costs: Sequence[Cost]) -> list[str]:
    """Return a sentence for each bound that is broken."""
    by_name = {cost.name: cost.traffic for cost in costs}
    loop = by_name[LOOP].requests
    told = [
        f"{name}: {by_name[name].requests} requests, more than 1/{1 / share:.0f} of {loop}"
        for name, share in BOUNDS.items()
        if by_name[name].requests > share * loop
    ]
    if by_name[AGAIN].edits:
        told.append(f"{AGAIN}: {by_name[AGAIN].edits} edits")
    return told


def describe(request: Mapping[str, str]) -> str:
    """Return what a request asks for, in one line."""
    names = ("action", "meta", "siprop", "list", "generator", "prop", "modules", "titles", "revids")
    return "  ".join(f"{name}={request[name][:60]}" for name in names if name in request)


def _loop(counter: Counter, name: str, pages: str) -> Cost:
    with tempfile.TemporaryDirectory(prefix="glambot-loop-") as folder:
        for file, text in (
            ("user-config.py", dedent(_SETTINGS).format(api=_api(counter), user=BOT.name)),
            ("user-password.py", _PASSWORD),
        ):
            path = Path(folder, file)
            path.touch(mode=0o600)
            path.write_text(text, encoding="utf-8")
        script = dedent(_READ).format(category=f"Category:{CATEGORY}", pages=pages)
        return _counted(counter, name, ["-c", script], {"PYWIKIBOT_DIR": folder})


def _glambot(counter: Counter, name: str, state: Path) -> Cost:
    account = {"GLAMBOT_USER": f"{BOT.name}@{BOT_APP}", "GLAMBOT_PASSWORD": BOT_PASSWORD}
    command = ["-m", "glambot", "review", "--wiki", _api(counter), "--state", str(state)]
    return _counted(counter, name, command, account)


def _counted(counter: Counter, name: str, command: Sequence[str], variables: Mapping[str, str]) -> Cost:
    before, seen = counter.traffic, len(counter.seen)
    with tempfile.TemporaryDirectory(prefix="glambot-run-") as folder:
        printed = _run(command, variables, folder)
    return Cost(name, counter.traffic - before, tuple(counter.seen[seen:]), printed)


def _api(counter: Counter) -> str:
    return f"http://127.0.0.1:{counter.port}/api.php"


def _run(command: Sequence[str], variables: Mapping[str, str], folder: str) -> str:
    """Run this Python in an empty folder with nothing of the caller's environment; return what it printed."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": folder,
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(  # noqa: S603 - this Python, on what is written above
        [sys.executable, *command],
        cwd=folder,
        env={**environment, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[:3]} ended with code {done.returncode}:\n{done.stdout[-3000:]}")
    return done.stdout


def main() -> None:
    """Print the table; exit with 1 if a bound is broken and ``--check`` was given."""
    parser = argparse.ArgumentParser(description="Requests, bytes and edits, beside a plain pywikibot loop.")
    parser.add_argument("--pages", type=int, default=1000, metavar="NUMBER")
    parser.add_argument("--requests", action="store_true", help="list glambot's requests")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a bound is broken")
    options = parser.parse_args()
    with wiki_with_pages(options.pages) as wiki:
        costs = measure(wiki)
    print(f"{options.pages:,} submission pages in one category; ratios are to the first line")
    print(table(costs))
    for cost in costs[2:] if options.requests else ():
        print(f"\n{cost.name}")
        for request in cost.seen:
            print(f"  {describe(request)}")
    told = broken(costs)
    print("\n".join(told) or "Every bound is kept.")
    if options.check and told:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
