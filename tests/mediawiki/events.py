"""What happens on the wiki, or around the bot, while a run is under way; each can be undone.

Example:
    >>> sorted(EVENTS)[:2]
    ['blocked', 'cache damaged']
"""

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest

from glambot import rounds
from glambot.wiki import live, textcache
from glambot.wiki.lock import hold
from tests.mediawiki.bot import STOP
from tests.mediawiki.install import ADMIN, BOT
from tests.mediawiki.stage import ROW, TITLES, Stage, database


@dataclass(slots=True)
class Scene:
    """One case while it is played: where, and what is to be undone after the first run.

    Attributes:
        stage: the wiki.
        title: the page of the table.
        state: the bot's folder for cache and locks.
        patch: for what is changed inside this process.
        undo: what ends with the scene.
        typed: what reviewers typed meanwhile.
        happened: whether anything has.
    """

    stage: Stage
    title: str
    state: Path
    patch: pytest.MonkeyPatch
    undo: ExitStack = field(default_factory=ExitStack)
    typed: list[str] = field(default_factory=list)
    happened: bool = False

    def admin(self, **parameters: str) -> None:
        """Do something as an administrator."""
        self.stage.wiki.session(ADMIN).act(**parameters)

    def later(self, **parameters: str) -> None:
        """Do something as an administrator when the scene ends."""
        self.undo.callback(self.admin, **parameters)


def _session_lost(scene: Scene) -> None:
    from pywikibot.comms import http  # noqa: PLC0415 - see `glambot.wiki.connect`

    values = [cookie.value for cookie in http.cookie_jar if "session" in cookie.name.lower()]
    with database(scene.stage.wiki, "wikicache") as file:
        gone = sum(
            file.execute("DELETE FROM objectcache WHERE keyname LIKE ?", (f"%{value}%",)).rowcount
            for value in values
        )
    assert gone, "the wiki keeps the session elsewhere"


def _login_refused(scene: Scene) -> None:
    with database(scene.stage.wiki) as file:
        (kept,) = file.execute("SELECT bp_password FROM bot_passwords").fetchone()
        file.execute("UPDATE bot_passwords SET bp_password = ''")

    def restore() -> None:
        with database(scene.stage.wiki) as file:
            file.execute("UPDATE bot_passwords SET bp_password = ?", (kept,))

    scene.undo.callback(restore)


def _blocked(scene: Scene) -> None:
    scene.admin(action="block", user=BOT.name, expiry="1 hour")
    scene.later(action="unblock", user=BOT.name)


def _protected(scene: Scene) -> None:
    scene.admin(action="protect", title=scene.title, protections="edit=sysop")
    scene.later(action="protect", title=scene.title, protections="edit=all")


def _stop_page(scene: Scene) -> None:
    scene.stage.wiki.save(STOP, "Stop, please. ~~~~")
    scene.undo.callback(scene.stage.wiki.save, STOP, "")


def _read_only(scene: Scene) -> None:
    _switch(scene, "readonly", "Moving house")


def _refuse(code: str) -> Callable[[Scene], None]:
    return lambda scene: _switch(scene, "refuse", code)


def _switch(scene: Scene, name: str, text: str) -> None:
    file = scene.stage.wiki.installation.folder / name
    file.write_text(text)
    scene.undo.callback(file.unlink)


def _reviewer_types(scene: Scene) -> None:
    text = scene.stage.wiki.text(scene.title) or ""
    scene.typed.append(f"(remark {len(scene.typed) + 1})")
    scene.stage.wiki.save(scene.title, text.replace("Thank you.", f"Thank you. {scene.typed[-1]}"))


def _reviewer_moves(scene: Scene) -> None:
    """Move a row from one end to the other: the wiki cannot merge that with new numbers in the row."""
    text = scene.stage.wiki.text(scene.title) or ""
    found = [match[0] for match in ROW.finditer(text)]
    turn = 1 if TITLES[0] in found[0] else -1
    scene.stage.wiki.save(scene.title, text.replace("".join(found), "".join(found[turn:] + found[:turn])))


def _deleted(scene: Scene) -> None:
    scene.admin(action="delete", title=scene.title)
    scene.later(action="undelete", title=scene.title)


def _submission_deleted(scene: Scene) -> None:
    scene.admin(action="delete", title=TITLES[0])
    scene.later(action="undelete", title=TITLES[0])


def _cache_full(scene: Scene) -> None:
    connect = sqlite3.connect

    def small(path: Path, timeout: float) -> sqlite3.Connection:
        file = connect(path, timeout=timeout)
        file.execute("PRAGMA page_size = 512")
        file.execute("PRAGMA max_page_count = 2")
        return file

    scene.patch.setattr(sqlite3, "connect", small)


def _cache_damaged(scene: Scene) -> None:
    file = _kept_cache(scene)
    file.write_bytes(file.read_bytes()[:100] + b"?" * 8000)


def _cache_locked(scene: Scene) -> None:
    scene.patch.setattr(textcache, "_PATIENCE", 0.05)
    file = sqlite3.connect(_kept_cache(scene), check_same_thread=False)  # ends in another thread
    file.execute("BEGIN EXCLUSIVE")
    scene.undo.callback(file.close)


def _kept_cache(scene: Scene) -> Path:
    shutil.copytree(scene.stage.state, scene.state)
    (file,) = scene.state.glob("*.sqlite")
    return file


def _no_folder(scene: Scene) -> None:
    scene.state.write_text("no folder")
    scene.undo.callback(scene.state.unlink)


def _lock_held(scene: Scene) -> None:
    scene.patch.setattr(live, "_LOCK_WAIT", 0.1)
    address = scene.stage.proxy.api_url.removeprefix("http://").removesuffix("/api.php")
    folder = scene.state / "locks"
    folder.mkdir(parents=True)
    name = f"{live._short(address + '/api.php')}-{live._short(scene.title)}"
    scene.undo.enter_context(hold(folder / name))


def _module_missing(scene: Scene) -> None:
    from pywikibot.comms import http  # noqa: PLC0415 - see `glambot.wiki.connect`

    def fetch(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'requests_oauthlib'")

    scene.patch.setattr(http, "fetch", fetch)


def _clock(days: int) -> Callable[[Scene], None]:
    def turn(scene: Scene) -> None:
        now = time.time
        skew = timedelta(days=days)

        class Skewed(datetime):
            """The clock of a machine on which it is wrong."""

            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return super().now(tz) + skew

        scene.patch.setattr(time, "time", lambda: now() + skew.total_seconds())
        scene.patch.setattr(rounds, "datetime", Skewed)

    return turn


EVENTS: dict[str, Callable[[Scene], None]] = {
    "blocked": _blocked,
    "cache damaged": _cache_damaged,
    "cache full": _cache_full,
    "cache locked": _cache_locked,
    "clock ahead": _clock(1),
    "clock behind": _clock(-1),
    "clock put back": _clock(-1),
    "deleted": _deleted,
    "lock held": _lock_held,
    "login refused": _login_refused,
    "module missing": _module_missing,
    "no folder": _no_folder,
    "protected": _protected,
    "read-only": _read_only,
    "refuse abusefilter-disallowed": _refuse("abusefilter-disallowed"),
    "refuse abusefilter-warning": _refuse("abusefilter-warning"),
    "refuse spamblacklist": _refuse("spamblacklist"),
    "reviewer moves a row": _reviewer_moves,
    "reviewer types": _reviewer_types,
    "session lost": _session_lost,
    "stop page": _stop_page,
    "submission deleted": _submission_deleted,
}
"""What can happen, by name."""
