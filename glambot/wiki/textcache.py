"""Keep the texts of revisions between runs, so that an unchanged page is not fetched again.

Kept as well is which revision a piece of text came with (see `glambot.wiki.origin`).

The text of a revision never changes, so a text found here is the page's if the wiki says that this
revision is the page's newest and names the same SHA-1. The file is safe to delete at any time; a
damaged one is begun anew, and where nothing can be written everything is fetched.

Example:
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     cache = TextCache(pathlib.Path(folder, "texts.sqlite"))
    ...     cache.put({7: "Hello"})
    ...     cache.get({7: sha1("Hello"), 8: ""}), cache.get({7: sha1("Other")})
    ...     cache.close()
    ({7: 'Hello'}, {})
"""

import hashlib
import logging
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

log = logging.getLogger("glambot")

_KEPT = 50_000  # revisions; the oldest go first
_MANY = 500
_NO_DAMAGE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_CANTOPEN")
_PATIENCE = 5.0  # seconds to wait for another run that writes
_TABLES = (
    "CREATE TABLE IF NOT EXISTS revision (id INTEGER PRIMARY KEY, text BLOB)",
    "CREATE TABLE IF NOT EXISTS origin (piece TEXT PRIMARY KEY, id INTEGER, checked INTEGER)",
)


def sha1(text: str) -> str:
    """Return the SHA-1 of a text as MediaWiki gives it: 40 hexadecimal digits of its UTF-8."""
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


class TextCache:
    """Texts by the number of their revision; None for `path` keeps nothing.

    No method raises: a cache that cannot be used is empty.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: sqlite3.Connection | None = None
        if path is not None:
            self._open()

    def get(self, wanted: Mapping[int, str]) -> dict[int, str]:
        """Return the texts there are of the revisions wanted, each given with its SHA-1."""
        found: dict[int, str] = {}
        if self._file is None:
            return found
        try:
            for some in _parts(sorted(wanted)):
                marks = ",".join("?" * len(some))
                rows = self._file.execute(f"SELECT id, text FROM revision WHERE id IN ({marks})", some)  # noqa: S608 - question marks
                for number, packed in rows:
                    text = zlib.decompress(packed).decode("utf-8", "surrogatepass")
                    if sha1(text) == wanted[number]:
                        found[number] = text
        except (sqlite3.Error, zlib.error, UnicodeDecodeError, TypeError) as error:
            if getattr(error, "sqlite_errorname", "").startswith(_NO_DAMAGE):
                log.warning("The cache %s cannot be read (%s); texts are fetched anew.", self._path, error)
                self.close()
            else:
                self._begin_anew(error)
        return found

    def put(self, texts: Mapping[int, str]) -> None:
        """Keep texts."""
        if self._file is None or not texts:
            return
        rows = [
            (number, zlib.compress(text.encode("utf-8", "surrogatepass"), 1))
            for number, text in texts.items()
        ]
        try:
            with self._file:
                self._file.executemany("INSERT OR REPLACE INTO revision VALUES (?, ?)", rows)
                self._file.execute(
                    "DELETE FROM revision WHERE id <= "
                    "(SELECT id FROM revision ORDER BY id DESC LIMIT 1 OFFSET ?)",
                    (_KEPT,),
                )
        except sqlite3.Error as error:  # a full disk, most likely
            self._give_up(error)

    def origin(self, piece: str) -> tuple[int, int] | None:
        """Return the revision a piece of text came with, and the one up to which it was found, or None."""
        if self._file is None:
            return None
        try:
            found = self._file.execute("SELECT id, checked FROM origin WHERE piece = ?", (piece,)).fetchone()
            return (int(found[0]), int(found[1])) if found else None
        except (sqlite3.Error, TypeError, ValueError) as error:
            self._begin_anew(error)
        return None

    def keep_origin(self, piece: str, revision: int, checked: int) -> None:
        """Keep where a piece of text came from."""
        if self._file is None:
            return
        try:
            with self._file:
                row = (piece, revision, checked)
                self._file.execute("INSERT OR REPLACE INTO origin VALUES (?, ?, ?)", row)
        except sqlite3.Error as error:
            self._give_up(error)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            with suppress(sqlite3.Error):
                self._file.close()
            self._file = None

    def _open(self) -> None:
        assert self._path is not None  # noqa: S101 - only called with one
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(self._path, timeout=_PATIENCE)
            self._make_tables()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                log.warning("The cache %s cannot be used (%s); texts are fetched anew.", self._path, error)
                self.close()
            else:
                self._begin_anew(error)
        except OSError as error:
            log.warning("The cache %s cannot be made (%s); texts are fetched anew.", self._path, error)

    def _give_up(self, error: Exception) -> None:
        log.warning(
            "The cache %s cannot be written to (%s); texts are fetched anew each run.", self._path, error
        )
        self.close()

    def _begin_anew(self, error: Exception) -> None:
        log.warning("The cache %s is damaged (%s); it is begun anew.", self._path, error)
        self.close()
        assert self._path is not None  # noqa: S101 - only called with one
        with suppress(OSError):
            self._path.unlink()
        with suppress(sqlite3.Error):
            self._file = sqlite3.connect(self._path, timeout=_PATIENCE)
            self._make_tables()

    def _make_tables(self) -> None:
        assert self._file is not None  # noqa: S101 - only called with one
        for table in _TABLES:
            self._file.execute(table)


def _parts(numbers: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), _MANY):
        yield list(numbers[start : start + _MANY])
