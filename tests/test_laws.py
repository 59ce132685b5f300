"""What holds for every page: nothing raises, spans fit, models are read back, time grows with the text."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from glambot.submission.labels import PROSE
from glambot.submission.parse import parse
from glambot.submission.submission import Submission
from glambot.submission.talks import parse_all
from glambot.wikitext.blocks import Point, blocks_closely, read_blocks
from glambot.wikitext.mask import HIDDEN, OPAQUE, mask, mask_closely

TOKENS = [
    "\n", "\n\n", " ", ";", ":", "#", "*", "=", "==", "\n== ", " ==\n", "\n=== ", " ===\n", "----", "{{",
    "}}", "{{{", "}}}", "[[", "]]", "[", "]", "|", "||", "\n|-", "\n{|", "\n|}", "!", "'''", "''", "<!--",
    "-->", "<nowiki>", "</nowiki>", "<nowiki/>", "<s>", "</s>", "<del>",
    "<span style='text-decoration:line-through'>", "</span>", "<br>", "<ref>", "</ref>", "<includeonly>",
    "</includeonly>", "<noinclude>", "<pre>", "&nbsp;", "&amp;", "&#", ";", "__NOTOC__", "~~~~", "(", ")",
    ",", " and ", "(UTC)", "12:42, 3 November 2018 (UTC)", "12:42, 31 November 2018 (UTC)", "2018-01-01",
    "[[User:A|A]]", "[[User talk:A|talk]]", "[[:de:Benutzer:B|B]]", "[[Special:Contributions/192.0.2.7]]",
    "{{unsigned|A|", "{{u|A}}", "{{User:A/sig}}", "[[Category:X]]", "[[File:X.jpg|",
    "[https://example.org ", "//etherpad.wikimedia.org/p/x", "\n; Title", "\n; Author(s) of the submission",
    "\n; Abstract ''(300 words)''", "\n; Length of session", "\n; Username", "\n; Discussion summary",
    "\n== Interested attendees ==\n", "\n== Signup ==\n", "\n; Etherpad", "\n=== Title ===\n",
    "\n=== Description ===\n", "\n* '''Owls''' – Jane Doe. ", "\n'''Title:''' ", "{{Session|title=",
    "|abstract=", "{{Accepted submission}}", "This submission has been accepted", "#REDIRECT [[X]]",
    "1 hour", "2 x 45 minutes", "half an hour", "Jane Doe", "jane@example.org", "a", "é", "\u200e",
    "\u00a0", "\ud800", "\x00", "\r", "\u2028", "𝒳", "e\u0301",
]  # fmt: skip
PAGES = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)
# Surrogates are in it: what reads a file badly decoded must not fall over.
ANYTHING = st.text(st.characters(), max_size=200)


def spans_of(points: tuple[Point, ...]) -> Iterator[tuple[int, int]]:
    for point in points:
        yield point.span
        yield from spans_of(point.points)


def check_spans(wikitext: str, submission: Submission) -> None:
    for field in submission.fields.values():
        assert 0 <= field.span.start <= field.span.end <= len(wikitext)
        assert field.raw == wikitext[slice(*field.span)]
    others = [entry.span for entry in submission.attendees] + [notice.span for notice in submission.warnings]
    for start, end in [*others, *(verdict.attendee.span for verdict in submission.tally.verdicts)]:
        assert 0 <= start <= end <= len(wikitext)
    for key in PROSE:
        points: tuple[Point, ...] = getattr(submission, key)
        for start, end in spans_of(points):
            assert 0 <= start < end <= len(wikitext)
            values = [field.span for name, field in submission.fields.items() if name.startswith(key)]
            assert any(value.start <= start and end <= value.end for value in values)


@given(PAGES | ANYTHING)
@example("//etherpad.wikimedia.org/p/x<nowiki/>")
@settings(max_examples=300)
def test_no_text_raises_and_spans_fit(wikitext: str) -> None:
    """Any text is read, and every span lies in it; a field's span is its raw text."""
    check_spans(wikitext, parse(wikitext, title="Conf/X"))
    for submission in parse_all(wikitext, title="Conf/X"):
        check_spans(wikitext, submission)


@given(PAGES)
@example("; Title\n: a\n; Etherpad\n: [//pad.x/y]")
@example("; Title\n: a\n; [//pad.x/y Etherpad]\n")
@settings(max_examples=200)
def test_json_and_back(wikitext: str) -> None:
    """What is written as JSON and read again is the same submission."""
    for submission in parse_all(wikitext, title="Conf/X"):
        assert Submission.from_dict(json.loads(json.dumps(submission.to_dict()))) == submission


@given(PAGES | ANYTHING)
@settings(max_examples=200)
@example("a\n<!-- b -->; c")
def test_mask_moves_nothing(wikitext: str) -> None:
    """A mask has the text's length, and what it does not hide stands where it stood."""
    masked = mask(wikitext)
    assert len(masked) == len(wikitext)
    for old, new in zip(wikitext, masked, strict=True):
        # A hidden line's newline is hidden with it, or shown at the comment's last sign.
        assert new in (old, HIDDEN, OPAQUE) or (new == "\n" and old == ">")


HIDING = [
    "<!-- a -->", "<!--", "-->", "<!---->", "\n<!--b-->\n", "<nowiki>", "</nowiki>", "<nowiki>x</nowiki>",
    "<NOWIKI>", "<nowiki/>", "<nowiki >", "<pre>", "</pre>", "<includeonly>", "</includeonly>", "<span>",
    "\n", " ", "\t", "; x", "a", "<", "-", "!",
]  # fmt: skip


@given(st.lists(st.sampled_from(HIDING), max_size=14).map("".join))
@settings(max_examples=1000)
def test_mask_of_plain_and_other_texts(wikitext: str) -> None:
    """A text read by its parts is masked as it is tag by tag."""
    assert mask(wikitext) == mask_closely(wikitext)


LINES = [
    "\n", "\n", "* ", "*", "#", ":", ";", "**", " ", "  ", "\t", "\xa0", "\x0b", "Owls fly. ", "[[a]]",
    "[[a|b c]]", "[[User:A|*x]]", "[[", "]]",
    "''", "'''", "''''", "----", "=", "== x ==", "-", "|", "!", "<b>",
    "<!-- a -->", "&nbsp;", "__TOC__", "[[File:x|y]]", "[//x.org y]", "☎",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=30).map("".join))
@example("[[a|*b]]  \x0b :;owl. \x0b\n ''\xa0")
@settings(max_examples=1500)
def test_blocks_of_plain_and_other_texts(wikitext: str) -> None:
    """A text of which all lines are read at once has the same paragraphs and items line by line."""
    masked = mask(wikitext)
    assert read_blocks(masked, wikitext) == blocks_closely(masked, wikitext)


FORM_LINES = [
    "; Title of the submission\n: Owls\n\n", "; Title\n: Maps\n",
    "; Author of the submission\n: [[User:A|A]]\n\n", "; Username\n", "; Length of session: 25 minutes\n",
    "; Colour of the owl\n: green\n\n", "; Colour\n: green\n",
    "; Abstract ''(300 words)''\n: Owls are\n\nnice.\n\n", "; Abstract\n* Owls are nice\n",
    "; What will attendees take away from this session?\n* Owls\n", "; Etherpad\n: //pad.x/y\n",
    "; [//etherpad.x/y Etherpad]\n\n", "----\n", "\n",
    "What somebody wrote under no label, and it is long enough.\n", "{{Accepted submission}}\n",
    "<!-- a hint -->\n", "; Discussion summary\n", "; Interested attendees\n", "== My session ==\n",
    "== Description ==\n", "== Comments ==\n", "=== Discussion summary ===\n", "== Interested attendees ==\n",
    "== Signup ==\n", "Please sign with your name below.\n", "'''Bold:''' x\n", " ; Title\n",
    "[[Category:X]]\n",
]  # fmt: skip
LIST_LINES = [
    "# --[[User:A|A]] ([[User talk:A|talk]]) 12:42, 3 November 2018 (UTC)\n", "# [[User:B c|B]]\n",
    "* [[User:D]] 12:42, 3 November 2018 (UTC)\n", "# I come! [[User:E|E]] 12:42, 31 November 2018 (UTC)\n",
    "# <s>[[User:F|F]] 12:42, 3 November 2018 (UTC)</s>\n", "#: [[User:G|G]] 12:42, 3 November 2018 (UTC)\n",
    "# Not interested. [[User:H|H]] 12:42, 3 November 2018 (UTC)\n", "# Jane Doe\n", "# \n", "#\n", "\n",
    "* so:\n", "## [[User:I|I]] 12:42, 3 November 2018 (UTC)\n",
    "[[User:J|J]] 12:42, 3 November 2018 (UTC)\n", "# Me # ",
    "# [[User:Username|you]] 12:42, 3 November 2018 (UTC)\n", "{{Box|\n", "}}\n", "# <del>[[User:A|A]]\n",
    "<!-- # [[User:A|A]] -->", "----\n", "text ", "\u200e", "1. John Roe\n", "== Thoughts ==\n", "; Colour\n",
    "# [[:de:User:K|K]] 12:42, 3 November 2018 (UTC)\n", "# [[User:l|l]]  12:42, 3 November 2018 (UTC) \n",
]  # fmt: skip
FORMS = st.lists(st.sampled_from(FORM_LINES), max_size=14).map("".join)
LISTS = st.lists(st.sampled_from(LIST_LINES), max_size=12).map("".join)


@given(FORMS, LISTS, FORMS)
@example("; Title\n: a\n== Own ==\nb\n; Username\n: c\n", "# [[User:A|A]]\n", "")
@settings(max_examples=600)
def test_the_quick_ways_read_the_same(form: str, signed: str, below: str) -> None:
    """Forms and lists that are read in one step say what they say where each line is looked at closely."""
    page = f"{form}\n== Interested attendees ==\n{signed}{below}"
    quick = parse(page)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("glambot.submission.layout.read_plain_form", lambda *_: None)
        patch.setattr("glambot.submission.attendees.read_plain_list", lambda *_: None)
        closely = parse(page)
    assert quick.to_dict() == closely.to_dict()
    assert quick == closely


# --- Pages made from a model -------------------------------------------------------------------

VOCABULARY = "owls Lamps über maps in архив the 2018 מפות 地図 q&a café B-side don't"
WORDS = st.lists(
    st.sampled_from(VOCABULARY.split()),
    min_size=2, max_size=6,
).map(" ".join)  # fmt: skip
NAMES = st.sampled_from(
    ["Jane Doe", "John Roe", "Kim Poe", "Élodie Exemple", "Жанна Пример", "Ann O'Sample", "Jean-Luc Muster"]
)
USERS = st.sampled_from(
    [
        "JD",
        "John Roe",
        "KVexample",
        "Élodie",
        "Жанна",
        "דנה",
        "山田",
        "192.0.2.7",
        "Owl fan 7",
        "~2026-12345-67",
        "B.C.",
    ]
)
FIRST, LAST = datetime(2010, 1, 1), datetime(2030, 12, 31)  # noqa: DTZ001 - Hypothesis wants bounds naive
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
SHORT = {
    "country": ("Country of origin", "country"),
    "theme": ("Theme of presentation", "theme"),
    "type": ("Type of submission ''(panel, workshop)''", "type"),
    "affiliation": ("Affiliation, if any (organisation, company etc.)", "affiliation"),
    "requests": ("Special requests", "requirements"),
    "language": ("Language of presentation", "language"),
}


@dataclass(frozen=True)
class Signer:
    """Who signed a line, when, and in which manner."""

    user: str
    moment: datetime | None
    manner: str

    @property
    def state(self) -> str:
        """The state of the entry."""
        if "<s>" in self.manner:
            return "withdrawn"
        return "undated" if self.moment is None else "signed"

    @property
    def entry(self) -> tuple[str | None, datetime | None, str]:
        """What is to be read in the line."""
        return self.user, self.moment, self.state

    @property
    def line(self) -> str:
        """The line in the list."""
        link = f"Special:Contributions/{self.user}" if self.user[0] in "~1" else f"User:{self.user}"
        stamp = f"{self.moment:%H:%M}, {self.moment.day} {self.moment:%B %Y} (UTC)" if self.moment else ""
        talk = f"([[User talk:{self.user}|talk]])"
        return self.manner.format(link=link, user=self.user, talk=talk, stamp=stamp).rstrip()


@dataclass(frozen=True)
class Model:
    """What a page is to say."""

    title: str
    authors: list[tuple[str, str | None]]
    short: dict[str, str]
    minutes: int
    abstract: list[str]
    signers: list[Signer]

    def check(self, submission: Submission) -> None:
        """Compare with what was read."""
        assert submission.title == self.title
        assert [(author.name, author.user) for author in submission.authors] == self.authors
        assert {key: submission.fields[key].text for key in self.short} == self.short
        assert submission.length_minutes == self.minutes
        assert [point.text for point in submission.abstract] == self.abstract
        assert [(a.user, a.timestamp, a.state) for a in submission.attendees] == [
            s.entry for s in self.signers
        ]


MANNERS = [
    "# [[{link}|{user}]] {talk} {stamp}",
    "# --[[{link}|{user}]] {stamp}",
    "# — [[{link}]] {stamp}",
    "* [[{link}|<b>{user}</b>]] {stamp}",
    "#[[{link}|somebody else]] {talk} {stamp}",
    "# I come with [[User:Someone Else|a friend]]. [[{link}|{user}]] {talk} {stamp}",
    "# <s>[[{link}|{user}]] {stamp}</s>",
]


@st.composite
def signers(draw: st.DrawFn) -> Signer:
    manner = draw(st.sampled_from(MANNERS))
    moment = draw(MOMENTS).replace(second=0, microsecond=0)
    dated = "Someone" in manner or draw(st.integers(0, 4))
    return Signer(draw(USERS), moment if dated else None, manner)


@st.composite
def models(draw: st.DrawFn) -> Model:
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    users = draw(
        st.lists(st.sampled_from(["Acct One", "Two", "Dritte", "Ω4"]), min_size=3, max_size=3, unique=True)
    )
    authors = [
        (name, user if draw(st.booleans()) else None) for name, user in zip(names, users, strict=False)
    ]
    short = draw(st.dictionaries(st.sampled_from(sorted(SHORT)), WORDS, max_size=4))
    abstract = draw(
        st.lists(
            WORDS.map(lambda words: f"We speak of {words} and of whatever else there is."),
            min_size=1,
            max_size=3,
        )
    )
    return Model(
        draw(WORDS),
        authors,
        short,
        draw(st.integers(5, 300)),
        abstract,
        draw(st.lists(signers(), min_size=2, max_size=12)),
    )


def authors_of(model: Model, draw: st.DrawFn, separators: list[str]) -> str:
    written = []
    for name, user in model.authors:
        forms = (
            [f"[[User:{user}|{name}]]", f"{name} ([[User:{user}]])", f"{name} ([[User:{user}|{user}]])"]
            if user
            else [name]
        )
        written.append(draw(st.sampled_from(forms)))
    return draw(st.sampled_from(separators)).join(written)


def list_of(model: Model, draw: st.DrawFn) -> str:
    hint = "If you are interested, please sign below. (<nowiki># ~~~~</nowiki>)\n\n"
    return draw(st.sampled_from(["", hint])) + "\n".join(signer.line for signer in model.signers)


@st.composite
def terms_pages(draw: st.DrawFn) -> tuple[Model, str]:
    """A page whose form is a definition list, irregular in the ways people make it."""
    model = draw(models())
    values = {SHORT[key][0]: text for key, text in model.short.items()}
    values["Title of the submission"] = model.title
    values["Author(s) of the submission"] = authors_of(model, draw, [", ", " and ", "\n: ", "; ", "<br>"])
    values["Length of session (if other than 25 minutes, specify how long)"] = f"{model.minutes} minutes"
    values["E-mail address"] = ""
    parts = ["{{Open submission}}\n"]
    for label in draw(st.permutations(sorted(values))):
        lead = draw(
            st.sampled_from(
                [
                    "\n: ",
                    "\n:",
                    "\n:\n",
                    "\n",
                    "\n: <!-- fill\n* this in -->\n",
                    "\n<!-- a hint -->\n: ",
                    ": ",
                ]
            )
        )
        if not values[label]:
            lead = "\n:"
        space = draw(st.sampled_from(["; ", ";", ";  "]))
        parts.append(
            f"{space}{label}{lead}{values[label]}{draw(st.sampled_from(['', chr(10), chr(10) * 2]))}"
        )
    paragraphs = draw(st.sampled_from(["\n\n", "\n: "])).join(model.abstract)
    parts.append(f"; Abstract ''(at least 300 words)''\n: {paragraphs}\n")
    parts.append(f"\n== Interested attendees ==\n{list_of(model, draw)}\n\n[[Category:All submissions]]")
    return model, "\n".join(parts)


@st.composite
def template_pages(draw: st.DrawFn) -> tuple[Model, str]:
    """A page whose form is a template."""
    model = draw(models())
    values = {SHORT[key][1]: text for key, text in model.short.items()}
    values["title"] = model.title
    values["presenters"] = authors_of(model, draw, [", ", " and ", "<br>", "\n* "])
    values["length"] = f"{model.minutes} minutes"
    values["abstract"] = "\n\n".join(model.abstract)
    space = draw(st.sampled_from(["", " "]))
    parameters = "".join(
        f"\n| {name}{space}={space}{values[name]}" for name in draw(st.permutations(sorted(values)))
    )
    return model, f"{{{{Session{parameters}\n}}}}\n== Signup ==\n{list_of(model, draw)}\n"


@st.composite
def headings_pages(draw: st.DrawFn) -> tuple[Model, str]:
    """A page whose form is made of headings."""
    model = draw(models())
    values = {re.sub(r" *\(.*| *''.*", "", SHORT[key][0]): text for key, text in model.short.items()}
    values["Title"] = model.title
    values["Session leader(s)"] = authors_of(model, draw, [", ", " and ", "<br>"])
    values["Length of session"] = f"{model.minutes} minutes"
    values["Description"] = "\n\n".join(model.abstract)
    gap = draw(st.sampled_from(["\n", "\n\n", "\n<!-- a hint -->\n"]))
    sections = "\n".join(
        f"=== {label} ==={gap}{values[label]}\n" for label in draw(st.permutations(sorted(values)))
    )
    return model, f"{sections}\n== Interested attendees ==\n{list_of(model, draw)}\n"


MADE = st.one_of(terms_pages(), template_pages(), headings_pages())


@given(terms_pages())
@settings(max_examples=150)
def test_definition_lists_give_back_the_model(made: tuple[Model, str]) -> None:
    """A form written as a definition list says what it was made of, however irregularly it is written."""
    made[0].check(parse(made[1]))


@given(template_pages())
@settings(max_examples=100)
def test_templates_give_back_the_model(made: tuple[Model, str]) -> None:
    """A form written as a template says what it was made of."""
    made[0].check(parse(made[1]))


@given(headings_pages())
@settings(max_examples=100)
def test_headings_give_back_the_model(made: tuple[Model, str]) -> None:
    """A form written as headings says what it was made of."""
    made[0].check(parse(made[1]))


@given(MADE, st.lists(st.sampled_from(TOKENS), max_size=8).map("".join) | ANYTHING, st.data())
@settings(max_examples=200)
def test_a_corrupt_line_corrupts_no_other(made: tuple[Model, str], junk: str, data: st.DataObject) -> None:
    """Whatever is put in a signer's place, the entries of all others stay what they were."""
    model, page = made
    junk = junk.replace("\n", " ")
    # A comment without end hides the page's rest, a heading or a label ends the list.
    assume(
        "<!--" not in junk
        and "<includeonly" not in junk.lower()
        and not junk.lstrip(" \t\x1f").startswith(("=", ";"))
    )
    marker = data.draw(st.sampled_from(["# ", "* ", "#", ""]))
    assume(marker or not junk.lstrip(" \t\x1f").startswith(("=", ";")))
    before, mark, body = page.partition(model.signers[0].line)
    lines = (mark + body).split("\n")
    number = data.draw(st.integers(0, len(model.signers) - 1))
    lines[number] = marker + junk
    found = [
        (entry.user, entry.timestamp, entry.state) for entry in parse(before + "\n".join(lines)).attendees
    ]
    ahead = [signer.entry for signer in model.signers[:number]]
    behind = [signer.entry for signer in model.signers[number + 1 :]]
    assert found[: len(ahead)] == ahead
    assert len(found) >= len(ahead) + len(behind)
    assert found[len(found) - len(behind) :] == behind


@given(MADE, st.data(), st.lists(st.sampled_from(TOKENS), max_size=5).map("".join))
@settings(max_examples=200)
def test_a_comment_between_lines_changes_no_field(
    made: tuple[Model, str], data: st.DataObject, inside: str
) -> None:
    """A comment on a line of its own, at a line's start or at its end is not there for any reader."""
    page = made[1]
    comment = f"<!-- {inside.replace('-->', '').replace('--', '')} -->"
    masked = mask(page)
    places = [found.start() for found in re.finditer("\n", page) if masked[found.start()] == "\n"]
    place = data.draw(st.sampled_from(places))
    # On a blank line it would take the line away, and with it the gap between two paragraphs.
    forms = [f"\n{comment}\n", f"\n  {comment}  \n"]
    forms += [f"\n{comment}"] if page[place + 1 : place + 2] != "\n" else []
    forms += [f"{comment}\n"] if page[place - 1 : place] != "\n" else []
    written = data.draw(st.sampled_from(forms))
    before = parse(page)
    after = parse(page[:place] + written + page[place + 1 :])
    assert {key: field.text for key, field in after.fields.items()} == {
        key: field.text for key, field in before.fields.items()
    }
    assert [point.text for point in after.abstract] == [point.text for point in before.abstract]
    assert after.authors == before.authors
    assert [(a.user, a.timestamp, a.state) for a in after.attendees] == [
        (a.user, a.timestamp, a.state) for a in before.attendees
    ]


# --- Time ----------------------------------------------------------------------------------------

HOSTILE = {
    "templates opened": "{{a|",
    "templates opened and named": "{{unsigned|",
    "templates nested in one that shows": "{{u|{{u|a}}",
    "forms opened": "{{Session|title=a|abstract=",
    "parameters opened": "{{{a|",
    "braces closed": "}}",
    "links opened": "[[a|",
    "links closed": "]]",
    "user links opened": "[[User:A|",
    "user links": "[[User:A|A]] ",
    "talk links in a field": "([[User talk:A|talk]]) ",
    "file links opened": "[[File:a|",
    "file links with links": "[[File:a|[[b]]",
    "category links opened": "[[Category:",
    "outer links opened": "[https://a ",
    "outer addresses": "//etherpad.wikimedia.org/p/",
    "tables opened": "\n{|",
    "rows": "\n|-",
    "cells": "||",
    "cells on lines": "\n| a",
    "comments opened": "<!--",
    "comments": "<!-- -->",
    "comments on lines": "\n<!-- -->",
    "nowiki opened": "<nowiki>",
    "nowiki": "<nowiki/>",
    "tags of every kind opened": "<pre><math><score><ref><s><del><span>",
    "tags never closed": "<a ",
    "strikes": "<s></del>",
    "strike spans": "<span style='text-decoration:line-through'>",
    "strike templates opened": "{{s|",
    "quotes": "''",
    "bold labels": "\n'''Title:''' a",
    "headings": "\n== a ==",
    "headings of labels": "\n=== Title ===\n",
    "headings opened": "\n=",
    "equals signs": "=",
    "terms": "\n; Title : a",
    "terms of other kinds": "\n; A label nobody knows\n: a",
    "semicolons": "\n;",
    "lists in lists": ":#*",
    "list lines": "\n#",
    "rules": "\n----",
    "blank lines": "\n \n",
    "blanks": " \t",
    "zones": "(UTC)",
    "times": "12:42 ",
    "times and zones": "12:42, (UTC) ",
    "timestamps": "12:42, 3 November 2018 (UTC) ",
    "signed lines": "\n# [[User:A|A]] 12:42, 3 November 2018 (UTC)",
    "lists to sign": "\n== Interested attendees ==\n# [[User:A|A]]",
    "talks": "\n* '''Owls''' – Jane Doe. Half an hour.",
    "entities": "&amp;",
    "ampersands": "&a",
    "authors": "Jane Doe, ",
    "authors and authors": " and a",
    "addresses of people": "a@a.",
    "accounts typed": "user:",
    "parentheses": "(",
    "apostrophes in words": "a'",
    "underscores": "__",
    "lengths": "1-1 x 1h ",
    "numbers": "1",
    "banners": "this submission has been ",
    "marks": "\u200e",
    "hidden signs": HIDDEN,
    "accents": "e\u0301",
}  # fmt: skip


def hostile_pages(unit: str, size: int) -> Iterator[tuple[str, str]]:
    """Yield pages of about `size` characters full of `unit`: bare, in fields, in a signed line."""
    many = unit * (size // len(unit))
    half = unit * (size // len(unit) // 2)
    yield "bare", many
    yield (
        "in fields",
        f"; Title\n: A\n; Author of the submission\n: {half}\n; Abstract\n: {half}\n; Length\n: 1 hour",
    )
    yield (
        "in a sign-up line",
        (
            "; Title\n: A\n== Interested attendees ==\n"
            f"# {many} [[User:A|A]] 12:42, 3 November 2018 (UTC)\n# [[User:B|B]]"
        ),
    )


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_pages_take_seconds_at_most(kind: str) -> None:
    """200 KB of the same few signs are read in less than three seconds, wherever on the page they stand."""
    for place, page in hostile_pages(HOSTILE[kind], 200_000):
        start = time.process_time()
        parse(page)
        taken = time.process_time() - start
        assert taken < 3, f"{place}: {taken:.1f} s"


@pytest.mark.parametrize("kind", ["talks", "headings", "bold labels", "list lines", "terms"])
def test_hostile_pages_of_talks_take_seconds_at_most(kind: str) -> None:
    """The same holds where talks are looked for on the page."""
    start = time.process_time()
    parse_all(HOSTILE[kind] * (200_000 // len(HOSTILE[kind])))
    assert time.process_time() - start < 4
