"""The review tables that people have set up on a live wiki: who did, where, and by which event.

A table is set up by a template on the page it stands on, or by a definition under the bot's user space.
Nothing that people set up raises: what is wrong becomes the setup's mistake.

Example:
    >>> Settings(user="ExampleBot").status
    'User:ExampleBot/Status'
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from glambot.errors import EventError, MarkerError, TitleError, UnreachableError, WikiError
from glambot.review.markers import DEFAULT, Markers, find_begin, find_begins, find_markers
from glambot.review.plan import same_page
from glambot.submission.event import Event
from glambot.submission.event_page import read_event_page
from glambot.submission.event_template import read_event_template
from glambot.wiki.live import LiveWiki
from glambot.wiki.page import Page
from glambot.wikitext.redirects import redirect_target

TEMPLATE = "Glambot review"
NAMESPACES = (0, 1, 2, 3, 4, 5)
_TEMPLATES = 10


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
class Setup:
    """A table that somebody set up.

    Attributes:
        page: the page the table is for, as the wiki writes its title; the definition's own page where
            that names none.
        namespace: the number of its namespace.
        author: who set it up, "" if that cannot be told.
        markers: what stands before and behind the table.
        event: the event, or None if there is a mistake or a failure.
        mistake: what is wrong with the setup, for whoever made it.
        failure: what went wrong when it was read, which is nobody's mistake.
        source: the title of the page that sets it up.
        call: the template as it was checked, "" for a definition.
    """

    page: str
    namespace: int
    author: str
    markers: Markers
    event: Event | None = None
    mistake: str = ""
    failure: WikiError | None = None
    source: str = ""
    call: str = ""

    def still_stands(self, page: Page) -> bool:
        """Return whether the page still has the setup that was checked."""
        if not self.call:
            return True
        begin = find_begin(page.text, self.markers)
        return begin is not None and begin.of(page.text) == self.call


def find_setups(wiki: LiveWiki, settings: Settings) -> Iterator[Setup]:
    """Yield the tables that are set up on a wiki, those by template first, by title.

    Raises:
        WikiError: if the wiki cannot be asked for them.
    """
    template = settings.template if ":" in settings.template else f"Template:{settings.template}"
    for page in wiki.read_many(wiki.titles(templates=[template])):
        if page.exists and wiki.namespace(page.title) != _TEMPLATES:
            setup = _by_template(wiki, settings.markers, page)
            if setup is not None:
                yield setup
    if settings.definitions:
        for page in wiki.read_many(wiki.titles(prefixes=[settings.definitions])):
            if page.exists and redirect_target(page.text) is None:
                yield _by_definition(wiki, page)


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


def is_own(wiki: LiveWiki, settings: Settings, title: str) -> bool:
    """Return whether a page is one the bot itself is steered by, where no table may stand."""
    name = same_page(title)
    own = {same_page(page) for page in (wiki.stop_page, settings.status) if page}
    prefix = same_page(settings.definitions) if settings.definitions else ""
    return name in own or bool(prefix and name.startswith(prefix))


def _by_template(wiki: LiveWiki, markers: Markers, page: Page) -> Setup | None:
    base = Setup(page.title, wiki.namespace(page.title), "", markers, source=page.title)
    if page.unread:
        return replace(base, failure=UnreachableError(f"{page.title}: {page.unread}."))
    begins = find_begins(page.text, markers)
    if not begins:
        return None  # it comes with another page that is transcluded here, or is only shown
    if len(begins) > 1:
        return replace(base, mistake=_what_is_wrong(page, markers))
    call = begins[0].of(page.text)

    def has_it(text: str) -> bool:
        found = find_begin(text, markers)
        return found is not None and found.of(text) == call

    try:
        base = replace(base, call=call, author=wiki.author_of(page, has_it, call))
        event = placed(read_event_template(call, source=page.title))
    except EventError as error:
        return replace(base, mistake=str(error))
    except WikiError as error:
        return replace(base, failure=error)
    return replace(base, event=replace(event, table_page=page.title))


def _what_is_wrong(page: Page, markers: Markers) -> str:
    try:
        find_markers(page.text, markers)
    except MarkerError as error:
        return str(error)
    return ""


def _by_definition(wiki: LiveWiki, page: Page) -> Setup:
    base = Setup(page.title, wiki.namespace(page.title), "", DEFAULT, source=page.title)
    if page.unread:
        return replace(base, failure=UnreachableError(f"{page.title}: {page.unread}."))
    model = "json" if page.text.lstrip().startswith("{") else "wikitext"  # TOML cannot begin so
    try:
        base = replace(base, author=wiki.author_of(page, lambda text: text == page.text, page.text))
        event = placed(read_event_page(page.text, title=page.title, model=model, source=page.title))
        title, namespace = wiki.place(_page_of(event))
    except (EventError, TitleError) as error:
        return replace(base, mistake=str(error))
    except WikiError as error:
        return replace(base, failure=error)
    return replace(base, page=title, namespace=namespace, event=replace(event, table_page=title))


def _page_of(event: Event) -> str:
    if event.table_page is None:
        raise EventError(f"{event.source}: table.page is missing; name the page the table is to stand on.")
    return event.table_page
