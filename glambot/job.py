r"""One run of the main job: an event's pages are read, tallied, and their table is brought up to date.

Example:
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> from glambot.submission.event import Event
    >>> from glambot.wiki import open_wiki
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "Owls.wiki").write_text("; Title\n: Owls\n; Author\n: Jane Doe\n")
    ...     outcome = review(Event(table_page="Review"), open_wiki(folder))
    >>> outcome.saved, [submission.title for submission in outcome.submissions]
    (True, ['Owls'])
"""

import difflib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from glambot.errors import EventError, PageMissingError
from glambot.review.changes import Change, Kind, Merged
from glambot.review.create import create
from glambot.review.markers import DEFAULT
from glambot.review.merge import merge
from glambot.review.planning import make_plan
from glambot.review.safe import safe_text
from glambot.submission.event import Event
from glambot.submission.kind import why_no_submission
from glambot.submission.submission import Submission
from glambot.submission.talks import parse_all
from glambot.wiki.page import BOT, Page, Wiki
from glambot.wikitext.site import Site

Progress = Callable[[int, int], None]
"""Called with the number of pages read and of all pages."""

DEFAULT_TABLE_PAGE = "Review table"
_NO_PROPOSALS = ("Category:", "Template:", "Talk:", "User talk:", "File:", "MediaWiki:", "Module:", "Help:")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A page among the event's that is no submission, and why."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Collection:
    """What the event's pages hold: the submissions, and the pages left out."""

    submissions: tuple[Submission, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did.

    Attributes:
        table_page: the title of the page the table stands on.
        submissions: the submissions read.
        skipped: pages left out, with reasons.
        before: the page's wikitext before, "" if there was no page.
        after: its wikitext now, or as it would be after a dry run.
        changes: what changed in the table, and what people's edits were put back.
        changed: whether `after` differs from `before`.
        saved: whether it was saved.
        summary: the summary of the edit.
    """

    table_page: str
    submissions: tuple[Submission, ...]
    skipped: tuple[Skipped, ...]
    before: str
    after: str
    changes: tuple[Change, ...]
    changed: bool
    saved: bool
    summary: str

    def diff(self) -> Iterator[str]:
        """Yield the lines of a unified diff from `before` to `after`."""
        before, after = self.before.splitlines(), self.after.splitlines()
        yield from difflib.unified_diff(
            before, after, self.table_page, f"{self.table_page} (new)", lineterm=""
        )


def collect(
    event: Event, wiki: Wiki, *, site: Site | None = None, progress: Progress | None = None
) -> Collection:
    """Return the submissions on the event's pages of a wiki, read all or none.

    Args:
        event: the event.
        wiki: where its pages are.
        site: the wiki's language, time zone and namespaces; Meta's if None.
        progress: called after each page.

    Raises:
        WikiError: if a page cannot be read.
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
    wanted: list[str] = []
    for title in titles:
        if event.excludes_page(title):
            skipped.append(Skipped(title, "the event excludes it"))
        elif title.startswith(_NO_PROPOSALS):
            if not everything:
                skipped.append(Skipped(title, "not in a namespace for proposals"))
        elif title != table_page:
            wanted.append(title)
    for number, page in enumerate(wiki.read_many(wanted), 1):
        found = parse_all(page.text, title=page.title, event=event, site=site)
        reason = _why_skipped(page, found[0])
        if reason is None:
            submissions.extend(found)
        else:
            skipped.append(Skipped(page.title, reason))
        if progress is not None:
            progress(number, len(wanted))
    return Collection(tuple(submissions), tuple(skipped))


def _why_skipped(page: Page, first: Submission) -> str | None:
    if not page.exists:
        return "gone while it was read"
    if DEFAULT.begin in page.text:
        return "a review table"
    return why_no_submission(page.text, first)


def review(
    event: Event,
    wiki: Wiki,
    *,
    site: Site | None = None,
    dry_run: bool = False,
    max_vanished: float | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Bring the event's review table up to date and return what was done.

    Nothing is saved where nothing but bytes of noise would change.

    Args:
        event: the event.
        wiki: where its pages are.
        site: the wiki's language, time zone and namespaces; Meta's if None.
        dry_run: whether to save nothing.
        max_vanished: the share of rows that may lose their page, if not the event's.
        progress: called after each page.

    Raises:
        EventError: if the event has no pages on the wiki.
        TableError: if the table cannot be updated safely; nothing is changed.
        WikiError: if a page cannot be read or written; nothing is changed.
    """
    collection = collect(event, wiki, site=site, progress=progress)
    title = event.table_page or DEFAULT_TABLE_PAGE
    target = wiki.read(title)
    if not collection.submissions and not target.text.strip():
        raise EventError(_nothing_found(event, wiki, collection))
    plan = make_plan(collection.submissions, event)
    if target.text.strip():
        base = wiki.last_by(title, BOT)
        share = event.max_vanished if max_vanished is None else max_vanished
        merged = merge(target.text, plan, base=base.text if base else None, max_vanished=share)
    else:
        merged = Merged(
            create(plan, intro=_intro(event)), changed=True, changes=(Change(Kind.TABLE_CREATED),)
        )
    summary = _summary(merged.changes)
    saved = merged.changed and not dry_run
    if saved:
        wiki.save(target, merged.text, summary=summary)
    return Outcome(
        table_page=title,
        submissions=collection.submissions,
        skipped=collection.skipped,
        before=target.text,
        after=merged.text,
        changes=merged.changes,
        changed=merged.changed,
        saved=saved,
        summary=summary,
    )


def read_page(wiki: Wiki, title: str) -> Page:
    """Return one page of a wiki.

    Raises:
        PageMissingError: if there is no such page; names one that is called alike.
    """
    page = wiki.read(title)
    if not page.exists:
        near = difflib.get_close_matches(title, wiki.titles(), 1, 0.5)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise PageMissingError(f"There is no page {title!r} on {wiki.name}.{hint}")
    return page


def _nothing_found(event: Event, wiki: Wiki, collection: Collection) -> str:
    places = [f"category {name!r}" for name in event.categories] + [
        f"prefix {name!r}" for name in event.prefixes
    ]
    places += [f"template {name!r}" for name in event.templates]
    places += [f"{len(event.listed)} titles in a list"] if event.listed else []
    where = " or ".join(places) or "any page"
    skipped = f" {len(collection.skipped)} pages were left out." if collection.skipped else ""
    return f"The event {event.name!r} has no submissions on {wiki.name} (looked for {where}).{skipped} " + (
        "Name the event with --event, or put pages (files ending in .wiki) into the folder."
        if event.source == "built in"
        else f"Check where {event.source} says its pages are."
    )


def _intro(event: Event) -> str:
    people = " and ".join(f"''{safe_text(name)}''" for name in event.people) or "any column you add"
    return (
        f"glambot keeps this table up to date. The columns {people} are for reviewers: type into them "
        "freely, and add columns of your own by typing a header. Nothing typed there is ever overwritten. "
        "The other columns are filled from the submission pages; what is typed there is put back."
    )


def _summary(changes: tuple[Change, ...]) -> str:
    counts = Counter(change.kind for change in changes)
    parts = [f"{count} × {kind.value}" for kind, count in sorted(counts.items())]
    return "Review table: " + (", ".join(parts) or "brought up to date")
