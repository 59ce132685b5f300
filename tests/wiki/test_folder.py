"""The folder wiki: files of people and saves of glambot live together, and nothing is lost."""

import errno
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from glambot.errors import EditConflictError, TitleError, WikiError
from glambot.wiki import filename, folder
from glambot.wiki.folder import PERSON, FolderWiki
from glambot.wiki.history import History

WHEN = datetime(2018, 11, 3, 12, 42, tzinfo=UTC)


@pytest.fixture
def wiki(tmp_path: Path) -> FolderWiki:
    """A wiki without pages, in `tmp_path`, where it is always the same second."""
    return FolderWiki(tmp_path, now=lambda: WHEN)


def files(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir() if entry.name != ".glambot")


def texts(wiki: FolderWiki, title: str) -> list[tuple[str, str]]:
    """All that the history holds of a page, oldest first."""
    history = wiki._history(title)
    return [
        (record.user, "(removed)" if record.removed else history.text(record))
        for record in reversed(list(history.newest_first()))
    ]


def test_a_missing_page(wiki: FolderWiki, tmp_path: Path) -> None:
    """A missing page is empty, has no revision, and reading it makes no file."""
    page = wiki.read("nothing")
    assert (page.title, page.text, page.revision, page.exists, page.timestamp) == (
        "Nothing",
        "",
        "",
        False,
        None,
    )
    assert files(tmp_path) == []
    assert wiki.last_by("nothing", PERSON) is None


def test_save_and_read(wiki: FolderWiki, tmp_path: Path) -> None:
    """A saved page is read as it was saved, under every spelling of its title."""
    saved = wiki.save(wiki.read("talks/été"), "Hello\n[[Category:A]]", summary="first")
    assert saved == wiki.read("Talks/été") == wiki.read(" talks/e\u0301te\u0301_")
    assert saved.timestamp == WHEN
    assert (tmp_path / "Talks%2Fété.wiki").read_bytes() == b"Hello\n[[Category:A]]\n"
    assert wiki.titles() == ("Talks/été",)


def test_the_same_text_is_no_revision(wiki: FolderWiki, tmp_path: Path) -> None:
    """Saving what the page has, also with blanks at its end, changes no file and makes no revision."""
    page = wiki.save(wiki.read("A"), "text", summary="")
    before = (tmp_path / "A.wiki").stat()
    assert wiki.save(page, "text\r\n \n", summary="again") == page
    after = (tmp_path / "A.wiki").stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_size) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_size,
    )
    assert texts(wiki, "A") == [("glambot", "text")]


def test_a_page_may_be_emptied(wiki: FolderWiki) -> None:
    """An empty text is a text: the page goes on to exist."""
    page = wiki.save(wiki.save(wiki.read("A"), "text", summary=""), "", summary="")
    assert (page.exists, page.text) == (True, "")
    assert wiki.read("A") == page


def test_a_file_made_by_hand(wiki: FolderWiki, tmp_path: Path) -> None:
    """A file dropped in is a page saved by a person at the time the file was changed."""
    (tmp_path / "my_talk%3f.wiki").write_text("by hand", encoding="utf-8")
    os.utime(tmp_path / "my_talk%3f.wiki", (1_541_248_920, 1_541_248_920))
    page = wiki.read("My talk?")
    assert (page.text, page.timestamp) == ("by hand", WHEN)
    revision = wiki.last_by("my talk?", PERSON)
    assert revision is not None
    assert (revision.id, revision.text) == (page.revision, "by hand")
    wiki.save(page, "by glambot", summary="")
    assert files(tmp_path) == ["my_talk%3f.wiki"]


def test_history_holds_every_text(wiki: FolderWiki, tmp_path: Path) -> None:
    """Edits by hand between saves are recorded in their order, also a removal."""
    path = tmp_path / "A.wiki"
    page = wiki.save(wiki.read("A"), "one", summary="")
    path.write_text("two")
    with pytest.raises(EditConflictError):
        wiki.save(page, "lost?", summary="")
    wiki.save(wiki.read("A"), "three", summary="")
    path.unlink()
    assert not wiki.read("A").exists
    wiki.save(wiki.read("A"), "four", summary="")
    assert texts(wiki, "A") == [
        ("glambot", "one"),
        (PERSON, "two"),
        ("glambot", "three"),
        (PERSON, "(removed)"),
        ("glambot", "four"),
    ]


def test_last_by(wiki: FolderWiki, tmp_path: Path) -> None:
    """The base of a merge is the newest text that user saved, and none from before a removal."""
    page = wiki.save(wiki.read("A"), "one", summary="why", user="tally bot")
    (tmp_path / "A.wiki").write_text("two")
    found = wiki.last_by("a", "Tally_bot")
    assert found is not None
    assert (found.id, found.text, found.summary, found.timestamp) == (page.revision, "one", "why", WHEN)
    assert wiki.last_by("A", "somebody else") is None
    (tmp_path / "A.wiki").unlink()
    assert wiki.last_by("A", "tally bot") is None
    (tmp_path / "A.wiki").write_text("three")
    assert wiki.last_by("A", "tally bot") is None


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda _, path: path.write_text("by hand"),
        lambda _, path: path.unlink(),
        lambda wiki, _: wiki.save(wiki.read("A"), "two", summary=""),
        lambda wiki, _: wiki.save(wiki.save(wiki.read("A"), "B", summary=""), "one", summary=""),
        lambda wiki, path: (path.unlink(), wiki.read("A"), path.write_text("one\n")),
    ],
    ids=["by hand", "removed", "saved in the same second", "saved twice, back to the old text", "made anew"],
)
def test_conflicts(wiki: FolderWiki, tmp_path: Path, meanwhile: Callable[[FolderWiki, Path], object]) -> None:
    """Whatever happened to a page since it was read, saving is refused and changes nothing."""
    page = wiki.save(wiki.read("A"), "one", summary="")
    meanwhile(wiki, tmp_path / "A.wiki")
    now = wiki.read("A")
    with pytest.raises(EditConflictError, match=r"'A' in .* Read it again"):
        wiki.save(page, "mine", summary="")
    assert wiki.read("A") == now


def test_a_page_made_meanwhile(wiki: FolderWiki, tmp_path: Path) -> None:
    """A page that was missing when read and was made since is not overwritten."""
    page = wiki.read("A")
    (tmp_path / "A.wiki").write_text("by hand")
    with pytest.raises(EditConflictError):
        wiki.save(page, "mine", summary="")
    assert wiki.read("A").text == "by hand"


def test_an_edit_in_the_last_moment(
    wiki: FolderWiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person who saves in an editor while glambot is at it keeps their text."""
    page = wiki.save(wiki.read("A"), "one", summary="")
    prepare = History.prepare

    def prepare_slowly(*args: object, **options: object) -> None:
        prepare(*args, **options)  # type: ignore[arg-type]  # hands on whatever came
        (tmp_path / "A.wiki").write_text("by hand")

    with monkeypatch.context() as patch:
        patch.setattr(History, "prepare", prepare_slowly)
        with pytest.raises(EditConflictError, match="while it was being saved"):
            wiki.save(page, "mine", summary="")
    assert wiki.read("A").text == "by hand"
    assert texts(wiki, "A") == [("glambot", "one"), (PERSON, "by hand")]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("time_", range(5))
def test_killed_at_any_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, time_: int) -> None:
    """A save broken off at any call to the disk leaves the old or the new page, and a true history."""
    wiki = FolderWiki(tmp_path, now=lambda: WHEN)
    page = wiki.save(wiki.read("A"), "old", summary="")
    real = getattr(os, step)
    calls = 0

    def killed(*args: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls > time_:
            raise KeyboardInterrupt
        return real(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, step, killed)
        try:
            wiki.save(page, "new", summary="")
        except KeyboardInterrupt:
            assert calls == time_ + 1
    raw = (tmp_path / "A.wiki").read_bytes()
    assert raw in {b"old\n", b"new\n"}
    after = FolderWiki(tmp_path).read("A")
    assert after.text == raw.decode().strip()
    assert texts(wiki, "A") == [("glambot", text) for text in ("old", "new")[: 1 + (raw == b"new\n")]]
    again = wiki.save(after, "newest", summary="")
    assert wiki.read("A") == again
    assert files(tmp_path) == ["A.wiki"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk(wiki: FolderWiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """An error of the disk becomes a sentence, and the old page stands."""
    page = wiki.save(wiki.read("A"), "old", summary="")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, full)
        with pytest.raises(WikiError, match=r"Nothing could be saved.*No space left"):
            wiki.save(page, "new", summary="")
    assert wiki.read("A") == page
    assert files(tmp_path) == ["A.wiki"]


def test_left_over_files_go(wiki: FolderWiki, tmp_path: Path) -> None:
    """A temporary file of a killed writer is no page, and the next save removes it."""
    (tmp_path / ".glambot-0123456789abcdef.tmp").write_text("half a te")
    assert wiki.titles() == ()
    wiki.save(wiki.read("A"), "text", summary="")
    assert files(tmp_path) == ["A.wiki"]


def test_other_things_in_the_folder(wiki: FolderWiki, tmp_path: Path) -> None:
    """Files that are no pages, hidden files and folders are left alone."""
    for name in ("README.md", ".#A.wiki", "A.wiki~", "A.txt"):
        (tmp_path / name).write_text("x")
    for name in (".git", "sub", "Folder.wiki"):
        (tmp_path / name).mkdir()
    (tmp_path / "sub" / "B.wiki").write_text("x")
    assert wiki.titles() == ()
    with pytest.raises(WikiError, match="something that is no page"):
        wiki.save(wiki.read("Folder"), "x", summary="")


def test_titles_by_category_and_prefix(wiki: FolderWiki, tmp_path: Path) -> None:
    """Titles are the union of what is asked for, sorted, none twice."""
    for name, text in {"B": "[[Category:X]]", "S%2F2": "[[category:x|s]]", "S%2F1": "", "A": "Y"}.items():
        (tmp_path / f"{name}.wiki").write_text(text)
    assert wiki.titles() == ("A", "B", "S/1", "S/2")
    assert wiki.titles(categories=["Category:X"]) == ("B", "S/2")
    assert wiki.titles(categories=["x"], prefixes=["s/"]) == ("B", "S/1", "S/2")
    assert wiki.titles(prefixes=["S/", "s/1"]) == ("S/1", "S/2")
    assert wiki.titles(categories=["Nothing"]) == ()


def test_titles_by_template_subcategory_and_list(wiki: FolderWiki, tmp_path: Path) -> None:
    """Pages are found by what they transclude, below a category, and as they are listed."""
    pages = {"A": "{{Session}}", "B": "[[Category:Y]]", "Category%3AY": "[[Category:X]]", "C": ""}
    for name, text in pages.items():
        (tmp_path / f"{name}.wiki").write_text(text)
    assert wiki.titles(templates=["session"]) == ("A",)
    assert wiki.titles(categories=["X"], depth=1) == ("B", "Category:Y")
    assert wiki.titles(listed=["c", "d_e"]) == ("C", "D e")


def test_local_categories(tmp_path: Path) -> None:
    """The category namespace may have a name of the wiki's language."""
    (tmp_path / "A.wiki").write_text("[[catégorie:X]]", encoding="utf-8")
    (tmp_path / "B.wiki").write_text("[[Category:X]]", encoding="utf-8")
    assert FolderWiki(tmp_path).titles(categories=["X"]) == ("B",)
    french = FolderWiki(tmp_path, categories=["Catégorie"])
    assert french.titles(categories=["X"]) == ("A", "B")
    assert french.read("category:X").title == "Catégorie:X"


def test_read_many(wiki: FolderWiki, tmp_path: Path) -> None:
    """Pages come in the order asked for, missing ones included."""
    (tmp_path / "A.wiki").write_text("a")
    (tmp_path / "B.wiki").write_text("b")
    pages = list(wiki.read_many(["b", "missing", "A"]))
    assert [(page.title, page.text, page.exists) for page in pages] == [
        ("B", "b", True),
        ("Missing", "", False),
        ("A", "a", True),
    ]


@pytest.mark.parametrize(
    ("raw", "text", "saved"),
    [
        (b"\xef\xbb\xbfone\r\ntwo\r\n", "one\ntwo", b"one\r\ntwo!\r\n"),
        (b"one\r\ntwo\n", "one\ntwo", b"one\ntwo!\n"),
        (b"one\rtwo", "one\ntwo", b"one\ntwo!\n"),
        (b"one\ntwo \n\n", "one\ntwo", b"one\ntwo!\n"),
        (b"", "", b"!\n"),
    ],
    ids=["BOM and CRLF", "mixed", "CR", "blank end", "empty"],
)
def test_line_ends(wiki: FolderWiki, tmp_path: Path, raw: bytes, text: str, saved: bytes) -> None:
    """A text is read as MediaWiki would store it, and CRLF stays where all lines had it."""
    (tmp_path / "A.wiki").write_bytes(raw)
    page = wiki.read("A")
    assert page.text == text
    assert (tmp_path / "A.wiki").read_bytes() == raw
    wiki.save(page, text + "!", summary="")
    assert (tmp_path / "A.wiki").read_bytes() == saved


def test_a_file_that_is_not_utf_8(wiki: FolderWiki, tmp_path: Path) -> None:
    """A file in another encoding is an error that names it and the byte."""
    (tmp_path / "A.wiki").write_bytes("Montr\xe9al".encode("latin-1"))
    with pytest.raises(WikiError, match=r"A\.wiki is not UTF-8: byte 5 .* 0xe9"):
        wiki.read("A")
    with pytest.raises(WikiError, match=r"A\.wiki is not UTF-8"):
        wiki.titles(categories=["X"])


def test_half_a_character_is_not_saved(wiki: FolderWiki) -> None:
    """A text UTF-8 cannot hold is refused and leaves no page."""
    with pytest.raises(WikiError, match=r"character 1 .* half a character"):
        wiki.save(wiki.read("A"), "x\ud800", summary="")
    assert not wiki.read("A").exists


def test_long_titles(wiki: FolderWiki, tmp_path: Path) -> None:
    """A title too long for a file name is kept whole beside the file."""
    titles = ["/".join(["Été"] * 34) + end for end in ("/1", "/2")]
    for title in titles:
        wiki.save(wiki.read(title), title, summary="")
    fresh = FolderWiki(tmp_path)
    assert fresh.titles() == tuple(titles)
    assert [page.text for page in fresh.read_many(titles)] == titles
    beside = tmp_path / filename.sidecar(filename.file_name(titles[0]))
    beside.write_text("Another title")
    with pytest.raises(WikiError, match="is not that of"):
        FolderWiki(tmp_path)
    beside.unlink()
    with pytest.raises(WikiError, match=r"\.title' is missing"):
        FolderWiki(tmp_path)


@pytest.mark.parametrize("title", ["../../etc/passwd", "/etc/passwd", "..\\..\\x", "a/../b", ".glambot/lock"])
def test_no_way_out_of_the_folder(tmp_path: Path, title: str) -> None:
    """No title reads or writes outside the folder, or in glambot's own."""
    inside = tmp_path / "inside"
    inside.mkdir()
    wiki = FolderWiki(inside)
    try:
        page = wiki.save(wiki.read(title), "text", summary="")
    except TitleError:
        assert files(inside) == []
    else:
        assert files(inside) == [filename.file_name(page.title)]
    assert files(tmp_path) == ["inside"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A symbolic link to a file elsewhere is not published."""
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "wiki").mkdir()
    (tmp_path / "wiki" / "A.wiki").symlink_to(tmp_path / "secret")
    with pytest.raises(WikiError, match="is a link"):
        FolderWiki(tmp_path / "wiki")


def test_a_file_with_an_impossible_title(wiki: FolderWiki, tmp_path: Path) -> None:
    """A file that can be no page is named, so that nobody misses it in a count."""
    (tmp_path / "[draft].wiki").write_text("x")
    with pytest.raises(WikiError, match=r"\[draft\]\.wiki' cannot be a page; rename it"):
        wiki.titles()


def test_a_file_name_that_is_not_utf_8(wiki: FolderWiki, tmp_path: Path) -> None:
    """A file whose name is in another encoding is named in a sentence that can be printed."""
    path = os.fsencode(tmp_path) + b"/Montr\xe9al.wiki"
    try:
        Path(os.fsdecode(path)).write_text("x")
    except OSError:  # macOS has no such names
        assert wiki.titles() == ()
        return
    with pytest.raises(WikiError, match="cannot be a page; rename it") as caught:
        wiki.titles()
    assert str(caught.value).encode()


def test_times_are_utc(tmp_path: Path) -> None:
    """The time of a save is given in UTC whatever the zone of the clock."""
    wiki = FolderWiki(tmp_path, now=lambda: WHEN.astimezone(timezone(timedelta(hours=2))))
    page = wiki.save(wiki.read("A"), "text", summary="")
    assert page.timestamp == WHEN
    assert page.timestamp is not None
    assert page.timestamp.tzinfo is UTC


def test_two_files_for_one_page(wiki: FolderWiki, tmp_path: Path) -> None:
    """Two files that mean one page are named; neither is chosen in silence."""
    (tmp_path / "A b.wiki").write_text("x")
    (tmp_path / "a_b.wiki").write_text("y")
    with pytest.raises(WikiError, match="both the page 'A b'"):
        wiki.read("A b")


def test_case_differs(wiki: FolderWiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles that differ in case are two pages, or on a file system blind to case one refusal."""
    wiki.save(wiki.read("Foo bar"), "one", summary="")
    with monkeypatch.context() as patch:
        patch.setattr(
            folder, "_taken", lambda path: path.name.lower() in {name.lower() for name in files(tmp_path)}
        )
        with pytest.raises(WikiError, match="the page 'Foo bar' stands in its place"):
            wiki.save(wiki.read("Foo Bar"), "two", summary="")
    assert wiki.read("Foo bar").text == "one"
    assert not wiki.read("Foo Bar").exists


def test_protected_files(wiki: FolderWiki, tmp_path: Path) -> None:
    """A page whose file nobody may write to is protected; other rights are kept."""
    page = wiki.save(wiki.read("A"), "one", summary="")
    (tmp_path / "A.wiki").chmod(0o444)
    with pytest.raises(WikiError, match="write-protected"):
        wiki.save(page, "two", summary="")
    (tmp_path / "A.wiki").chmod(0o640)
    wiki.save(page, "two", summary="")
    assert (tmp_path / "A.wiki").stat().st_mode & 0o777 == 0o640


def test_a_folder_to_read_only(tmp_path: Path) -> None:
    """Where nothing can be written pages are read all the same, and saving says why it fails."""
    (tmp_path / "A.wiki").write_text("one")
    (tmp_path / ".glambot").write_text("a file in the way, which stops root too")
    wiki = FolderWiki(tmp_path)
    page = wiki.read("A")
    assert (page.text, page.exists) == ("one", True)
    with pytest.raises(WikiError, match="Nothing could be saved in the folder"):
        wiki.save(page, "two", summary="")
    (tmp_path / ".glambot").unlink()
    assert wiki.read("A") == page


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there and a file in its place are told apart."""
    with pytest.raises(WikiError, match="There is no folder"):
        FolderWiki(tmp_path / "none")
    (tmp_path / "file").write_text("x")
    with pytest.raises(WikiError, match="is a file"):
        FolderWiki(tmp_path / "file")


def test_a_thousand_pages(wiki: FolderWiki, tmp_path: Path) -> None:
    """A thousand pages of 4 KB are searched for a category in a second or so."""
    for number in range(1000):
        (tmp_path / f"Submissions%2F{number}.wiki").write_text(
            "; Label\n: ''value'' [[User:Ann]]\n" * 120 + f"[[Category:Half {number % 2}]]"
        )
    begun = time.process_time()
    assert len(wiki.titles(categories=["Half 1"])) == 500
    assert time.process_time() - begun < 5  # a fifth of a second on a quiet machine
