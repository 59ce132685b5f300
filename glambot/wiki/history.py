"""Keep every text a page of a folder wiki had.

A page's revisions are in one folder: ``000001.wiki`` is a text, ``000001.json`` says who saved
it, when and why. While a page is being saved the latter is called ``000001.pending``; it is
renamed once the page has its new text. So a writer killed in between is found out: if the page
has the pending text the save took place, else it did not. That a page was removed is kept as a
revision without text.

All methods that write want the folder wiki's lock to be held.

Example:
    >>> import tempfile, pathlib
    >>> from datetime import datetime, UTC
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     history = History(pathlib.Path(folder))
    ...     record = history.add("a text", user="Ann", timestamp=datetime.now(UTC), summary="")
    ...     history.last() == record, history.text(record)
    (True, 'a text')
"""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from glambot.errors import WikiError
from glambot.wiki.pagefile import write_new

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ENTRY = re.compile(r"([0-9]{6,18})\.(json|pending)")


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one revision besides its text.

    Attributes:
        number: 1 for a page's first revision.
        digest: SHA-256 of the text in hexadecimal; empty if this is the page's removal.
        user: Who saved it.
        timestamp: When, aware and in UTC.
        summary: Why.
    """

    number: int
    digest: str
    user: str
    timestamp: datetime
    summary: str

    @property
    def id(self) -> str:
        """The revision's id: number and digest, so that the same text saved again has another one."""
        return f"{self.number}-{self.digest[:12]}"

    @property
    def removed(self) -> bool:
        """Whether the page ceased to exist with this revision."""
        return not self.digest


def digest_of(text: str | None) -> str:
    """Return the digest a record has for `text`; for no text at all the empty one."""
    return "" if text is None else sha256(text.encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class History:
    """The revisions of one page, in `folder`, which need not exist yet."""

    folder: "Path"

    def last(self) -> Record | None:
        """Return the newest record, or None if nothing is known of the page."""
        return next(self.newest_first(), None)

    def newest_first(self) -> "Iterator[Record]":
        """Yield all records, the newest first.

        Raises:
            WikiError: A record was damaged.
        """
        for number in sorted(self._numbers("json"), reverse=True):
            yield self._record(self._path(number, "json"), number)

    def text(self, record: Record) -> str:
        """Return the text of a revision.

        Raises:
            WikiError: It is gone or was changed.
        """
        path = self._path(record.number, "wiki")
        try:
            text = path.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise WikiError(f"The revision in {path} cannot be read: {error}. {_advice(path)}") from error
        if digest_of(text) != record.digest:
            raise WikiError(f"The revision in {path} was changed after it was saved. {_advice(path)}")
        return text

    def next_record(self, text: str | None, *, user: str, timestamp: datetime, summary: str) -> Record:
        """Return the record a new revision would get; nothing is written."""
        number = max(self._numbers("json"), default=0) + 1
        return Record(number, digest_of(text), user, timestamp, summary)

    def prepare(self, record: Record, text: str | None, *, sync: bool = True) -> None:
        """Write a revision that does not count before `commit`; `sync` gets it onto the disk."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if text is not None:
            write_new(self._path(record.number, "wiki"), text.encode(), sync=sync)
        fields = {
            "digest": record.digest,
            "user": record.user,
            "timestamp": record.timestamp.isoformat(),
            "summary": record.summary,
        }
        raw = json.dumps(fields, ensure_ascii=True, indent=1) + "\n"
        write_new(self._path(record.number, "pending"), raw.encode(), sync=sync)

    def commit(self, record: Record) -> None:
        """Make a prepared revision count."""
        self._path(record.number, "pending").replace(self._path(record.number, "json"))

    def add(self, text: str | None, *, user: str, timestamp: datetime, summary: str) -> Record:
        """Record at once a text that the page already has (None: it is gone)."""
        record = self.next_record(text, user=user, timestamp=timestamp, summary=summary)
        self.prepare(record, text, sync=False)  # the text is in the page: losing the copy loses nothing
        self.commit(record)
        return record

    def settle(self, text: str | None) -> None:
        """Finish saves that were broken off: one that gave the page its `text` counts, others go."""
        for number in self._numbers("pending"):
            path = self._path(number, "pending")
            with suppress(WikiError):
                record = self._record(path, number)
                if record.digest == digest_of(text):
                    self.commit(record)
                    continue
            path.unlink(missing_ok=True)
            self._path(number, "wiki").unlink(missing_ok=True)

    def _numbers(self, kind: str) -> list[int]:
        try:
            names = [path.name for path in self.folder.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        entries = [entry for name in names if (entry := _ENTRY.fullmatch(name))]
        return [int(entry[1]) for entry in entries if entry[2] == kind]

    def _path(self, number: int, kind: str) -> "Path":
        return self.folder / f"{number:06}.{kind}"

    def _record(self, path: "Path", number: int) -> Record:
        try:
            fields = json.loads(path.read_bytes())
            digest, user, summary = (str(fields[key]) for key in ("digest", "user", "summary"))
            timestamp = datetime.fromisoformat(str(fields["timestamp"])).astimezone(UTC)
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise WikiError(f"The record {path} cannot be read: {error!r}. {_advice(path)}") from error
        return Record(number, digest, user, timestamp, summary)


def _advice(path: "Path") -> str:
    return f"Remove {path.stem}.wiki and {path.stem}.json there: the page itself is not touched by that."
