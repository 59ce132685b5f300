"""One round over a live wiki: every table that somebody has set up there is brought up to date.

A mistake in a setup is answered on its page; the other tables do not suffer from it, whatever happens.

Example:
    >>> Served("Conf/Review", FAILED, "no answer").error
    'no answer'
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import unified_diff

from glambot.errors import (
    BusyError,
    EditConflictError,
    EventError,
    GlambotError,
    HaltedError,
    StoppedError,
    TableError,
    TitleError,
    WikiError,
)
from glambot.job import review
from glambot.outcome import Outcome
from glambot.review.message import with_message
from glambot.review.plan import same_page
from glambot.review.status import State, last_run, says_the_same, status_page
from glambot.setups import Settings, Setup, find_setups, is_own
from glambot.wiki.live import LiveWiki
from glambot.wiki.page import ANSWER, Page

log = logging.getLogger("glambot")

UP_TO_DATE, SAVED, WOULD_CHANGE, BUSY = "up to date", "saved", "would change", "left to the next run"
MISTAKE, NOT_SERVED, STOPPED, FAILED = "mistake in the setup", "not served", "stopped", "failed"


@dataclass(frozen=True, slots=True)
class Served:
    """What became of one table.

    Attributes:
        title: the page.
        state: how the table stands, one of the texts above.
        error: what went wrong, "" if nothing did.
        outcome: what the run did to the table, if it came to that.
        answer: the lines of a diff, where a mistake would be answered on the page in a dry run.
        halted: whether nothing at all can be saved any more.
    """

    title: str
    state: str
    error: str = ""
    outcome: Outcome | None = None
    answer: tuple[str, ...] = ()
    halted: bool = False

    @property
    def would_change(self) -> bool:
        """Whether a dry run would have saved something."""
        unsaved = self.outcome is not None and self.outcome.changed and not self.outcome.saved
        return unsaved or bool(self.answer)


def make_round(
    wiki: LiveWiki,
    settings: Settings,
    *,
    only: str | None = None,
    dry_run: bool = False,
    max_vanished: float | None = None,
) -> Iterator[Served]:
    """Serve every table set up on the wiki, and yield what became of each as it is done.

    Args:
        wiki: the wiki.
        settings: the operator's.
        only: the title of the one page to serve, or None for all.
        dry_run: whether to save nothing.
        max_vanished: the share of rows that may lose their page, if not the event's.

    Raises:
        HaltedError: if people on the wiki have stopped the bot.
        WikiError: if the wiki cannot be asked for its tables.
    """
    if not dry_run:
        wiki.heed_stop()
    served: list[Served] = []
    taken: set[str] = set()
    for setup in find_setups(wiki, settings):
        if only is not None and same_page(only) not in map(same_page, (setup.page, setup.source)):
            continue
        if same_page(setup.page) in taken:
            told = f"{setup.source} sets up a table on a page that has one set up."
            done = Served(setup.page, NOT_SERVED, told)
        else:
            done = _served(wiki, settings, setup, dry_run=dry_run, max_vanished=max_vanished)
            if done.state != NOT_SERVED and (setup.call or setup.page != setup.source):
                taken.add(same_page(setup.page))
        _log(done)
        served.append(done)
        yield done
        if done.halted:
            return
    if only is None and not dry_run:
        _tell_status(wiki, settings, served)


def _served(
    wiki: LiveWiki,
    settings: Settings,
    setup: Setup,
    *,
    dry_run: bool,
    max_vanished: float | None,
) -> Served:
    title = setup.page

    def check(page: Page) -> None:
        if not setup.still_stands(page):
            raise BusyError(f"The setup on {title!r} was changed while the table was worked out.")

    if setup.failure is not None:
        return _failed(title, setup.failure)
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
            check=check,
        )
    except (EventError, TableError, TitleError) as error:
        return _answered(wiki, setup, str(error), dry_run=dry_run)
    except WikiError as error:
        return _failed(title, error)
    except Exception as error:  # one page must not cost the others their tables
        log.exception("%s", title)
        return Served(title, FAILED, f"This should not have happened ({type(error).__name__}: {error}).")
    if outcome.saved:
        return Served(title, SAVED, outcome=outcome)
    return Served(title, WOULD_CHANGE if outcome.changed else UP_TO_DATE, outcome=outcome)


def _failed(title: str, error: WikiError, told: str = "") -> Served:
    """Return what became of a table that could not be served, and what was to be `told` on its page."""
    sentence = f"{error} What was to be told: {told}" if told else str(error)
    if isinstance(error, BusyError) or (told and isinstance(error, EditConflictError)):
        return Served(title, BUSY, sentence)
    stopped = isinstance(error, StoppedError)
    return Served(title, STOPPED if stopped else FAILED, sentence, halted=isinstance(error, HaltedError))


def _why_not(wiki: LiveWiki, settings: Settings, setup: Setup) -> str:
    """Return why a table is not served, "" if it is."""
    if setup.namespace not in settings.namespaces:
        return "tables are not kept in this namespace."
    if setup.page != setup.source and is_own(wiki, settings, setup.page):
        return "the bot itself is steered from this page."
    if setup.mistake and not setup.call and setup.page == setup.source:
        return ""  # it is told, and nothing is saved
    if settings.right and settings.right not in wiki.rights_of(setup.author):
        who = setup.author or "somebody the wiki does not name"
        return f"it was set up by {who}, who lacks the right {settings.right!r} on this wiki."
    return ""


def _answered(wiki: LiveWiki, setup: Setup, message: str, *, dry_run: bool) -> Served:
    """Tell a mistake on the page, inside the markers, unless it says so already."""
    title = setup.page
    message = "\n".join(line.removeprefix(f"{title}: ") for line in message.splitlines())
    try:
        page = wiki.read(title)
        if not page.exists or not setup.still_stands(page) or (not setup.call and setup.page == setup.source):
            return Served(title, MISTAKE, message)
        text = with_message(page.text, message, setup.markers)
        if dry_run:
            lines = unified_diff(
                page.text.splitlines(), text.splitlines(), title, f"{title} (new)", lineterm=""
            )
            return Served(title, MISTAKE, message, answer=tuple(lines))
        if text != page.text:
            wiki.save(page, text, summary=ANSWER)
    except WikiError as error:
        return _failed(title, error, message)
    return Served(title, MISTAKE, message)


def _tell_status(wiki: LiveWiki, settings: Settings, served: Iterable[Served]) -> None:
    """Save the status page if it has something new to say, or has been silent for long."""
    if not settings.status:
        return
    # What was saved this time is up to date from now on, and what was busy is no error: no news.
    states = [
        State(done.title, UP_TO_DATE)
        if done.state in (SAVED, BUSY)
        else State(done.title, done.state, done.error)
        for done in served
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
    try:
        last = datetime.fromisoformat(f"{last_run(text)}+00:00")
    except ValueError:  # there is none, or somebody typed over it
        return True
    # A page saved in the future was saved by a clock that was wrong, or this one is.
    return abs(now - last) >= timedelta(hours=hours)


def _log(done: Served) -> None:
    level = logging.WARNING if done.error else logging.INFO
    told = done.error or (done.outcome.summary if done.outcome and done.state != UP_TO_DATE else "")
    log.log(
        level, "%s: %s%s", done.title, done.state, f": {told}" if told else "", extra={"page": done.title}
    )
