"""What a merge did, each thing in one plain sentence.

Example:
    >>> print(Change(Kind.PUT_BACK, row="A talk", column="Interested", old="99", new="5"))
    Row "A talk", column "Interested": somebody had typed "99" over the bot's cell; it says "5" again.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of change; the value is a stable name for JSON."""

    TABLE_CREATED = "table created"
    ROW_ADDED = "row added"
    ROW_VANISHED = "row vanished"
    ROW_STALE = "row stale"
    ROW_RETURNED = "row returned"
    ROW_MOVED = "row moved"
    ROW_RECOGNISED = "row recognised"
    ROW_REALIGNED = "row realigned"
    ROW_COPIED = "row copied"
    CELL_CHANGED = "cell changed"
    PUT_BACK = "human edit put back"
    COLUMN_RESTORED = "bot column restored"
    COLUMN_OFFERED = "people's column offered"
    COLUMNS_NOTED = "offered columns noted"


_SENTENCES = {
    Kind.TABLE_CREATED: "The table was made.",
    Kind.ROW_ADDED: 'Row "{row}" was added.',
    Kind.ROW_VANISHED: 'Row "{row}": its page was not found, so the row moved below the others.',
    Kind.ROW_STALE: 'Row "{row}": its page could not be read, so the row stays as it was.',
    Kind.ROW_RETURNED: 'Row "{row}": its page is back, and so is the row.',
    Kind.ROW_MOVED: 'Row "{row}" was moved to its place.',
    Kind.ROW_RECOGNISED: 'Row "{row}" was recognised by its link and marked again.',
    Kind.ROW_REALIGNED: 'Row "{row}" got empty cells under headers that were typed without cells.',
    Kind.ROW_COPIED: 'Row "{row}" stands in the table twice; the copy on line {line} '
    "is now a hand-typed row.",
    Kind.CELL_CHANGED: 'Row "{row}", column "{column}": "{old}" became "{new}".',
    Kind.PUT_BACK: 'Row "{row}", column "{column}": somebody had typed "{old}" over the bot\'s cell; '
    'it says "{new}" again.',
    Kind.COLUMN_RESTORED: 'The bot\'s column "{column}" was missing and was put back.',
    Kind.COLUMN_OFFERED: 'The column "{column}" was added for people to type into.',
    Kind.COLUMNS_NOTED: "The table now remembers which columns for people it was offered.",
}
_EMPTIED = 'Row "{row}", column "{column}": somebody had emptied the bot\'s cell; it says "{new}" again.'


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a merge did or found.

    `row` is the page's title, `column` a header, `old` and `new` wikitext, `line` a line of the page
    as it was read (counted from 1), each empty or 0 where the kind has none.
    """

    kind: Kind
    row: str = ""
    column: str = ""
    old: str = ""
    new: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """The change as one plain-English sentence."""
        sentence = _EMPTIED if self.kind is Kind.PUT_BACK and not self.old else _SENTENCES[self.kind]
        return sentence.format(row=self.row, column=self.column, old=self.old, new=self.new, line=self.line)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Merged:
    """The page's new text, whether it differs from the one that was read, and what was done."""

    text: str
    changed: bool
    changes: tuple[Change, ...]
