"""docs/configuration.md says what is true: its examples are read, and it names all parameters and no more."""

import json
import re
from pathlib import Path

import pytest

from glambot.errors import EventError
from glambot.review.markers import Markers, find_markers
from glambot.submission.event import Event
from glambot.submission.event_page import read_event_page
from glambot.submission.event_template import LONGEST, PARAMETERS, read_event_template
from glambot.wikitext.mask import mask
from glambot.wikitext.templates import find_templates

TEXT = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text("utf-8")
MARKERS = Markers("{{Glambot review", "{{Glambot review end")
# https://www.mediawiki.org/wiki/Help:TemplateData
TYPES = {
    "unknown", "number", "string", "line", "boolean", "date", "url", "wiki-page-name", "wiki-file-name",
    "wiki-template-name", "wiki-user-name", "content", "unbalanced-wikitext",
}  # fmt: skip


def _section(heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[1]


def _blocks(heading: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", _section(heading), re.MULTILINE | re.DOTALL)


def _rows(heading: str) -> list[tuple[str, ...]]:
    """Return the cells of a section's tables, the heads left out."""
    lines = re.findall(r"^\| (`.*) \|$", _section(heading), re.MULTILINE)
    return [tuple(line.split(" | ")) for line in lines]


def _template(text: str) -> Event:
    """Return the event of the first template of a text."""
    return read_event_template(find_templates(mask(text))[0].span.of(text), source="Page")


def test_the_template_to_paste() -> None:
    """The example is one pair of markers, and the event it describes."""
    (page,) = _blocks("The template", "wikitext")
    place = find_markers(page, MARKERS)
    event = read_event_template(place.begin.of(page), source="Page")
    assert (event.name, event.categories) == ("ExampleCon 2019", ("ExampleCon 2019 submissions",))
    assert event.excludes_page("ExampleCon 2019/Submissions/Form 2")
    assert str(event.deadline) == "2019-11-01 11:59:59+00:00"
    assert (event.people, event.sort) == (("Score", "Comments", "Room"), "interested")


def test_the_example_of_lists() -> None:
    """The example with bullets and links is read as it is meant."""
    (call,) = _blocks("The parameters", "wikitext")
    event = _template(call)
    assert event.name == "ExampleCon 2019"
    assert event.categories == ("ExampleCon 2019 submissions", "ExampleCon 2019 posters")
    assert event.people == ()


def test_every_parameter_is_described() -> None:
    """There is a row for every parameter, in the code's order, and for no other."""
    assert [cells[0].strip("`") for cells in _rows("The parameters")] == list(PARAMETERS)


@pytest.mark.parametrize("row", _rows("The parameters"), ids=lambda row: row[0])
def test_the_examples_of_parameters(row: tuple[str, ...]) -> None:
    """Each example is a value without a mistake, and says something else than nothing does."""
    name, _, example = (cell.strip("`") for cell in row)
    event, empty = _template(f"{{{{Glambot review|{name}={example}}}}}"), _template("{{Glambot review}}")
    shown, default = (
        [getattr(one, slot) for slot in Event.__slots__ if slot != "labels"] for one in (event, empty)
    )
    assert shown != default or name == "labels"


@pytest.mark.parametrize("row", _rows("When something is wrong"), ids=lambda row: row[0])
def test_mistakes_are_told_as_shown(row: tuple[str, ...]) -> None:
    """What a table says glambot says is what it says, where … stands for anything."""
    typed, said = row
    with pytest.raises(EventError) as caught:
        read_event_template(f"{{{{Glambot review|{typed.strip('`')}}}}}", source="Page")
    pattern = ".*".join(re.escape(part.strip(" ")) for part in said.split("…"))
    assert re.fullmatch(f"Page: {pattern}", str(caught.value), re.DOTALL), str(caught.value)


def test_the_longest_template() -> None:
    """The greatest length told is that of the code."""
    assert f"may have {LONGEST:,} characters" in _section("When something is wrong")


def test_templatedata() -> None:
    """The block for the documentation of the template is TemplateData of all parameters."""
    (block,) = _blocks("The templates' own pages", "json")
    data = json.loads(block)
    assert set(data) == {"description", "format", "params", "paramOrder"}
    assert data["paramOrder"] == list(data["params"]) == list(PARAMETERS)
    for name, told in data["params"].items():
        assert {"label", "description", "type"} <= set(told) <= {
            "label", "description", "type", "example", "default", "suggested"
        }, name  # fmt: skip
        assert told["type"] in TYPES
        assert told["label"]
        assert told["description"]
        for key in ("example", "default"):
            assert _template(f"{{{{Glambot review|{name}={told.get(key, '')}}}}}").source == "Page"


def test_the_templates_to_paste() -> None:
    """Of the templates' own pages the first shows one line, the second nothing, and neither is a marker."""
    begin, end = _blocks("The templates' own pages", "wikitext")
    for page in (begin, end):
        assert re.findall(r"\{\{Glambot", mask(page)) == []
    shown = re.sub(r"<noinclude>.*?</noinclude>|</?includeonly>", "", begin, flags=re.DOTALL)
    assert re.fullmatch(r"<div [^>]*>The table below is kept by glambot\.[^<\n]*</div>\n", shown)
    assert re.sub(r"<noinclude>.*?</noinclude>", "", end, flags=re.DOTALL) == "\n"


def test_definition_pages() -> None:
    """The definitions shown, in JSON and in TOML, are events on the page they name."""
    (in_json,) = _blocks("A definition page", "json")
    (in_toml,) = _blocks("A definition page", "wikitext")
    for text, title in ((in_json, "User:ExampleBot/Events/ExampleCon.json"), (in_toml, "User:ExampleBot/X")):
        event = read_event_page(text, title=title)
        assert (event.name, event.table_page) == ("ExampleCon 2019", "ExampleCon 2019/Review")
        assert event.people == ("Score", "Comments", "Room")


@pytest.mark.parametrize("row", _rows("A definition page"), ids=lambda row: row[0])
def test_mistakes_of_definition_pages_are_told_as_shown(row: tuple[str, ...]) -> None:
    """What the table says of definition pages is what is said, where … stands for the page's title."""
    typed, said = (cell.strip("`") for cell in row)
    title = "Conf.json" if typed.startswith("{") else "Conf"
    with pytest.raises(EventError) as caught:
        read_event_page(typed, title=title)
    assert str(caught.value) == said.replace("…", title)


def test_the_longest_definition() -> None:
    """The greatest length told of a definition page is that of the code."""
    found = re.search(r"A page may have ([\d,]+) characters", _section("A definition page"))
    assert found is not None
    with pytest.raises(EventError, match=f"a definition may have {found[1]} at most"):
        read_event_page("#" * (int(found[1].replace(",", "")) + 1), title="Conf")
