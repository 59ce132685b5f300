"""Laws of the folder wiki, for any text and any order of two writers."""

import subprocess
import sys
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from glambot.errors import EditConflictError, TitleError
from glambot.wiki.folder import FolderWiki
from glambot.wiki.page import as_stored
from glambot.wiki.titles import normalise

TEXTS = st.text() | st.text(alphabet="a \n\r\ufeff\0é", max_size=9)


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=120), TEXTS)
def test_what_is_saved_is_read(title: str, text: str) -> None:
    """Any text of any title is read as MediaWiki would store it, by a wiki opened anew."""
    with tempfile.TemporaryDirectory() as path:
        wiki = FolderWiki(path)
        try:
            page = wiki.save(wiki.read(title), text, summary="")
        except TitleError:
            return
        again = FolderWiki(path)
        assert again.read(title) == page
        assert page.text == as_stored(text)
        assert again.titles() == (page.title,) == (normalise(title),)


@given(TEXTS)
def test_storing_twice_is_storing_once(text: str) -> None:
    """What MediaWiki would store of a stored text is that text."""
    assert as_stored(as_stored(text)) == as_stored(text)


STEPS = st.lists(
    st.tuples(st.sampled_from(["read", "save", "hand", "remove"]), st.integers(0, 1), st.sampled_from("AB")),
    max_size=14,
)


@settings(max_examples=80)
@given(STEPS)
def test_two_writers(steps: list[tuple[str, int, str]]) -> None:
    """A save succeeds exactly if nothing was saved since that writer read, whatever the order."""
    with tempfile.TemporaryDirectory() as path:
        wikis = (FolderWiki(path), FolderWiki(path))
        file = Path(path, "P.wiki")
        read = [wikis[0].read("P"), wikis[1].read("P")]
        seen = [0, 0]  # the number of changes each writer knows of
        changes = 0
        for step, writer, text in steps:
            now = file.read_text().strip() if file.exists() else None
            if step == "read":
                read[writer], seen[writer] = wikis[writer].read("P"), changes
            elif step == "save":
                try:
                    read[writer] = wikis[writer].save(read[writer], text, summary="")
                except EditConflictError:
                    assert seen[writer] != changes
                    assert (file.read_text().strip() if file.exists() else None) == now
                else:
                    assert seen[writer] == changes
                    changes += now != text
                    seen[writer] = changes
            elif step == "hand" and now != text:
                file.write_text(text)
                wikis[0].read("P")
                changes += 1
            elif step == "remove" and now is not None:
                file.unlink()
                wikis[0].read("P")
                changes += 1
            if not file.exists():
                # A missing page is the same missing page to all who saw it missing.
                seen = [changes if not page.exists else count for page, count in zip(read, seen, strict=True)]


_WRITER = """
import sys
from glambot.errors import EditConflictError
from glambot.wiki.folder import FolderWiki
wiki = FolderWiki(sys.argv[1])
page = wiki.read("P")
print("read", flush=True)
sys.stdin.readline()
try:
    wiki.save(page, sys.argv[2], summary="")
    print("saved")
except EditConflictError:
    print("conflict")
"""


def test_a_race_of_processes(tmp_path: Path) -> None:
    """Of four processes that read a page and then save it at once exactly one wins."""
    (tmp_path / "P.wiki").write_text("base")
    writers = [
        subprocess.Popen(  # noqa: S603  # this interpreter, on a text in this file
            [sys.executable, "-c", _WRITER, str(tmp_path), f"text {number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for number in range(4)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "read\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    results = [writer.communicate(timeout=60)[0].strip() for writer in writers]
    assert sorted(results) == ["conflict", "conflict", "conflict", "saved"]
    assert FolderWiki(tmp_path).read("P").text == f"text {results.index('saved')}"


_KILLED = """
import os, signal, sys
from glambot.wiki.folder import FolderWiki
wiki = FolderWiki(sys.argv[1])
page = wiki.read("P")
step, number, calls = sys.argv[2], int(sys.argv[3]), 0
real = getattr(os, step)
def count(*args, **options):
    global calls
    calls += 1
    if calls == number:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **options)
setattr(os, step, count)
wiki.save(page, "new", summary="")
"""


def test_a_killed_process(tmp_path: Path) -> None:
    """A process killed outright in the middle of a save leaves no lock, and the old or the new page."""
    found = set()
    for step, number in (("fsync", 3), ("replace", 1), ("replace", 2)):
        path = tmp_path / f"{step}{number}"
        path.mkdir()
        FolderWiki(path).save(FolderWiki(path).read("P"), "old", summary="")
        run = subprocess.run(  # noqa: S603  # this interpreter, on a text in this file
            [sys.executable, "-c", _KILLED, str(path), step, str(number)],
            cwd=Path(__file__).parents[2],
            check=False,
        )
        assert run.returncode == -9
        wiki = FolderWiki(path)
        page = wiki.read("P")
        found.add(page.text)
        assert (wiki.last_by("P", "glambot") or page).text == page.text
        wiki.save(page, "newest", summary="")
        assert [entry.name for entry in path.iterdir() if entry.name != ".glambot"] == ["P.wiki"]
    assert found == {"old", "new"}
