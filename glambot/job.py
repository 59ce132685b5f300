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
from collections.abc import Callable
from dataclasses import replace

from glambot.collecting import DEFAULT_TABLE_PAGE, Collection, Progress, collect
from glambot.errors import (
    EditConflictError,
    EventError,
    HaltedError,
    PageMissingError,
    StoppedError,
    TableError,
    UnreachableError,
)
from glambot.outcome import Edit, Outcome
from glambot.review.changes import Change, Kind, Merged
from glambot.review.create import create
from glambot.review.markers import DEFAULT, Markers, find_begin
from glambot.review.merge import merge
from glambot.review.message import without_message
from glambot.review.plan import Plan
from glambot.review.planning import make_plan, tracks_of
from glambot.review.refuse import refuse_vanished
from glambot.review.safe import safe_text
from glambot.review.spread import rows_on, spread, subpage, subpages_for, subpages_of, with_subpages
from glambot.review.summary import summary_of
from glambot.submission.event import Event
from glambot.wiki.page import BOT, Page, Revision, Wiki, as_stored
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
    check: Callable[[Page], None] | None = None,
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
        check: called with the table's page each time it is read; raises if it is not to be saved.
        progress: called after each page.

    Raises:
        EventError: if the event has no submissions on the wiki, and no table yet.
        TableError: if the table cannot be updated safely; nothing is changed.
        WikiError: if a page cannot be read or written; nothing is changed.
    """
    title = event.table_page or DEFAULT_TABLE_PAGE
    share = event.max_vanished if max_vanished is None else max_vanished
    header = event.header("interested")
    done: dict[str, Edit] = {}
    sent: dict[str, Edit] = {}
    with wiki.alone(title):
        for left in reversed(range(TRIES)):
            collection = collect(event, wiki, site=site, markers=markers, progress=progress)
            stopped: StoppedError | None = None
            try:
                for found in _edits(collection, event, wiki, title, share, markers, check):
                    edit = replace(found, summary=summary_of(found.changes, interested=header, link=link))
                    if edit.changed and not dry_run:
                        try:
                            sent[edit.title] = replace(edit, saved=True)
                            wiki.save(edit.page, edit.after, summary=edit.summary)
                        except HaltedError:
                            raise
                        except StoppedError as error:
                            stopped = error  # of one page: the others are saved all the same
                            continue
                        edit = sent[edit.title]
                    elif edit.title in sent and edit.page.text == as_stored(sent[edit.title].after):
                        edit = sent[edit.title]  # only the answer to the save was lost
                    if edit.saved or edit.title not in done:
                        done[edit.title] = edit
            except EditConflictError:
                if not left:
                    raise
                continue
            if stopped is not None:
                raise stopped
            break
    edits = tuple(reversed(done.values()))
    return Outcome(title, collection.submissions, collection.skipped, edits, collection.unread)


def _edits(
    collection: Collection,
    event: Event,
    wiki: Wiki,
    title: str,
    share: float,
    markers: Markers,
    check: Callable[[Page], None] | None,
) -> list[Edit]:
    """Return what is to become of the table's pages: its subpages, if it has such, and the page itself."""
    plan = make_plan(collection.submissions, event, stale=[page.title for page in collection.unread])
    target = wiki.read(title)
    if check is not None:
        check(target)
    if not plan.rows and collection.unread:
        raise UnreachableError(f"None of the submissions on {wiki.name} could be read.")
    base = wiki.last_by(target.title, BOT) if target.exists else None
    # What the bot itself listed last: anybody may type into the page, and the page may have been moved.
    listed = subpages_of(base.text if base else target.text, markers)
    names = dict.fromkeys(f"{target.title}/{name.rpartition('/')[2]}" for name in listed)
    known = [name for name in names if name == subpage(target.title, name.rpartition("/")[2])]
    if base is None:  # nobody knows who typed the list
        known = [name for name in known if find_begin(wiki.read(name).text) is not None]
    if not known:
        merged = _merged(target, plan, base, event, share, markers)
        if not plan.rows and _is_made(merged):
            raise EventError(_nothing_found(event, wiki, collection))
        if len(merged.text.encode()) <= wiki.largest:
            return [Edit(target, merged.text, merged.changes)]
    return _spread_edits(collection, event, wiki, target, known, plan, base, share, markers)


def _spread_edits(
    collection: Collection,
    event: Event,
    wiki: Wiki,
    target: Page,
    known: list[str],
    plan: Plan,
    base: Revision | None,
    share: float,
    markers: Markers,
) -> list[Edit]:
    """Return what is to become of the subpages and, last, of the page of a table that is too large for it."""
    tracks = tracks_of(collection.submissions)
    pages = {name: wiki.read(name) for name in subpages_for(target.title, tracks.values(), known)}
    other = subpage(target.title, "")
    # A page that people made for something else is none of the table's.
    pages = {
        name: page
        for name, page in pages.items()
        if name == other or name in known or not page.exists or find_begin(page.text) is not None
    }
    rows = {name: rows_on(page.text, plan) for name, page in pages.items()}
    has = {target.title: rows_on(target.text, plan, markers), **rows}
    refuse_vanished(
        [key for keys in has.values() for key, vanished in keys.items() if not vanished], plan, share
    )
    plans = spread(plan, tracks, target.title, has)
    edits: list[Edit] = []
    counts: dict[str, int] = {}
    for name, page in pages.items():
        if plans[name].rows or has[name] or (name in known and page.exists):  # a broken one is told
            before = wiki.last_by(page.title, BOT) if page.exists else None
            try:
                part = _merged(page, plans[name], before, event, 1, DEFAULT)
            except TableError as error:
                raise type(error)(f"{page.title}: {error}") from None
            edits.append(Edit(page, part.text, part.changes))
            counts[page.title] = len(plans[name].rows)
    merged = _merged(target, plans[target.title], base, event, 1, markers)
    return [*edits, Edit(target, with_subpages(merged.text, counts, markers), merged.changes)]


def _merged(
    target: Page, plan: Plan, base: Revision | None, event: Event, max_vanished: float, markers: Markers
) -> Merged:
    if target.exists:
        merged = merge(
            target.text, plan, base=base.text if base else None, markers=markers, max_vanished=max_vanished
        )
        text = without_message(merged.text, markers)  # what was wrong is not any more
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
