"""Many files at once: each processor reads its share, and what they say comes in the order of the files."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from glambot.console import as_json_text
from glambot.errors import GlambotError
from glambot.inputs import read

if TYPE_CHECKING:
    from glambot.submission.event import Event
    from glambot.wikitext.site import Site

FEW = 64
"""With fewer files it takes longer to start other processes than to read the files."""

_SHARE = 8
# What the processes inherit when they are started: the event and the wiki.
_given: list[tuple["Event", "Site | None"]] = []


def print_lines(pages: tuple[str, ...], event: "Event", site: "Site | None") -> None:
    """Print the submissions in files as JSON lines; an error ends it behind the lines before."""
    for lines, error in _shares(pages, event, site):
        if lines:
            sys.stdout.write("\n".join(lines) + "\n")
        if error is not None:
            sys.stdout.flush()
            raise error


def _shares(
    pages: tuple[str, ...], event: "Event", site: "Site | None"
) -> Iterator[tuple[list[str], GlambotError | None]]:
    _given[:] = [(event, site)]
    shares = [pages[start : start + _SHARE] for start in range(0, len(pages), _SHARE)]
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(pages) < FEW or processors < 2 or not hasattr(os, "fork"):
        yield from map(_lines, shares)
        return
    from multiprocessing import get_context  # noqa: PLC0415 - few files need no other process

    _lines(())  # loads what reading needs once, before the processes part
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with get_context("fork").Pool(min(processors, len(shares)), _begin) as pool:
            yield from pool.imap(_lines, shares)
    finally:
        signal.signal(signal.SIGTERM, before)


def _begin() -> None:
    """Prepare a process that lives for a moment: what stops the command stops it from outside."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _stop(number: int, frame: object) -> None:
    """End the command, and with it the processes it started, as the signal would."""
    del frame
    sys.exit(128 + number)


def _lines(pages: tuple[str, ...]) -> tuple[list[str], GlambotError | None]:
    """Return the lines of some files, up to the first that cannot be read, and why it cannot."""
    from glambot.submission.talks import parse_all  # noqa: PLC0415 - a command loads what it needs

    event, site = _given[0]
    lines: list[str] = []
    for page in pages:
        try:
            name, text = read(page, None)
        except GlambotError as error:
            return lines, error
        lines += [
            as_json_text(submission.to_dict(), None)
            for submission in parse_all(text, title=name, event=event, site=site)
        ]
    return lines, None
