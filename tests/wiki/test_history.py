"""Every text of a page is kept, and damage to what was kept is found."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from glambot.errors import WikiError
from glambot.wiki.history import History, Record

WHEN = datetime(2018, 11, 3, 12, 42, tzinfo=UTC)


def add(history: History, text: str | None) -> Record:
    return history.add(text, user="Ann", timestamp=WHEN, summary="why, \n“where”")


def test_records_come_back(tmp_path: Path) -> None:
    """What was added is listed newest first, with all that was said of it."""
    history = History(tmp_path / "new")
    records = [add(history, text) for text in ("A", "B", None, "A")]
    assert list(history.newest_first()) == records[::-1]
    assert [record.number for record in records] == [1, 2, 3, 4]
    assert [record.removed for record in records] == [False, False, True, False]
    assert history.text(records[1]) == "B"
    assert records[0].id != records[3].id


def test_an_unfinished_save_counts_if_the_page_has_its_text(tmp_path: Path) -> None:
    """A pending revision counts if the page has its text, else it is gone."""
    history = History(tmp_path)
    first = add(history, "A")
    record = history.next_record("B", user="glambot", timestamp=WHEN, summary="")
    history.prepare(record, "B")
    assert list(tmp_path.glob("*.pending"))
    assert history.last() == first
    history.settle("A")
    assert not list(tmp_path.glob("*.pending"))
    assert history.last() == first
    history.prepare(record, "B")
    history.settle("B")
    assert not list(tmp_path.glob("*.pending"))
    assert history.last() == record


def test_a_torn_pending_record_is_dropped(tmp_path: Path) -> None:
    """A pending record that was cut off while it was written does not stand in the way."""
    history = History(tmp_path)
    (tmp_path / "000001.pending").write_text('{"dig')
    history.settle("A")
    assert not list(tmp_path.glob("*.pending"))
    assert history.last() is None


@pytest.mark.parametrize("damage", ["", "[]", "{}", "[" * 5000, '{"digest": "", "user": "", "summary": ""}'])
def test_a_damaged_record(tmp_path: Path, damage: str) -> None:
    """A record that cannot be read is an error that names the file."""
    history = History(tmp_path)
    add(history, "A")
    (tmp_path / "000001.json").write_text(damage)
    with pytest.raises(WikiError, match=r"000001\.json cannot be read"):
        history.last()


def test_a_changed_text(tmp_path: Path) -> None:
    """A kept text that was changed or removed is never handed out."""
    history = History(tmp_path)
    record = add(history, "A")
    (tmp_path / "000001.wiki").write_text("B")
    with pytest.raises(WikiError, match="changed after it was saved"):
        history.text(record)
    (tmp_path / "000001.wiki").unlink()
    with pytest.raises(WikiError, match="cannot be read"):
        history.text(record)
