"""The table as people see it outside the wiki: as plain text, in a terminal, in a browser."""

from html.parser import HTMLParser

from glambot.review.create import create
from glambot.review.explain import explain, headline
from glambot.review.grid import Grid, GridRow, read_grid
from glambot.review.plan import Cell, Column, Plan, Row
from glambot.review.preview import preview
from glambot.review.safe import safe_text
from glambot.review.terminal import cells_width, draw
from glambot.submission.parse import parse

HOSTILE = '<script>alert(1)</script> "x" </td>{{a}} [[b]] ~~~~ ada@example.org \u202e'
PLAN = Plan(
    columns=(Column("submission", "Submission"), Column("interested", "Interested")),
    people=("Score",),
    rows=(
        Row("Owls", (Cell("[[:Owls|Owls]]"), Cell("5"))),
        Row("Lamps", (Cell(safe_text(HOSTILE)), Cell("12"))),
    ),
)


def test_a_grid_is_what_the_table_shows() -> None:
    """Cells come without markup, with the page each row is about."""
    page = create(PLAN).replace("| 5\n|", "| 5\n| '''9''' of [[ten]]")
    grid = read_grid(page)
    assert grid.headers == ("Submission", "Interested", "Score")
    assert grid.rows[0] == GridRow("Owls", ("Owls", "5", "9 of ten"), vanished=False)


def test_what_people_typed_loses_addresses() -> None:
    """An address typed into the table is not shown elsewhere."""
    page = create(PLAN).replace("| 5\n|", "| 5\n| ask ada@example.org")
    assert read_grid(page).rows[0].cells[2] == "ask [e-mail removed]"


def test_a_drawn_table_fits() -> None:
    """Every line fits the width, in scripts of double width too, and empty columns are left out."""
    rows = (
        GridRow("", ("見本博物館の夜" * 9, "1", ""), vanished=False),
        GridRow("", ("Owls" * 40, "2", ""), vanished=False),
    )
    lines = list(draw(Grid(("Submission", "N", "Score"), rows), width=40))
    assert len(lines) == 4
    assert max(map(cells_width, lines)) <= 40
    assert "Score" not in lines[0]
    assert "…" in lines[2]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.append(tag)
        if tag == "td":
            self.cells.append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.cells[-1] += data


def test_a_preview_shows_hostile_text_as_text() -> None:
    """The document has the one script it brings, and the cell shows the text."""
    html = preview(
        read_grid(create(PLAN)), heading="<b>Review", about=["1 & 2"], people={"Score"}, number="Interested"
    )
    found = _Tags()
    found.feed(html)
    assert found.tags.count("script") == 1
    assert "b" not in found.tags
    assert '<script>alert(1)</script> "x" </td>{{a}} [[b]] ~~~~ [e-mail removed]' in found.cells
    assert "http" not in html.replace("http-equiv", "")


def test_reasons_name_line_and_reason() -> None:
    """Each entry is explained with its line, and one user's entries can be asked for."""
    form = "; Title\n: Owls\n; Author\n: [[User:Ann]]\n"
    text = f"{form}== Signup ==\n# [[User:Ann]]\n# [[User:Bob]]\n# [[User:bob]]\n#"
    submission = parse(text, title="Owls")
    reasons = explain(submission, text)
    assert [(reason.line, reason.user, reason.reason) for reason in reasons] == [
        (6, "Ann", "author"),
        (7, "Bob", "counted"),
        (8, "Bob", "repeated"),
        (9, "", "placeholder"),
    ]
    assert headline(submission, reasons) == "Owls: 1 interested, 3 left out"
    assert [reason.line for reason in explain(submission, text, "User:bob")] == [7, 8]
