"""What an event is: where its pages are, what its forms are like, who counts, what the table shows.

How one is read from a TOML file is in ``event_file``.

Example:
    >>> Event(exclude_pages=("Conf/Form*",)).excludes_page("Conf/Form 2")
    True
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from glambot.errors import EventError
from glambot.submission.labels import Labels
from glambot.wikitext.names import user_name

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = {
    "submission": "Submission",
    "number": "No.",
    "authors": "Authors",
    "type": "Type",
    "length": "Length",
    "theme": "Theme",
    "level": "Level",
    "language": "Language",
    "country": "Country",
    "affiliation": "Affiliation",
    "capacity": "Capacity",
    "interested": "Interested",
    "late": "After the deadline",
    "latest": "Latest signature (UTC)",
    "status": "Status",
    "notes": "Notes",
}
"""The columns the bot can fill: their keys, and the headers they have unless an event says otherwise."""

COLUMNS = tuple(HEADERS)

DEFAULT_COLUMNS = (
    "submission",
    "authors",
    "type",
    "length",
    "theme",
    "interested",
    "latest",
    "status",
    "notes",
)
SORTS = ("title", "interested", "number")
STATUSES = ("open", "completed", "accepted", "rejected", "closed", "withdrawn", "disqualified")

_TUPLES = (
    "categories",
    "prefixes",
    "templates",
    "listed",
    "exclude_pages",
    "signup_headings",
    "placeholders",
    "people",
)


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """An event, checked.

    Attributes:
        name: what the event is called, in messages and on the command line.
        source: the file the definition was read from, for messages.
        categories: names of the categories its pages are in, without ``Category:``.
        depth: how many levels of subcategories belong to those categories.
        prefixes: beginnings of its pages' titles.
        templates: names of templates its pages use, or titles of other pages that they transclude.
        listed: titles of its pages, one by one.
        folder: the embedded wiki its pages are in, if the definition names one.
        exclude_pages: titles that are no submissions, or prefixes of such titles ending in ``*``.
        labels: the labels of its forms with their meanings.
        signup_headings: names of the headings over the sign-up list; empty: the common ones.
        placeholders: texts of list lines that stand for nobody, beside the common ones.
        deadline: the moment (aware, UTC) up to which signatures count, or None.
        excluded_users: account names that are never counted.
        statuses: template names of this event, lower-case, with the status each one means.
        table_page: the title of the page the table stands on, or None.
        columns: keys of the bot's columns, in order.
        headers: the shown header of a column where it is not the common one.
        people: headers of the columns that belong to people.
        sort: ``"title"``, ``"interested"`` or ``"number"``.
        max_vanished: the share of rows, 0 to 1, that may lose their page in one run.
    """

    name: str = "default"
    source: str = "built in"
    categories: tuple[str, ...] = ()
    depth: int = 0
    prefixes: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    folder: "Path | None" = None
    exclude_pages: tuple[str, ...] = ()
    labels: Labels = field(default_factory=Labels)
    signup_headings: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    deadline: datetime | None = None
    excluded_users: frozenset[str] = frozenset()
    statuses: Mapping[str, str] = field(default_factory=dict)
    table_page: str | None = None
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    headers: Mapping[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ("Score", "Comments")
    sort: str = "title"
    max_vanished: float = 1 / 3

    def __post_init__(self) -> None:
        for name in _TUPLES:
            if isinstance(getattr(self, name), str):
                raise EventError(f"Event.{name} is a tuple of texts, not one text.")
        if self.depth < 0:
            raise EventError(f"Event.depth is {self.depth}; it must be 0 or more.")
        deadline: object = self.deadline
        if deadline is not None and (not isinstance(deadline, datetime) or deadline.tzinfo is None):
            raise EventError(
                f"Event.deadline is {deadline!r}; it must be a datetime with a time zone, or None."
            )
        if self.sort not in SORTS:
            raise EventError(f"Event.sort is {self.sort!r}; it must be one of {', '.join(SORTS)}.")
        if unknown := [column for column in self.columns if column not in HEADERS]:
            raise EventError(f"Event.columns names {unknown[0]!r}; there are {', '.join(HEADERS)}.")
        # Names are compared in the form MediaWiki gives them.
        names = frozenset(user_name(name.removeprefix("User:")) for name in self.excluded_users)
        object.__setattr__(self, "excluded_users", names)

    def header(self, column: str) -> str:
        """Return what the header of a column says."""
        return self.headers.get(column) or HEADERS[column]

    def excludes_page(self, title: str) -> bool:
        """Return whether the definition says that this page is no submission."""
        return any(
            title.startswith(pattern[:-1]) if pattern.endswith("*") else title == pattern
            for pattern in self.exclude_pages
        )


@lru_cache(maxsize=1)
def default_event() -> Event:
    """Return the Event that stands for any conference and needs no file."""
    return Event()
