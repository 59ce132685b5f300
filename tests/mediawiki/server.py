"""Serve an installed wiki on 127.0.0.1, and leave no process behind.

PHP's own web server starts workers. They and a small shell share one process group; the shell ends
the group as soon as the pipe from the tests closes, i.e. also when the tests are killed.

Example:
    >>> wiki = Installation(Path("/usr/share/mediawiki"), Path("wiki"), php="php", port=8080)
    >>> Server(wiki).stop()  # nothing runs yet, so there is nothing to end
"""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.mediawiki.install import Installation

_ROUTER = Path(__file__).with_name("router.php")
_WORKERS = "4"
_START_SECONDS = 60
_END_SECONDS = 10
_PAUSE = 0.02

# Whichever ends first, the server or the pipe on standard input, the whole group goes.
_GUARD = 'exec 3<&0; { read -r _ <&3; kill -s KILL -- "-$$"; } & "$@" 3<&- </dev/null; kill -s KILL -- "-$$"'


class ServerError(Exception):
    """The web server did not start or did not end; the text shows what it wrote."""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return int(port)


class Server:
    """The web server of one wiki; can be started and stopped again and again, on the same port."""

    def __init__(self, wiki: Installation) -> None:
        self._wiki = wiki
        self._log = wiki.folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and return when the wiki answers.

        Raises:
            ServerError: It ended at once, or did not answer within a minute.
        """
        if self._process is not None:
            raise ServerError(f"The server on port {self._wiki.port} runs already; stop it first.")
        environment = self._wiki.environment() | {"PHP_CLI_SERVER_WORKERS": _WORKERS}
        command = [self._wiki.php, "-S", f"127.0.0.1:{self._wiki.port}", "-t", str(self._wiki.program)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the command is written above
                [shutil.which("sh") or "/bin/sh", "-c", _GUARD, "guard", *command, str(_ROUTER)],
                cwd=self._wiki.program,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._await_answer(self._process)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server and all its workers; return when the port is free; nothing to do if none runs.

        Raises:
            ServerError: Something still listens on the port.
        """
        process, self._process = self._process, None
        if process is None:
            return
        # No request is under way: the tests wait for each answer. So nothing is cut off by force.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=_END_SECONDS)
        if process.stdin is not None:
            process.stdin.close()
        deadline = time.monotonic() + _END_SECONDS
        while _listens(self._wiki.port):
            if time.monotonic() > deadline:
                raise ServerError(f"Port {self._wiki.port} is still in use {_END_SECONDS} s after the end.")
            time.sleep(_PAUSE)

    def _await_answer(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + _START_SECONDS
        answer = "no answer"
        while time.monotonic() < deadline:
            if process.poll() is not None:
                answer = f"it ended with code {process.returncode}"
                break
            try:
                answer = _status(self._wiki.port)
            except OSError:
                time.sleep(_PAUSE)
                continue
            if answer == "200":
                return
            break
        log = self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise ServerError(f"MediaWiki did not start on port {self._wiki.port}: {answer}. It wrote:\n{log}")


def _status(port: int) -> str:
    """Return ``200``, or the status and text of an answer that is no success."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START_SECONDS)
    try:
        connection.request("GET", "/api.php?action=query&meta=siteinfo&format=json")
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    return "200" if answer.status == 200 else f"{answer.status} {body[:500]!r}"


def _listens(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
