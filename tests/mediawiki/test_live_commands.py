"""The command as an operator starts it: by environment variables, and through pywikibot's own ``pwb``."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mediawiki.install import ADMIN, BOT, BOT_APP, BOT_PASSWORD
from tests.mediawiki.test_rounds import BEGIN, END, submission
from tests.mediawiki.wiki import MediaWiki

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 100


@pytest.fixture
def wiki(fresh_mediawiki: MediaWiki) -> MediaWiki:
    """An empty wiki with one submission and a table set up."""
    fresh_mediawiki.save("Conf/Barn", submission("Barn", "Ann Example", "Bob Example"))
    fresh_mediawiki.save("Conf/Review", f"{BEGIN}\n{END}", ADMIN)
    return fresh_mediawiki


def run(folder: Path, *command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a command in a folder with almost nothing of this process's environment."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LC_ALL", "COVERAGE_FILE")}
    home = folder / "home"
    home.mkdir(exist_ok=True)
    return subprocess.run(  # noqa: S603 - the commands below
        command,
        cwd=folder,
        env=kept | {"HOME": str(home), "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


def account(wiki: MediaWiki) -> dict[str, str]:
    """Return the environment that names the wiki and the bot's account."""
    return {
        "GLAMBOT_WIKI": wiki.api_url,
        "GLAMBOT_USER": f"{BOT.name}@{BOT_APP}",
        "GLAMBOT_PASSWORD": BOT_PASSWORD,
    }


def test_by_environment(wiki: MediaWiki, tmp_path: Path) -> None:
    """With the account in the environment the table is made; no secret is printed, no file left about."""
    done = run(tmp_path, sys.executable, "-m", "glambot", "review", "--log", "json", **account(wiki))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"1 table on {wiki.api_url.split('/')[2]}.")
    assert "| [[:Conf/Barn|Barn]]\n| 2\n" in (wiki.text("Conf/Review") or "")
    assert '"level": "info", "page": "Conf/Review"' in done.stderr
    assert BOT_PASSWORD not in done.stdout + done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert [path.name for path in (tmp_path / "home").iterdir()] == [".cache"]


def test_dry_run_needs_no_account(wiki: MediaWiki, tmp_path: Path) -> None:
    """A dry run logs in nowhere, saves nothing, and ends with exit code 3."""
    command = (sys.executable, "-m", "glambot", "review", "--wiki", wiki.api_url, "--dry-run")
    done = run(tmp_path, *command)
    assert done.returncode == 3
    assert "+| [[:Conf/Barn|Barn]]" in done.stdout
    assert wiki.text("Conf/Review") == f"{BEGIN}\n{END}"


def test_wrong_password(wiki: MediaWiki, tmp_path: Path) -> None:
    """A wrong password is told in a sentence, with exit code 1, and nobody is asked for another."""
    wrong = account(wiki) | {"GLAMBOT_PASSWORD": "x" * 32}
    done = run(tmp_path, sys.executable, "-m", "glambot", "review", **wrong)
    assert done.returncode == 1
    assert "does not let BotUser@glam in" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_account(tmp_path: Path) -> None:
    """Without an account and without pywikibot's configuration the error says what to set."""
    done = run(tmp_path, sys.executable, "-m", "glambot", "review", "--wiki", "meta:meta")
    assert done.returncode == 1
    assert "set GLAMBOT_USER and GLAMBOT_PASSWORD" in done.stderr


def user_config(wiki: MediaWiki, folder: Path) -> None:
    """Write the configuration that pywikibot wants, as user-config.py.example explains."""
    (folder / "user-password.py").write_text(f"({BOT.name!r}, BotPassword({BOT_APP!r}, {BOT_PASSWORD!r}))\n")
    (folder / "user-password.py").chmod(0o600)
    (folder / "user-config.py").write_text(
        f"family_files['testmeta'] = {wiki.api_url!r}\n"
        "family = mylang = 'testmeta'\n"
        f"usernames['testmeta']['testmeta'] = {BOT.name!r}\n"
        "password_file = 'user-password.py'\n"
        "put_throttle = 0\n"
        "user_script_paths = ['scripts']\n"
    )
    (folder / "user-config.py").chmod(0o600)
    (folder / "scripts").symlink_to(ROOT / "scripts")


def test_through_pwb(wiki: MediaWiki, tmp_path: Path) -> None:
    """``pwb glambot_review`` takes pywikibot's options: simulated it saves nothing, else it does."""
    user_config(wiki, tmp_path)
    pwb = str(Path(sys.executable).with_name("pwb"))
    done = run(tmp_path, pwb, "glambot_review", "-simulate")
    assert (done.returncode, wiki.text("Conf/Review")) == (3, f"{BEGIN}\n{END}"), done.stderr
    done = run(tmp_path, pwb, "glambot_review", f"-user:{BOT.name}", "--log", "plain")
    assert done.returncode == 0, done.stderr
    assert "| [[:Conf/Barn|Barn]]\n| 2\n" in (wiki.text("Conf/Review") or "")
    done = run(tmp_path, pwb, "glambot_review", "-site:testmeta:testmeta", "--page", "Conf/Review")
    assert "up to date" in done.stdout


def test_user_config_with_glambot(wiki: MediaWiki, tmp_path: Path) -> None:
    """``glambot review --wiki family:code`` uses a user-config.py where no account is in the environment."""
    user_config(wiki, tmp_path)
    done = run(tmp_path, sys.executable, "-m", "glambot", "review", "--wiki", "testmeta:testmeta")
    assert done.returncode == 0, done.stderr
    assert "| [[:Conf/Barn|Barn]]\n| 2\n" in (wiki.text("Conf/Review") or "")
