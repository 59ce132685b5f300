r"""Why a number is what it is: the entries behind it, each with page, line and reason.

Example:
    >>> from glambot.submission.parse import parse
    >>> text = "; Title\n: Owls\n== Signup ==\n# [[User:A|A]] 12:42, 3 November 2018 (UTC)"
    >>> for reason in explain(parse(text, title="Owls"), text): print(reason)
    line 4: A, signed 2018-11-03 12:42 UTC: counted
"""

from collections.abc import Sequence
from dataclasses import dataclass

from glambot.submission.submission import Submission
from glambot.submission.tally import COUNTED, LATE, REASONS
from glambot.wikitext.names import user_name
from glambot.wikitext.span import Span


@dataclass(frozen=True, slots=True)
class Reason:
    """One entry of a sign-up list and what the tally made of it.

    `line` counts from 1; `user` is "" where nobody is named; `text` is what the line says in words.
    """

    page: str
    line: int
    user: str
    state: str
    reason: str
    text: str
    span: Span

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}: {REASONS[self.reason]}"


def explain(submission: Submission, wikitext: str, user: str | None = None) -> list[Reason]:
    """Return the entries of a submission's list in order, only those of `user` if one is named.

    Args:
        submission: what `parse` made of the page.
        wikitext: the page, from which the line numbers come.
        user: an account or typed name, in any form MediaWiki would take for it.
    """
    wanted = user_name(user.removeprefix("User:")) if user is not None else None
    reasons: list[Reason] = []
    for verdict in submission.tally.verdicts:
        entry = verdict.attendee
        if wanted is not None and (entry.user or "").casefold() != wanted.casefold():
            continue
        when = f" {entry.timestamp:%Y-%m-%d %H:%M} UTC" if entry.timestamp else ""
        who = entry.user or "nobody named"
        reasons.append(
            Reason(
                submission.page or "",
                entry.span.line_in(wikitext),
                entry.user or "",
                entry.state,
                verdict.reason,
                f"{who}, {entry.state}{when}",
                entry.span,
            )
        )
    return reasons


def headline(submission: Submission, reasons: Sequence[Reason]) -> str:
    """Return the count in one sentence, as the table has it."""
    tally = submission.tally
    parts = [f"{tally.interested} interested"]
    if tally.late:
        parts.append(f"{tally.late} after the deadline")
    left_out = sum(reason.reason not in (COUNTED, LATE) for reason in reasons)
    if left_out:
        parts.append(f"{left_out} left out")
    name = submission.page or submission.title or "the page"
    return f"{name}{f' § {submission.section}' if submission.section else ''}: {', '.join(parts)}"
