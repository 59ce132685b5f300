"""What a live wiki says of pages without their texts: which revision is the newest, and of which text.

Five hundred pages (five thousand with the right ``apihighlimits``) come in one request, so finding out
that nothing changed costs next to nothing.

Example:
    >>> entry = {"pageid": 5, "ns": 0, "title": "A", "revisions": [
    ...     {"revid": 9, "sha1": "ab", "timestamp": "2018-11-03T12:42:00Z"}]}
    >>> head_of(entry).revision
    9
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from glambot.errors import TitleError
from glambot.wiki.asking import ask, site_name

if TYPE_CHECKING:
    from pywikibot.site import APISite

CATEGORY = 14
MOST = 10_000
"""How many pages an event may have: whoever sets one up must not make the bot read a whole wiki."""

_WANTED = {"prop": "revisions", "rvprop": "ids|sha1|timestamp"}


@dataclass(frozen=True, slots=True)
class Head:
    """A page's newest revision: its number (0: no page), the SHA-1 of its text ("": hidden), its time."""

    title: str
    namespace: int
    revision: int
    sha1: str
    timestamp: datetime | None
    page: int = 0


def head_of(entry: Mapping[str, Any]) -> Head:
    """Return the head in one page's part of an answer."""
    revision = (entry.get("revisions") or [{}])[0]
    timestamp = revision.get("timestamp")
    return Head(
        title=str(entry.get("title", "")),
        namespace=int(entry.get("ns", 0)),
        revision=int(revision.get("revid", 0)),
        sha1=str(revision.get("sha1", "")),
        timestamp=datetime.fromisoformat(timestamp) if timestamp else None,
        page=int(entry.get("pageid", 0)),
    )


def in_category(site: "APISite", category: str, depth: int = 0) -> Iterator[Head]:
    """Yield the heads of a category's pages, and of its subcategories' down to `depth`; none twice."""
    seen = {category}
    level = [category]
    for below in range(depth + 1):
        deeper: list[str] = []
        for name in level:
            for head in _generated(site, generator="categorymembers", gcmtitle=name, gcmlimit="max"):
                if head.namespace == CATEGORY and below < depth and head.title not in seen:
                    seen.add(head.title)
                    deeper.append(head.title)
                yield head
        level = deeper


def with_prefix(site: "APISite", prefix: str, namespace: int) -> Iterator[Head]:
    """Yield the heads of a namespace's pages whose names begin with `prefix` (without namespace)."""
    return _generated(site, generator="allpages", gapprefix=prefix, gapnamespace=namespace, gaplimit="max")


def transcluding(site: "APISite", template: str) -> Iterator[Head]:
    """Yield the heads of the pages that transclude a page, which need not exist."""
    return _generated(site, generator="transcludedin", titles=template, gtilimit="max")


def named(site: "APISite", titles: Sequence[str], limit: int) -> Iterator[tuple[str, Head]]:
    """Yield each title with the head of its page; one that the wiki lacks has revision 0.

    Raises:
        TitleError: the wiki cannot hold a page of that title.
    """
    for start in range(0, len(titles), limit):
        some = titles[start : start + limit]
        heads: dict[str, Head] = {}
        written: dict[str, str] = {}
        for query in ask(site, titles=some, **_WANTED):
            written |= {entry["from"]: entry["to"] for entry in query.get("normalized", ())}
            for entry in query.get("pages", ()):
                if entry.get("invalid"):
                    raise TitleError(
                        f"{site_name(site)} cannot hold a page {entry.get('title')!r}: "
                        f"{entry.get('invalidreason', '')}"
                    )
                _keep(heads, entry)
            for entry in query.get("interwiki", ()):
                raise TitleError(
                    f"{entry.get('title')!r} is a page of another wiki; name pages of {site_name(site)}."
                )
        for title in some:
            name = written.get(title, title)
            yield title, heads.get(name) or Head(name, 0, 0, "", None)


def _generated(site: "APISite", **generator: object) -> Iterator[Head]:
    # A page may come in several answers; only one of them holds its revision.
    heads: dict[str, Head] = {}
    for query in ask(site, **_WANTED, **generator):
        for entry in query.get("pages", ()):
            _keep(heads, entry)
        refuse_too_many(heads)
    yield from heads.values()


def _keep(heads: dict[str, Head], entry: Mapping[str, Any]) -> None:
    head = head_of(entry)
    if head.revision or head.title not in heads:
        heads[head.title] = head


def by_title(heads: Iterable[Head]) -> dict[str, Head]:
    """Return the heads by their titles.

    Raises:
        TitleError: they are of more pages than an event may have.
    """
    found: dict[str, Head] = {}
    for head in heads:
        found[head.title] = head
        refuse_too_many(found)
    return found


def refuse_too_many(heads: Mapping[str, Head]) -> None:
    """Raise TitleError if these are more pages than an event may have."""
    if len(heads) > MOST:
        raise TitleError(f"More than {MOST:,} pages are named; that is no event. Name fewer.")
