"""What is struck out: ``<s>``, ``<del>``, ``<strike>``, a style of line-through, ``{{strike|…}}``.

Example:
    >>> text = "# <s>one</s>"
    >>> [span.of(text) for span in find_struck(text, 0, len(text))]
    ['<s>one</s>']
"""

import re
from collections.abc import Iterable, Sequence

from glambot.wikitext.anchored import anchored, any_anchored, either_case
from glambot.wikitext.expression import expression
from glambot.wikitext.span import Span, as_span

_LINE_THROUGH = either_case("line-through")
_SPAN = either_case("span")
# Each letter of the tag is read once: `[^<>]*` would go back over all of them.
_THROUGH = rf"[^<>lL]*+(?:(?!{_LINE_THROUGH})[lL][^<>lL]*+)*{_LINE_THROUGH}"
_TAG = re.compile(rf"<(/?)({either_case('s|del|strike')})(?:\s[^<>]*+)?>|<{_SPAN}(?={_THROUGH})[^<>]*+>")
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
    if tags is not None:
        found = (tag for at in tags if (tag := _TAG.match(masked, at, end)) is not None)
        spans += _tagged(found, masked, start, end)
    elif any_anchored(_TAG, "<", masked, start, end):
        spans += _tagged(_TAG.finditer(masked, start, end), masked, start, end)
    return _joined(sorted(spans)) if spans else spans


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
