"""One writer at a time, by either kind of lock."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from glambot.errors import WikiError
from glambot.wiki.lock import hold, hold_by_file

Hold = Callable[..., AbstractContextManager[None]]
BOTH = pytest.mark.parametrize("kind", [hold, hold_by_file])


@BOTH
def test_the_second_waits_and_gives_up(tmp_path: Path, kind: Hold) -> None:
    """While one holds the lock another gives up after its time, and may have it afterwards."""
    path = tmp_path / "lock"
    with kind(path), pytest.raises(WikiError, match="holds the lock"), kind(path, wait=0.05):
        pytest.fail("two held the lock")
    with kind(path, wait=0.05):
        assert path.exists()


@BOTH
def test_the_lock_ends_with_an_error(tmp_path: Path, kind: Hold) -> None:
    """An error inside gives the lock back."""
    path = tmp_path / "lock"
    with pytest.raises(ZeroDivisionError), kind(path):
        raise ZeroDivisionError
    with kind(path, wait=0.05):
        assert path.exists()


@BOTH
def test_threads_take_turns(tmp_path: Path, kind: Hold) -> None:
    """Four threads that each count to fifty under the lock lose no count."""
    counter = tmp_path / "counter"
    counter.write_text("0")

    def count() -> None:
        for _ in range(50):
            with kind(tmp_path / "lock", wait=60):
                counter.write_text(str(int(counter.read_text()) + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.read_text() == "200"
