r"""Read the tables out of the HTML that MediaWiki made, with all that stands where nothing should.

MediaWiki's own HTML is well formed (its last step is an HTML 5 tree builder), so rows and cells can be
taken as their tags come.

Example:
    >>> read("<table><tbody><tr><td>a &lt;b&gt;\n</td></tr></tbody></table>").tables[0].rows[0].cells[0].text
    'a <b>'
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Cell:
    """A cell: ``td`` or ``th``, its text without the blanks around it, and the tags inside it.

    The `links` are the attributes of its ``<a>``: ``href``, and ``title`` that names the page linked to.
    """

    tag: str
    attributes: dict[str, str]
    text: str = ""
    tags: list[str] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A row and its own attributes."""

    attributes: dict[str, str]
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table that stands in no other table."""

    attributes: dict[str, str]
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Rendered:
    """The tables of a page, and the text and the tags outside their cells."""

    tables: list[Table] = field(default_factory=list)
    outside_text: str = ""
    outside_tags: list[str] = field(default_factory=list)


def read(html: str) -> Rendered:
    """Return the tables in MediaWiki's HTML; a table within a cell counts among that cell's tags."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Rendered()
        self._depth = 0
        self._cell: Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        outermost = self._depth == 0
        self._depth += tag == "table"
        if self._cell is not None:
            self._cell.tags.append(tag)
            if tag == "a":
                self._cell.links.append(attributes)
        elif tag == "table" and outermost:
            self.found.tables.append(Table(attributes))
        elif tag == "tr" and not outermost:
            self.found.tables[-1].rows.append(Row(attributes))
        elif tag in {"td", "th"} and not outermost and self.found.tables[-1].rows:
            self._cell = Cell(tag, attributes)
            self.found.tables[-1].rows[-1].cells.append(self._cell)
        elif tag != "tbody" or outermost:
            self.found.outside_tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "table" and self._depth > 0
        if self._cell is not None and self._depth == 1 and tag == self._cell.tag:
            self._cell.text = self._cell.text.strip()
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.text += data
        elif data.strip():
            self.found.outside_text += data

    def handle_comment(self, data: str) -> None:
        # MediaWiki drops the comments of the wikitext; one in the HTML was not written by it.
        self.found.outside_tags.append(f"<!--{data}-->")
