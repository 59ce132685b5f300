"""Every exception glambot raises on purpose, in one tree.

Page content never raises: it yields results and coded warnings. Exceptions are for
configuration and for the wiki, and every message says what is wrong, where, and what to do::

    GlambotError
    ├── EventError            an Event definition is wrong (file, key, what was found, what is allowed)
    ├── SiteError             a description of a wiki is wrong (language, time zone, file)
    ├── TableError            the review table on the target page cannot be updated safely
    │   ├── MarkerError       its markers are missing, doubled, nested or out of order
    │   ├── BrokenTableError  the text between the markers is not one table that can be merged
    │   └── VanishedError     more rows would vanish than the Event allows
    └── WikiError             a page could not be read or written
        ├── PageMissingError  the page does not exist
        ├── EditConflictError somebody saved the page since it was read
        ├── TitleError        a page title the wiki cannot hold
        ├── LoginError        the wiki does not let the account in
        ├── UnreachableError  the wiki does not answer, or not in a way that makes sense
        ├── BusyError         another run, or somebody, is at it just now: the next run goes on
        └── StoppedError      the wiki, or somebody on it, does not let the bot save a page
            └── HaltedError   not any page: stop page, block, read-only mode

Example:
    >>> issubclass(MarkerError, GlambotError)
    True
"""


class GlambotError(Exception):
    """The base of all errors glambot raises on purpose; its text is a sentence for people."""


class EventError(GlambotError):
    """An Event definition is wrong: the text names file, key, what was found and what is allowed."""


class SiteError(GlambotError):
    """A description of a wiki is wrong: the text names what, where, and what would be right."""


class TableError(GlambotError):
    """The review table cannot be updated safely; nothing was changed."""


class MarkerError(TableError):
    """The markers around the table are missing, doubled, nested or out of order."""


class BrokenTableError(TableError):
    """The text between the markers is not one table whose rows can be told apart."""


class VanishedError(TableError):
    """More rows would lose their page than the Event allows, so the input is not trusted."""


class WikiError(GlambotError):
    """A page could not be read from or written to the wiki."""


class PageMissingError(WikiError):
    """The page asked for does not exist."""


class EditConflictError(WikiError):
    """Somebody saved the page since it was read; nothing was written."""


class TitleError(WikiError):
    """A page title that the wiki cannot hold."""


class LoginError(WikiError):
    """The wiki does not let the account in, or no account is given."""


class UnreachableError(WikiError):
    """The wiki does not answer, or not in a way that makes sense, also after some tries."""


class StoppedError(WikiError):
    """The wiki, or somebody on it, does not let the bot save; nothing was written."""


class HaltedError(StoppedError):
    """The bot may save no page at all for now: its stop page, a block, read-only mode."""


class BusyError(WikiError):
    """Another run, or somebody, is at the page just now; nothing was written, and the next run goes on."""
