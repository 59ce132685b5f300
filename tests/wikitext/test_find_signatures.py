"""Signatures on pages of any wiki are read right (tests/cases/find_signatures.toml); laws for all of them."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from glambot import Signature, Site, find_signatures
from glambot.wikitext.dateformat import tokens
from glambot.wikitext.locales import Locale, language_codes, load_locale
from glambot.wikitext.plain_signature import plain_signature
from tests.wikitext.datafile import load

CASES: list[dict[str, Any]] = load("find_signatures")["case"]
STAMP = "12:42, 3 November 2018 (UTC)"
EVERYTHING = ("undated", "userless")
# What pages are made of: whole signatures, parts of them, and what may stand around.
TOKENS = [
    "[[User:Jane|Jane]]", "[[User talk:Jane|talk]]", "[[user:jane|j]]", "[[User:Bob]]", "[[User:Ünal|Ü]]",
    "[[Special:Contributions/Jane|c]]", "[[User:Jane/sig|x]]", "[[:de:Benutzer:Eve|E]]", "[[Benutzer:Eve]]",
    "[[User:2001:db8::1]]", "[[#top|x]]", "{{User:Eve/sig}}", "{{u|Eve}}", "{{x}}", "{{unsigned|Eve|" + STAMP,
    "{{unsigned|Eve|" + STAMP + "}}", f"--[[User:Jane|Jane]] ([[User talk:Jane|talk]]) {STAMP}", STAMP,
    "25:61, 3 November 2018 (UTC)", "18:45 Mar 10, 2003 (UTC)", "12:42, 3 November 2018 (CET)", "(UTC)",
    "12:42, 3 ноября 2018 (UTC)", "(IST)", " ", "\n", "\n\n", "\n* ", "\n:: ", "\n# ", "\n== H ==\n",
    "\n=== [[a|B]] ===\n",
    "text ", "(", ") ", "|", "[[", "]]", "{{", "}}", "[", "]", "''", "'''", "&nbsp;", "&#32;", "&",
    "\u200e", "\u00a0",
    "<s>", "</s>", "<small>", "</small>", "<br>", "<div>", "</div>", "<div class=mw-notalk>", "<blockquote>",
    "</blockquote>", "<q>", "</q>", "<ref>", "</ref>", "<h2>", "</h2>", "<!--", "-->", "<!-- c -->",
    "<nowiki>", "</nowiki>",
    "<pre>", "</pre>", "\n{|\n|", "\n|-\n|", "||", "\n|}", "<", ">", "~~~~", "%", "#", "\x00", "\x1f",
    "\x7f", "\r", "\u2028", "\ud800", "𝒳",
]  # fmt: skip
PAGES = st.lists(st.sampled_from(TOKENS), max_size=25).map("".join)
# Nothing that opens what may close behind a signature, or swallows it.
_HARMLESS = [token for token in TOKENS if not any(sign in token for sign in "<{}|#")]
NEIGHBOURS = st.lists(st.sampled_from(_HARMLESS), max_size=12).map("".join)
SITES = st.sampled_from([None, "pl", "ar", "ja", "sr", "th", "de"]).map(
    lambda code: None if code is None else Site.for_language(code)
)
MOMENTS = st.datetimes(datetime(2005, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds must be naive


def said(signature: Signature) -> str:
    """Return a signature as the file with cases writes it."""
    at = signature.timestamp
    moment = "-" if at is None else f"{at:%Y-%m-%d %H:%M}"
    kind = f"{signature.kind} {signature.user_wiki}" if signature.user_wiki else signature.kind
    return f"{signature.user or '-'} · {moment} · {kind}"


def found_in(case: dict[str, Any]) -> list[Signature]:
    site = Site.for_language(case["site"], case.get("timezone")) if "site" in case else None
    title, include = case.get("title"), case.get("include", ())
    return list(find_signatures(case["text"], site=site, title=title, include=include))


@contextmanager
def read_closely(site: Site) -> Iterator[None]:
    """Read every signature of `site` from its timestamp backwards, also those that one step would find."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_signature(site), "pattern", re.compile("(?!)"))
        yield


def test_there_are_cases() -> None:
    """The file holds the cases it should, in many languages, each text once."""
    assert len(CASES) >= 300
    assert len({case.get("site") for case in CASES}) >= 35
    assert len({json.dumps(case, sort_keys=True) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.get('site', 'meta')} {case['text']}")
def test_cases(case: dict[str, Any]) -> None:
    """Each text holds the signatures that the file says, in this order, where it says they stand."""
    signatures = found_in(case)
    assert list(map(said, signatures)) == case["is"]
    known = {
        "heading": [list(signature.heading) for signature in signatures],
        "depth": [signature.depth for signature in signatures],
        "struck": [signature.struck for signature in signatures],
        "odd": [[notice.code for notice in signature.warnings] for signature in signatures],
        "shows": [signature.display for signature in signatures],
        "stamps": [
            signature.timestamp_span.of(case["text"]) if signature.timestamp_span else ""
            for signature in signatures
        ],
    }
    for key, value in known.items():
        assert case.get(key, value) == value, key


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.get('site', 'meta')} {case['text']}")
def test_cases_read_closely(case: dict[str, Any]) -> None:
    """Each text gives the same signatures, spans and all, if none of them is found in one step."""
    site = Site.for_language(case["site"], case.get("timezone")) if "site" in case else Site.meta()
    quickly = found_in(case)
    with read_closely(site):
        closely = found_in(case)
    assert list(map(said, closely)) == case["is"]
    assert closely == quickly


def test_include_knows_two_words() -> None:
    """A misspelt `include` is an error at once that names the two words allowed."""
    with pytest.raises(ValueError, match="'undated' and 'userless', not 'undatd'"):
        find_signatures("", include=("undatd",))


def test_yields_one_by_one() -> None:
    """The signatures are yielded one by one: the first is there before the rest is read."""
    found = find_signatures(f"[[User:Jane]] {STAMP}\n\n" * 3)
    assert next(found).user == "Jane"
    assert len(list(found)) == 2


def test_moments_are_aware() -> None:
    """A moment is in UTC and says so, whatever the wiki's own zone."""
    (found,) = find_signatures("[[User:Jane]] 12:42, 3. Nov. 2018 (CET)", site=Site.for_language("de"))
    assert found.timestamp == datetime(2018, 11, 3, 11, 42, tzinfo=UTC)
    assert found.timestamp.tzinfo is UTC


def test_spans_of_a_signature() -> None:
    """The span begins at the signer's first link, the link is the nearest before the timestamp."""
    text = f"* Yes! —[[User:Jane|J]] ([[User talk:Jane|talk]]) {STAMP} thanks"
    (found,) = find_signatures(text)
    assert found.span.of(text) == f"[[User:Jane|J]] ([[User talk:Jane|talk]]) {STAMP}"
    assert found.link_span is not None
    assert found.link_span.of(text) == "[[User talk:Jane|talk]]"
    assert found.timestamp_span is not None
    assert found.timestamp_span.of(text) == STAMP


@given(PAGES, SITES, st.sampled_from([None, "", ":", "User talk:Jane", "User:Jane/x", "Talk:A"]))
@example("[[User:Jane]]\ud800 12:42, 3 November 2018 (UTC)", None, None)
def test_spans_slice_back_in_order(text: str, site: Site | None, title: str | None) -> None:
    """No page raises; spans are in order and in the page, those of link and timestamp in the whole."""
    before = (0, 0)
    for signature in find_signatures(text, site=site, title=title, include=EVERYTHING):
        start, end = signature.span
        assert 0 <= start < end <= len(text)
        assert before <= (start, end)
        before = (start, end)
        for part in (signature.link_span, signature.timestamp_span):
            assert part is None or start <= part.start < part.end <= end
        if signature.user is None:
            assert signature.kind in ("none", "unsigned-template")
        else:
            assert signature.link_span is not None
            assert signature.user == signature.user.strip() != ""


@given(st.text(st.characters(), max_size=80), PAGES)
def test_no_text_raises(noise: str, text: str) -> None:
    """Whatever signs stand on a page, reading it raises nothing."""
    for whole in (noise + text, text + noise, noise.join(text[at : at + 9] for at in range(0, len(text), 9))):
        list(find_signatures(whole, include=EVERYTHING))


@given(PAGES)
def test_dated_ones_do_not_overlap(text: str) -> None:
    """No timestamp belongs to two signatures."""
    end = 0
    for signature in find_signatures(text, include=("userless",)):
        assert signature.span.start >= end
        end = signature.span.end


@given(PAGES)
def test_include_only_adds(text: str) -> None:
    """What is found without `include` is found with it, and what is added is undated or nobody's."""
    some = list(find_signatures(text))
    everything = list(find_signatures(text, include=EVERYTHING))
    assert [signature for signature in everything if signature in some] == some
    for signature in everything:
        assert signature in some or signature.user is None or signature.timestamp_span is None


@given(PAGES)
@example(f"[[Special:Contributions/Jane|c]] [[User:Jane]] {STAMP}")
@example(f"[[User:Bob]] 18:45 Mar 10, 2003 (UTC) {STAMP}")
@example(f"[[User:Bob]] 12:42, 3 November 2018 (CET) [[User talk:Bob|t]] {STAMP}")
def test_one_step_agrees_with_the_close_look(text: str) -> None:
    """Signatures found in one step have user, moment, link and place that reading backwards gives them."""

    def seen() -> list[tuple[object, ...]]:
        return [
            (
                *map(said, [one]),
                one.display,
                one.link_span,
                one.timestamp_span,
                one.heading,
                one.depth,
                one.struck,
            )
            for one in find_signatures(text, include=("userless",))
        ]

    quickly = seen()
    with read_closely(Site.meta()):
        assert seen() == quickly


@given(
    NEIGHBOURS,
    NEIGHBOURS,
    st.sampled_from(["[[User:Zoe|Zoe]] ([[User talk:Zoe|talk]])", "[[user:zoe|''Z'']]"]),
)
def test_neighbours_change_no_user(before: str, after: str, links: str) -> None:
    """Paragraphs before and behind a signature change neither who signed nor when."""
    text = f"{before}\n\nHello {links} {STAMP}\n\n{after}"
    at = text.index(links)
    (found,) = (signature for signature in find_signatures(text) if signature.span.start == at)
    assert said(found) == "Zoe · 2018-11-03 12:42 · local"


@given(PAGES, st.sampled_from(["nowiki", "pre", "syntaxhighlight", "!--"]))
def test_what_the_wiki_does_not_read_holds_nothing(text: str, tag: str) -> None:
    """Comments and the contents of nowiki and its like hold no signature, and hide none that follows."""
    assume("<" not in text and "-->" not in text)
    hidden = f"<!--{text}-->" if tag == "!--" else f"<{tag}>{text}</{tag}>"
    assert list(find_signatures(hidden, include=EVERYTHING)) == []
    behind = find_signatures(f"{hidden}\n\n[[User:Zoe]] {STAMP}")
    assert list(map(said, behind)) == ["Zoe · 2018-11-03 12:42 · local"]


@given(PAGES, st.sampled_from(["blockquote", "q", "ref", "cite"]))
def test_quotations_hold_nothing(text: str, tag: str) -> None:
    """Quotations and references hold no signature."""
    assume("<" not in text and "\n=" not in text)
    assert list(find_signatures(f"<{tag}>{text}</{tag}>", include=EVERYTHING)) == []


@cache
def language(code: str) -> tuple[Site, Locale]:
    return Site.for_language(code), load_locale(code)


def written(locale: Locale, at: datetime) -> str:
    """Return a moment in the wiki's zone as ``Language::sprintfDate`` writes it, without the zone."""
    weekday = (at.weekday() + 1) % 7
    numbers = {
        "d": f"{at.day:02}", "j": str(at.day), "m": f"{at.month:02}", "n": str(at.month), "Y": str(at.year),
        "xkY": str(at.year + 543), "xoY": str(at.year - 1911), "H": f"{at.hour:02}", "G": str(at.hour),
        "i": f"{at.minute:02}", "s": "00",
    }  # fmt: skip
    if locale.digits:
        native = dict(zip("0123456789", locale.digits, strict=True))
        numbers = {code: "".join(native[sign] for sign in number) for code, number in numbers.items()}
    names = {
        "F": locale.months[at.month - 1],
        "M": locale.abbreviations[at.month - 1],
        "xg": locale.genitive[at.month - 1],
        "D": locale.weekday_abbreviations[weekday],
        "l": locale.weekdays[weekday],
    }
    return "".join(token.text or (numbers | names)[token.code] for token in tokens(locale.format))


@given(st.sampled_from(language_codes()), MOMENTS, st.data())
@example("ar", datetime(2018, 11, 3, 12, 42, tzinfo=UTC), None)
@example("lzh", datetime(2018, 11, 3, 12, 42, tzinfo=UTC), None)
@example("sd", datetime(2018, 11, 3, 12, 42, tzinfo=UTC), None)
@example("my", datetime(2018, 11, 3, 12, 42, tzinfo=UTC), None)
def test_every_language_reads_what_it_writes(code: str, moment: datetime, data: Any) -> None:
    """A signature as a wiki of any language writes it gives back its user and moment, and nothing is odd."""
    site, locale = language(code)
    at = moment.replace(second=0, microsecond=0)
    zone = UTC if site.timezone == "UTC" else ZoneInfo(site.timezone)
    local = at.astimezone(zone)
    twin = local.replace(fold=1 - local.fold)
    # Where both hours have one name, no reader can tell them apart.
    assume(twin.utcoffset() == local.utcoffset() or twin.tzname() != local.tzname())
    names = sorted(name for name, meant in site.clock.names.items() if meant == local.tzname())
    spaces = sorted({*site.user_namespaces, *site.user_talk_namespaces})
    if data is None:
        name, space, shape = names[-1], site.user_namespaces[0], "{}"
    else:
        name, space = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(spaces))
        shape = data.draw(st.sampled_from(["{}", "<b>{}</b>", "{{{{x}}}}{}", "''{}''"]))
    link = shape.format(f"[[{space}:Zoe|Z]]")
    text = f"{link} {written(locale, local)} ({name})"
    (found,) = find_signatures(text, site=site, include=("userless",))
    assert (found.user, found.timestamp, found.kind) == ("Zoe", at, "local")
    assert found.warnings == ()
