"""Who put a piece of text on a page of a live wiki: revisions are looked through from the newest back.

A table's page has a revision for each run that saved it, and all of them hold the table. So the bot's
own are looked into only where it matters, for they leave what people set up as it was; and what was
found is kept, so that the next run looks into newer revisions only.

Example:
    >>> texts = {4: "setup, more", 3: "setup", 2: "nothing", 1: "setup"}
    >>> oldest_with([4, 3, 2, 1], lambda numbers: ((n, "setup" in texts[n]) for n in numbers), ours={3})
    3
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from glambot.wiki.asking import ask
from glambot.wiki.textcache import sha1

if TYPE_CHECKING:
    from pywikibot.site import APISite

    from glambot.wiki.page import Page
    from glambot.wiki.textcache import TextCache

_SOME = 10  # revisions whose texts are asked for at once; the answer may be among the first

Holding = Callable[[Sequence[int]], Iterable[tuple[int, bool]]]
"""Yields, for revisions, whether each holds the piece of text; asked for as they are needed."""


def author_of(
    site: "APISite", page: "Page", same: Callable[[str], bool], *, mark: str, cache: "TextCache"
) -> str:
    """Return who put on a page what `same` recognises in its text: "" if that cannot be told.

    Args:
        site: the wiki.
        page: the page as it was read; `same` holds for its text.
        same: whether a text of the page has the piece.
        mark: the piece itself, under which the answer is kept.
        cache: where the answer is kept.
    """
    newest = int(page.revision)
    key = sha1(f"{page.title}\n{mark}")
    known = cache.origin(key)
    if known is not None and known[1] == newest and (user := _user_of(site, page.title, known[0])):
        return user
    users = dict(_listed(site, page))
    numbers = list(users)
    ours = {number for number, user in users.items() if user == site.user()}
    if not numbers or numbers[0] != newest:
        return ""  # deleted or hidden meanwhile
    if known is not None and known[0] in users and known[1] in users:
        checked = numbers.index(known[1])
        newer = oldest_with(numbers[: checked + 1], _holding(site, same, known[1]), ours - {known[1]})
        origin = known[0] if newer == known[1] else newer
    else:
        origin = oldest_with(numbers, _holding(site, same), ours)
    cache.keep_origin(key, origin, newest)
    return users[origin]


def oldest_with(numbers: Sequence[int], holding: Holding, ours: Collection[int]) -> int:
    """Return the oldest revision from which on all hold the piece; the first one given, the newest, does.

    Args:
        numbers: the revisions, from the newest back.
        holding: tells which hold it.
        ours: those that keep the piece as it was, and need not be looked into where their neighbours tell.
    """
    places = {number: place for place, number in enumerate(numbers)}
    good, bad = 0, len(numbers)
    for number, holds in holding([number for number in numbers[1:] if number not in ours]):
        if not holds:
            bad = places[number]
            break
        good = places[number]
    # Between the last that has it and the first that has not stand only ours.
    for number, holds in holding(numbers[good + 1 : bad]):
        if not holds:
            break
        good = places[number]
    return numbers[good]


def _holding(site: "APISite", same: Callable[[str], bool], known: int = 0) -> Holding:
    def look(numbers: Sequence[int]) -> Iterator[tuple[int, bool]]:
        for start in range(0, len(numbers), _SOME):
            some = numbers[start : start + _SOME]
            texts = dict(_texts(site, [number for number in some if number != known]))
            for number in some:
                text = texts.get(number)
                # A hidden text may have the piece: then whoever saved it may have put it there.
                yield number, number == known or text is None or same(text)

    return look


def _listed(site: "APISite", page: "Page") -> Iterator[tuple[int, str]]:
    """Yield number and user of the page's revisions, from the one read back."""
    for query in ask(
        site,
        titles=page.title,
        prop="revisions",
        rvprop="ids|user",
        rvstartid=page.revision,
        rvlimit="max",
    ):
        for _, revision in _revisions(query):
            yield int(revision["revid"]), str(revision.get("user", ""))


def _texts(site: "APISite", numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    if not numbers:
        return
    for query in ask(site, revids=list(numbers), prop="revisions", rvprop="ids|user|content", rvslots="main"):
        for _, revision in _revisions(query):
            content = revision.get("slots", {}).get("main", {}).get("content")
            if content is not None:
                yield int(revision["revid"]), str(content)


def _user_of(site: "APISite", title: str, number: int) -> str:
    """Return who saved a revision of a page, as that user is called now."""
    for query in ask(site, revids=number, prop="revisions", rvprop="ids|user"):
        for name, revision in _revisions(query):
            if name == title:
                return str(revision.get("user", ""))
    return ""


def _revisions(query: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in query.get("pages", ()):
        for revision in entry.get("revisions", ()):
            yield str(entry.get("title", "")), revision
