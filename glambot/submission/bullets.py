r"""Talks listed as bullets, each of which opens with a bold title.

Example:
    >>> from glambot.submission.layout import read_layout
    >>> text = "* '''Owls''' by [[User:Jane]] (20 min). They fly.\n* '''Keys''' (Lee, 15 mins): about keys"
    >>> talks = bullet_talks(text, [], read_layout(text, Labels(), Site.meta()), Labels(), Site.meta())
    >>> [[value.span.of(text) for value in layout.values] for name, layout in talks]
    [['Owls', '[[User:Jane]]', '20 min', 'They fly.'], ['Keys', 'Lee', '15 mins', 'about keys']]
"""

import re

from glambot.submission.labels import Labels, words
from glambot.submission.layout import Layout
from glambot.submission.lengths import minutes
from glambot.submission.marks import Labelled
from glambot.wikitext.headings import Heading, section_end
from glambot.wikitext.plain import plain
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, inside
from glambot.wikitext.templates import trimmed
from glambot.wikitext.userlinks import find_user_links

_BULLET = re.compile(
    r"(?:\n|\A)\*(?![*#:])[ \t]*'''(?P<title>(?:[^'\n]|'(?!'')){2,200})'''"
    r"(?P<rest>[^\n]*(?:\n(?:\*[*#:]|[#:])[^\n]*)*)"
)
_SIGNED_REPLY = re.compile(r"\n[*#:]{2,}[^\n]*\(UTC\)[^\n]*")
# What may name people: up to a full stop that ends no initial, a colon, a dash or a parenthesis.
_LEAD = re.compile(
    r"[\s:–—,.-]*(?P<by>by\s+|with\s+)?"
    r"(?P<authors>(?:\[\[[^\[\]\n]*\]\]|[^.:()–—\n\[]|(?<=[^\W\d_])(?<![^\s][^\W\d_])\.(?=\s)){2,300}?)"
    r"(?=\s-\s|[.:()–—\n]|\Z)"
)
_PARENTHESES = re.compile(r"[\s:–—,.-]*\((?P<inner>(?:\[\[[^\[\]\n]*\]\]|[^()\[\]\n])*)\)")
_PIECE = re.compile(r"(?:[^.!?,;()\n]|\.(?=\d))+")
_BETWEEN = re.compile(r"\s*(?:[,;/&+]|\band\b|\bund\b|\bet\b|\by\b)\s*")
_PARTICLES = r"(?:de|da|van|von|der|den|di|del|la|le|el|al|bin|ibn|dos|du|ten|ter|zu|y)"
_NAME = re.compile(rf"[^\W\d_a-z][\w.’'-]*(?P<more>(?:\s+(?:{_PARTICLES}\s+)*[^\W\d_a-z][\w.’'-]*){{1,3}})?")
_NO_NAME = re.compile(r"(?:a|an|the|our|my|how|why|what|we|in|on|this|some|more|no)\b", re.IGNORECASE)
_EMPLOYER = re.compile(
    r"wikimedia|museum|universit|library|archive|foundation|institut|society|of ", re.IGNORECASE
)
_ABOUT_EDGES = ".–—-:,) \t"
_SEARCHED = 300


def bullet_talks(
    masked: str, headings: list[Heading], layout: Layout, labels: Labels, site: Site
) -> list[tuple[str, Layout]]:
    """Return the title and layout of each talk, or nothing if the bullets are no talks.

    People sign in a section named like the talk, or in bullets below it. A page with a sign-up
    list of its own is one proposal, and so is one whose bullets name nobody and no length.

    Args:
        masked: the masked page.
        headings: its headings.
        layout: its layout as one proposal.
        labels: the labels known; a bullet that opens with one is a field.
        site: the wiki, for its user links.
    """
    sections: dict[str, Span] = {}
    for index, heading in enumerate(headings):
        if words(heading.title) not in sections:
            end = section_end(headings, index, len(masked))
            sections[words(heading.title)] = Span(heading.span.end, end)
    talks: list[tuple[str, Layout]] = []
    signed = told = 0
    for bullet in _BULLET.finditer(masked):
        name = Span(*bullet.span("title"))
        title = plain(name.of(masked))
        if inside(bullet.start(), layout.signups) or labels.exact(title) is not None:
            continue
        values, signups = _read(masked, bullet, site)
        if words(title) in sections:
            signups.append(sections[words(title)])
        signed += bool(signups)
        told += bool(signups) or len(values) > 1
        own = (Labelled("title", "", *name), *values)
        talks.append((title, layout._replace(values=own, signups=tuple(signups), doubled=(), type_flags={})))
    if len(talks) < 2 or 2 * told < len(talks) or (layout.signups and not signed):
        return []
    return talks


def _read(masked: str, bullet: re.Match[str], site: Site) -> tuple[list[Labelled], list[Span]]:
    """Return the authors, length and abstract of a talk, as far as they are given, and its sign-up list."""
    values: list[Labelled] = []
    start, end = bullet.span("rest")
    signups: list[Span] = []
    replies = list(_SIGNED_REPLY.finditer(masked, start, end))
    if len(replies) > 1:
        signups.append(Span(replies[0].start(), end))
        end = replies[0].start()
    length = _length(masked, start, end)
    lead = _LEAD.match(masked, start, end)
    if lead is not None and _are_people(masked, Span(*lead.span("authors")), site, alone=bool(lead["by"])):
        values.append(Labelled("authors", "", *trimmed(masked, *lead.span("authors"))))
        start = lead.end()
    noted = _PARENTHESES.match(masked, start, end)
    if noted is not None:
        people = [
            piece
            for piece in _pieces(masked, *noted.span("inner"))
            if piece != length and _are_people(masked, piece, site, alone=True)
        ]
        if people and not values:
            values.append(Labelled("authors", "", people[0].start, people[-1].end))
        if people or (length is not None and length.start < noted.end()):
            start = noted.end()
    if length is not None:
        values.append(Labelled("length", "", *length))
    about = trimmed(masked, start, end)
    begin = about.start
    while begin < about.end and masked[begin] in _ABOUT_EDGES:
        begin += 1
    if begin < about.end:
        values.append(Labelled("abstract", "", begin, about.end))
    return values, signups


def _pieces(masked: str, start: int, end: int) -> list[Span]:
    found = (trimmed(masked, *piece.span()) for piece in _PIECE.finditer(masked, start, end))
    return [span for span in found if span.start < span.end]


def _length(masked: str, start: int, end: int) -> Span | None:
    """Return where the length stands: the first piece of a sentence that is one."""
    for span in _pieces(masked, start, min(end, start + _SEARCHED)):
        text = plain(span.of(masked)).strip("-–—: ")
        if any(map(str.isalpha, text)) and minutes(text) is not None:
            return span
    return None


def _are_people(masked: str, span: Span, site: Site, *, alone: bool) -> bool:
    """Return whether a piece of text names people; one word is a name only where `alone` says so."""
    if "[[" in span.of(masked) and find_user_links(masked, site, *span):
        return True
    names = [name for name in _BETWEEN.split(plain(span.of(masked)).strip()) if name]
    first = _NAME.fullmatch(names[0]) if names else None
    if first is None or not (first["more"] or alone) or _NO_NAME.match(names[0]):
        return False
    return all(_NAME.fullmatch(name) or _EMPLOYER.search(name) for name in names[1:])
