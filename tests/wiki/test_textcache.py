"""Texts are kept between runs, and no damage to the file does harm."""

import sqlite3
from pathlib import Path

import pytest

from glambot.wiki.textcache import TextCache, sha1


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is not there yet, in a folder that is not there either."""
    return tmp_path / "state" / "texts.sqlite"


def test_kept_and_found(path: Path) -> None:
    """A text is found again by its revision, only with the right SHA-1, also a text of odd signs."""
    texts = {1: "one", 2: "", 3: "zwei \U0001f989 \ud800"}
    cache = TextCache(path)
    cache.put(texts)
    cache.close()
    again = TextCache(path)
    assert again.get({number: sha1(text) for number, text in texts.items()}) == texts
    assert again.get({1: sha1("other"), 7: sha1("one")}) == {}
    again.close()


def test_many(path: Path) -> None:
    """More revisions than SQLite takes question marks are found as well."""
    cache = TextCache(path)
    cache.put({number: str(number) for number in range(40_000)})
    wanted = {number: sha1(str(number)) for number in range(40_000)}
    assert len(cache.get(wanted)) == 40_000
    cache.close()


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\x00" + b"\x00" * 4000])
def test_damaged_file(path: Path, damage: bytes) -> None:
    """A damaged file is as good as none, and is begun anew."""
    path.parent.mkdir()
    path.write_bytes(damage)
    cache = TextCache(path)
    assert cache.get({1: sha1("one")}) == {}
    cache.put({1: "one"})
    cache.close()
    again = TextCache(path)
    assert again.get({1: sha1("one")}) in ({}, {1: "one"})
    again.close()


def test_damaged_text(path: Path) -> None:
    """A text that was damaged in the file is not given out."""
    cache = TextCache(path)
    cache.put({1: "one"})
    cache.close()
    with sqlite3.connect(path) as file:
        file.execute("UPDATE revision SET text = ?", (b"damaged",))
    file.close()
    again = TextCache(path)
    assert again.get({1: sha1("one")}) == {}
    again.close()


def test_no_place(tmp_path: Path) -> None:
    """Where no file can be made nothing is kept, and nothing is raised."""
    (tmp_path / "file").write_text("in the way")
    for path in (tmp_path / "file" / "texts.sqlite", None):
        cache = TextCache(path)
        cache.put({1: "one"})
        assert cache.get({1: sha1("one")}) == {}
        cache.close()


def test_full_disk(path: Path) -> None:
    """When the disk is full texts are no longer kept, and the run goes on."""
    cache = TextCache(path)
    assert cache._file is not None
    cache._file.execute("PRAGMA max_page_count = 3")
    cache.put({number: sha1(str(number)) * 100 for number in range(1000)})
    assert cache.get({1: sha1("one")}) == {}
    cache.close()
