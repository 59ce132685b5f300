r"""Write new parts of the review table: a page, a table, a row.

Example:
    >>> from glambot.review.plan import Cell, Column, Plan, Row
    >>> plan = Plan((Column("submission", "Submission"),), (Row("A", (Cell("[[:A]]"),)),), ("Score",))
    >>> print(new_table(plan))
    {| class="wikitable sortable" data-glambot-offered="score"
    |-
    ! Submission
    ! Score
    |- data-glambot="A"
    | [[:A]]
    |
    |}
"""

from collections.abc import Sequence

from glambot.review.attributes import read_attributes, set_attribute
from glambot.review.columns import new_cell
from glambot.review.markers import DEFAULT, Markers, Place
from glambot.review.plan import Cell, Plan, Row, header_name
from glambot.review.rows import KEY
from glambot.review.safe import clean_text, safe_text
from glambot.review.sheet import OFFERED
from glambot.review.wikitable import TableRow


def create(plan: Plan, *, markers: Markers = DEFAULT, intro: str = "") -> str:
    """Return the text of a new target page: `intro` (wikitext), the markers, the table between them."""
    head = f"{intro.rstrip()}\n\n" if intro.strip() else ""
    return f"{head}{markers.begin_line}\n{new_table(plan)}\n{markers.end_line}\n"


def new_table(plan: Plan) -> str:
    """Return the wikitext of a table that holds the plan and nothing else."""
    attributes = offered_attribute(' class="wikitable sortable"', plan.people)
    headers = [column.header for column in plan.columns] + list(plan.people)
    head = "".join(f"\n! {safe_text(header)}" for header in headers)
    slots: list[int | None] = [*range(len(plan.columns)), *(None for _ in plan.people)]
    return f"{{|{attributes}\n|-{head}{''.join(new_row(row, slots).source for row in plan.rows)}\n|}}"


def with_table(page: str, place: Place, plan: Plan) -> str:
    """Return `page` with a new table behind whatever text stands between the markers."""
    before, after = page[: place.end.start], page[place.end.start :]
    gap = "\n" if not place.inside(page).endswith("\n") else ""
    return f"{before}{gap}{new_table(plan)}\n{after}"


def new_row(row: Row, slots: Sequence[int | None]) -> TableRow:
    """Return a row for a page; `slots` has for each column of the table the plan's column, or None."""
    cells = tuple(new_cell(Cell("") if slot is None else row.cells[slot]) for slot in slots)
    return TableRow("\n|-", set_attribute("", KEY, row.key), "", cells)


def offered_attribute(attributes: str, headers: Sequence[str]) -> str:
    """Return a table's attributes that say these columns for people were offered, and which before."""
    names = [offered_name(header) for header in headers]
    old = [part.strip() for part in read_attributes(attributes).get(OFFERED, "").split(";")]
    new = [name for name in names if name not in old]
    if not new:
        return attributes
    value = "; ".join([*filter(None, old), *new])
    if OFFERED in attributes:
        return set_attribute(attributes, OFFERED, value)
    return attributes + set_attribute("", OFFERED, value)


def offered_name(header: str) -> str:
    """Return how a column for people is named in the table's attribute."""
    return header_name(clean_text(header.replace(";", ",")))
