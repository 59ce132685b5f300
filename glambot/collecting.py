r"""Read an event's pages on a wiki: its submissions, and why the other pages are none.

Example:
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> from glambot.wiki import open_wiki
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "Owls.wiki").write_text("; Title\n: Owls\n; Author\n: Jane Doe\n")
    ...     _ = Path(folder, "Old.wiki").write_text("#REDIRECT [[Owls]]")
    ...     collection = collect(Event(), open_wiki(folder))
    >>> [submission.title for submission in collection.submissions], collection.skipped
    (['Owls'], (Skipped(title='Old', reason='a redirect to Owls'),))
"""

from collections.abc import Callable
from dataclasses import dataclass

from glambot.review.markers import DEFAULT, Markers
from glambot.submission.event import Event
from glambot.submission.kind import why_no_submission
from glambot.submission.submission import Submission
from glambot.submission.talks import parse_all
from glambot.wiki.page import Page, Wiki
from glambot.wikitext.site import Site

Progress = Callable[[int, int], None]
"""Called with the number of pages read and of all pages."""

DEFAULT_TABLE_PAGE = "Review table"
_NO_PROPOSALS = frozenset((1, 3, 6, 8, 10, 12, 14, 828))
"""Namespaces: talk and user talk pages, files, messages, templates, help, categories, modules."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A page among the event's that is no submission, and why."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Collection:
    """What the event's pages hold: the submissions, the pages left out, and those that could not be read."""

    submissions: tuple[Submission, ...]
    skipped: tuple[Skipped, ...]
    unread: tuple[Skipped, ...] = ()


def collect(
    event: Event,
    wiki: Wiki,
    *,
    site: Site | None = None,
    markers: Markers = DEFAULT,
    progress: Progress | None = None,
) -> Collection:
    """Return the submissions on the event's pages of a wiki, each read whole or not at all.

    Args:
        event: the event.
        wiki: where its pages are.
        site: the wiki's language, time zone and namespaces; Meta's if None.
        markers: what marks a review table, which is no submission.
        progress: called after each page.

    Raises:
        WikiError: if the pages cannot be listed or read.
    """
    titles = wiki.titles(
        categories=event.categories,
        prefixes=event.prefixes,
        templates=event.templates,
        listed=event.listed,
        depth=event.depth,
    )
    table_page = event.table_page or DEFAULT_TABLE_PAGE
    everything = not (event.categories or event.prefixes or event.templates or event.listed)
    submissions: list[Submission] = []
    skipped: list[Skipped] = []
    unread: list[Skipped] = []
    wanted: list[str] = []
    for title in titles:
        if event.excludes_page(title):
            skipped.append(Skipped(title, "the event excludes it"))
        elif wiki.namespace(title) in _NO_PROPOSALS:
            if not everything:
                skipped.append(Skipped(title, "not in a namespace for proposals"))
        elif title != table_page:
            wanted.append(title)
    for number, page in enumerate(wiki.read_many(wanted), 1):
        if page.unread:
            unread.append(Skipped(page.title, page.unread))
        else:
            found = parse_all(page.text, title=page.title, event=event, site=site)
            reason = _why_skipped(page, found[0], markers)
            if reason is None:
                submissions.extend(found)
            else:
                skipped.append(Skipped(page.title, reason))
        if progress is not None:
            progress(number, len(wanted))
    return Collection(tuple(submissions), tuple(skipped), tuple(unread))


def _why_skipped(page: Page, first: Submission, markers: Markers) -> str | None:
    if not page.exists:
        return "there is no such page"
    if DEFAULT.begin in page.text or markers.begin in page.text:
        return "a review table"
    return why_no_submission(page.text, first)
