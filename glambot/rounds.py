"""One round over a live wiki: every table that somebody has set up there is brought up to date.

A table is set up by a template on the page it stands on, or by a definition under the bot's user
space. A mistake in either is answered; the other tables do not suffer from it.

Example:
    >>> Settings(user="ExampleBot").status
    'User:ExampleBot/Status'
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from glambot.errors import EventError, GlambotError, StoppedError, TableError, WikiError
from glambot.job import Outcome, Progress, review
from glambot.review.markers import DEFAULT, Markers, find_begin
from glambot.review.message import with_message
from glambot.review.status import State, last_run, says_the_same, status_page
from glambot.submission.event import Event
from glambot.submission.event_page import read_event_page
from glambot.submission.event_template import read_event_template
from glambot.wiki.live import LiveWiki
from glambot.wiki.page import Page

log = logging.getLogger("glambot")

TEMPLATE = "Glambot review"
NAMESPACES = (0, 1, 2, 3, 4, 5)
_TEMPLATES = 10

UP_TO_DATE, SAVED, WOULD_CHANGE = "up to date", "saved", "would change"
MISTAKE, NOT_SERVED, STOPPED, FAILED = "mistake in the setup", "not served", "stopped", "failed"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator of the bot decides.

    Attributes:
        user: the bot's account.
        template: the template that sets up a table; its end is the same name with ``end``.
        config_prefix: where definition pages are; ``User:<bot>/Events/`` if None, "" for nowhere.
        namespaces: the numbers of the namespaces in which tables are served.
        right: the right that whoever sets up a table must have; "" for none.
        status_page: where the bot tells how it does; ``User:<bot>/Status`` if None, "" for nowhere.
        heartbeat: the hours after which the status page is saved even if it says nothing new.
    """

    user: str
    template: str = TEMPLATE
    config_prefix: str | None = None
    namespaces: tuple[int, ...] = NAMESPACES
    right: str = "autoconfirmed"
    status_page: str | None = None
    heartbeat: float = 24

    @property
    def definitions(self) -> str:
        """The beginning of the titles of definition pages."""
        if self.config_prefix is None:
            return f"User:{self.user}/Events/" if self.user else ""
        return self.config_prefix

    @property
    def status(self) -> str:
        """The title of the status page."""
        return f"User:{self.user}/Status" if self.status_page is None else self.status_page

    @property
    def markers(self) -> Markers:
        """The templates before and behind a table."""
        return Markers(f"{{{{{self.template}", f"{{{{{self.template} end", "|…")


@dataclass(frozen=True, slots=True)
class Served:
    """What became of one table: its page, how it stands, what went wrong, and the run's outcome."""

    title: str
    state: str
    error: str = ""
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class _Setup:
    """A table that somebody set up: who did, by which event or by which mistake."""

    page: str
    author: str
    markers: Markers
    event: Event | None
    mistake: str = ""
    source: str = ""


def make_round(
    wiki: LiveWiki,
    settings: Settings,
    *,
    only: str | None = None,
    dry_run: bool = False,
    max_vanished: float | None = None,
    progress: Progress | None = None,
) -> Iterator[Served]:
    """Serve every table set up on the wiki, and yield what became of each as it is done.

    Args:
        wiki: the wiki.
        settings: the operator's.
        only: the title of the one page to serve, or None for all.
        dry_run: whether to save nothing.
        max_vanished: the share of rows that may lose their page, if not the event's.
        progress: called after each submission page that was read.

    Raises:
        WikiError: if the wiki cannot be asked for its tables.
    """
    served: list[Served] = []
    taken: set[str] = set()
    for setup in _setups(wiki, settings):
        if only is not None and only not in (setup.page, setup.source):
            continue
        if setup.page in taken:
            done = Served(
                setup.page, NOT_SERVED, f"{setup.source or setup.page} sets up a table that has been set up."
            )
        else:
            done = _served(
                wiki, settings, setup, dry_run=dry_run, max_vanished=max_vanished, progress=progress
            )
            taken.add(setup.page)
        _log(done)
        served.append(done)
        yield done
    if only is None and not dry_run:
        _tell_status(wiki, settings, served)


def _setups(wiki: LiveWiki, settings: Settings) -> Iterator[_Setup]:
    """Yield the tables that are set up, those by template first, by title."""
    template = settings.template if ":" in settings.template else f"Template:{settings.template}"
    for page in wiki.read_many(wiki.titles(templates=[template])):
        if wiki.namespace(page.title) != _TEMPLATES:
            yield from _by_template(wiki, settings, page)
    if settings.definitions:
        for page in wiki.read_many(wiki.titles(prefixes=[settings.definitions])):
            if page.exists and not page.unread:
                yield _by_definition(wiki, page)


def _by_template(wiki: LiveWiki, settings: Settings, page: Page) -> Iterator[_Setup]:
    markers = settings.markers
    if page.unread:
        yield _Setup(page.title, "", markers, None, page.unread)
        return
    begin = find_begin(page.text, markers)
    if begin is None:
        if markers.begin.lower() in page.text.lower().replace("_", " "):
            yield _Setup(
                page.title, "", markers, Event(table_page=page.title)
            )  # the merge says what is wrong
        return  # it comes with another page that is transcluded here
    call = begin.of(page.text)

    def has_it(text: str) -> bool:
        found = find_begin(text, markers)
        return found is not None and found.of(text) == call

    author = wiki.author_of(page, has_it, call)
    try:
        event = replace(read_event_template(call, source=page.title), table_page=page.title)
        yield _Setup(page.title, author, markers, placed(event))
    except EventError as error:
        yield _Setup(page.title, author, markers, None, str(error))


def _by_definition(wiki: LiveWiki, page: Page) -> _Setup:
    author = wiki.author_of(page, lambda text: text == page.text, page.text)
    try:
        event = _with_page(placed(read_event_page(page.text, title=page.title, source=page.title)))
    except EventError as error:
        return _Setup(page.title, author, DEFAULT, None, str(error), page.title)
    return _Setup(event.table_page or "", author, DEFAULT, event, source=page.title)


def _with_page(event: Event) -> Event:
    if event.table_page is None:
        raise EventError(f"{event.source}: table.page is missing; name the page the table is to stand on.")
    return event


def placed(event: Event) -> Event:
    """Return an event that says where its pages are.

    Raises:
        EventError: it does not.
    """
    if event.categories or event.prefixes or event.templates or event.listed:
        return event
    raise EventError(
        f"{event.source}: it is not said where the submissions are; name a category, such as "
        "category = ExampleCon 2019 submissions, or a prefix, a template or pages."
    )


def _served(
    wiki: LiveWiki,
    settings: Settings,
    setup: _Setup,
    *,
    dry_run: bool,
    max_vanished: float | None,
    progress: Progress | None,
) -> Served:
    title = setup.page
    try:
        if why := _why_not(wiki, settings, setup):
            return Served(title, NOT_SERVED, why)
        if setup.event is None:
            return _answered(wiki, setup, setup.mistake, dry_run=dry_run)
        outcome = review(
            setup.event,
            wiki,
            site=wiki.site,
            dry_run=dry_run,
            max_vanished=max_vanished,
            markers=setup.markers,
            link=setup.source,
            progress=progress,
        )
    except (EventError, TableError) as error:
        return _answered(wiki, setup, str(error), dry_run=dry_run)
    except StoppedError as error:
        return Served(title, STOPPED, str(error))
    except WikiError as error:
        return Served(title, FAILED, str(error))
    if outcome.saved:
        return Served(title, SAVED, outcome=outcome)
    return Served(title, WOULD_CHANGE if outcome.changed else UP_TO_DATE, outcome=outcome)


def _why_not(wiki: LiveWiki, settings: Settings, setup: _Setup) -> str:
    """Return why a table is not served, "" if it is."""
    if wiki.namespace(setup.page) not in settings.namespaces:
        return "tables are not kept in this namespace."
    if setup.event is not None and not setup.author:
        return ""  # its markers are damaged: the merge says how, and changes nothing
    if settings.right and settings.right not in wiki.rights_of(setup.author):
        who = setup.author or "nobody that can be told"
        return f"it was set up by {who}, who lacks the right {settings.right!r} on this wiki."
    return ""


def _answered(wiki: LiveWiki, setup: _Setup, message: str, *, dry_run: bool) -> Served:
    """Tell a mistake on the page, inside the markers, unless it says so already."""
    title = setup.page
    message = "\n".join(line.removeprefix(f"{title}: ") for line in message.splitlines())
    try:
        page = wiki.read(title)
        text = with_message(page.text, message, setup.markers) if page.exists else page.text
        if text != page.text and not dry_run:
            wiki.save(page, text, summary="Review table: not brought up to date, see the message")
    except StoppedError as error:
        return Served(title, STOPPED, f"{error} What was to be told: {message}")
    except WikiError as error:
        return Served(title, MISTAKE, f"{message} (This could not be told on the page: {error})")
    return Served(title, MISTAKE, message)


def _tell_status(wiki: LiveWiki, settings: Settings, served: Iterable[Served]) -> None:
    """Save the status page if it has something new to say, or has been silent for long."""
    if not settings.status:
        return
    # What was saved this time is up to date from now on: the page need not change for that.
    states = [
        State(done.title, UP_TO_DATE if done.state == SAVED else done.state, done.error) for done in served
    ]
    try:
        page = wiki.read(settings.status)
        now = datetime.now(UTC)
        text = status_page(page.text, states, now)
        if says_the_same(text, page.text) and not _is_silent(page.text, now, settings.heartbeat):
            return
        wiki.save(page, text, summary="Status of the review tables")
    except GlambotError as error:
        log.warning("The status page was not saved: %s", error)


def _is_silent(text: str, now: datetime, hours: float) -> bool:
    last = last_run(text)
    return not last or now - datetime.fromisoformat(f"{last}+00:00") >= timedelta(hours=hours)


def _log(done: Served) -> None:
    level = logging.WARNING if done.error else logging.INFO
    told = done.error or (done.outcome.summary if done.outcome and done.state != UP_TO_DATE else "")
    log.log(
        level, "%s: %s%s", done.title, done.state, f": {told}" if told else "", extra={"page": done.title}
    )
