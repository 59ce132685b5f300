"""README and docs say what is true: their examples run, and they name all there is and no more."""

import ast
import doctest
import inspect
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import glambot
from glambot import cli, errors
from glambot.errors import EventError, GlambotError, SiteError
from glambot.submission.attendee import STATES
from glambot.submission.event import COLUMNS, HEADERS, STATUSES, default_event
from glambot.submission.event_file import read_event
from glambot.submission.labels import MEANINGS, SIGNUP, Labels, words
from glambot.submission.submission import Submission
from glambot.submission.talks import parse_all
from glambot.submission.tally import REASONS
from glambot.wikitext import signature
from glambot.wikitext.locales import language_codes

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [README, ROOT / "CHANGELOG.md", *DOCS]
OF_SIGNATURES = ("GB109", "GB110", "GB111")
FORM = "; Title\n: Owls\n; Author\n: Jane Doe\n== Interested attendees ==\n"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def _read(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def _blocks(text: str, kind: str) -> list[str]:
    return [block for found, block in _FENCE.findall(text) if found == kind]


def _prose(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", _FENCE.sub("", text))


def _in_backticks(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", _FENCE.sub("", text)))


def _section(text: str, heading: str) -> str:
    """Return what stands below a heading, up to the next one of its level or above."""
    level = heading.partition(" ")[0]
    # In a block a # is no heading; it is hidden, and nothing moves.
    shown = _FENCE.sub(lambda block: block[0].replace("#", " "), text)
    pattern = rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{len(level)}}} |\Z)"
    found = re.search(pattern, shown, re.MULTILINE | re.DOTALL)
    assert found is not None, f"there is no heading {heading!r}"
    return text[found.start(1) : found.end(1)]


def _first_cells(text: str) -> list[str]:
    """Return what stands in backticks in the first cell of each row of the tables in a text."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def _anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


# Warnings


def test_every_code_has_a_heading_and_every_heading_a_code() -> None:
    """docs/warnings.md has one heading for each GB code that the code can give, and no other."""
    given = {
        node.value
        for path in (ROOT / "glambot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"GB\d{3}", node.value)
    }
    documented = re.findall(r"^## (GB\d{3}) \S", _read("warnings.md"), re.MULTILINE)
    assert documented == sorted(given)


@pytest.mark.parametrize("code", re.findall(r"^## (GB\d{3})", _read("warnings.md"), re.MULTILINE))
def test_the_example_of_a_warning_causes_it(code: str) -> None:
    """The wikitext under a code's heading gives that code, and the same page without it does not."""
    heading = re.search(rf"^## {code} .+$", _read("warnings.md"), re.MULTILINE)
    assert heading is not None
    section = _section(_read("warnings.md"), heading[0])
    (example,) = _blocks(section, "wikitext")
    page = FORM + example if example.startswith("#") else example
    wiki = re.search(r"`--language (\w+) --timezone ([\w/]+)`", section)
    site = glambot.Site.for_language(wiki[1], wiki[2]) if wiki else None
    if code in OF_SIGNATURES:
        given = {
            notice.code for found in glambot.find_signatures(page, site=site) for notice in found.warnings
        }
    else:
        given = {notice.code for found in parse_all(page) for notice in found.warnings}
    assert code in given
    fine = FORM + "# [[User:Ann Example|Ann]] 12:42, 3 November 2018 (UTC)\n"
    assert not glambot.parse(fine, site=site).warnings
    assert not any(found.warnings for found in glambot.find_signatures(fine, site=site))


def test_which_warnings_are_told_of_signatures_only() -> None:
    """docs/warnings.md says which codes no sign-up list gives, and their examples give none there."""
    text = _read("warnings.md")
    assert f"{OF_SIGNATURES[0]} to {OF_SIGNATURES[-1]} are told of signatures only" in " ".join(text.split())
    warsaw = glambot.Site.for_language("en", "Europe/Warsaw")
    for code in OF_SIGNATURES:
        heading = re.search(rf"^## {code} .+$", text, re.MULTILINE)
        assert heading is not None
        (example,) = _blocks(_section(text, heading[0]), "wikitext")
        submission = glambot.parse(FORM + example, site=warsaw)
        assert (submission.warnings, [entry.state for entry in submission.attendees]) == ((), ["signed"])


# The command line


def _commands() -> Iterator[tuple[str, click.Parameter]]:
    context = click.Context(cli.cli)
    for name in cli.cli.list_commands(context):
        command = cli.cli.get_command(context, name)
        assert command is not None
        for parameter in command.params:
            yield name, parameter


def test_every_command_and_option_is_described() -> None:
    """docs/commands.md has a section for each command, with a row for each option and no other."""
    text = _read("commands.md")
    names = {name for name, _ in _commands()}
    assert set(re.findall(r"^## glambot (\w+)$", text, re.MULTILINE)) == names == set(cli.cli.commands)
    for name in names:
        section = _section(text, f"## glambot {name}")
        options = {
            option for of, param in _commands() if of == name for option in param.opts if option[:1] == "-"
        }
        assert {cell.split()[0] for cell in _first_cells(section)} == options, name


def test_every_command_has_an_example_in_the_readme() -> None:
    """README shows each command at work."""
    shown = {shlex.split(line)[2] for line in _console(README) if line.startswith("$ glambot ")}
    assert shown == set(cli.cli.commands)


def test_every_usage_is_shown() -> None:
    """The section of a command shows its name and arguments as its help does: ``glambot parse PAGE...``."""
    for name, command in cli.cli.commands.items():
        # A command keeps the help option of the context it is first seen in: that of the program.
        context = click.Context(command, parent=click.Context(cli.cli, **cli.cli.context_settings))
        pieces = command.collect_usage_pieces(context)
        usage = " ".join(["glambot", name, *(piece for piece in pieces if piece != "[OPTIONS]")])
        assert f"`{usage}`" in _section(_read("commands.md"), f"## glambot {name}"), usage


def test_exit_codes_are_those_of_the_program() -> None:
    """The table of exit codes in docs/commands.md has the program's, and no other."""
    known = (cli.DONE, cli.ERROR, cli.USAGE, cli.WOULD_CHANGE, cli.STOPPED, cli.INTERRUPTED)
    assert [int(number) for number in re.findall(r"^\| (\d+) \|", _read("commands.md"), re.MULTILINE)] == [
        *known
    ]


# Examples


def _console(path: Path) -> list[str]:
    return "".join(_blocks(path.read_text("utf-8"), "console")).splitlines()


def _runs(path: Path) -> list[tuple[str, str]]:
    """Return each command line of a page's console blocks with the output shown for it."""
    runs: list[tuple[str, str]] = []
    for line in _console(path):
        if line.startswith("$ "):
            runs.append((line[2:], ""))
        else:
            command, output = runs[-1]
            runs[-1] = command, f"{output}{line}\n"
    return runs


@pytest.mark.parametrize("path", [page for page in PAGES if _console(page)], ids=lambda page: page.name)
def test_commands_give_what_is_shown(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command line in a page prints what stands below it, where ``...`` stands for anything."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns(".glambot"))
    monkeypatch.chdir(tmp_path)
    for command, wanted in _runs(path):
        program, *arguments = shlex.split(command)
        assert program == "glambot"
        cli.run(arguments)
        captured = capsys.readouterr()
        printed = captured.err + captured.out
        matches = doctest.OutputChecker().check_output(wanted, printed, doctest.ELLIPSIS)
        assert matches, f"{command}\nprinted:\n{printed}\nbut {path.name} says:\n{wanted}"


@pytest.mark.parametrize(
    "path", [page for page in PAGES if _blocks(page.read_text("utf-8"), "python")], ids=lambda page: page.name
)
def test_python_gives_what_is_shown(path: Path) -> None:
    """Every Python block of a page runs, one after the other, and gives what stands below it."""
    source = "\n".join(_blocks(path.read_text("utf-8"), "python"))
    test = doctest.DocTestParser().get_doctest(source, {}, path.name, str(path), 0)
    assert test.examples
    told: list[str] = []
    outcome = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert outcome.failed == 0, "".join(told)


def test_python_blocks_are_all_tried() -> None:
    """A Python block without a prompt would not be run, so there is none."""
    for page in PAGES:
        for block in _blocks(page.read_text("utf-8"), "python"):
            assert block.startswith(">>> "), page.name


@pytest.mark.parametrize("path", PAGES, ids=lambda page: page.name)
def test_event_files_shown_are_valid(path: Path) -> None:
    """Every TOML block of a page is an event without a mistake."""
    for block in _blocks(path.read_text("utf-8"), "toml"):
        assert read_event(block, source=path.name).name


def test_what_the_readme_asks_to_type_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row README shows is in the demo's table, and a score typed there is kept when somebody signs up."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns(".glambot"))
    monkeypatch.chdir(tmp_path)
    row, typed, signature = _blocks(_section(README.read_text("utf-8"), "## See it work"), "wikitext")
    first, last = row.split("...\n")
    name = "examples/pages/ExampleCon%2F"
    table, page = Path(f"{name}Review.wiki"), Path(f"{name}Submissions%2FMoonlight metadata.wiki")
    run = ["review", "--wiki", "examples/pages", "--event", "examples/event.toml"]
    assert cli.run(run) == cli.DONE

    begin = table.read_text("utf-8").index(first)
    before, _, rest = table.read_text("utf-8")[begin:].partition("\n|- ")
    assert before.endswith(last.rstrip("\n"))
    after = before.removesuffix("|\n|") + typed.rstrip("\n")
    table.write_text(f"{table.read_text('utf-8')[:begin]}{after}\n|- {rest}", "utf-8")
    heading, _, entries = page.read_text("utf-8").partition("==Signup==\n")
    page.write_text(f"{heading}==Signup==\n{signature}{entries}", "utf-8")
    assert cli.run(run) == cli.DONE

    now = after.replace("| 5\n", "| 6\n").replace("2018-10-28 22:22", "2018-11-01 10:00")
    assert now != after
    assert table.read_text("utf-8")[begin:].startswith(f"{now}\n|- ")


# The event file


def _allowed(table: str) -> set[str]:
    """Return the keys of a table of an event file, from the error that an unknown one gives."""
    with pytest.raises(EventError) as caught:
        read_event(f"[{table}]\nnosuchkey = 1" if table else "nosuchkey = 1")
    names = re.search(r"allowed are (.+)\.$", str(caught.value))
    assert names is not None
    return {f"{table}.{key}" if table else key for key in names[1].split(", ")}


def test_every_key_of_an_event_is_described() -> None:
    """docs/events.md names every key of an event file, and none that there is not."""
    top = _allowed("")
    tables = {"pages", "labels", "signup", "status", "table"}
    keys = (top - tables).union(*map(_allowed, tables))
    text = _read("events.md")
    assert top > tables
    assert keys <= _in_backticks(text)
    dotted = {word for word in _in_backticks(text) if re.fullmatch(rf"(?:{'|'.join(tables)})\.[\w.]+", word)}
    assert dotted <= keys


def test_the_table_of_columns_is_that_of_the_code() -> None:
    """docs/events.md gives every column with its header, in the code's order; headers take the same keys."""
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", _section(_read("events.md"), "### Columns"), re.MULTILINE)
    assert rows == list(HEADERS.items())
    assert _allowed("table.headers") == {f"table.headers.{key}" for key in COLUMNS}


def test_the_defaults_are_those_of_the_code() -> None:
    """The defaults given in docs/events.md are what an empty event file has."""
    text = _read("events.md")
    default = {
        key: _words(cell)
        for key, cell in re.findall(r"^\| `([\w.]+)` \|.*\| ([^|]+) \|$", text, re.MULTILINE)
    }
    event = read_event("")
    assert default["name"] == (event.name,) == (default_event().name,)
    assert default["table.columns"] == event.columns
    assert default["table.people"] == event.people
    assert default["table.sort"] == (event.sort,)
    assert f"| {'one third' if event.max_vanished == 1 / 3 else event.max_vanished} |" in text


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip('"') for word in re.findall(r"`([^`]+)`", cell))


def test_the_deadlines_shown_mean_what_is_said() -> None:
    """Each deadline in docs/events.md ends at the hour, and on the day, that the table gives."""
    section = _section(_read("events.md"), "### Deadlines")
    rows = re.findall(r"^\| `([^`]+)` \| up to ([\d:]+)(?: on (\d+ \w+))?", section, re.MULTILINE)
    assert len(rows) >= 9
    for typed, clock, day in rows:
        deadline = read_event(f"[signup]\ndeadline = {typed}").deadline
        assert deadline is not None
        assert f"{deadline:%H:%M:%S}" == clock, typed
        assert f"{deadline.day} {deadline:%B}" == (day or "31 October"), typed
    refused = re.findall(r'`("[^`]+")`', section.partition("Refused")[2].partition("\n\n")[0])
    assert len(refused) >= 3
    for typed in refused:
        with pytest.raises(EventError):
            read_event(f"[signup]\ndeadline = {typed}")


# JSON


def _paths(value: object, at: str = "") -> Iterator[str]:
    """Yield the path of every key in a JSON value, ``[]`` for list items, ``*`` for names of fields."""
    if isinstance(value, dict):
        for key, inner in value.items():
            path = "fields.*" if at == "fields" else f"{at}.{key}".lstrip(".")
            if at != "fields":
                yield path
            yield from _paths(inner, path)
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, f"{at}[]")


def _full_page() -> Submission:
    text = "; Abstract\nOne:\n* two\n" + FORM + "# Eve Example\n# ~~~~\n"
    return glambot.parse(text, title="Conf/Owls")


def test_every_key_of_the_json_is_described() -> None:
    """docs/json.md has a row for every key of to_dict(), and for no other."""
    found = dict.fromkeys(_paths(_full_page().to_dict()))
    described = _first_cells(_section(_read("json.md"), "## Keys"))
    points = {f"abstract[].{key}" for key in _first_cells(_section(_read("json.md"), "## Points"))}
    inner = {path for path in found if path.startswith("abstract[].")}
    assert points == {path for path in inner if ".points[]" not in path}
    assert described == [path for path in found if path not in inner]


def test_states_reasons_and_statuses_are_those_of_the_code() -> None:
    """docs/json.md lists every state, reason and status that there is."""
    text = _read("json.md")
    assert _first_cells(_section(text, "## States")) == list(STATES)
    assert _first_cells(_section(text, "## Reasons")) == list(REASONS)
    row = re.search(r"^\| `status` \|.*$", text, re.MULTILINE)
    assert row is not None
    assert tuple(re.findall(r"`(\w+)`", row[0].rpartition(" | ")[0])[1:]) == STATUSES


# Signatures


def test_every_key_of_a_signature_is_described() -> None:
    """docs/signatures.md has a row for every key of Signature.to_dict(), in its order, and for no other."""
    text = "== Talk ==\n[[Benutzer:Ann]] 3 novembre 2018 à 12:42 (CET)"
    [found] = glambot.find_signatures(text)
    described = _first_cells(_section(_read("signatures.md"), "## Keys of the JSON"))
    assert described == list(dict.fromkeys(_paths(found.to_dict(text))))


def test_every_kind_of_a_signature_is_described() -> None:
    """docs/signatures.md has a row for every kind that the code knows, and for no other."""
    kinds = [value for name, value in vars(signature).items() if name.isupper()]
    described = _first_cells(_section(_read("signatures.md"), "## What is found"))
    assert sorted(described) == sorted(kinds)


def test_the_way_to_ask_for_a_site_is_that_of_the_error() -> None:
    """The address in docs/signatures.md asks for what the error about an unfit answer says."""
    (command,) = _blocks(_read("signatures.md"), "sh")
    asked = re.search(r"\?([^\"]+)\"", command)
    assert asked is not None
    with pytest.raises(SiteError) as caught:
        glambot.Site.from_siteinfo({})
    for part in asked[1].replace("&format=json", "").split("&"):
        assert part in str(caught.value)


def test_the_description_of_a_wiki_shown_is_one(tmp_path: Path) -> None:
    """The JSON in docs/signatures.md describes a wiki, and all that it names is used."""
    (block,) = _blocks(_read("signatures.md"), "json")
    file = tmp_path / "site.json"
    file.write_text(block, "utf-8")
    site = glambot.Site.load(file)
    links = ("[[Kustosz:Ann]]", "[[Rozmowa z kustoszem:Ann]]", "[[Kustoszka:Ann]]")
    for link in links:
        [found] = glambot.find_signatures(f"{link} 12:42, 3 lipca 2018 (czas letni)", site=site)
        assert (found.user, found.kind, found.warnings) == ("Ann", "local", ())
        assert str(found.timestamp) == "2018-07-03 10:42:00+00:00"


def test_languages_named_as_not_read_are_languages() -> None:
    """docs/limitations.md names the languages that are not read back on one line, by their codes."""
    section = _section(_read("limitations.md"), "### Languages that are not read back")
    (line,) = re.findall(r"^Languages not read back: (.+)$", section, re.MULTILINE)
    assert set(line.split(", ")) <= set(language_codes())


# Labels


def test_the_table_of_labels_is_that_of_the_code() -> None:
    """docs/reading.md lists each label under its meaning, and none is missing."""
    rows = dict(
        re.findall(r"^\| `(\w+)` \| (.+) \|$", _section(_read("reading.md"), "## Labels"), re.MULTILINE)
    )
    assert list(rows) == [*MEANINGS, SIGNUP]
    labels = Labels()
    listed = {label: meaning for meaning, cell in rows.items() for label in cell.split(" · ")}
    assert {label: labels.exact(label) for label in listed} == listed
    assert set(labels._known) == set(map(words, listed))


# Refusals


def test_every_refusal_of_a_merge_is_explained() -> None:
    """Each message that the merge cases expect begins as one that docs/table.md explains."""
    section = _section(_read("table.md"), "## When glambot refuses")
    quoted = re.findall(r"^> (.+)$", section, re.MULTILINE)
    patterns = [".*".join(map(re.escape, quote.split("…"))) for quote in quoted]
    cases = sorted((ROOT / "tests/cases/merge").glob("*/error.txt"))
    assert len(cases) >= 10
    for case in cases:
        message = case.read_text("utf-8").partition(": ")[2]
        assert any(re.match(pattern, message, re.DOTALL) for pattern in patterns), message


def test_every_refusal_explained_can_happen() -> None:
    """What docs/table.md quotes of a message is what the code says, word for word."""
    said = "".join(path.read_text("utf-8") for path in sorted((ROOT / "glambot").rglob("*.py")))
    said = re.sub(r"[\"']\s*\n\s*[rf]*[\"']", "", said).replace("{{", "{")
    for quote in re.findall(r"^> (.+)$", _read("table.md"), re.MULTILINE):
        longest = max(quote.replace("{{", "{").split("…"), key=len).strip(" :.")
        assert longest in said, quote


# Errors


def test_the_tree_of_errors_is_that_of_the_classes() -> None:
    """The docstring of glambot.errors draws every exception under its base class."""
    drawn: dict[str, str] = {"GlambotError": "Exception"}
    above = ["GlambotError"]
    for branch, name in re.findall(r"^    ([│ ]*[├└]── )(\w+)", errors.__doc__ or "", re.MULTILINE):
        depth = len(branch) // 4
        del above[depth:]
        drawn[name] = above[-1]
        above.append(name)
    classes = dict(inspect.getmembers(errors, inspect.isclass))
    assert {name: kind.mro()[1].__name__ for name, kind in classes.items()} == drawn
    assert all(issubclass(kind, GlambotError) for kind in classes.values())


# Links and form


@pytest.mark.parametrize("path", [*PAGES, ROOT / "examples/README.md"], ids=lambda page: page.name)
def test_links_lead_somewhere(path: Path) -> None:
    """A relative link leads to a file that exists, and its anchor to a heading of that file."""
    for target in _LINK.findall(_prose(path.read_text("utf-8"))):
        if re.match(r"https?://", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.is_relative_to(ROOT), target
        assert there.exists(), target
        if anchor:
            assert anchor in _anchors(there.read_text("utf-8")), target


def test_every_document_is_reached_from_the_readme() -> None:
    """README links each file of docs/."""
    linked = {target.partition("#")[0] for target in _LINK.findall(README.read_text("utf-8"))}
    assert {f"docs/{page.name}" for page in DOCS} <= linked


def test_the_licence_named_is_the_licence() -> None:
    """README, pyproject.toml and LICENSE agree on the licence."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert "[MIT](LICENSE)" in README.read_text("utf-8")
