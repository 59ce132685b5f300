r"""Where on a page people sign.

Example:
    >>> text = "; Title\n: A\n== Signup ==\n* [[User:B|B]]\n== Comments ==\n"
    >>> found = find_signups(text, find_headings(text), [], Labels(), Site.meta())
    >>> [signup.body.of(text) for signup in found]
    ['\n* [[User:B|B]]\n']
"""

import re
from bisect import bisect, bisect_left
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from glambot.submission.labels import SIGNUP, WEAK_SIGNUP, Labels, words
from glambot.submission.marks import AFTERWORDS, Mark
from glambot.wikitext.expression import expression
from glambot.wikitext.headings import Heading, find_headings, section_end
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, as_span
from glambot.wikitext.timestamps import first_zone
from glambot.wikitext.userlinks import links_user

# Turkish keyboards have an i without a dot, and a capital one with it.
_DOTS = {0x307: None, ord("ı"): "i"}
# Parts of words that speak of interest, folded.
_SPEAKS = (
    "interest", "sign", "attend", "endors", "particip", "support", "intéress", "interés", "zainteres",
    "teilnehm", "interessa", "aanmeld",
)  # fmt: skip
_ITEM = expression(r"\n[*#:]+[^\n]*")
_LABEL_LINE = expression(
    r"\n[ \t]*+(?:'{3,}+)?([^\s'=*#:;|{}\[\]<>][^\n'=*#:;|{}\[\]<>]{4,59}?)"
    r"(?:'{3,})?:?(?:'{3,})?[ \t]*+(?=\n)"
)
_ASKS = expression(
    r"please sign (?:with your user ?name )?below[^\n]*|sign with a hash and four tildes[^\n]*", re.IGNORECASE
)
_CUTS = re.compile(r"\n(?:----|'{3}(?P<bold>[^'\n]{3,40})'{3}|;[ \t]*(?P<term>[^\n:]{3,40}))")
_ITEM_NEXT = expression(r"[^\n]*+\s*+(?<=\n)[*#]")
_REPORTS = frozenset(
    {"discussion summary", "etherpad", "summary of the discussion", "session notes", "report"}
)
_SPAN = itemgetter(0)  # of a Signup
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


class Signup(NamedTuple):
    """A sign-up list: the whole section with its heading, and the body in which people sign."""

    span: Span
    body: Span


def find_signups(
    masked: str,
    headings: list[Heading],
    marks: list[Mark],
    labels: Labels,
    site: Site,
    names: Sequence[str] = (),
) -> list[Signup]:
    """Return the sections and labels under which people sign, in order and without overlaps.

    Args:
        masked: the masked page.
        headings: its headings.
        marks: the terms found on it; a known one ends a sign-up list.
        labels: the labels known.
        site: the wiki the page is on.
        names: the names of the headings of sign-up lists, the common ones if there are none.
    """
    wanted = frozenset(map(words, names))
    starts = [heading.span.start for heading in headings]
    strong: list[Signup] = []
    weak: list[Signup] = []
    done = 0
    for index, heading in enumerate(headings):
        if heading.span.start < done:
            continue
        title = words(heading.title)
        if (title in wanted) if wanted else (labels.exact(heading.title) == SIGNUP):
            end = section_end(headings, index, len(masked))
            first, last = heading.span
            found = _new(Signup, (as_span((first, end)), as_span((last, end))))
            if title in WEAK_SIGNUP and not wanted:
                weak.append(found)
            else:
                strong.append(found)
                done = end
    if weak:
        last = max((m.start for m in marks if m.meaning and m.meaning != SIGNUP), default=0)
        dated = bool(strong)
        least = 0 if strong else last
        strong += [s for s in weak if s.span.start >= least and _signed(masked, s.body, site, dated=dated)]
    for mark in marks:
        if mark.meaning == SIGNUP:
            later = bisect(starts, mark.start)
            end = starts[later] if later < len(starts) else len(masked)
            strong.append(Signup(Span(mark.start, end), Span(mark.end, end)))
            break  # a second such label stands in the list of the first
    if not strong and not wanted:
        strong = _unnamed(masked, headings, labels, site)
    # In a list people type ";" too: only a label of several words ends it.
    known: list[int] = []
    if strong and marks and marks[-1].start > strong[0].span.start:
        known = [m.start for m in marks if m.meaning and m.meaning != SIGNUP and " " in words(m.label)]
    signups: list[Signup] = []
    for (start, end), (begin, _) in sorted(strong, key=_SPAN) if len(strong) > 1 else strong:
        if signups and start < signups[-1].span.end:
            continue
        following = bisect(known, begin) if known else 0
        stop = min(known[following], end) if following < len(known) else end
        within = bisect_left(starts, begin)
        headed = within < len(starts) and starts[within] < stop
        body = _without_afterwords(masked, as_span((begin, stop)), site, headed=headed)
        signups.append(_new(Signup, (as_span((start, stop)), body)))
    return signups


def _signed(masked: str, span: Span, site: Site, *, dated: bool = False) -> bool:
    if first_zone(masked, site, *span) >= 0:
        return True
    return not dated and (masked.find("~~~", *span) >= 0 or links_user(masked, site, *span))


def _unnamed(masked: str, headings: list[Heading], labels: Labels, site: Site) -> list[Signup]:
    """Return the list of a page on which no heading names one in a known way.

    That is the last section whose heading speaks of interest and in which people signed; or what
    stands below a line that says so, or that asks to sign.
    """
    if not _signed(masked, Span(0, len(masked)), site):
        return []
    for index in range(len(headings) - 1, -1, -1):
        heading = headings[index]
        title = heading.title.casefold().translate(_DOTS)
        if any(part in title for part in _SPEAKS) and labels.exact(heading.title) is None:
            end = section_end(headings, index, len(masked))
            body = Span(heading.span.end, end)
            if _has_signed_item(masked, site, *body):
                return [Signup(Span(heading.span.start, end), body)]
    for line in _LABEL_LINE().finditer(masked):
        if labels.exact(line[1]) == SIGNUP and words(line[1]) not in WEAK_SIGNUP:
            return [Signup(Span(line.start() + 1, len(masked)), Span(line.end(), len(masked)))]
    asks = _ASKS().search(masked)
    if asks is not None and _has_signed_item(masked, site, asks.end(), len(masked)):
        start = masked.rfind("\n", 0, asks.start()) + 1
        return [Signup(Span(start, len(masked)), Span(asks.end(), len(masked)))]
    return []


def _has_signed_item(masked: str, site: Site, start: int, end: int) -> bool:
    """Return whether an item of a list is signed."""
    for item in _ITEM().finditer(masked, start, end):
        if first_zone(masked, site, *item.span()) >= 0 or links_user(masked, site, *item.span()):
            return True
    return False


def _without_afterwords(masked: str, span: Span, site: Site, *, headed: bool) -> Span:
    """Return the sign-up list without what is talk about the submission below it.

    Args:
        masked: the masked page.
        span: the list.
        site: the wiki the page is on.
        headed: whether there are headings in the list.
    """
    end = span.end
    if headed:
        for heading in find_headings(masked[span.start : span.end]):
            title = words(heading.title)
            if title in AFTERWORDS or title.partition(" ")[0] in AFTERWORDS or title in _REPORTS:
                end = span.start + heading.span.start
                break
    first: int | None = None
    for cut in _CUTS.finditer(masked, span.start, end):
        label = cut["bold"] or cut["term"]
        if label is None:
            # A rule below signatures ends the list, unless the list goes on; one above is decoration.
            if first is None:
                first = first_zone(masked, site, span.start, end)
            if 0 <= first < cut.start() and not _ITEM_NEXT().match(masked, cut.end()):
                return Span(span.start, cut.start())
        elif words(label) in AFTERWORDS:
            return Span(span.start, cut.start())
    return as_span((span.start, end))
