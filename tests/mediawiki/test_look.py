"""What reviewers and organisers see of the bot's work in their browsers, after two runs on a real wiki."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from glambot.rounds import MISTAKE, SAVED, make_round
from glambot.setups import Settings
from tests.mediawiki.bot import STATUS, live_wiki
from tests.mediawiki.browser import Browser, BrowserError
from tests.mediawiki.devtools import DESK, PHONE, Screen, Tab, open_tab
from tests.mediawiki.install import ADMIN, BOT
from tests.mediawiki.picture import read_png
from tests.mediawiki.sandbox import TABLE, fill
from tests.mediawiki.server import free_port
from tests.mediawiki.wiki import MediaWiki

BROKEN, EMPTY, HEBREW = "ExampleCon/Broken", "ExampleCon/Empty", "MediaWiki:Review/he"
MOONLIGHT = "ExampleCon/Submissions/Moonlight metadata"
SORTABLE = "document.querySelector('th.headerSort') !== null"
CELLS = """[...document.querySelectorAll('table.sortable > tbody > tr')].map(
    row => [...row.cells].map(cell => cell.innerText.trim()))"""
HEADERS = "[...document.querySelectorAll('table.sortable > thead th')].map(cell => cell.innerText.trim())"
TEXT = "document.querySelector('#mw-content-text').innerText"
# Of the page's own content: in Hebrew the skin's hidden menu makes some pages two pixels wider.
EDGES = """[...document.querySelectorAll('.mw-parser-output *')]
    .filter(one => !one.parentNode.closest('table'))
    .map(one => one.getBoundingClientRect()).flatMap(box => [box.left, box.right])"""
STRAY = (
    "{{",
    "}}",
    "{|",
    "|}",
    "|-",
    "[[",
    "]]",
    "<!--",
    "-->",
    "'''",
    "<br",
    "data-",
    "style=",
    "&#",
    "&lt",
)


@pytest.fixture(scope="module")
def reviewed(mediawiki: MediaWiki) -> MediaWiki:
    """A wiki with the examples' table, typed into between two runs, and two pages that are set up wrongly."""
    mediawiki.reset()
    fill(mediawiki)
    mediawiki.save(
        BROKEN,
        "{{Glambot review|category=Example conference submissions|columns=submission; authrs|colour=red}}\n"
        "{{Glambot review end}}",
    )
    mediawiki.save(EMPTY, "{{Glambot review|category=No such thing}}\n{{Glambot review end}}")
    wiki = live_wiki(mediawiki.api_url)
    settings = Settings(user=BOT.name)
    states = {done.title: done.state for done in make_round(wiki, settings)}
    assert states == {TABLE: SAVED, BROKEN: MISTAKE, EMPTY: MISTAKE}
    text = mediawiki.text(TABLE) or ""
    row = re.search(rf'\n\|- data-glambot="{MOONLIGHT}".*?\n\|\n\|(?=\n\|-)', text, re.DOTALL)
    assert row is not None
    typed = row[0].removesuffix("|\n|") + "| 7\n| ask for a bigger room"
    mediawiki.save(TABLE, text.replace(row[0], typed), summary="my score")
    people = "".join(f"* [[User:Try {name}]] 10:00, 1 November 2018 (UTC)\n" for name in "ABCDEF")
    signed = f"==Signup==\n{people}"
    mediawiki.save(MOONLIGHT, (mediawiki.text(MOONLIGHT) or "").replace("==Signup==\n", signed))
    assert {done.title for done in make_round(wiki, settings) if done.state == SAVED} == {TABLE}
    mediawiki.save(HEBREW, mediawiki.text(TABLE) or "", ADMIN)
    return mediawiki


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """One tab of one browser for all tests here."""
    with open_tab(browser) as opened:
        yield opened


def _show(tab: Tab, wiki: MediaWiki, title: str, query: str = "", screen: Screen = DESK) -> None:
    tab.open(f"{wiki.page_url(title)}?{query}", screen)


@pytest.mark.parametrize("title", [TABLE, BROKEN, EMPTY, STATUS])
def test_no_markup_is_left_over(tab: Tab, reviewed: MediaWiki, title: str) -> None:
    """The pages the bot saved show text and tables, and nothing of how those are written."""
    _show(tab, reviewed, title)
    shown = str(tab.evaluate(TEXT))
    assert [stray for stray in STRAY if stray in shown] == []
    assert len(shown) > 100


def test_what_was_typed_stands_in_its_row(tab: Tab, reviewed: MediaWiki) -> None:
    """The table shows a row for each submission, under each header a cell, and the reviewer's score."""
    _show(tab, reviewed, TABLE)
    tab.wait_for(SORTABLE)
    headers, rows = tab.evaluate(HEADERS), tab.evaluate(CELLS)
    assert (headers[0], headers[-2:]) == ("Submission", ["Score", "Comments"])
    assert len(rows) >= 20
    assert {len(row) for row in rows} == {len(headers)}
    row = next(dict(zip(headers, row, strict=True)) for row in rows if row[0].startswith("Moonlight"))
    assert (row["Interested"], row["Score"], row["Comments"]) == ("11", "7", "ask for a bigger room")


def test_a_click_sorts_by_interest(tab: Tab, reviewed: MediaWiki) -> None:
    """Clicks on Interested sort by the people counted, as numbers, late ones shown or not."""
    _show(tab, reviewed, TABLE)
    tab.wait_for(SORTABLE)
    column = tab.evaluate(HEADERS).index("Interested")
    header = f"table.sortable > thead th:nth-child({column + 1})"

    def numbers() -> list[int]:
        shown = [row[column] for row in tab.evaluate(CELLS)]
        assert any(re.fullmatch(r"\d+ \+ \d+ late", cell) for cell in shown)
        return [int(cell.split()[0]) for cell in shown]

    before = numbers()
    assert before != sorted(before)
    tab.click(header)
    tab.wait_for("document.querySelector('th.headerSortUp') !== null")
    assert numbers() == sorted(before)
    tab.click(header)
    tab.wait_for("document.querySelector('th.headerSortDown') !== null")
    assert numbers() == sorted(before, reverse=True)
    assert max(before) > 9  # as texts, 10 would stand before 9


@pytest.mark.parametrize("title", [TABLE, HEBREW, BROKEN, STATUS])
@pytest.mark.parametrize("query", ["useskin=minerva", "useskin=minerva&uselang=he"])
def test_a_phone_shows_it(tab: Tab, reviewed: MediaWiki, title: str, query: str) -> None:
    """With the skin for phones no page is wider than the screen: the table scrolls within itself."""
    _show(tab, reviewed, title, query, PHONE)
    edges = tab.evaluate(EDGES)
    assert min(edges) >= 0
    assert max(edges) <= PHONE.width
    assert tab.evaluate("getComputedStyle(document.body).direction") == (
        "rtl" if "he" in query[-2:] else "ltr"
    )
    if title in (TABLE, HEBREW):
        wide, shown, scrolls = tab.evaluate(
            "(table => [table.scrollWidth, table.clientWidth, getComputedStyle(table).overflowX])"
            "(document.querySelector('table.sortable'))"
        )
        assert wide > shown
        assert shown <= PHONE.width
        assert scrolls == "auto"


def test_from_right_to_left(tab: Tab, reviewed: MediaWiki) -> None:
    """On a page in Hebrew the first column stands at the right, and sorting works as well."""
    _show(tab, reviewed, HEBREW, "uselang=he", Screen(1600, 900))
    tab.wait_for(SORTABLE)
    first, last = tab.evaluate(
        "(cells => [cells[0], cells[cells.length - 1]].map(cell => cell.getBoundingClientRect().x))"
        "(document.querySelectorAll('table.sortable > thead th'))"
    )
    assert first > last
    column = tab.evaluate(HEADERS).index("Interested")
    tab.click(f"table.sortable > thead th:nth-child({column + 1})")
    tab.wait_for("document.querySelector('th.headerSortUp') !== null")
    shown = [int(row[column].split()[0]) for row in tab.evaluate(CELLS)]
    assert shown == sorted(shown)


def test_a_mistake_is_answered_where_it_was_made(tab: Tab, reviewed: MediaWiki) -> None:
    """The box says what it is about, each mistake with what to type instead, and when it will go."""
    _show(tab, reviewed, BROKEN)
    lines = tab.evaluate("document.querySelector('.glambot-message').innerText").splitlines()
    assert lines[0] == "This review table was not brought up to date."
    assert any("“colour”; did you mean “columns”?" in line for line in lines)
    assert any("“authrs” (did you mean “authors”?)" in line for line in lines)
    assert lines[-1].endswith("takes this message away.")


def test_a_category_without_submissions_is_told(tab: Tab, reviewed: MediaWiki) -> None:
    """A page whose category has no submissions gets no empty table, but is told where was looked."""
    _show(tab, reviewed, EMPTY)
    assert "has no submissions" in tab.evaluate(TEXT)
    assert "category 'No such thing'" in tab.evaluate(TEXT)
    assert not tab.evaluate("document.querySelector('table.sortable') !== null")


def test_the_status_page_links_the_tables(tab: Tab, reviewed: MediaWiki) -> None:
    """The status page keeps its first line, and has for each table a link and how it stands."""
    _show(tab, reviewed, STATUS)
    tab.wait_for(SORTABLE)
    assert tab.evaluate(TEXT).startswith("The bot tells here how the tables stand.")
    assert tab.evaluate(CELLS) == [[BROKEN, MISTAKE], [EMPTY, MISTAKE], [TABLE, "up to date"]]
    links = tab.evaluate(
        "[...document.querySelectorAll('table.sortable td a')].map(link => link.classList.contains('new'))"
    )
    assert links == [False] * 3


def test_the_history_tells_what_each_run_did(tab: Tab, reviewed: MediaWiki) -> None:
    """The page's history has the people's and the bot's summaries, which say what changed in few words."""
    tab.open(f"{reviewed.url}/index.php?title={TABLE}&action=history")
    told = tab.evaluate("[...document.querySelectorAll('#pagehistory .comment')].map(e => e.innerText)")
    # The parentheses around a summary are drawn by styles or are text, by the version of MediaWiki.
    assert [summary[1:-1] if summary.startswith("(") else summary for summary in told] == [
        f"Review table: 6 new signatures on 1 submission, 1 cell updated (set up on {TABLE})",
        "my score",
        f"Review table: made (set up on {TABLE})",
        "Set up a review table",
    ]


def test_a_picture_of_the_table_can_be_taken(tab: Tab, reviewed: MediaWiki, tmp_path: Path) -> None:
    """The picture of the screen is as large as the screen and not blank."""
    _show(tab, reviewed, TABLE, screen=Screen(640, 480))
    picture = read_png(tab.picture(tmp_path / "table.png").read_bytes())
    assert (picture.width, picture.height) == (640, 480)
    assert len(picture.colours()) > 10


def test_what_the_browser_refuses_is_an_error(tab: Tab) -> None:
    """A script that throws and an address that nobody answers at are errors that name them."""
    with pytest.raises(BrowserError, match="nothing_there"):
        tab.evaluate("nothing_there")
    with pytest.raises(BrowserError, match="CONNECTION_REFUSED"):
        tab.open(f"http://127.0.0.1:{free_port()}/")


def test_nobody_is_linked(tab: Tab, reviewed: MediaWiki) -> None:
    """No cell links to a user, so that nobody is told of every run."""
    _show(tab, reviewed, TABLE)
    assert not tab.evaluate("document.querySelector('table.sortable a[href*=\"User\"]') !== null")
