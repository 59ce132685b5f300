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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from glambot.errors import EditConflictError, EventError, PageMissingError
from glambot.review.changes import Change, Kind, Merged
from glambot.review.create import create
from glambot.review.markers import DEFAULT, Markers
from glambot.review.merge import merge
from glambot.review.message import without_message
from glambot.review.plan import Plan
from glambot.review.planning import make_plan
from glambot.review.safe import safe_text
from glambot.review.summary import summary_of
from glambot.submission.event import Event
from glambot.submission.kind import why_no_submission
from glambot.submission.submission import Submission
from glambot.submission.talks import parse_all
from glambot.wiki.page import BOT, Page, Wiki
from glambot.wikitext.site import Site

Progress = Callable[[int, int], None]
"""Called with the number of pages read and of all pages."""

DEFAULT_TABLE_PAGE = "Review table"
_NO_PROPOSALS = frozenset((1, 3, 6, 8, 10, 12, 14, 828))
"""Namespaces: talk and user talk pages, files, messages, templates, help, categories, modules."""

TRIES = 4
"""How often a save is tried where others save the page in the same moment."""


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did.

    Attributes:
        table_page: the title of the page the table stands on.
        submissions: the submissions read.
        skipped: pages left out, with reasons.
        unread: pages that could not be read, with reasons; their rows stay as they are.
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
    unread: tuple[Skipped, ...] = ()

    def diff(self) -> Iterator[str]:
        """Yield the lines of a unified diff from `before` to `after`."""
        before, after = self.before.splitlines(), self.after.splitlines()
        yield from difflib.unified_diff(
            before, after, self.table_page, f"{self.table_page} (new)", lineterm=""
        )


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
        return "gone while it was read"
    if DEFAULT.begin in page.text or markers.begin in page.text:
        return "a review table"
    return why_no_submission(page.text, first)


def review(
    event: Event,
    wiki: Wiki,
    *,
    site: Site | None = None,
    dry_run: bool = False,
    max_vanished: float | None = None,
    markers: Markers = DEFAULT,
    link: str = "",
    progress: Progress | None = None,
) -> Outcome:
    """Bring the event's review table up to date and return what was done.

    Nothing is saved where nothing but bytes of noise would change. Where others save the page in
    the same moment it is read and merged again, up to `TRIES` times in all.

    Args:
        event: the event.
        wiki: where its pages are.
        site: the wiki's language, time zone and namespaces; Meta's if None.
        dry_run: whether to save nothing.
        max_vanished: the share of rows that may lose their page, if not the event's.
        markers: what stands before and behind the table.
        link: the title of the page that configures the table, for the summary.
        progress: called after each page.

    Raises:
        EventError: if the event has no submissions on the wiki, and no table yet.
        TableError: if the table cannot be updated safely; nothing is changed.
        WikiError: if a page cannot be read or written; nothing is changed.
    """
    title = event.table_page or DEFAULT_TABLE_PAGE
    with wiki.alone(title):
        collection = collect(event, wiki, site=site, markers=markers, progress=progress)
        plan = make_plan(collection.submissions, event, stale=[page.title for page in collection.unread])
        share = event.max_vanished if max_vanished is None else max_vanished
        saved = False
        for left in reversed(range(TRIES)):
            target = wiki.read(title)
            merged = _merged(target, plan, event, wiki, share, markers)
            if not plan.rows and _is_made(merged):
                raise EventError(_nothing_found(event, wiki, collection))
            summary = summary_of(merged.changes, interested=event.header("interested"), link=link)
            if dry_run or not merged.changed:
                break
            try:
                wiki.save(target, merged.text, summary=summary)
            except EditConflictError:
                if not left:
                    raise
                continue
            saved = True
            break
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
        unread=collection.unread,
    )


def _merged(
    target: Page, plan: Plan, event: Event, wiki: Wiki, max_vanished: float, markers: Markers
) -> Merged:
    if target.text.strip():
        base = wiki.last_by(target.title, BOT)
        merged = merge(
            target.text, plan, base=base.text if base else None, markers=markers, max_vanished=max_vanished
        )
        text = without_message(merged.text)  # what was wrong is not any more
        return replace(merged, text=text, changed=text != target.text)
    text = create(plan, markers=markers, intro=_intro(event))
    return Merged(text, changed=True, changes=(Change(Kind.TABLE_CREATED),))


def _is_made(merged: Merged) -> bool:
    """Return whether there was no table before."""
    return any(change.kind is Kind.TABLE_CREATED for change in merged.changes)


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
    unnamed = event.name == Event().name and event.source != "built in"
    what = "The event set up here" if unnamed else f"The event {event.name!r}"
    return f"{what} has no submissions on {wiki.name} (looked for {where}).{skipped} " + (
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
