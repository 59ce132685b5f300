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
from collections.abc import Iterable
from dataclasses import replace

from glambot.collecting import DEFAULT_TABLE_PAGE, Collection, Progress, collect
from glambot.errors import EditConflictError, EventError, PageMissingError
from glambot.outcome import Edit, Outcome
from glambot.review.changes import Change, Kind, Merged
from glambot.review.create import create
from glambot.review.markers import DEFAULT, Markers
from glambot.review.merge import merge
from glambot.review.message import without_message
from glambot.review.plan import Plan
from glambot.review.planning import make_plan, tracks_of
from glambot.review.safe import safe_text
from glambot.review.spread import rows_on, spread, subpage, subpages_of, with_subpages
from glambot.review.summary import summary_of
from glambot.submission.event import Event
from glambot.wiki.page import BOT, Page, Wiki
from glambot.wikitext.site import Site

TRIES = 4
"""How often a save is tried where others save the page in the same moment."""


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
    the same moment all is read and merged again, up to `TRIES` times in all. A table that is too
    large for a page goes on, track by track, on subpages.

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
        EventError: if the event has no pages on the wiki.
        TableError: if the table cannot be updated safely; nothing is changed.
        WikiError: if a page cannot be read or written; nothing is changed.
    """
    title = event.table_page or DEFAULT_TABLE_PAGE
    share = event.max_vanished if max_vanished is None else max_vanished
    done: list[Edit] = []
    with wiki.alone(title):
        for left in reversed(range(TRIES)):
            collection = collect(event, wiki, site=site, markers=markers, progress=progress)
            edits = _edits(collection, event, wiki, title, share, markers)
            try:
                for edit in edits:
                    summary = summary_of(edit.changes, interested=event.header("interested"), link=link)
                    if edit.changed and not dry_run:
                        wiki.save(edit.page, edit.after, summary=summary)
                        done.append(replace(edit, saved=True, summary=summary))
                    else:
                        done.append(replace(edit, summary=summary))
            except EditConflictError:
                if not left:
                    raise
                done = [edit for edit in done if edit.saved]
            else:
                break
    return Outcome(title, collection.submissions, collection.skipped, _newest(done), collection.unread)


def _newest(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits, of several of one page the one that saved it; the main page's, saved last, first."""
    found: dict[str, Edit] = {}
    for edit in edits:
        if edit.saved or not found.get(edit.title, edit).saved:
            found[edit.title] = edit
    return tuple(reversed(found.values()))


def _edits(
    collection: Collection, event: Event, wiki: Wiki, title: str, share: float, markers: Markers
) -> list[Edit]:
    """Return what is to become of the table's pages: its subpages, if it has such, and the page itself."""
    plan = make_plan(collection.submissions, event, stale=[page.title for page in collection.unread])
    target = wiki.read(title)
    if not plan.rows and not target.text.strip():
        raise EventError(_nothing_found(event, wiki, collection))
    known = [name for name in subpages_of(target.text) if name.startswith(f"{target.title}/")]
    merged = _merged(target, plan, event, wiki, share, markers)
    if not known and len(merged.text.encode()) <= wiki.largest:
        return [Edit(target, merged.text, merged.changes)]
    tracks = tracks_of(collection.submissions)
    others = dict.fromkeys([*known, *(subpage(title, track) for track in tracks.values())])
    pages = {page.title: page for page in map(wiki.read, others)}
    has = {title: rows_on(target.text, markers)} | {name: rows_on(page.text) for name, page in pages.items()}
    plans = spread(plan, tracks, title, has)
    edits: list[Edit] = []
    counts: dict[str, int] = {}
    for name, page in pages.items():
        if plans[name].rows or page.exists:
            part = _merged(page, plans[name], event, wiki, share, DEFAULT)
            edits.append(Edit(page, part.text, part.changes))
            counts[name] = len(plans[name].rows)
    merged = _merged(target, plans[title], event, wiki, share, markers)
    return [*edits, Edit(target, with_subpages(merged.text, counts, markers), merged.changes)]


def _merged(
    target: Page, plan: Plan, event: Event, wiki: Wiki, max_vanished: float, markers: Markers
) -> Merged:
    if target.text.strip():
        base = wiki.last_by(target.title, BOT)
        merged = merge(
            target.text, plan, base=base.text if base else None, markers=markers, max_vanished=max_vanished
        )
        text = without_message(merged.text, markers)  # what was wrong is not any more
        return replace(merged, text=text, changed=text != target.text)
    text = create(plan, markers=markers, intro=_intro(event))
    return Merged(text, changed=True, changes=(Change(Kind.TABLE_CREATED),))


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
