r"""Lines of a value as blocks with list depth, and blocks as nested points.

Example:
    >>> text = "We discuss:\n* one\n** one and a half\n* two"
    >>> [point.text for point in points(read_blocks(text, text))]
    ['We discuss:']
    >>> [p.text for p in points(read_blocks(text, text))[0].points]
    ['one', 'two']
"""

from collections.abc import Sequence
from typing import NamedTuple

from glambot.wikitext.expression import expression
from glambot.wikitext.mask import HIDDEN
from glambot.wikitext.plain import one_blank, plain_lines, plain_masked
from glambot.wikitext.span import Span

_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops
_MARKERS = expression(r"[*#:;]*")
_TABLE_LINE = expression(r"(?:\{\||\|[}\-+]?|!)")
_LISTS = str.maketrans("", "", ":;")
_DEEPEST = 64
# With these a line begins that may be no part of a paragraph.
_SPECIAL = "*#:;=|!{-\x1f \t\r\xa0"
_LIST_SIGNS = "*#:;"


class Block(NamedTuple):
    """A paragraph, list item or heading: list depth (0: none), plain text, span in the original."""

    depth: int
    text: str
    span: Span


class Point(NamedTuple):
    """A paragraph or list item with the points that stand under it."""

    text: str
    points: tuple["Point", ...]
    span: Span


def read_blocks(masked: str, wikitext: str) -> list[Block]:
    """Return the blocks of a text in order.

    Lines without a list marker that follow each other are one paragraph; ``:`` indents and
    counts as no list. Empty blocks and rules (``----``) are left out.
    """
    plainly = _read_plainly(masked)
    return blocks_closely(masked, wikitext) if plainly is None else plainly


def _read_plainly(masked: str) -> list[Block] | None:
    """Return the blocks of a text of paragraphs and list items with plain links alone, None for any other.

    What all lines show is found at once.
    """
    shown = plain_lines(masked)
    if shown is None:
        return None
    blocks: list[Block] = []
    paragraph = first = -1  # where the paragraph being read began, and with which line
    position = 0
    for number, line in enumerate(masked.split("\n")):
        sign = line[:1]
        if sign and sign not in _SPECIAL:
            body = line
        else:
            body = line.strip()
            if body and sign not in _LIST_SIGNS and _interrupts(sign, body):
                return None
        if body and sign not in _LIST_SIGNS:
            if paragraph < 0:
                paragraph, first = position, number
        else:
            if paragraph >= 0:
                text = "\n".join(shown[first:number])
                _add_plain(blocks, masked[paragraph:position], paragraph, text, 0)
                paragraph = -1
            if body:
                inner = line.lstrip(_LIST_SIGNS)
                at = len(line) - len(inner)
                depth = min(len(line[:at].translate(_LISTS)), _DEEPEST)
                _add_plain(blocks, inner, position + at, shown[number][at:], depth)
        position += len(line) + 1
    if paragraph >= 0:
        _add_plain(blocks, masked[paragraph:], paragraph, "\n".join(shown[first:]), 0)
    return blocks


def _add_plain(blocks: list[Block], piece: str, start: int, shown: str, depth: int) -> None:
    """Add what a piece of the text shows, if it shows anything."""
    text = one_blank(shown)
    if text:
        if "\n" in text:
            text = " ".join(text.split())
        begin = start + len(piece) - len(piece.lstrip())
        blocks.append(_new(Block, (depth, text, _new(Span, (begin, start + len(piece.rstrip()))))))


def blocks_closely(masked: str, wikitext: str) -> list[Block]:
    """Return the same as `read_blocks`, of any text, line by line."""
    blocks: list[Block] = []
    paragraph = -1  # where the paragraph being read began
    position, end = 0, len(masked)
    while position < end:
        newline = masked.find("\n", position, end)
        stop = end if newline < 0 else newline
        sign = masked[position] if position < stop else ""
        if sign and sign not in _SPECIAL:
            if paragraph < 0:
                paragraph = position
            position = stop + 1
            continue
        body = masked[position:stop].strip()
        if body and not _interrupts(sign, body):
            paragraph = position if paragraph < 0 else paragraph
        # A line of comments is no line, unless the break before it is hidden with them.
        elif body or sign == HIDDEN or HIDDEN not in masked[position:stop]:
            if paragraph >= 0:
                _add(blocks, masked, wikitext, paragraph, position)
                paragraph = -1
            if body:
                _add_line(blocks, masked, wikitext, position, stop)
        position = stop + 1
    if paragraph >= 0:
        _add(blocks, masked, wikitext, paragraph, end)
    return blocks


def _interrupts(sign: str, body: str) -> bool:
    """Return whether a line that begins with a special sign is no part of a paragraph."""
    if sign in _LIST_SIGNS:
        return True
    if sign not in "-=|!{":
        return False
    if sign == "-":
        return body.startswith("----")
    if sign == "=":
        return len(body) > 2 and body.endswith("=")
    return _TABLE_LINE().match(body) is not None


def _add_line(blocks: list[Block], masked: str, wikitext: str, start: int, stop: int) -> None:
    sign = masked[start]
    if sign in _LIST_SIGNS:
        marker = _MARKERS().match(masked, start, stop)
        begin = marker.end() if marker else start
        depth = min(len(masked[start:begin].translate(_LISTS)), _DEEPEST)
        _add(blocks, masked, wikitext, begin, stop, depth=depth)
    elif sign == "=":
        inner = masked[start:stop].rstrip()
        level = min(len(inner) - len(inner.lstrip("=")), len(inner) - len(inner.rstrip("=")))
        _add(blocks, masked, wikitext, start + level, start + len(inner) - level)
    elif sign == "-":
        _add(blocks, masked, wikitext, stop - len(masked[start:stop].lstrip("-")), stop)
    elif masked.startswith(("|", "!"), start) and masked[start + 1 : start + 2] not in ("-", "}", "+"):
        cells = masked[start + 1 : stop].replace("||", "\n").replace("!!", "\n")
        text = " ".join(plain_masked(cells, cells).split())
        if text:
            blocks.append(Block(0, text, Span(start, stop)))


def _add(blocks: list[Block], masked: str, wikitext: str, start: int, end: int, *, depth: int = 0) -> None:
    piece = masked[start:end]
    kept = piece.lstrip()
    if not kept:
        return
    begin = end - len(kept)
    kept = kept.rstrip()
    stop = begin + len(kept)
    text = plain_masked(kept, kept if masked is wikitext else wikitext[begin:stop])
    if "\n" in text:
        text = " ".join(text.split())
    if text:
        blocks.append(_new(Block, (depth, text, _new(Span, (begin, stop)))))


def points(blocks: Sequence[Block], offset: int = 0) -> tuple[Point, ...]:
    """Return the blocks as nested points: a list item stands under the item or paragraph it is in.

    A paragraph that leads into a list has the list's items as its points. `offset` is added to
    the spans, for blocks of a text cut out of a page.
    """
    roots: list[Point] = []
    # The chain of open points as (depth, text, points so far, span), below it the roots.
    chain: list[tuple[int, str, list[Point], Span]] = [(-1, "", roots, Span(0, 0))]
    for depth, shown, span in blocks:
        while chain[-1][0] >= depth:
            _, text, inner, at = chain.pop()
            chain[-1][2].append(_new(Point, (text, tuple(inner), at)))
        start, end = span
        chain.append((depth, shown, [], _new(Span, (start + offset, end + offset))))
    while len(chain) > 1:
        _, text, inner, at = chain.pop()
        chain[-1][2].append(_new(Point, (text, tuple(inner), at)))
    return tuple(roots)
