"""The embedded wiki: a folder with one file a page.

A page is the file ``<title>.wiki`` (see `glambot.wiki.filename`). People make, change and remove
such files with any editor; a text found there that glambot did not save is recorded as a
revision by `PERSON`. Everything else in the folder is ignored: other files, folders, and names
that begin with a dot. Revisions and the lock are in ``.glambot/`` (see `glambot.wiki.history`).

What a person does between two looks of glambot is one revision; a change that was undone before
anybody looked is none. Writers of this class exclude each other by a lock. An editor knows no
lock, so the file is compared once more directly before it is replaced.

A folder that cannot be written to can be read; nothing is recorded then.

Example:
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as path:
    ...     wiki = FolderWiki(path)
    ...     page = wiki.save(wiki.read("my report"), "Hello", summary="first text")
    ...     wiki.titles(), wiki.read("My_report").text
    (('My report',), 'Hello')
"""

import os
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from glambot.errors import EditConflictError, WikiError
from glambot.wiki import filename, pagefile
from glambot.wiki.history import History, Record, digest_of
from glambot.wiki.listing import Listing
from glambot.wiki.lock import hold
from glambot.wiki.page import BOT, LARGEST, Page, Revision, as_stored
from glambot.wiki.selection import choose
from glambot.wiki.titles import CATEGORY, Namespaces, normalise
from glambot.wikitext.names import upper_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

PERSON: Final = "a person"
"""The user of revisions that were made in the files by hand."""

_INSIDE = ".glambot"


def _now() -> datetime:
    return datetime.now(UTC)


class FolderWiki:
    """A wiki in a folder.

    Args:
        path: The folder; it must exist.
        categories: The names of the category namespace in the wiki's language, the usual one
            first; ``Category`` works always.
        now: Gives the time of a save; any aware time will do.
        record: Whether texts that people put into the folder are recorded when they are read.
        largest: How many bytes a page may have.

    Raises:
        WikiError: There is no such folder, or it cannot be read.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        categories: "Sequence[str]" = ("Category",),
        now: "Callable[[], datetime]" = _now,
        record: bool = True,
        largest: int = LARGEST,
    ) -> None:
        self._path = Path(path)
        self._record = record
        self.largest = largest
        if not self._path.exists():
            raise WikiError(f"There is no folder {self._path}; make it, or name the folder with the pages.")
        if not self._path.is_dir():
            raise WikiError(f"{self._path} is a file; name the folder that holds the pages.")
        self._namespaces = Namespaces.of(
            {CATEGORY: categories[0]} if categories else None, dict.fromkeys(categories, CATEGORY)
        )
        self._now = now
        self._listing = Listing(self._path, self._namespaces)
        self._listing.pages()

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self._path.resolve().name

    def read(self, title: str) -> Page:
        """Return the page, and record its text if a person changed it.

        Raises:
            TitleError: A wiki cannot hold a page of that title.
            WikiError: A file in the folder is not UTF-8, is a link, or has no possible title.
        """
        title = self._normal(title)
        return self._read(title, self._listing.pages())

    def read_many(self, titles: "Iterable[str]") -> "Iterator[Page]":
        """Yield the pages in the order asked for; the folder is listed once, at the start."""
        index = self._listing.pages()
        for title in titles:
            yield self._read(self._normal(title), index)

    def titles(
        self,
        *,
        categories: "Sequence[str]" = (),
        prefixes: "Sequence[str]" = (),
        templates: "Sequence[str]" = (),
        listed: "Sequence[str]" = (),
        depth: int = 0,
    ) -> tuple[str, ...]:
        """Return the titles asked for, as `glambot.wiki.page.Wiki.titles` says; nothing is recorded.

        Raises:
            TitleError: No page and no category can be called so.
            WikiError: A file in the folder is not UTF-8, is a link, or has no possible title.
        """
        index = self._listing.pages()
        return choose(
            index,
            lambda title: _text_at(index[title]),
            categories=categories,
            prefixes=prefixes,
            templates=templates,
            listed=listed,
            depth=depth,
            namespaces=self._namespaces,
        )

    def save(self, page: Page, text: str, *, summary: str, user: str = BOT) -> Page:
        """Give the page a new text, in one step, and return it as it is now.

        A text that is stored as what the page has already makes no revision.

        Raises:
            EditConflictError: The page was saved, created or removed since it was read.
            TitleError: The page's title is one the wiki cannot hold.
            WikiError: The folder or the page is write-protected, the text cannot be UTF-8, or a
                page whose title differs only in case stands where this one should be.
        """
        title = self._normal(page.title)
        stored = as_stored(text)
        with self._writing():
            index = self._listing.pages()
            path = index.get(title) or self._place(title, index)
            history = self._history(title)
            file = pagefile.read(path)
            last = self._record_by_hand(history, file)
            if (last.id if file and last else "") != page.revision:
                raise EditConflictError(
                    f"The page {title!r} in {self._path} was changed since it was read; nothing was saved."
                    " Read it again and repeat the edit."
                )
            if file and last and file.text == stored:
                return _page(title, stored, last)
            if file and not file.writable:
                raise WikiError(f"The file {path} is write-protected; give it the right to be written to.")
            raw = pagefile.as_bytes(stored, crlf=file.crlf if file else False)
            record = history.next_record(
                stored, user=user, timestamp=self._now().astimezone(UTC), summary=summary
            )
            history.prepare(record, stored)
            self._replace(title, path, file, raw)
            history.commit(record)
            return _page(title, stored, record)

    def namespace(self, title: str) -> int:
        """Return the number of a title's namespace."""
        return self._namespaces.split(title)[0]

    def alone(self, title: str) -> "AbstractContextManager[None]":
        """Do nothing: each save locks the folder."""
        del title
        return nullcontext()

    def last_by(self, title: str, user: str) -> Revision | None:
        """Return the newest revision by `user` since the page was last made, or None.

        Raises:
            TitleError: A wiki cannot hold a page of that title.
            WikiError: The page or its history cannot be read.
        """
        title = self._normal(title)
        if not self._read(title, self._listing.pages()).exists:
            return None
        history = self._history(title)
        for record in history.newest_first():
            if record.removed:
                return None
            if _same_user(record.user, user):
                text = history.text(record)
                return Revision(record.id, record.user, record.timestamp, record.summary, text)
        return None

    def _normal(self, title: str) -> str:
        return normalise(title, self._namespaces)

    def _history(self, title: str) -> History:
        return History(self._path / _INSIDE / "history" / filename.history_name(title))

    def _read(self, title: str, index: "Mapping[str, Path]") -> Page:
        history = self._history(title)
        path = index.get(title)
        file = pagefile.read(path) if path else None
        last = history.last()
        if _known(last, file):
            return _page(title, _text(file), last)
        try:
            if not self._record:
                raise PermissionError
            with hold(self._inside("lock")):
                file = pagefile.read(path) if path else None
                if file is None and (path := self._listing.pages().get(title)):
                    file = pagefile.read(path)  # made or renamed since the folder was listed
                last = self._record_by_hand(history, file)
        except OSError:  # a folder only to be read: the revision there would be, if it could be written
            if file and not _known(last, file):
                last = history.next_record(file.text, user=PERSON, timestamp=file.changed, summary="")
        return _page(title, _text(file), last)

    def _record_by_hand(self, history: History, file: pagefile.PageFile | None) -> Record | None:
        """Return the newest record, after what a person did to the file was recorded. Needs the lock."""
        history.settle(_text(file))
        last = history.last()
        if _known(last, file):
            return last
        when = file.changed if file else self._now().astimezone(UTC)
        return history.add(_text(file), user=PERSON, timestamp=when, summary="")

    def _place(self, title: str, index: "Mapping[str, Path]") -> Path:
        """Return where the file of a new page goes."""
        path = self._path / filename.file_name(title)
        if _taken(path):
            twins = [other for other in index if other.casefold() == title.casefold()]
            what = f"the page {twins[0]!r}" if twins else "something that is no page"
            raise WikiError(
                f"The page {title!r} cannot be saved: {what} stands in its place {str(path)!r}, and this"
                " file system may not tell capitals from small letters; choose another title."
            )
        return path

    def _replace(self, title: str, path: Path, before: pagefile.PageFile | None, raw: bytes) -> None:
        stem = path.name.removesuffix(filename.SUFFIX)
        if before is None and filename.is_shortened(stem):
            pagefile.replace(path.with_name(filename.sidecar(path.name)), f"{title}\n".encode())
        now = pagefile.read(path)
        if (now.raw if now else None) != (before.raw if before else None):
            raise EditConflictError(
                f"The file {path} was changed while it was being saved; nothing was saved."
                " Read the page again and repeat the edit."
            )
        pagefile.replace(path, raw, before.mode if before else None)

    @contextmanager
    def _writing(self) -> "Iterator[None]":
        """Hold the lock, clear what killed writers left, and make sentences of the system's errors."""
        try:
            with hold(self._inside("lock")):
                pagefile.clear_temporary(self._path)
                yield
        except OSError as error:
            raise WikiError(
                f"Nothing could be saved in the folder {self._path} ({error.strerror or error}); check that"
                " you may write to it and its disk is not full."
            ) from error

    def _inside(self, name: str) -> Path:
        folder = self._path / _INSIDE
        folder.mkdir(exist_ok=True)
        return folder / name


def _taken(path: Path) -> bool:
    """Return whether the file system has something by that name, also by its own idea of case."""
    return os.path.lexists(path)


def _text_at(path: Path) -> str:
    return _text(pagefile.read(path)) or ""


def _text(file: pagefile.PageFile | None) -> str | None:
    return file.text if file else None


def _known(last: Record | None, file: pagefile.PageFile | None) -> bool:
    """Return whether the newest record tells what the file holds (or that there is none)."""
    if last is None:
        return file is None
    return last.digest == digest_of(_text(file))


def _page(title: str, text: str | None, last: Record | None) -> Page:
    if text is None or last is None:
        return Page(title=title, text="", revision="", exists=False, timestamp=None)
    return Page(title=title, text=text, revision=last.id, exists=True, timestamp=last.timestamp)


def _same_user(one: str, other: str) -> bool:
    """Compare as MediaWiki does: the first letter's case and underscores make no other user."""
    return upper_first(one.replace("_", " ").strip()) == upper_first(other.replace("_", " ").strip())
