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
from collections.abc import Iterable, Sequence

from glambot.wikitext.anchored import any_anchored, either_case
from glambot.wikitext.span import Span, as_span

# Each letter of the tag is read once: `[^<>]*` would go back over all of them.
_NOTALK = either_case("mw-notalk")
_MUTE = re.compile(rf"<[^<>mM]*+(?:(?!{_NOTALK})[mM][^<>mM]*+)*{_NOTALK}")
_TEMPLATE = re.compile(
    r"\{\{(?=[ _]*[qbct])[ _]*(?:quote|quotation|block[ _]?quote|quote[ _]box|cquote|tqq?|talk[ _]?quote)"
    r"[ _]*\|",
    re.IGNORECASE,
)
_BRACES = re.compile(r"\{\{|\}\}")
_QUOTING = "blockquote|q|cite|ref|references|h[1-6]"
_QUOTING_TAG = re.compile(rf"<(/?)({either_case(_QUOTING)})\b([^<>]*)>")
_TAG = re.compile(rf"<(/?)({either_case(_QUOTING + '|div|span|p|table|section')})\b([^<>]*)>")
_NO_TALK = re.compile(r"\bmw-notalk\b", re.IGNORECASE)
_QUOTES = frozenset({"blockquote", "q", "cite", "ref", "references", "h1", "h2", "h3", "h4", "h5", "h6"})


def find_quiet(masked: str, tags: Sequence[int] | None = None) -> list[Span]:
    """Return the quoted parts of a masked text in order, without overlaps; headings are not among them.

    An element that is never closed quotes nothing: nobody's signature is lost by a slip.

    Args:
        masked: the masked text.
        tags: where the tags begin that may quote, if that is known and none has the class ``mw-notalk``.
    """
    spans = _quoting_templates(masked) if any_anchored(_TEMPLATE, "{", masked, 0, len(masked)) else []
    if tags is not None:
        spans += _elements(found for tag in tags if (found := _QUOTING_TAG.match(masked, tag)) is not None)
    else:
        spans += _elements((_QUOTING_TAG if _MUTE.search(masked) is None else _TAG).finditer(masked))
    spans.sort()
    joined: list[Span] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def is_mute(masked: str, start: int) -> bool:
    """Return whether the tag at a position may have the class ``mw-notalk``."""
    return _MUTE.match(masked, start) is not None


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


def _elements(tags: Iterable[re.Match[str]]) -> list[Span]:
    """Return the quoting elements that are closed."""
    spans: list[Span] = []
    opened: dict[str, list[tuple[int, bool]]] = {}
    for tag in tags:
        closes, name, attributes = tag.groups()
        waiting = opened.setdefault(name.lower(), [])
        if closes:
            if waiting:
                start, quiet = waiting.pop()
                if quiet:
                    spans.append(as_span((start, tag.end())))
        elif not attributes.endswith("/"):
            waiting.append((tag.start(), name.lower() in _QUOTES or _keeps_quiet(attributes)))
    return spans
