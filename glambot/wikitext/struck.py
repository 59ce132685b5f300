"""What is struck out: ``<s>``, ``<del>``, ``<strike>``, a style of line-through, ``{{strike|…}}``.

Example:
    >>> text = "# <s>one</s>"
    >>> [span.of(text) for span in find_struck(text, 0, len(text))]
    ['<s>one</s>']
"""

import re

from glambot.wikitext.anchored import anchored
from glambot.wikitext.span import Span, as_span

# Each letter of the tag is read once: `[^<>]*` would go back over all of them.
_THROUGH = r"(?:[^<>l]++|(?!line-through)l)*+line-through"
_TAG = re.compile(rf"<(/?)(s|del|strike)(?:\s[^<>]*+)?>|<span(?={_THROUGH})[^<>]*+>", re.IGNORECASE)
# Any tag that may strike.
_HINT = re.compile(rf"<(?:s[\s>t]|del|span{_THROUGH})", re.IGNORECASE)
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
        begin, stop = tag.span()
        closes, name = tag.groups()
        if begin >= line:
            newline = masked.find("\n", stop, end)
            line = end if newline < 0 else newline
            closing = masked.rfind("</span>", stop, line)
            # An earlier line's tag is still open if this one closes it.
            if opened is not None and not closes and (newline := masked.find("\n", opened, begin)) >= 0:
                spans.append(as_span((opened, newline)))
                opened = None
        if name is None:
            # A span may hold others: struck is what stands up to the line's last closing tag.
            spans.append(Span(begin, max(closing, stop) if closing >= 0 else line))
        elif not closes:
            if opened is not None:
                spans.append(as_span((opened, begin)))
            opened = begin
        elif opened is not None:
            spans.append(as_span((opened, stop)))
            opened = None
    if opened is not None:
        newline = masked.find("\n", opened, end)
        spans.append(Span(opened, end if newline < 0 else newline))
    return spans


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
