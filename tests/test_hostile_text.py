"""Text that is made to keep a reader busy takes little time, and what is read in it stands in it.

The kinds of text are data; ``python -m tests.benchmarks.hostile`` measures them at full size.
"""

import math
from collections.abc import Iterator

import pytest

from glambot.submission.submission import Submission
from glambot.wikitext.blocks import Point
from glambot.wikitext.signature import Signature
from tests.benchmarks.hostile import BOUND, META, PLACES, READERS, Case, Kind, cases, kinds, seconds

KINDS = kinds()
LONG = 20_000
SLACK = 2  # how many times as long as in the benchmark it may take, for machines differ
MOST_GROWTH = 3.5
TOO_BRIEF = 0.01  # seconds whose growth says nothing
GIVEN_UP = 2.0  # seconds
TRIES = 6

Pair = tuple[int, int]


def spans_of_signature(signature: Signature) -> Iterator[Pair]:
    """Yield the spans of a signature and its warnings."""
    yield signature.span
    for span in (signature.link_span, signature.timestamp_span):
        if span is not None:
            yield span
    for notice in signature.warnings:
        yield notice.span


def spans_of_point(point: Point) -> Iterator[Pair]:
    """Yield the spans of a point and of those under it."""
    yield point.span
    for inner in point.points:
        yield from spans_of_point(inner)


def spans_of_submission(submission: Submission) -> Iterator[Pair]:
    """Yield the spans of a submission's fields, points, entries and warnings."""
    for field in submission.fields.values():
        yield field.span
    for point in (*submission.abstract, *submission.takeaway, *submission.discussion_summary):
        yield from spans_of_point(point)
    for entry in submission.attendees:
        yield entry.span
    for notice in submission.warnings:
        yield notice.span


def spans_of(found: object) -> Iterator[Pair]:
    """Yield the spans of what one of the readers returned."""
    if isinstance(found, list):
        for signature in found:
            yield from spans_of_signature(signature)
    elif isinstance(found, tuple):
        submission, _ = found
        yield from spans_of_submission(submission)


def check_spans(found: object, length: int) -> None:
    """Assert that every span is one of a text of some length."""
    wrong = [span for span in spans_of(found) if not 0 <= span[0] <= span[1] <= length]
    assert not wrong


def is_held(case: Case) -> bool:
    """Return whether a case is measured here: the benchmark measures those too that are nearly the same."""
    return (case.place, case.reader) in {("bare", "find_signatures"), ("signup", "parse")} or (
        case.site == META and case.reader == "parse"
    )


def problem(case: Case) -> str:
    """Return what is wrong with the time that a case takes, or "" for nothing.

    Between two sizes a reader may begin to do something else; what grows too fast does so again.
    """
    case.read(500)()  # loads and makes what is made once
    said = ""
    for size in (LONG, 2 * LONG):
        said = too_slow(case, size)
        if not said:
            break
    return said


def too_slow(case: Case, size: int) -> str:
    """Return how long a case takes at a size and at half of it if either is too long, or ""."""
    longer = shorter = math.inf
    most = SLACK * BOUND * size / 100_000
    for _ in range(TRIES):
        longer = min(longer, seconds(case.read(size), GIVEN_UP))
        if longer < TOO_BRIEF:
            return ""
        if longer > 4 * most:
            break
        shorter = min(shorter, seconds(case.read(size // 2), GIVEN_UP))
        if longer <= most and longer <= MOST_GROWTH * shorter:
            return ""
    where = f"{case.reader} of {case.site}, {case.place}"
    return f"{where}: {shorter:.3f} s for {size // 2:,} characters, {longer:.3f} s for {size:,}"


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_time_grows_no_faster_than_the_text(kind: Kind) -> None:
    """Wherever a hostile text stands, it is read in little time, and one twice as long in little more."""
    said = list(filter(None, map(problem, filter(is_held, cases((kind,))))))
    if said:
        pytest.fail("\n".join(said))


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_spans_lie_in_the_text(kind: Kind) -> None:
    """Every span of what is read in a hostile text begins and ends in it, in this order."""
    for case in cases((kind,)):
        text = case.text(1500)
        check_spans(case.reads(text), len(text))


def test_kinds_are_many_and_apart() -> None:
    """There are at least 60 kinds, no two of one name, and every third is read for other wikis too."""
    names = [kind.name for kind in KINDS]
    assert len(set(names)) == len(names) >= 60
    assert 3 * sum(bool(kind.sites) for kind in KINDS) >= len(names)


@pytest.mark.parametrize("size", [500, 5000])
def test_texts_have_the_size_asked_for(size: int) -> None:
    """A text is about as long as asked, but for one repetition and what stands around it."""
    for kind in KINDS:
        repeated = len(kind.unit) + len(kind.inner) * kind.times + len(kind.close)
        around = len(kind.head) + len(kind.tail)
        assert abs(len(kind.text(size)) - size) <= 8 * (repeated + around) + size / 50, kind.name


def test_every_place_and_reader_is_measured() -> None:
    """A kind is measured in each place by each reader, for Meta and for each of its other wikis."""
    kind = next(kind for kind in KINDS if len(kind.sites) == 2)
    found = list(cases((kind,)))
    assert len(set(found)) == len(found) == 3 * len(PLACES) * len(READERS)
