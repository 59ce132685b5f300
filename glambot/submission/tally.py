"""How many people want to attend one submission, and why each entry counts or not.

Distinct people are counted. Not counted are the authors' own signatures, withdrawn entries,
placeholders, excluded users and the second signature of the same person; what came after the
deadline is counted apart.

Example:
    >>> from glambot.submission.attendees import Attendee
    >>> from glambot.wikitext.span import Span
    >>> entries = [Attendee("A", None, UNDATED, "", Span(0, 1)), Attendee("A", None, UNDATED, "", Span(2, 3))]
    >>> tally(entries, (), None, frozenset()).interested
    1
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from glambot.submission.attendees import PLACEHOLDER, UNDATED, UNLINKED, WITHDRAWN, Attendee
from glambot.submission.authors import Author
from glambot.wikitext.names import user_name

COUNTED = "counted"
LATE = "late"
REASONS = {
    COUNTED: "counted",
    LATE: "signed after the deadline, counted apart",
    "author": "an author's own signature",
    "withdrawn": "withdrawn: the signature is struck out",
    "placeholder": "a placeholder that stands for nobody",
    "excluded": "the event excludes this user",
    "repeated": "the same person's other entry is counted",
}
"""Every reason an entry has, with its explanation."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why one entry counts or not: `reason` is a key of `REASONS`."""

    attendee: Attendee
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of one submission.

    Attributes:
        interested: distinct people who signed, up to the deadline if there is one.
        late: distinct people who signed only after it.
        undated: how many of the interested left no readable timestamp.
        unlinked: how many of the interested have no link to an account.
        latest: the latest timestamp of a counted or late entry (aware, UTC), or None.
        attendees: every entry of the list, in order.
        reasons: why each of them counts or not, a key of `REASONS` each.
    """

    interested: int
    late: int
    undated: int
    unlinked: int
    latest: datetime | None
    attendees: tuple[Attendee, ...]
    reasons: tuple[str, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Every entry of the list in order, with its reason."""
        return tuple(map(Verdict, self.attendees, self.reasons))


def tally(
    attendees: Sequence[Attendee],
    authors: Sequence[Author],
    deadline: datetime | None,
    excluded: AbstractSet[str],
) -> Tally:
    """Return the count of a sign-up list.

    Args:
        attendees: the entries.
        authors: the submission's authors, whose interest is assumed.
        deadline: the moment (aware, UTC) after which a signature is late; an undated one is not.
        excluded: normalised account names that never count.
    """
    own = {author.user for author in authors if author.user}
    own.update(user_name(author.name) for author in authors if author.name)
    first: dict[str, int] = {}
    reasons: list[str] = []
    for number, entry in enumerate(attendees):
        user = entry.user
        if entry.state == PLACEHOLDER:
            reason = "placeholder"
        elif user in own:
            reason = "author"
        elif user in excluded:
            reason = "excluded"
        elif entry.state == WITHDRAWN:
            reason = "withdrawn"
        else:
            late = deadline is not None and entry.timestamp is not None and entry.timestamp > deadline
            reason = LATE if late else COUNTED
            if user is not None:
                known = first.setdefault(user, number)
                if known != number:
                    if reason == COUNTED and reasons[known] == LATE:
                        reasons[known] = "repeated"
                        first[user] = number
                    else:
                        reason = "repeated"
        reasons.append(reason)
    interested = late_count = undated = unlinked = 0
    latest: datetime | None = None
    for entry, reason in zip(attendees, reasons, strict=True):
        if reason == COUNTED:
            interested += 1
            undated += entry.state == UNDATED
            unlinked += entry.state == UNLINKED
        elif reason == LATE:
            late_count += 1
        elif reason != "repeated":
            continue
        if entry.timestamp is not None and (latest is None or entry.timestamp > latest):
            latest = entry.timestamp
    return Tally(interested, late_count, undated, unlinked, latest, tuple(attendees), tuple(reasons))
