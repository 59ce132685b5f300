"""Who signed a line, and when.

The signer is the user whose link stands nearest before the timestamp, not the first one named on
the line, as in MediaWiki's DiscussionTools (``CommentParser::findSignature``).

Example:
    >>> line = "As [[User:A|A]] said. --[[User:B|B]] ([[User talk:B|talk]]) 12:42, 3 November 2018 (UTC)"
    >>> [signature.user for signature in read_line(line, Site.meta(), 0, len(line))]
    ['B']
"""

import re
from bisect import bisect
from datetime import datetime
from typing import NamedTuple

from glambot.wikitext.names import account_kind, user_name
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.timestamps import Timestamp, find_timestamps
from glambot.wikitext.userlinks import UserLink, find_user_links

_SIGNATURE_TEMPLATE = re.compile(
    r"\{\{[ _]*(?:(?P<unsigned>(?:subst:)?(?:unsigned|preceding unsigned|autosigned|undated)(?:[ _]?ip|2)?)"
    r"|(?P<user>u|ul|user|user[ _]link|user[0-9]|userlinks|no[ _]?ping|wmf[ _]user)"
    r"|(?:(?:subst:)?:?[ _]*user(?:[ _]talk)?[ _]*:[ _]*(?P<page>[^\[\]|{}<>\n/]+)/[^\[\]|{}<>\n]*))"
    r"[ _]*(?P<parameters>(?:\|[^{}|]*)*)\}\}",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?<![\w:])\d\d?:\d\d(?![\w:])")
_YEAR = re.compile(r"(?<!\w)\d{4}(?!\w)")
_USER_SPACE = re.compile(r"^\s*:?\s*user\s*:\s*", re.IGNORECASE)
# How far before the timestamp the nearest link may begin, in characters of visible text
# (DiscussionTools: SIGNATURE_SCAN_LIMIT), once there is more text than that at all.
_SCAN_LIMIT = 100
_VISIBLE = re.compile(r"\[\[(?:[^\[\]|]*\|)?|\]\]|<[^<>]*>|'{2,}|\x1f+|&[a-z#0-9]+;")


class Signature(NamedTuple):
    """One signature, or what there is of one.

    Attributes:
        user: the account name, or None where only a timestamp stands.
        timestamp: the moment in UTC (aware), or None where there is none or none that ever was.
        kind: ``"local"``, ``"interwiki"``, ``"ip"``, ``"temporary"``, ``"stray"`` (see `UserLink`),
            ``"unsigned-template"`` or ``"none"`` for a timestamp without a user.
        wiki: the interwiki prefix of the user's wiki, or None.
        span: from the first link of the signer to the timestamp's end.
        user_span: the link nearest before the timestamp, or None.
        timestamp_span: the timestamp, damaged ones too, or None.
    """

    user: str | None
    timestamp: datetime | None
    kind: str
    wiki: str | None
    span: Span
    user_span: Span | None
    timestamp_span: Span | None


def read_line(masked: str, site: Site, start: int, end: int) -> list[Signature]:
    """Return the dated signatures of a line in order, then its user links that no date follows.

    A timestamp before which no user is linked is a signature of nobody. Of links without a date
    each user makes one signature, at the place of the first link.
    """
    stamps = find_timestamps(masked, start, end)
    users = find_user_links(masked, site, start, end) if masked.find("[[", start, end) >= 0 else []
    unsigned: list[Signature] = []
    if masked.find("{{", start, end) >= 0:
        unsigned, named = _templates(masked, start, end)
        users = sorted(users + named, key=lambda link: link.span)
        stamps = _outside(stamps, unsigned)
    if any(not link.subpage and link.kind != "stray" for link in users):
        users = [link for link in users if not link.subpage and link.kind != "stray"]
    signatures: list[Signature] = []
    floor = start
    position = 0
    for stamp in stamps:
        before: list[UserLink] = []
        while position < len(users) and users[position].span.start < stamp.span.start:
            if users[position].span.start >= floor:
                before.append(users[position])
            position += 1
        signatures.append(_signed(masked, before, stamp))
        floor = stamp.span.end
    rest = users[position:] if stamps else users
    if (
        rest
        and signatures
        and signatures[-1].user is None
        and _adjoins(masked, signatures[-1].span.end, rest[0])
    ):
        turned = _turned(signatures[-1], rest)
        signatures[-1] = turned
        rest = [link for link in rest if link.user != turned.user]
    return [*signatures, *unsigned, *_undated(rest)]


def _adjoins(masked: str, end: int, link: UserLink) -> bool:
    return link.span.start - end < _SCAN_LIMIT and not _VISIBLE.sub("", masked[end : link.span.start]).strip(
        " -–—"
    )


def _turned(stamp: Signature, links: list[UserLink]) -> Signature:
    """Return the signature of which the time stands first and the link behind it."""
    link = links[0]
    end = max(other.span.end for other in links if other.user == link.user)
    span = Span(stamp.span.start, end)
    return Signature(link.user, stamp.timestamp, link.kind, link.wiki, span, link.span, stamp.timestamp_span)


def _outside(stamps: list[Timestamp], unsigned: list[Signature]) -> list[Timestamp]:
    """Return the timestamps that stand in none of the templates; both come in order."""
    starts = [signature.span.start for signature in unsigned]
    kept: list[Timestamp] = []
    for stamp in stamps:
        index = bisect(starts, stamp.span.start) - 1
        if index < 0 or unsigned[index].span.end <= stamp.span.start:
            kept.append(stamp)
    return kept


def _signed(masked: str, before: list[UserLink], stamp: Timestamp) -> Signature:
    # The only user on a line signed it however much is said before the time.
    alone = len({link.user for link in before}) == 1
    if not before or (not alone and _too_far(masked, before[-1].span.end, stamp.span.start)):
        return Signature(None, stamp.value, "none", None, stamp.span, None, stamp.span)
    signer = before[-1]
    first = signer
    for link in reversed(before):
        if link.user != signer.user or _too_far(masked, link.span.end, first.span.start):
            break
        first = link
    span = Span(first.span.start, stamp.span.end)
    return Signature(signer.user, stamp.value, signer.kind, signer.wiki, span, signer.span, stamp.span)


def _too_far(masked: str, start: int, end: int) -> bool:
    return end - start > _SCAN_LIMIT and len(_VISIBLE.sub("", masked[start:end])) > _SCAN_LIMIT


def _undated(links: list[UserLink]) -> list[Signature]:
    signatures: dict[str, Signature] = {}
    for link in links:
        known = signatures.get(link.user)
        span = Span(known.span.start, link.span.end) if known else link.span
        signatures[link.user] = Signature(link.user, None, link.kind, link.wiki, span, link.span, None)
    return list(signatures.values())


def _templates(masked: str, start: int, end: int) -> tuple[list[Signature], list[UserLink]]:
    """Return the templates that sign for somebody, and those that show a user's name or signature."""
    unsigned: list[Signature] = []
    named: list[UserLink] = []
    for template in _SIGNATURE_TEMPLATE.finditer(masked, start, end):
        span = Span(*template.span())
        values = [part.strip() for part in template["parameters"].split("|")[1:]]
        if template["unsigned"]:
            unsigned.append(_unsigned(masked, values, span))
            continue
        name = user_name(template["page"] or (values[0].rpartition("=")[2] if values else ""))
        if name:
            named.append(UserLink(name, None, account_kind(name), "user", False, "", span))
    return unsigned, named


def _unsigned(masked: str, values: list[str], span: Span) -> Signature:
    """Read ``{{unsigned|user|date}}`` with its parameters in either order."""
    dates = find_timestamps(masked, span.start, span.end)
    names = [value.rpartition("=")[2].strip() for value in values]
    # A date has a time or a year in it, and a user name seldom.
    timeless = [name for name in names if name and not _TIME.search(name)] or names[:1]
    plain = [name for name in timeless if not _YEAR.search(name)] or timeless
    user = user_name(_USER_SPACE.sub("", plain[0])) if plain else ""
    stamp = dates[0] if dates else None
    return Signature(
        user or None,
        stamp.value if stamp else None,
        "unsigned-template",
        None,
        span,
        span if user else None,
        stamp.span if stamp else None,
    )
