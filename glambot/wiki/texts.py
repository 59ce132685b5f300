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
from glambot.wiki.asking import ask, site_name

if TYPE_CHECKING:
    from pywikibot.site import APISite

    from glambot.wiki.textcache import TextCache

log = logging.getLogger("glambot")

_MOST_FAILURES = 6  # each is some tries of pywikibot's already
HIDDEN = "its text is hidden or lost on the wiki"
FAILED = "the wiki did not give its text"


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts by revision, why some revisions have none, and the revisions that the wiki does not know."""

    found: Mapping[int, str]
    unread: Mapping[int, str]
    gone: frozenset[int] = frozenset()


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
    gone: set[int] = set()
    todo = list(reversed(list(batches(missing, limit))))
    failures = 0
    last: UnreachableError | None = None
    while todo:
        some = todo.pop()
        try:
            got = _ask(site, some)
            fetched |= got.found
            unread |= got.unread
            gone |= got.gone
        except UnreachableError as error:
            failures += 1
            if failures > _MOST_FAILURES or len(missing) == 1:
                raise
            last = error
            if len(some) == 1:
                unread[some[0]] = FAILED
                continue
            log.warning("%s Trying %d pages in halves.", error, len(some))
            middle = len(some) // 2
            todo += [some[middle:], some[:middle]]
    if last is not None and not found and FAILED in unread.values() and not fetched:
        raise last  # that is no matter of single pages
    cache.put({number: text for number, text in fetched.items() if wanted.get(number)})
    return Texts({**found, **fetched}, unread, frozenset(gone))


def batches(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Yield the numbers in parts of at most `size`."""
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _ask(site: "APISite", revisions: Sequence[int]) -> Texts:
    """Return what the wiki says of revisions, of each something.

    Raises:
        UnreachableError: it says nothing of one.
    """
    found: dict[int, str] = {}
    unread: dict[int, str] = {}
    gone: set[int] = set()
    for query in ask(site, prop="revisions", revids=list(revisions), rvprop="ids|content", rvslots="main"):
        gone.update(int(number) for number in query.get("badrevids", ()))
        for page in query.get("pages", ()):
            for revision in page.get("revisions", ()):
                slot: Mapping[str, Any] = revision.get("slots", {}).get("main", {})
                number = int(revision["revid"])
                if "content" in slot:
                    found[number] = str(slot["content"])
                elif slot.get("texthidden") or revision.get("texthidden") or slot.get("textmissing"):
                    unread[number] = HIDDEN
    if left := set(revisions) - found.keys() - unread.keys() - gone:
        raise UnreachableError(
            f"{site_name(site)} left out {len(left)} of {len(revisions)} texts that were asked for."
        )
    return Texts(found, unread, frozenset(gone))
