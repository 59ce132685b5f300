"""Looks for texts that break the parser: hostile wikitext out of pieces, read as that of any wiki.

Run as ``python -m tests.fuzz [--minutes N] [--seed N]``. Each text is given to `find_signatures` and
`glambot.parse`. Nothing may raise, take longer than `LIMIT`, or give a place that is not where it says. It
prints what was tried, or the smallest text that fails, and then ends with exit code 1.
"""

import argparse
import json
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from glambot import Signature, Site, Submission, find_signatures, parse
from glambot.wikitext.dateformat import EARLY_FORMATS, ROMAN, tokens
from glambot.wikitext.locales import Locale, language_codes, load_locale
from tests.test_laws import TOKENS, check_spans

LIMIT = 2.0
"""How many seconds of the processor a text may take."""

LONGEST = 20_000
_ROUND = 500
_SHRINKING = 60

SIGNING = [
    "[[", "]]", "[[User:", "[[:", "|", "]] ([[", "User talk:A|talk]])", "[[User:A]]",
    "[[User:A|'''A'''|b]]", "[[#top|A]]", "[[User talk:A#c|d]]", "[[User:A/sub]]",
    "[[Special:Contribs/192.0.2.7|192.0.2.7]]", "[[user:2001:db8::1]]", "[[w:fr:Utilisateur:A|A]]",
    "[[User:~2026-12345-67]]", "[[:d:q:s:User:A]]", "[[User:%41&#x41;_a]]", "[[User:|]]", "[[User:ß]]",
    "[[User:\u0130]]", "{{User:A/sig}}", "{{Subst:user:A/b|", "{{u|", "{{user|1=A}}", "{{unsigned|A|",
    "{{unsigned2|12:42, 3 November 2018|A}}", "{{unsigned|[[User:A]]|", "{{unsigned IP|192.0.2.7", "}}",
    " (UTC)", "(CEST)", "(+03)", "(UTC+5:30)", "(-99)", "(PST)", "(IST)", "(中国标准时间)", "(", ")", " (",
    "99999999999 ", "12:42, ", "12:42", "25:61", "00:00", "3 ",
    "31 November 2018", "0 May 0000", "31 December 9999",
    "1 January 0001", "12:42, 3 November 2018", "2018年10月7日 (日) ",
    "१२:४२, ३ नवंबर २०१८", "١٢:٤٢", "²",
    "一二", "12:42:", ", 2018-11-03", " Nov 3, 2018", " May May 2018", "3.11.2018", "/", "&nbsp;",
    "&lrm;", "&#160;", "&#x", "\u200e", "\u200f", "\u202e", "\u00ad", "\ufeff", "<!-- -->", "<!--",
    "-->", "<small>", "</small>", "<span class='mw-notalk'>", "</span>", "<blockquote>",
    "</blockquote>", "<q>", "<ref name=a />", "<p>", "</div>", "<br />", "<s>", "</s>", "{{s|",
    "<nowiki>", "</nowiki>", "~~~~", "--", "—", "\n* ", "\n#", "\n:: ", "\n\n", "\n== ", " ==\n",
    "\n=== a ===\n", "\n----\n", "\n|-\n| ", "\n{|\n", "\x1f", "\x7f", "a" * 101,
]  # fmt: skip
"""What signatures are made of, whole and in parts, and what stands around them."""

_ZONES = (
    None, "UTC", "Europe/Warsaw", "America/New_York", "America/Sao_Paulo", "Africa/Casablanca",
    "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Moscow", "Pacific/Auckland",
    "Asia/Tokyo",
)  # fmt: skip
_NAMES = ("UTC", "CET", "CEST", "EST", "JST", "IST", "+03", "-0330", "NZDT", "XYZ", "")
_ODD = {
    "general": {"lang": "en", "timezone": "Asia/Kathmandu"},
    "namespaces": {"2": {"name": "U|s(e)r*"}, "3": {"name": "[t]alk ^ "}, "-1": {"name": "Special page"}},
    "namespacealiases": [{"id": 2, "alias": "ß"}, {"id": 3, "alias": "Us er"}, {"id": "x", "alias": 7}],
    "specialpagealiases": [{"realname": "Contributions", "aliases": ["C+", "c_d"]}],
}
"""What a wiki with odd names says of itself."""


class TooSlowError(AssertionError):
    """A text took longer than `LIMIT`."""


@cache
def site_of(language: str | None, timezone: str | None) -> Site | None:
    """Return the Site of a language and a time zone, None for Meta; ``"odd"`` is no language."""
    if language == "odd":
        return Site.from_siteinfo(_ODD)
    return None if language is None else Site.for_language(language, timezone)


@dataclass(frozen=True)
class Case:
    """A text, the wiki it is read as one of, and what else is asked for."""

    text: str
    language: str | None = None
    timezone: str | None = None
    title: str | None = None
    include: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return what to type to see it again."""
        arguments = [ascii(self.text)]
        if self.language == "odd":
            arguments.append("site=Site.from_siteinfo(tests.fuzz._ODD)")
        elif self.language is not None:
            arguments.append(f"site=Site.for_language({self.language!r}, {self.timezone!r})")
        arguments.append(f"title={self.title!a}")
        return f"{', '.join(arguments)}  # include={self.include!r}"


# --- The pieces ----------------------------------------------------------------------------------


def written(locale: Locale, date_format: str, moment: datetime) -> str:
    """Return a moment as a wiki in a language writes it by a format, without a time zone."""
    months = {"F": locale.months, "xg": locale.genitive, "M": locale.abbreviations, "xr": tuple(ROMAN)}
    weekdays = {"l": locale.weekdays, "D": locale.weekday_abbreviations}
    numbers = {
        "d": f"{moment.day:02}", "j": f"{moment.day}", "m": f"{moment.month:02}", "n": f"{moment.month}",
        "Y": f"{moment.year:04}", "xkY": f"{moment.year + 543}", "xoY": f"{max(moment.year - 1911, 1)}",
        "H": f"{moment.hour:02}", "G": f"{moment.hour}", "h": f"{moment.hour % 12 or 12:02}",
        "g": f"{moment.hour % 12 or 12}", "i": f"{moment.minute:02}", "s": f"{moment.second:02}",
        "a": "pm" if moment.hour > 11 else "am", "A": "PM" if moment.hour > 11 else "AM",
    }  # fmt: skip
    native = {ord(str(number)): sign for number, sign in enumerate(locale.digits)}
    parts: list[str] = []
    for code, text in tokens(date_format):
        if code in months:
            parts.append(months[code][moment.month - 1])
        elif code in weekdays:
            parts.append(weekdays[code][moment.isoweekday() % 7])
        else:
            parts.append(numbers[code].translate(native) if code in numbers else text)
    return "".join(parts)


_MOMENTS = st.builds(
    datetime,
    st.sampled_from([2018, 2018, 2024, 2005, 2003, 1900, 1, 999, 9999, 2561]),
    st.integers(1, 12), st.integers(1, 28), st.integers(0, 23), st.integers(0, 59), tzinfo=st.just(UTC),
)  # fmt: skip
_USERS = st.sampled_from(["A", "Ann Example", "ann_Example", "Ωmega", "例え", "192.0.2.7", "a/b", "B&amp;C"])


@st.composite
def signatures(draw: st.DrawFn, codes: Sequence[str]) -> str:
    """A signature as a wiki in one of the languages writes it, now or earlier, or nearly so."""
    locale = load_locale(draw(st.sampled_from(codes)))
    user = draw(_USERS)
    spaces = draw(st.sampled_from([(), locale.user])) or ("User",)
    talks = locale.talk or ("User talk",)
    link = f"[[{draw(st.sampled_from(spaces))}:{user}|{draw(st.sampled_from([user, 'A', '<b>a</b>', '']))}]]"
    talk = draw(st.sampled_from(["", f" ([[{talks[0]}:{user}|a]])", f" [[{talks[-1]}:{user}]]", " a b"]))
    date_format = draw(st.sampled_from([locale.format, locale.format, *locale.formats, *EARLY_FORMATS]))
    zone = draw(st.sampled_from([*_NAMES, *locale.zones]))
    text = f"{link}{talk} {written(locale, date_format, draw(_MOMENTS))} ({zone})"
    manner = draw(st.integers(0, 5))
    if manner > 2:
        # Broken: a piece goes, a sign comes between, or the rest is missing.
        first = draw(st.integers(0, len(text)))
        last = len(text) if manner == 5 else first + (draw(st.integers(1, 9)) if manner == 4 else 0)
        text = text[:first] + (draw(st.sampled_from(SIGNING)) if manner == 3 else "") + text[last:]
    return text


@st.composite
def cases(draw: st.DrawFn, codes: Sequence[str]) -> Case:
    """Texts out of pieces, some many times over, as pages of wikis in some languages."""
    language = draw(st.sampled_from([None, None, "odd"]) | st.sampled_from(codes))
    own = signatures(["en" if language in (None, "odd") else language])
    pieces = st.one_of(
        st.sampled_from(TOKENS), st.sampled_from(SIGNING), st.text(max_size=5), own, own, signatures(codes)
    )
    some = st.builds(lambda piece, times: piece * times, pieces, st.sampled_from([1] * 30 + [2, 30, 1000]))
    return Case(
        "".join(draw(st.lists(some, max_size=25)))[:LONGEST],
        language,
        draw(st.sampled_from(_ZONES)),
        draw(
            st.sampled_from([None, "User:Ann", "User talk:A/b", "Użytkownik:A", "Conf/X", "", ":", "\ud800"])
        ),
        draw(st.sampled_from([(), ("undated",), ("userless",), ("undated", "userless")])),
    )


# --- What must hold ------------------------------------------------------------------------------


def check(case: Case) -> list[Signature]:
    """Read a text and return its signatures; AssertionError, or any other, for what must not be."""
    site = site_of(case.language, case.timezone)
    text = case.text
    with _in_time(LIMIT):
        found = list(find_signatures(text, site=site, title=case.title, include=case.include))
        submission = parse(text, title=case.title, site=site)
        data = submission.to_dict()
    end = 0
    for signature in found:
        _check_signature(signature, case)
        assert signature.span.start >= end, "signatures overlap or are out of order"
        end = signature.span.end
    check_spans(text, submission)
    assert Submission.from_dict(json.loads(json.dumps(data))) == submission
    return found


def _check_signature(signature: Signature, case: Case) -> None:
    text = case.text
    start, end = signature.span
    assert 0 <= start < end <= len(text)
    for span in (signature.link_span, signature.timestamp_span):
        assert span is None or start <= span.start < span.end <= end
    for notice in signature.warnings:
        assert 0 <= notice.span.start < notice.span.end <= len(text)
    if signature.link_span is not None:
        link = signature.link_span.of(text)
        assert link[:2] + link[-2:] in ("[[]]", "{{}}")
    if signature.timestamp_span is not None and signature.kind != "unsigned-template":
        assert text[signature.timestamp_span.end - 1] == ")"
    assert (signature.user is None) == (signature.link_span is None)
    assert signature.user is not None or "userless" in case.include
    assert signature.timestamp_span is not None or signature.timestamp is None
    assert signature.timestamp is None or signature.timestamp.tzinfo is UTC
    data = json.loads(json.dumps(signature.to_dict(text)))
    assert data["text"] == text[slice(*data["span"])]
    assert data["timestamp"] is None or datetime.fromisoformat(data["timestamp"]) == signature.timestamp


@contextmanager
def _in_time(limit: float) -> Iterator[None]:
    """Raise TooSlowError when what is done inside takes too long; time of the processor counts."""

    def stop(*_: object) -> None:
        raise TooSlowError(f"it took more than {limit} seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


# --- The command ---------------------------------------------------------------------------------


@dataclass
class Report:
    """What was tried, and the smallest case that failed with its error, if any did."""

    texts: int = 0
    characters: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    languages: set[str | None] = field(default_factory=set)
    slowest: float = 0.0
    failing: Case | None = None
    error: BaseException | None = None


def fuzz(seconds: float, start: int, codes: Sequence[str]) -> Report:
    """Try texts for some seconds, from a seed on, or until one fails, which is then made small."""
    report = Report()
    end = time.monotonic() + seconds

    def attempt(case: Case) -> None:
        if report.failing is None and report.texts and time.monotonic() > end:
            return
        begun = time.process_time()
        try:
            found = check(case)
        except BaseException:
            report.failing = case
            raise
        report.texts += 1
        report.characters += len(case.text)
        report.kinds.update(signature.kind for signature in found)
        report.warnings.update(notice.code for signature in found for notice in signature.warnings)
        report.languages.add(case.language)
        report.slowest = max(report.slowest, time.process_time() - begun)

    configured = settings(
        max_examples=_ROUND,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    number = start
    while report.failing is None and (number == start or time.monotonic() < end):
        test = seed(number)(configured(given(cases(codes))(attempt)))
        try:
            test()
        except Exception as error:  # noqa: BLE001 - whatever a text makes happen is what is looked for
            report.error = error
        number += 1
    if report.failing is not None and report.error is not None:
        report.failing = _smaller(report.failing, type(report.error))
    return report


def _smaller(case: Case, kind: type[BaseException]) -> Case:
    """Return a case with what can be taken out of the pieces too, so that it still fails alike."""
    end = time.monotonic() + _SHRINKING
    size = len(case.text)
    while size:
        position = 0
        while position < len(case.text) and time.monotonic() < end:
            less = replace(case, text=case.text[:position] + case.text[position + size :])
            try:
                check(less)
            except kind:
                case = less
                continue
            except Exception:  # noqa: BLE001, S110 - another mistake is looked for another time
                pass
            position += size
        size //= 2
    return case


def main(arguments: Sequence[str] | None = None) -> int:
    """Try texts for some minutes, print what came out, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to try (default: 1)")
    parser.add_argument("--seed", type=int, help="what to begin with, to try the same texts again")
    options = parser.parse_args(arguments)
    start = random.SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    codes = language_codes()
    report = fuzz(options.minutes * 60, start, codes)
    print(
        f"{report.texts} texts of {report.characters} characters, read as those of wikis in "
        f"{len(report.languages)} languages; the slowest took {report.slowest:.2f} s; seed {start}."
    )
    for what, counted in (("Signatures", report.kinds), ("Warnings", report.warnings)):
        print(f"{what} found: {', '.join(f'{number} {name}' for name, number in counted.most_common())}.")
    if report.failing is None:
        return 0
    print("The smallest text that fails:", f"  {report.failing}", "It fails with:", sep="\n")
    print("".join(traceback.format_exception(report.error)))
    return 1


if __name__ == "__main__":
    sys.exit(main())
