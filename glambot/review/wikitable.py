r"""Read the wikitables of a text without losing a character.

Tables are read as ``Parser::handleTables`` (formerly ``doTableStuff``) reads them: by lines that begin
with ``{|``, ``|-``, ``|+``, ``|``, ``!`` or ``|}``, with ``||`` (and ``!!`` on header lines) between
cells of one line. Comments, nowiki and balanced templates are hidden first; a nested table belongs to
the cell it stands in. The parts of a table, joined, are its source.

Example:
    >>> (table,) = read_tables("Text\n{|\n! A !! B\n|-\n| 1 || style=x | [[a|b]] <!-- c -->\n|}\n")
    >>> [[cell.content for cell in row.cells] for row in table.rows]
    [['A', 'B'], ['1', '[[a|b]]']]
    >>> table.rows[1].cells[1]
    TableCell(lead='|| ', attributes='style=x ', bar='| ', content='[[a|b]]', trail=' <!-- c -->')
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from glambot.wikitext.braces import hide_templates
from glambot.wikitext.mask import HIDDEN, OPAQUE, mask

_BLANK = " \t\n\r\v\f\0" + HIDDEN
_LINE = re.compile(
    rf"[ \t\r\v\f{HIDDEN}]*(?:(?P<open>:*[ \t\r\v\f{HIDDEN}]*\{{\|)|(?P<close>\|\}})|(?P<row>\|-+)"
    r"|(?P<caption>\|\+)|(?P<cell>[|!]))"
)
_BARS = re.compile(r"\|\|")
_BARS_OR_BANGS = re.compile(r"\|\||!!")
_TAG = re.compile(r"<[^<>]*>")
_LINK_BEFORE = re.compile(r"\[\[|-\{")


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell: the mark and blanks before it, its attributes and their bar, its content, the rest.

    `seen` is the content with comments, nowiki and templates hidden; `start` its place in the text.
    """

    lead: str
    attributes: str = ""
    bar: str = ""
    content: str = ""
    trail: str = ""
    seen: str = field(default="", repr=False, compare=False)
    inline: bool = field(default=False, repr=False)
    heading: bool = field(default=False, repr=False)
    start: int = field(default=0, repr=False, compare=False)

    @property
    def source(self) -> str:
        """The cell as it stands in the text."""
        return f"{self.lead}{self.attributes}{self.bar}{self.content}{self.trail}"

    @property
    def visible(self) -> str:
        """The content without comments, any white space one blank."""
        return " ".join(_split_comments(self.content, self.seen)[0].split())

    @property
    def comments(self) -> str:
        """The comments inside the content, joined."""
        return _split_comments(self.content, self.seen)[1].strip()


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its ``|-``, the attributes behind that, what stands before the first cell, the cells."""

    lead: str
    attributes: str = ""
    tail: str = ""
    cells: tuple[TableCell, ...] = ()
    start: int = field(default=0, repr=False, compare=False)

    @property
    def source(self) -> str:
        """The row as it stands in the text."""
        return f"{self.lead}{self.attributes}{self.tail}{''.join(cell.source for cell in self.cells)}"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: ``{|``, its attributes, what comes before the first row, the rows, ``|}``.

    `closing` is empty for a table that never ends. `start` and `end` are its place in the text.
    """

    opening: str
    attributes: str
    tail: str
    rows: tuple[TableRow, ...]
    closing: str
    start: int
    end: int

    @property
    def source(self) -> str:
        """The table as it stands in the text."""
        rows = "".join(row.source for row in self.rows)
        return f"{self.opening}{self.attributes}{self.tail}{rows}{self.closing}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a piece of a table begins: the start of its mark, the end of it, the end of its line."""

    kind: str
    start: int
    after: int
    line_end: int
    inline: bool = False
    heading: bool = False


def read_tables(text: str, start: int = 0, end: int | None = None, *, masked: str = "") -> tuple[Table, ...]:
    """Return the outermost tables of ``text[start:end]``, in order; nothing raises, time is linear.

    `masked` is `glambot.wikitext.mask.mask(text)` for a caller that has it. Comments opened before
    `start` count, braces opened before it do not.
    """
    end = len(text) if end is None else end
    seen = hide_templates((masked or mask(text))[start:end])
    raw = text[start:end]
    tables: list[Table] = []
    marks: list[_Mark] = []
    depth = 0
    for mark in _marks(raw, seen):
        if mark.kind == "open":
            depth += 1
            if depth > 1:
                continue
            marks = []
        elif depth == 0:
            continue
        elif mark.kind == "close":
            depth -= 1
        if depth > 1 or (depth == 1 and mark.kind == "close"):
            continue
        marks.append(mark)
        if depth == 0:
            tables.append(_build(raw, seen, marks, start))
    if depth:
        tables.append(_build(raw, seen, [*marks, _Mark("close", len(raw), len(raw), len(raw))], start))
    return tuple(tables)


def has_leading_bar(content: str) -> bool:
    """Return whether a bar in `content` would be taken for the end of the cell's attributes."""
    if "|" not in content:
        return False
    seen = hide_templates(mask(content))
    bar = seen.find("|")
    return bar >= 0 and not _LINK_BEFORE.search(seen, 0, bar)


def _marks(raw: str, seen: str) -> Iterator[_Mark]:
    """Yield every table mark that begins a line, cells first split within their line."""
    line = 0
    while line <= len(seen):
        line_end = seen.find("\n", line)
        line_end = len(seen) if line_end < 0 else line_end
        found = _LINE.match(seen, line, line_end)
        if found is not None:
            kind = found.lastgroup or ""
            start = found.start() if kind == "open" else _line_break_before(raw, seen, line)
            heading = found[0][-1] == "!"
            yield _Mark(kind, start, found.end(), line_end, heading=heading)
            if kind == "cell":
                yield from _inline_marks(seen, found.end(), line_end, heading)
        line = line_end + 1


def _line_break_before(raw: str, seen: str, line: int) -> int:
    """Return where the line break before a line stands: that of the comments it begins with, if any."""
    start = max(line - 1, 0)
    while start > 0 and raw[start] != "\n" and seen[start - 1] == HIDDEN:
        start -= 1
    return start


def _inline_marks(seen: str, start: int, end: int, heading: bool) -> Iterator[_Mark]:
    line = seen[start:end]
    if heading and "<" in line:
        line = _TAG.sub(lambda tag: tag[0].replace("!!", OPAQUE * 2), line)  # StringUtils::replaceMarkup
    for found in (_BARS_OR_BANGS if heading else _BARS).finditer(line):
        yield _Mark("cell", start + found.start(), start + found.end(), end, inline=True, heading=heading)


def _build(raw: str, seen: str, marks: list[_Mark], offset: int) -> Table:
    first, last = marks[0], marks[-1]
    rows: list[TableRow] = []
    cells: list[TableCell] = []
    row = TableRow("", start=offset + marks[1].start)
    attributes_end = _end_of_visible(seen, first.after, first.line_end)
    table_tail = raw[attributes_end : marks[1].start]

    def finish() -> None:
        if row.lead or row.tail or cells:
            rows.append(TableRow(row.lead, row.attributes, row.tail, tuple(cells), row.start))

    for mark, following in pairwise(marks[1:]):
        stop = following.start
        if mark.kind == "row":
            finish()
            cells = []
            visible_end = _end_of_visible(seen, mark.after, mark.line_end)
            row = TableRow(
                raw[mark.start : mark.after],
                raw[mark.after : visible_end],
                raw[visible_end:stop],
                start=offset + mark.after,
            )
        elif mark.kind == "cell":
            cells.append(_cell(raw, seen, mark, stop, offset))
        elif cells:
            cells[-1] = replace(cells[-1], trail=cells[-1].trail + raw[mark.start : stop])
        elif row.lead:
            row = replace(row, tail=row.tail + raw[mark.start : stop])
        else:
            table_tail += raw[mark.start : stop]
    finish()
    return Table(
        opening=raw[first.start : first.after],
        attributes=raw[first.after : attributes_end],
        tail=table_tail,
        rows=tuple(rows),
        closing=raw[last.start : last.after],
        start=offset + first.start,
        end=offset + last.after,
    )


def _cell(raw: str, seen: str, mark: _Mark, stop: int, offset: int) -> TableCell:
    """Read the cell whose mark is `mark` and which ends at `stop`."""
    line_end = min(mark.line_end, stop)
    bar = seen.find("|", mark.after, line_end)
    if bar >= 0 and _LINK_BEFORE.search(seen, mark.after, bar):
        bar = -1
    body = mark.after if bar < 0 else bar + 1
    content, content_end = _strip(seen, body, stop)
    if content == content_end:  # an empty cell: at most one blank belongs to its mark
        content = content_end = body + (seen[body : body + 1] == " " and body < stop)
    lead_end = content
    if bar >= 0:
        lead_end = _strip(seen, mark.after, bar)[0]
    return TableCell(
        lead=raw[mark.start : lead_end],
        attributes="" if bar < 0 else raw[lead_end:bar],
        bar="" if bar < 0 else raw[bar:content],
        content=raw[content:content_end],
        trail=raw[content_end:stop],
        seen=seen[content:content_end],
        inline=mark.inline,
        heading=mark.heading,
        start=offset + mark.after,
    )


def _strip(seen: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of a range that is left without white space and comments at both ends."""
    while start < end and seen[start] in _BLANK:
        start += 1
    while start < end and seen[end - 1] in _BLANK:
        end -= 1
    return start, end


def _end_of_visible(seen: str, start: int, end: int) -> int:
    while start < end and seen[end - 1] in _BLANK:
        end -= 1
    return end


def _split_comments(content: str, seen: str) -> tuple[str, str]:
    """Return what of a content shows, and its comments."""
    if HIDDEN not in seen:
        return content, ""
    shown: list[str] = []
    hidden: list[str] = []
    for sign, mark in zip(content, seen, strict=True):
        is_hidden = mark == HIDDEN or (mark == "\n" and sign != "\n")
        (hidden if is_hidden else shown).append(sign)
    return "".join(shown), "".join(hidden)
