"""What the bot wants the review table to say: its columns, and a row of cells for each page.

A plan knows nothing of the page the table stands on; `glambot.review.merge` brings the two together.

Example:
    >>> plan = Plan(
    ...     columns=(Column("submission", "Submission"), Column("interested", "Interested")),
    ...     people=("Score",),
    ...     rows=(Row("A talk", (Cell("[[:A talk|A talk]]"), Cell("5 + 2 late", 'data-sort-value="5"'))),),
    ... )
    >>> plan.link_index
    0
"""

import html
from collections.abc import Iterable
from dataclasses import dataclass

from glambot.wikitext.names import upper_first


@dataclass(frozen=True, slots=True)
class Column:
    """A column the bot fills: `key` names it in code, `header` is its plain-text heading on the page."""

    key: str
    header: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of ready-made, safe wikitext; `attributes` go before it: ``data-sort-value="5"``.

    Text taken from other pages must have gone through `glambot.review.safe`.

    Raises:
        ValueError: `content` or `attributes` hold a line break, which would end the cell.
    """

    content: str
    attributes: str = ""

    def __post_init__(self) -> None:
        for part in (self.content, self.attributes):
            if "\n" in part or "\r" in part:
                raise ValueError(f"A cell's wikitext is one line, but {part!r} has a line break: fold it.")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one page, one for each of the plan's columns.

    `key` is the page's title, or ``Title#section`` where a page holds several proposals.
    """

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All the bot wants to see in the table.

    Attributes:
        columns: The bot's columns, in the order a new table gets.
        rows: One for each page, in the wanted order.
        people: Headers of the columns people type into, offered once to each table.
        reorder: Whether rows on the page are brought into the plan's order on each run. By default
            they keep their places, and a new row goes before the first one that the plan has after it.
        link_column: Key of the column whose first link names the row's page; the first column if
            there is none of that key.
        vanished_text: What the status (or notes) cell says when a row's page is not in the plan.
        stale: Titles of pages that could not be read this time: their rows stay as they are.
        stale_text: What the status (or notes) cell of such a row says.

    Raises:
        ValueError: Two columns share a header or a key, two rows share a page, or a row has not
            one cell for each column.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    people: tuple[str, ...] = ()
    reorder: bool = False
    link_column: str = "submission"
    vanished_text: str = "page not found"
    stale: frozenset[str] = frozenset()
    stale_text: str = "not read this time"

    def __post_init__(self) -> None:
        object.__setattr__(self, "stale", frozenset(map(same_page, self.stale)))
        headers = [header_name(header) for header in (*(c.header for c in self.columns), *self.people)]
        _refuse_doubles(headers, "columns with the header")
        _refuse_doubles((column.key for column in self.columns), "columns with the key")
        _refuse_doubles((same_page(row.key) for row in self.rows), "rows for the page")
        if not self.columns or not all(headers):
            raise ValueError("A plan needs at least one column, and every column a header.")
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"The row {row.key!r} has {len(row.cells)} cells for {len(self.columns)} columns."
                )

    @property
    def link_index(self) -> int:
        """The index of the column whose first link names the row's page."""
        return next((i for i, column in enumerate(self.columns) if column.key == self.link_column), 0)

    def is_stale(self, key: str) -> bool:
        """Return whether the page of a row's key could not be read this time."""
        return bool(self.stale) and same_page(key.partition("#")[0]) in self.stale

    @property
    def mark_index(self) -> int | None:
        """The index of the column that says a page is gone, or None if there is no such column."""
        keys = [column.key for column in self.columns]
        return next((keys.index(key) for key in ("status", "notes") if key in keys), None)


def header_name(header: str) -> str:
    """Return what two headers must share to be one column: the text without case and spacing."""
    return " ".join(header.split()).casefold()


_INVISIBLE = {ord(sign): None for sign in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e"}


def same_page(title: str) -> str:
    """Return the form in which two writings of a page's title (and section) are equal.

    As ``MediaWikiTitleCodec::splitTitleString`` does: character references are read, blanks and
    underscores are one blank, a leading colon goes, direction marks go, the first letter is upper case.

    Example:
        >>> same_page(":glam_2018/A &amp; B#two_words") == same_page("Glam 2018/A & B#two words")
        True
    """
    title = html.unescape(title).translate(_INVISIBLE).replace("_", " ")
    title = " ".join(title.split()).removeprefix(":").lstrip()
    page, sign, section = title.partition("#")
    page = page.rstrip()
    return upper_first(page) + sign + section.strip()


def _refuse_doubles(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"The plan has two {what} {name!r}; each may stand in it once.")
        seen.add(name)
