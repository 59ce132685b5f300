"""Text from hostile pages comes out as the same signs, and none of them acts."""

import html
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glambot.review.attributes import read_attributes
from glambot.review.safe import REMOVED, clean_text, safe_attribute, safe_link, safe_text

KINDS = Path(__file__).parents[1] / "cases/hostile-table/kinds.toml"
CASES = tomllib.loads(KINDS.read_text("utf-8"))["case"]
HOSTILE = st.lists(
    st.sampled_from(
        [
            "[[",
            "]]",
            "{{",
            "}}",
            "|",
            "||",
            "~~~~",
            "__TOC__",
            "''",
            "<b>",
            "&lt;",
            "http://",
            "RFC 1",
            "-",
            "-{",
            "\n",
            "a@b.org",
            "Category:",
            "=",
            "\u202e",
            "\x7f",
            ":",
            ";",
            "#",
            "*",
            " ",
            "!",
            "\u0338",
            "ISBN 1",
            "é",
            "a",
            "%7C",
            "＿＿",
        ]
    )
    | st.characters(),
).map("".join)
ACTS = re.compile(
    r"""[<>\[\]{}|"~=\#*\x00-\x1f\x7f]|''|__|//|!!|--|\A[-+:;!' ]|&(?!\#\d+;)
    |(?i:https?|ftp|mailto|news|tel|geo|magnet|sip|irc|urn|xt|category|user|file|w|de):\S
    |\bRFC\ \d|\bPMID\ \d|\bISBN\ """,
    re.VERBOSE,
)


def acting(wikitext: str) -> re.Match[str] | None:
    """What in `wikitext` could act, character references aside."""
    return ACTS.search(re.sub(r"&#\d+;", "\u2060", wikitext))


def test_the_kinds_are_many_and_named() -> None:
    """At least 45 kinds of hostile text are kept, each under a name of its own."""
    assert len(CASES) == len({case["name"] for case in CASES}) >= 45


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_hostile_text_shows_and_does_nothing(case: dict[str, str]) -> None:
    """A hostile text is shown as it is (or as the case says), and holds nothing that acts."""
    wanted = case.get("clean", case["text"])
    assert clean_text(case["text"]) == wanted
    assert html.unescape(safe_text(case["text"])) == wanted
    assert acting(safe_text(case["text"])) is None


def test_the_check_itself_finds_what_acts() -> None:
    """Most of the kinds are caught when they are not made safe: the check above can fail."""
    assert sum(acting(case["text"]) is not None for case in CASES) > len(CASES) * 0.8


@given(HOSTILE)
def test_any_text_is_shown_and_does_nothing(text: str) -> None:
    """Whatever the text, its safe form shows the cleaned text, acts nowhere, and is stored unchanged."""
    safe = safe_text(text)
    assert html.unescape(safe) == clean_text(text)
    assert acting(safe) is None
    assert unicodedata.normalize("NFC", safe) == safe
    assert len(clean_text(text)) <= 300


@given(HOSTILE, st.integers(1, 30))
def test_cut_text_ends_with_an_ellipsis(text: str, limit: int) -> None:
    """A text longer than the limit is cut there, ends with an ellipsis, and begins as it did."""
    whole, cut = clean_text(text, limit=10**9), clean_text(text, limit=limit)
    assert len(cut) <= limit
    assert cut == whole or (cut.endswith("…") and whole.startswith(cut[:-1]))


def test_cut_text_keeps_combined_signs_together() -> None:
    """A letter and its accent, or a family of emoji, is left out as a whole rather than cut."""
    assert clean_text("abq\u0323\u0331 more", limit=4) == "ab…"
    assert clean_text("ab👩\u200d👧 more", limit=5) == "ab…"


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org",
        "a.b+c@mail.example.org",
        "mailto:a@example.org",
        "a (at) example.org",
        "a&#64;example.org",
        "a&#x40;example.org",
        "a%40example.org",
        "a @ example.org",
        "a at example dot org",
        "ä@exämple.org",
        "a[at]example[dot]org",
        "a&amp;commat;example.org",
        "a@example&#46;org",
        "a.b" * 40 + "@example.org",
    ],
)
def test_no_address_is_republished(address: str) -> None:
    """An e-mail address in any of its usual disguises is replaced, the words around it stay."""
    assert clean_text(f"write to {address} now", limit=1000) == f"write to {REMOVED} now"


@pytest.mark.parametrize("words", ["@home", "meet at noon", "5 @ 3", "at example.org", "a@b", "C&A", "50%40"])
def test_words_that_are_no_address_stay(words: str) -> None:
    """Signs of an address alone do not make one."""
    assert clean_text(words) == words


@pytest.mark.parametrize(
    ("title", "link"),
    [
        ("GLAM/Maps", "[[:GLAM/Maps|x]]"),
        ("Category:Maps", "[[:Category:Maps|x]]"),
        ("Talk_two__NOTOC__", "[[:Talk two NOTOC|x]]"),
        ("What's ''this''?", "[[:What&#39;s &#39;&#39;this&#39;&#39;&#63;|x]]"),
        ("A & B = C!", "[[:A &#38; B &#61; C&#33;|x]]"),
        ("a--b~~c", "[[:a-&#45;b&#126;&#126;c|x]]"),
    ],
)
def test_link_to_a_title(title: str, link: str) -> None:
    """A title becomes a plain link, also to a category; signs that act are written as references."""
    assert safe_link(title, "x") == link


@pytest.mark.parametrize(
    "title",
    [
        "a[b",
        "a]]b",
        "a{b",
        "}}",
        "a|b",
        "<b>",
        "a#b",
        "~~~~",
        "a\nb\x00",
        "",
        " ",
        ":x",
        "Talk:",
        "a%41",
        "a&amp;b",
        "../x",
        "x/./y",
        "x" * 256,
        "\ufffd",
        "a\u202eb",
        "User::x",
    ],
)
def test_no_link_to_a_title_the_wiki_cannot_hold(title: str) -> None:
    """A title MediaWiki refuses gives the text alone."""
    assert safe_link(title, "x [[y]]") == "x &#91;&#91;y&#93;&#93;"


def test_link_to_a_section() -> None:
    """The section is given apart, and may hold any sign."""
    assert safe_link("A", "x", section="Talk [1] | two") == "[[:A#Talk &#91;1&#93; &#124; two|x]]"


def test_link_without_text_shows_the_title() -> None:
    """No text would be the pipe trick, so the title is shown."""
    assert safe_link("A (b)", "") == "[[:A (b)|A (b)]]"


@given(HOSTILE, HOSTILE, HOSTILE)
def test_any_link_is_a_link_or_text(title: str, text: str, section: str) -> None:
    """Whatever the three parts, there is at most one link, with a colon, and nothing else that acts."""
    made = safe_link(title, text, section=section)
    link = re.fullmatch(r"\[\[:([^\[\]|]+)\|([^\[\]|]+)\]\]", made)
    if link is None:
        assert acting(made) is None
        return
    assert acting(link[2]) is None
    assert not re.search(r"[<>{}\[\]|~\"=*\n\x00-\x1f]|''|__|//|!!|--", re.sub(r"&#\d+;", "\u2060", link[1]))


@given(HOSTILE)
def test_attribute_is_read_back(value: str) -> None:
    """Any printable value written as an attribute is read back as it was, and does nothing there."""
    value = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|\s", "", value)
    written = safe_attribute(value)
    assert read_attributes(f'x="{written}" y=1') == {"x": value, "y": "1"}
    assert not re.search(r"[<>{}\[\]|~\"'=\n]|__|//|--", written)


@pytest.mark.parametrize(
    "piece", ["a@", "a%2525", "x&amp;amp;", "a(at)b", " at ", "mailto:", "[[", "\u0338", ".a@a."]
)
def test_long_texts_take_linear_time(piece: str) -> None:
    """Two hundred thousand signs of any kind are cleaned well before the test times out."""
    assert len(safe_text(piece * (200_000 // len(piece)))) <= 300 * 10
