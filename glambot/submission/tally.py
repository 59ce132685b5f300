"""How many people want to attend one submission, and why each entry counts or not.

Distinct people are counted. Not counted are the authors' own signatures, withdrawn entries,
placeholders, excluded users and the second signature of the same person; what came after the
deadline is counted apart.

Example:
    >>> from glambot.submission.attendee import Attendee
    >>> from glambot.wikitext.span import Span
    >>> entries = [Attendee("A", None, UNDATED, "", 0, 1), Attendee("A", None, UNDATED, "", 2, 3)]
    >>> tally(entries, (), None, frozenset()).interested
    1
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from typing import NamedTuple, cast

from glambot.submission.attendee import PLACEHOLDER, SIGNED, UNDATED, UNLINKED, WITHDRAWN, Attendee
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


# Who signed for one of these reasons wants to come, whether or not the entry adds to the count.
_PLAIN = frozenset({SIGNED, UNDATED, UNLINKED})
_PRESENT = frozenset({COUNTED, LATE, "repeated"})
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why one entry counts or not: `reason` is a key of `REASONS`."""

    attendee: Attendee
    reason: str


class Tally(NamedTuple):
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
    attendees = tuple(attendees)
    own = _own_names(authors)
    users, stamps, states, _, _, _ = zip(*attendees, strict=True) if attendees else ((),) * 6
    if deadline is None and not excluded and _all_count(users, states, own):
        reasons = (COUNTED,) * len(attendees)
    else:
        reasons = tuple(_reasons(attendees, own, deadline, excluded))
        stamps = tuple(compress(stamps, map(_PRESENT.__contains__, reasons)))
        states = tuple(compress(states, map(COUNTED.__eq__, reasons)))
    late = reasons.count(LATE) if deadline is not None else 0
    undated, unlinked = states.count(UNDATED), states.count(UNLINKED)
    latest = max(filter(None, stamps), default=None)
    return _new(Tally, (len(states), late, undated, unlinked, latest, attendees, reasons))


def _own_names(authors: Sequence[Author]) -> frozenset[str]:
    """Return the names the authors may sign with, folded: a typed one is seldom right to the letter.

    Who is named ``Jane Doe (WMF)`` without an account may sign as ``Jane Doe`` too.
    """
    own: set[str] = set()
    for author in authors:
        name = author.name
        if author.user:
            own.add(author.user.casefold())
        if name and name != author.user:
            own.add(user_name(name).casefold())
            if author.user is None and name.endswith(")"):
                own.add(user_name(name.rpartition("(")[0].strip()).casefold())
    own.discard("")
    return frozenset(own)


def _all_count(users: Sequence[str | None], states: Sequence[str], own: AbstractSet[str]) -> bool:
    """Return whether every entry plainly counts, as on most lists."""
    names = set(users)
    return (
        len(names) == len(users)
        and None not in names
        and _PLAIN.issuperset(states)
        and not (own and _may_be_among(own, cast("Sequence[str]", users)))
    )


def _may_be_among(own: AbstractSet[str], users: Sequence[str]) -> bool:
    """Return whether an author may be among accounts; no name holds a newline."""
    listed = "\n".join(users).casefold()
    return any(name in listed for name in own)


def _reasons(
    attendees: Sequence[Attendee],
    own: AbstractSet[str],
    deadline: datetime | None,
    excluded: AbstractSet[str],
) -> list[str]:
    """Return why each entry counts or not, a key of `REASONS`."""
    first: dict[str, int] = {}
    reasons: list[str] = []
    for number, (user, timestamp, state, _, _, _) in enumerate(attendees):
        if state == PLACEHOLDER:
            reason = "placeholder"
        elif user is not None and user.casefold() in own:
            reason = "author"
        elif user in excluded:
            reason = "excluded"
        elif state == WITHDRAWN:
            reason = "withdrawn"
        elif deadline is not None and timestamp is not None and timestamp > deadline:
            reason = LATE
        else:
            reason = COUNTED
        if user is not None and reason in (COUNTED, LATE):
            known = first.setdefault(user, number)
            if known != number:
                if reason == COUNTED and reasons[known] == LATE:
                    reasons[known] = "repeated"
                    first[user] = number
                else:
                    reason = "repeated"
        reasons.append(reason)
    return reasons
