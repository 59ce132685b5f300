"""What a wiki is to the rest of glambot: pages that are read, listed and saved.

`Wiki` is a protocol. A folder (`glambot.wiki.folder`), a MediaWiki XML export
(`glambot.wiki.dump`) and a live wiki all look the same to whoever holds one.

Example:
    >>> page = Page(title="Report", text="", revision="", exists=False, timestamp=None)
    >>> page.exists
    False
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

LARGEST: Final = 2_097_152
"""The bytes a page may have where nothing else is set, as MediaWiki's ``$wgMaxArticleSize``."""

BOT: Final = "glambot"
"""The user a revision is saved by when nobody else is named."""


ANSWER: Final = "Review table: not brought up to date, see the message"
"""The summary of an edit that only tells a mistake: its text is the table as people left it."""


_BLANK_END = " \t\n\r\0\x0b"  # what PHP's rtrim takes away


@dataclass(frozen=True, slots=True)
class Page:
    r"""A page as it was read.

    Attributes:
        title: The title in its normal form (see `glambot.wiki.titles.normalise`).
        text: The wikitext, lines ended by ``\n``; empty for a missing page.
        revision: An opaque id of the revision read; empty for a missing page.
        exists: Whether the wiki has the page.
        timestamp: When that revision was saved, aware and in UTC; None for a missing page.
        unread: Why the text of a page that exists could not be read; empty if it was.
    """

    title: str
    text: str
    revision: str
    exists: bool
    timestamp: "datetime | None"
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """One text a page had, and who saved it when (`timestamp` is aware and in UTC)."""

    id: str
    user: str
    timestamp: "datetime"
    summary: str
    text: str


def as_stored(text: str) -> str:
    """Return a text as MediaWiki would store it; doing it twice changes nothing more."""
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip(_BLANK_END)


class Wiki(Protocol):
    """A place with pages. Every method may raise `glambot.errors.WikiError`."""

    @property
    def name(self) -> str:
        """A short name of the wiki, for people."""

    @property
    def largest(self) -> int:
        """How many bytes (UTF-8) a page may have."""

    def read(self, title: str) -> Page:
        """Return the page; a missing one has ``exists=False`` and an empty text.

        Raises:
            TitleError: A wiki cannot hold a page of that title.
        """

    def titles(
        self,
        *,
        categories: "Sequence[str]" = (),
        prefixes: "Sequence[str]" = (),
        templates: "Sequence[str]" = (),
        listed: "Sequence[str]" = (),
        depth: int = 0,
    ) -> tuple[str, ...]:
        """Return the titles that are asked for in any of four ways, sorted, none twice.

        With none of the four these are the titles of all pages.

        Args:
            categories: Categories the pages are in, with or without their namespace.
            prefixes: Beginnings of the titles.
            templates: What the pages transclude: templates, or with another namespace any page.
            listed: Titles, in any form; they are given in their normal form, also if there is no
                such page.
            depth: How many levels of subcategories count as the category; 0 for none.

        Raises:
            TitleError: No page and no category can be called so.
        """

    def read_many(self, titles: "Iterable[str]") -> "Iterator[Page]":
        """Yield the pages of `titles` in that order, missing ones included."""

    def save(self, page: Page, text: str, *, summary: str, user: str = BOT) -> Page:
        """Give the page a new text and return it as it is now.

        Args:
            page: The page as it was read: its revision is the base of the edit.
            text: The whole new wikitext. The text the page already has makes no revision.
            summary: What was done and why, for the page's history.
            user: Whose edit this is.

        Raises:
            EditConflictError: The page was saved, created or deleted since it was read.
        """

    def last_by(self, title: str, user: str) -> Revision | None:
        """Return the newest revision of the page that `user` saved, or None."""

    def namespace(self, title: str) -> int:
        """Return the number of the namespace of a title in its normal form; 0 is the main one."""

    def alone(self, title: str) -> "AbstractContextManager[None]":
        """Keep other runs from the page as long as the context lasts, where runs can meet at all."""
