r"""glambot reads the session proposals of Wikimedia conferences and tallies who wants to attend.

Example:
    >>> import glambot
    >>> submission = glambot.parse("; Title\n: A talk\n== Interested attendees ==\n# [[User:Jane|Jane]]")
    >>> submission.tally.interested
    1

What is here is loaded when it is first used, so that ``import glambot`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glambot.errors import GlambotError as GlambotError
    from glambot.submission.event import Event as Event
    from glambot.submission.event_file import load_event as load_event
    from glambot.submission.parse import parse as parse
    from glambot.submission.submission import Submission as Submission
    from glambot.submission.talks import parse_all as parse_all
    from glambot.wikitext.signature import Signature as Signature
    from glambot.wikitext.signatures import find_signatures as find_signatures
    from glambot.wikitext.site import Site as Site

__version__ = "0.1.0"

_HOMES = {
    "Event": "glambot.submission.event",
    "GlambotError": "glambot.errors",
    "Signature": "glambot.wikitext.signature",
    "Site": "glambot.wikitext.site",
    "Submission": "glambot.submission.submission",
    "find_signatures": "glambot.wikitext.signatures",
    "load_event": "glambot.submission.event_file",
    "parse": "glambot.submission.parse",
    "parse_all": "glambot.submission.talks",
}

__all__ = [
    "Event",
    "GlambotError",
    "Signature",
    "Site",
    "Submission",
    "__version__",
    "find_signatures",
    "load_event",
    "parse",
    "parse_all",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'glambot' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *_HOMES]
