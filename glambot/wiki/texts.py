"""Fetch the texts of many revisions of a live wiki in few requests, those that are not kept already.

A batch the wiki cannot serve is tried again in halves, so that one page it chokes on does not cost
the others. What stays unread is told, never taken for an empty page.

Example:
    >>> [list(part) for part in batches([1, 2, 3], 2)]
    [[1, 2], [3]]
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glambot.errors import UnreachableError
from glambot.wiki.asking import ask

if TYPE_CHECKING:
    from pywikibot.site import APISite

    from glambot.wiki.textcache import TextCache

log = logging.getLogger("glambot")

_MOST_FAILURES = 6  # each is some tries of pywikibot's already
HIDDEN = "its text is hidden or lost on the wiki"
FAILED = "the wiki did not give its text"


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts by revision, and why some revisions have none; a revision in neither is gone."""

    found: Mapping[int, str]
    unread: Mapping[int, str]


def fetch_texts(site: "APISite", wanted: Mapping[int, str], cache: "TextCache", limit: int) -> Texts:
    """Return the texts of revisions, each given with its SHA-1 ("" where that is hidden).

    Args:
        site: the wiki.
        wanted: the revisions.
        cache: where texts are kept between runs.
        limit: how many the account may ask for at once.

    Raises:
        UnreachableError: the wiki fails again and again.
    """
    found = cache.get({number: digest for number, digest in wanted.items() if digest})
    missing = sorted(wanted.keys() - found.keys())
    fetched: dict[int, str] = {}
    unread: dict[int, str] = {}
    todo = list(reversed(list(batches(missing, limit))))
    failures = 0
    while todo:
        some = todo.pop()
        try:
            for number, text in _ask(site, some):
                if text is None:
                    unread[number] = HIDDEN
                else:
                    fetched[number] = text
        except UnreachableError as error:
            failures += 1
            if failures > _MOST_FAILURES or len(missing) == 1:
                raise
            if len(some) == 1:
                unread[some[0]] = FAILED
                continue
            log.warning("%s Trying %d pages in halves.", error, len(some))
            middle = len(some) // 2
            todo += [some[middle:], some[:middle]]
    cache.put({number: text for number, text in fetched.items() if wanted[number]})
    return Texts({**found, **fetched}, unread)


def batches(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Yield the numbers in parts of at most `size`."""
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _ask(site: "APISite", revisions: Sequence[int]) -> Iterator[tuple[int, str | None]]:
    for query in ask(site, prop="revisions", revids=list(revisions), rvprop="ids|content", rvslots="main"):
        for page in query.get("pages", ()):
            for revision in page.get("revisions", ()):
                slot: Mapping[str, Any] = revision.get("slots", {}).get("main", {})
                if "content" in slot:
                    yield int(revision["revid"]), str(slot["content"])
                elif slot.get("texthidden") or revision.get("texthidden") or slot.get("textmissing"):
                    yield int(revision["revid"]), None
