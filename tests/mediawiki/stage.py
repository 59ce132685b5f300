r"""A table that is out of date, reviewers' scores on it, and the whole command behind the proxy.

Example:
    >>> rows("|- data-glambot=\"Faults/Owls\"\n| Owls\n| 3\n|}")
    {'Faults/Owls': ['Owls', '3']}
"""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from glambot.cli import run
from glambot.wiki import connect as connecting
from glambot.wiki import patience
from tests.mediawiki.bot import forget
from tests.mediawiki.install import ADMIN, BOT, BOT_APP, BOT_PASSWORD, REVIEWER
from tests.mediawiki.proxy import Proxy
from tests.mediawiki.wiki import MediaWiki

TEMPLATE = "Fault table setup"
TITLES = ("Faults/Bots", "Faults/Maps", "Faults/Owls", "Faults/Seals")
SCORES = ("5 of 5", "maybe; ask Anna", "'''yes!'''", "4 <!-- unsure -->")
USER = f"{BOT.name}@{BOT_APP}"

_FORM = "; Title of the submission\n: Talk of {name}\n; Author of the submission\n: Jane {name}\n"
ROW = re.compile(r'^\|-[^\n]* data-glambot="([^"]+)".*\n((?:\|(?![}-]).*\n?)*)', re.MULTILINE)


def rows(text: str) -> dict[str, list[str]]:
    """Return the cells of each row of a table by the row's page; a page with two rows is an error."""
    found = ROW.findall(text)
    assert len({title for title, _ in found}) == len(found), f"a row stands twice:\n{text}"
    return {title: [line[1:].strip() for line in cells.splitlines()] for title, cells in found}


@dataclass(frozen=True, slots=True)
class Stage:
    """The wiki with four submissions, and the texts a table goes through.

    Attributes:
        wiki: the real wiki.
        proxy: the proxy in front of it.
        state: a folder with a cache of the first run.
        empty: the page as a reviewer set the table up.
        made: the table as the bot made it.
        scored: the same after a reviewer typed scores; the submissions have new signatures by now.
        fresh: the same, brought up to date.
    """

    wiki: MediaWiki
    proxy: Proxy
    state: Path
    empty: str
    made: str
    scored: str
    fresh: str

    def set_up(self, title: str) -> None:
        """Put the scored table on a page, as the bot and a reviewer would have: one revision is the bot's."""
        self.wiki.save(title, self.empty, REVIEWER)
        self.wiki.save(title, self.made, BOT)
        self.wiki.save(title, self.scored, REVIEWER)

    def bot_revisions(self, title: str) -> int:
        """Return how often the bot has saved a page."""
        answer = self.wiki.session(REVIEWER).api(
            action="query", titles=title, prop="revisions", rvprop="user", rvlimit="50", rvuser=BOT.name
        )
        return len(answer["query"]["pages"][0].get("revisions", ()))

    def run(self, state: Path) -> int:
        """Run the whole command in this process, in a session of its own; return the exit code."""
        forget_login()
        return run(self.arguments(state))

    def run_again(self, state: Path) -> int:
        """Run the command once more, for the tables only, with the session if there is one still."""
        forget()
        return run([*self.arguments(state), "--status-page", ""])

    def start(self, state: Path) -> "subprocess.Popen[str]":
        """Start the whole command in a process of its own."""
        return subprocess.Popen(  # noqa: S603 - the tests' own program
            [sys.executable, "-m", "tests.mediawiki.quick", *self.arguments(state)],
            cwd=Path(__file__).parents[2],
            env={**os.environ, **ACCOUNT},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def arguments(self, state: Path) -> list[str]:
        """Return the arguments for the command."""
        wiki = ["--wiki", self.proxy.api_url, "--state", str(state)]
        return ["review", *wiki, "--template", TEMPLATE, "--config-prefix", ""]


ACCOUNT = {
    "GLAMBOT_USER": USER,
    "GLAMBOT_PASSWORD": BOT_PASSWORD,
    "GLAMBOT_CONTACT": "tests",
    "PYWIKIBOT_NO_USER_CONFIG": "2",
}
"""The account, as the environment gives it."""


def forget_login() -> None:
    """Let pywikibot forget its session, the saved cookies too."""
    forget()
    for file in connecting._folder().glob("*.lwp"):
        file.unlink()


@contextmanager
def staged(wiki: MediaWiki, state: Path) -> Iterator[Stage]:
    """Make the submissions and the table; take them away again."""
    with Proxy(wiki.installation.port) as proxy, pytest.MonkeyPatch.context() as patch:
        hurry(patch)
        for number, title in enumerate(TITLES):
            wiki.save(title, submission(title, 1 + number % 2))
        page = "Fault table/seed"
        empty = (
            f"Hello, reviewers!\n{{{{{TEMPLATE}|prefix=Faults/|reviewers=Score}}}}\n"
            f"{{{{{TEMPLATE} end}}}}\nThank you."
        )
        wiki.save(page, empty)
        first = Stage(wiki, proxy, state, "", "", "", "")
        assert first.run(state) == 0
        made = wiki.text(page) or ""
        scored = made
        for title, score in zip(TITLES, SCORES, strict=True):
            scored = re.sub(
                rf'(data-glambot="{title}"(?:\n\|(?!-).*)*\n\|)(?=\n)', rf"\1 {score}", scored, count=1
            )
        wiki.save(page, scored)
        for number, title in enumerate(TITLES):
            wiki.save(title, submission(title, 3 - number % 3))
        assert first.run(state) == 0
        fresh = wiki.text(page) or ""
        assert [cells[5] for cells in rows(scored).values()] == ["1", "2", "1", "2"]
        assert [cells[5] for cells in rows(fresh).values()] == ["3", "2", "1", "3"]
        assert [cells[-1] for cells in rows(fresh).values()] == list(SCORES)
        remove(wiki, page)
        try:
            yield Stage(wiki, proxy, state, empty, made, scored, fresh)
        finally:
            for title in TITLES:
                remove(wiki, title)


def hurry(patch: pytest.MonkeyPatch) -> None:
    """Let nobody wait: not before saves, and not before requests are tried again."""
    for name, value in ACCOUNT.items():
        patch.setenv(name, value)
    for name, seconds in (("_RETRIES", 2), ("_FIRST_WAIT", 0), ("_LONGEST_WAIT", 0)):
        patch.setattr(connecting, name, seconds)
    patch.setattr(patience, "_MOST_REQUESTS", 30)
    import pywikibot  # noqa: PLC0415 - reads the environment when it is imported

    for name, seconds in (("put_throttle", 0), ("minthrottle", 0), ("maxthrottle", 1)):
        patch.setattr(pywikibot.config, name, seconds)


def remove(wiki: MediaWiki, title: str) -> None:
    """Delete a page, if there is one."""
    if wiki.text(title) is not None:
        wiki.session(ADMIN).act(action="delete", title=title)


@contextmanager
def database(wiki: MediaWiki, name: str = "wiki") -> Iterator[sqlite3.Connection]:
    """Give a database of the wiki, for what its API cannot do; sessions are in ``wikicache``."""
    with closing(sqlite3.connect(wiki.installation.database / f"{name}.sqlite", timeout=10)) as file, file:
        yield file


def submission(title: str, signatures: int) -> str:
    """Return a submission that so many people have signed."""
    name = title.partition("/")[2]
    signed = "".join(
        f"# [[User:U{number}|U{number}]] ([[User talk:U{number}|talk]]) 1{number}:32, 3 July 2017 (UTC)\n"
        for number in range(signatures)
    )
    return f"{_FORM.format(name=name)}== Interested attendees ==\n{signed}"
