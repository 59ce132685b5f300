"""The sign-up list: one entry for every line on which somebody is.

Example:
    >>> text = "Sign below.\\n# [[User:A|A]] 12:42, 3 November 2018 (UTC)\\n#: Me too!\\n# Jane Doe"
    >>> entries, notices = read_attendees(text, text, Site.meta(), Span(0, len(text)))
    >>> [(entry.user, entry.state) for entry in entries]
    [('A', 'signed'), ('Jane Doe', 'unlinked')]
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from glambot.wikitext.names import user_name
from glambot.wikitext.notice import Notice
from glambot.wikitext.plain import plain_masked
from glambot.wikitext.signatures import Signature, read_line
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.templates import trimmed

SIGNED = "signed"
UNDATED = "undated"
UNLINKED = "unlinked"
WITHDRAWN = "withdrawn"
PLACEHOLDER = "placeholder"
STATES = (SIGNED, UNDATED, UNLINKED, WITHDRAWN, PLACEHOLDER)

_MARKER = re.compile(r"[*#:;]+")
_STRIKE = re.compile(
    r"<(?P<close>/?)(?P<tag>s|del|strike)(?:\s[^<>]*)?>|<span[^<>]*line-through[^<>]*>(?P<span>)",
    re.IGNORECASE,
)
_STRIKE_TEMPLATE = re.compile(
    r"\{\{\s*(?:s|strike|strikethrough|st|strikeout|del)\s*\|(?:1=)?(?=([^{}]*))\1\}\}", re.IGNORECASE
)
_EDGES = " \t\n\xa0-–—―•·∙*#:;,.|/~\x1f\u200e\u200f"
_PLACEHOLDER = re.compile(
    r"(?:please\s+)?(?:add|put|write|insert|type|enter|place|sign)\b.{0,40}?\b(?:name|names|username|user name|signature|here|below)\b.{0,80}"
    r"|(?:your|my)\s+(?:user\s?)?name(?:\s+here)?|(?:user\s?name|name|example|signature|sign here|~{3,5}|\.\.\.|…|user)(?:\s+here)?",
    re.IGNORECASE | re.DOTALL,
)
_PLACEHOLDER_USERS = frozenset(
    {"Example", "Username", "User name", "Your username", "Yourusername", "YourUsername", "Your name"}
)
_SENTENCE = re.compile(r"[.!?,:;()]|\s[-–—]+\s|--|—")
_USER_LINK = re.compile(r"\[\[[ _:]*(?:user|special:contrib)", re.IGNORECASE)
_AUTOSIGNED = re.compile(r"[-–— ]*(?:The )?preceding unsigned comment (?:was )?added by\s*$", re.IGNORECASE)
_LONGEST_NAME = 50


@dataclass(frozen=True, slots=True)
class Attendee:
    """One entry of a sign-up list.

    Attributes:
        user: the account name as MediaWiki normalises it, or the name typed without a link, or
            None where only a timestamp or a placeholder stands.
        timestamp: the moment in UTC (aware), or None.
        state: ``signed``, ``undated``, ``unlinked``, ``withdrawn`` or ``placeholder``.
        text: the comment beside the signature, plain.
        span: the entry without its list marker.
    """

    user: str | None
    timestamp: datetime | None
    state: str
    text: str
    span: Span


def read_attendees(
    masked: str, wikitext: str, site: Site, body: Span, placeholders: Sequence[str] = ()
) -> tuple[list[Attendee], list[Notice]]:
    """Return the entries of the list in `body` in order, and what was odd about them.

    Replies under an entry, boilerplate and hints in ``nowiki`` are no entries.
    """
    struck = _struck(masked, body)
    extra = frozenset(text.casefold() for text in placeholders)
    entries: list[Attendee] = []
    notices: list[Notice] = []
    for span in _lines(masked, body):
        for entry in _entries(masked, wikitext, site, span, struck, notices):
            shown = entry.text.strip(_EDGES + "<>'\"[]()").casefold()
            if entry.state == UNLINKED and shown in extra:
                entry = replace(entry, user=None, state=PLACEHOLDER)  # noqa: PLW2901 - the entry, put right
            entries.append(entry)
    return entries, notices


def _lines(masked: str, body: Span) -> Iterator[Span]:
    """Yield the span of each entry: list items of the first depth, and signed lines without a marker."""
    listed = False
    pending: Span | None = None
    position = body.start
    while position < body.end:
        newline = masked.find("\n", position, body.end)
        stop = body.end if newline < 0 else newline
        marker = _MARKER.match(masked, position, stop)
        content = trimmed(masked, marker.end() if marker else position, stop)
        bare = content.start == content.end
        if marker is None:
            # A signature on a line of its own: the end of the item above that has none, or an
            # entry whose marker was forgotten.
            if not bare and _is_signed(masked, content):
                if pending is not None:
                    yield Span(pending.start, content.end)
                    pending = None
                else:
                    yield content
            elif pending is not None and not bare:
                yield pending
                pending = None
        else:
            if pending is not None:
                yield pending
                pending = None
            kind = marker[0]
            reply = listed and (len(kind) > 1 or kind == ":")
            if kind[0] == ";" or (kind == ":" and (bare or not _is_signed(masked, content))):
                reply = True
            if not reply and not _is_hint(masked, content):
                listed = listed or kind != ":"
                if not bare and not _is_signed(masked, content) and _continues(masked, stop, body.end):
                    pending = content
                else:
                    yield content
        position = stop + 1
    if pending is not None:
        yield pending


def _is_signed(masked: str, span: Span) -> bool:
    return masked.find("(UTC)", *span) >= 0 or (
        masked.find("[[", *span) >= 0
        and _USER_LINK.search(masked, *span) is not None
    )


def _is_hint(masked: str, span: Span) -> bool:
    """Return whether a line shows nothing but ``nowiki`` text, as instructions do."""
    text = span.of(masked)
    return "\x7f" in text and not text.replace("\x7f", "").strip(_EDGES + "()'\"")


def _continues(masked: str, stop: int, end: int) -> bool:
    """Return whether the line after `stop` carries on without a list marker."""
    return (stop + 1 < end and masked[stop + 1] not in "*#:;=\n|{[<") or masked.startswith(
        ("[[User", "[[user"), stop + 1
    )


def _entries(
    masked: str, wikitext: str, site: Site, span: Span, struck: list[Span], notices: list[Notice]
) -> list[Attendee]:
    if span.start == span.end:
        return [Attendee(None, None, PLACEHOLDER, "", span)]
    signatures = read_line(masked, site, *span)
    if not signatures:
        return [_unlinked(masked, wikitext, span, None, struck, notices)]
    dated = [s for s in signatures if s.timestamp_span is not None]
    signers = (
        _signers(masked, span, dated, notices) if dated else [_undated(masked, span, signatures, notices)]
    )
    entries: list[Attendee] = []
    for number, signature in enumerate(signers):
        begin = span.start if number == 0 else signature.span.start
        end = span.end if number == len(signers) - 1 else signers[number + 1].span.start
        piece = trimmed(masked, begin, end)
        if signature.user is None:
            entries.append(_unlinked(masked, wikitext, piece, signature, struck, notices))
            continue
        state = SIGNED
        if signature.user in _PLACEHOLDER_USERS:
            entries.append(
                Attendee(None, None, PLACEHOLDER, _comment(masked, wikitext, piece, signature), piece)
            )
            continue
        if signature.timestamp is None:
            state = UNDATED
            code = (
                ("GB103", "timestamp that cannot be read")
                if signature.timestamp_span
                else ("GB102", "signature without a timestamp")
            )
            notices.append(Notice(*code, signature.timestamp_span or signature.span))
        if signature.kind == "stray":
            message = f"{signature.user} is linked by another wiki's name for users"
            notices.append(Notice("GB107", message, signature.user_span or signature.span))
        if _inside(signature.user_span or signature.span, struck):
            state = WITHDRAWN
        comment = _comment(masked, wikitext, piece, signature)
        entries.append(Attendee(signature.user, signature.timestamp, state, comment, piece))
    return entries


def _signers(masked: str, span: Span, dated: list[Signature], notices: list[Notice]) -> list[Signature]:
    """Return whose line it is, among several signatures on it.

    A line that opens with a signature is its signer's, and so are those that follow it with
    nothing between; what follows after words is a reply. Else the last one is the signer, and
    the others are quoted. A signature that was struck and one that was not count by the latter.
    """
    if len(dated) == 1:
        return dated
    if any(s.user for s in dated):
        dated = [s for s in dated if s.user]
    if len(dated) == 1:
        return dated
    notices.append(Notice("GB104", f"{len(dated)} signatures on one line", span))
    if not _only_signs(masked, span.start, dated[0].span.start):
        return dated[-1:]
    signers = dated[:1]
    for signature in dated[1:]:
        if not _only_signs(masked, signers[-1].span.end, signature.span.start):
            break
        signers.append(signature)
    return signers


def _only_signs(masked: str, start: int, end: int) -> bool:
    return end - start < 2000 and not plain_masked(masked[start:end], masked[start:end]).strip(_EDGES + "()&")


def _undated(masked: str, span: Span, signatures: list[Signature], notices: list[Notice]) -> Signature:
    """Return the signer of a line without a timestamp on which one or more users are linked."""
    if len(signatures) == 1:
        return signatures[0]
    first = signatures[0]
    # Who is linked twice, page and talk page, signed; else the line opens or ends with its signer.
    full = [s for s in signatures if s.user_span and s.user_span.start > s.span.start]
    if len(full) == 1:
        signer = full[0]
    elif _only_signs(masked, span.start, first.span.start):
        signer = first
    else:
        signer = signatures[-1]
    notices.append(
        Notice("GB105", f"{len(signatures)} users on a line without a timestamp, read as {signer.user}", span)
    )
    return signer


def _unlinked(
    masked: str,
    wikitext: str,
    span: Span,
    signature: Signature | None,
    struck: list[Span],
    notices: list[Notice],
) -> Attendee:
    """Return the entry of a line that links no user: a name, a lone timestamp or a placeholder."""
    stamp = signature.timestamp_span if signature else None
    shown = (
        _shown(masked, wikitext, Span(span.start, stamp.start)) if stamp else _shown(masked, wikitext, span)
    )
    text = shown.strip(_EDGES)
    if stamp is None and (not text or _PLACEHOLDER.fullmatch(text.strip("<>[](){}'\" ")) is not None):
        return Attendee(None, None, PLACEHOLDER, text, span)
    name = _typed_name(text)
    state = (
        WITHDRAWN
        if struck
        and _inside(trimmed(masked, span.start, stamp.start if stamp else span.end), struck, whole=False)
        else UNLINKED
    )
    if signature is not None and signature.timestamp is None:
        notices.append(Notice("GB103", "timestamp that cannot be read", stamp or span))
    if name is None:
        notices.append(
            Notice("GB101", "timestamp without a user" if stamp else "entry without a user", stamp or span)
        )
        comment = text
    else:
        notices.append(Notice("GB106", f"name without a link: {name}", span))
        comment = "" if name == user_name(text) else text
    if stamp is not None:
        after = _shown(masked, wikitext, Span(stamp.end, span.end)).strip(_EDGES)
        comment = " ".join(filter(None, (comment, after)))
    return Attendee(name, signature.timestamp if signature else None, state, comment, span)


def _typed_name(text: str) -> str | None:
    """Return the name that a line without links consists of, begins or ends with, or None."""
    if not text:
        return None
    pieces = [piece.strip(_EDGES) for piece in _SENTENCE.split(text)]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) == 1 and len(text) <= _LONGEST_NAME and len(text.split()) <= 5:
        return user_name(text) or None
    if (
        "(" in text
        and pieces
        and len(text) <= _LONGEST_NAME
        and len(pieces[0].split()) <= 4
        and "," not in text
    ):
        return user_name(text.strip()) or None
    for piece in (pieces[0], pieces[-1]) if pieces else ():
        if (
            len(piece) <= _LONGEST_NAME
            and 1 <= len(piece.split()) <= 3
            and piece[0].isupper()
            and piece.istitle()
        ):
            return user_name(piece) or None
    return None


def _shown(masked: str, wikitext: str, span: Span) -> str:
    return " ".join(plain_masked(span.of(masked), span.of(wikitext)).split())


def _comment(masked: str, wikitext: str, span: Span, signature: Signature) -> str:
    """Return what an entry says beside its signature."""
    before = _shown(masked, wikitext, Span(span.start, max(span.start, signature.span.start)))
    before = _AUTOSIGNED.sub("", before)
    end = max(signature.span.end, signature.user_span.end if signature.user_span else 0)
    after = _shown(masked, wikitext, Span(min(end, span.end), span.end))
    pieces = (
        piece.strip(_EDGES)
        if not any(c.isalnum() for c in piece)
        else piece.strip(" \t-–—―•·~*#:;|\u200e\u200f")
        for piece in (before, after)
    )
    return " ".join(piece for piece in pieces if piece.strip(_EDGES + "()"))


def _struck(masked: str, body: Span) -> list[Span]:
    """Return what is struck out in the list, in order; an unclosed tag strikes to the line's end."""
    if masked.find("<", *body) < 0 and masked.find("{{", *body) < 0:
        return []
    spans: list[Span] = [Span(*found.span()) for found in _STRIKE_TEMPLATE.finditer(masked, *body)]
    opened: int | None = None
    for tag in _STRIKE.finditer(masked, *body):
        if tag["tag"] is None:
            end = masked.find("</span>", tag.end(), body.end)
            line = masked.find("\n", tag.end(), body.end)
            # A span may hold others: struck is what stands up to the line's last closing tag.
            line = body.end if line < 0 else line
            spans.append(
                Span(
                    tag.start(),
                    max(masked.rfind("</span>", tag.end(), line), tag.end()) if end >= 0 else line,
                )
            )
        elif not tag["close"]:
            if opened is not None:
                spans.append(_to_line_end(masked, opened, body))
            opened = tag.start()
        elif opened is not None:
            spans.append(Span(opened, tag.end()))
            opened = None
    if opened is not None:
        spans.append(_to_line_end(masked, opened, body))
    return _joined(sorted(spans))


def _to_line_end(masked: str, start: int, body: Span) -> Span:
    newline = masked.find("\n", start, body.end)
    return Span(start, body.end if newline < 0 else newline)


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _inside(span: Span, struck: list[Span], *, whole: bool = True) -> bool:
    index = bisect(struck, (span.start, 1 << 60)) - 1
    if index < 0 or span.start >= struck[index].end:
        return False
    return not whole or span.end <= struck[index].end
