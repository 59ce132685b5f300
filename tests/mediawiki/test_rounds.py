"""A round over a real wiki: what organisers set up there is served, and their mistakes are answered."""

import re

import pytest

from glambot.errors import HaltedError
from glambot.rounds import make_round
from glambot.setups import Settings
from glambot.wiki.live import LiveWiki
from tests.mediawiki.bot import STATUS, STOP
from tests.mediawiki.install import ADMIN, BOT, REVIEWER, SECOND_REVIEWER
from tests.mediawiki.wiki import MediaWiki

SETTINGS = Settings(user=BOT.name)
BEGIN = "{{Glambot review|category=Owls|columns=submission; interested; notes|reviewers=Score; Comments}}"
END = "{{Glambot review end}}"
TABLE = f"Reviewers, please help.\n\n{BEGIN}\n{END}\n\n== Afterwards ==\nThank you."


def submission(title: str, *signatures: str) -> str:
    lines = "\n".join(f"# [[User:{name}|{name}]] 12:42, 3 October 2018 (UTC)" for name in signatures)
    return (
        f"; Title of the submission\n: {title}\n; Author(s) of the submission\n: [[User:Author of {title}]]\n"
        f"; Abstract\n: All about {title}.\n\n== Interested attendees ==\n{lines}\n\n[[Category:Owls]]\n"
    )


@pytest.fixture
def wiki(fresh_mediawiki: MediaWiki) -> MediaWiki:
    """An empty wiki with two submissions and a table set up by an administrator."""
    fresh_mediawiki.save("Conf/Barn", submission("Barn", "Ann Example", "Bob Example"))
    fresh_mediawiki.save("Conf/Tawny", submission("Tawny", "Ann Example"))
    fresh_mediawiki.save("Conf/Review", TABLE, ADMIN)
    return fresh_mediawiki


def served(bot: LiveWiki, settings: Settings = SETTINGS, **options: bool) -> list[tuple[str, str]]:
    done = make_round(bot, settings, **options)  # type: ignore[arg-type]  # dry_run only
    return [(table.title, table.state) for table in done]


def revisions(wiki: MediaWiki, title: str) -> list[tuple[str, str]]:
    """Return user and summary of each revision of a page, the newest first."""
    answer = wiki.session(ADMIN).api(
        action="query", titles=title, prop="revisions", rvprop="user|comment|flags", rvlimit="max"
    )
    return [
        (revision["user"], revision["comment"])
        for revision in answer["query"]["pages"][0].get("revisions", ())
    ]


def test_the_main_job(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A table is made where it was set up, kept when reviewers type, updated when people sign."""
    assert served(bot) == [("Conf/Review", "saved")]
    made = wiki.text("Conf/Review") or ""
    assert made.startswith(f"Reviewers, please help.\n\n{BEGIN}\n")
    assert made.endswith(f"{END}\n\n== Afterwards ==\nThank you.")
    assert "| [[:Conf/Barn|Barn]]\n| 2\n|\n|\n|" in made
    wiki.save("Conf/Review", made.replace("| 2\n|\n|\n|", "| 2\n|\n| 9\n| splendid, ''really''"), REVIEWER)
    wiki.save("Conf/Barn", submission("Barn", "Ann Example", "Bob Example", "Cleo Example"), SECOND_REVIEWER)
    wiki.save("Conf/Eagle", submission("Eagle"), SECOND_REVIEWER)
    assert served(bot) == [("Conf/Review", "saved")]
    now = wiki.text("Conf/Review") or ""
    assert "| [[:Conf/Barn|Barn]]\n| 3\n|\n| 9\n| splendid, ''really''" in now
    assert "| [[:Conf/Eagle|Eagle]]\n| 0\n" in now
    history = revisions(wiki, "Conf/Review")
    assert [user for user, _ in history] == [BOT.name, REVIEWER.name, BOT.name, ADMIN.name]
    assert history[0][1] == (
        "Review table: 1 new signature on 1 submission, 1 new submission (set up on [[Conf/Review]])"
    )


def test_nothing_new_is_no_edit(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A second round saves nothing at all, not even the status page."""
    served(bot)
    before = {title: revisions(wiki, title) for title in ("Conf/Review", STATUS)}
    assert len(before[STATUS]) == 1
    assert served(bot) == [("Conf/Review", "up to date")]
    assert {title: revisions(wiki, title) for title in before} == before


def test_heartbeat(wiki: MediaWiki, bot: LiveWiki) -> None:
    """When the heartbeat is due the status page is saved though nothing is new, and tells when."""
    served(bot)
    text = wiki.text(STATUS) or ""
    wiki.save(STATUS, re.sub(r"Last run: \d{4}-\d\d-\d\d", "Last run: 2019-05-04", text))
    served(bot)
    assert [user for user, _ in revisions(wiki, STATUS)] == [BOT.name, REVIEWER.name, BOT.name]
    assert "Last run: 2019" not in (wiki.text(STATUS) or "")
    assert "[[:Conf/Review|Conf/Review]] || up to date" in text


def test_mistake_is_answered_once(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A mistake is told inside the markers, once; the old table stays; put right, the answer goes."""
    served(bot)
    made = wiki.text("Conf/Review") or ""
    wrong = made.replace("columns=submission; interested", "columns=submission; intrested")
    wiki.save("Conf/Review", wrong, ADMIN)
    assert served(bot) == [("Conf/Review", "mistake in the setup")]
    told = wiki.text("Conf/Review") or ""
    assert "intrested" in told.partition("<!-- glambot message -->")[2]
    assert "did you mean" in told
    table = made[made.index("{|") : made.index("|}")]
    assert table in told
    assert served(bot) == [("Conf/Review", "mistake in the setup")]
    assert wiki.text("Conf/Review") == told
    assert "intrested" in (wiki.text(STATUS) or "")
    wiki.save("Conf/Review", told.replace("intrested", "interested", 1), ADMIN)
    assert served(bot) == [("Conf/Review", "saved")]
    assert wiki.text("Conf/Review") == made


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ((END, ""), "The end marker is missing"),
        ((END, f"{END}\n{END}"), "There are more markers than one pair"),
        (("|}", ""), "is not closed before the end marker"),
    ],
)
def test_damaged_markers(wiki: MediaWiki, bot: LiveWiki, damage: tuple[str, str], sentence: str) -> None:
    """Where the markers or the table are damaged, that is told, and all else stays as it is."""
    served(bot)
    made = wiki.text("Conf/Review") or ""
    wrong = made.replace(*damage)
    wiki.save("Conf/Review", wrong, REVIEWER)
    wiki.save("Conf/Barn", submission("Barn"))
    assert served(bot) == [("Conf/Review", "mistake in the setup")]
    told = wiki.text("Conf/Review") or ""
    assert sentence in told
    head, _, rest = told.partition("<!-- glambot message -->")
    assert head + rest.partition("<!-- glambot message end -->")[2] == wrong.strip()
    assert served(bot) == [("Conf/Review", "mistake in the setup")]
    assert wiki.text("Conf/Review") == told


def test_an_answer_is_no_version_of_the_table(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A row that lost a cell is refused each time, also after the refusal was saved; no score goes."""
    served(bot)
    made = wiki.text("Conf/Review") or ""
    scored = made.replace("| 2\n|\n|\n|", "| 2\n|\n| 8, good\n|")
    wiki.save("Conf/Review", scored, REVIEWER)
    served(bot)
    wiki.save("Conf/Review", scored.replace("| 2\n|\n| 8, good\n|", "| 2\n| 8, good\n|"), REVIEWER)
    for _ in range(3):
        assert served(bot) == [("Conf/Review", "mistake in the setup")]
        assert "8, good" in (wiki.text("Conf/Review") or "")
    assert len([user for user, _ in revisions(wiki, "Conf/Review") if user == BOT.name]) <= 3
    wiki.save("Conf/Review", scored, REVIEWER)
    assert served(bot) == [("Conf/Review", "up to date")]


def test_two_begin_markers_change_nothing(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A second begin marker leaves no place for an answer: the status page tells it."""
    twice = f"{TABLE}\n{BEGIN}"
    wiki.save("Conf/Review", twice, ADMIN)
    assert served(bot) == [("Conf/Review", "mistake in the setup")]
    assert wiki.text("Conf/Review") == twice
    assert "There are more markers than one pair" in (wiki.text(STATUS) or "")


def test_only_trusted_people_set_up(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A table set up by somebody without the right is not served, and the page is not touched."""
    wiki.save("Conf/Other", TABLE, REVIEWER)
    strict = Settings(user=BOT.name, right="block")
    assert served(bot, strict) == [("Conf/Other", "not served"), ("Conf/Review", "saved")]
    assert wiki.text("Conf/Other") == TABLE
    # Somebody untrusted changes the setup of a trusted person: not served any more.
    changed = (wiki.text("Conf/Review") or "").replace("category=Owls", "prefix=Conf/")
    wiki.save("Conf/Review", changed, REVIEWER)
    assert ("Conf/Review", "not served") in served(bot, strict)
    assert wiki.text("Conf/Review") == changed


def test_namespaces(wiki: MediaWiki, bot: LiveWiki) -> None:
    """Tables are kept only in the namespaces the operator allows; templates' own pages never."""
    wiki.save("Help:Review", TABLE, ADMIN)
    wiki.save("Template:Glambot review/doc", TABLE, ADMIN)
    assert served(bot) == [("Conf/Review", "saved"), ("Help:Review", "not served")]
    assert wiki.text("Help:Review") == TABLE


def test_definition_page(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A definition in the bot's user space makes its table on the page it names; a mistake is told."""
    definition = (
        'name = "Owls"\n[pages]\ncategory = "Owls"\n[table]\npage = "Conf/Table"\ncolumns = ["submission"]\n'
    )
    wiki.save(f"User:{BOT.name}/Events/Owls", definition, REVIEWER)
    wiki.save(f"User:{BOT.name}/Events/Wrong", definition.replace("submission", "submissions"), REVIEWER)
    done = {table.title: table for table in make_round(bot, SETTINGS)}
    assert done["Conf/Table"].state == "saved"
    assert "[[:Conf/Barn|Barn]]" in (wiki.text("Conf/Table") or "")
    wrong = done[f"User:{BOT.name}/Events/Wrong"]
    assert wrong.state == "mistake in the setup"
    assert "did you mean 'submission'" in wrong.error


def test_nothing_said_where_pages_are(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A setup that names no pages is answered: a whole wiki is never read."""
    wiki.save("Conf/Review", f"{{{{Glambot review}}}}\n{END}", ADMIN)
    assert served(bot) == [("Conf/Review", "mistake in the setup")]
    assert "where the submissions are" in (wiki.text("Conf/Review") or "")


def test_stop_page_stops_all(wiki: MediaWiki, bot: LiveWiki) -> None:
    """With text on the stop page nothing is saved, neither table nor status page."""
    wiki.save(STOP, "Stop!", REVIEWER)
    with pytest.raises(HaltedError, match="is not empty"):
        served(bot)
    assert wiki.text("Conf/Review") == TABLE
    assert wiki.text(STATUS) is None


def test_dry_run(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A dry run saves nothing and says what it would do, by the same merge."""
    (done,) = make_round(bot, SETTINGS, dry_run=True)
    assert done.state == "would change"
    assert done.outcome is not None
    assert "+| [[:Conf/Barn|Barn]]" in list(done.outcome.diff())
    assert wiki.text("Conf/Review") == TABLE
    assert wiki.text(STATUS) is None


def test_edit_in_between_is_merged(wiki: MediaWiki, bot: LiveWiki, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scores typed between the bot's look and its save are in the table afterwards; one edit more."""
    served(bot)
    made = wiki.text("Conf/Review") or ""
    wiki.save("Conf/Barn", submission("Barn", "Ann Example"))
    save = LiveWiki.save
    typed = iter(["7", "7 or 8", "8"])

    def save_late(self: LiveWiki, page: object, text: str, **others: object) -> object:
        score = next(typed, None)
        if score is not None and getattr(page, "title", "") == "Conf/Review":
            wiki.save("Conf/Review", made.replace("| 2\n|\n|\n|", f"| 2\n|\n| {score}\n|"), REVIEWER)
        return save(self, page, text, **others)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(LiveWiki, "save", save_late)
    assert served(bot) == [("Conf/Review", "saved")]
    assert "| [[:Conf/Barn|Barn]]\n| 1\n|\n| 8\n|" in (wiki.text("Conf/Review") or "")
    assert [user for user, _ in revisions(wiki, "Conf/Review")][:2] == [BOT.name, REVIEWER.name]


def test_lost_text_leaves_the_row(wiki: MediaWiki, bot: LiveWiki) -> None:
    """A submission whose text the wiki has lost keeps its row, marked; once it has one again all is right."""
    served(bot)
    made = wiki.text("Conf/Review") or ""
    number = wiki.save("Conf/Barn", submission("Barn", "Ann Example"))
    with wiki.lost_text(number):
        assert served(bot) == [("Conf/Review", "saved")]
        now = wiki.text("Conf/Review") or ""
        assert 'class="glambot-stale"' in now
        assert "[[:Conf/Barn|Barn]]\n| 2\n| not read this time\n" in now
        assert served(bot) == [("Conf/Review", "up to date")]
    assert served(bot) == [("Conf/Review", "saved")]
    now = (wiki.text("Conf/Review") or "").replace("| \n", "|\n")
    assert now == made.replace("| 2\n", "| 1\n", 1)
