r"""How the command line talks: sentences and files, and nothing a terminal would act on.

Example:
    >>> say("a title with \x1b[31m in it")
    a title with \ufffd[31m in it
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glambot.errors import WikiError
from glambot.json_text import in_ascii
from glambot.wikitext.expression import expression

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar as ProgressBarOfClick

    from glambot.collecting import Progress
    from glambot.outcome import Outcome
    from glambot.submission.submission import Submission

DONE, ERROR, USAGE, WOULD_CHANGE, STOPPED, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""The exit codes of every command."""

_CONTROLS = expression("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def describe(submission: "Submission") -> None:
    """Print a submission for people."""
    tally = submission.tally
    say(submission.title or "(no title)", bold=True)
    if submission.page:
        say(f"  page: {submission.page}")
    for key, field in submission.fields.items():
        lines = field.text.split("\n")
        say(f"  {key}: {lines[0] if len(lines) == 1 else ''}".rstrip())
        if len(lines) > 1:
            for line in lines:
                say(f"    {line}")
    if submission.length_minutes is not None:
        say(f"  length in minutes: {submission.length_minutes}")
    if submission.status:
        say(f"  status as shown on the page: {submission.status}")
    late = f", {tally.late} after the deadline" if tally.late else ""
    say(f"  interested: {tally.interested}{late}")
    for verdict in tally.verdicts:
        entry = verdict.attendee
        when = f" {entry.timestamp:%Y-%m-%d %H:%M} UTC" if entry.timestamp else ""
        said = f" – {entry.text}" if entry.text else ""
        say(f"    {entry.user or '(nobody named)'}{when} [{entry.state}, {verdict.reason}]{said}")
    for notice in submission.warnings:
        say(f"  {notice}")


def report(outcome: "Outcome") -> None:
    """Print what was read, what was left out, and what changed."""
    from glambot.review.changes import Kind  # noqa: PLC0415 - only the main job has an outcome

    # What happens to every row of a table alike is told once.
    same_for_rows = (Kind.ROW_REALIGNED,)
    people = {entry.user for page in outcome.submissions for entry in page.attendees if entry.user}
    read = count(len(outcome.submissions), "submission")
    say(f"Read {read}; {count(len(people), 'person', 'people')} on their lists.")
    for skipped in outcome.skipped:
        say(f"  left out: {skipped.title} ({skipped.reason})")
    for unread in outcome.unread:
        say(f"  not read: {unread.title} ({unread.reason}); its row stays as it was")
    told: Counter[Kind] = Counter()
    for change in outcome.changes:
        told[change.kind] += 1
        if change.kind not in same_for_rows or told[change.kind] == 1:
            say(f"  {change}")
    for kind in same_for_rows:
        if told[kind] > 1:
            say(f"  … and the same in {count(told[kind] - 1, 'more row', 'more rows')}.")


def conclude(outcome: "Outcome", wiki: str) -> int:
    """Say how a run ended, and return the exit code."""
    if outcome.saved:
        say(f"Saved {outcome.table_page} on {wiki}: {outcome.summary}.")
    elif outcome.changed:
        say(f"Dry run: {outcome.table_page} would change. {outcome.summary}.")
        return WOULD_CHANGE
    else:
        say(f"Nothing changed on {outcome.table_page}.")
    return DONE


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with what it counts, in the right form."""
    return f"{number} {one if number == 1 else many or one + 's'}"


class ProgressBar:
    """A bar on a terminal while pages are read, nothing in a log."""

    __slots__ = ("_bar",)

    def __init__(self) -> None:
        self._bar: ProgressBarOfClick[int] | None = None

    def __enter__(self) -> "Progress | None":
        return self._update if sys.stderr.isatty() else None

    def _update(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = click.progressbar(length=total, label="Reading pages", file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()


def say(line: str, *, bold: bool = False, error: bool = False) -> None:
    """Print a line that may hold text from pages, without what a terminal would act on."""
    line = _CONTROLS().sub("\ufffd", line)
    click.echo(click.style(line, bold=True) if bold else line, err=error)


def say_json(text: str) -> None:
    """Print JSON that `glambot.json_text` or `glambot.json_lines` wrote, in letters that the output knows."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = in_ascii(text)
    click.echo(text)


def tabulate(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table as wide as the terminal, empty columns left out."""
    from glambot.review.grid import Grid, GridRow  # noqa: PLC0415 - most commands draw no table
    from glambot.review.terminal import draw  # noqa: PLC0415 - as above

    cells = [GridRow("", tuple(row), vanished=False) for row in rows]
    for line in draw(Grid(tuple(headers), tuple(cells)), width=width()):
        say(line)


def write(path: Path, text: str) -> None:
    """Write a file and say so; a WikiError says why it cannot be written."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise WikiError(f"{path} cannot be written: {error.strerror}.") from error
    say(f"Wrote {path}.")


def width() -> int:
    """Return the width of the terminal in columns."""
    from shutil import get_terminal_size  # noqa: PLC0415 - only a drawn table needs it

    return get_terminal_size((120, 24)).columns
