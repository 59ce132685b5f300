"""The fixtures `mediawiki`, `fresh_mediawiki` and `browser`, and what they need from pytest.

`tests/conftest.py` brings them to every test. A test that uses one gets its marker, and the way to
127.0.0.1 and to nothing else. Where the machine lacks the program the test is skipped; with ``CI=true``
in the environment it fails.

Example:
    >>> MARKER_OF["fresh_mediawiki"]
    'mediawiki'
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.mediawiki.browser import Browser, why_no_browser
from tests.mediawiki.install import why_not_installable
from tests.mediawiki.wiki import MediaWiki

MARKER_OF = {
    "mediawiki": "mediawiki",
    "bot": "mediawiki",
    "fresh_mediawiki": "mediawiki",
    "browser": "browser",
}
"""The marker that goes with each fixture."""

_LOOPBACK = ["127.0.0.1"]


def in_ci() -> bool:
    """Return whether ``CI=true`` is set, i.e. no test may be skipped."""
    return os.environ.get("CI", "").lower() == "true"


def mark(items: Iterable[pytest.Item]) -> None:
    """Give each test the markers of the fixtures it uses, and marked tests the way to loopback."""
    for item in items:
        names = {MARKER_OF[name] for name in getattr(item, "fixturenames", ()) if name in MARKER_OF}
        for name in sorted(names):
            item.add_marker(name)
        if any(item.get_closest_marker(name) for name in MARKER_OF.values()):
            item.add_marker(pytest.mark.allow_hosts(_LOOPBACK))


@pytest.fixture(scope="session")
def mediawiki() -> Iterator[MediaWiki]:
    """A wiki shared by all tests of the run: other tests' pages may be there. Use titles of your own."""
    need(why_not_installable())
    with tempfile.TemporaryDirectory(prefix="glambot-wiki-", ignore_cleanup_errors=True) as folder:
        wiki = MediaWiki.create(Path(folder))
        try:
            yield wiki
        finally:
            wiki.stop()


@pytest.fixture
def fresh_mediawiki(mediawiki: MediaWiki) -> MediaWiki:
    """The same wiki, made empty again for this test (about a second)."""
    mediawiki.reset()
    return mediawiki


@pytest.fixture(scope="session")
def browser() -> Browser:
    """Headless Chromium."""
    need(why_no_browser())
    return Browser.find()


def need(lack: str | None) -> None:
    """Skip the test if the machine lacks something, or fail it with CI=true."""
    if lack is None:
        return
    if in_ci():
        pytest.fail(f"{lack} With CI=true in the environment this test must run.", pytrace=False)
    pytest.skip(lack)
