r"""Reads one submission page.

Example:
    >>> submission = parse("; Title\n: A talk\n== Interested attendees ==\n# [[User:Jane|Jane]]")
    >>> [(entry.user, entry.state) for entry in submission.attendees]
    [('Jane', 'undated')]
"""

import re

from glambot.submission.attendees import Attendee, read_attendees
from glambot.submission.authors import NOTHING, Author, read_authors
from glambot.submission.event import Event, default_event
from glambot.submission.labels import PROSE
from glambot.submission.layout import Labelled, Layout, read_layout
from glambot.submission.lengths import minutes
from glambot.submission.status import read_status
from glambot.submission.submission import Field, Submission
from glambot.submission.tally import tally
from glambot.wikitext.blocks import Point, points, read_blocks
from glambot.wikitext.mask import mask
from glambot.wikitext.names import upper_first
from glambot.wikitext.notice import Notice
from glambot.wikitext.plain import plain, plain_masked
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.templates import template_text

_CATEGORY = re.compile(r"\[\[[ _]*category[ _]*:([^\[\]|\n]*)(?:\|[^\[\]\n]*)?\]\]", re.IGNORECASE)
# A value of words alone shows what it is; most are.
_SIMPLE = re.compile(r"[^\W_]+(?:[ ,.()?/@:;+-]+[^\W_]+)*[.)?]?")
_ETHERPAD = re.compile(
    r"(?:https?:)?//(?:etherpad\.wikimedia\.org|pad\.[\w.-]+|[\w.-]*etherpad[\w.-]*)/[^\s\[\]<>{}|\"']+"
)


def parse(
    wikitext: str, *, title: str | None = None, event: Event | None = None, site: Site | None = None
) -> Submission:
    """Return what a submission page says.

    Nothing in the text makes this raise: what is odd is in ``warnings``. It reads no file and no
    network, and takes time that grows linearly with the text.

    Args:
        wikitext: the page's wikitext.
        title: the page's title.
        event: labels, sign-up headings, deadline and excluded users of the event; the common
            ones if None.
        site: the wiki the page is on; Meta if None.

    Raises:
        TypeError: if `wikitext` is no str.
    """
    check_text(wikitext)
    event = event or default_event()
    site = site or Site.meta()
    masked = mask(wikitext)
    layout = read_layout(masked, event.labels, event.signup_headings)
    return build(masked, wikitext, layout, title=title, event=event, site=site)


def check_text(wikitext: object) -> None:
    """Raise TypeError, and say what to do, for what is no str."""
    if not isinstance(wikitext, str):
        raise TypeError(
            f"glambot reads wikitext as str, not {type(wikitext).__name__}; "
            "decode bytes first: data.decode('utf-8')"
        )


def build(
    masked: str,
    wikitext: str,
    layout: Layout,
    *,
    title: str | None,
    event: Event,
    site: Site,
    section: str | None = None,
) -> Submission:
    """Return the Submission a layout of the page makes; `parse` for those who have one."""
    notices: list[Notice] = []
    fields: dict[str, Field] = {}
    prose: dict[str, tuple[Point, ...]] = {}
    for value in layout.values:
        if value.key in PROSE:
            blocks = read_blocks(masked, wikitext, *value.span)
            prose[value.key] = points(blocks)
            text = "\n".join([block.text for block in blocks])
        elif value.meaning in PROSE:
            # What stands under a second label of the same meaning belongs to it too.
            blocks = read_blocks(masked, wikitext, *value.span)
            prose[value.meaning] = (*prose.get(value.meaning, ()), *points(blocks))
            text = "\n".join([block.text for block in blocks])
        else:
            text = _text(masked, wikitext, value)
        start, end = value.span
        fields[value.key] = Field(text, wikitext[start:end], value.span, value.label)
    if layout.type_flags and not fields.get("type"):
        fields["type"] = _flagged_type(layout, fields)
    etherpad = _etherpad(masked, wikitext, fields)
    if etherpad is not None:
        fields["etherpad"] = etherpad
    authors = _authors(fields, site)
    attendees: list[Attendee] = []
    for body in layout.signups:
        entries, odd = read_attendees(masked, wikitext, site, body, event.placeholders)
        attendees += entries
        notices += odd
    statuses = read_status(masked, layout.templates, event.statuses, layout.form_start)
    length = fields.get("length")
    length_minutes = minutes(length.text) if length is not None else None
    notices += _odd_form(wikitext, layout, fields, length_minutes)
    notices += _odd_signups(layout, len(wikitext))
    if len(statuses) > 1:
        said = " and ".join(sorted(statuses))
        notices.append(Notice("GB305", f"the page says {said}", max(statuses.values())))
    notices.sort(key=lambda notice: notice.span)
    return Submission(
        page=title,
        fields=fields,
        length_minutes=length_minutes,
        authors=authors,
        abstract=prose.get("abstract", ()),
        takeaway=prose.get("takeaway", ()),
        discussion_summary=prose.get("discussion_summary", ()),
        status=next(iter(statuses)) if len(statuses) == 1 else None,
        categories=_categories(masked),
        attendees=tuple(attendees),
        tally=tally(attendees, authors, event.deadline, event.excluded_users),
        warnings=tuple(notices),
        section=section,
    )


def _text(masked: str, wikitext: str, value: Labelled) -> str:
    start, end = value.span
    if start == end:
        return ""
    piece = masked[start:end]
    if _SIMPLE.fullmatch(piece) and "  " not in piece:
        return piece
    if "\n" in piece:
        text = "\n".join([block.text for block in read_blocks(masked, wikitext, start, end)])
    else:
        text = plain_masked(piece, wikitext[start:end])
    if not text and "{{" in piece:
        return plain(template_text(piece))
    return text


def _flagged_type(layout: Layout, fields: dict[str, Field]) -> Field:
    """Return the type that parameters such as ``workshop=yes`` say, at the first one's value."""
    flagged = next(
        (field for field in fields.values() if field.label.casefold().replace("_", " ") in layout.type_flags),
        None,
    )
    first = flagged or Field("", "", Span(0, 0))
    return Field(", ".join(dict.fromkeys(layout.type_flags.values())), first.raw, first.span, first.label)


def _etherpad(masked: str, wikitext: str, fields: dict[str, Field]) -> Field | None:
    """Return the link to the Etherpad: the labelled one, or the first on the page."""
    given = fields.get("etherpad")
    if given is not None:
        link = _ETHERPAD.search(given.raw) or re.search(r"(?:https?:)?//[^\s\[\]<>{}|\"']+", given.raw)
        return Field(link[0], given.raw, given.span, given.label) if link else given
    if "etherpad" not in masked:
        return None
    found = _ETHERPAD.search(masked)
    return Field(found[0], found[0], Span(*found.span())) if found else None


def _authors(fields: dict[str, Field], site: Site) -> tuple[Author, ...]:
    author = fields.get("authors")
    username = fields.get("username")
    if author is None and username is None:
        return ()
    return read_authors(author.raw if author else "", site, username.raw if username else "")


def _categories(masked: str) -> tuple[str, ...]:
    first = masked.find("ategory")
    if first < 0:
        first = masked.find("ATEGORY")
        if first < 0:
            return ()
    found = (match[1] for match in _CATEGORY.finditer(masked, max(first - 40, 0)))
    names = (" ".join(name.replace("_", " ").split()) for name in found)
    return tuple(dict.fromkeys(upper_first(name) for name in names if name))


def _odd_form(
    wikitext: str, layout: Layout, fields: dict[str, Field], length_minutes: int | None
) -> list[Notice]:
    notices = [
        Notice("GB302", f"the label {value.label!r} stands twice", value.span) for value in layout.doubled
    ]
    if not any(value.label for value in layout.values):
        notices.append(Notice("GB301", "no labelled field found", Span(0, 0)))
        return notices
    length = fields.get("length")
    if length is not None and length_minutes is None and length.text.casefold() not in NOTHING:
        notices.append(Notice("GB303", "the length cannot be read as minutes", length.span))
    title = fields.get("title")
    if title is None or not title.text:
        notices.append(Notice("GB304", "no title given", title.span if title else Span(0, 0)))
    return notices


def _odd_signups(layout: Layout, length: int) -> list[Notice]:
    if not layout.signups:
        return [Notice("GB201", "no sign-up list found", Span(length, length))]
    if len(layout.signups) > 1:
        return [Notice("GB202", f"{len(layout.signups)} sign-up lists, read as one", layout.signups[1])]
    return []
