"""A live wiki, through pywikibot: pages are read in batches, and saved so that nothing is lost.

Example:
    >>> from glambot.wiki.connect import Account
    >>> Account("ExampleBot@glambot", "secret").name
    'ExampleBot'
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glambot.errors import BusyError, TitleError, UnreachableError, WikiError
from glambot.wiki import heads, saving
from glambot.wiki.asking import ask, heard, site_name
from glambot.wiki.lock import hold
from glambot.wiki.origin import author_of
from glambot.wiki.page import ANSWER, BOT, LARGEST, Page, Revision
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
_READ = "ids|timestamp|user|comment"
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
        self._newest: dict[str, Revision] = {}
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
        head = self._heads.get(title)
        kept = self._cache.get({head.revision: head.sha1}) if head is not None and head.sha1 else {}
        entry = self._entry(title, _READ if kept else f"{_READ}|content")
        for revision in entry.get("revisions", ()):
            if revision["revid"] in kept:
                # A table that was found moments ago is large, and most often still the same.
                revision["slots"] = {"main": {"content": kept[revision["revid"]]}}
            elif kept:
                del self._heads[title]
                return self.read(title)
            if "content" not in revision.get("slots", {}).get("main", {}):
                raise UnreachableError(
                    f"{self.name} does not give the text of {title!r}: it is hidden or damaged."
                )
            self._newest[entry["title"]] = read = _revision(revision)
            return Page(entry["title"], read.text, read.id, exists=True, timestamp=read.timestamp)
        if not entry.get("missing"):
            raise UnreachableError(f"{self.name} says nothing of {title!r}. The next run tries again.")
        self._newest.pop(entry["title"], None)
        return Page(entry["title"], "", "", exists=False, timestamp=None)

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

        Where nothing is asked for there are none: all pages of a live wiki are too many.

        Raises:
            TitleError: The wiki cannot have such a title, or these are too many pages for an event.
            WikiError: The wiki cannot be asked.
        """
        sources = [
            heads.in_category(self._site, self._in(heads.CATEGORY, category), depth)
            for category in categories
        ]
        for prefix in prefixes:
            number, name = self._split(prefix)
            if number < 0 or (number and not name):
                raise TitleError(f"The prefix {prefix!r} names a whole namespace; add how the titles begin.")
            sources.append(heads.with_prefix(self._site, name, number))
        for template in templates:
            number, name = self._split(template)
            sources.append(heads.transcluding(self._site, template if number else self._in(_TEMPLATE, name)))
        sources.append(head for _, head in heads.named(self._site, list(listed), self._limit))
        found = heads.by_title(chain.from_iterable(sources))
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
        self._newest.pop(page.title, None)
        self._cache.put({number: saved})  # the next run need not fetch what this one wrote
        return replace(page, text=saved, revision=str(number), exists=True)

    def last_by(self, title: str, user: str) -> Revision | None:
        """Return the newest revision of the page that `user` saved, or None; `BOT` is the bot's account."""
        name = self.user if user == BOT else user
        if not name:
            return None
        newest = self._newest.get(title)
        if newest is not None and newest.user == name and newest.summary != ANSWER:
            return newest  # as the page was read: newer ones are a conflict when it is saved
        number = self._work_of(title, name)
        if not number:
            return None
        query: dict[str, Any] = next(
            ask(self._site, revids=number, prop="revisions", rvprop=f"{_READ}|content", rvslots="main")
        )
        for entry in query.get("pages", ()):
            for revision in entry.get("revisions", ()):
                if "content" not in revision.get("slots", {}).get("main", {}):
                    return None
                return _revision(revision)
        return None

    def _work_of(self, title: str, user: str) -> int:
        """Return the user's newest revision that is no mere answer, which has the table as people left it."""
        for query in ask(
            self._site, titles=title, prop="revisions", rvuser=user, rvlimit=50, rvprop="ids|comment"
        ):
            for entry in query.get("pages", ()):
                for revision in entry.get("revisions", ()):
                    if revision.get("comment") != ANSWER:
                        return int(revision["revid"])
        return 0

    @property
    def stop_page(self) -> str:
        """The title of the page on which people stop the bot, "" if there is none."""
        return self._stop_page

    def heed_stop(self) -> None:
        """Return if people let the bot run; a HaltedError says that they do not."""
        if self._stop_page:
            saving.heed_stop(self._site, self._stop_page)

    def place(self, title: str) -> tuple[str, int]:
        """Return a title as the wiki writes it, and the number of its namespace.

        Raises:
            TitleError: The wiki cannot hold a page of that title.
        """
        ((_, head),) = heads.named(self._site, [title], 1)
        return head.title, head.namespace if head.revision else self.namespace(head.title)

    def author_of(self, page: Page, same: Callable[[str], bool], mark: str) -> str:
        """Return who put on the page what `same` recognises in it, `mark`; see `glambot.wiki.origin`."""
        return author_of(self._site, page, same, mark=mark, cache=self._cache)

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
            BusyError: Another run has been at it for half a minute.
        """
        if self._state is None:
            yield
            return
        try:
            folder = self._state / "locks"
            folder.mkdir(parents=True, exist_ok=True)
            lock = hold(folder / f"{self._key}-{_short(title)}", _LOCK_WAIT)
            try:
                lock.__enter__()
            except WikiError as error:
                raise BusyError(str(error)) from None
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

    def _entry(self, title: str, rvprop: str) -> dict[str, Any]:
        """Return a page's part of an answer, with its newest revision if there is one."""
        query: dict[str, Any] = next(
            ask(self._site, titles=title, prop="revisions", rvprop=rvprop, rvslots="main")
        )
        for entry in query.get("pages", ()):
            if entry.get("invalid"):
                raise TitleError(
                    f"{self.name} cannot hold a page {title!r}: {entry.get('invalidreason', '')}"
                )
            return dict(entry)
        if query.get("interwiki"):
            raise TitleError(f"{title!r} is a page of another wiki; name pages of {self.name}.")
        raise UnreachableError(f"{self.name} says nothing of {title!r}. The next run tries again.")

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


def _revision(entry: Mapping[str, Any]) -> Revision:
    """Return a revision from its part of an answer; it has a text."""
    when = datetime.fromisoformat(entry["timestamp"])
    text = str(entry["slots"]["main"]["content"])
    return Revision(
        str(entry["revid"]), str(entry.get("user", "")), when, str(entry.get("comment", "")), text
    )


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
