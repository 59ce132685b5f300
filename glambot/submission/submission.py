r"""A Submission: what one proposal page says, every value with its place in the wikitext.

Example:
    >>> from glambot.submission.parse import parse
    >>> submission = parse("; Title\n: A talk\n; Length of session\n: half an hour")
    >>> submission.fields["title"].text, submission.length_minutes
    ('A talk', 30)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, cast

from glambot.submission.attendee import Attendee
from glambot.submission.authors import Author
from glambot.submission.field import Field, field_showing
from glambot.submission.tally import COUNTED, REASONS, Tally
from glambot.wikitext.blocks import Point
from glambot.wikitext.notice import Notice
from glambot.wikitext.span import Span

_NUMBERED = re.compile(r"_\d+$")


@dataclass(frozen=True, slots=True)
class Submission:
    """One session proposal.

    Attributes:
        page: the page's title, if it was given.
        fields: the values by meaning (see ``labels.MEANINGS``), unknown labels by a slug of
            their own; a label that is not on the page is not in it.
        length_minutes: the length asked for, or None if none is given or it cannot be read.
        authors: the people who propose it.
        status: ``open``, ``completed``, ``accepted``, ``rejected``, ``closed``, ``withdrawn``,
            ``disqualified``, or None: not said, or said in two ways (then there is a warning).
        categories: names of the categories the page puts itself in, without ``Category:``.
        attendees: the entries of the sign-up list, in order.
        tally: the count over them.
        warnings: what was odd about the page, in the order of the page.
        section: the heading or title of the talk on a page that holds several, else None.
    """

    page: str | None
    fields: Mapping[str, Field]
    length_minutes: int | None
    authors: tuple[Author, ...]
    status: str | None
    categories: tuple[str, ...]
    attendees: tuple[Attendee, ...]
    tally: Tally
    warnings: tuple[Notice, ...]
    section: str | None = None

    @property
    def title(self) -> str:
        """The title given, or else the section, or the last part of the page's title, or ""."""
        field = self.fields.get("title")
        if field is not None and field.text:
            return field.text
        return self.section or (self.page or "").rpartition("/")[2]

    @property
    def abstract(self) -> tuple[Point, ...]:
        """The abstract as nested points."""
        return self._prose("abstract")

    @property
    def takeaway(self) -> tuple[Point, ...]:
        """What attendees take away, as nested points."""
        return self._prose("takeaway")

    @property
    def discussion_summary(self) -> tuple[Point, ...]:
        """What was said in the session, as nested points."""
        return self._prose("discussion_summary")

    def _prose(self, meaning: str) -> tuple[Point, ...]:
        """Return the points under a label and under others of the same meaning (``abstract_2``)."""
        first = self.fields.get(meaning)
        if f"{meaning}_" not in "\n".join(self.fields):
            return () if first is None else first.points
        keys = [key for key in self.fields if key == meaning or _NUMBERED.sub("", key) == meaning]
        return tuple(point for key in keys for point in self.fields[key].points)

    def to_dict(self) -> dict[str, object]:
        """Return the submission as plain JSON values; ``docs/json.md`` describes the keys.

        Timestamps are ``YYYY-MM-DDTHH:MM:SSZ`` in UTC, spans are ``[start, end]``.
        """
        return {
            "page": self.page,
            "section": self.section,
            "fields": {
                key: {"text": field.text, "raw": raw, "span": [start, end], "label": label}
                for key, field in self.fields.items()
                for raw, start, end, label, _ in (field,)
            },
            "length_minutes": self.length_minutes,
            "authors": [{"name": author.name, "user": author.user} for author in self.authors],
            "abstract": _points(self.abstract),
            "takeaway": _points(self.takeaway),
            "discussion_summary": _points(self.discussion_summary),
            "status": self.status,
            "categories": list(self.categories),
            "attendees": [
                {
                    "user": user,
                    "timestamp": iso(timestamp),
                    "state": state,
                    "text": text,
                    "span": [start, end],
                }
                for user, timestamp, state, text, start, end in self.attendees
            ],
            "tally": {
                "interested": self.tally.interested,
                "late": self.tally.late,
                "undated": self.tally.undated,
                "unlinked": self.tally.unlinked,
                "latest": iso(self.tally.latest),
                "reasons": list(self.tally.reasons),
                "left_out": [
                    {
                        "user": entry.user,
                        "reason": reason,
                        "explanation": REASONS[reason],
                        "span": [entry.start, entry.end],
                    }
                    for entry, reason in zip(self.tally.attendees, self.tally.reasons, strict=True)
                    if reason != COUNTED
                ],
            },
            "warnings": [
                {"code": notice.code, "message": notice.message, "span": list(notice.span)}
                for notice in self.warnings
            ],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "Submission":
        """Return the submission that `to_dict` made `data` of.

        Raises:
            KeyError: if a key of `to_dict` is missing.
        """
        # The values are what json.loads gives: their types are those of to_dict.
        return _from_json(cast("dict[str, Any]", data))


def iso(moment: datetime | None) -> str | None:
    """Return a moment as ``2018-11-03T12:42:00Z``, in UTC, or None."""
    if moment is None:
        return None
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    # Twice as quick as isoformat: signatures are of few days, and of the minutes of a day.
    time = moment.hour * 3600 + moment.minute * 60 + moment.second
    return f"{_day(moment.toordinal())}T{_time(time)}Z"


@lru_cache(maxsize=4096)
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


@lru_cache(maxsize=4096)
def _time(seconds: int) -> str:
    return str(timedelta(seconds=seconds)).rjust(8, "0")


def _points(points: tuple[Point, ...]) -> list[dict[str, object]]:
    return [
        {"text": text, "points": _points(inner) if inner else [], "span": list(span)}
        for text, inner, span in points
    ]


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _span(pair: list[int]) -> Span:
    return Span(pair[0], pair[1])


def _field(data: dict[str, Any]) -> Field:
    return field_showing(data["text"], data["raw"], *_span(data["span"]), data["label"])


def _from_json(data: dict[str, Any]) -> Submission:
    attendees = tuple(
        Attendee(e["user"], _moment(e["timestamp"]), e["state"], e["text"], *_span(e["span"]))
        for e in data["attendees"]
    )
    count = data["tally"]
    return Submission(
        page=data["page"],
        section=data["section"],
        fields={key: _field(field) for key, field in data["fields"].items()},
        length_minutes=data["length_minutes"],
        authors=tuple(Author(a["name"], a["user"]) for a in data["authors"]),
        status=data["status"],
        categories=tuple(data["categories"]),
        attendees=attendees,
        tally=Tally(
            interested=count["interested"],
            late=count["late"],
            undated=count["undated"],
            unlinked=count["unlinked"],
            latest=_moment(count["latest"]),
            attendees=attendees,
            reasons=tuple(count["reasons"]),
        ),
        warnings=tuple(Notice(w["code"], w["message"], _span(w["span"])) for w in data["warnings"]),
    )
