"""The bot on the tests' wiki: pywikibot in this process, logged in with the bot password.

Example:
    >>> ACCOUNT.name
    'BotUser'
"""

import logging
from contextlib import suppress
from pathlib import Path

import pytest

from glambot.wiki import connect as connecting
from glambot.wiki.connect import Account, connect
from glambot.wiki.live import LiveWiki
from tests.mediawiki.install import BOT, BOT_APP, BOT_PASSWORD
from tests.mediawiki.wiki import MediaWiki

ACCOUNT = Account(f"{BOT.name}@{BOT_APP}", BOT_PASSWORD, contact="tests")
STOP = f"User:{BOT.name}/Stop"
STATUS = f"User:{BOT.name}/Status"


def forget() -> None:
    """Let pywikibot forget all sites, sessions and cookies, as a new process would."""
    with suppress(ImportError):
        import pywikibot  # noqa: PLC0415 - the fixture decides when
        from pywikibot.comms import http  # noqa: PLC0415 - as above

        pywikibot._sites.clear()
        http.session.cookies.clear()
        http.cookie_jar.clear()


def live_wiki(address: str, state: Path | None = None, *, stop_page: str = STOP) -> LiveWiki:
    """Return the wiki as the bot sees it, in a new session; no waiting between edits."""
    forget()
    import pywikibot  # noqa: PLC0415 - see `glambot.wiki.connect`

    pywikibot.config.put_throttle = 0
    pywikibot.config.minthrottle = 0
    pywikibot.config.maxthrottle = 1
    return LiveWiki(connect(address, ACCOUNT), state=state, stop_page=stop_page)


@pytest.fixture
def bot(mediawiki: MediaWiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LiveWiki:
    """The bot in a session of its own, with an empty cache and short waits."""
    for name, seconds in (("_RETRIES", 2), ("_FIRST_WAIT", 0), ("_LONGEST_WAIT", 0)):
        monkeypatch.setattr(connecting, name, seconds)
    logging.getLogger("glambot").propagate = True
    monkeypatch.setenv("PYWIKIBOT_NO_USER_CONFIG", "2")
    return live_wiki(mediawiki.api_url, tmp_path / "state")
