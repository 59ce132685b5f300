"""What is struck out: ``<s>``, ``<del>``, ``<strike>``, a style of line-through, ``{{strike|…}}``.

Example:
    >>> text = "# <s>one</s>"
    >>> [span.of(text) for span in find_struck(text, 0, len(text))]
    ['<s>one</s>']
"""

import re

from glambot.wikitext.anchored import anchored
from glambot.wikitext.span import Span

_TAG = re.compile(
    r"<(?P<close>/?)(?P<tag>s|del|strike)(?:\s[^<>]*)?>|<span(?=[^<>]*line-through)[^<>]*+>", re.IGNORECASE
)
# Any tag that may strike.
_HINT = re.compile(r"<(?:s[\s>t]|del|span[^<>]*line-through)", re.IGNORECASE)
_TEMPLATE = re.compile(
    r"\{\{(?=\s*[sSdD])\s*(?:s|strike|strikethrough|st|strikeout|del)\s*\|[^{}]*\}\}", re.IGNORECASE
)


def find_struck(masked: str, start: int, end: int) -> list[Span]:
    """Return what is struck out in ``masked[start:end]``, in order, without overlaps.

    An unclosed tag strikes to the end of its line, as the wiki shows it.
    """
    spans: list[Span] = []
    if masked.find("{", start, end) >= 0:
        spans += [Span(*found.span()) for found in anchored(_TEMPLATE, "{", masked, start, end)]
    if _HINT.search(masked, start, end) is not None:
        spans += _tagged(masked, start, end)
    return _joined(sorted(spans)) if spans else spans


def _tagged(masked: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    opened: int | None = None
    line = closing = start  # the end of the line being read, and of the last ``</span>`` on it
    for tag in anchored(_TAG, "<", masked, start, end):
        if tag.start() >= line:
            newline = masked.find("\n", tag.end(), end)
            line = end if newline < 0 else newline
            closing = masked.rfind("</span>", tag.end(), line)
            if opened is not None and opened < tag.start() and masked.find("\n", opened, tag.start()) >= 0:
                opened = _still_open(masked, opened, tag, spans)
        if tag["tag"] is None:
            # A span may hold others: struck is what stands up to the line's last closing tag.
            spans.append(Span(tag.start(), max(closing, tag.end()) if closing >= 0 else line))
        elif not tag["close"]:
            if opened is not None:
                spans.append(Span(opened, tag.start()))
            opened = tag.start()
        elif opened is not None:
            spans.append(Span(opened, tag.end()))
            opened = None
    if opened is not None:
        newline = masked.find("\n", opened, end)
        spans.append(Span(opened, end if newline < 0 else newline))
    return spans


def _still_open(masked: str, opened: int, tag: re.Match[str], spans: list[Span]) -> int | None:
    """Return where a tag of an earlier line opened, or None if this one does not close it."""
    if tag["tag"] is not None and tag["close"]:
        return opened
    spans.append(Span(opened, masked.find("\n", opened, tag.start())))
    return None


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
