"""What is struck out: ``<s>``, ``<del>``, ``<strike>``, a style of line-through, ``{{strike|…}}``.

Example:
    >>> text = "# <s>one</s>"
    >>> [span.of(text) for span in find_struck(text, 0, len(text))]
    ['<s>one</s>']
"""

import re
from collections.abc import Iterable, Sequence

from glambot.wikitext.anchored import anchored, either_case
from glambot.wikitext.expression import expression
from glambot.wikitext.span import Span, as_span

_TAG = expression(rf"<(/?)({either_case('s|del|strike')})(?:\s[^<>]*+)?>|<{either_case('span')}[^<>]*+>")
# What such a tag begins with; lists hold other tags, which are passed over at once.
_OPENS = re.compile(
    rf"<(?:[sS](?=[\s>])|{either_case('del|strike')}|{either_case('span')}[^<>]*{either_case('line-through')})"
)
_TEMPLATE = expression(
    r"\{\{(?=\s*[sSdD])\s*(?:s|strike|strikethrough|st|strikeout|del)\s*\|[^{}]*\}\}", re.IGNORECASE
)


def find_struck(masked: str, start: int, end: int, tags: Sequence[int] | None = None) -> list[Span]:
    """Return what is struck out in ``masked[start:end]``, in order, without overlaps.

    An unclosed tag strikes to the end of its line, as the wiki shows it.

    Args:
        masked: the masked text.
        start: where to begin.
        end: where to stop.
        tags: where the tags begin that may strike, if that is known.
    """
    spans: list[Span] = []
    if masked.find("{", start, end) >= 0:
        spans = [as_span(found.span()) for found in anchored(_TEMPLATE(), "{", masked, start, end)]
    if tags is None:
        if _OPENS.search(masked, start, end) is None:
            return _joined(spans) if spans else spans
        found = anchored(_TAG(), "<", masked, start, end)
    else:
        found = (tag for at in tags if (tag := _TAG().match(masked, at, end)) is not None)
    spans += _tagged(filter(_strikes, found), masked, start, end)
    return _joined(sorted(spans)) if spans else spans


def _strikes(tag: re.Match[str]) -> bool:
    """Return whether a tag is one that strikes, or has such a style."""
    return tag[2] is not None or "line-through" in tag[0].lower()


def _tagged(tags: Iterable[re.Match[str]], masked: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    opened: int | None = None
    line = closing = start  # the end of the line being read, and of the last ``</span>`` on it
    for tag in tags:
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
