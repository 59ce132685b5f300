"""The command line: what it prints, its exit codes, and that every mistake is told in a sentence."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from glambot import __version__
from glambot.cli import cli, run
from glambot.commands import many
from glambot.wiki.filename import file_name

ROOT = Path(__file__).parent.parent
SIGNED = "12:42, 3 November 2018 (UTC)"
OWLS = (
    "; Title of the submission\n: Owls at night\n; Author of the submission\n: [[User:Maker|Maker]]\n"
    "; Length of session\n: half an hour\n== Interested attendees ==\n"
    f"# [[User:Ann|Ann]] {SIGNED}\n# [[User:Bob|Bob]] {SIGNED} See you!\n# [[User:Maker|Maker]] {SIGNED}\n"
)
TALKS = (
    "* '''Owls''' – Jane Doe. Half an hour.\n* '''Lamps''' – John Roe. 20 minutes.\n"
    f"== Owls ==\n# [[User:Ann|Ann]] {SIGNED}\n"
)
EVENT = (
    'name = "Conf"\n[pages]\nprefix = "Conf/"\n[table]\npage = "Review"\n'
    '[signup]\ndeadline = "31 October 2018 23:59 AoE"\n'
)


class Result:
    """What a command said and how it ended; every error is looked at here."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in out + err
        assert "should not have happened" not in err
        if code == 1:
            assert err.startswith("Error: ")
            assert err.endswith("\n")


Command = Callable[..., Result]


@pytest.fixture
def glambot(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process."""

    def call(*arguments: object) -> Result:
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


def process(*arguments: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "glambot", *map(str, arguments)],
        input=stdin, capture_output=True, check=False, cwd=ROOT, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with two pages, and beside it the file of an event."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / file_name("Conf/Owls")).write_text(OWLS, "utf-8")
    (folder / file_name("Conf/Old")).write_text("#REDIRECT [[Conf/Owls]]", "utf-8")
    (tmp_path / "conf.toml").write_text(EVENT, "utf-8")
    return folder


@pytest.fixture
def owls(pages: Path) -> Path:
    return pages / file_name("Conf/Owls")


@pytest.fixture
def event(pages: Path) -> Path:
    return pages.parent / "conf.toml"


# --- Help and usage ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [[], *([name] for name in sorted(cli.commands))],
    ids=lambda words: " ".join(words) or "glambot",
)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_has_examples(glambot: Command, command: list[str], option: str) -> None:
    """Every command explains itself with examples that can be typed."""
    result = glambot(*command, option)
    assert result.code == 0
    assert re.search(rf"Examples?:\n +glambot {' '.join(command)}", result.out)


def test_version(glambot: Command) -> None:
    """The version is the package's."""
    assert glambot("--version").out == f"glambot, version {__version__}\n"


def test_no_command_at_all(glambot: Command) -> None:
    """The name of the program alone shows the help and is wrong usage."""
    result = glambot()
    assert result.code == 2
    assert "Usage:" in result.out + result.err
    assert "glambot review --wiki" in result.out + result.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("prase",), "No such command 'prase'"),
        (("parse",), "Missing argument 'PAGE...'"),
        (("parse", "--jsno", "x"), "No such option"),
        (("review",), "Name the wiki: --wiki"),
        (("review", "--wiki", ".", "--max-vanished", "2"), "2"),
        (("review", "--wiki", ".", "--html", "."), "is a directory"),
        (("explain",), "Missing argument 'PAGE'"),
        (("check",), "Missing argument 'EVENT'"),
        (("parse", "--title", "X", "a.wiki", "b.wiki"), "--title names one page"),
        (("signatures",), "Missing argument 'FILE...'"),
        (("signatures", "--title", "X", "a.wiki", "b.wiki"), "--title names one page"),
        (("signatures", "--include", "both", "a.wiki"), "'undated', 'userless'"),
        (("signatures", "--site", "s.json", "--language", "pl", "a.wiki"), "--site and --language both say"),
        (("parse", "--site", "s.json", "--timezone", "UTC", "a.wiki"), "--timezone goes with --language"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage(glambot: Command, arguments: tuple[str, ...], said: str) -> None:
    """A command typed wrongly ends with code 2 and says what is missing, on the channel for errors."""
    result = glambot(*arguments)
    assert result.code == 2
    assert said in result.err
    assert result.out == ""


# --- parse ---------------------------------------------------------------------------------------


def test_parse_for_people(glambot: Command, owls: Path) -> None:
    """A page is shown with its title, fields, and every signature with its reason."""
    result = glambot("parse", owls)
    assert result.code == 0
    assert result.err == ""
    lines = result.out.splitlines()
    assert re.sub(r"\x1b\[\d*m", "", lines[0]) == "Owls at night"
    assert "  page: Conf/Owls" in lines
    assert "  length in minutes: 30" in lines
    assert "  interested: 2" in lines
    assert "    Ann 2018-11-03 12:42 UTC [signed, counted]" in lines
    assert "    Bob 2018-11-03 12:42 UTC [signed, counted] – See you!" in lines
    assert "    Maker 2018-11-03 12:42 UTC [signed, author]" in lines


def test_parse_as_json(glambot: Command, owls: Path) -> None:
    """One page is one indented JSON object, with the title its file's name says."""
    result = glambot("parse", owls, "--json")
    data = json.loads(result.out)
    assert (data["page"], data["length_minutes"], data["tally"]["interested"]) == ("Conf/Owls", 30, 2)
    assert result.out.startswith("{\n")


def test_parse_many_as_json_lines(glambot: Command, owls: Path, tmp_path: Path) -> None:
    """Several files, and several talks on one page, are one JSON object a line."""
    talks = tmp_path / "talks.txt"
    talks.write_text(TALKS, "utf-8")
    lines = glambot("parse", owls, talks, "--json").out.splitlines()
    found = [json.loads(line) for line in lines]
    assert [(data["page"], data["section"]) for data in found] == [
        ("Conf/Owls", None),
        ("talks", "Owls"),
        ("talks", "Lamps"),
    ]
    assert len(glambot("parse", talks, "--json").out.splitlines()) == 2


@pytest.fixture
def crowd(tmp_path: Path) -> list[Path]:
    """So many files that several processes read them."""
    files = [tmp_path / f"{number:03}.txt" for number in range(many.FEW + 9)]
    for number, file in enumerate(files):
        file.write_text(f"; Title\n: Owl № {number}\n", "utf-8")
    return files


# With the last, three files are left for five processors.
@pytest.mark.parametrize(("processors", "files"), [(1, 20), (2, 20), (5, 20), (2, 36), (5, 14)])
def test_parse_more_files_with_helpers(
    glambot: Command, crowd: list[Path], processors: int, files: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What several processes read comes in the order of the files, whatever there is of processors."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)), raising=False)
    monkeypatch.setattr(many, "_ROUND", files)
    lines = glambot("parse", *crowd, "--json").out.splitlines()
    assert [json.loads(line)["page"] for line in lines] == [file.stem for file in crowd]
    assert "Owl № 72" in lines[-1]


def test_parse_more_files_up_to_an_error(
    glambot: Command, crowd: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be read ends the command behind the lines of those before, whoever reads it."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    for number in (70, 5):
        crowd[number].write_bytes(b"caf\xe9")
        result = glambot("parse", *crowd, "--json")
        assert result.code == 1
        assert len(result.out.splitlines()) == number
        assert f"{crowd[number]} is not UTF-8 text" in result.err


def test_json_lines_in_any_letters(glambot: Command, tmp_path: Path) -> None:
    """Letters of all languages stand as they are, wherever they come from; a backslash is no escape."""
    files = [tmp_path / "ascii.txt", tmp_path / "other.txt"]
    files[0].write_text("; Title\n: A &eacute; \\u00e9 \x7f\n", "utf-8")
    files[1].write_text("; Title\n: Sówka\n", "utf-8")
    first, second = glambot("parse", *files, "--json").out.splitlines()
    assert '"text":"A é \\\\u00e9' in first
    assert "\\u007f" in first
    assert '"text":"Sówka"' in second


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize("times", [1, 2])
def test_json_for_any_output(
    tmp_path: Path, times: int, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letters that an output does not know are escapes of JSON there."""
    file = tmp_path / "owl.txt"
    file.write_text("; Title\n: Sówka 🦉\n", "utf-8")
    written_to = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written_to, encoding=encoding, write_through=True))
    assert run(["parse", *[str(file)] * times, "--json"]) == 0
    sys.stdout.flush()
    written = written_to.getvalue().decode(encoding)
    first = written.splitlines()[0] if times > 1 else written
    assert json.loads(first)["fields"]["title"]["text"] == "Sówka 🦉"
    assert (encoding == "utf-8") == ("🦉" in written)


def test_a_file_without_a_name(glambot: Command) -> None:
    """An empty argument, as an unset variable of a shell gives it, is told as one."""
    assert "Error: '' cannot be read" in glambot("parse", "").err


@pytest.mark.parametrize("arguments", [("parse",), ("parse", "--json"), ("signatures",)], ids=" ".join)
def test_closed_streams(
    arguments: tuple[str, ...],
    owls: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A closed standard input is told as what it is; without an output there is nothing to say."""
    monkeypatch.setattr(sys, "stdin", None)
    assert run([*arguments, "-"]) == 1
    assert "Standard input is closed" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdout", None)
    assert run([*arguments, str(owls), str(owls)]) == 0
    assert run([*arguments, str(owls), "none"]) == 1
    assert "none cannot be read" in capsys.readouterr().err


def test_json_lines_into_a_text(owls: Path) -> None:
    """Who calls the command from Python may catch its lines as text."""
    with contextlib.redirect_stdout(io.StringIO()) as caught:
        assert run(["parse", str(owls), str(owls), "--json"]) == 0
    assert [json.loads(line)["page"] for line in caught.getvalue().splitlines()] == ["Conf/Owls"] * 2


def test_parse_with_a_mistake_in_a_helper(
    crowd: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What goes wrong in another process is told as if it had gone wrong in this one; so is its end."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    own = os.getpid()

    def wrong(value: object) -> bytes:
        del value
        if os.getpid() == own:
            return b"{}"
        raise KeyError("owl")

    for mistake, said in (
        (wrong, "KeyError: 'owl'"),
        (lambda _: b"{}" if os.getpid() == own else os._exit(1), "was stopped"),
    ):
        monkeypatch.setattr(many, "as_json_line", mistake)
        assert run(["parse", *map(str, crowd), "--json"]) == 1
        out, err = capsys.readouterr()
        assert said in err
        # What stands before the first missing line is printed.
        assert out == "{}\n" * out.count("\n")
        assert out.count("\n") < len(crowd)


def test_parse_with_a_title(glambot: Command, owls: Path) -> None:
    """A title that is given goes before the file's name."""
    assert json.loads(glambot("parse", owls, "--json", "--title", "Else").out)["page"] == "Else"


def test_parse_a_title_on_a_wiki(glambot: Command, pages: Path, event: Path) -> None:
    """With a wiki named, a page is a title; the event's deadline counts."""
    data = json.loads(glambot("parse", "Conf/Owls", "--wiki", pages, "--event", event, "--json").out)
    assert (data["tally"]["interested"], data["tally"]["late"]) == (0, 2)


def test_parse_standard_input(glambot: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hyphen stands for standard input, which has no title; a byte order mark is no text."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + OWLS.encode())))
    data = json.loads(glambot("parse", "-", "--json").out)
    assert data["page"] is None
    assert data["fields"]["title"]["text"] == "Owls at night"


def test_parse_nothing(glambot: Command, tmp_path: Path) -> None:
    """An empty file is a page on which nothing stands, no error."""
    file = tmp_path / "Empty.wiki"
    file.write_bytes(b"")
    result = glambot("parse", file, "--json")
    assert result.code == 0
    assert json.loads(result.out)["fields"] == {}


@pytest.mark.parametrize("command", ["parse", "explain", "signatures"])
@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("latin.wiki", b"; Title\n: caf\xe9"), "latin.wiki is not UTF-8 text (byte 13). Save it as UTF-8."),
        (("none.wiki", None), "none.wiki cannot be read: No such file or directory."),
        (("folder", b""), "folder is a folder; name its files"),
        (("a\0b", None), "no possible file name"),
        (("x" * 300, None), "cannot be read: File name too long."),
    ],
    ids=["not UTF-8", "missing", "a folder", "a NUL", "too long"],
)
def test_files_that_cannot_be_read(
    glambot: Command, tmp_path: Path, command: str, file: tuple[str, bytes | None], said: str
) -> None:
    """A file that cannot be read ends the command with code 1 and one sentence that names it."""
    name, content = file
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    result = glambot(command, path)
    assert result.code == 1
    assert said in result.err
    assert result.err.count("\n") == 1
    # Only a command that takes titles on a wiki says how to name one.
    assert ("--wiki" in result.err) == (command != "signatures" and name != "latin.wiki")


# --- signatures ----------------------------------------------------------------------------------

WARSAW = "12:42, 3 lis 2018 (CET)"
TALK = (
    "== Sowy ==\n=== Nocne ===\n"
    f"* Tak! --[[Użytkownik:Ann|A.]] ([[Dyskusja użytkownika:Ann|dyskusja]]) {WARSAW}\n"
    f"* <s>Nie. [[User:Bob]] 11:42, 3 November 2018 (UTC)</s>\n* [[User:Cid|Cid]]\n* {WARSAW}\n"
)
POLISH = ("--language", "pl", "--timezone", "Europe/Warsaw")


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A talk page of a Polish wiki."""
    path = tmp_path / file_name("Dyskusja:Sowy")
    path.write_text(TALK, "utf-8")
    return path


def test_signatures_for_people(glambot: Command, talk: Path) -> None:
    """Signatures are a table with line, time, user, nearest heading and codes, and what these mean."""
    result = glambot("signatures", talk, *POLISH)
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert [re.split("  +", line) for line in (lines[0], *lines[2:4])] == [
        ["line", "time (UTC)", "user", "heading", "warnings"],
        ["3", "2018-11-03 11:42", "Ann", "Nocne"],
        ["4", "2018-11-03 11:42", "Bob", "Nocne", "GB109"],
    ]
    assert lines[4:] == ["2 signatures of 2 users.", "  1 × GB109 timestamp of another wiki"]


def test_signatures_of_several_files(glambot: Command, talk: Path, owls: Path) -> None:
    """Several files are shown one below the other, each under its name, one without any too."""
    (talk.parent / "empty.txt").write_text("Nobody.", "utf-8")
    out = re.sub(r"\x1b\[\d*m", "", glambot("signatures", owls, talk.parent / "empty.txt").out)
    assert out.startswith(f"{owls}\nline ")
    assert out.endswith(f"3 signatures of 3 users.\n{talk.parent / 'empty.txt'}\n0 signatures of 0 users.\n")


def test_signatures_as_json(glambot: Command, talk: Path) -> None:
    """One file is a JSON list, with every value and its place."""
    first, second = json.loads(glambot("signatures", talk, *POLISH, "--json").out)
    begin = TALK.index("[[Użytkownik")
    link, stamp = TALK.index("[[Dyskusja"), TALK.index(WARSAW)
    assert first == {
        "user": "Ann",
        "user_wiki": None,
        "timestamp": "2018-11-03T11:42:00Z",
        "kind": "local",
        "display": "A.",
        "heading": "Nocne",
        "headings": ["Sowy", "Nocne"],
        "depth": 1,
        "struck": False,
        "span": [begin, stamp + len(WARSAW)],
        "text": TALK[begin : stamp + len(WARSAW)],
        "link_span": [link, stamp - 2],
        "timestamp_span": [stamp, stamp + len(WARSAW)],
        "warnings": [],
    }
    assert (second["struck"], [notice["code"] for notice in second["warnings"]]) == (True, ["GB109"])
    assert second["warnings"][0]["span"] == second["timestamp_span"]


def test_signatures_of_many_as_json_lines(
    glambot: Command, talk: Path, owls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several files, standard input among them, are one JSON object a line that begins with the file."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OWLS.encode())))
    lines = glambot("signatures", talk, "-", "--json", *POLISH).out.splitlines()
    found = [json.loads(line) for line in lines]
    assert [(data["file"], data["user"]) for data in found] == [
        *((str(talk), user) for user in ("Ann", "Bob")),
        *(("-", user) for user in ("Ann", "Bob", "Maker")),
    ]
    assert all(next(iter(data)) == "file" for data in found)
    assert glambot("signatures", owls, "--json").out.startswith("[\n")


def test_signatures_include_more(glambot: Command, talk: Path) -> None:
    """What has no timestamp, or no user, is shown where it is asked for, and null is what is not there."""

    def users(*wanted: str) -> list[tuple[str | None, str | None]]:
        include = [word for name in wanted for word in ("--include", name)]
        found = json.loads(glambot("signatures", talk, *POLISH, "--json", *include).out)
        return [(data["user"], data["timestamp"]) for data in found]

    time = "2018-11-03T11:42:00Z"
    dated = [("Ann", time), ("Bob", time)]
    assert users() == dated
    assert users("undated") == [*dated, ("Cid", None)]
    assert users("userless") == [*dated, (None, time)]
    assert users("undated", "userless") == [*dated, ("Cid", None), (None, time)]
    assert "(nobody named)" in glambot("signatures", talk, "--include", "userless").out


def test_signatures_with_a_title(glambot: Command, tmp_path: Path) -> None:
    """A link within the page is its owner's on a user talk page, named by the file or by --title."""
    text = f"Thanks! [[#top|Ann]] {SIGNED}"
    named = tmp_path / file_name("User talk:Ann")
    other = tmp_path / "page.txt"
    for path in (named, other):
        path.write_text(text, "utf-8")
    assert [data["user"] for data in json.loads(glambot("signatures", named, "--json").out)] == ["Ann"]
    assert json.loads(glambot("signatures", other, "--json").out) == []
    found = json.loads(glambot("signatures", other, "--json", "--title", "User talk:Bob").out)
    assert [data["user"] for data in found] == ["Bob"]


# --- The wiki a text is from ---------------------------------------------------------------------


@pytest.mark.parametrize("command", ["parse", "explain", "signatures", "review"])
@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--language", "klingon", "Error: There is no language 'klingon' in MediaWiki: use a code such as "),
        ("--timezone", "Warsaw", "Error: There is no time zone 'Warsaw': use an IANA name such as "),
        ("--site", "none.json", "Error: none.json cannot be read: No such file or directory"),
    ],
)
def test_no_such_wiki(glambot: Command, owls: Path, command: str, option: str, value: str, said: str) -> None:
    """A language, time zone or file that there is not ends a command with code 1 and one sentence."""
    result = glambot(command, *(("--wiki", owls.parent) if command == "review" else (owls,)), option, value)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(said)
    assert result.err.count("\n") == 1


def test_a_time_zone_alone(glambot: Command, talk: Path) -> None:
    """A time zone without a language is that of a wiki in English."""
    talk.write_text("[[User:Ann]] 12:42, 3 November 2018 (CET)", "utf-8")
    (found,) = json.loads(glambot("signatures", talk, "--json", "--timezone", "Europe/Warsaw").out)
    assert (found["timestamp"], found["warnings"]) == ("2018-11-03T11:42:00Z", [])


def test_a_site_from_a_file(glambot: Command, talk: Path, tmp_path: Path) -> None:
    """A file that describes a wiki does what --language and --timezone do."""
    site = tmp_path / "site.json"
    site.write_text('{"language": "pl", "timezone": "Europe/Warsaw"}', "utf-8")
    assert glambot("signatures", talk, "--json", "--site", site).out == (
        glambot("signatures", talk, "--json", *POLISH).out
    )


def test_submissions_of_another_wiki(glambot: Command, pages: Path, owls: Path, event: Path) -> None:
    """Sign-up lists are read as the wiki that is named writes them, by every command that reads any."""
    line = "# [[Użytkowniczka:Dora]] 12:42, 3 November 2018 (CEST)\n"
    owls.write_text(OWLS + line, "utf-8")
    # The zone has another name in November: the wiki's own clock is believed, where that is known.
    for language, hour in (((), "10:42"), (POLISH, "11:42")):
        parsed = json.loads(glambot("parse", owls, "--json", *language).out)
        assert parsed["attendees"][-1]["timestamp"] == f"2018-11-03T{hour}:00Z"
        assert f"Dora, signed 2018-11-03 {hour} UTC" in glambot("explain", owls, *language).out
    event.write_text(EVENT.replace("31 October 2018 23:59 AoE", "2018-11-03 11:00 UTC"), "utf-8")
    review = ("review", "--wiki", pages, "--event", event, "--dry-run")
    assert "| 1 + 2 late\n" in glambot(*review).out
    assert "| 0 + 3 late\n" in glambot(*review, *POLISH).out


# --- review --------------------------------------------------------------------------------------


def test_review(glambot: Command, pages: Path, event: Path) -> None:
    """A run says what was read and left out and that it saved; the next one changes nothing."""
    result = glambot("review", "--wiki", pages, "--event", event)
    assert result.code == 0
    assert result.out.splitlines() == [
        "Read 1 submission; 3 people on their lists.",
        "  left out: Conf/Old (a redirect to Conf/Owls)",
        "  The table was made.",
        "Saved Review on pages: Review table: made.",
    ]
    before = (pages / "Review.wiki").read_bytes()
    assert b"0 + 2 late" in before
    result = glambot("review", "--wiki", pages, "--event", event)
    assert (result.code, result.out.splitlines()[-1]) == (0, "Nothing changed on Review.")
    assert (pages / "Review.wiki").read_bytes() == before


def test_review_dry_run(glambot: Command, pages: Path, event: Path) -> None:
    """A dry run that would change something ends with code 3, shows a diff and saves nothing; else with 0."""
    arguments = ("review", "--wiki", pages, "--event", event, "--dry-run")
    result = glambot(*arguments)
    assert result.code == 3
    assert "+++ Review (new)" in result.out
    assert "+! Submission" in result.out
    assert not (pages / "Review.wiki").exists()
    glambot(*arguments[:-1])
    result = glambot(*arguments)
    assert (result.code, result.out.splitlines()[-1]) == (0, "Nothing changed on Review.")


def test_review_elsewhere_and_shown(glambot: Command, pages: Path, event: Path, tmp_path: Path) -> None:
    """The table goes to the page asked for, to the terminal, and to files as wikitext and HTML."""
    wikitext, html = tmp_path / "out.wiki", tmp_path / "out.html"
    result = glambot(
        "review",
        "--wiki",
        pages,
        "--event",
        event,
        "--page",
        "Other",
        "--show",
        "--wikitext",
        wikitext,
        "--html",
        html,
    )
    assert result.code == 0
    assert (pages / "Other.wiki").exists()
    assert not (pages / "Review.wiki").exists()
    assert "Owls at night" in result.out
    assert wikitext.read_text("utf-8").rstrip("\n") == (pages / "Other.wiki").read_text("utf-8").rstrip("\n")
    assert "Owls at night" in html.read_text("utf-8")


@pytest.mark.parametrize(
    ("wiki", "said"),
    [
        ("nowhere", "There is no "),
        ("conf.toml", "is no wiki; name a folder of pages or a MediaWiki XML export"),
        ("empty.xml", "empty.xml"),
    ],
)
def test_review_of_no_wiki(glambot: Command, pages: Path, tmp_path: Path, wiki: str, said: str) -> None:
    """What is no wiki is refused with code 1."""
    (tmp_path / "empty.xml").write_bytes(b"")
    result = glambot("review", "--wiki", pages.parent / wiki)
    assert result.code == 1
    assert said in result.err


def test_review_with_nothing_to_read(glambot: Command, tmp_path: Path, event: Path) -> None:
    """An event without a page on the wiki is an error, and no page is made."""
    folder = tmp_path / "none"
    folder.mkdir()
    result = glambot("review", "--wiki", folder, "--event", event)
    assert result.code == 1
    assert "has no submissions on none" in result.err
    assert list(folder.glob("*.wiki")) == []


def test_review_refuses_a_broken_page(glambot: Command, pages: Path, event: Path) -> None:
    """A page without markers stays as it is; the error says what to paste."""
    page = pages / "Review.wiki"
    page.write_text("Our table.\n{|\n|}\n", "utf-8")
    result = glambot("review", "--wiki", pages, "--event", event)
    assert result.code == 1
    assert "<!-- glambot begin" in result.err
    assert page.read_text("utf-8") == "Our table.\n{|\n|}\n"


def test_review_that_cannot_write_its_preview(glambot: Command, pages: Path, event: Path) -> None:
    """A preview that cannot be written is an error in a sentence."""
    result = glambot(
        "review",
        "--wiki",
        pages,
        "--event",
        event,
        "--dry-run",
        "--html",
        pages / "no" / "such" / "file.html",
    )
    assert result.code == 1
    assert "cannot be written: No such file or directory." in result.err


# --- explain, check, events ----------------------------------------------------------------------


def test_explain(glambot: Command, owls: Path) -> None:
    """Every entry is told with its line and why it counts or not."""
    result = glambot("explain", owls)
    assert result.code == 0
    assert "an author's own signature" in result.out
    assert all(name in result.out for name in ("Ann", "Bob", "Maker"))
    assert all(f"line {number}" in result.out for number in (8, 9, 10))


def test_explain_one_user(glambot: Command, pages: Path, event: Path) -> None:
    """One user's entries are told, however the name is spelt; who is not there is told too."""
    arguments = ("--wiki", pages, "--event", event)
    result = glambot("explain", "Conf/Owls", "ann", *arguments)
    assert result.code == 0
    assert "Ann" in result.out
    assert "Bob" not in result.out
    result = glambot("explain", "Conf/Owls", "Zoe", *arguments)
    assert (result.code, "Zoe is not on this list." in result.out) == (0, True)


def test_explain_as_json(glambot: Command, owls: Path) -> None:
    """The entries are a JSON list with user, reason and place."""
    data = json.loads(glambot("explain", owls, "--json").out)
    assert [(entry["user"], entry["line"]) for entry in data] == [("Ann", 8), ("Bob", 9), ("Maker", 10)]
    assert [OWLS[slice(*entry["span"])][:7] for entry in data] == ["[[User:"] * 3


def test_explain_a_page_that_is_not_there(glambot: Command, pages: Path) -> None:
    """A title that is not on the wiki is an error that names one called alike."""
    result = glambot("explain", "Conf/Owl", "--wiki", pages)
    assert result.code == 1
    assert result.err == "Error: There is no page 'Conf/Owl' on pages. Did you mean 'Conf/Owls'?\n"


def test_check(glambot: Command, event: Path) -> None:
    """A right event file is said to be right, and how it is understood."""
    result = glambot("check", event)
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0] == f"{event} is a valid event."
    assert "  deadline: 01 November 2018 11:59:59 UTC" in lines
    assert "  pages: titles from Conf/" in lines


def test_check_tells_of_every_way_to_pages(glambot: Command, tmp_path: Path) -> None:
    """Categories with their levels, templates and listed titles are named."""
    file = tmp_path / "conf.toml"
    pages = 'category = "Owls"\nsubcategories = 2\ntemplate = "Session"\ntitles = ["A", "B"]'
    file.write_text(f"[pages]\n{pages}\n", "utf-8")
    wanted = "category Owls with 2 levels of subcategories, pages with the template Session, A, B"
    assert f"  pages: {wanted}" in glambot("check", file).out.splitlines()


def test_check_tells_every_mistake(glambot: Command, tmp_path: Path) -> None:
    """A wrong event file is an error, each mistake on a line of its own."""
    file = tmp_path / "conf.toml"
    file.write_text('nmae = "X"\n[table]\nsort = "votes"\n', "utf-8")
    result = glambot("check", file)
    assert result.code == 1
    assert [line.partition("conf.toml: ")[2][:10] for line in result.err.splitlines()] == [
        "nmae is no",
        "table.sort",
    ]


def test_events(glambot: Command, tmp_path: Path) -> None:
    """The bundled events are listed; one that is shown can be saved and checked."""
    names = glambot("events").out.splitlines()
    assert "GLAMTLV2018" in names
    for name in names:
        file = tmp_path / f"{name}.toml"
        file.write_text(glambot("events", name).out, "utf-8")
        assert glambot("check", file).code == 0
    result = glambot("events", "Atlantis")
    assert (result.code, "There is no bundled event 'Atlantis'" in result.err) == (1, True)


# --- Hostile texts, and the system around --------------------------------------------------------

HOSTILE = (
    "; Title\n: \x1b[31mred\x1b[0m \x1b]0;owned\x07 \x9b31m \x00 \r over\n"
    "; Author of the submission\n: \x1b[2JEve\n; Country of origin\n: \u2028X\n"
    f"== Interested attendees ==\n# [[User:\x1b[31mEve|Eve]] {SIGNED} \x1b[5mblink\n# \x1b[7mJane\x07\n"
    f"== \x9b31mheading\x07 ==\n# [[User:Eve|\x9b31mEve\x1b[5m\x07]] {SIGNED}\n"
)
ACTED_ON = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.mark.parametrize(
    "arguments",
    [
        ("parse",),
        ("parse", "--json"),
        ("explain",),
        ("explain", "--json"),
        ("explain", "\x1b[31mEve"),
        ("signatures",),
        ("signatures", "--json"),
    ],
    ids=" ".join,
)
def test_nothing_from_pages_reaches_the_terminal(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Escape sequences and control characters of a page are never printed, in no form a terminal acts on."""
    file = tmp_path / "Eve%1B[31m.wiki"
    file.write_text(HOSTILE, "utf-8")
    command, *rest = arguments
    done = process(command, file, *rest)
    assert done.returncode == 0
    assert b"Eve" in done.stdout
    assert ACTED_ON.search(done.stdout.decode()) is None
    assert ACTED_ON.search(done.stderr.decode()) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("parse", "{pages}/{name}"),
        ("parse", "{name}"),
        ("signatures", "{name}"),
        ("signatures", "{pages}", "--language", "{name}"),
        ("signatures", "{pages}", "--site", "{pages}/{name}"),
        ("explain", "{name}", "--wiki", "{pages}"),
        ("review", "--wiki", "{pages}"),
        ("check", "{name}"),
    ],
    ids=" ".join,
)
def test_errors_hold_no_escapes(pages: Path, arguments: tuple[str, ...]) -> None:
    """Not even an error that quotes a file's name lets through what a terminal acts on."""
    name = "\x1b]0;owned\x07\x9b31m.wiki"
    (pages / name).write_bytes(b"\xff")
    done = process(*(part.format(pages=pages, name=name) for part in arguments))
    assert done.returncode == 1
    assert b"owned" in done.stderr
    assert ACTED_ON.search(done.stderr.decode()) is None


def test_review_holds_no_escapes(pages: Path, tmp_path: Path) -> None:
    """The report, diff, drawn table and preview of a review hold nothing a terminal acts on."""
    (pages / file_name("Conf/Eve")).write_text(HOSTILE, "utf-8")
    html = tmp_path / "x.html"
    done = process("review", "--wiki", pages, "--dry-run", "--show", "--html", html)
    assert done.returncode == 3
    assert b"Eve" in done.stdout
    assert ACTED_ON.search(done.stdout.decode() + done.stderr.decode() + html.read_text("utf-8")) is None


def test_half_characters_do_no_harm(tmp_path: Path) -> None:
    """A lone surrogate, from a file's name or a reference on a page, ends no command in a crash."""
    file = tmp_path / os.fsdecode(b"caf\xe9.wiki")
    file.write_text("; Title\n: &#xD800; &#55296; x\n; Author\n: Jane &#xDFFF;\n", "utf-8")
    for arguments in (
        ("parse", file),
        ("parse", "--json", file),
        ("explain", file),
        ("signatures", file),
        ("signatures", "--json", file, file),
        ("parse", os.fsdecode(b"none\xe9")),
    ):
        done = subprocess.run(  # noqa: S603 - our own program
            [os.fsencode(part) for part in (sys.executable, "-m", "glambot", *map(str, arguments))],
            capture_output=True, check=False, cwd=ROOT, timeout=60,
        )  # fmt: skip
        assert b"Traceback" not in done.stderr
        assert b"should not have happened" not in done.stderr
        assert done.returncode == (1 if "none" in str(arguments) else 0)


def test_output_in_a_small_encoding(owls: Path) -> None:
    """A terminal that knows only ASCII gets the page too, not a crash."""
    owls.write_text(OWLS.replace("Owls", "Ôwls 🦉"), "utf-8")
    done = process("parse", owls, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert b"should not have happened" not in done.stderr
    assert done.returncode == 0


def test_in_a_process_of_its_own(pages: Path, event: Path) -> None:
    """The program's exit codes are the commands'."""
    review = ("review", "--wiki", pages, "--event", event)
    assert process("parse", "-", stdin=OWLS.encode()).returncode == 0
    assert process("parse", "-", stdin=b"\xff").returncode == 1
    assert process("review").returncode == 2
    assert process(*review, "--dry-run").returncode == 3
    done = process(*review)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[-1].startswith("Saved Review on pages")


def test_a_reader_that_has_enough(tmp_path: Path) -> None:
    """When whoever reads the output closes it, the program ends without a word."""
    file = tmp_path / "many.wiki"
    file.write_text(OWLS + f"# [[User:Ann|Ann]] {SIGNED}\n" * 5000, "utf-8")
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "glambot", "parse", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 0


def test_parsing_loads_no_more_than_it_needs() -> None:
    """Importing glambot and parsing a page load none of the large packages other parts need."""
    program = (
        "import sys, glambot\n"
        "before = set(sys.modules)\n"
        "assert glambot.parse(sys.stdin.read()).tally.interested == 2\n"
        "heavy = 'pywikibot requests dateutil dateutil.parser mwparserfromhell tomllib click'.split()\n"
        "print([name for name in heavy if name in sys.modules])\n"
        "print(sorted(name for name in before if name.startswith('glambot.')))\n"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        input=OWLS.encode(),
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == ["[]", "[]"]


@pytest.mark.parametrize(
    "command", [("parse", "-"), ("parse", "-", "--json"), ("signatures", "-", "--json")], ids=" ".join
)
def test_commands_load_no_more_than_they_need(command: tuple[str, ...]) -> None:
    """A command that reads a page of Meta loads no large package, no time zones, no other languages."""
    program = (
        "import sys\n"
        "from glambot.cli import run\n"
        f"assert run({command!r}) == 0\n"
        "heavy = 'pywikibot requests rich dateutil mwparserfromhell wcwidth tomllib zoneinfo'.split()\n"
        "heavy += ['glambot.wikitext.foreign', 'glambot.job', 'glambot.wiki', 'glambot.review.terminal']\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        input=OWLS.encode(), capture_output=True, check=False, cwd=ROOT, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr.decode()) == (0, "[]\n")
    assert b"Bob" in done.stdout


def test_importing_does_nothing_else(tmp_path: Path) -> None:
    """Importing glambot and its parser writes no file, prints nothing and opens no connection."""
    program = (
        "import socket, sys\n"
        "socket.socket = None\n"
        "import glambot\n"
        "glambot.parse(''); glambot.Event; glambot.Site; glambot.load_event; glambot.GlambotError\n"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-B", "-c", program], capture_output=True, check=False, cwd=tmp_path, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []
