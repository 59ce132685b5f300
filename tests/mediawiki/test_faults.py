"""What a run does when something goes wrong: nothing lost, nothing doubled, never an empty table.

Each fault of ``tests/cases/faults.toml`` is played with the whole command on a real wiki.
"""

import logging
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import unified_diff
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Event

import pytest

from tests.mediawiki.events import EVENTS, Scene
from tests.mediawiki.faults import Case, Process, load, steps, tables
from tests.mediawiki.install import BOT_PASSWORD
from tests.mediawiki.proxy import Answer, Fault
from tests.mediawiki.stage import ROW, SCORES, TITLES, Stage, remove, rows, staged, submission
from tests.mediawiki.wiki import MediaWiki

GROUPS = load()
STEPS = steps()
CASES = [case for group in GROUPS for case in group.cases if isinstance(case, Case)]

AGAIN = ("session lost", "reviewer types", "reviewer moves a row")
"""What happens at each request that is struck; all else happens once."""

_QUICK = 0.8  # seconds until a request that hangs is given up


@pytest.fixture(scope="module")
def stage(mediawiki: MediaWiki, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A table that is out of date, behind a proxy."""
    with staged(mediawiki, tmp_path_factory.mktemp("state")) as stage:
        yield stage


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """The command's log ends with the test."""
    yield
    logger = logging.getLogger("glambot")
    logger.handlers.clear()
    logger.propagate = True


@pytest.fixture
def scene(stage: Stage, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    """A page of its own with the table, and its end."""
    title = "Fault table/" + " ".join(re.findall(r"[^\W_]+", request.node.name))
    stage.proxy.set(None)
    stage.set_up(title)
    with pytest.MonkeyPatch.context() as patch:
        scene = Scene(stage, title, tmp_path / "state", patch)
        try:
            yield scene
        finally:
            scene.undo.close()
            stage.proxy.set(None)
            remove(stage.wiki, title)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fault(case: Case, scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    """The run ends with the code, and leaves the table, that the file says; the next run puts it right."""
    import pywikibot  # noqa: PLC0415 - see `glambot.wiki.connect`

    stage, title = scene.stage, scene.title

    def strike() -> None:
        for name in case.events:
            if name in AGAIN or not scene.happened:
                EVENTS[name](scene)
        scene.happened = True

    stage.proxy.set(case.fault(strike))
    if case.answer.kind == "hang":
        scene.patch.setattr(pywikibot.config, "socket_timeout", (5, _QUICK))
    code = stage.run(scene.state)
    said = capsys.readouterr()
    shown = said.out + said.err
    assert stage.proxy.errors == [], shown
    assert stage.proxy.struck >= max(case.times, 1), f"the fault struck {stage.proxy.struck} times:\n{shown}"
    assert not _secrets(stage) & set(_words(shown)), f"a secret is shown:\n{shown}"
    assert BOT_PASSWORD not in shown
    assert (code, _left(scene)) == (case.code, case.left), shown
    if case.after and not code:
        assert "\n  saved\n" in said.out, f"the table was saved, and nobody is told:\n{shown}"
    scene.undo.close()
    stage.proxy.set(None)
    assert stage.bot_revisions(title) == 1 + (case.left in ("updated", "merged")), shown
    scene.patch.undo()
    assert stage.run_again(scene.state) == 0
    left = _left(scene)
    assert left == "updated", "\n".join(
        unified_diff(stage.fresh.splitlines(), left.splitlines(), lineterm="")
    )


def test_killed_between_reading_and_saving(scene: Scene) -> None:
    """A run that is killed before it saves leaves the table as it was, and no lock."""
    _killed(scene, STEPS["leave"], carried_out=False)
    assert _left(scene) == _expected("killed between reading and saving")
    _brought_up_to_date(scene)


def test_killed_after_the_save(scene: Scene) -> None:
    """A run that is killed when the wiki has saved leaves a whole table; nothing is done twice."""
    _killed(scene, STEPS["edit"], carried_out=True)
    assert _left(scene) == _expected("killed right after the save")
    _brought_up_to_date(scene)
    assert scene.stage.bot_revisions(scene.title) == 2


def test_two_runs_wait_for_each_other(scene: Scene, tmp_path: Path) -> None:
    """Of two runs with one folder the second waits, and finds nothing to do."""
    slow = Fault(STEPS["table"], Answer("pass"), meanwhile=lambda: time.sleep(1))
    _two_runs(scene, slow, [tmp_path / "state", tmp_path / "state"])
    assert _left(scene) == _expected("two runs at once on one machine")


def test_two_runs_without_a_lock(scene: Scene, tmp_path: Path) -> None:
    """Of two runs with nothing in common, both about to save, one saves and the other finds that out."""
    both = Barrier(2)
    together = Fault(STEPS["leave"], Answer("pass"), times=2, meanwhile=lambda: _meet(both))
    _two_runs(scene, together, [tmp_path / "one", tmp_path / "two"])
    assert not both.broken, "the runs did not meet"
    assert _left(scene) == _expected("two runs at once without a common lock")


def test_restored_wiki(scene: Scene, tmp_path: Path) -> None:
    """Where a wiki was restored, numbers of revisions come again with other texts: the cache notices."""
    stage, wiki = scene.stage, scene.stage.wiki
    bots, seals = TITLES[0], TITLES[-1]
    kept = {title: wiki.text(title) or "" for title in TITLES}
    with wiki.taken_back(tmp_path / "backup"):
        wiki.save(bots, submission(bots, 5))
        assert stage.run(scene.state) == 0
        assert [cells[5] for cells in rows(wiki.text(scene.title) or "").values()] == ["5", "2", "1", "3"]
    wiki.save(seals, submission(seals, 6))
    assert stage.run(scene.state) == 0
    assert [cells[5] for cells in rows(wiki.text(scene.title) or "").values()] == ["3", "2", "1", "6"]
    wiki.save(seals, kept[seals])
    _brought_up_to_date(scene)
    assert _left(scene) == _expected("the wiki was restored to an older state, and counts its revisions anew")


def test_every_process_has_a_test() -> None:
    """Each fault that needs processes is played here, and there are at least 35 faults in all."""
    with_processes = [case.name for group in GROUPS for case in group.cases if isinstance(case, Process)]
    assert len(with_processes) == 5
    assert len({case.name for case in CASES}) == len(CASES) >= 35


def test_the_document_has_the_table() -> None:
    """docs/faults.md shows the same faults, in the same words."""
    document = Path(__file__).parents[2] / "docs" / "faults.md"
    assert document.read_text("utf-8").endswith(tables(GROUPS)), f"write it anew:\n{tables(GROUPS)}"


def _killed(scene: Scene, where: Mapping[str, str], *, carried_out: bool) -> None:
    reached = Event()
    scene.stage.proxy.set(Fault(where, Answer("hang"), carried_out=carried_out, meanwhile=reached.set))
    running = scene.stage.start(scene.state)
    came = reached.wait(30)
    running.kill()
    said, _ = running.communicate(timeout=30)
    assert (running.returncode, came) == (-9, True), said
    scene.stage.proxy.set(None)


def _two_runs(scene: Scene, fault: Fault, folders: Sequence[Path]) -> None:
    scene.stage.proxy.set(fault)
    runs = [scene.stage.start(folder) for folder in folders]
    said = [run.communicate(timeout=30)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert scene.stage.bot_revisions(scene.title) == 2, said
    scene.stage.proxy.set(None)
    _brought_up_to_date(scene)


def _meet(both: Barrier) -> None:
    with suppress(BrokenBarrierError):
        both.wait(15)


def _brought_up_to_date(scene: Scene) -> None:
    assert scene.stage.run_again(scene.state) == 0
    assert _left(scene) == "updated"


def _expected(name: str) -> str:
    (found,) = (case for group in GROUPS for case in group.cases if case.name == name)
    return found.left


def _left(scene: Scene) -> str:
    """Return in which state the table is; what people typed must be there in each."""
    text = scene.stage.wiki.text(scene.title)
    if text is None:
        return "deleted"
    assert "glambot-message" not in text, f"a mistake is told where there is none:\n{text}"
    for typed in scene.typed[-1:]:
        assert text.count(typed) == 1
        text = text.replace(f" {typed}", "")
    found = rows(text)
    assert sorted(found) == list(TITLES), text
    assert [found[title][-1] for title in TITLES] == list(SCORES)
    for name, expected in (("updated", scene.stage.fresh), ("unchanged", scene.stage.scored)):
        if _sorted(text) == _sorted(expected):
            return name
    others = [cells[5] for title, cells in found.items() if title != TITLES[0]]
    return "merged" if others == ["2", "1", "3"] and "glambot-vanished" in text else text


def _sorted(text: str) -> str:
    """Return a text with its rows in the order of their pages: people may move rows."""
    text = "\n".join(line.rstrip() for line in text.splitlines())
    found = [match[0] for match in ROW.finditer(text)]
    return text.replace("".join(found), "".join(sorted(found)))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w+\\%]+", text)


def _secrets(stage: Stage) -> set[str]:
    """Return the passwords, tokens and cookies of a run."""
    from pywikibot.comms import http  # noqa: PLC0415 - see `glambot.wiki.connect`

    sent = {
        word
        for request in stage.proxy.seen
        for name in ("token", "lgtoken", "lgpassword")
        for word in _words(request.get(name, ""))
    }
    return {word for word in sent | {str(cookie.value) for cookie in http.cookie_jar} if len(word) > 9}
