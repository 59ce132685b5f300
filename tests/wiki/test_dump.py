"""An XML export is a wiki to read, and what is no export is refused with a sentence."""

import bz2
import gzip
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from glambot.errors import TitleError, WikiError
from glambot.wiki.dump import ExportWiki
from glambot.wiki.page import Page

HEAD = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="fr">\n'
    "<siteinfo><sitename>Essai</sitename><namespaces>"
    '<namespace key="0" case="first-letter" /><namespace key="2" case="first-letter">Utilisateur</namespace>'
    '<namespace key="14" case="first-letter">Catégorie</namespace></namespaces></siteinfo>\n'
)
TAIL = "</mediawiki>\n"


def revision(
    number: int,
    text: str,
    *,
    time: str = "2018-11-03T12:42:00Z",
    by: str = "<username>Ann Example</username><id>3</id>",
) -> str:
    return (
        f"<revision><id>{number}</id><timestamp>{time}</timestamp><contributor>{by}</contributor>"
        f"<comment>edit {number}</comment><model>wikitext</model>{text}</revision>\n"
    )


def text(words: str) -> str:
    return f'<text bytes="{len(words.encode())}" xml:space="preserve">{words}</text>'


def page(title: str, *revisions: str) -> str:
    return f"<page><title>{title}</title><ns>0</ns><id>1</id>{''.join(revisions)}</page>\n"


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., ExportWiki]:
    """Make an export of the pages given and open it."""

    def make(*pages: str) -> ExportWiki:
        path = tmp_path / "pages.xml"
        path.write_text(HEAD + "".join(pages) + TAIL, encoding="utf-8")
        return ExportWiki(path)

    return make


def test_read(export: Callable[..., ExportWiki]) -> None:
    """A page has the text, the id and the time of the export, under every spelling of its title."""
    wiki = export(page("Exposés/Été", revision(7, text("un\n* &lt;deux&gt; &amp;amp;"))))
    read = wiki.read("exposés/Été")
    assert read == Page(
        title="Exposés/Été",
        text="un\n* <deux> &amp;",
        revision="7",
        exists=True,
        timestamp=datetime(2018, 11, 3, 12, 42, tzinfo=UTC),
    )
    assert list(wiki.read_many(["Rien", "exposés/Été"])) == [wiki.read("Rien"), read]
    assert not wiki.read("Rien").exists
    assert wiki.name == "pages.xml"
    with pytest.raises(TitleError):
        wiki.read("a|b")


def test_the_newest_revision_counts(export: Callable[..., ExportWiki]) -> None:
    """Of several revisions the newest by time counts, then by id as a number, in any order in the file."""
    wiki = export(
        page(
            "A",
            revision(10, text("same second, higher id")),
            revision(9, text("same second, lower id")),
            revision(11, text("imported later"), time="2012-01-01T00:00:00Z"),
        ),
        page("B", revision(3, text("old"), time="2011-01-01T00:00:00Z")),
        page("B", revision(4, text("new"))),
    )
    assert wiki.read("A").revision == "10"
    assert wiki.read("B").text == "new"


def test_titles(export: Callable[..., ExportWiki]) -> None:
    """Titles are chosen by prefix and category, by the names of the export's own language too."""
    wiki = export(
        page("E/2", revision(1, text("[[Catégorie:x]]"))),
        page("E/1", revision(2, text("[[Category:X|s]]"))),
        page("Utilisateur:E", revision(3, text("[[:Catégorie:X]]"))),
        page(
            "Gone", revision(4, text("[[Catégorie:X]]"), time="2010-01-01T00:00:00Z"), revision(5, text(""))
        ),
    )
    assert wiki.titles() == ("E/1", "E/2", "Gone", "Utilisateur:E")
    assert wiki.titles(categories=["Category:x"]) == ("E/1", "E/2")
    assert wiki.titles(prefixes=["e/", "user:"]) == ("E/1", "E/2", "Utilisateur:E")


def test_titles_by_template_subcategory_and_list(export: Callable[..., ExportWiki]) -> None:
    """Templates and subcategories are known by the names of the export's own language too."""
    wiki = export(
        page("A", revision(1, text("{{Session}}"))),
        page("B", revision(2, text("[[Catégorie:Y]]"))),
        page("Catégorie:Y", revision(3, text("[[Category:X]]"))),
    )
    assert wiki.titles(templates=["Template:session"]) == ("A",)
    assert wiki.titles(categories=["X"], depth=1) == ("B", "Catégorie:Y")
    assert wiki.titles(listed=["a", "category:z"]) == ("A", "Catégorie:Z")


def test_last_by(export: Callable[..., ExportWiki]) -> None:
    """The newest revision of a user is found; one with a hidden text is no base for a merge."""
    hidden = '<text bytes="5" deleted="deleted" />'
    wiki = export(
        page(
            "A",
            revision(1, text("one"), time="2018-01-01T00:00:00Z"),
            revision(2, hidden, by="<username>Ben</username><id>4</id>", time="2018-01-02T00:00:00Z"),
            revision(3, text("three"), by="<ip>192.0.2.1</ip>", time="2018-01-03T00:00:00Z"),
            revision(4, text("four"), by="").replace(
                "<contributor></contributor>", '<contributor deleted="deleted" />'
            ),
        )
    )
    found = wiki.last_by("a", "ann_Example")
    assert found is not None
    assert (found.id, found.text, found.summary) == ("1", "one", "edit 1")
    by_address = wiki.last_by("A", "192.0.2.1")
    assert by_address is not None
    assert by_address.text == "three"
    assert wiki.last_by("A", "Ben") is None
    assert wiki.last_by("A", "Somebody") is None
    assert wiki.last_by("Rien", "Ann Example") is None


@pytest.mark.parametrize(
    "stub", ['<text bytes="5" deleted="deleted" />', '<text bytes="5" sha1="x" location="tt:1" id="1" />']
)
def test_a_text_that_is_not_there(export: Callable[..., ExportWiki], stub: str) -> None:
    """A page whose text was left out is no empty page; the error says so."""
    wiki = export(page("A", revision(1, stub)))
    with pytest.raises(WikiError, match="does not hold the text of the page 'A'"):
        wiki.read("A")
    with pytest.raises(WikiError, match="does not hold the text"):
        wiki.titles(categories=["X"])
    assert wiki.titles() == ("A",)


def test_an_empty_page_is_empty(export: Callable[..., ExportWiki]) -> None:
    """A page of no bytes is read as an empty page that exists."""
    read = export(page("A", revision(1, '<text bytes="0" />'))).read("A")
    assert (read.exists, read.text) == (True, "")


def test_nothing_can_be_saved(export: Callable[..., ExportWiki]) -> None:
    """Saving is refused, and the error says where one can write."""
    wiki = export(page("A", revision(1, text("one"))))
    with pytest.raises(WikiError, match="can only be read"):
        wiki.save(wiki.read("A"), "two", summary="")


@pytest.mark.parametrize(("suffix", "press"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_compressed_exports(tmp_path: Path, suffix: str, press: Callable[[bytes], bytes]) -> None:
    """A compressed export reads the same; cut off or misnamed, it is refused with the file's name."""
    raw = (HEAD + page("A", revision(1, text("one " * 5000))) + TAIL).encode()
    path = tmp_path / f"pages.XML{suffix}"
    path.write_bytes(press(raw))
    assert ExportWiki(path).read("A").text == "one " * 5000
    path.write_bytes(press(raw)[:-20])
    with pytest.raises(WikiError, match=rf"pages\.XML\{suffix} cannot be read to its end"):
        ExportWiki(path)
    plain = tmp_path / "plain.xml"
    plain.write_bytes(press(raw))
    with pytest.raises(WikiError, match=rf"plain\.xml is a .* unlike its name; .* \.xml\{suffix}"):
        ExportWiki(plain)
    path.write_bytes(raw)
    with pytest.raises(WikiError, match="is not compressed, unlike its name"):
        ExportWiki(path)


BOMB = (
    '<!DOCTYPE mediawiki [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE mediawiki [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


NO_EXPORTS = {
    "empty": ("", "is empty"),
    "no XML": ("no XML", "line 1"),
    "cut off": (HEAD + page("A", revision(1, text("one"))), r"no element found, line 5"),
    "unclosed": (HEAD + "<page>\n<title>A</page>", r"mismatched tag, line 4"),
    "control": (HEAD + page("A", revision(1, text("\x01"))) + TAIL, r"not well-formed .*, line 3"),
    "unknown entity": (HEAD + page("A", revision(1, text("&nbsp;"))) + TAIL, r"undefined entity, line 3"),
    "entities in entities": (f"{BOMB}{HEAD}{page('A', revision(1, text('&i;')))}{TAIL}", "document type"),
    "file as entity": (f"{OUTSIDE}{HEAD}{page('A', revision(1, text('&a;')))}{TAIL}", r"type.*line 1"),
    "HTML": ("<!DOCTYPE html>\n<html><body><p>Log in</body></html>", "a web page"),
    "XHTML": ('<html xmlns="http://www.w3.org/1999/xhtml"><br></html>', "a web page"),
    "no namespace": ("<mediawiki></mediawiki>", "XML of another kind"),
    "another kind": ("<rss><channel/></rss>", r"XML of another kind \(<rss>\)"),
    "deep": (HEAD + "<a>" * 100_000, "deeper than"),
    "no text": (HEAD + page("A", revision(1, "")) + TAIL, r"line 3 has no <text>"),
    "no id": (HEAD + page("A", revision(1, text("")).replace("<id>1</id>", "")) + TAIL, "has no <id>"),
    "no time": (HEAD + page("A", revision(1, text(""), time="yesterday")) + TAIL, "'yesterday' as the time"),
    "no title": (HEAD + page("A{{B}}", revision(1, text(""))) + TAIL, "no wiki can hold"),
}


@pytest.mark.parametrize("name", NO_EXPORTS)
def test_no_export(tmp_path: Path, name: str) -> None:
    """What is no export, or a damaged one, is refused with the file's name and the reason."""
    content, message = NO_EXPORTS[name]
    path = tmp_path / "pages.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WikiError, match=message) as caught:
        ExportWiki(path)
    assert str(path) in str(caught.value)


def test_no_file(tmp_path: Path) -> None:
    """A missing file and a file of another kind are told apart."""
    with pytest.raises(WikiError, match="There is no file"):
        ExportWiki(tmp_path / "pages.xml")
    with pytest.raises(WikiError, match=r"must end in \.xml"):
        ExportWiki(tmp_path / "pages.json")


_QUIET = """
import os, sys
def forbid(event, args):
    # urllib3 binds a socket of this machine to learn whether it knows IPv6: that reaches nobody.
    if event in {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}:
        raise SystemExit(f"network: {event} {args}")
sys.addaudithook(forbid)
import glambot.wiki
early = sorted({"pywikibot", "requests"} & set(sys.modules))
wiki = glambot.wiki.open_wiki("pages.xml")
print(early, wiki.read("A").text, "pywikibot" in sys.modules, os.environ.get("PYWIKIBOT_NO_USER_CONFIG"))
"""


@pytest.mark.parametrize("configured", [False, True])
def test_a_quiet_import(tmp_path: Path, export: Callable[..., ExportWiki], configured: bool) -> None:
    """Importing the room imports no pywikibot; reading does, without a word, request or file."""
    export(page("A", revision(1, text("one"))))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYWIKIBOT")}
    home = tmp_path / "home"
    home.mkdir()
    if configured:
        (tmp_path / "user-config.py").write_text("")
    run = subprocess.run(  # noqa: S603  # this interpreter, on a text in this file
        [sys.executable, "-W", "error", "-c", _QUIET],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.stdout, run.stderr, run.returncode) == (f"[] one True {None if configured else 2}\n", "", 0)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [
        "home",
        "pages.xml",
        *(["user-config.py"] if configured else []),
    ]
    assert [entry for entry in home.rglob("*") if entry.is_file()] == []
