r"""Sign-up lists of default signatures, read in one step.

Most lists hold nothing else, and are then read several times as fast as line by line. What is
not certain to be such a list is left to `glambot.submission.attendees`.

Example:
    >>> text = "Sign below.\n# [[User:A|A]] ([[User talk:A|talk]]) 12:42, 3 November 2018 (UTC)\n"
    >>> attendees, notices = read_plain_list(text, Span(0, len(text)), Site.meta())
    >>> [(entry.user, entry.state) for entry in attendees]
    [('A', 'signed')]
"""

import re
from functools import lru_cache

from glambot.submission.attendee import SIGNED, UNDATED, Attendee
from glambot.submission.unlinked import EDGES, PLACEHOLDER_INITIALS, is_objection, is_placeholder_user
from glambot.wikitext.names import user_name
from glambot.wikitext.notice import Notice
from glambot.wikitext.plain_signature import is_plain_name, plain_signature
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span, as_span
from glambot.wikitext.timestamps import first_zone

SPACES = " \t-–—―•·~*#:;|\u200e\u200f"
"""What stands between a comment and a signature and says nothing."""

# Lines above the list that can be nothing but boilerplate, and what may stand below the list.
_INTRO = re.compile(r"(?:(?:[A-Za-z'\x7f(][^\n\[\]{}]*|[ \t\x1f]*)\n)*")
_TAIL = re.compile(r"(?:\s|\[\[ *category:[^\[\]\n]*\]\])*", re.IGNORECASE)
_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops


@lru_cache(maxsize=64)
def default_line(site: Site) -> re.Pattern[str]:
    """Return the pattern of a list item that ends with a default signature and links nobody else.

    Its groups are ``marker``, ``entry``, ``before`` for what stands before the signature, ``name``, and
    those of the date, which are None without a timestamp.
    """
    plain = plain_signature(site)
    return re.compile(
        r"(?P<marker>[*#]) *+(?P<entry>(?P<before>[^\[\]{}<>&*#:\n\x1f\x7f]*)"
        rf"{plain.user}(?:{plain.stamp}|\)?)) *(?=\n|\Z)"
    )


def read_plain_list(masked: str, body: Span, site: Site) -> tuple[list[Attendee], list[Notice]] | None:
    """Return the entries of a list and what was odd about them, or None if any line needs a closer look."""
    position, end = body
    if masked.startswith("\n", position):
        position += 1
    intro = _INTRO.match(masked, position, end)
    if intro is not None:
        if first_zone(masked, site, *intro.span()) >= 0:
            return None
        position = intro.end()
    match = default_line(site).match
    plain = plain_signature(site)
    groups = ("before", "name", *plain.date)
    attendees: list[Attendee] = []
    notices: list[Notice] = []
    line = match(masked, position, end)
    while line is not None:
        before, name, *date = line.group(*groups)
        user = name if is_plain_name(name) else user_name(name)
        if not user or (user[0] in PLACEHOLDER_INITIALS and is_placeholder_user(user)):
            return None
        span = as_span(line.span("entry"))
        said = ""
        if before and before.strip(EDGES):
            said = " ".join(before.split()).strip(SPACES)
            if "''" in said or "__" in said or is_objection(said):
                return None
        if date[0] is None:
            notices.append(
                Notice("GB102", "signature without a timestamp", Span(line.end("before"), span.end))
            )
            attendees.append(Attendee(user, None, UNDATED, said, span))
        else:
            stamp = plain.moment(*date)
            if stamp is None:
                return None
            attendees.append(_new(Attendee, (user, stamp, SIGNED, said, span)))
        position = line.end() + 1
        line = match(masked, position, end)
    tail = _TAIL.match(masked, position, end)
    if position < end and (tail is None or tail.end() < end):
        return None
    return attendees, notices
