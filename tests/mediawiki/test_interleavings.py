"""People and the bot edit one page at once: nothing is lost, whatever comes between."""

from typing import Any

import pytest

from glambot.wiki import asking, saving
from tests.mediawiki.interleavings import play
from tests.mediawiki.wiki import MediaWiki

RUNS = 100
SEED = 20181103


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits between tries."""
    from glambot.wiki import connect  # noqa: PLC0415 - patched here

    monkeypatch.setattr(connect, "_FIRST_WAIT", 0)
    monkeypatch.setattr(connect, "_LONGEST_WAIT", 0)


@pytest.mark.timeout(600)
def test_nothing_is_lost(mediawiki: MediaWiki, capsys: pytest.CaptureFixture[str]) -> None:
    """In each of many random interleavings all that people typed stays, and the table is right at the end."""
    played = play(mediawiki, RUNS, SEED)
    with capsys.disabled():
        print(f"\n{played.counts['interleavings']} interleavings, {len(played.wrong)} wrong")
    assert played.wrong == []
    assert played.counts["interleavings"] == RUNS
    assert played.counts["the bot: saved"] > RUNS // 5


def test_a_careless_bot_is_caught(mediawiki: MediaWiki, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that saves as pywikibot does by default loses words here, so the check above can fail."""
    tell = asking.tell

    def careless(site: Any, **parameters: Any) -> dict[str, Any]:
        if parameters.get("action") == "edit":
            parameters.pop("baserevid", None)
        return tell(site, **parameters)

    monkeypatch.setattr(asking, "tell", careless)
    monkeypatch.setattr(saving, "tell", careless)
    # Most often the first few lose some.
    parts = (play(mediawiki, 10, SEED + part).wrong for part in range(4))
    assert any("the bot lost" in sentence for wrong in parts for sentence in wrong)
