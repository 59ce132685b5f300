"""The law of the review table: whatever people do to it between the bot's runs, they lose nothing.

A history is a random list of edits by people and runs of the bot. Every text a person types holds a
token of its own, so that it can be found again: on the page, in its row, under its header.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glambot.errors import TableError
from glambot.review.attributes import remove_attribute, set_attribute
from glambot.review.changes import Kind
from glambot.review.columns import names_of, placed
from glambot.review.create import create
from glambot.review.markers import find_markers
from glambot.review.merge import merge
from glambot.review.plan import Cell, Column, Plan, Row, same_page
from glambot.review.rows import KEY, key_of, linked_page
from glambot.review.safe import safe_link
from glambot.review.wikitable import Table, TableCell, TableRow, read_tables

HISTORIES = 2000
TITLES = ("Maps", 'A "b" | c', "Größe", "Talk_two", "-x-", "~~~~ & {{x}}")
COLUMNS = (Column("submission", "Submission"), Column("interested", "Interested"), Column("status", "Status"))
TEXTS = (
    "{}", "5 {}", "* {}\n* b", "\n{{|\n| {} || x\n|-\n| y\n|}}", "{{{{t|{}|b=1}}}}", "{{{{t\n| {}\n| c\n}}}}",
    "<nowiki>{} || {{| |- </nowiki>", "[[A|{}]]", "[[A|{}|b]] | c", "<!-- {} -->", "a <!-- {}\n|-\n --> b",
    "{{{{ {}", "[[{}", "-{{a|{}}}-", "}}}} {}", "style=\"x\" | {}", "'''{}''' <b>open", "{}\n\n{}b", "|{}",
    "- {}", "{}\n<!-- alone -->", "&#124; {}", "{{{{{{{}}}}}}}", "!! {}", "== {} ==", "<pre>\n|-\n{}</pre>",
)  # fmt: skip

checked = {"histories": 0, "runs": 0, "refused": 0, "edits": 0}
Edit = Callable[["History", Table, int, int], Table]


@dataclass(slots=True)
class History:
    """A page as it grows, what the bot saved last, and how many tokens were given out."""

    page: str
    base: str
    tokens: int = 0

    def token(self) -> str:
        """A text that stands nowhere else."""
        self.tokens += 1
        return f"HUMAN{self.tokens}END"

    def text(self, kind: int) -> str:
        """What a person types, with tokens in it."""
        return (
            re.sub(r"\{\}", lambda _: self.token(), TEXTS[kind % len(TEXTS)])
            .replace("{{", "{")
            .replace("}}", "}")
        )


def make_plan(pages: int, value: int, *, reorder: bool) -> Plan:
    """A plan over the titles whose bits are set in `pages`."""
    titles = [title for bit, title in enumerate(TITLES) if pages >> bit & 1]
    rows = tuple(
        Row(
            title,
            (
                Cell(safe_link(title)),
                Cell(str(value + at), f'data-sort-value="{value + at}"'),
                Cell("-" if value % 3 == 0 else "open"),
            ),
        )
        for at, title in enumerate(titles)
    )
    return Plan(COLUMNS, rows, ("Score", "Comment"), reorder=reorder)


def header_at(table: Table) -> int:
    return next(i for i, row in enumerate(table.rows) if row.cells and all(c.heading for c in row.cells))


def table_of(page: str) -> Table | None:
    try:
        place = find_markers(page)
    except TableError:
        return None
    tables = read_tables(page, *place.span)
    if len(tables) != 1 or not tables[0].closing:
        return None
    return tables[0] if any(r.cells and all(c.heading for c in r.cells) for r in tables[0].rows) else None


def put_row(table: Table, index: int, row: TableRow) -> Table:
    return replace(table, rows=(*table.rows[:index], row, *table.rows[index + 1 :]))


def pick_row(table: Table, number: int) -> int | None:
    """An index of a row below the header."""
    first = header_at(table) + 1
    return None if first >= len(table.rows) else first + number % (len(table.rows) - first)


def put_cell(row: TableRow, index: int, cell: TableCell) -> TableRow:
    return replace(row, cells=(*row.cells[:index], cell, *row.cells[index + 1 :]))


def human_cell(history: History, table: Table, a: int, b: int) -> Table:
    """Types into one of the people's cells, or behind what stands there."""
    index = pick_row(table, a)
    if index is None:
        return table
    names = names_of(table.rows[header_at(table)])
    bots = {column.header.casefold() for column in COLUMNS}
    mine = [
        i
        for i, (_, first, _) in enumerate(placed(table.rows[index]))
        if first < len(names) and names[first] not in bots
    ]
    if not mine:
        return table
    at = mine[b % len(mine)]
    cell = table.rows[index].cells[at]
    # On a line of several cells people type one line.
    after = table.rows[index].cells[at + 1 : at + 2]
    text = history.text(a // 7)
    if cell.inline or any(c.inline for c in after):
        text = history.token()
    return put_row(
        table, index, put_cell(table.rows[index], at, replace(cell, content=f" {cell.content} {text}"))
    )


def bot_cell(history: History, table: Table, a: int, b: int) -> Table:
    """Types over one of the bot's cells other than the link."""
    index = pick_row(table, a)
    names = names_of(table.rows[header_at(table)])
    if index is None or not key_of(table.rows[index]):
        return table
    cells = list(enumerate(placed(table.rows[index])))
    mine = [i for i, (_, at, _) in cells if at < len(names) and names[at] in {"interested", "status"}]
    if not mine:
        return table
    cell = table.rows[index].cells[mine[b % len(mine)]]
    typed = replace(cell, content=f"typed{a} <!-- {history.token()} -->")
    return put_row(table, index, put_cell(table.rows[index], mine[b % len(mine)], typed))


def add_column(history: History, table: Table, a: int, b: int) -> Table:
    """Adds a column with a cell in every row, or with the header alone, somewhere or at the end."""
    header = header_at(table)
    rows = list(table.rows)
    width = len(rows[header].cells)
    inline = any(cell.inline for row in rows[header:] for cell in row.cells)
    at = a % (width + 1) if b % 2 and not inline else width
    for index in range(header, len(rows)):
        cells = list(rows[index].cells)
        if (
            len(cells) < at
            or any(cell.inline for cell in cells)
            or (at == width and b % 3 and index != header)
        ):
            continue
        mark = "!" if index == header else "|"
        cells.insert(at, TableCell(f"\n{mark} ", content=history.token(), heading=index == header))
        rows[index] = replace(rows[index], cells=tuple(cells))
    return replace(table, rows=tuple(rows)) if not any(c.inline for c in rows[header].cells) else table


def aligned(table: Table) -> bool:
    """Whether columns can be cut and moved by cell: as many in each row, each on its own line."""
    rows = table.rows[header_at(table) :]
    return all(
        len(row.cells) == len(rows[0].cells)
        and not any(c.inline or "colspan" in c.attributes for c in row.cells)
        for row in rows
    )


def delete_column(history: History, table: Table, a: int, b: int) -> Table:
    """Deletes any column, the bot's too, as long as one of the bot's is left."""
    del history, b
    header = header_at(table)
    names = names_of(table.rows[header])
    at = a % len(names)
    left = {name for i, name in enumerate(names) if i != at}
    if not aligned(table) or "submission" not in left:
        return table
    rows = [
        replace(r, cells=r.cells[:at] + r.cells[at + 1 :]) if i >= header else r
        for i, r in enumerate(table.rows)
    ]
    return replace(table, rows=tuple(rows))


def swap_columns(history: History, table: Table, a: int, b: int) -> Table:
    """Moves a column to another place, in the header and every row."""
    del history
    if not aligned(table):
        return table
    header = header_at(table)
    rows = list(table.rows)
    width = len(rows[header].cells)
    for index in range(header, len(rows)):
        cells = list(rows[index].cells)
        cells.insert(b % width, cells.pop(a % width))
        rows[index] = replace(rows[index], cells=tuple(cells))
    return replace(table, rows=tuple(rows))


def hand_row(history: History, table: Table, a: int, b: int) -> Table:
    """Types a whole row by hand: full, short, with a header cell, or with cells joined."""
    index = header_at(table) if a % 4 == 0 else (pick_row(table, a) or header_at(table))
    source = (
        "\n|-\n| {}\n| {}",
        "\n|-\n! {}\n| {} || {} || {} || {}",
        '\n|- style="x"\n| colspan=2 | {}\n| {}',
        '\n|-\n| colspan="5" | {}',
        "\n<!-- {} -->\n|-",
    )[b % 5]
    text = re.sub(r"\{\}", lambda _: history.token(), source)
    (made,) = read_tables("{|\n|-\n| x" + text + "\n|}")
    extra = made.rows[1:]
    if made.rows[0].cells[0].trail:
        extra = (replace(extra[0], lead=made.rows[0].cells[0].trail + extra[0].lead), *extra[1:])
    return replace(table, rows=(*table.rows[: index + 1], *extra, *table.rows[index + 1 :]))


def move_row(history: History, table: Table, a: int, b: int) -> Table:
    """Moves a row, or takes it away with all in it."""
    index = pick_row(table, a)
    if index is None:
        return table
    rows = list(table.rows)
    row = rows.pop(index)
    if b % 5:
        rows.insert(header_at(table) + 1 + b % (len(rows) - header_at(table)), row)
    del history
    return replace(table, rows=tuple(rows))


def copy_row(history: History, table: Table, a: int, b: int) -> Table:
    """Copies a row and types other words into the copy."""
    index = pick_row(table, a)
    if index is None or b % 2:
        return table
    source = re.sub(r"HUMAN\d+END", lambda _: history.token(), "{|" + table.rows[index].source + "\n|}")
    return replace(
        table, rows=(*table.rows[: index + 1], *read_tables(source)[0].rows, *table.rows[index + 1 :])
    )


def lose_key(history: History, table: Table, a: int, b: int) -> Table:
    """Takes the key from a row, or adds an attribute of its own."""
    index = pick_row(table, a)
    if index is None:
        return table
    row = table.rows[index]
    if b % 2:
        attributes = remove_attribute(row.attributes, KEY)
    else:
        attributes = set_attribute(row.attributes, "title", history.token())
    return put_row(table, index, replace(row, attributes=attributes)) if row.lead else table


def respace(history: History, table: Table, a: int, b: int) -> Table:
    """Writes a row as VisualEditor or a tidy person would: without blanks, or all on one line."""
    del history
    index = pick_row(table, a)
    if index is None:
        return table
    row = table.rows[index]
    simple = all(
        re.fullmatch(r"[^\n]*", c.content) and c.seen == c.content and not c.trail.strip() for c in row.cells
    )
    cells: list[TableCell] = []
    for cell in row.cells:
        if b % 2 and simple and cells and cell.heading == cells[-1].heading and not cell.heading:
            cells.append(replace(cell, lead="||" + " " * (b % 3), inline=True, trail=""))
        elif cell.lead == "\n| " and cell.content[:1] not in {"-", "+", "}"}:
            cells.append(replace(cell, lead="\n|"))
        else:
            cells.append(cell)
    return put_row(table, index, replace(row, cells=tuple(cells)))


def comment(history: History, table: Table, a: int, b: int) -> Table:
    """Puts a comment behind a row, on a line of its own, at the end of a line, or before the |-."""
    index = pick_row(table, a)
    if index is None or not table.rows[index].lead:
        return table
    row = table.rows[index]
    note = f"<!-- {history.token()} || -->"
    if b % 3 == 0:
        return put_row(table, index, replace(row, lead=f"\n{note}{row.lead}"))
    if b % 3 == 1:
        return put_row(table, index, replace(row, tail=f" {note}{row.tail}"))
    return put_row(table, index, replace(row, lead=f"\n{note}|-"))


EDITS: tuple[Edit, ...] = (
    human_cell, human_cell, human_cell, bot_cell, add_column, delete_column, swap_columns, hand_row, move_row,
    copy_row, lose_key, respace, comment,
)  # fmt: skip


def edit(history: History, kind: int, a: int, b: int) -> None:
    """One edit of the page by a person."""
    if kind == len(EDITS):  # outside the table
        token = history.token()
        place = find_markers(history.page)
        at = (0, place.begin.start, place.begin.end, place.end.start, place.end.end)[a % 5]
        history.page = f"{history.page[:at]}\n{token} {{{{x\n{history.page[at:]}"
        return
    table = table_of(history.page)
    if table is not None:
        text = EDITS[kind](history, table, a, b).source
        history.page = history.page[: table.start] + text + history.page[table.end :]


def where(page: str) -> dict[str, tuple[str, str | None]]:
    """Say of each token in whose row and under which header it stands."""
    found: dict[str, tuple[str, str | None]] = {}
    table = table_of(page)
    if table is None:
        return found
    header = header_at(table)
    names = names_of(table.rows[header])
    link = names.index("submission") if "submission" in names else None
    for row in table.rows[header + 1 :]:
        page_name = same_page(key_of(row)) or linked_page(row, link)
        for token in re.findall(r"HUMAN\d+END", row.attributes):
            found[token] = (page_name, "")
        for cell, first, _ in placed(row):
            name = names[first] if first < len(names) else None
            for token in re.findall(r"HUMAN\d+END", cell.attributes + cell.content):
                found[token] = (page_name, name)
    return found


def copied(page: str, title: str) -> bool:
    """Whether two rows of the page carry one title."""
    table = table_of(page)
    return table is not None and sum(same_page(key_of(row)) == title for row in table.rows) > 1


def run(history: History, plan: Plan) -> None:
    """One run of the bot, and all that must hold of it."""
    checked["runs"] += 1
    before = history.page
    try:
        merged = merge(before, plan, base=history.base, max_vanished=1)
    except TableError:
        checked["refused"] += 1
        return
    after = merged.text
    assert merged.changed == (after != before)
    for token in re.findall(r"HUMAN\d+END", before):
        assert before.count(token) == after.count(token) == 1, token
    old, new = find_markers(before), find_markers(after)
    assert before[: old.begin.end] == after[: new.begin.end]
    assert before[old.end.start :] == after[new.end.start :]
    places = where(after)
    for token, (page, name) in where(before).items():
        # A copy of a row is left as a row typed by hand; its page may have no link to know it by.
        assert places[token][0] == page or (places[token][0] == "" and copied(before, page))
        if name is not None:
            assert places[token][1] == name
    old_base = history.base
    again = merge(after, plan, base=after, max_vanished=1)
    assert again.text == after, again.changes
    assert merge(after, plan, base=old_base, max_vanished=1).text == after
    table = table_of(after)
    assert table is not None
    keys = [same_page(key_of(row)) for row in table.rows if key_of(row)]
    assert set(map(same_page, (row.key for row in plan.rows))) <= set(keys)
    assert all(change.text for change in merged.changes)
    if Kind.PUT_BACK in {change.kind for change in merged.changes}:
        assert old_base
    history.page = history.base = after


STEP = st.tuples(
    st.integers(0, len(EDITS) + 4),
    st.integers(0, 999),
    st.integers(0, 999),
    st.integers(1, 2 ** len(TITLES) - 1),
)


@settings(
    max_examples=HISTORIES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(STEP, min_size=3, max_size=10), st.integers(1, 2 ** len(TITLES) - 1))
def check_history(steps: list[tuple[int, int, int, int]], pages: int) -> None:
    page = create(make_plan(pages, 1, reorder=False), intro="Hello")
    history = History(page, page)
    for kind, a, b, pages_then in steps:
        if kind <= len(EDITS):
            edit(history, kind, a, b)
            checked["edits"] += 1
        else:
            run(history, make_plan(pages_then if a % 3 else pages, a % 9, reorder=b % 4 == 0))
    run(history, make_plan(pages, 1, reorder=False))
    checked["histories"] += 1


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=3), st.integers(1, 63), st.integers(0, 9), st.booleans()
)
def test_header_typed_without_cells_loses_nothing(
    places: list[int], pages: int, value: int, joined: bool
) -> None:
    """New headers typed anywhere, with no cell in any row: each row's cells stay under their headers."""
    base = create(make_plan(pages, 1, reorder=False)).replace("\n|\n|\n", "\n| first score\n|\n")
    history = History(base, base)
    page = re.sub(r"\n\|(?=\n\|[-}])", lambda _: "\n| " + history.token(), base)
    if joined:
        page = page.replace("\n| open\n| ", "\n| open || ")
    head, tail = page.split('\n|- data-glambot="', 1)
    lines = head.split("\n! ")
    for number, place in enumerate(places):
        lines.insert(1 + place % len(lines), f"New {number}")
    history.page = "\n! ".join(lines) + '\n|- data-glambot="' + tail
    merged = merge(history.page, make_plan(pages, value, reorder=False), base=base)
    before, after = where(page), where(merged.text)
    assert history.tokens
    assert before == after
    assert not merge(merged.text, make_plan(pages, value, reorder=False), base=merged.text).changed


def test_nothing_a_person_types_is_ever_lost() -> None:
    """Over 2,000 random histories each token stays in its row and column, and a second run is idle."""
    check_history()
    assert checked["histories"] >= HISTORIES
    assert checked["refused"] < checked["runs"] / 20, checked
    print(checked)
