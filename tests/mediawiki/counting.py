"""Count what goes to a wiki and comes back, on the way: whoever uses this address is counted alike.

PHP's web server closes each connection after one answer, so a connection is a request. The bytes are
those on the wire, with headers and as compressed as the two sides agreed to.

Example:
    >>> Traffic(requests=4, sent=1_000) - Traffic(requests=1, sent=300)
    Traffic(requests=3, sent=700, received=0, edits=0)
"""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

_SECONDS = 120
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Traffic:
    """Requests, bytes in both directions, and how many of the requests were edits."""

    requests: int = 0
    sent: int = 0
    received: int = 0
    edits: int = 0

    def __sub__(self, other: "Traffic") -> "Traffic":
        return Traffic(
            self.requests - other.requests,
            self.sent - other.sent,
            self.received - other.received,
            self.edits - other.edits,
        )


class Counter:
    """Another address of a wiki on 127.0.0.1, where each request is counted and handed on.

    Attributes:
        port: the port of that address.
        seen: the parameters of the API of each request, in the order they came, for people to look at.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._lock = threading.Lock()
        self._traffic = Traffic()
        self.seen: list[dict[str, str]] = []
        counter = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = _SECONDS

            def handle(self) -> None:
                request = _read_request(self)
                if request:
                    counter._hand_on(request, self.connection)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])

    @property
    def traffic(self) -> Traffic:
        """What has been counted until now."""
        with self._lock:
            return self._traffic

    @contextlib.contextmanager
    def running(self) -> Iterator["Counter"]:
        """Count until the block ends."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def _hand_on(self, request: bytes, answer: socket.socket) -> None:
        received = 0
        with socket.create_connection(("127.0.0.1", self._to), timeout=_SECONDS) as wiki:
            wiki.sendall(request)
            while block := wiki.recv(_BLOCK):
                received += len(block)
                answer.sendall(block)
        parameters = _parameters(request)
        with self._lock:
            before = self._traffic
            self.seen.append(parameters)
            self._traffic = Traffic(
                before.requests + 1,
                before.sent + len(request),
                before.received + received,
                before.edits + (parameters.get("action") == "edit"),
            )


def _read_request(reader: socketserver.StreamRequestHandler) -> bytes:
    """Return the bytes of a request, none if there is none."""
    head: list[bytes] = []
    length = 0
    while (line := reader.rfile.readline()) not in (b"\r\n", b""):
        head.append(line)
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return b"".join([*head, b"\r\n", reader.rfile.read(length)]) if head else b""


def _parameters(request: bytes) -> dict[str, str]:
    """Return the parameters in the address and in the body of a request."""
    head, _, body = request.partition(b"\r\n\r\n")
    address = head.split(b" ", 2)[1].partition(b"?")[2]
    return dict(parse_qsl(address.decode("latin-1")) + parse_qsl(body.decode("utf-8", "replace")))
