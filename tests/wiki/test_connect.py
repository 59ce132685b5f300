"""The account comes from the environment, and a wiki is told from a folder, without any request."""

from pathlib import Path

import pytest

from glambot.errors import EditConflictError, LoginError, StoppedError, WikiError
from glambot.wiki.asking import STOPPED, error_of
from glambot.wiki.connect import Account, is_live

OAUTH = {
    f"GLAMBOT_{name}": f"{name} value"
    for name in ("CONSUMER_TOKEN", "CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")
}


def test_bot_password() -> None:
    """A bot password belongs to the account before the @; the secret is not shown."""
    account = Account.from_environment({"GLAMBOT_USER": "Example_Bot@app", "GLAMBOT_PASSWORD": "secret!"})
    assert account is not None
    assert (account.name, account.password, account.oauth) == ("Example Bot", "secret!", ())
    assert "secret!" not in repr(account)


def test_oauth() -> None:
    """Four OAuth tokens stand for a password."""
    account = Account.from_environment({"GLAMBOT_USER": "ExampleBot", **OAUTH})
    assert account is not None
    assert account.oauth == tuple(OAUTH.values())
    assert "value" not in repr(account)


def test_nobody_named() -> None:
    """Without a user there is no account in the environment."""
    assert Account.from_environment({"GLAMBOT_PASSWORD": "secret!"}) is None


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "neither GLAMBOT_PASSWORD"),
        (
            {"GLAMBOT_CONSUMER_TOKEN": "a", "GLAMBOT_ACCESS_TOKEN": "b"},
            "GLAMBOT_CONSUMER_SECRET, GLAMBOT_ACCESS",
        ),
    ],
)
def test_half_an_account(environment: dict[str, str], sentence: str) -> None:
    """A user without secrets, or with some of them, is an error that names what is missing."""
    with pytest.raises(LoginError, match=sentence):
        Account.from_environment({"GLAMBOT_USER": "ExampleBot", **environment})


@pytest.mark.parametrize(
    ("wiki", "live"),
    [
        ("meta:meta", True),
        ("wikipedia:zh-min-nan", True),
        ("https://meta.wikimedia.org/w/api.php", True),
        ("https://meta.wikimedia.org", True),
        ("pages/", False),
        ("export.xml", False),
        ("C:/pages", False),
        ("C:\\pages", False),
        ("", False),
    ],
)
def test_live_or_not(wiki: str, live: bool) -> None:
    """Names of pywikibot and addresses are live wikis, paths are not."""
    assert is_live(wiki) is live


def test_a_folder_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is called like a wiki is the folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "meta:meta").mkdir()
    assert not is_live("meta:meta")


@pytest.mark.parametrize("code", [*STOPPED, "abusefilter-something-new", "titleblacklist-custom"])
def test_stopped_codes(code: str) -> None:
    """Codes by which a wiki says no become StoppedError, with the page and the wiki's own words."""
    error = error_of(code, "The wiki's words.", "meta:meta", title="Conf/Review")
    assert isinstance(error, StoppedError)
    assert str(error).startswith("The page 'Conf/Review' on meta:meta was not saved: ")
    assert f"({code}: The wiki's words)" in str(error)


def test_other_codes() -> None:
    """Conflicts, ended sessions and all other codes have errors of their own."""
    assert isinstance(error_of("editconflict", "", "w", title="A"), EditConflictError)
    assert isinstance(error_of("assertuserfailed", "", "w"), LoginError)
    assert type(error_of("some-new-code", "", "w")) is WikiError
    assert "Show fewer columns" in str(error_of("contenttoobig", "", "w", title="A"))
