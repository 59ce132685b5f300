r"""Read and write the file of one page.

A file is UTF-8. Its text is what MediaWiki would store (``TextContent::normalizeLineEndings``):
lines ended by ``\n`` and no blanks or line breaks at the very end; a byte order mark at the
beginning is no text either. A file is written with one line break at its end, as editors do, and
where *every* line of the file it replaces ends in CRLF, with CRLF again.

Writing is atomic: a temporary file in the same folder, `os.fsync`, `os.replace`. Whoever is
killed at any point leaves the old file or the new one, and perhaps a temporary file, which the
next writer clears away.

Example:
    >>> as_stored("\ufeff* one\r\n* two\r\n")
    '* one\n* two'
"""

import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from glambot.errors import WikiError
from glambot.wiki.page import as_stored

if TYPE_CHECKING:
    from pathlib import Path

_TEMPORARY = ".glambot-{}.tmp"


@dataclass(frozen=True, slots=True)
class PageFile:
    """What stands in a page's file: its text, and what is needed to replace it."""

    text: str
    raw: bytes
    mode: int
    changed: datetime

    @property
    def crlf(self) -> bool:
        """Whether every line break of the file is CRLF."""
        return b"\r\n" in self.raw and self.raw.count(b"\n") == self.raw.count(b"\r\n")

    @property
    def writable(self) -> bool:
        """Whether anybody may write to the file; taking that right away protects a page."""
        return bool(self.mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def read(path: "Path") -> PageFile | None:
    """Return the file of a page, or None if there is none.

    Raises:
        WikiError: The file is not UTF-8, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            raw = file.read()
            status = os.fstat(file.fileno())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WikiError(f"The file {path} cannot be read ({error.strerror}); check its rights.") from error
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise WikiError(
            f"The file {path} is not UTF-8: byte {error.start} (counted from 0) is 0x{raw[error.start]:02x};"
            " save it as UTF-8 in your editor."
        ) from error
    changed = datetime.fromtimestamp(status.st_mtime, UTC)
    return PageFile(as_stored(text), raw, stat.S_IMODE(status.st_mode), changed)


def as_bytes(text: str, *, crlf: bool = False) -> bytes:
    """Return what is written for a stored text.

    Raises:
        WikiError: The text holds half a surrogate pair, which UTF-8 cannot hold.
    """
    whole = f"{text}\n" if text else ""
    try:
        return (whole.replace("\n", "\r\n") if crlf else whole).encode()
    except UnicodeEncodeError as error:
        raise WikiError(
            f"The new text cannot be saved: character {error.start} (counted from 0) is half a character"
            " (a lone surrogate); take it out."
        ) from error


def replace(path: "Path", raw: bytes, mode: int | None = None) -> None:
    """Put `raw` into the file in one step, with the rights `mode` (None: those of a new file).

    Raises:
        OSError: The file could not be written; the old one still stands as it was.
    """
    temporary = path.with_name(_TEMPORARY.format(secrets.token_hex(8)))
    try:
        write_new(temporary, raw, sync=True)
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def write_new(path: "Path", raw: bytes, *, sync: bool) -> None:
    """Write `raw` to a file, with `sync` so that it is on the disk when this returns."""
    with path.open("wb") as file:
        file.write(raw)
        if sync:
            file.flush()
            os.fsync(file.fileno())


def clear_temporary(folder: "Path") -> None:
    """Remove what killed writers left; only for whoever holds the folder's lock."""
    for left in folder.glob(_TEMPORARY.format("*")):
        left.unlink(missing_ok=True)


def _sync_folder(folder: "Path") -> None:
    """Get the new name onto the disk too, where a folder can be opened (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
