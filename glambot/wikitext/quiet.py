"""Parts of a page where nobody signs, for what stands there is quoted.

These are quotations (``<blockquote>``, ``<q>``, ``<cite>``, ``{{quote|…}}``), references, headings, and
elements with the class ``mw-notalk``, as in MediaWiki's DiscussionTools
(``CommentParser::acceptOnlyNodesAllowingComments``).

Example:
    >>> text = "<blockquote>[[User:A|A]] wrote</blockquote> this"
    >>> [span.of(text) for span in find_quiet(text)]
    ['<blockquote>[[User:A|A]] wrote</blockquote>']
"""

import re

from glambot.wikitext.anchored import anchored, any_anchored
from glambot.wikitext.span import Span

# Each letter of the tag is read once: `[^<>]*` would go back over all of them.
_MUTE = r"(?:[^<>m]++|(?!mw-notalk)m)*+mw-notalk"
_HINT = re.compile(rf"<(?:block|q[\s>]|cite|ref|h[1-6]|{_MUTE})", re.IGNORECASE)
_MUTE_TAG = re.compile(f"<{_MUTE}", re.IGNORECASE)
_TEMPLATE = re.compile(
    r"\{\{(?=[ _]*[qbct])[ _]*(?:quote|quotation|block[ _]?quote|quote[ _]box|cquote|tqq?|talk[ _]?quote)"
    r"[ _]*\|",
    re.IGNORECASE,
)
_BRACES = re.compile(r"\{\{|\}\}")
_QUOTING = "blockquote|q|cite|ref|references|h[1-6]"
_QUOTING_TAG = re.compile(rf"<(/?)({_QUOTING})\b([^<>]*)>", re.IGNORECASE)
_TAG = re.compile(rf"<(/?)({_QUOTING}|div|span|p|table|section)\b([^<>]*)>", re.IGNORECASE)
_NO_TALK = re.compile(r"\bmw-notalk\b", re.IGNORECASE)
_QUOTES = frozenset({"blockquote", "q", "cite", "ref", "references", "h1", "h2", "h3", "h4", "h5", "h6"})


def find_quiet(masked: str) -> list[Span]:
    """Return the quoted parts of a masked text in order, without overlaps; headings are not among them.

    An element that is never closed quotes nothing: nobody's signature is lost by a slip.
    """
    tagged = any_anchored(_HINT, "<", masked, 0, len(masked))
    quoting = any_anchored(_TEMPLATE, "{", masked, 0, len(masked))
    if not tagged and not quoting:
        return []
    spans = _quoting_templates(masked) if quoting else []
    spans += _elements(masked) if tagged else []
    spans.sort()
    joined: list[Span] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _quoting_templates(masked: str) -> list[Span]:
    """Return the templates that show a quotation."""
    spans: list[Span] = []
    opened: list[int] = []
    for braces in _BRACES.finditer(masked):
        if braces[0] == "{{":
            opened.append(braces.start())
        elif opened:
            start = opened.pop()
            if _TEMPLATE.match(masked, start) is not None:
                spans.append(Span(start, braces.end()))
    return spans


def _keeps_quiet(attributes: str) -> bool:
    """Return whether the attributes of a tag name the class ``mw-notalk``."""
    found = _NO_TALK.search(attributes)
    return found is not None and "class" in attributes[: found.start()].lower()


def _elements(masked: str) -> list[Span]:
    """Return the quoting elements that are closed."""
    spans: list[Span] = []
    opened: dict[str, list[tuple[int, bool]]] = {}
    pattern = _TAG if any_anchored(_MUTE_TAG, "<", masked, 0, len(masked)) else _QUOTING_TAG
    for tag in anchored(pattern, "<", masked, 0, len(masked)):
        name = tag[2].lower()
        waiting = opened.setdefault(name, [])
        if tag[1]:
            if waiting:
                start, quiet = waiting.pop()
                if quiet:
                    spans.append(Span(start, tag.end()))
        elif not tag[3].endswith("/"):
            waiting.append((tag.start(), name in _QUOTES or _keeps_quiet(tag[3])))
    return spans
