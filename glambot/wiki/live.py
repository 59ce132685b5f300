"""A live wiki, through pywikibot: pages are read in batches, and saved so that nothing is lost.

Example:
    >>> from glambot.wiki.connect import Account
    >>> Account("ExampleBot@glambot", "secret").name
    'ExampleBot'
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glambot.errors import TitleError, UnreachableError
from glambot.wiki import heads, saving
from glambot.wiki.asking import ask, heard, site_name
from glambot.wiki.lock import hold
from glambot.wiki.page import BOT, LARGEST, Page, Revision
from glambot.wiki.textcache import TextCache
from glambot.wiki.texts import FAILED, fetch_texts
from glambot.wikitext.site import Site

if TYPE_CHECKING:
    from pywikibot.site import APISite

    from glambot.wiki.heads import Head

log = logging.getLogger("glambot")

_LOCK_WAIT = 30.0  # seconds
_FEW, _MANY = 50, 500  # pages a request, without and with the right apihighlimits
_TEMPLATE = 10
_SITEINFO = "general|namespaces|namespacealiases|specialpagealiases|usergroups"


class LiveWiki:
    """A wiki on the network.

    Args:
        site: pywikibot's site, logged in (see `glambot.wiki.connect`).
        state: the folder for the cache of texts and for locks; None for neither.
        stop_page: the page on which people stop the bot, read before every save; "" for none.
    """

    def __init__(self, site: "APISite", *, state: Path | None = None, stop_page: str = "") -> None:
        self._site = site
        self._state = state
        self._key = _short(f"{site.hostname()}{site.apipath()}")
        self._stop_page = stop_page
        self._heads: dict[str, Head] = {}
        self._cache = TextCache(state / f"texts-{self._key}.sqlite" if state else None)
        self._info: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        """What pywikibot calls the wiki, such as ``meta:meta``; its host where it has no such name."""
        return site_name(self._site)

    @property
    def user(self) -> str:
        """The account the bot is logged in as, "" if it is not: then it only reads."""
        return self._site.user() or ""

    @property
    def site(self) -> Site:
        """The wiki's language, time zone and namespaces, as its siteinfo says."""
        return Site.from_siteinfo(self.info)

    @property
    def info(self) -> dict[str, Any]:
        """The wiki's siteinfo: general, namespaces and special pages with aliases, user groups."""
        if self._info is None:
            self._info = next(ask(self._site, meta="siteinfo", siprop=_SITEINFO))
        return self._info

    @property
    def largest(self) -> int:
        """How many bytes a page of the wiki may have."""
        return int(self.info["general"].get("maxarticlesize", LARGEST))

    def close(self) -> None:
        """Let go of the cache."""
        self._cache.close()

    def read(self, title: str) -> Page:
        """Return the page as it is now, always from the wiki.

        Raises:
            TitleError: The wiki cannot hold a page of that title.
            WikiError: The wiki cannot be read.
        """
        query: dict[str, Any] = next(
            ask(self._site, titles=title, prop="revisions", rvprop="ids|timestamp|content", rvslots="main")
        )
        for entry in query.get("pages", ()):
            if entry.get("invalid"):
                raise TitleError(
                    f"{self.name} cannot hold a page {title!r}: {entry.get('invalidreason', '')}"
                )
            revision = (entry.get("revisions") or [None])[0]
            if revision is None and not entry.get("missing"):
                break
            if revision is None:
                return Page(str(entry["title"]), "", "", exists=False, timestamp=None)
            slot = revision.get("slots", {}).get("main", {})
            if "content" not in slot:
                raise UnreachableError(
                    f"{self.name} does not give the text of {title!r}: it is hidden or damaged."
                )
            when = datetime.fromisoformat(revision["timestamp"])
            return Page(
                str(entry["title"]), slot["content"], str(revision["revid"]), exists=True, timestamp=when
            )
        if query.get("interwiki"):
            raise TitleError(f"{title!r} is a page of another wiki; name pages of {self.name}.")
        raise UnreachableError(f"{self.name} says nothing of {title!r}. The next run tries again.")

    def titles(
        self,
        *,
        categories: Sequence[str] = (),
        prefixes: Sequence[str] = (),
        templates: Sequence[str] = (),
        listed: Sequence[str] = (),
        depth: int = 0,
    ) -> tuple[str, ...]:
        """Return the titles that are asked for, sorted; see `glambot.wiki.page.Wiki`.

        Raises:
            WikiError: The wiki cannot be asked, or nothing is asked for: a live wiki is too large.
        """
        sources = [
            heads.in_category(self._site, self._in(heads.CATEGORY, category), depth)
            for category in categories
        ]
        for prefix in prefixes:
            number, name = self._split(prefix)
            sources.append(heads.with_prefix(self._site, name, number))
        for template in templates:
            number, name = self._split(template)
            sources.append(heads.transcluding(self._site, template if number else self._in(_TEMPLATE, name)))
        sources.append(head for _, head in heads.named(self._site, list(listed), self._limit))
        found = heads.newest(chain.from_iterable(sources))
        self._heads |= found
        return tuple(sorted(found))

    def read_many(self, titles: Iterable[str]) -> Iterator[Page]:
        """Yield the pages as they were listed, in the order asked for; few requests for many pages."""
        wanted = list(titles)
        unknown = [title for title in wanted if title not in self._heads]
        for title, head in heads.named(self._site, unknown, self._limit):
            self._heads[title] = head
        revisions = {self._heads[title].revision: self._heads[title].sha1 for title in wanted}
        revisions.pop(0, None)
        texts = fetch_texts(self._site, revisions, self._cache, self._limit)
        gone = [title for title in wanted if self._heads[title].revision in texts.gone]
        changed = {title for title, head in heads.named(self._site, gone, self._limit) if head.page}
        for title in wanted:
            head = self._heads[title]
            text = texts.found.get(head.revision)
            why = texts.unread.get(head.revision, "")
            if title in changed or (head.page and not head.revision):
                why = FAILED
            if text is None and not why:
                yield Page(head.title or title, "", "", exists=False, timestamp=None)
            else:
                yield Page(
                    head.title,
                    text or "",
                    str(head.revision),
                    exists=True,
                    timestamp=head.timestamp,
                    unread=why,
                )

    def save(self, page: Page, text: str, *, summary: str, user: str = BOT) -> Page:
        """Save a page and return it as it is now; see `glambot.wiki.saving.save`."""
        del user
        number, saved = saving.save(self._site, page, text, summary=summary, stop_page=self._stop_page)
        return replace(page, text=saved, revision=str(number), exists=True)

    def last_by(self, title: str, user: str) -> Revision | None:
        """Return the newest revision of the page that `user` saved, or None; `BOT` is the bot's account."""
        name = self.user if user == BOT else user
        if not name:
            return None
        query: dict[str, Any] = next(
            ask(
                self._site,
                titles=title,
                prop="revisions",
                rvuser=name,
                rvlimit=1,
                rvprop="ids|timestamp|user|comment|content",
                rvslots="main",
            )
        )
        for entry in query.get("pages", ()):
            for revision in entry.get("revisions", ()):
                content = revision.get("slots", {}).get("main", {}).get("content")
                if content is None:
                    return None
                when = datetime.fromisoformat(revision["timestamp"])
                return Revision(str(revision["revid"]), name, when, str(revision.get("comment", "")), content)
        return None

    def author_of(self, title: str, same: Callable[[str], bool]) -> str:
        """Return who made what `same` recognises in the newest text: "" if that cannot be told.

        Revisions are looked through from the newest back, as long as `same` holds for their texts.
        """
        author = ""
        for query in ask(
            self._site, titles=title, prop="revisions", rvlimit=20, rvprop="ids|user|content", rvslots="main"
        ):
            for entry in query.get("pages", ()):
                for revision in entry.get("revisions", ()):
                    content = revision.get("slots", {}).get("main", {}).get("content")
                    if content is None or not same(content):
                        return author
                    author = str(revision.get("user", ""))
        return author

    def rights_of(self, user: str) -> frozenset[str]:
        """Return the rights of a user on the wiki; none for a blocked one, and none for nobody."""
        if not user:
            return frozenset()
        # The API's own list of a user's rights has only those that the bot's password grants as well.
        query: dict[str, Any] = next(ask(self._site, list="users", ususers=user, usprop="groups|blockinfo"))
        groups: set[str] = set()
        for entry in query.get("users", ()):
            if "blockid" not in entry or entry.get("blockpartial"):
                groups.update(entry.get("groups", ()))
        known = self.info.get("usergroups", ())
        return frozenset(right for group in known if group["name"] in groups for right in group["rights"])

    def namespace(self, title: str) -> int:
        """Return the number of a title's namespace."""
        return self._split(title)[0]

    @contextmanager
    def alone(self, title: str) -> Iterator[None]:
        """Keep other runs of this machine from the page.

        Raises:
            WikiError: Another run has been at it for half a minute.
        """
        if self._state is None:
            yield
            return
        try:
            folder = self._state / "locks"
            folder.mkdir(parents=True, exist_ok=True)
            lock = hold(folder / f"{self._key}-{_short(title)}", _LOCK_WAIT)
            lock.__enter__()
        except OSError as error:
            # The wiki refuses conflicting edits all the same; the lock only saves the work.
            log.warning("No lock can be made in %s (%s).", self._state, error.strerror or error)
            yield
            return
        try:
            yield
        finally:
            lock.__exit__(None, None, None)

    @property
    def _limit(self) -> int:
        with heard(self._site):
            return _MANY if self._site.has_right("apihighlimits") else _FEW

    def _in(self, namespace: int, name: str) -> str:
        """Return the title of a page in a namespace, named with or without it."""
        number, rest = self._split(name)
        with heard(self._site):
            known = self._site.namespaces[namespace].custom_name
        return f"{known}:{rest if number == namespace else name}"

    def _split(self, title: str) -> tuple[int, str]:
        prefix, colon, rest = title.lstrip(":").partition(":")
        if not colon:
            return 0, title
        with heard(self._site):
            found = self._site.namespaces.lookup_name(prefix.strip().replace("_", " "))
        return (found.id, rest.strip()) if found is not None and found.id else (0, title)


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
