r"""The sign-up list: one entry for every line on which somebody is.

Example:
    >>> text = "Sign below.\n# [[User:A|A]] 12:42, 3 November 2018 (UTC)\n#: Me too!\n# Jane Doe"
    >>> entries, notices = read_attendees(text, text, Site.meta(), Span(0, len(text)))
    >>> [(entry.user, entry.state) for entry in entries]
    [('A', 'signed'), ('Jane Doe', 'unlinked')]
"""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from glambot.submission.attendee import (
    PLACEHOLDER,
    SIGNED,
    UNDATED,
    UNLINKED,
    WITHDRAWN,
    Attendee,
)
from glambot.submission.entries import entry_lines
from glambot.submission.list_lines import list_lines
from glambot.submission.plain_list import SPACES, read_plain_list, split_list, words_before
from glambot.submission.unlinked import (
    EDGES,
    beside_name,
    is_objection,
    is_placeholder,
    is_placeholder_user,
    typed_name,
)
from glambot.wikitext.expression import expression
from glambot.wikitext.notice import Notice
from glambot.wikitext.plain import plain_masked
from glambot.wikitext.signature import Signature
from glambot.wikitext.signed_line import read_line, undated_signature
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, inside
from glambot.wikitext.struck import find_struck
from glambot.wikitext.templates import template_text, trimmed
from glambot.wikitext.userlinks import LINK, user_link

_NEAR = 60
_AND = frozenset(
    {"and", "und", "et", "y", "e", "i", "en", "og", "och", "&", "+", "+1", "и", "та", "with", "plus"}
)
_ANSWER = expression(
    r"[\s\W]*(?:thanks|thank you|great|welcome|see you|yes|ok|okay|sure|cool|good|nice|noted|reply|done)\b",
    re.IGNORECASE,
)
_FORGOTTEN_LINE = expression(r"(?:\s|^)[#*]\s*(?=\S|$)")
_AUTOSIGNED = expression(
    r"(?<![-–— ])[-–— ]*+(?:The )?preceding unsigned comment (?:was )?added by\s*$", re.IGNORECASE
)
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


@dataclass(slots=True)
class _List:
    """What is read of one list: its text and site, and the entries and notices so far."""

    masked: str
    wikitext: str
    site: Site
    placeholders: frozenset[str]
    struck: list[Span]
    entries: list[Attendee]
    notices: list[Notice]

    def shown(self, start: int, end: int) -> str:
        """Return what a part of the page shows, on one line."""
        if start >= end:
            return ""
        return " ".join(plain_masked(self.masked[start:end], self.wikitext[start:end]).split())

    def is_struck(self, span: Span) -> bool:
        """Return whether any part of `span` is struck out."""
        if not self.struck:
            return False
        index = bisect(self.struck, (span.start, span.start)) - 1
        following = self.struck[index + 1].start if index + 1 < len(self.struck) else span.end
        return inside(span.start, self.struck) or following < span.end


def read_attendees(
    masked: str, wikitext: str, site: Site, body: Span, placeholders: Sequence[str] = ()
) -> tuple[list[Attendee], list[Notice]]:
    """Return the entries of the list in `body` in order, and what was odd about them.

    Args:
        masked: the masked page.
        wikitext: the page.
        site: the wiki it is on.
        body: the part of the page that holds the list.
        placeholders: texts that stand for nobody, beside the common ones.
    """
    split = split_list(masked, body, site)
    plain = read_plain_list(split, site)
    if plain is not None:
        entries = plain[0]
        if not entries or not find_struck(masked, body.start, entries[-1].end):
            return plain
    extra = frozenset(text.casefold() for text in placeholders)
    lines, notices = entry_lines(masked, site, list_lines(masked, body, site, split))
    whole = _List(masked, wikitext, site, extra, find_struck(masked, *body), [], notices)
    for span, _, _, _, user, timestamp, before in lines:
        if user is None or whole.is_struck(span) or is_placeholder_user(user):
            _read_entry(whole, span)
            continue
        said = words_before(before)
        if said is None:
            said = _said(whole, span.start, span.start + len(before))
            if said:
                _note_objection(whole, said, span)
        state = SIGNED
        if timestamp is None:
            state = UNDATED
            signature = Span(span.start + len(before), span.end)
            whole.notices.append(Notice("GB102", "signature without a timestamp", signature))
        whole.entries.append(_new(Attendee, (user, timestamp, state, said, *span)))
    return whole.entries, whole.notices


def _read_entry(whole: _List, span: Span) -> None:
    """Add what stands on a line: an entry, or one for each of several signers."""
    if span.start == span.end:
        whole.entries.append(Attendee(None, None, PLACEHOLDER, "", *span))
        return
    signatures = read_line(whole.masked, whole.site, *span)
    if not signatures:
        _add_unlinked(whole, span, None)
        return
    dated = [s for s in signatures if s.timestamp_span is not None]
    signers = _signers(whole, span, dated) if dated else _undated(whole, span, signatures)
    signers = _with_companions(whole, span, signers)
    for number, signature in enumerate(signers):
        begin = span.start if number == 0 else signature.span.start
        end = span.end if number == len(signers) - 1 else signers[number + 1].span.start
        piece = trimmed(whole.masked, begin, end)
        if signature.user is None:
            _add_unlinked(whole, piece, signature)
        else:
            _add_linked(whole, piece, signature, signature.user)


def _add_linked(whole: _List, span: Span, signature: Signature, user: str) -> None:
    comment = _comment(whole, span, signature)
    if is_placeholder_user(user):
        whole.entries.append(Attendee(None, None, PLACEHOLDER, comment, *span))
        return
    state = SIGNED
    if signature.timestamp is None:
        state = UNDATED
        if signature.timestamp_span is None:
            whole.notices.append(Notice("GB102", "signature without a timestamp", signature.span))
        else:
            whole.notices.append(Notice("GB103", "timestamp that cannot be read", signature.timestamp_span))
    link = signature.link_span or signature.span
    if signature.kind == "stray":
        whole.notices.append(Notice("GB107", f"{user} is linked by another wiki's name for users", link))
    if whole.is_struck(signature.span):
        state = WITHDRAWN
    elif comment:
        _note_objection(whole, comment, span)
    whole.entries.append(Attendee(user, signature.timestamp, state, comment, *span))


def _signers(whole: _List, span: Span, dated: list[Signature]) -> list[Signature]:
    """Return whose line it is, among several dated signatures on it.

    A line that opens with a signature is its signer's, and so are those that follow it with
    nothing but an "and" between; what follows after words is a reply. Else the last one is the
    signer and the others are quoted, unless the last plainly answers the first.
    """
    dated = [s for s in dated if s.user] or dated
    if len(dated) == 1:
        return dated
    whole.notices.append(Notice("GB104", f"{len(dated)} signatures on one line", span))
    between = whole.shown(dated[0].span.end, dated[1].span.start)
    opens = _says_nothing(whole, span.start, dated[0].span.start)
    if not opens and not _ANSWER().match(between) and not _FORGOTTEN_LINE().search(between):
        return dated[-1:]
    signers = dated[:1]
    for signature in dated[1:]:
        start, end = signers[-1].span.end, signature.span.start
        if not _says_nothing(whole, start, end) and not _FORGOTTEN_LINE().search(whole.masked[start:end]):
            break
        signers.append(signature)
    return signers


def _says_nothing(whole: _List, start: int, end: int) -> bool:
    if end - start > 2000:
        return False
    text = whole.shown(start, end).strip(EDGES + "()&+")
    return not text or text.casefold() in _AND


def _undated(whole: _List, span: Span, signatures: list[Signature]) -> list[Signature]:
    """Return the signers of a line without a timestamp on which one or more users are linked."""
    if len(signatures) == 1:
        return signatures
    first, last = signatures[0], signatures[-1]
    edges = [(a.span.end, b.span.start) for a, b in pairwise(signatures)]
    if _says_nothing(whole, span.start, first.span.start):
        if all(_says_nothing(whole, start, end) for start, end in edges):
            return signatures
        signer = first
    elif _says_nothing(whole, last.span.end, span.end):
        signer = last
    else:
        # Who is linked twice, page and talk page, signed.
        full = [s for s in signatures if s.link_span and s.link_span.start > s.span.start]
        signer = full[0] if len(full) == 1 else last
    message = f"{len(signatures)} users on a line without a timestamp, read as {signer.user}"
    whole.notices.append(Notice("GB105", message, span))
    return [signer]


def _with_companions(whole: _List, span: Span, signers: list[Signature]) -> list[Signature]:
    """Return the signers with those named in one breath before them: ``A and B, 12:42, …``."""
    if len(signers) != 1 or signers[0].timestamp_span is None:
        return signers
    masked = whole.masked
    companions: list[Signature] = []
    edge = position = stop = signers[0].span.start
    while (position := masked.rfind("[[", span.start, position)) >= 0:
        found = LINK.match(masked, position, stop)
        if found is None:
            continue
        if edge - found.end() > _NEAR:
            break
        link = user_link(found, whole.site)
        if link is None:
            continue
        if link.subpage or link.user == signers[0].user:
            break
        if whole.shown(link.span.end, edge).strip(EDGES + "()").casefold() not in _AND:
            break
        if not companions or companions[-1].user != link.user:
            companions.append(undated_signature(link, link.span))
        edge = link.span.start
    return [*reversed(companions), *signers]


def _note_objection(whole: _List, said: str, span: Span) -> None:
    if is_objection(said):
        whole.notices.append(Notice("GB108", "counted, though the entry does not read like interest", span))


def _add_unlinked(whole: _List, span: Span, signature: Signature | None) -> None:
    """Add the entry of a line that links no user: a name, a lone timestamp or a placeholder."""
    stamp = signature.timestamp_span if signature else None
    text = whole.shown(span.start, stamp.start if stamp else span.end).strip(EDGES)
    if not text and "{{" in whole.masked[span.start : span.end]:
        text = template_text(span.of(whole.masked)).partition(", ")[0]
    named = text.strip("<>'\"[]()").casefold()
    if stamp is None and (is_placeholder(text) or named in whole.placeholders):
        whole.entries.append(Attendee(None, None, PLACEHOLDER, text, *span))
        return
    if signature is not None and signature.timestamp is None:
        whole.notices.append(Notice("GB103", "timestamp that cannot be read", stamp or span))
    name = typed_name(text)
    comment = text
    if name is None:
        message = "entry without a user" if stamp is None else "timestamp without a user"
        whole.notices.append(Notice("GB101", message, stamp or span))
    else:
        whole.notices.append(Notice("GB106", f"name without a link: {name}", span))
        comment = beside_name(text, name)
    if stamp is not None:
        comment = " ".join(filter(None, (comment, whole.shown(stamp.end, span.end).strip(EDGES))))
    state = WITHDRAWN if whole.is_struck(span) else UNLINKED
    timestamp = signature.timestamp if signature else None
    whole.entries.append(Attendee(name, timestamp, state, comment, *span))


def _comment(whole: _List, span: Span, signature: Signature) -> str:
    """Return what an entry says beside its signature."""
    said: list[str] = []
    end = max(signature.span.end, signature.link_span.end if signature.link_span else 0)
    for start, stop in ((span.start, signature.span.start), (end, span.end)):
        if start < stop and whole.masked[start:stop].strip(EDGES) and (piece := _said(whole, start, stop)):
            said.append(piece)
    return " ".join(said)


def _said(whole: _List, start: int, end: int) -> str:
    """Return what a part of the page says beside a signature."""
    piece = _AUTOSIGNED().sub("", whole.shown(start, end))
    return piece.strip(SPACES) if piece.strip(EDGES + "()") else ""
