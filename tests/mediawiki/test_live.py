"""A live wiki is read in few requests and written to without losing anybody's edit."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from glambot.errors import EditConflictError, StoppedError, TitleError, WikiError
from glambot.job import review
from glambot.submission.event import Event
from glambot.wiki.live import LiveWiki
from tests.mediawiki.bot import STOP, live_wiki
from tests.mediawiki.install import ADMIN, BOT, REVIEWER
from tests.mediawiki.wiki import MediaWiki


@pytest.fixture
def title(request: pytest.FixtureRequest) -> str:
    """A title no other test uses."""
    return "Live " + " ".join(re.findall(r"\w+", request.node.name.replace("_", " ")))


@pytest.fixture
def read_only(mediawiki: MediaWiki) -> Iterator[None]:
    """The wiki is read-only for this test."""
    switch = mediawiki.installation.folder / "readonly"
    switch.write_text("Moving house")
    yield
    switch.unlink()


def test_pages_are_listed_and_read(bot: LiveWiki, mediawiki: MediaWiki, title: str) -> None:
    """Pages come by category, subcategory, prefix, template and title; missing ones say so."""
    mediawiki.save(f"{title}/1", f"one [[Category:{title}]]")
    mediawiki.save(f"{title}/2", f"two {{{{{title}}}}}")
    mediawiki.save(f"Category:{title} below", f"[[Category:{title}]]")
    mediawiki.save(f"{title}/3", f"three [[Category:{title} below]]")
    below = f"Category:{title} below"
    assert bot.titles(categories=[title]) == (below, f"{title}/1")
    assert bot.titles(categories=[f"Category:{title}"], depth=1) == (below, f"{title}/1", f"{title}/3")
    assert bot.titles(prefixes=[f"{title}/"]) == tuple(f"{title}/{number}" for number in (1, 2, 3))
    assert bot.titles(templates=[title]) == (f"{title}/2",)
    listed = bot.titles(listed=[f"{title}/4", f"{title}/1"])
    assert listed == (f"{title}/1", f"{title}/4")
    first, fourth = bot.read_many(listed)
    assert (first.text, first.exists) == (f"one [[Category:{title}]]", True)
    assert (fourth.text, fourth.exists) == ("", False)
    assert bot.namespace(below) == 14
    assert bot.site.user_namespaces
    with pytest.raises(TitleError, match="cannot hold"):
        bot.titles(listed=["a[b"])


def test_saved_text_is_read_again(bot: LiveWiki, mediawiki: MediaWiki, title: str) -> None:
    """What is saved is on the wiki, by the bot, not minor; the same text again makes no revision."""
    page = bot.save(bot.read(title), "first", summary="made")
    assert mediawiki.text(title) == "first"
    again = bot.save(page, "first", summary="again")
    assert again.revision == page.revision
    last = bot.last_by(title, "glambot")
    assert last is not None
    assert (last.text, last.summary, last.user) == ("first", "made", BOT.name)


@pytest.mark.parametrize("who", ["reviewer", "bot"])
def test_no_edit_in_between_is_overwritten(bot: LiveWiki, mediawiki: MediaWiki, title: str, who: str) -> None:
    """An edit since the page was read, also in the same second and by the same account, is a conflict."""
    mediawiki.save(title, "first")
    for number in range(3):
        page = bot.read(title)
        text = f"{page.text}\nline {number}"
        if who == "reviewer":
            mediawiki.save(title, text)
        else:
            bot.save(page, text, summary="a second run")
        with pytest.raises(EditConflictError):
            bot.save(page, "lost!", summary="late")
        assert mediawiki.text(title) == text


def test_same_second_after_asking(
    bot: LiveWiki, mediawiki: MediaWiki, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit between the last look and the save is a conflict for the wiki itself, too."""
    mediawiki.save(title, "first")
    page = bot.read(title)
    from glambot.wiki import saving  # noqa: PLC0415 - patched here

    look = saving.ask_leave

    def look_and_wait(*values: object, **others: object) -> None:
        look(*values, **others)  # type: ignore[arg-type]  # handed on
        mediawiki.save(title, "second")

    monkeypatch.setattr(saving, "ask_leave", look_and_wait)
    with pytest.raises(EditConflictError):
        bot.save(page, "lost!", summary="late")
    assert mediawiki.text(title) == "second"


def test_page_made_meanwhile(bot: LiveWiki, mediawiki: MediaWiki, title: str) -> None:
    """A page that somebody made since it was found missing is a conflict."""
    page = bot.read(title)
    mediawiki.save(title, "mine")
    with pytest.raises(EditConflictError):
        bot.save(page, "lost!", summary="late")
    assert mediawiki.text(title) == "mine"


def test_deleted_page_is_not_made_again(bot: LiveWiki, mediawiki: MediaWiki, title: str) -> None:
    """A page deleted since it was read, or before, stays deleted."""
    mediawiki.save(title, "first")
    page = bot.read(title)
    mediawiki.session(ADMIN).act(action="delete", title=title)
    with pytest.raises(EditConflictError):
        bot.save(page, "back again", summary="late")
    with pytest.raises(StoppedError, match="was deleted on"):
        bot.save(bot.read(title), "back again", summary="late")
    assert mediawiki.text(title) is None


def test_stop_page(bot: LiveWiki, mediawiki: MediaWiki, title: str) -> None:
    """Any text on the stop page stops each save; comments and an empty page do not."""
    page = bot.read(title)
    mediawiki.save(STOP, "stop, please")
    try:
        with pytest.raises(StoppedError, match="is not empty"):
            bot.save(page, "text", summary="no")
        mediawiki.save(STOP, "<!-- type here to stop -->")
        bot.save(page, "text", summary="yes")
    finally:
        mediawiki.save(STOP, "")
    assert mediawiki.text(title) == "text"


@pytest.mark.parametrize("template", ["{{nobots}}", "{{bots|deny=BotUser}}", "{{bots|allow=OtherBot}}"])
def test_nobots(bot: LiveWiki, mediawiki: MediaWiki, title: str, template: str) -> None:
    """A page whose text keeps bots away is not saved."""
    mediawiki.save(title, f"text {template}")
    with pytest.raises(StoppedError, match="nobots"):
        bot.save(bot.read(title), "other", summary="no")


def test_protected(bot: LiveWiki, mediawiki: MediaWiki, title: str) -> None:
    """A protected page is not saved, and the error says that it is protected."""
    mediawiki.save(title, "text")
    mediawiki.session(ADMIN).act(action="protect", title=title, protections="edit=sysop")
    with pytest.raises(StoppedError, match="protected"):
        bot.save(bot.read(title), "other", summary="no")


def test_blocked(bot: LiveWiki, mediawiki: MediaWiki, title: str) -> None:
    """A blocked bot saves nothing."""
    mediawiki.session(ADMIN).act(action="block", user=BOT.name, expiry="1 hour")
    try:
        with pytest.raises(StoppedError, match="blocked"):
            bot.save(bot.read(title), "other", summary="no")
    finally:
        mediawiki.session(ADMIN).act(action="unblock", user=BOT.name)
    assert mediawiki.text(title) is None


@pytest.mark.usefixtures("read_only")
def test_read_only(bot: LiveWiki, title: str) -> None:
    """A wiki in read-only mode is left alone."""
    with pytest.raises(StoppedError, match="read-only"):
        bot.save(bot.read(title), "other", summary="no")


def test_texts_are_kept_between_runs(
    bot: LiveWiki, mediawiki: MediaWiki, title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second run fetches only what changed; a damaged cache is begun anew and nothing is wrong."""
    for number in range(3):
        mediawiki.save(f"{title}/{number}", f"text {number}")
    titles = bot.titles(prefixes=[f"{title}/"])
    assert [page.text for page in bot.read_many(titles)] == ["text 0", "text 1", "text 2"]
    bot.close()
    mediawiki.save(f"{title}/1", "changed")
    fetched: list[list[int]] = []
    from glambot.wiki import texts  # noqa: PLC0415 - patched here

    ask = texts._ask

    def counted(site: object, revisions: list[int]) -> object:
        fetched.append(list(revisions))
        return ask(site, revisions)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(texts, "_ask", counted)
    again = live_wiki(mediawiki.api_url, tmp_path / "state")
    expected = ["text 0", "changed", "text 2"]
    assert [page.text for page in again.read_many(again.titles(prefixes=[f"{title}/"]))] == expected
    assert [len(some) for some in fetched] == [1]
    again.close()
    (cache,) = (tmp_path / "state").glob("*.sqlite")
    cache.write_bytes(b"no database" * 1000)
    third = live_wiki(mediawiki.api_url, tmp_path / "state")
    assert [page.text for page in third.read_many(third.titles(prefixes=[f"{title}/"]))] == expected
    third.close()


def test_who_set_it_up(bot: LiveWiki, mediawiki: MediaWiki, title: str) -> None:
    """The author of a piece of text is who put it there last, and rights are told by the wiki."""
    mediawiki.save(title, "setup A", ADMIN)
    mediawiki.save(title, "setup A, more", REVIEWER)
    assert bot.author_of(bot.read(title), lambda text: "setup A" in text, "setup A") == ADMIN.name
    mediawiki.save(title, "setup B", REVIEWER)
    assert bot.author_of(bot.read(title), lambda text: "setup B" in text, "setup B") == REVIEWER.name
    assert "block" in bot.rights_of(ADMIN.name)
    assert "block" not in bot.rights_of(REVIEWER.name)
    assert bot.rights_of("Nobody at all") == frozenset()


def test_two_runs_do_not_meet(bot: LiveWiki, title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run on the same page waits, and gives up with a sentence."""
    from glambot.wiki import live  # noqa: PLC0415 - patched here

    monkeypatch.setattr(live, "_LOCK_WAIT", 0.1)
    with bot.alone(title), pytest.raises(WikiError, match="Another run"), bot.alone(title):
        pass


def test_the_author_is_found_behind_the_bots_own_edits(
    bot: LiveWiki, mediawiki: MediaWiki, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot's own revisions are not looked into, a second time only newer ones are, nobody is missed."""
    from glambot.wiki import origin  # noqa: PLC0415 - patched here

    looked: list[int] = []
    texts = origin._texts

    def counted(site: object, numbers: list[int]) -> object:
        looked.extend(numbers)
        return texts(site, numbers)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(origin, "_texts", counted)

    def author() -> str:
        looked.clear()
        return bot.author_of(bot.read(title), lambda text: "setup" in text, "setup")

    mediawiki.save(title, "nothing yet", ADMIN)
    mediawiki.save(title, "setup", ADMIN)
    for number in range(3):
        bot.save(bot.read(title), f"setup {number}", summary="a run")
    assert (author(), len(looked)) == (ADMIN.name, 2)
    assert (author(), len(looked)) == (ADMIN.name, 0)
    mediawiki.save(title, "setup, and a score", REVIEWER)
    bot.save(bot.read(title), "setup 4", summary="a run")
    assert (author(), len(looked)) == (ADMIN.name, 1)
    mediawiki.save(title, "gone", ADMIN)
    mediawiki.save(title, "setup", REVIEWER)
    bot.save(bot.read(title), "setup 5", summary="a run")
    assert author() == REVIEWER.name


def test_the_author_may_be_the_bot(bot: LiveWiki, title: str) -> None:
    """What the bot's own account put on a page, with its first edit or later, is its own."""
    page = bot.save(bot.read(title), "nothing yet", summary="first")
    bot.save(page, "setup", summary="second")
    bot.save(bot.read(title), "setup, more", summary="third")
    assert bot.author_of(bot.read(title), lambda text: "setup" in text, "setup") == BOT.name


def test_a_page_read_twice_is_as_it_is_now(bot: LiveWiki, mediawiki: MediaWiki, title: str) -> None:
    """A kept text is taken only while it is the page's; the bot's last text is that of its last save."""
    mediawiki.save(title, "first")
    (listed,) = bot.read_many(bot.titles(listed=[title]))
    assert bot.read(title) == listed
    assert bot.last_by(title, BOT.name) is None
    mediawiki.save(title, "second")
    assert bot.read(title).text == "second"
    bot.save(bot.read(title), "third", summary="a run")
    last = bot.last_by(title, BOT.name)
    assert last is not None
    assert last.text == "third"


def test_pages_named_twice_count_once(
    bot: LiveWiki, mediawiki: MediaWiki, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages that several places name count once; one more than an event may have is refused."""
    from glambot.wiki import heads  # noqa: PLC0415 - patched here

    for number in range(3):
        mediawiki.save(f"{title}/{number}", f"[[Category:{title}]]" if number < 2 else "only by its title")
    monkeypatch.setattr(heads, "MOST", 3)
    assert len(bot.titles(categories=[title], prefixes=[f"{title}/"])) == 3
    monkeypatch.setattr(heads, "MOST", 2)
    with pytest.raises(TitleError, match="More than 2 pages"):
        bot.titles(prefixes=[f"{title}/"])


def test_edits_are_marked_as_a_bot_s(bot: LiveWiki, mediawiki: MediaWiki, title: str) -> None:
    """An edit of an account with the right is marked as a bot's, and as no minor one."""
    bot.save(bot.read(title), "text", summary="marked")
    answer = mediawiki.session(ADMIN).api(
        action="query", list="recentchanges", rctitle=title, rcprop="flags", rcshow="bot"
    )
    (change,) = answer["query"]["recentchanges"]
    assert (change["bot"], change["minor"]) == (True, False)


def test_rows_that_do_not_fit_go_to_subpages(
    bot: LiveWiki, mediawiki: MediaWiki, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table too large for a page of this wiki goes on on subpages, and the second run changes nothing."""
    monkeypatch.setattr(LiveWiki, "largest", 900)
    for name, theme in (("Ants", "Maps/data"), ("Bats", "Law")):
        text = (
            f"; Title of the submission\n: {name}\n; Author(s)\n: Maker\n; Theme of presentation\n: {theme}\n"
        )
        mediawiki.save(f"{title}/Talks/{name}", text)
    event = Event(prefixes=(f"{title}/Talks/",), table_page=f"{title}/Review")
    assert review(event, bot).saved
    assert "Bats" in (mediawiki.text(f"{title}/Review/Law") or "")
    assert "Ants" in (mediawiki.text(f"{title}/Review/Maps-data") or "")
    assert not review(event, bot).changed
