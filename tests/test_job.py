"""The main job on a folder of pages: what it makes, keeps, puts back, and refuses."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from glambot.collecting import DEFAULT_TABLE_PAGE, collect
from glambot.errors import (
    BrokenTableError,
    EditConflictError,
    EventError,
    MarkerError,
    PageMissingError,
    VanishedError,
    WikiError,
)
from glambot.job import read_page, review
from glambot.review.changes import Kind
from glambot.review.grid import Grid, read_grid
from glambot.review.markers import DEFAULT
from glambot.submission.event import Event
from glambot.submission.event_file import read_event
from glambot.wiki.dump import ExportWiki
from glambot.wiki.filename import file_name
from glambot.wiki.folder import FolderWiki
from glambot.wiki.page import BOT, Page

EVENT = Event(name="Conf", prefixes=("Conf/",), table_page="Review")
SIGNED = "12:42, 3 November 2018 (UTC)"


def proposal(title: str, *signers: str, number: str = "", more: str = "") -> str:
    lines = "".join(f"# [[User:{name}|{name}]] ([[User talk:{name}|talk]]) {SIGNED}\n" for name in signers)
    return (
        f"; Submission no. {number}\n\n; Title of the submission\n: {title}\n\n"
        "; Author of the submission\n: [[User:Maker|Maker]]\n\n"
        f"; Length of session\n: 25 minutes\n\n{more}== Interested attendees ==\n{lines}"
    )


class Place:
    """A folder of pages, and short ways to look at it and change it by hand."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def wiki(self) -> FolderWiki:
        """The folder opened anew, as by a new run."""
        return FolderWiki(self.path)

    def file(self, title: str) -> Path:
        """Return the file of a page."""
        return self.path / file_name(title)

    def put(self, title: str, text: str) -> None:
        """Write a page as a person does, with an editor."""
        self.file(title).write_text(text, "utf-8")

    def text(self, title: str = "Review") -> str:
        """Return what the file of a page holds."""
        return self.file(title).read_text("utf-8")

    def edit(self, old: str, new: str, title: str = "Review") -> None:
        """Replace the first `old` of a page."""
        text = self.text(title)
        assert old in text
        self.put(title, text.replace(old, new, 1))

    def grid(self) -> Grid:
        """Return the review table as plain text."""
        return read_grid(self.text())

    def cell(self, title: str, header: str) -> str:
        """Return what a page's row says in a column."""
        grid = self.grid()
        (row,) = (row for row in grid.rows if row.key == title)
        return row.cells[grid.headers.index(header)]

    def rows(self) -> list[str]:
        """Return the pages whose rows these are, in order."""
        return [row.key for row in self.grid().rows]

    def files(self) -> dict[str, bytes]:
        """Return every page and every recorded revision, not the lock."""
        return {
            str(p): p.read_bytes() for p in sorted(self.path.rglob("*")) if p.is_file() and p.name != "lock"
        }


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Five pages with one to five signers."""
    folder = tmp_path / "pages"
    folder.mkdir()
    found = Place(folder)
    names = ["Ann", "Bob", "Cy", "Di", "Ed"]
    for count, title in enumerate(["Bats", "Ants", "Cats", "Dogs", "Eels"], 1):
        found.put(f"Conf/{title}", proposal(title, *names[:count], number=str(20 - 3 * count)))
    return found


@pytest.fixture
def reviewed(place: Place) -> Place:
    """The same after a first run, with a score typed."""
    assert review(EVENT, place.wiki).saved
    type_score(place, "Conf/Bats", "8, good")
    return place


def type_score(place: Place, title: str, words: str) -> None:
    """Type into the first column for people, which comes behind the nine of the bot."""
    lines = place.text().split("\n")
    start = next(number for number, line in enumerate(lines) if f'data-glambot="{title}"' in line)
    assert lines[start + 10] == "|"
    lines[start + 10] = f"| {words}"
    place.put("Review", "\n".join(lines))


# --- What a run makes and keeps ------------------------------------------------------------------


def test_first_run_creates_the_page(place: Place) -> None:
    """The first run makes the page with a row for each submission and empty columns for people."""
    outcome = review(EVENT, place.wiki)
    assert outcome.saved
    assert outcome.before == ""
    assert [change.kind for change in outcome.changes] == [Kind.TABLE_CREATED]
    assert place.rows() == ["Conf/Ants", "Conf/Bats", "Conf/Cats", "Conf/Dogs", "Conf/Eels"]
    assert place.grid().headers[-2:] == ("Score", "Comments")
    assert (place.cell("Conf/Cats", "Interested"), place.cell("Conf/Cats", "Score")) == ("3", "")
    assert place.cell("Conf/Cats", "Length") == "25 min"
    assert place.text().rstrip("\n") == outcome.after.rstrip("\n")


def test_second_run_changes_nothing(reviewed: Place) -> None:
    """A run with nothing new saves nothing: same bytes, no new revision."""
    review(EVENT, reviewed.wiki)
    before = reviewed.files()
    outcome = review(EVENT, reviewed.wiki)
    assert (outcome.changed, outcome.saved, outcome.changes) == (False, False, ())
    assert outcome.before == outcome.after
    assert reviewed.files() == before


def test_a_new_signature_changes_one_cell(place: Place) -> None:
    """One more signer changes the line of one cell and no other line."""
    review(EVENT, place.wiki)
    before = place.text().split("\n")
    place.put("Conf/Bats", proposal("Bats", "Ann", "Zoe", number="17"))
    outcome = review(EVENT, place.wiki)
    after = place.text().split("\n")
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [("| 1", "| 2")]
    assert [str(change) for change in outcome.changes] == [
        'Row "Conf/Bats", column "Interested": "1" became "2".'
    ]
    assert outcome.summary == "Review table: 1 new signature on 1 submission"
    assert [line for line in outcome.diff() if line[0] in "+-" and line[:3] not in ("+++", "---")] == [
        "-| 1",
        "+| 2",
    ]


def test_typed_scores_stay(reviewed: Place) -> None:
    """What people typed, between the markers and around them, is there after the table changed."""
    reviewed.put("Review", "Please be ''kind''.\n" + reviewed.text() + "\n== Minutes ==\nWe met.\n")
    reviewed.put("Conf/Bats", proposal("Bats", "Ann", "Zoe"))
    reviewed.put("Conf/Apes", proposal("Apes"))
    assert review(EVENT, reviewed.wiki).saved
    assert reviewed.cell("Conf/Bats", "Score") == "8, good"
    assert reviewed.cell("Conf/Bats", "Interested") == "2"
    assert reviewed.cell("Conf/Apes", "Score") == ""
    assert reviewed.text().startswith("Please be ''kind''.\n")
    assert reviewed.text().endswith("\n== Minutes ==\nWe met.\n")


def test_a_hand_edit_in_a_bot_cell_is_put_back(reviewed: Place) -> None:
    """A number typed over the bot's is put back, and the report says whose it was not."""
    reviewed.edit("\n| 5\n", "\n| 500\n")
    outcome = review(EVENT, reviewed.wiki)
    assert reviewed.cell("Conf/Eels", "Interested") == "5"
    (change,) = outcome.changes
    assert (change.kind, change.row, change.column, change.old, change.new) == (
        Kind.PUT_BACK, "Conf/Eels", "Interested", "500", "5",
    )  # fmt: skip
    assert reviewed.cell("Conf/Bats", "Score") == "8, good"


def test_a_vanished_page_and_its_return(reviewed: Place) -> None:
    """A page that is gone leaves its row, marked and last; when it is back, so is the row with its score."""
    text = reviewed.text("Conf/Bats")
    reviewed.file("Conf/Bats").unlink()
    outcome = review(EVENT, reviewed.wiki)
    assert Kind.ROW_VANISHED in {change.kind for change in outcome.changes}
    assert reviewed.rows()[-1] == "Conf/Bats"
    assert reviewed.cell("Conf/Bats", "Status") == "page not found"
    assert reviewed.cell("Conf/Bats", "Score") == "8, good"
    assert not review(EVENT, reviewed.wiki).changed
    reviewed.put("Conf/Bats", text)
    outcome = review(EVENT, reviewed.wiki)
    assert Kind.ROW_RETURNED in {change.kind for change in outcome.changes}
    assert reviewed.cell("Conf/Bats", "Status") == ""
    assert reviewed.cell("Conf/Bats", "Score") == "8, good"


def test_new_rows_go_where_the_order_has_them(reviewed: Place) -> None:
    """A page that is new gets its row at its place, among rows that stay where they are."""
    reviewed.put("Conf/Crows", proposal("Crows"))
    outcome = review(EVENT, reviewed.wiki)
    assert reviewed.rows() == ["Conf/Ants", "Conf/Bats", "Conf/Cats", "Conf/Crows", "Conf/Dogs", "Conf/Eels"]
    assert [change.kind for change in outcome.changes] == [Kind.ROW_ADDED]


# --- What it refuses -----------------------------------------------------------------------------


@pytest.fixture
def untouched(reviewed: Place) -> Iterator[Callable[[], None]]:
    """Note the files when called, and see at the end that they are the same, and that there was a call."""
    before: dict[str, bytes] = {}

    def note() -> None:
        reviewed.wiki.read("Review")  # what a person did by hand becomes a revision when it is read
        before.update(reviewed.files())

    yield note
    assert before
    assert reviewed.files() == before


def test_too_many_vanished_are_refused(reviewed: Place, untouched: Callable[[], None]) -> None:
    """Two rows of five without a page are too many: nothing is changed, and the error says what to do."""
    for title in ("Conf/Ants", "Conf/Cats"):
        reviewed.file(title).unlink()
    untouched()
    with pytest.raises(VanishedError, match=r"2 of the 5 rows .* --max-vanished 1\. Nothing was changed"):
        review(EVENT, reviewed.wiki)


def test_many_vanished_may_be_allowed(reviewed: Place) -> None:
    """The same is done where the run or the event allows it."""
    for title in ("Conf/Ants", "Conf/Cats"):
        reviewed.file(title).unlink()
    assert review(EVENT, reviewed.wiki, dry_run=True, max_vanished=0.5).changed
    assert review(replace(EVENT, max_vanished=0.5), reviewed.wiki).saved
    assert reviewed.rows()[-2:] == ["Conf/Ants", "Conf/Cats"]


def test_one_vanished_page_is_always_allowed(reviewed: Place) -> None:
    """With a share of 0 one page may vanish, as pages do; a second one may not."""
    reviewed.file("Conf/Ants").unlink()
    reviewed.file("Conf/Cats").unlink()
    with pytest.raises(VanishedError):
        review(EVENT, reviewed.wiki, max_vanished=0)
    reviewed.put("Conf/Cats", proposal("Cats"))
    assert review(EVENT, reviewed.wiki, max_vanished=0).saved
    assert reviewed.rows()[-1] == "Conf/Ants"


def test_no_page_left_is_refused(reviewed: Place, untouched: Callable[[], None]) -> None:
    """Input that failed and holds nothing empties no table."""
    for title in ("Ants", "Bats", "Cats", "Dogs", "Eels"):
        reviewed.file(f"Conf/{title}").unlink()
    untouched()
    with pytest.raises(VanishedError, match="Nothing was changed"):
        review(EVENT, reviewed.wiki)


def test_an_event_without_pages_is_refused(place: Place) -> None:
    """Where nothing is found and no table is, none is made; the error says where was looked."""
    event = replace(EVENT, prefixes=("Conv/",), categories=("Owls",), source="conf.toml")
    with pytest.raises(EventError) as caught:
        review(event, place.wiki)
    assert str(caught.value) == (
        "The event 'Conf' has no submissions on pages (looked for category 'Owls' or prefix 'Conv/'). "
        "Check where conf.toml says its pages are."
    )
    assert not place.file("Review").exists()


def test_no_table_is_made_of_nothing(place: Place) -> None:
    """Where nothing is found, a page with the markers and no table between them stays as it is, too."""
    before = f"{DEFAULT.begin_line}\n{DEFAULT.end_line}"
    place.put("Review", before)
    with pytest.raises(EventError, match="has no submissions on"):
        review(replace(EVENT, prefixes=("Conv/",)), place.wiki)
    assert place.text().strip() == before


def test_an_error_names_templates_and_lists(place: Place) -> None:
    """Where nothing is found by a template or in a list of titles, the error tells of these."""
    event = replace(EVENT, prefixes=(), templates=("Talk",), listed=("A", "B"))
    with pytest.raises(EventError, match=r"looked for template 'Talk' or 2 titles in a list"):
        review(event, place.wiki)


def test_pages_by_template_subcategory_and_title(place: Place) -> None:
    """An event may say by a template, by subcategories and by titles where its pages are."""
    form = "; Title\n: {}\n; Author\n: Jane Doe\n{}"
    pages = {
        "A": "{{Owl talk}}",
        "B": "[[Category:Lamps]]",
        "C": "",
        "D": "",
        "Category:Lamps": "[[Category:All]]",
    }
    for title, more in pages.items():
        place.put(title, form.format(title, more))
    event = replace(
        EVENT, prefixes=(), categories=("All",), depth=1, templates=("Owl talk",), listed=("c", "E")
    )
    collection = collect(event, place.wiki)
    assert [submission.page for submission in collection.submissions] == ["A", "B", "C"]
    assert [skipped.title for skipped in collection.skipped] == ["Category:Lamps", "E"]


@pytest.mark.parametrize(
    ("edit", "error", "said"),
    [
        (("<!-- glambot end -->", ""), MarkerError, "The end marker is missing"),
        (("<!-- glambot begin", "<!-- gone"), MarkerError, "The begin marker is missing"),
        (("<!-- glambot end -->", "<!-- glambot end -->\n<!-- glambot end -->"), MarkerError, "end on lines"),
        (("\n|}", "\n|}\n{|\n! Submission\n|-\n| x\n|}"), BrokenTableError, "Nothing was changed"),
        (("\n|}", ""), BrokenTableError, "Nothing was changed"),
        (("! Interested", "! Submission"), BrokenTableError, "Nothing was changed"),
    ],
    ids=["no end", "no begin", "two ends", "two tables", "table not closed", "header twice"],
)
def test_a_broken_table_is_refused(
    reviewed: Place, untouched: Callable[[], None], edit: tuple[str, str], error: type[Exception], said: str
) -> None:
    """A page whose markers or table are broken stays as it is, and the error says what is broken."""
    reviewed.edit(*edit)
    untouched()
    with pytest.raises(error, match=said):
        review(EVENT, reviewed.wiki)


class Meddling(FolderWiki):
    """A wiki on which a person saves the page just before the bot does."""

    meddled = ""

    def save(self, page: Page, text: str, *, summary: str, user: str = BOT) -> Page:
        """Save as somebody else first."""
        other = FolderWiki(self._path)
        self.meddled = page.text + "\nA person was here."
        other.save(other.read(page.title), self.meddled, summary="mine", user="Ann")
        return super().save(page, text, summary=summary, user=user)


def test_a_page_saved_meanwhile_is_not_overwritten(reviewed: Place) -> None:
    """Where a person saves between the bot's reading and saving, the person's text stays."""
    reviewed.put("Conf/Bats", proposal("Bats", "Ann", "Zoe"))
    wiki = Meddling(reviewed.path)
    with pytest.raises(EditConflictError):
        review(EVENT, wiki)
    assert reviewed.text().rstrip("\n") == wiki.meddled
    assert reviewed.cell("Conf/Bats", "Interested") == "1"
    assert review(EVENT, reviewed.wiki).saved
    assert reviewed.text().rstrip("\n").endswith("A person was here.")
    assert reviewed.cell("Conf/Bats", "Interested") == "2"


def test_a_page_made_meanwhile_is_not_overwritten(place: Place) -> None:
    """The same where there was no page yet: it is read again, and has no place for a table."""
    wiki = Meddling(place.path)
    with pytest.raises(MarkerError):
        review(EVENT, wiki)
    assert place.text().strip() == "A person was here."


def test_an_unreadable_page_stops_the_run(reviewed: Place, untouched: Callable[[], None]) -> None:
    """All pages are read or none: one that is not UTF-8 stops the run before anything is written."""
    reviewed.file("Conf/Ants").write_bytes(b"; Title\n: \xff")
    reviewed.put("Conf/Bats", proposal("Bats", "Ann", "Zoe"))
    untouched()
    with pytest.raises(WikiError, match="is not UTF-8"):
        review(EVENT, reviewed.wiki)


# --- Dry runs and exports ------------------------------------------------------------------------


def test_a_dry_run_saves_nothing(place: Place) -> None:
    """A dry run says what would change, and writes no page and no revision of one."""
    outcome = review(EVENT, place.wiki, dry_run=True)
    assert (outcome.changed, outcome.saved) == (True, False)
    assert not place.file("Review").exists()
    assert not place.wiki.read("Review").exists
    review(EVENT, place.wiki)
    assert place.text().rstrip("\n") == outcome.after.rstrip("\n")


def test_an_export_is_read_and_not_written(place: Place, tmp_path: Path) -> None:
    """An XML export gives the table a folder of the same pages gives, in a dry run only."""
    pages = "".join(
        f"<page><title>Conf/{title}</title><ns>0</ns><id>1</id>"
        f"<revision><id>1</id><timestamp>2018-11-03T12:42:00Z</timestamp>"
        f"<contributor><username>Ann</username><id>1</id></contributor><model>wikitext</model>"
        f"<text>{escape(place.text(f'Conf/{title}'))}</text></revision></page>"
        for title in ("Ants", "Bats", "Cats", "Dogs", "Eels")
    )
    export = tmp_path / "pages.xml"
    head = '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">'
    head += '<siteinfo><namespaces><namespace key="0" case="first-letter" /></namespaces></siteinfo>'
    export.write_text(f"{head}{pages}</mediawiki>", "utf-8")
    outcome = review(EVENT, ExportWiki(export), dry_run=True)
    assert (outcome.changed, outcome.saved) == (True, False)
    assert outcome.after == review(EVENT, place.wiki, dry_run=True).after
    before = export.read_bytes()
    with pytest.raises(WikiError):
        review(EVENT, ExportWiki(export))
    assert export.read_bytes() == before


# --- Which pages, whom, in which order -----------------------------------------------------------


def test_talks_of_one_page_have_rows_of_their_own(place: Place) -> None:
    """A page that lists talks has a row for each, known by page and section."""
    place.put(
        "Conf/Talks",
        "* '''Owls''' – Jane Doe. Half an hour.\n* '''Lamps''' – John Roe. 20 minutes.\n"
        f"== Owls ==\n# [[User:Ann|Ann]] {SIGNED}\n"
        f"== Lamps ==\n# [[User:Ann|Ann]] {SIGNED}\n# [[User:Bob|Bob]] {SIGNED}\n",
    )
    review(EVENT, place.wiki)
    assert place.rows()[-2:] == ["Conf/Talks#Lamps", "Conf/Talks#Owls"]
    assert [place.cell("Conf/Talks#Owls", header) for header in ("Authors", "Length", "Interested")] == [
        "Jane Doe",
        "30 min",
        "1",
    ]
    assert place.cell("Conf/Talks#Lamps", "Interested") == "2"
    assert not review(EVENT, place.wiki).changed


def test_pages_that_are_no_submissions_are_left_out(place: Place) -> None:
    """Redirects, forms and stubs have no row, and the outcome says of each why."""
    place.put("Conf/Old", "#REDIRECT [[Conf/Ants]]")
    place.put("Conf/Form", "; Title of the submission\n:\n; Author of the submission\n:\n")
    place.put("Conf/Stub", "; Title of the submission\n: Your proposal title\n; Abstract\n:\n")
    place.put("Conf/Empty", "; Title of the submission\n:\n; Abstract\n:\n")
    outcome = review(EVENT, place.wiki)
    assert {page.title: page.reason for page in outcome.skipped} == {
        "Conf/Old": "a redirect to Conf/Ants",
        "Conf/Form": "the form for new submissions",
        "Conf/Stub": "an untouched form, titled 'Your proposal title'",
        "Conf/Empty": "an empty form",
    }
    assert len(outcome.submissions) == len(place.rows()) == 5


def test_excluded_pages(place: Place) -> None:
    """A title excludes a page, and with a star all that begin so."""
    event = replace(EVENT, exclude_pages=("Conf/Ants", "Conf/Ba*", "Conf/Cat", "Eels"))
    outcome = review(event, place.wiki)
    assert place.rows() == ["Conf/Cats", "Conf/Dogs", "Conf/Eels"]
    assert [(page.title, page.reason) for page in outcome.skipped] == [
        ("Conf/Ants", "the event excludes it"),
        ("Conf/Bats", "the event excludes it"),
    ]


def test_pages_in_other_namespaces(place: Place) -> None:
    """A template among the event's pages is no submission; on a whole wiki it is not even told."""
    place.put("Template:Form", proposal("Form") + "[[Category:Conf submissions]]")
    place.put("Conf/Fish", proposal("Fish") + "[[Category:Conf submissions]]")
    found = collect(Event(categories=("Conf submissions",)), place.wiki)
    assert [submission.page for submission in found.submissions] == ["Conf/Fish"]
    assert [(page.title, page.reason) for page in found.skipped] == [
        ("Template:Form", "not in a namespace for proposals")
    ]
    whole = collect(Event(), place.wiki)
    assert len(whole.submissions) == 6
    assert whole.skipped == ()


def test_the_table_page_is_no_submission(place: Place) -> None:
    """The page of the table is not read as a proposal, even with the event's prefix or no page named."""
    event = replace(EVENT, table_page="Conf/Review")
    review(event, place.wiki)
    assert not review(event, place.wiki).changed
    outcome = review(Event(exclude_pages=("Conf/Review",)), place.wiki)
    assert outcome.table_page == DEFAULT_TABLE_PAGE
    assert len(outcome.submissions) == 5
    assert not review(Event(exclude_pages=("Conf/Review",)), place.wiki).changed


def test_the_deadline_parts_the_signatures(place: Place) -> None:
    """Who signed after the deadline is counted apart; to the minute named counts as in time."""
    text = (
        proposal("Bats", "Ann")
        + "# [[User:Late|Late]] 12:43, 3 November 2018 (UTC)\n# [[User:Undated|Undated]]\n"
    )
    place.put("Conf/Bats", text)
    event = read_event(
        '[pages]\nprefix = "Conf/"\n[table]\npage = "Review"\n'
        '[signup]\ndeadline = "3 November 2018 12:42 UTC"'
    )
    review(event, place.wiki)
    assert place.cell("Conf/Bats", "Interested") == "2 + 1 late"
    assert place.cell("Conf/Ants", "Interested") == "2"
    assert place.cell("Conf/Bats", "Latest signature (UTC)") == "2018-11-03 12:43"


def test_who_is_not_counted(place: Place) -> None:
    """Authors, excluded users, withdrawn entries, and the same person twice are not counted."""
    place.put(
        "Conf/Bats",
        proposal("Bats", "Ann", "Ann", "Maker", "Organiser", "Bob") + f"# <s>[[User:Cy|Cy]] {SIGNED}</s>\n",
    )
    event = replace(EVENT, excluded_users=frozenset({"Organiser"}))
    outcome = review(event, place.wiki)
    assert place.cell("Conf/Bats", "Interested") == "2"
    (tally,) = (submission.tally for submission in outcome.submissions if submission.page == "Conf/Bats")
    assert [verdict.reason for verdict in tally.verdicts] == [
        "counted",
        "repeated",
        "author",
        "excluded",
        "counted",
        "withdrawn",
    ]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("title", "Ants Bats Cats Dogs Eels"),
        ("interested", "Eels Dogs Cats Ants Bats"),
        ("number", "Eels Dogs Cats Ants Bats"),
    ],
)
def test_orders(place: Place, sort: str, order: str) -> None:
    """The table stands in the order the event asks for; numbers are numbers (5 before 11)."""
    review(replace(EVENT, sort=sort), place.wiki)
    assert [key.removeprefix("Conf/") for key in place.rows()] == order.split()


def test_numbers_missing_go_last(place: Place) -> None:
    """A submission without a number comes after those with one, by title."""
    place.put("Conf/Apes", proposal("Apes"))
    place.put("Conf/Asps", proposal("Asps", number="n/a"))
    review(replace(EVENT, sort="number"), place.wiki)
    assert place.rows()[-2:] == ["Conf/Apes", "Conf/Asps"]


def test_rows_move_with_the_count(place: Place) -> None:
    """Sorted by interest, a row with more signatures moves up and takes its score along."""
    event = replace(EVENT, sort="interested")
    review(event, place.wiki)
    type_score(place, "Conf/Bats", "8, good")
    place.put("Conf/Bats", proposal("Bats", *(f"U{number}" for number in range(9))))
    outcome = review(event, place.wiki)
    assert place.rows()[0] == "Conf/Bats"
    assert place.cell("Conf/Bats", "Score") == "8, good"
    assert Kind.ROW_MOVED in {change.kind for change in outcome.changes}
    assert not review(event, place.wiki).changed


def test_progress_is_told(place: Place) -> None:
    """After each page the number read and the number of all is told."""
    told: list[tuple[int, int]] = []
    review(EVENT, place.wiki, dry_run=True, progress=lambda done, total: told.append((done, total)))
    assert told == [(number, 5) for number in range(1, 6)]


def test_text_from_pages_cannot_break_the_table(place: Place) -> None:
    """Markup in titles and names stays inside its cell: rows and columns are what they were."""
    place.put(
        "Conf/Bats", proposal("|} <!-- glambot end --> {{Bad|x}} || [[Category:Y]] ~~~~\n|-\n| x", "Ann")
    )
    review(EVENT, place.wiki)
    assert len(place.grid().rows) == 5
    assert place.cell("Conf/Bats", "Interested") == "1"
    text = place.text()
    assert text.count("<!-- glambot end -->") == 1
    assert "~~~~" not in text
    assert "[[Category:" not in text
    assert not review(EVENT, place.wiki).changed


def test_read_page(place: Place) -> None:
    """A page is found by its title; where there is none the error names one that is called alike."""
    assert read_page(place.wiki, "conf/Ants").title == "Conf/Ants"
    with pytest.raises(
        PageMissingError, match=r"There is no page 'Conf/Antz' on pages\. Did you mean 'Conf/Ants'"
    ):
        read_page(place.wiki, "Conf/Antz")


# --- Others save at the same time, pages that cannot be read, large tables --------------------------


class Busy(Meddling):
    """A wiki on which a person saves before the bot does, but only the first times."""

    times = 0

    def save(self, page: Page, text: str, *, summary: str, user: str = BOT) -> Page:
        """Save as somebody else first, as long as `times` are left."""
        self.times -= 1
        if self.times >= 0:
            return super().save(page, text, summary=summary, user=user)
        return FolderWiki.save(self, page, text, summary=summary, user=user)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_three_conflicts_are_merged(reviewed: Place, times: int) -> None:
    """Up to three times the page is read and merged again, with the submissions as they are by then."""
    reviewed.put("Conf/Bats", proposal("Bats", "Ann", "Zoe"))
    wiki = Busy(reviewed.path)
    wiki.times = times
    outcome = review(EVENT, wiki)
    assert outcome.saved
    assert reviewed.cell("Conf/Bats", "Interested") == "2"
    assert reviewed.cell("Conf/Bats", "Score") == "8, good"
    assert reviewed.text().count("A person was here.") == times


def test_four_conflicts_are_reported(reviewed: Place) -> None:
    """After four conflicts the run gives up; what the others saved stands."""
    reviewed.put("Conf/Bats", proposal("Bats", "Ann", "Zoe"))
    wiki = Busy(reviewed.path)
    wiki.times = 4
    with pytest.raises(EditConflictError):
        review(EVENT, wiki)
    assert reviewed.text().count("A person was here.") == 4


class Unreadable(FolderWiki):
    """A wiki that cannot give the texts of some pages."""

    lost: tuple[str, ...] = ()

    def read_many(self, titles: Iterable[str]) -> Iterator[Page]:
        """Yield the lost pages without their text."""
        for page in super().read_many(titles):
            yield replace(page, text="", unread="lost") if page.title in self.lost else page


def test_an_unread_page_keeps_its_row(reviewed: Place) -> None:
    """The row of a page that cannot be read stays in its place, marked; all others are brought up to date."""
    before = reviewed.rows()
    reviewed.put("Conf/Ants", proposal("Ants", "Ann"))
    wiki = Unreadable(reviewed.path)
    wiki.lost = ("Conf/Bats", "Conf/Cats", "Conf/Dogs", "Conf/Eels")
    outcome = review(EVENT, wiki)
    assert [page.title for page in outcome.unread] == list(wiki.lost)
    assert reviewed.rows() == before
    assert reviewed.cell("Conf/Ants", "Interested") == "1"
    assert reviewed.cell("Conf/Bats", "Interested") == "1"
    assert reviewed.cell("Conf/Bats", "Status") == "not read this time"
    assert reviewed.cell("Conf/Bats", "Score") == "8, good"
    assert not review(EVENT, wiki).saved
    outcome = review(EVENT, reviewed.wiki)
    assert reviewed.cell("Conf/Bats", "Status") == ""
    assert "glambot-stale" not in reviewed.text()


def talk(title: str, theme: str, *names: str) -> str:
    """A proposal of a track."""
    return proposal(title, *names, more=f"; Theme of presentation\n: {theme}\n\n")


@pytest.fixture
def tracks(tmp_path: Path) -> Place:
    """Four pages of two tracks and one without."""
    found = Place(tmp_path)
    for title, theme in (("Ants", "Maps/data"), ("Bats", "Maps/data"), ("Cats", "Law"), ("Dogs", "")):
        found.put(f"Conf/{title}", talk(title, theme, "Ann"))
    return found


def test_a_large_table_goes_on_on_subpages(tracks: Place) -> None:
    """What does not fit the page goes to a subpage for each track; scores typed there stay."""
    small = FolderWiki(tracks.path, largest=900)
    outcome = review(EVENT, small)
    assert outcome.saved
    assert [edit.title for edit in outcome.edits] == [
        "Review",
        "Review/Other",
        "Review/Law",
        "Review/Maps-data",
    ]
    assert "[[:Review/Law|Law]] (1) · [[:Review/Maps-data|Maps-data]] (2)" in tracks.text()
    assert [row.key for row in read_grid(tracks.text("Review/Maps-data")).rows] == ["Conf/Ants", "Conf/Bats"]
    assert tracks.rows() == []
    assert not review(EVENT, FolderWiki(tracks.path, largest=900)).changed
    tracks.edit("\n|\n|}", "\n| splendid\n|}", "Review/Law")
    tracks.put("Conf/Cats", talk("Cats", "Maps/data", "Ann", "Bob"))  # another track, but its row stays
    assert review(EVENT, FolderWiki(tracks.path, largest=900)).saved
    (row,) = read_grid(tracks.text("Review/Law")).rows
    assert (row.key, row.cells[5], row.cells[-1]) == ("Conf/Cats", "2", "splendid")


def test_a_blanked_subpage_is_told(tracks: Place) -> None:
    """A subpage that somebody blanked is refused by its name; its rows are not made anew elsewhere."""
    assert review(EVENT, FolderWiki(tracks.path, largest=900)).saved
    law = tracks.text("Review/Law")
    tracks.put("Review/Law", "")
    with pytest.raises(MarkerError, match="Review/Law: Both markers"):
        review(EVENT, FolderWiki(tracks.path, largest=900))
    tracks.put("Review/Law", law)
    assert not review(EVENT, FolderWiki(tracks.path, largest=900)).changed


def test_many_tracks(tmp_path: Path) -> None:
    """With more tracks than there may be subpages each submission has one row, run after run."""
    place = Place(tmp_path)
    for number in range(70):
        place.put(f"Conf/{number:02}", talk(str(number), f"Track {number:02}", "Ann"))
    for _ in range(2):
        outcome = review(EVENT, FolderWiki(place.path, largest=900))
        keys = [row.key for edit in outcome.edits for row in read_grid(edit.after).rows]
        assert sorted(keys) == sorted(set(keys))
        assert len(keys) == 70
    assert not outcome.saved


def test_rows_that_are_there_stay(tracks: Place) -> None:
    """A table that grows too large keeps its rows; only new submissions go to subpages."""
    assert review(EVENT, tracks.wiki).saved
    rows = tracks.rows()
    tracks.put("Conf/Eels", talk("Eels", "Law", "Ann"))
    size = len(tracks.text().encode()) + 20
    assert review(EVENT, FolderWiki(tracks.path, largest=size)).saved
    assert tracks.rows() == rows
    assert [row.key for row in read_grid(tracks.text("Review/Law")).rows] == ["Conf/Eels"]
    assert not review(EVENT, FolderWiki(tracks.path, largest=size)).changed
