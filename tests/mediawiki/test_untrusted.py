"""People whom nobody trusts cannot steer the bot, and what is gone on purpose stays gone."""

import sqlite3
from contextlib import closing

import pytest

from glambot.rounds import Served, make_round
from glambot.setups import Settings
from glambot.wiki.live import LiveWiki
from tests.mediawiki.bot import STATUS, STOP
from tests.mediawiki.install import ADMIN, BOT, REVIEWER
from tests.mediawiki.test_rounds import BEGIN, END, TABLE, submission
from tests.mediawiki.wiki import MediaWiki

STRICT = Settings(user=BOT.name, right="block")
"""Only administrators may set up tables."""


@pytest.fixture
def wiki(fresh_mediawiki: MediaWiki) -> MediaWiki:
    """An empty wiki with two submissions."""
    fresh_mediawiki.save("Conf/Barn", submission("Barn", "Ann Example", "Bob Example"))
    fresh_mediawiki.save("Conf/Tawny", submission("Tawny", "Ann Example"))
    return fresh_mediawiki


def served(bot: LiveWiki, settings: Settings = STRICT) -> dict[str, Served]:
    return {table.title: table for table in make_round(bot, settings)}


def define(wiki: MediaWiki, name: str, page: str) -> None:
    """An administrator makes a definition page."""
    text = f'[pages]\ncategory = "Owls"\n[table]\npage = "{page}"\ncolumns = ["submission", "interested"]\n'
    wiki.save(f"User:{BOT.name}/Events/{name}", text, ADMIN)


def hide_user(wiki: MediaWiki, revision: int) -> None:
    """Hide who saved a revision, as is done with offensive names."""
    path = wiki.installation.database / "wiki.sqlite"
    with closing(sqlite3.connect(path, timeout=30)) as database, database:
        database.execute("UPDATE revision SET rev_deleted = 4 WHERE rev_id = ?", (revision,))


def test_nobody_is_not_trusted(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A setup by somebody whose name is hidden is not served, also after a trusted person's edit."""
    hide_user(wiki, wiki.save("Conf/Review", TABLE, REVIEWER))
    assert served(bot)["Conf/Review"].state == "not served"
    wiki.save("Conf/Review", f"{TABLE}\nMore.", ADMIN)
    assert served(bot)["Conf/Review"].state == "not served"
    assert "{|" not in (wiki.text("Conf/Review") or "")


def test_setup_changed_while_it_is_checked(
    wiki: MediaWiki, bot: LiveWiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setup that changes between the look at its author and the save is left to the next run."""
    wiki.save("Conf/Review", TABLE, ADMIN)
    rights_of = LiveWiki.rights_of
    changed = TABLE.replace("category=Owls", "category=Owls|exclude=Conf/Barn")

    def late(self: LiveWiki, user: str) -> frozenset[str]:
        wiki.save("Conf/Review", changed, REVIEWER)
        return rights_of(self, user)

    monkeypatch.setattr(LiveWiki, "rights_of", late)
    assert served(bot)["Conf/Review"].state == "left to the next run"
    assert wiki.text("Conf/Review") == changed


def test_setup_changed_before_its_author_is_asked_for(
    wiki: MediaWiki, bot: LiveWiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setup that an untrusted person touches between listing and the look at its author is not served."""
    wiki.save("Conf/Review", TABLE, REVIEWER)
    author_of = LiveWiki.author_of

    def late(self: LiveWiki, *values: object) -> str:
        wiki.save("Conf/Review", TABLE.replace("|columns", " |columns"), REVIEWER)
        return author_of(self, *values)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(LiveWiki, "author_of", late)
    assert served(bot)["Conf/Review"].state == "not served"
    assert "{|" not in (wiki.text("Conf/Review") or "")


@pytest.mark.parametrize("target", [STOP, "Template:Victim", "de:Foo", "A<b", "Conf/Review"])
def test_typed_list_of_subpages(wiki: MediaWiki, bot: LiveWiki, target: str) -> None:
    """Whatever anybody types into the list of subpages, the bot writes to no other page for it."""
    pair = "<!-- glambot begin -->\n<!-- glambot end -->"
    wiki.save("Template:Victim", pair)
    box = f"<!-- glambot subpages -->[[:{target}|x]]<!-- glambot subpages end -->"
    wiki.save("Conf/Review", f"{BEGIN}\n{box}\n{END}\n{box}", ADMIN)
    assert served(bot)["Conf/Review"].state == "saved"
    assert wiki.text("Template:Victim") == pair
    assert wiki.text(STOP) is None
    assert "| [[:Conf/Barn|Barn]]\n| 2\n" in (wiki.text("Conf/Review") or "")


@pytest.mark.parametrize(
    "page", ["Template\u200e:Y", "Template:Y", f"{STOP}", STATUS, f"User:{BOT.name}/Events/X"]
)
def test_pages_no_definition_may_name(wiki: MediaWiki, bot: LiveWiki, page: str) -> None:
    """A definition cannot send the bot into another namespace, nor to the pages it is steered by."""
    define(wiki, "Evil", page)
    title = page.replace("\u200e", "")
    assert served(bot)[title].state == "not served"
    assert "Barn" not in (wiki.text(title) or "")


def test_one_page_in_two_spellings(wiki: MediaWiki, bot: LiveWiki) -> None:
    """Two definitions for one page, spelled differently, do not fight: the first is served."""
    define(wiki, "A", "Conf/Table")
    define(wiki, "B", "conf/Table")
    states = [table.state for table in make_round(bot, STRICT)]
    assert states == ["saved", "not served"]
    assert [table.state for table in make_round(bot, STRICT)] == ["up to date", "not served"]


def test_untrusted_setup_takes_nothing_away(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A template that an untrusted person puts on a definition's page does not switch the definition off."""
    define(wiki, "A", "Conf/Table")
    served(bot)
    wiki.save("Conf/Table", f"{wiki.text('Conf/Table')}\n{BEGIN}\n{END}", REVIEWER)
    wiki.save("Conf/Barn", submission("Barn"))
    assert [table.state for table in make_round(bot, STRICT)] == ["not served", "saved"]
    wiki.save("Conf/Table", f"{wiki.text('Conf/Table')}\n{BEGIN}\n{END}", REVIEWER)
    wiki.save("Conf/Barn", submission("Barn", "Ann Example"))
    assert [table.state for table in make_round(bot, STRICT)] == ["mistake in the setup", "saved"]


def test_moved_away_is_gone(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A table that was moved without a redirect is not made again at its old title."""
    define(wiki, "A", "Conf/Table")
    served(bot)
    wiki.session(ADMIN).act(action="move", **{"from": "Conf/Table", "to": "Conf/Moved", "noredirect": "1"})
    assert served(bot)["Conf/Table"].state == "stopped"
    assert wiki.text("Conf/Table") is None


def test_blanked_is_blank(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A page that was blanked is not filled again: it says that its markers are missing."""
    define(wiki, "A", "Conf/Table")
    served(bot)
    wiki.save("Conf/Table", "", ADMIN)
    table = served(bot)["Conf/Table"]
    assert table.state == "mistake in the setup"
    assert "Both markers" in table.error
    assert wiki.text("Conf/Table") == ""


@pytest.mark.parametrize(
    "place",
    ["pages=de:Foo", "pages=Talk:File:X", "prefix=Special:", "prefix=User:", "category=" + "x" * 300],
)
def test_impossible_places_are_answered(wiki: MediaWiki, bot: LiveWiki, place: str) -> None:
    """A setup that names what no page can be called is a mistake, told on the page."""
    wiki.save("Conf/Review", f"{{{{Glambot review|{place}}}}}\n{END}", ADMIN)
    assert served(bot)["Conf/Review"].state == "mistake in the setup"
    assert "<!-- glambot message -->" in (wiki.text("Conf/Review") or "")


def test_a_page_about_the_template(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A page that shows the template in nowiki and transcludes a table sets up nothing itself."""
    wiki.save("Conf/Review", TABLE, ADMIN)
    wiki.save("Conf/About", "Write <nowiki>{{Glambot review|category=…}}</nowiki>. {{:Conf/Review}}", ADMIN)
    assert {title: table.state for title, table in served(bot).items()} == {"Conf/Review": "saved"}


def test_a_date_typed_over(wiki: MediaWiki, bot: LiveWiki) -> None:
    """An impossible date on the status page does no harm: the page is saved anew."""
    wiki.save("Conf/Review", TABLE, ADMIN)
    served(bot)
    wiki.save(STATUS, (wiki.text(STATUS) or "").replace("Last run: 20", "Last run: 2019-13-45 12:00 UTC. 20"))
    served(bot)
    assert "2019-13" not in (wiki.text(STATUS) or "")
