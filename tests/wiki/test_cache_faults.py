"""The cache of texts: never wrong, and never a reason for a run to fail."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from glambot.wiki import textcache
from glambot.wiki.textcache import TextCache, sha1


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a cache that holds one text; nobody waits long for it."""
    monkeypatch.setattr(textcache, "_PATIENCE", 0.05)
    path = tmp_path / "texts.sqlite"
    _put(path, 7, "Hello")
    return path


def test_a_cache_in_use_is_not_thrown_away(path: Path) -> None:
    """A cache that another run writes to is left alone, and is whole afterwards."""
    cache = TextCache(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert cache.get({7: sha1("Hello")}) == {}
        cache.put({8: "more"})
    cache.close()
    assert _get(path, 7, "Hello") == {7: "Hello"}


def test_a_cache_of_another_shape_is_begun_anew(path: Path) -> None:
    """A file whose table is another one is no cache; the next text is kept."""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("ALTER TABLE revision RENAME COLUMN text TO words")
    assert _get(path, 7, "Hello") == {}
    _put(path, 8, "more")
    assert _get(path, 8, "more") == {8: "more"}


def test_another_text_of_the_same_number_is_not_taken(path: Path) -> None:
    """A number that a restored wiki gives again does not bring the text of before."""
    assert _get(path, 7, "Good-bye") == {}


def _put(path: Path, number: int, text: str) -> None:
    cache = TextCache(path)
    cache.put({number: text})
    cache.close()


def _get(path: Path, number: int, text: str) -> dict[int, str]:
    cache = TextCache(path)
    found = cache.get({number: sha1(text)})
    cache.close()
    return found
