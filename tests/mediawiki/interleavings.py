"""People and the bot edit one page at once, at random, on a real wiki: nothing anybody typed is lost.

``python -m tests.mediawiki.interleavings --runs 300`` makes a wiki, plays that many bot runs during
which people edit at random moments, and prints what happened. One run is one interleaving. People sign
submissions and withdraw, type scores, comments, rows and text, delete, move and protect the page, damage
its markers and repair them; other runs of the bot come in between. The moments are between the bot's
requests, the last one between its last look and its save, i.e. in the same second.

After each run it is checked that

- every revision of the bot still holds every word that the revision before it held of people's,
- every edit that the wiki accepted from people is in the history, and the page was not made again,
- no row is doubled, and
- after a quiet run each number in the table is the number of people on the submission's list.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from glambot.rounds import STOPPED, Served, make_round
from glambot.setups import Settings
from glambot.wiki import asking, connect, saving
from glambot.wiki.live import LiveWiki
from tests.mediawiki.bot import live_wiki
from tests.mediawiki.client import ApiError
from tests.mediawiki.install import ADMIN, BOT, REVIEWER, SECOND_REVIEWER
from tests.mediawiki.wiki import MediaWiki

if TYPE_CHECKING:
    from collections.abc import Callable

WORD = re.compile(r"typed\d+x")
MOMENTS = ("begin", "listed", "read", "table read", "last look", "saved")
_CHAIN = 20  # runs on one page before another is begun
_PEOPLE = (REVIEWER, SECOND_REVIEWER, ADMIN)


@dataclass(slots=True)
class Played:
    """What happened in all runs: counts by name, and what was found wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Chain:
    """One table with its submissions, on which run after run is played."""

    def __init__(
        self, wiki: MediaWiki, bot: LiveWiki, number: str, dice: random.Random, played: Played
    ) -> None:
        self.wiki, self.bot, self.dice, self.played = wiki, bot, dice, played
        self.name = f"Chain {number}"
        self.table = f"{self.name}/Review"
        self.settings = Settings(user=BOT.name, template=f"Review {number}", config_prefix="", status_page="")
        self.signers: dict[str, list[str]] = {
            f"{self.name}/{talk}": [] for talk in ("Barn", "Eagle", "Tawny")
        }
        self.words = 0
        self.moves = 0
        self.deleted = False
        self.end = f"{{{{Review {number} end}}}}"
        for title in self.signers:
            self.save_submission(title)
        begin = f"{{{{Review {number}|category={self.name}|columns=submission; interested; notes}}}}"
        self.accepted: list[int] = [
            wiki.save(self.table, f"Intro.\n{begin}\n{{{{Review {number} end}}}}\nOutro.", ADMIN)
        ]

    def save_submission(self, title: str) -> None:
        """Let somebody save a submission with the signatures it has now."""
        lines = "\n".join(
            f"# [[User:{name}|{name}]] 12:42, 3 October 2018 (UTC)" for name in self.signers[title]
        )
        text = (
            f"; Title of the submission\n: {title}\n; Author(s) of the submission\n: [[User:Author]]\n"
            f"== Interested attendees ==\n{lines}\n[[Category:{self.name}]]"
        )
        self.wiki.save(title, text, self.dice.choice(_PEOPLE))

    def word(self) -> str:
        """Return a word that is typed only once."""
        self.words += 1
        return f"typed{self.words}x"

    def run(self) -> None:
        """Play one interleaving: people act at some of the moments of one run of the bot; then look."""
        moments = {moment for moment in MOMENTS if self.dice.random() < 0.35} or {self.dice.choice(MOMENTS)}
        for moment in sorted(moments):
            self.played.counts[f"people act: {moment}"] += 1
        served = self.serve(dict.fromkeys(moments, self.somebody_acts))
        for done in served:
            self.played.counts[f"the bot: {done.state}"] += 1
        self.look()
        if self.dice.random() < 0.7:
            self.repair()

    def serve(self, acts: "dict[str, Callable[[], None]]") -> list[Served]:
        """Let the bot run; at each moment named in `acts`, once, that happens."""
        waiting = dict(acts)

        def at(moment: str) -> None:
            if moment in waiting:
                waiting.pop(moment)()

        bot, titles, read_many, read = self.bot, self.bot.titles, self.bot.read_many, self.bot.read
        tell, read_back = asking.tell, saving._read_back

        def told(site: Any, **parameters: object) -> dict[str, Any]:
            if parameters.get("action") == "edit":
                at("last look")
            return tell(site, **parameters)

        def listed(**places: Any) -> tuple[str, ...]:
            found = titles(**places)
            at("listed")
            return found

        def read_all(wanted: Any) -> Any:
            pages = list(read_many(wanted))
            at("read")
            return iter(pages)

        def read_one(title: str) -> Any:
            page = read(title)
            at("table read")
            return page

        def saved(*values: Any) -> str:
            at("saved")
            return read_back(*values)

        at("begin")
        with (
            mock.patch.object(bot, "titles", listed),
            mock.patch.object(bot, "read_many", read_all),
            mock.patch.object(bot, "read", read_one),
            mock.patch.object(saving, "tell", told),
            mock.patch.object(saving, "_read_back", saved),
        ):
            return list(make_round(bot, self.settings))

    def somebody_acts(self) -> None:
        """Let one to three things happen, each of which may be refused by the wiki."""
        for _ in range(self.dice.choice((1, 1, 2, 3))):
            act = self.dice.choices(
                (
                    self.sign,
                    self.withdraw,
                    self.type_score,
                    self.type_text,
                    self.type_row,
                    self.second_run,
                    self.damage_or_repair,
                    self.protect_or_not,
                    self.delete_or_restore,
                    self.move,
                ),
                (6, 3, 8, 4, 3, 3, 2, 1, 1, 1),
            )[0]
            self.played.counts[act.__name__.replace("_", " ")] += 1
            act()

    def sign(self) -> None:
        """Somebody signs up."""
        title = self.dice.choice(sorted(self.signers))
        self.signers[title].append(f"Person {len(self.signers[title]) + self.dice.randrange(100) * 100}")
        self.save_submission(title)

    def withdraw(self) -> None:
        """Somebody takes a signature away."""
        title = self.dice.choice(sorted(self.signers))
        if self.signers[title]:
            self.signers[title].pop(self.dice.randrange(len(self.signers[title])))
            self.save_submission(title)

    def type_score(self) -> None:
        """A reviewer types into a row's last cell, whatever is there already."""

        def edit(text: str) -> str:
            rows = list(
                re.finditer(r'(?<=\n)\|- data-glambot="[^"]*"[^\n]*\n(?:\|[^-}\n][^\n]*\n|\|\n)+', text)
            )
            if not rows:
                return text
            row = self.dice.choice(rows)
            return text[: row.end() - 1] + f" {self.word()}" + text[row.end() - 1 :]

        self.edit_table(edit)

    def type_text(self) -> None:
        """Somebody writes above or below the table, or between it and a marker."""

        def edit(text: str) -> str:
            place = self.dice.choice([0, len(text), max(text.find("{|"), 0)])
            return f"{text[:place]}{self.word()}\n{text[place:]}"

        self.edit_table(edit)

    def type_row(self) -> None:
        """A reviewer types a row of their own."""

        def edit(text: str) -> str:
            end = text.find("\n|}")
            return text if end < 0 else f"{text[:end]}\n|-\n| {self.word()} || {self.word()}{text[end:]}"

        self.edit_table(edit)

    def second_run(self) -> None:
        """Another run of the bot, by the same account, comes in between."""
        with suppress(StopIteration):
            self.serve({})

    def damage_or_repair(self) -> None:
        """Somebody takes the end marker away, or brings it back."""

        def edit(text: str) -> str:
            if self.end in text:
                return text.replace(self.end, "")
            at = text.rfind("|}")
            at = at + 2 if at >= 0 else len(text)
            return f"{text[:at]}\n{self.end}{text[at:]}"

        self.edit_table(edit)

    def protect_or_not(self) -> None:
        """An administrator protects the page, or takes that back."""
        level = "all" if self.is_protected() else "sysop"
        with suppress(ApiError):
            self.wiki.session(ADMIN).act(action="protect", title=self.table, protections=f"edit={level}")

    def delete_or_restore(self) -> None:
        """An administrator deletes the page with all its history, or restores it."""
        with suppress(ApiError):
            self.wiki.session(ADMIN).act(action="undelete" if self.deleted else "delete", title=self.table)
            self.deleted = not self.deleted

    def move(self) -> None:
        """Somebody moves the page; a redirect stays."""
        self.moves += 1
        target = f"{self.name}/Review {self.moves}"
        with suppress(ApiError):
            self.wiki.session(ADMIN).act(action="move", **{"from": self.table, "to": target})
            self.table = target

    def repair(self) -> None:
        """Bring back what the bot needs: the page, the right to edit it, its end marker."""
        if self.deleted:
            self.delete_or_restore()
        if self.is_protected():
            self.protect_or_not()
        if self.end not in (self.wiki.text(self.table) or ""):
            self.damage_or_repair()

    def is_protected(self) -> bool:
        """Return whether only administrators may edit the page."""
        answer = self.wiki.session(ADMIN).api(
            action="query", titles=self.table, prop="info", inprop="protection"
        )
        return bool(answer["query"]["pages"][0].get("protection"))

    def edit_table(self, edit: "Callable[[str], str]") -> None:
        """Let a person edit the page as it is at this moment."""
        text = self.wiki.text(self.table)
        if text is None or text.startswith("#REDIRECT"):
            return
        with suppress(ApiError):
            who = self.dice.choice(_PEOPLE)
            self.accepted.append(self.wiki.save(self.table, edit(text), who))

    def look(self) -> None:
        """Check what must hold after each run."""
        history = self.history()
        if self.deleted:
            if history:
                self.played.wrong.append(f"{self.table}: the bot made a deleted page again")
            return
        known = {revision["revid"] for revision in history}
        if lost := [number for number in self.accepted if number not in known]:
            self.played.wrong.append(f"{self.table}: revisions {lost} are not in the history")
        for before, after in pairwise(history):
            if after["user"] == BOT.name:
                gone = _words(before) - _words(after)
                if gone:
                    self.played.wrong.append(
                        f"{self.table}, revision {after['revid']}: the bot lost {sorted(gone)}"
                    )
        text = _text(history[-1]) if history else ""
        keys = Counter(re.findall(r'data-glambot="([^"]*)"', text))
        if doubled := [key for key, times in keys.items() if times > 1]:
            self.played.wrong.append(f"{self.table}: doubled rows {doubled}")

    def finish(self) -> None:
        """Bring all in order, let the bot run once in quiet, and check each number."""
        self.repair()
        served = self.serve({})
        self.look()
        text = self.wiki.text(self.table) or ""
        for title, signers in self.signers.items():
            row = re.search(rf'data-glambot="{re.escape(title)}"[^\n]*\n\|[^\n]*\n\| (\d+)\n', text)
            if row is None or int(row[1]) != len(set(signers)):
                self.played.wrong.append(
                    f"{title}: {len(set(signers))} signed, the table says {row and row[1]} ({served})"
                )
        if any(done.state == STOPPED for done in served):
            self.played.wrong.append(f"{self.table}: the quiet run was stopped: {served}")

    def history(self) -> list[dict[str, Any]]:
        """Return the page's revisions with texts, the oldest first; none for a page that is not there."""
        revisions: list[dict[str, Any]] = []
        more: dict[str, str] = {"continue": ""}
        while more:
            answer = self.wiki.session(ADMIN).api(
                action="query",
                titles=self.table,
                prop="revisions",
                rvprop="ids|user|content",
                rvslots="main",
                rvlimit="max",
                **more,
            )
            revisions += answer["query"]["pages"][0].get("revisions", ())
            more = answer.get("continue", {})
        return revisions[::-1]


def play(wiki: MediaWiki, runs: int, seed: int) -> Played:
    """Play that many interleavings and return what happened; the same seed makes people do the same."""
    played = Played()
    bot = live_wiki(wiki.api_url)
    for first in range(0, runs, _CHAIN):
        dice = random.Random(f"{seed} {first}")  # noqa: S311 - play, no secret
        chain = Chain(wiki, bot, f"{seed} {first}", dice, played)
        for _ in range(min(_CHAIN, runs - first)):
            chain.run()
            played.counts["interleavings"] += 1
        chain.finish()
    return played


def _text(revision: dict[str, Any]) -> str:
    return str(revision["slots"]["main"].get("content", ""))


def _words(revision: dict[str, Any]) -> set[str]:
    return set(WORD.findall(_text(revision)))


def main() -> int:
    """Make a wiki, play, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()
    connect._FIRST_WAIT = connect._LONGEST_WAIT = 0
    with tempfile.TemporaryDirectory(prefix="glambot-wiki-", ignore_cleanup_errors=True) as folder:
        wiki = MediaWiki.create(Path(folder))
        started = time.monotonic()
        try:
            played = play(wiki, chosen.runs, chosen.seed)
        finally:
            wiki.stop()
    print(f"seed {chosen.seed}, {time.monotonic() - started:.0f} s")
    for name, count in sorted(played.counts.items()):
        print(f"  {count:6} {name}")
    print(f"{len(played.wrong)} wrong")
    for sentence in played.wrong:
        print(f"  {sentence}")
    return 1 if played.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
