"""The harness itself: what the tests of the bot may rely on."""

import http.client
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import pytest_socket

from tests.mediawiki.client import ApiError, Client, Traces
from tests.mediawiki.install import (
    ACCOUNTS,
    ADMIN,
    BOT,
    BOT_APP,
    BOT_PASSWORD,
    PLACE_VARIABLE,
    SECOND_REVIEWER,
    Account,
    InstallError,
    install,
)
from tests.mediawiki.rendered import read
from tests.mediawiki.server import free_port
from tests.mediawiki.wiki import MediaWiki

_ROOT = Path(__file__).resolve().parents[2]

_BUSY_PAGE = (
    "[[Category:Talks]] [[Talk one|x]] {{Note}} [[de:Vortrag]] [[m:Talks]] [https://x.example y]"
    " [[File:Map.png]] __NOINDEX__"
)


def test_a_saved_page_is_in_its_category_at_once(fresh_mediawiki: MediaWiki) -> None:
    """A page saved with a category is found by the category's list right after."""
    fresh_mediawiki.save("Talk one", "''Hello'' [[Category:Example talks]]")
    answer = fresh_mediawiki.session(ADMIN).api(
        action="query", list="categorymembers", cmtitle="Category:Example talks"
    )
    assert [member["title"] for member in answer["query"]["categorymembers"]] == ["Talk one"]
    assert fresh_mediawiki.traces("Talk one") == Traces(categories=frozenset({"Category:Example talks"}))


def test_a_signature_is_expanded_when_saved(mediawiki: MediaWiki) -> None:
    """Four tildes become the name of the account that saved, and a time in UTC."""
    mediawiki.save("Signed page", "# ~~~~", SECOND_REVIEWER)
    text = mediawiki.text("Signed page") or ""
    assert text.startswith("# [[User:Second reviewer|Second reviewer]] ([[User talk:Second reviewer|talk]]) ")
    assert text.endswith(" (UTC)")


def test_a_reset_forgets_pages_and_sessions(fresh_mediawiki: MediaWiki) -> None:
    """After a reset a page is gone, its number of revision comes again, and saving works."""
    first = fresh_mediawiki.save("Passing page", "one")
    old_session = fresh_mediawiki.session(ADMIN)
    fresh_mediawiki.reset()
    assert fresh_mediawiki.text("Passing page") is None
    with pytest.raises(ApiError, match=r"assertnameduserfailed|assertuserfailed|badtoken"):
        old_session.save("Passing page", "from a session that is over")
    assert fresh_mediawiki.save("Passing page", "two") == first
    assert fresh_mediawiki.text("Passing page") == "two"


def test_saving_the_same_text_again_makes_no_revision(mediawiki: MediaWiki) -> None:
    """An edit that changes nothing returns the revision that stands."""
    first = mediawiki.save("Same page", "one")
    assert mediawiki.save("Same page", "one") == first
    assert mediawiki.save("Same page", "two") > first


def test_traces_name_everything_a_page_does(mediawiki: MediaWiki) -> None:
    """Category, link, template, language and interwiki link, address, file and switch are all seen."""
    mediawiki.save("Busy page", _BUSY_PAGE)
    acting = mediawiki.traces("Busy page").acting
    assert "Category:Talks" in acting["categories"]
    assert "Talk one" in acting["links"]
    assert acting["templates"] == ["Template:Note"]
    assert acting["langlinks"] == ["de:Vortrag"]
    assert acting["iwlinks"] == ["m:Talks"]
    assert [address.rstrip("/") for address in acting["extlinks"]] == ["https://x.example"]
    assert acting["images"] == ["File:Map.png"]
    assert "noindex" in acting["properties"]


def test_a_redirect_is_seen(mediawiki: MediaWiki) -> None:
    """A page that redirects says so among its traces."""
    mediawiki.save("Old name", "#REDIRECT [[New name]]")
    assert mediawiki.traces("Old name").redirect


def test_a_page_that_is_not_there_has_no_text_and_no_traces(mediawiki: MediaWiki) -> None:
    """A missing page reads as None, and asking for its traces is an error that names it."""
    assert mediawiki.text("Never written") is None
    with pytest.raises(ApiError, match="No page 'Never written'"):
        mediawiki.traces("Never written")


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("example talks/one", "Example talks/one"),
        ("category: talks", "Category:Talks"),
        ("de:Vortrag", "de:Vortrag"),
        ("a|b", None),
        ("{{a}}", None),
        ("", None),
    ],
)
def test_titles_are_normalized_by_the_wiki(mediawiki: MediaWiki, typed: str, title: str | None) -> None:
    """The wiki's own spelling of a title comes back, and None for what it cannot hold."""
    assert mediawiki.normalized(typed) == title


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
def test_each_account_can_log_in_and_save(mediawiki: MediaWiki, account: Account) -> None:
    """Every account of the harness saves under its own name."""
    title = f"Page of {account.name}"
    mediawiki.save(title, "x", account)
    answer = mediawiki.session(account).api(
        action="query", titles=title, prop="revisions", rvprop="user", rvlimit="1"
    )
    assert answer["query"]["pages"][0]["revisions"][0]["user"] == account.name


def test_a_wrong_password_is_refused(mediawiki: MediaWiki) -> None:
    """A login with a wrong password is an error, and that session cannot save."""
    client = Client(mediawiki.installation.port)
    with pytest.raises(ApiError, match="Login as Admin: FAIL"):
        client.login(Account(ADMIN.name, "not-the-password"))
    with pytest.raises(ApiError, match="Not logged in"):
        client.save("Page of nobody", "x")


def test_the_bot_password_logs_in(mediawiki: MediaWiki) -> None:
    """The bot user's bot password is accepted by action=login, as pywikibot uses it."""
    client = Client(mediawiki.installation.port)
    token = client.api(action="query", meta="tokens", type="login")["query"]["tokens"]["logintoken"]
    answer = client.api(
        action="login", lgname=f"{BOT.name}@{BOT_APP}", lgpassword=BOT_PASSWORD, lgtoken=token
    )
    assert (answer["login"]["result"], answer["login"]["lgusername"]) == ("Success", BOT.name)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/wiki/Main_Page", 200),
        ("/index.php?title=Main_Page", 200),
        ("/load.php?modules=startup&only=scripts", 200),
        ("/rest.php/v1/page/Main_Page", 200),
        ("/maintenance/install.php", 404),
        ("/index.php/../maintenance/install.php", 404),
        ("/index.php/%2e%2e/maintenance/install.php", 404),
        ("/skins/Vector/../../LocalSettings.php", 404),
        ("/resources/Resources.php", 404),
        ("/includes/Defines.php", 404),
        ("/LocalSettings.php", 404),
    ],
)
def test_only_what_a_visitor_needs_is_served(mediawiki: MediaWiki, path: str, status: int) -> None:
    """Entry points answer; maintenance scripts, settings and sources do not, dots in the path or not."""
    connection = http.client.HTTPConnection("127.0.0.1", mediawiki.installation.port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    assert answer.status == status
    assert (b"Not served" in body) == (status == 404)


_DIES = """
import os, signal
from pathlib import Path
from tests.mediawiki.install import Installation
from tests.mediawiki.server import Server
Server(Installation(Path({program!r}), Path({folder!r}), {php!r}, {port})).start()
print("answers", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_server_ends_when_the_tests_are_killed(mediawiki: MediaWiki) -> None:
    """A server whose starter was killed stops listening by itself."""
    port = free_port()
    made = mediawiki.installation
    script = _DIES.format(program=str(made.program), folder=str(made.folder), php=made.php, port=port)
    done = subprocess.run(  # noqa: S603 - this Python, on the script above
        [sys.executable, "-c", script],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stdout == "answers\n"
    deadline = time.monotonic() + 10
    while _listens(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _listens(port)


def test_a_machine_without_mediawiki_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no MediaWiki the error names the place looked at and the variable."""
    monkeypatch.setenv(PLACE_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(InstallError, match=rf"No MediaWiki in .*nowhere.*{PLACE_VARIABLE}"):
        install(tmp_path, 1)


def test_ordinary_tests_have_no_sockets() -> None:
    """A test without the markers cannot open a socket at all."""
    with pytest.raises(pytest_socket.SocketBlockedError), pytest.warns(UserWarning, match="socket"):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def test_marked_tests_reach_loopback_only(mediawiki: MediaWiki) -> None:
    """A test with the marker reaches 127.0.0.1, and no other address."""
    assert _listens(mediawiki.installation.port)
    with (
        pytest.raises(pytest_socket.SocketConnectBlockedError),
        pytest.warns(UserWarning, match="allowed"),
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other,
    ):
        other.connect(("192.0.2.1", 80))


def test_tables_are_read_from_html() -> None:
    """Rows, cells, links and what stands outside are told apart; a nested table belongs to its cell."""
    rendered = read(
        '<div><table class="t"><tbody><tr id="r"><th>A</th><td>b <a title="X">c</a>'
        "<table><tbody><tr><td>d</td></tr></tbody></table> e\n</td></tr></tbody></table> f</div>"
    )
    assert (rendered.outside_tags, rendered.outside_text) == (["div"], " f")
    (table,) = rendered.tables
    (row,) = table.rows
    assert (table.attributes, row.attributes) == ({"class": "t"}, {"id": "r"})
    assert [cell.text for cell in row.cells] == ["A", "b cd e"]
    assert row.cells[1].links == [{"title": "X"}]
    assert row.cells[1].tags == ["a", "table", "tbody", "tr", "td"]


def _listens(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
