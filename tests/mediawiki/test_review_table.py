"""The main job's table on a real MediaWiki: hostile pages in, a harmless table out, sorted by a click."""

import re
from pathlib import Path

import pytest

from glambot.job import review
from glambot.outcome import Outcome
from glambot.submission.event import Event
from glambot.submission.event_file import load_event
from glambot.wiki import open_wiki
from glambot.wiki.filename import encode
from tests.mediawiki.rendered import read
from tests.mediawiki.test_hostile import KINDS
from tests.mediawiki.wiki import MediaWiki

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COLUMNS = ("submission", "number", "authors", "type", "length", "theme", "level", "country", "interested")
PAGE = """; Submission no.
: {text}
; Title of the submission
: {text}
; Author of the submission
: {text}
; Type of session
: {text}
; Length of session
: {text}
; Theme of presentation
: {text}
; Level
: {text}
; Country of origin
: {text}
; Abstract
: {text}

== Interested attendees ==
# {text}
# {text} [[User:Jane Example|Jane]] 12:42, 3 November 2018 (UTC)
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Outcome:
    """The table over a page for every hostile text, with the text in every field and sign-up line."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, kind in enumerate(KINDS):
        name = f"{encode(f'Conf/Hostile {number:03}')}.wiki"
        folder.joinpath(name).write_text(PAGE.format(text=kind.text), "utf-8")
    event = Event(prefixes=("Conf/",), table_page="Hostile review", columns=COLUMNS)
    return review(event, open_wiki(folder))


def test_a_table_over_hostile_pages_does_nothing(mediawiki: MediaWiki, hostile: Outcome) -> None:
    """Saved for real it is what was sent, links only the pages, and has a row for each of them."""
    mediawiki.save("Hostile review", hostile.after)
    assert mediawiki.text("Hostile review") == hostile.after.rstrip("\n")
    traces = mediawiki.traces("Hostile review")
    assert set(traces.acting) <= {"links"}
    pages = {submission.page for submission in hostile.submissions}
    assert len(pages) >= 45
    assert set(traces.acting["links"]) == pages
    rendered = read(mediawiki.parse(hostile.after, "Hostile review"))
    assert len(rendered.tables) == 1
    rows = rendered.tables[0].rows
    assert len(rows) == 1 + len(hostile.submissions)
    assert {len(row.cells) for row in rows} == {len(COLUMNS) + 2}


def test_no_address_is_republished(hostile: Outcome) -> None:
    """No e-mail address of any page is in the table, however it was written."""
    assert "example.org" not in hostile.after
    assert not re.search(r"\w@\w", hostile.after)


def test_the_example_table_is_what_the_wiki_shows(mediawiki: MediaWiki, tmp_path: Path) -> None:
    """The counts in the rendered table are those of the submissions."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for page in EXAMPLES.joinpath("pages").glob("*.wiki"):
        folder.joinpath(page.name).write_bytes(page.read_bytes())
    event = load_event(EXAMPLES / "event.toml")
    outcome = review(event, open_wiki(folder))
    mediawiki.save("ExampleCon/Review", outcome.after)
    rows = read(mediawiki.parse(outcome.after, "ExampleCon/Review")).tables[0].rows
    header = [cell.text for cell in rows[0].cells]
    shown = {row.cells[0].text: row.cells[header.index("Interested")].text for row in rows[1:]}
    assert len(shown) == len(outcome.submissions) >= 20
    for submission in outcome.submissions:
        late = f" + {submission.tally.late} late" if submission.tally.late else ""
        assert shown[" ".join(submission.title.split())] == f"{submission.tally.interested}{late}"
