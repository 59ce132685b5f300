"""Many files at once: every processor reads some, and what they say comes in the order of the files.

The files are shared out a few at a time: this process begins with the first, helpers with the last, and
each takes more when it is done, for a busy machine gives its processes unequal time.
"""

import gc
import os
import pickle
import signal
import sys
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from io import TextIOWrapper
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, NoReturn

from glambot.console import say_json
from glambot.errors import GlambotError
from glambot.inputs import read
from glambot.json_lines import as_json_line

if TYPE_CHECKING:
    from glambot.submission.event import Event
    from glambot.wikitext.site import Site

FEW = 64
"""With fewer files it takes longer to start other processes than to read the files."""

# How many files are read before what they say is printed or kept, and what is shared out at once: what a
# helper says it keeps until it is asked for, and the numbers of all shares fit into the smallest pipe.
_SHARE, _ROUND = 8, 8 * 1024
_NUMBER = 4  # bytes
# So much of what a helper says goes through at once.
_PIPE = 1 << 20
_Said = tuple[bytes, Exception | None]  # lines in UTF-8, and why there are no more
_Shares = list[Sequence[str]]
_Answer = list[tuple[int, _Said]]  # by the number of the share


class _Reading(NamedTuple):
    """What files are read for."""

    event: "Event"
    site: "Site | None"


class _Queue(NamedTuple):
    """Where the shares that are left are taken from: descriptors of what stands for them."""

    tokens: int
    numbers: int


class _Helper(NamedTuple):
    """A process that reads some files: its number, and where its answer comes from."""

    process: int
    answer: BinaryIO


def print_lines(pages: tuple[str, ...], event: "Event", site: "Site | None") -> None:
    """Print the submissions in files as JSON lines; an error ends it behind the lines before."""
    with closing(_said(pages, _Reading(event, site))) as shares:
        for lines, error in shares:
            _write(lines)
            if error is not None:
                if sys.stdout is not None:
                    sys.stdout.flush()
                raise error


def _write(lines: bytes) -> None:
    """Print lines; where the output is in UTF-8 and ends lines as they do, they need no decoding."""
    out = sys.stdout
    if isinstance(out, TextIOWrapper) and out.encoding.lower() == "utf-8" and os.linesep == "\n":
        out.flush()
        out.buffer.write(lines)
    elif lines:
        say_json(lines.decode().removesuffix("\n"))


def _said(pages: Sequence[str], reading: _Reading) -> Generator[_Said, None, None]:
    """Yield the lines of all files in order, and last why one cannot be read."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    shares = [pages[start : start + _SHARE] for start in range(0, len(pages), _SHARE)]
    if len(pages) < FEW or processors < 2 or not hasattr(os, "fork"):
        for share in shares:
            yield _lines(share, reading)
        return
    _lines((), reading)  # loads what reading needs once, before the processes part
    before = signal.signal(signal.SIGTERM, _stop)
    size = max(_ROUND // _SHARE, 1)
    try:
        for start in range(0, len(shares), size):
            yield from _together(shares[start : start + size], reading, processors)
    finally:
        signal.signal(signal.SIGTERM, before)


def _together(shares: _Shares, reading: _Reading, processors: int) -> Generator[_Said, None, None]:
    """Yield the lines of shares in order; this process takes the first that is left, helpers the last."""
    helpers: list[_Helper] = []
    # Each helper has one share for sure. For every other there is a token, which whoever takes one takes
    # first, and for the helpers their numbers: so nobody takes what another has.
    free = len(shares) - min(processors, len(shares)) + 1
    numbers = b"".join(number.to_bytes(_NUMBER) for number in range(free)[::-1])
    queue = _Queue(_filled(bytes(free)), _filled(numbers))
    try:
        for number in range(free, len(shares)):
            helpers.append(_start(number, shares, reading, queue, helpers))
        own = 0
        while os.read(queue.tokens, 1):
            yield _lines(shares[own], reading)
            own += 1
        answers = dict(chain.from_iterable(map(_answer, helpers)))
        for number in range(own, len(shares)):
            if number not in answers:
                raise RuntimeError("a process that read some of the files was stopped")
            yield answers[number]
    finally:
        for descriptor in queue:
            os.close(descriptor)
        for process, answer in helpers:
            answer.close()
            os.kill(process, signal.SIGKILL)  # a helper that is done waits for this, too
            os.waitpid(process, 0)


def _filled(content: bytes) -> int:
    """Return the descriptor of a pipe that ends behind some bytes."""
    receiver, sender = os.pipe()
    os.write(sender, content)
    os.close(sender)
    return receiver


def _start(number: int, shares: _Shares, reading: _Reading, queue: _Queue, others: list[_Helper]) -> _Helper:
    import fcntl  # noqa: PLC0415 - it is there where processes can be forked

    receiver, sender = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):  # the system may allow less
            fcntl.fcntl(sender, fcntl.F_SETPIPE_SZ, _PIPE)
    process = os.fork()
    if not process:
        for descriptor in (receiver, *(other.answer.fileno() for other in others)):
            os.close(descriptor)
        _help(number, shares, reading, queue, sender)
    os.close(sender)
    return _Helper(process, os.fdopen(receiver, "rb"))


def _help(number: int, shares: _Shares, reading: _Reading, queue: _Queue, sender: int) -> NoReturn:
    """Read shares, answer, and end; what stops the command stops a helper from outside."""
    try:
        gc.disable()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        said: _Answer = []
        while True:
            try:
                said.append((number, _lines(shares[number], reading)))
            except Exception as error:  # noqa: BLE001 - it is raised where the answer is read
                said.append((number, (b"", error)))
            if not os.read(queue.tokens, 1):
                break
            number = int.from_bytes(os.read(queue.numbers, _NUMBER))
        with os.fdopen(sender, "wb") as answer:
            pickle.dump(said, answer, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)  # whatever the command has still to write is not the helper's


def _answer(helper: _Helper) -> _Answer:
    """Return what a helper says, nothing if it was stopped."""
    try:
        said: _Answer = pickle.load(helper.answer)  # noqa: S301 - it is our own process
    except (EOFError, pickle.UnpicklingError):
        return []
    return said


def _stop(number: int, frame: object) -> None:
    """End the command, and with it the processes it started, as the signal would."""
    del frame
    sys.exit(128 + number)


def _lines(pages: Sequence[str], reading: _Reading) -> _Said:
    """Return the lines of some files, up to the first that cannot be read, and why it cannot."""
    from glambot.submission.talks import parse_all  # noqa: PLC0415 - a command loads what it needs

    event, site = reading
    lines: list[bytes] = []
    for page in pages:
        try:
            name, text = read(page, None)
        except GlambotError as error:
            return b"".join(lines), error
        for submission in parse_all(text, title=name, event=event, site=site):
            lines += (as_json_line(submission.to_dict()), b"\n")
    return b"".join(lines), None
