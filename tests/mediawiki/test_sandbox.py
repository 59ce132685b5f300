"""The sandbox starts in the background, lets the bot run by the commands it prints, and leaves no trace."""

import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from glambot.console import DONE, ERROR, WOULD_CHANGE
from tests.mediawiki.client import Client
from tests.mediawiki.fixtures import need
from tests.mediawiki.install import why_not_installable
from tests.mediawiki.sandbox import ROOT, TABLE

pytestmark = [pytest.mark.mediawiki, pytest.mark.timeout(300)]


def _run(command: Sequence[str], more: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - this Python, or what the sandbox printed
        command,
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", **(more or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=250,
        check=False,
    )


def _sandbox(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    glambot = shlex.join([sys.executable, "-m", "glambot"])
    module = [sys.executable, "-m", "tests.mediawiki.sandbox", "--folder", str(folder), "--command", glambot]
    return _run([*module, *arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for a sandbox, which is ended after the test."""
    need(why_not_installable())
    yield tmp_path / "sandbox"
    _sandbox(tmp_path / "sandbox", "stop")


def test_the_sandbox_serves_the_bot(folder: Path, tmp_path: Path) -> None:
    """The commands it prints make the table, only with an account; no second one starts; stop ends it."""
    started = _sandbox(folder, "--background")
    assert started.returncode == 0, started.stderr
    (url,) = re.findall(r"^The wiki is at (\S+)/wiki/", started.stdout, re.MULTILINE)
    (exported,) = re.findall(r"^  export (.+)$", started.stdout, re.MULTILINE)
    account = dict(word.split("=", 1) for word in shlex.split(exported))
    commands = [shlex.split(line) for line in re.findall(r"^  (.+ review .+)$", started.stdout, re.MULTILINE)]
    home = {**account, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    client = Client(int(url.rpartition(":")[2]))
    assert "data-glambot" not in (client.text(TABLE) or "data-glambot")

    dry, real = (_run(command, home) for command in commands)
    assert (dry.returncode, real.returncode) == (WOULD_CHANGE, DONE), dry.stderr + real.stderr
    assert (client.text(TABLE) or "").count("\n|- data-glambot=") >= 20
    assert f"[[:{TABLE}" in (client.text("User:BotUser/Status") or "")

    nobody = _run(commands[1], {"HOME": str(tmp_path)})
    assert nobody.returncode == ERROR
    assert "set GLAMBOT_USER and GLAMBOT_PASSWORD" in nobody.stderr

    again = _sandbox(folder, "--background")
    assert again.returncode == 1
    assert "runs already" in again.stderr
    assert url in again.stderr

    stopped = _sandbox(folder, "stop")
    assert (stopped.returncode, stopped.stdout) == (0, "The sandbox has ended.\n")
    with pytest.raises(ConnectionRefusedError):
        client.text(TABLE)
    assert sorted(path.name for path in folder.iterdir()) == ["lock", "log"]


def test_nothing_to_stop(folder: Path) -> None:
    """Where no sandbox runs, stop says so."""
    done = _sandbox(folder, "stop")
    assert (done.returncode, done.stdout) == (0, "No sandbox runs.\n")


def test_a_port_in_use_is_told(folder: Path) -> None:
    """A start that fails says why, and leaves nothing running."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        taken.bind(("127.0.0.1", 0))
        done = _sandbox(folder, "--background", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "It did not start" in done.stderr
    assert _sandbox(folder, "stop").stdout == "No sandbox runs.\n"
