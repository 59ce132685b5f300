"""Many files at once: each processor reads its share, and what they say comes in the order of the files."""

import gc
import os
import pickle
import signal
import sys
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, NoReturn

from glambot.console import as_json_line
from glambot.errors import GlambotError
from glambot.inputs import read

if TYPE_CHECKING:
    from glambot.submission.event import Event
    from glambot.wikitext.site import Site

FEW = 64
"""With fewer files it takes longer to start other processes than to read the files."""

# How many files are read before what they say is printed, and how many of them by one helper: what a
# helper says it keeps until it is asked for.
_SHARE, _ROUND = 8, 2048
# So much of what a helper says goes through at once.
_PIPE = 1 << 20
_Said = tuple[bytes, Exception | None]  # lines in UTF-8


class _Reading(NamedTuple):
    """What files are read for."""

    event: "Event"
    site: "Site | None"


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
                sys.stdout.flush()
                raise error


def _write(lines: bytes) -> None:
    """Print lines; where the output is in UTF-8 and ends lines as they do, they need no decoding."""
    out = sys.stdout
    if isinstance(out, TextIOWrapper) and out.encoding.lower() == "utf-8" and os.linesep == "\n":
        out.flush()
        out.buffer.write(lines)
    else:
        out.write(lines.decode())


def _said(pages: Sequence[str], reading: _Reading) -> Generator[_Said, None, None]:
    """Yield the lines of all files in order, and last why one cannot be read."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(pages) < FEW or processors < 2 or not hasattr(os, "fork"):
        yield from _one_by_one(pages, reading)
        return
    _lines((), reading)  # loads what reading needs once, before the processes part
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        for start in range(0, len(pages), processors * _ROUND):
            yield from _together(pages[start : start + processors * _ROUND], reading, processors)
    finally:
        signal.signal(signal.SIGTERM, before)


def _one_by_one(pages: Sequence[str], reading: _Reading) -> Generator[_Said, None, None]:
    for start in range(0, len(pages), _SHARE):
        yield _lines(pages[start : start + _SHARE], reading)


def _together(pages: Sequence[str], reading: _Reading, processors: int) -> Generator[_Said, None, None]:
    """Yield the lines of some files, of which this process reads the first and helpers the others."""
    processors = min(processors, len(pages))
    # This process reads a little more than the others, for it takes time to hand over what a helper says.
    size = max(len(pages) * 24 // (25 * processors), 1)
    own = len(pages) - size * (processors - 1)
    helpers: list[_Helper] = []
    try:
        for start in range(own, len(pages), size):
            helpers.append(_start(pages[start : start + size], reading, helpers))
        yield from _one_by_one(pages[:own], reading)
        for helper in helpers:
            yield _answer(helper)
    finally:
        for process, answer in helpers:
            answer.close()
            os.kill(process, signal.SIGKILL)  # a helper that is done waits for this, too
            os.waitpid(process, 0)


def _start(pages: Sequence[str], reading: _Reading, others: list[_Helper]) -> _Helper:
    import fcntl  # noqa: PLC0415 - it is there where processes can be forked

    receiver, sender = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):  # the system may allow less
            fcntl.fcntl(sender, fcntl.F_SETPIPE_SZ, _PIPE)
    process = os.fork()
    if not process:
        for number in (receiver, *(other.answer.fileno() for other in others)):
            os.close(number)
        _help(pages, reading, sender)
    os.close(sender)
    return _Helper(process, os.fdopen(receiver, "rb"))


def _help(pages: Sequence[str], reading: _Reading, sender: int) -> NoReturn:
    """Read files, answer, and end; what stops the command stops a helper from outside."""
    try:
        gc.disable()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        said: _Said
        try:
            said = _lines(pages, reading)
        except Exception as error:  # noqa: BLE001 - it is raised where the answer is read
            said = b"", error
        with os.fdopen(sender, "wb") as answer:
            pickle.dump(said, answer, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)  # whatever the command has still to write is not the helper's


def _answer(helper: _Helper) -> _Said:
    try:
        said: _Said = pickle.load(helper.answer)  # noqa: S301 - it is our own process
    except EOFError as error:
        raise RuntimeError("a process that read some of the files was stopped") from error
    return said


def _stop(number: int, frame: object) -> None:
    """End the command, and with it the processes it started, as the signal would."""
    del frame
    sys.exit(128 + number)


def _lines(pages: Sequence[str], reading: _Reading) -> _Said:
    """Return the lines of some files, up to the first that cannot be read, and why it cannot."""
    from glambot.submission.talks import parse_all  # noqa: PLC0415 - a command loads what it needs

    event, site = reading
    lines: list[str] = []
    for page in pages:
        try:
            name, text = read(page, None)
        except GlambotError as error:
            return "".join(lines).encode(), error
        for submission in parse_all(text, title=name, event=event, site=site):
            lines += (as_json_line(submission.to_dict(), text), "\n")
    return "".join(lines).encode(), None
