"""A MediaWiki XML export (Special:Export) as a wiki that can be read.

The file may be compressed with gzip or bzip2. It is read once, by pywikibot's reader
(``pywikibot.xmlreader``), after `glambot.wiki.export` looked through it; all its revisions are
kept in memory. Of a page's revisions the newest by time counts, of those of one second the one
with the highest id: imported revisions have high ids and old times.

Example:
    >>> ExportWiki("missing.xml")
    Traceback (most recent call last):
    glambot.errors.WikiError: There is no file missing.xml; name an XML export.
"""

import bz2
import gzip
import os
import sys
import zlib
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from glambot.errors import TitleError, WikiError
from glambot.wiki.export import Export, examine
from glambot.wiki.page import BOT, LARGEST, Page, Revision
from glambot.wiki.selection import choose
from glambot.wiki.titles import normalise
from glambot.wiki.userconfig import NO_CONFIG, is_configured
from glambot.wikitext.names import upper_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from pywikibot.xmlreader import XmlDump, XmlEntry

SUFFIXES: Final = (".xml", ".xml.gz", ".xml.bz2")
"""How the name of an export may end, in any case."""

_MAGIC = {".gz": b"\x1f\x8b", ".bz2": b"BZh"}


class ExportWiki:
    """The pages of an export.

    Args:
        path: The file.

    Raises:
        WikiError: There is no such file, it is no export, or it is damaged.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        if not self._path.name.lower().endswith(SUFFIXES):
            raise WikiError(
                f"The file {self._path} is no XML export: its name must end in .xml, .xml.gz or .xml.bz2."
            )
        try:
            export = self._examine()
            self._pages = _revisions(self._path, export)
        except FileNotFoundError as error:
            raise WikiError(f"There is no file {self._path}; name an XML export.") from error
        except (OSError, EOFError, zlib.error) as error:
            raise WikiError(
                f"The file {self._path} cannot be read to its end ({error}); fetch it again."
            ) from error
        self._namespaces = export.namespaces
        self._textless = export.textless

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.name

    @property
    def largest(self) -> int:
        """How many bytes a page may have; an export does not tell, so MediaWiki's default."""
        return LARGEST

    def read(self, title: str) -> Page:
        """Return the newest revision of a page; ``exists=False`` if the export has none.

        Raises:
            TitleError: A wiki cannot hold a page of that title.
            WikiError: The export tells of that revision but does not hold its text.
        """
        title = self._normal(title)
        revisions = self._pages.get(title)
        if not revisions:
            return Page(title=title, text="", revision="", exists=False, timestamp=None)
        last = revisions[-1]
        if last.id in self._textless:
            raise WikiError(
                f"The export {self._path} does not hold the text of the page {title!r} (revision {last.id}):"
                " it is hidden, or the export is one without texts; export the page again."
            )
        return Page(title=title, text=last.text, revision=last.id, exists=True, timestamp=last.timestamp)

    def read_many(self, titles: "Iterable[str]") -> "Iterator[Page]":
        """Yield the pages in the order asked for."""
        return (self.read(title) for title in titles)

    def titles(
        self,
        *,
        categories: "Sequence[str]" = (),
        prefixes: "Sequence[str]" = (),
        templates: "Sequence[str]" = (),
        listed: "Sequence[str]" = (),
        depth: int = 0,
    ) -> tuple[str, ...]:
        """Return the titles asked for, as `glambot.wiki.page.Wiki.titles` says, by the newest texts.

        Raises:
            TitleError: No page and no category can be called so.
            WikiError: Categories or templates are asked for and the export lacks a page's newest text.
        """
        return choose(
            self._pages,
            self._text,
            categories=categories,
            prefixes=prefixes,
            templates=templates,
            listed=listed,
            depth=depth,
            namespaces=self._namespaces,
        )

    def save(self, page: Page, text: str, *, summary: str, user: str = BOT) -> NoReturn:
        """Refuse.

        Raises:
            WikiError: Always; an export is a copy, and what is written there reaches no wiki.
        """
        del text, summary, user
        raise WikiError(
            f"The page {page.title!r} cannot be saved: {self._path} is an export, which can only be read."
            " Write to a folder or to the wiki itself."
        )

    def namespace(self, title: str) -> int:
        """Return the number of a title's namespace."""
        return self._namespaces.split(title)[0]

    def alone(self, title: str) -> "AbstractContextManager[None]":
        """Do nothing: nothing is written to an export."""
        del title
        return nullcontext()

    def last_by(self, title: str, user: str) -> Revision | None:
        """Return the newest revision in the export by `user`; None also if its text is hidden.

        Raises:
            TitleError: A wiki cannot hold a page of that title.
        """
        wanted = upper_first(user.replace("_", " ").strip())
        for revision in reversed(self._pages.get(self._normal(title), ())):
            if revision.user == wanted:
                return None if revision.id in self._textless else revision
        return None

    def _text(self, title: str) -> str:
        return self.read(title).text

    def _normal(self, title: str) -> str:
        # A title that is there as it stands needs no rules: wikis may be configured to have others.
        return title if title in self._pages else normalise(title, self._namespaces)

    def _examine(self) -> Export:
        suffix = self._path.suffix.lower()
        with self._path.open("rb") as file:
            magic = file.read(3)
        found = next((known for known, sign in _MAGIC.items() if magic.startswith(sign)), ".xml")
        if magic and found != suffix:
            kinds = {".gz": "a gzip file", ".bz2": "a bzip2 file", ".xml": "not compressed"}
            raise WikiError(
                f"The file {self._path} is {kinds[found]}, unlike its name; let the name end in"
                f" {found if found == '.xml' else '.xml' + found}."
            )
        with _open(self._path, suffix) as file:
            return examine(file, str(self._path))


def _open(path: Path, suffix: str) -> "BinaryIO":
    if suffix == ".gz":
        return gzip.open(path)  # type: ignore[return-value]  # GzipFile reads as a BinaryIO does
    return bz2.open(path) if suffix == ".bz2" else path.open("rb")  # type: ignore[return-value]  # BZ2File too


def _revisions(path: Path, export: Export) -> dict[str, list[Revision]]:
    """Return the revisions of each page, the newest last."""
    pages: dict[str, dict[str, Revision]] = {}
    for entry in _reader()(str(path), revisions="all").parse():
        title = _title(entry, export, path)
        pages.setdefault(title, {})[entry.revisionid] = _revision(entry, path)
    return {title: sorted(of_page.values(), key=_age) for title, of_page in pages.items()}


def _age(revision: Revision) -> tuple[datetime, int, str]:
    return revision.timestamp, int(revision.id) if revision.id.isdecimal() else 0, revision.id


def _title(entry: "XmlEntry", export: Export, path: Path) -> str:
    title = entry.title or ""
    try:
        normal = normalise(title, export.namespaces)
    except TitleError as error:
        raise WikiError(f"The export {path} holds a page no wiki can hold. {error}") from error
    # Where titles may begin with a small letter the wiki's own form counts.
    return normal if upper_first(title) == normal else title


def _revision(entry: "XmlEntry", path: Path) -> Revision:
    try:
        timestamp = datetime.fromisoformat(entry.timestamp.strip()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise WikiError(
            f"The export {path} gives {entry.timestamp!r} as the time of a revision of {entry.title!r};"
            " export the pages again."
        ) from error
    user = upper_first(entry.username.replace("_", " ").strip())
    return Revision(entry.revisionid, user, timestamp, entry.comment or "", entry.text or "")


def _reader() -> "type[XmlDump]":
    """Import pywikibot's reader, which makes no request and no file.

    Importing pywikibot runs the user's ``user-config.py`` where there is one; where there is none
    it has to be told that this is no mistake.
    """
    if "pywikibot" not in sys.modules and not is_configured():
        os.environ.setdefault(NO_CONFIG, "2")
    from pywikibot.xmlreader import XmlDump  # noqa: PLC0415  # takes a second and reads configuration

    return XmlDump
