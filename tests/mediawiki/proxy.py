"""A proxy in front of the tests' wiki that spoils chosen requests or their answers.

A fault says which requests it strikes (by their parameters, and from the how manieth on how often) and
what becomes of them: the wiki may see a request first and its answer be lost, or never see it at all.
All else goes through as it is, cookies included; the addresses in the wiki's answers stay its own.

Example:
    >>> lost = Fault({"action": "edit"}, Answer("status", status=503), times=1, carried_out=True)
    >>> [lost.strikes({"action": "edit"}, number) for number in (1, 2)]
    [True, False]
"""

import http.client
import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl

_SECONDS = 30
_HOPS = ("connection", "keep-alive", "transfer-encoding", "content-length", "host", "accept-encoding")
_PAGE = (
    "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Something is wrong</h1></body></html>"
)

Parameters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes in place of the wiki's answer.

    Attributes:
        kind: ``status`` (a page of HTML with that status), ``json`` (`body` as it stands), ``truncated``
            (half of the wiki's answer), ``without`` (the wiki's answer without the keys on the way
            `body`, such as ``query.pages.*.title``), ``close`` (the connection ends), ``hang`` (no answer
            comes), ``counting`` (`body` with the number of the struck request for ``{number}``), ``echo`` (an
            error that repeats the request), ``pass`` (the wiki's answer).
        status: the HTTP status.
        body: see `kind`.
        headers: further headers.
    """

    kind: str
    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """Which requests are struck, and how.

    Attributes:
        where: what the request's parameters must be: regular expressions for whole values; "" if it
            must not be there.
        answer: what comes instead.
        first: the number of the first one struck of the requests that fit, from 1.
        times: how many are struck; 0 for all from there on.
        carried_out: whether the wiki sees a struck request.
        meanwhile: what happens when a request is struck; after the wiki has carried it out, if it does.
    """

    where: Parameters
    answer: Answer
    first: int = 1
    times: int = 1
    carried_out: bool = False
    meanwhile: Callable[[], None] | None = None

    def fits(self, parameters: Parameters) -> bool:
        """Return whether a request is one of those the fault is for."""
        return all(
            re.fullmatch(pattern, parameters.get(name, ""), re.DOTALL) for name, pattern in self.where.items()
        )

    def strikes(self, parameters: Parameters, number: int) -> bool:
        """Return whether a request is struck that would be the `number`th that fits."""
        last = self.first + self.times - 1 if self.times else number
        return self.fits(parameters) and self.first <= number <= last


class Proxy:
    """The proxy on a port of its own: use it as a context manager, set `fault` whenever you like.

    Attributes:
        seen: the parameters of the requests that came, in order.
        struck: how many of them were.
        errors: what went wrong in the proxy itself; the tests' own fault.
    """

    def __init__(self, port: int) -> None:
        self.seen: list[dict[str, str]] = []
        self.struck = 0
        self.errors: list[BaseException] = []
        self._fault: Fault | None = None
        self._fitting = 0
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._server = _Server(self, port)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def api_url(self) -> str:
        """The address of api.php."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/api.php"

    def set(self, fault: Fault | None) -> None:
        """Spoil requests from now on as `fault` says; none for None."""
        with self._lock:
            self._released.set()  # who still hangs from an earlier fault need not any more
            self._released = threading.Event()
            self._fault, self._fitting, self.struck = fault, 0, 0
            self.seen.clear()
            self.errors.clear()

    def judge(self, parameters: dict[str, str]) -> Fault | None:
        """Note a request; return the fault if it strikes it."""
        with self._lock:
            self.seen.append(parameters)
            fault = self._fault
            if fault is None or not fault.fits(parameters):
                return None
            self._fitting += 1
            if not fault.strikes(parameters, self._fitting):
                return None
            self.struck += 1
            return fault

    def hang(self) -> None:
        """Wait until another fault is set."""
        self._released.wait(_SECONDS)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    """The server; each connection has a thread that ends with the tests."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, proxy: Proxy, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.proxy = proxy
        self.port = port

    def handle_error(self, *_: object) -> None:
        """Say nothing: who waited may have gone, which is what the faults are about."""


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and content in one packet: else each answer waits for an acknowledgement
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        """Forward a request, or spoil it."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = self.path.partition("?")[2] + "&" + body.decode("utf-8", "replace")
        parameters = dict(parse_qsl(asked, keep_blank_values=True))
        fault = self.server.proxy.judge(parameters)
        if fault is None:
            self._give(*self._forward(body))
            return
        kind, happens = fault.answer.kind, fault.meanwhile or _nothing
        if not fault.carried_out:
            self._let(happens)
        status, headers, content = (
            self._forward(body)
            if fault.carried_out or kind in ("pass", "truncated", "without")
            else (fault.answer.status, {}, b"")
        )
        if fault.carried_out:
            self._let(happens)
        if kind == "hang":
            self.server.proxy.hang()
        if kind in ("hang", "close"):
            self.close_connection = True
            return
        if kind != "pass":
            headers["Content-Type"] = "text/html" if kind == "status" else "application/json; charset=utf-8"
            status = fault.answer.status
            content = _spoilt(fault.answer, content, asked, self.server.proxy.struck)
        self._give(status, headers | dict(fault.answer.headers), content)

    do_GET = do_POST  # noqa: N815 - the name that http.server asks for

    def log_message(self, *_: object) -> None:
        """Write no log."""

    def _let(self, happen: Callable[[], None]) -> None:
        try:
            happen()
        except BaseException as error:
            self.server.proxy.errors.append(error)
            raise

    def _forward(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=_SECONDS)
        kept = {name: value for name, value in self.headers.items() if name.lower() not in _HOPS}
        try:
            connection.request(self.command, self.path, body=body or None, headers=kept)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        # Several cookies come in as many headers; nothing else does.
        cookies = answer.headers.get_all("Set-Cookie", [])
        headers = {name: value for name, value in answer.headers.items() if name.lower() not in _HOPS}
        headers["Set-Cookie"] = "\n".join(cookies)
        return answer.status, headers, content

    def _give(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            for line in value.splitlines():
                self.send_header(name, line)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _nothing() -> None:
    """Happen not."""


def _drop(part: Any, way: Sequence[str]) -> None:
    key, rest = way[0], way[1:]
    if key == "*":
        for item in part:
            _drop(item, rest)
    elif rest:
        _drop(part.get(key, {}), rest)
    else:
        part.pop(key, None)


def _spoilt(answer: Answer, content: bytes, asked: str, number: int) -> bytes:
    if answer.kind == "status":
        return (answer.body or _PAGE).encode()
    if answer.kind == "truncated":
        return content[: len(content) // 2]
    if answer.kind == "echo":
        return json.dumps({"error": {"code": "unknown_action", "info": f"What is {asked}?"}}).encode()
    if answer.kind == "without":
        found = json.loads(content)
        _drop(found, answer.body.split("."))
        return json.dumps(found).encode()
    if answer.kind == "counting":
        return answer.body.replace("{number}", str(number)).encode()
    return answer.body.encode()
