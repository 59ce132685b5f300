"""Create an empty wiki of the MediaWiki that is installed on this machine.

The program stays where it is; settings and the SQLite database go into a folder of the caller's.

Example:
    >>> REVIEWER.name
    'Reviewer'
"""

import os
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path

PLACE_VARIABLE = "GLAMBOT_MEDIAWIKI"
"""The environment variable that may name the folder of MediaWiki's index.php."""

_DEFAULT_PLACE = "/usr/share/mediawiki"
_SETTINGS = Path(__file__).with_name("settings.php")
_SCRIPT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the wiki, with the password of the account itself."""

    name: str
    password: str


ADMIN = Account("Admin", "AdminPass-1234")
BOT = Account("BotUser", "BotPass-12345")
REVIEWER = Account("Reviewer", "ReviewPass-12345")
SECOND_REVIEWER = Account("Second reviewer", "ReviewPass-67890")
ACCOUNTS = (ADMIN, BOT, REVIEWER, SECOND_REVIEWER)

BOT_APP = "glam"
"""The name of the bot password: its user logs in as ``BotUser@glam``."""

BOT_PASSWORD = "glambotglambotglambotglambotglam"  # noqa: S105 - of a wiki that lives as long as the tests
"""The 32 characters of the bot password."""

_BOT_GRANTS = "basic,highvolume,editpage,createeditmovepage"

INTERWIKI = ("c", "commons", "d", "de", "en", "fr", "he", "m", "meta", "w", "wikipedia", "zh")
"""Interwiki prefixes of the wiki, those of Wikimedia's wikis that texts use most; languages among them."""


class InstallError(Exception):
    """A wiki could not be created; the text says which step failed and shows its output."""


@dataclass(frozen=True, slots=True)
class Installation:
    """An installed wiki that is not being served.

    Attributes:
        program: The folder of MediaWiki's own files.
        folder: The folder of this wiki's settings and database.
        php: The PHP to run it with.
        port: The port of 127.0.0.1 the wiki believes to be served on.
    """

    program: Path
    folder: Path
    php: str
    port: int

    @property
    def settings(self) -> Path:
        """The wiki's LocalSettings.php."""
        return self.folder / "LocalSettings.php"

    @property
    def database(self) -> Path:
        """The folder of the SQLite files in use."""
        return self.folder / "db"

    @property
    def pristine(self) -> Path:
        """The folder of the SQLite files as they were when `keep_pristine` was called."""
        return self.folder / "pristine"

    def environment(self) -> dict[str, str]:
        """Return the environment to run PHP in; nothing else of the caller's gets through."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C.UTF-8",
            "TMPDIR": str(self.folder),
            "MW_CONFIG_FILE": str(self.settings),
        }

    def keep_pristine(self) -> None:
        """Remember the database as it is now; the wiki must not be served meanwhile."""
        shutil.copytree(self.database, self.pristine)

    def restore_pristine(self) -> None:
        """Bring the database back as `keep_pristine` found it; the wiki must not be served meanwhile."""
        shutil.rmtree(self.database)
        shutil.copytree(self.pristine, self.database)


def why_not_installable() -> str | None:
    """Return a sentence on what this machine lacks to create a wiki, or None if it lacks nothing."""
    place = _place()
    if not (place / "maintenance" / "install.php").is_file():
        return (
            f"No MediaWiki in {place}: install it (Debian: apt-get install mediawiki) "
            f"or name its folder in {PLACE_VARIABLE}."
        )
    php = shutil.which("php")
    if php is None:
        return "No php command in PATH: install it (Debian: apt-get install php-cli)."
    loaded = set(_run([php, "-m"], cwd=place, environment=None).lower().split())
    missing = sorted({"pdo_sqlite", "mbstring", "xml", "intl", "apcu"} - loaded)
    if missing:
        return f"PHP lacks {', '.join(missing)}: install it (Debian: php-sqlite3, php-mbstring, php-apcu, …)."
    return None


def install(folder: Path, port: int) -> Installation:
    """Create a wiki with the `ACCOUNTS` and the bot password, to be served on `port` of 127.0.0.1.

    Args:
        folder: An existing, empty folder for settings and database.
        port: The port that the wiki writes into its own addresses.

    Raises:
        InstallError: A step failed, or this machine lacks something.
    """
    lack = why_not_installable()
    if lack is not None:
        raise InstallError(lack)
    made = Installation(program=_place(), folder=folder, php=shutil.which("php") or "php", port=port)
    made.database.mkdir()
    maintain(
        made,
        "install.php",
        *("--confpath", str(folder), "--dbtype", "sqlite", "--dbpath", str(made.database)),
        *("--dbname", "wiki", "--scriptpath", "", "--server", f"http://127.0.0.1:{port}", "--lang", "en"),
        *("--skins", "Vector", "--pass", ADMIN.password, "Test Meta", ADMIN.name),
        configured=False,
    )
    maintain(made, "createAndPromote.php", "--bot", BOT.name, BOT.password)
    for account in (REVIEWER, SECOND_REVIEWER):
        maintain(made, "createAndPromote.php", account.name, account.password)
    maintain(
        made,
        "createBotPassword.php",
        *("--appid", BOT_APP, "--grants", _BOT_GRANTS, BOT.name, BOT_PASSWORD),
    )
    _add_interwiki(made.database / "wiki.sqlite")
    with made.settings.open("a", encoding="utf-8") as file:
        file.write(_SETTINGS.read_text(encoding="utf-8").removeprefix("<?php"))
    return made


def _place() -> Path:
    return Path(os.environ.get(PLACE_VARIABLE) or _DEFAULT_PLACE).resolve()


def maintain(made: Installation, script: str, *arguments: str, configured: bool = True) -> None:
    """Run one of MediaWiki's maintenance scripts; `configured` is whether the wiki has settings already.

    Raises:
        InstallError: It failed.
    """
    environment = made.environment()
    if not configured:
        # The installer takes a wiki that has settings for installed.
        del environment["MW_CONFIG_FILE"]
    command = [made.php, str(made.program / "maintenance" / script), *arguments]
    _run(command, cwd=made.program, environment=environment)


def _run(command: list[str], *, cwd: Path, environment: dict[str, str] | None) -> str:
    done = subprocess.run(  # noqa: S603 - MediaWiki's own scripts, arguments written above
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=_SCRIPT_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise InstallError(f"{' '.join(command[:2])} ended with code {done.returncode}:\n{done.stdout}")
    return done.stdout


def _add_interwiki(database: Path) -> None:
    # A fresh MediaWiki knows no language prefixes, so [[de:X]] would be an ordinary link.
    connection = sqlite3.connect(database)
    try:
        with connection:
            connection.executemany(
                "INSERT OR REPLACE INTO interwiki (iw_prefix, iw_url, iw_api, iw_wikiid, iw_local, iw_trans)"
                " VALUES (?, ?, '', '', 0, 0)",
                [(prefix, f"https://{prefix}.example.org/wiki/$1") for prefix in INTERWIKI],
            )
    finally:
        connection.close()
