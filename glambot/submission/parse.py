r"""Reads one submission page.

Example:
    >>> submission = parse("; Title\n: A talk\n== Interested attendees ==\n# [[User:Jane|Jane]]")
    >>> [(entry.user, entry.state) for entry in submission.attendees]
    [('Jane', 'undated')]
"""

import re
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from glambot.submission.attendees import read_attendees
from glambot.submission.authors import NOTHING, Author, read_authors
from glambot.submission.event import Event, default_event
from glambot.submission.field import Field, field_showing, shown
from glambot.submission.layout import Layout, read_layout
from glambot.submission.lengths import minutes
from glambot.submission.marks import Value
from glambot.submission.status import read_status, word_status
from glambot.submission.submission import Submission
from glambot.submission.tally import tally
from glambot.wikitext.anchored import either_case, find_double
from glambot.wikitext.expression import expression
from glambot.wikitext.given import check_site, check_text
from glambot.wikitext.mask import mask
from glambot.wikitext.names import upper_first
from glambot.wikitext.notice import Notice
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span

if TYPE_CHECKING:
    from glambot.submission.attendee import Attendee

_new = tuple.__new__  # makes a NamedTuple of a tuple at a third of the cost; for the hottest loops
_SHORT = 400
_LISTS = frozenset("*#;:")
_SPAN = itemgetter(2)  # of a Notice
_END = itemgetter(3)  # of a Value
_CATEGORY = re.compile(rf"\[(?=\[)\[[ _]*{either_case('category')}[ _]*:([^\[\]|\n]*)(?:\|[^\[\]\n]*)?\]\]")
_LINK = expression(r"(?:https?:)?//[^\s\[\]<>{}|\"']+")
_IN_WORDS = re.compile(r"[^\W_](?:[^\W_]| )*\]")
_ETHERPAD = re.compile(
    r"(?:https?:)?//(?=etherpad\.wikimedia\.org/|pad\.|[\w.-]*etherpad)[\w.-]++/[^\s\[\]<>{}|\"'\x7f]+"
)


def parse(
    wikitext: str, *, title: str | None = None, event: Event | None = None, site: Site | None = None
) -> Submission:
    """Return what a submission page says.

    A page that lists several talks is read as one here; `glambot.parse_all` gives each of them.

    Nothing in the text makes this raise: what is odd is in ``warnings``. It reads no file and no
    network, and takes time that grows linearly with the text.

    Args:
        wikitext: the page's wikitext.
        title: the page's title.
        event: labels, sign-up headings, deadline and excluded users of the event; the common
            ones if None.
        site: the wiki the page is on; Meta if None.

    Raises:
        TypeError: if `wikitext` is no str, `event` no Event, or `site` no Site.
    """
    check_text(wikitext)
    check_site(site)
    event = checked_event(event)
    site = site or Site.meta()
    masked = mask(wikitext)
    layout = read_layout(masked, event.labels, site, event.signup_headings)
    return build(masked, wikitext, layout, title=title, event=event, site=site)


def checked_event(event: object) -> Event:
    """Return an event, the default one for None; TypeError says how to get one from a name."""
    if event is None:
        return default_event()
    if not isinstance(event, Event):
        raise TypeError(f"event is an Event, not {type(event).__name__}; glambot.load_event(…) reads one")
    return event


def build(
    masked: str,
    wikitext: str,
    layout: Layout,
    *,
    title: str | None,
    event: Event,
    site: Site,
    section: str | None = None,
    categories: tuple[str, ...] | None = None,
) -> Submission:
    """Return the Submission a layout of the page makes; `parse` for those who have one.

    Args:
        masked: the masked page.
        wikitext: the page.
        layout: the layout of the page, or of one talk on it.
        title: the page's title.
        event: what is to be known of the event.
        site: the wiki the page is on.
        section: the talk, on a page of several.
        categories: the page's categories, if they are known already.
    """
    notices: list[Notice] = []
    fields = _fields(masked, wikitext, layout.values)
    if layout.type_flags and not fields.get("type"):
        fields["type"] = _flagged_type(layout, fields)
    within = Span(0, len(masked))
    if section is not None and layout.values:
        within = Span(layout.values[0][2], layout.values[-1][3])
    _add_etherpads(masked, layout, fields, within)
    authors = _authors(layout, fields, site)
    attendees: list[Attendee] = []
    for body in layout.signups:
        entries, odd = read_attendees(masked, wikitext, site, body, event.placeholders)
        attendees += entries
        notices += odd
    statuses = read_status(masked, layout.templates, event.statuses, layout.form_start)
    status = next(iter(statuses)) if len(statuses) == 1 else None
    if not statuses and "draft_or_final" in fields:
        status = word_status(fields["draft_or_final"].text)
    length = fields.get("length")
    length_minutes = minutes(length.text) if length is not None else None
    notices += _odd_form(layout, fields, length_minutes, whole_page=section is None)
    notices += _odd_signups(layout, len(wikitext))
    if len(statuses) > 1:
        said = " and ".join(sorted(statuses))
        notices.append(Notice("GB305", f"the page says {said}", max(statuses.values())))
    notices.sort(key=_SPAN)
    return Submission(
        page=title,
        fields=fields,
        length_minutes=length_minutes,
        authors=authors,
        status=status,
        categories=page_categories(masked) if categories is None else categories,
        attendees=tuple(attendees),
        tally=tally(attendees, authors, event.deadline, event.excluded_users),
        warnings=tuple(notices),
        section=section,
    )


def _fields(masked: str, wikitext: str, values: tuple[Value, ...]) -> dict[str, Field]:
    """Return the fields of a page by their keys."""
    fields: dict[str, Field] = {}
    new, lists = _new, _LISTS
    # Without signs of other scripts below the form, its values are cut out faster.
    form = wikitext[: max(map(_END, values), default=0)]
    for key, label, start, end, _ in values:
        raw = form[start:end]
        if raw and raw[0] in lists and "\n" not in raw and _is_listed(masked, start):
            fields[key] = field_showing(shown(raw.lstrip("*#;: ")), raw, start, end, label)
        else:
            fields[key] = new(Field, (raw, start, end, label, None))
    return fields


def _is_listed(masked: str, start: int) -> bool:
    """Return whether a list marker at `start` is one: it stands at a line's or a parameter's start."""
    position = start
    while position and masked[position - 1] in "*#;:":
        position -= 1
    if not position or masked[position - 1] == "\n":
        return True
    marked = masked[start : start + 2] in {"* ", "# "}
    return marked and masked[max(position - 40, 0) : position].rstrip(" ").endswith("=")


def _flagged_type(layout: Layout, fields: dict[str, Field]) -> Field:
    """Return the type that parameters such as ``workshop=yes`` say, at the first one's value."""
    flagged = next(
        (field for field in fields.values() if field.label.casefold().replace("_", " ") in layout.type_flags),
        None,
    )
    first = flagged or Field("", 0, 0)
    text = ", ".join(dict.fromkeys(layout.type_flags.values()))
    return field_showing(text, first.raw, first.start, first.end, first.label)


def _add_etherpads(masked: str, layout: Layout, fields: dict[str, Field], within: Span) -> None:
    """Show the addresses of labelled Etherpads, or add the first Etherpad linked in a part of the page."""
    if "etherpad" not in fields:
        linked = find_double(masked, "/", *within) >= 0 and masked.find("etherpad", *within) >= 0
        found = _ETHERPAD.search(masked, *within) if linked else None
        if found is not None:
            link = _sentence_cut(found)
            fields["etherpad"] = field_showing(link, link, found.start(), found.start() + len(link))
        return
    for key in _keys(layout, fields, "etherpad"):
        given = fields[key]
        found = _ETHERPAD.search(given.raw) or _LINK().search(given.raw)
        if found is not None:
            link = _sentence_cut(found)
            # What a link with words in it shows is known: the words.
            if given.raw.startswith(f"[{link} ") and _IN_WORDS.fullmatch(given.raw, len(link) + 2):
                fields[key] = Field(given.raw, given.start, given.end, given.label, link)
            else:
                fields[key] = field_showing(link, given.raw, given.start, given.end, given.label)


def _sentence_cut(link: re.Match[str]) -> str:
    """Return an address without the end of the sentence it stands in (``Parser::makeFreeExternalLink``)."""
    if link.start() and link.string[link.start() - 1] == "[":
        return link[0]
    signs = ",;.:!?" if "(" in link[0] else ",;.:!?)"
    return link[0].rstrip(signs)


def _authors(layout: Layout, fields: dict[str, Field], site: Site) -> tuple[Author, ...]:
    named, users = _raw(layout, fields, "authors"), _raw(layout, fields, "username")
    if named is None and users is None:
        return ()
    return read_authors(named or "", site, users or "")


def _raw(layout: Layout, fields: dict[str, Field], meaning: str) -> str | None:
    """Return the values under a label and under others of the same meaning, None without the label."""
    if f"{meaning}_2" not in fields:  # as numbers begin
        field = fields.get(meaning)
        return None if field is None else field.raw
    return "\n".join([fields[key].raw for key in _keys(layout, fields, meaning)])


def _keys(layout: Layout, fields: dict[str, Field], meaning: str) -> list[str]:
    """Return the keys of the values of one meaning, in order."""
    if f"{meaning}_2" not in fields:  # as numbers begin
        return [meaning] if meaning in fields else []
    return [key for key, _, _, _, meant in layout.values if meaning in (key, meant)]


def page_categories(masked: str) -> tuple[str, ...]:
    """Return the names of the categories that a masked page puts itself in, each once."""
    first = masked.find("ategory")
    if first < 0:
        first = masked.find("ATEGORY")
        if first < 0:
            return ()
    names = [
        _category_name(name) if len(name) < _SHORT else _category_name.__wrapped__(name)
        for name in _CATEGORY.findall(masked, max(first - 40, 0))
    ]
    return tuple(dict.fromkeys(filter(None, names)))


@lru_cache(maxsize=256)
def _category_name(written: str) -> str:
    return upper_first(" ".join(written.replace("_", " ").split()))


def _odd_form(
    layout: Layout, fields: dict[str, Field], length_minutes: int | None, *, whole_page: bool
) -> list[Notice]:
    notices = [
        Notice("GB302", f"the label {value.label!r} stands twice", value.span) for value in layout.doubled
    ]
    if whole_page and not layout.labels:
        notices.append(Notice("GB301", "no labelled field found", Span(0, 0)))
        return notices
    length = fields.get("length")
    if length is not None and length_minutes is None and length.text.casefold() not in NOTHING:
        notices.append(Notice("GB303", "the length cannot be read as minutes", length.span))
    title = fields.get("title")
    # A letter that it begins with is shown.
    if whole_page and (title is None or not (title.raw[:1].isalnum() or title.text)):
        notices.append(Notice("GB304", "no title given", title.span if title else Span(0, 0)))
    return notices


def _odd_signups(layout: Layout, length: int) -> list[Notice]:
    if not layout.signups:
        return [Notice("GB201", "no sign-up list found", Span(length, length))]
    if len(layout.signups) > 1:
        return [Notice("GB202", f"{len(layout.signups)} sign-up lists, read as one", layout.signups[1])]
    return []
