"""Hostile submissions, saved for real and tallied by the bot: its pages show them and do nothing."""

from glambot.rounds import make_round
from glambot.setups import Settings
from glambot.wiki.live import LiveWiki
from tests.mediawiki.bot import STATUS
from tests.mediawiki.install import ADMIN, BOT
from tests.mediawiki.test_hostile import KINDS
from tests.mediawiki.wiki import MediaWiki

BEGIN = "{{Glambot review|category=Owls|columns=submission; authors; type; length; theme; interested; notes}}"
END = "{{Glambot review end}}"


def hostile(text: str) -> str:
    """A submission that says a hostile text in every field and in a sign-up line."""
    inline = text.replace("\n", " ")
    return (
        f"[[Category:Owls]]\n; Title of the submission\n: {inline}\n"
        f"; Author(s) of the submission\n: {inline}\n"
        f"; Type of submission\n: {inline}\n; Length of session\n: {inline}\n"
        f"; Theme of presentation\n: {inline}\n"
        f"; Abstract\n: {text}\n\n== Interested attendees ==\n"
        f"# {inline} [[User:Ann Example|Ann]] 12:42, 3 October 2018 (UTC)\n# {inline}\n"
    )


def test_nothing_acts(fresh_mediawiki: MediaWiki, bot: LiveWiki) -> None:
    """No link to a user, category, transclusion, file, redirect or signature comes out of any of them."""
    wiki = fresh_mediawiki
    for number, kind in enumerate(KINDS):
        wiki.save(f"Conf/{number}", hostile(kind.text))
    wiki.save("Conf/Review", f"{BEGIN}\n{END}", ADMIN)
    (done,) = make_round(bot, Settings(user=BOT.name))
    assert done.state == "saved"
    assert done.outcome is not None
    assert wiki.text("Conf/Review") == done.outcome.after.rstrip()
    traces = wiki.traces("Conf/Review").acting
    assert traces.pop("templates") == ["Template:Glambot review", "Template:Glambot review end"]
    links = traces.pop("links")
    links = [link for link in links if not link.startswith("Template:Glambot review")]
    assert [link for link in links if not link.startswith("Conf/")] == []
    assert len(links) == len(done.outcome.submissions) >= len(KINDS) - 10
    assert traces == {}
    assert [table.state for table in make_round(bot, Settings(user=BOT.name))] == ["up to date"]


def test_answers_do_not_act(fresh_mediawiki: MediaWiki, bot: LiveWiki) -> None:
    """A mistake that quotes a hostile text, on the page and on the status page, does nothing either."""
    wiki = fresh_mediawiki
    before = {}
    for kind in KINDS[::8]:
        title = f"Answer {kind.name}"
        columns = " ".join(kind.text.split("\n"))
        wiki.save(
            title, f"{{{{Glambot review|category=Owls|columns=<nowiki>{columns}</nowiki>}}}}\n{END}", ADMIN
        )
        before[title] = wiki.traces(title).acting
    states = {table.title: table.state for table in make_round(bot, Settings(user=BOT.name))}
    assert sum(state == "mistake in the setup" for state in states.values()) > len(before) / 2
    assert {title: wiki.traces(title).acting for title in before} == before
    status = wiki.traces(STATUS)
    assert set(status.acting) <= {"links"}
    assert {link.partition(" ")[0] for link in status.links} == {"Answer"}
