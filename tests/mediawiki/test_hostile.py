"""Hostile texts in a review table, saved on a real MediaWiki: shown as they are, doing nothing.

Each text of ``tests/cases/hostile-table`` goes through `glambot.review.safe` into a row: as text, as
the words of a link, as the title of a link, and as an attribute of the row. Then the wiki is asked what
it made of the page. Faults are reported by the kind of text; unescaped, the same texts are shown to act.
"""

import itertools
import tomllib
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from glambot.review.safe import clean_text, safe_attribute, safe_link, safe_text
from tests.mediawiki.client import Traces
from tests.mediawiki.rendered import Cell, Rendered, Row, read
from tests.mediawiki.wiki import MediaWiki

_CASES = Path(__file__).resolve().parents[1] / "cases" / "hostile-table" / "kinds.toml"
_WHOLE_PAGE = "(no single kind, only all together)"
_MISSING = " (page does not exist)"
_TARGET = "Hostile target"

# Joined in pairs they make what no single text shows: a sign that acts only beside another.
_SNIPPETS = (
    *("~", "~~", "[", "]", "[[", "]]", "{", "}", "{{", "}}", "|", "||", "!", "!!", "-", "--", "-{", "}-"),
    *("=", "'", "''", "_", "__", "__TOC__", "<", ">", "<!--", "-->", "</td>", "<nowiki>", "&", "&#91;"),
    *("#", ":", "/", "//", "http:", "http://x.example", "mailto:", "RFC", "RFC 1", " ", "\n", "*", ";"),
    *("+", "%", "\x7f", "\u0338", "\u200d", "\u202e", "a", "1", "Category:X", "de:", "«", "»", "?"),
)

_TITLES = (
    "AT&T and others",
    "L'heure ''exacte'' '''ici'''",
    "Why? Because!",
    "100% open (5 * 3 = 15)",
    'A "quoted" title; with; semicolons',
    "~~ waves ~~",
    "RFC 2324 and ISBN 9780306406157 and PMID 12345678",
    "http://x.example/y",
    "Talks//about//slashes",
    "A -- B ---- C",
    "__TOC__ of talks",
    "* Star, + plus, ; semicolon",
    "!Exclamation!!",
    "Category:Maps",
    "File:Map.png",
    "Talk:A/B/C",
    "user talk:someone",
    "de:Vortrag über Karten",
    "Ωμέγα שלום 日本語 é",
    "example talks/lower case",
    "A_b__c",
)

_ACTS_UNESCAPED = {
    "page-link": "links",
    "category": "categories",
    "file": "images",
    "interwiki-link": "iwlinks",
    "language-link": "langlinks",
    "bare-url": "extlinks",
    "template": "templates",
    "behaviour-switch": "properties",
    "signature-of-four": "the saved text is not what was sent",
    "table-end-on-a-new-line": "text outside the table",
    "cell-marks": "cells",
}
"""What must be found where the escaping is left out: the proof that each kind of check can fail."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A hostile text, and what a reader must see of it."""

    name: str
    text: str
    clean: str


def _load() -> tuple[Kind, ...]:
    with _CASES.open("rb") as file:
        cases = tomllib.load(file)["case"]
    return tuple(Kind(case["name"], case["text"], case.get("clean", case["text"])) for case in cases)


KINDS = _load()


def test_there_are_many_kinds_of_hostile_text() -> None:
    """At least 45 kinds, each with a name of its own."""
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 45


def test_hostile_texts_are_harmless(mediawiki: MediaWiki) -> None:
    """All kinds in one table: saved as sent, shown as they are, and no trace but the links meant."""
    faults = _faults(mediawiki, "Hostile review table", KINDS, _safe_row)
    assert not faults, _report(faults)


@pytest.mark.parametrize("part", range(4))
def test_pairs_of_acting_signs_are_harmless(mediawiki: MediaWiki, part: int) -> None:
    """Every pair of acting signs is harmless too, whichever stands first."""
    pairs = [first + second for first, second in itertools.product(_SNIPPETS, repeat=2)][part::4]
    kinds = [Kind(ascii(pair), pair, clean_text(pair)) for pair in pairs]
    faults = _faults(mediawiki, f"Hostile pairs {part}", kinds, _safe_row)
    assert not faults, _report(faults)


def test_unescaped_they_act(mediawiki: MediaWiki) -> None:
    """The same texts without escaping are caught: most kinds, and each sort of harm at least once."""
    caught = {
        kind.name: "; ".join(itertools.chain.from_iterable(found.values()))
        for number, kind in enumerate(KINDS)
        if (found := _faults(mediawiki, f"Unescaped {number}", [kind], _unescaped_row))
    }
    assert len(caught) >= 45, f"only {len(caught)} kinds were caught: {sorted(caught)}"
    for name, harm in _ACTS_UNESCAPED.items():
        assert harm in caught.get(name, ""), f"{name}: expected {harm!r} in {caught.get(name)!r}"
    assert "plain-words" not in caught


def test_odd_titles_are_linked_exactly(mediawiki: MediaWiki) -> None:
    """A title the wiki can hold gets a link to that very page, shown as it is written."""
    lines = [f"|-\n| {safe_link(title)}" for title in _TITLES]
    rendered = _render(mediawiki, "Odd titles", "\n".join(["{|", *lines, "|}"]))
    cells = [row.cells for row in rendered.tables[0].rows]
    assert [[_link(cell) for cell in row] for row in cells] == [[mediawiki.normalized(t)] for t in _TITLES]
    assert [[cell.text for cell in row] for row in cells] == [[clean_text(title)] for title in _TITLES]
    assert set(mediawiki.traces("Odd titles").acting) == {"links", "iwlinks"}


@pytest.mark.parametrize(
    "section",
    ["Plain", "Q&A: why? (2)", "''Bold'' [link] {{x}} | bar", "a <b> c", "~~~~ #1", "100% é שלום", "A_b"],
)
def test_a_link_leads_to_its_section(mediawiki: MediaWiki, section: str) -> None:
    """The section of a link arrives in the address, whatever signs it holds."""
    mediawiki.save("Talks with sections", "x")
    wikitext = safe_link("Talks with sections", "here", section=section)
    rendered = _render(mediawiki, "Links to sections", "\n".join(["{|", "|-", f"| {wikitext}", "|}"]))
    ((cell,),) = [row.cells for row in rendered.tables[0].rows]
    path, _, fragment = cell.links[0]["href"].partition("#")
    assert (cell.text, path) == ("here", "/wiki/Talks_with_sections")
    assert urllib.parse.unquote(fragment) == section.replace(" ", "_")


def _safe_row(number: int, kind: Kind) -> str:
    return _row(number, kind, safe_text(kind.text))


def _unescaped_row(number: int, kind: Kind) -> str:
    return _row(number, kind, kind.text)


def _row(number: int, kind: Kind, text: str) -> str:
    cells = (
        f"row {number}",
        text,
        safe_link(f"{_TARGET} {number}", kind.text),
        safe_link(kind.text, kind.text),
    )
    return f'|- data-glambot="{safe_attribute(kind.clean)}"\n' + "\n".join(f"| {cell}" for cell in cells)


def _faults(
    wiki: MediaWiki, page: str, kinds: Sequence[Kind], write: Callable[[int, Kind], str]
) -> dict[str, list[str]]:
    """Save a table with a row for each kind, and return the faults found, by the name of the kind."""
    lines = ['{| class="wikitable sortable"', "! Row !! Text !! Link !! Link to the text"]
    lines += [write(number, kind) for number, kind in enumerate(kinds)]
    sent = "\n".join([*lines, "|}"])
    rendered = _render(wiki, page, sent)
    rows = rendered.tables[0].rows[1:] if rendered.tables else []
    page_faults = _page_faults(wiki.text(page) == sent, rendered, len(kinds))
    page_faults += _trace_faults(wiki.traces(page), rows, len(kinds))
    if len(kinds) == 1:
        row_faults = _row_faults(0, kinds[0], rows[0]) if rows else []
        return {kinds[0].name: page_faults + row_faults} if page_faults or row_faults else {}
    if page_faults:
        return _blame(wiki, page, kinds, write) or {_WHOLE_PAGE: page_faults}
    found = {kind.name: _row_faults(number, kind, rows[number]) for number, kind in enumerate(kinds)}
    return {name: faults for name, faults in found.items() if faults}


def _blame(
    wiki: MediaWiki, page: str, kinds: Sequence[Kind], write: Callable[[int, Kind], str]
) -> dict[str, list[str]]:
    """Return the faults of the kinds that spoil a page, from tables with half of the kinds each."""
    middle = len(kinds) // 2
    first = _faults(wiki, page, kinds[:middle], write)
    if first and len(kinds) > 2 * len(KINDS):
        return first  # of very many, the first is enough to start with
    return first | _faults(wiki, page, kinds[middle:], write)


def _render(wiki: MediaWiki, page: str, text: str) -> Rendered:
    wiki.save(page, text)
    return read(wiki.parse(wiki.text(page) or "", page))


def _page_faults(saved_as_sent: bool, rendered: Rendered, count: int) -> list[str]:
    found = [] if saved_as_sent else ["the saved text is not what was sent"]
    if rendered.outside_tags != ["div"]:
        found.append(f"tags outside the cells: {rendered.outside_tags[1:]}")
    if rendered.outside_text:
        found.append(f"text outside the table: {rendered.outside_text[:200]!r}")
    widths = [len(row.cells) for table in rendered.tables for row in table.rows]
    if len(rendered.tables) != 1 or len(widths) != count + 1:
        found.append(f"{len(rendered.tables)} tables with {len(widths)} rows, expected 1 with {count + 1}")
    elif set(widths) != {4}:
        found.append(f"rows of {sorted(set(widths))} cells, expected 4")
    return found


def _row_faults(number: int, kind: Kind, row: Row) -> list[str]:
    found = []
    if row.attributes != {"data-glambot": kind.clean}:
        found.append(f"the row's attributes are {row.attributes!r}")
    target = f"{_TARGET} {number}"
    expected = (f"row {number}", kind.clean, kind.clean or target, kind.clean)
    if len(row.cells) != len(expected):
        return [*found, f"{len(row.cells)} cells: {[cell.text for cell in row.cells]}"]
    for column, (cell, text) in enumerate(zip(row.cells, expected, strict=True), start=1):
        if cell.tag != "td" or cell.attributes:
            found.append(f"cell {column} is a {cell.tag} with {cell.attributes!r}")
        if cell.text != text:
            found.append(f"cell {column} shows {cell.text!r}, expected {text!r}")
    _, shown, link, own_link = row.cells
    if shown.tags:
        found.append(f"the text has tags: {shown.tags}")
    if link.tags != ["a"] or _link(link) != target:
        found.append(f"the link has tags {link.tags} and leads to {_link(link)!r}, expected {target!r}")
    if own_link.tags not in ([], ["a"]):
        found.append(f"the link to the text has tags: {own_link.tags}")
    elif own_link.tags and _squeezed(_link(own_link)) != _squeezed(kind.text):
        found.append(f"the link to the text leads to {_link(own_link)!r}")
    return found


def _trace_faults(traces: Traces, rows: Sequence[Row], count: int) -> list[str]:
    targets = {f"{_TARGET} {number}" for number in range(count)}
    # That these links lead to the row's own text is looked at row by row.
    allowed = targets | {_link(row.cells[3]) for row in rows if len(row.cells) == 4}
    meant = {"links": allowed, "iwlinks": allowed}
    found = [
        f"{name}: {sorted(extra)}"
        for name, values in traces.acting.items()
        if (extra := set(values) - meant.get(name, set()))
    ]
    return found + [f"no link to {title!r}" for title in sorted(targets - traces.links)]


def _link(cell: Cell) -> str:
    """Return the title of the page that the cell's first link leads to; empty if there is no link."""
    return cell.links[0].get("title", "?").removesuffix(_MISSING) if cell.links else ""


def _squeezed(title: str) -> str:
    """Return a title without what the wiki itself levels: blanks, direction marks, case of namespaces."""
    return "".join(clean_text(title).replace("_", " ").split()).casefold()


def _report(faults: Mapping[str, Sequence[str]]) -> str:
    lines = [f"- {name}: {'; '.join(found)}" for name, found in faults.items()]
    return "\n".join([f"{len(faults)} kinds of text are not harmless:", *lines])
