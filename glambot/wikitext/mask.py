r"""Hide what the wiki does not read as markup, without moving anything.

`mask` returns a text of equal length in which comments are `HIDDEN` and the contents of
``<nowiki>`` and its like are `OPAQUE`, so that a position found in the masked text is the
position in the original. `HIDDEN` counts as white space for `str.strip` and ``\s``.

MediaWiki removes comments before it looks at lines (``Preprocessor_Hash``), and with a comment
alone on its line the whole line. So that ``<!-- hint -->; Label`` begins a line here too,
the newline before such a comment is shown at the comment's end.

Example:
    >>> mask("a<!-- b -->c").replace(HIDDEN, ".")
    'a..........c'
    >>> mask("<nowiki>~~~~</nowiki>!") == OPAQUE * 21 + "!"
    True
"""

import re

from glambot.wikitext.anchored import either_case
from glambot.wikitext.expression import expression

HIDDEN = "\x1f"
"""Stands for each character of a comment or of ``<includeonly>``: white space to Python."""

OPAQUE = "\x7f"
"""Stands for each character of ``<nowiki>``, ``<pre>`` and other tags whose content is no wikitext."""

OPAQUE_TAGS = (
    "nowiki|pre|syntaxhighlight|source|math|chem|ce|score|timeline|templatedata|graph|hiero|inputbox"
    "|mapframe|maplink|categorytree|dynamicpagelist|charinsert|templatestyles"
)
"""The names of those tags, as alternatives of a regular expression."""

_OPENING = expression(rf"<({either_case(OPAQUE_TAGS + '|includeonly')})(?=[\s/>])[^<>]*>")
_CLOSING = {
    name: expression(rf"</{either_case(name)}\s*>") for name in [*OPAQUE_TAGS.split("|"), "includeonly"]
}
# A comment, or two letters that begin the name of such a tag.
_NAMES = {name[:2] for name in ["includeonly", *OPAQUE_TAGS.split("|")]}
_OPENS = either_case("|".join(sorted(_NAMES)))
_COMMENT = r"!--[^-]*+(?:-(?!->)[^-]*+)*(?:-->)?"
_HIDES = re.compile(rf"<(?:{_COMMENT}|(?={_OPENS}))")
# The same to take a text apart; ``<nowiki>`` without tags inside is found with its content.
_PARTS = re.compile(rf"(<(?:{_COMMENT}|nowiki>[^<>]*+</nowiki>|(?={_OPENS})))")
_LONGEST = max(map(len, _CLOSING)) + 2  # of those tags without attributes
_BLANKS = re.compile(r"[ \t]*")
# Behind these a comment may begin a line: behind nothing, another one or a tag too.
_BREAKS = frozenset({"", "\n", " ", "\t"})


def mask(wikitext: str) -> str:
    """Return `wikitext` with comments hidden and unparsed tags made opaque, of the same length.

    An unclosed comment runs to the end, an unclosed tag is plain text, as in MediaWiki's
    preprocessor. Time grows linearly with the text.
    """
    if _HIDES.search(wikitext) is None:
        return wikitext
    pieces: list[str] = []
    before, *parts = _PARTS.split(wikitext)
    found = iter(parts)
    for hidden, after in zip(found, found, strict=True):
        size = len(hidden)
        if size == 1:
            return mask_closely(wikitext)
        if hidden[1] != "!":
            pieces += (before, OPAQUE * size)
        elif before[-1:] == after[:1] == "\n":
            # Alone on its line, as most comments are: the line goes.
            pieces += (before[:-1], HIDDEN * (size + 1))
        elif before[-1:] not in _BREAKS or before.rstrip(" \t")[-1:] not in _BREAKS:
            pieces += (before, HIDDEN * size)
        elif pieces or before or after[:1] != "\n":
            return mask_closely(wikitext)
        else:
            pieces.append(HIDDEN * size)  # it is the page's first line
        before = after
    pieces.append(before)
    return "".join(pieces)


def mask_closely(wikitext: str) -> str:
    """Return the same as `mask`, of any text, tag by tag; `mask` leaves to it what is not plain."""
    pieces: list[str] = []
    done = 0
    unclosed: set[str] = set()
    at_line_start = False  # whether what was put out so far ends with a newline
    search, position = _HIDES.search, 0
    while (found := search(wikitext, position)) is not None:
        start, end = found.span()
        comment = end > start + 1
        if not comment:
            end = _tag_end(wikitext, start, unclosed)
            if end < 0:
                position = start + 1
                continue
        position = end
        if comment and done < start and wikitext[start - 1] == wikitext[end : end + 1] == "\n":
            # Alone on its line, as most comments are: the line goes.
            pieces += (wikitext[done : start - 1], HIDDEN * (end - start + 1))
            done = end
            at_line_start = False
            continue
        before = wikitext[done:start]
        if not comment and wikitext[start + 1 : start + 12].lower() != "includeonly":
            pieces += (before, OPAQUE * (end - start))
            done = end
            at_line_start = False
            continue
        if before or start == 0:
            at_line_start = start == 0 or before.rstrip(" \t").endswith("\n")
        if at_line_start and start > 0 and wikitext.startswith("\n", end):
            kept = before.rstrip(" \t")[:-1]
            pieces += (kept, HIDDEN * (end - done - len(kept)))
            at_line_start = False
        elif at_line_start and not before.endswith((" ", "\t")):
            if before:
                pieces.append(before)
            _hide_at_line_start(wikitext, start, end, pieces)
            at_line_start = pieces[-1].endswith("\n")
        else:
            pieces += (before, HIDDEN * (end - start))
        done = end
    if not done:
        return wikitext
    pieces.append(wikitext[done:])
    return "".join(pieces)


def _tag_end(wikitext: str, start: int, unclosed: set[str]) -> int:
    """Return where a tag with its content ends, -1 for none or one that is never closed."""
    if wikitext[start : wikitext.find(">", start, start + _LONGEST) + 1] in unclosed:
        return -1
    found = _OPENING().match(wikitext, start)
    if found is None:
        return -1
    if found[0].endswith("/>"):
        return found.end()
    name = found[1].lower()
    closing = None if name in unclosed else _CLOSING[name]().search(wikitext, found.end())
    if closing is None:
        unclosed |= {name, found[0]}  # the tag as it is typed, too: most are typed alike
        return -1
    return closing.end()


def _hide_at_line_start(wikitext: str, start: int, end: int, pieces: list[str]) -> None:
    """Hide a comment that begins a line: take its line away, or let the line begin behind it."""
    blanks = _BLANKS.match(wikitext, end)
    after = blanks.end() if blanks else end
    alone = after >= len(wikitext) or wikitext[after] == "\n"
    if pieces and pieces[-1].endswith("\n"):
        pieces[-1] = pieces[-1][:-1] + HIDDEN
    pieces.append(HIDDEN * (end - start) if alone else HIDDEN * (end - start - 1) + "\n")
