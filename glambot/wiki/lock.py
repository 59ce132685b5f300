"""Let one writer at a time into a folder.

Where the system has ``flock`` (all but Windows) the lock is one on the file: it ends with its
process, so a killed writer blocks nobody. Elsewhere the lock is the existence of the file; a
killed writer leaves it behind, and the error says which file to remove.

Example:
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder, hold(pathlib.Path(folder, "lock")):
    ...     print("alone")
    alone
"""

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from glambot.errors import WikiError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT = 10.0
"""Seconds to wait for another writer before giving up."""

_PAUSE = 0.01  # seconds between two tries


@contextmanager
def hold_by_file(path: "Path", wait: float = WAIT) -> "Iterator[None]":
    """Hold a lock that is the existence of `path`: for systems without ``flock``.

    Raises:
        WikiError: Somebody else held the lock for `wait` seconds.
    """
    deadline = time.monotonic() + wait
    while True:
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            break
        except FileExistsError:
            _pause(path, deadline, "If no other run is writing, remove that file.")
    try:
        os.close(handle)
        yield
    finally:
        path.unlink(missing_ok=True)


if sys.platform == "win32":
    hold = hold_by_file
else:
    import fcntl

    @contextmanager
    def hold(path: "Path", wait: float = WAIT) -> "Iterator[None]":
        """Hold the lock on the file `path`, which is made if there is none.

        Raises:
            WikiError: Somebody else held the lock for `wait` seconds.
            OSError: The file cannot be made or locked.
        """
        deadline = time.monotonic() + wait
        with path.open("ab") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    _pause(path, deadline, "Wait until the other run has ended.")
            yield  # closing the file ends the lock


def _pause(path: "Path", deadline: float, advice: str) -> None:
    if time.monotonic() > deadline:
        raise WikiError(f"Another run has been writing for long: it holds the lock {path}. {advice}")
    time.sleep(_PAUSE)
