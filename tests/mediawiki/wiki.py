"""The wiki that tests get: installed, served, and quickly empty again.

Example:
    >>> made = Installation(Path("/usr/share/mediawiki"), Path("wiki"), php="php", port=8080)
    >>> MediaWiki(made, Server(made)).page_url("Example talks/Why?")
    'http://127.0.0.1:8080/wiki/Example_talks/Why%3F'
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import quote

from tests.mediawiki.client import Client, Traces
from tests.mediawiki.install import REVIEWER, Account, Installation, install
from tests.mediawiki.server import Server, free_port


class MediaWiki:
    """A MediaWiki on 127.0.0.1 with the accounts of `tests.mediawiki.install`; stop it after use.

    Attributes:
        installation: Where its program, settings and database are, and its port.
    """

    def __init__(self, installation: Installation, server: Server) -> None:
        self.installation = installation
        self._server = server
        self._sessions: dict[str, Client] = {}
        self._reader = Client(installation.port)

    @classmethod
    def create(cls, folder: Path, port: int | None = None) -> Self:
        """Install a wiki in the empty `folder`, and serve it on `port` or any that is free.

        Raises:
            InstallError: This machine lacks something, or a step failed.
            ServerError: The web server does not answer.
        """
        installation = install(folder, port or free_port())
        server = Server(installation)
        wiki = cls(installation, server)
        server.start()
        # The first parse fills the cache of messages: kept with the pristine database, each reset saves it.
        wiki.parse("")
        server.stop()
        installation.keep_pristine()
        server.start()
        return wiki

    @property
    def url(self) -> str:
        """The wiki's address, without a slash at the end."""
        return f"http://127.0.0.1:{self.installation.port}"

    @property
    def api_url(self) -> str:
        """The address of api.php."""
        return f"{self.url}/api.php"

    def page_url(self, title: str) -> str:
        """Return the address at which a visitor reads the page; no section."""
        return f"{self.url}/wiki/{quote(title.replace(' ', '_'), safe='/:')}"

    def reset(self) -> None:
        """Forget all pages, edits and sessions since the wiki was made; the address stays the same."""
        self._server.stop()
        self.installation.restore_pristine()
        self._sessions.clear()
        self._reader = Client(self.installation.port)
        self._server.start()

    @contextmanager
    def taken_back(self, backup: Path) -> Iterator[None]:
        """Forget all that happens inside the block, as a wiki does that is restored from a backup."""
        self._server.stop()
        shutil.copytree(self.installation.database, backup)
        self._server.start()
        yield
        self._server.stop()
        shutil.rmtree(self.installation.database)
        shutil.copytree(backup, self.installation.database)
        self._server.start()

    def stop(self) -> None:
        """End the web server; its files stay for the caller to remove."""
        self._server.stop()

    def session(self, account: Account) -> Client:
        """Return a session logged in as `account`; the same one until the next reset."""
        if account.name not in self._sessions:
            client = Client(self.installation.port)
            client.login(account)
            self._sessions[account.name] = client
        return self._sessions[account.name]

    def save(self, title: str, text: str, account: Account = REVIEWER, *, summary: str = "") -> int:
        """Save a page as `account` and return the number of the revision; see `Client.save`."""
        return self.session(account).save(title, text, summary=summary)

    def text(self, title: str) -> str | None:
        """Return the saved wikitext of a page; None if there is no such page."""
        return self._reader.text(title)

    @contextmanager
    def lost_text(self, revision: int) -> Iterator[None]:
        """Let the wiki's database lose the text of a revision for a while, as real ones have lost some."""
        self._move_text(revision, "tt:", "tt:999")
        yield
        self._move_text(revision, "tt:999", "tt:")

    def _move_text(self, revision: int, old: str, new: str) -> None:
        with (
            closing(sqlite3.connect(self.installation.database / "wiki.sqlite", timeout=30)) as database,
            database,
        ):
            database.execute(
                "UPDATE content SET content_address = replace(content_address, ?, ?) WHERE content_id ="
                " (SELECT slot_content_id FROM slots WHERE slot_revision_id = ?)",
                (old, new, revision),
            )

    def parse(self, text: str, title: str = "Sandbox") -> str:
        """Return the HTML of `text` as if it stood on the page `title`; see `Client.parse`."""
        return self._reader.parse(text, title)

    def traces(self, title: str) -> Traces:
        """Return the page's categories, templates, links and so on; see `Client.traces`."""
        return self._reader.traces(title)

    def normalized(self, title: str) -> str | None:
        """Return how the wiki writes a title, None if it cannot hold it; see `Client.normalized`."""
        return self._reader.normalized(title)
