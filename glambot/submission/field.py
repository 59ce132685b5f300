"""The value of one label, and what it shows.

What a value shows is worked out when it is asked for: a tally over a thousand pages asks for few
of the values it reads.

Example:
    >>> Field("'''A''' [[talk]]", 10, 26, "Title").text
    'A talk'
"""

import re
from functools import lru_cache
from typing import NamedTuple

from glambot.wikitext.blocks import Block, Point, points, read_blocks
from glambot.wikitext.mask import mask
from glambot.wikitext.plain import plain, plain_masked
from glambot.wikitext.remembered import remembered
from glambot.wikitext.span import Span
from glambot.wikitext.templates import template_text

# A value of words alone shows what it is; most are.
_SIMPLE = re.compile(r"[^\W_]++(?:[ ,.()?/@:;+-]++[^\W_]++)*[.)?]?")
_SHORT = 200
_LONG = 20_000


class Field(NamedTuple):
    """The value of one label.

    Attributes:
        raw: the value as wikitext, ``span`` of the page.
        start: where it begins; behind the label for an empty value.
        end: where it ends.
        label: the label as typed, "" for a value found without one.
        given: the text, where it is not simply what `raw` shows.
    """

    raw: str
    start: int
    end: int
    label: str = ""
    given: str | None = None

    @property
    def span(self) -> Span:
        """Where it stands; of no length for an empty value."""
        return Span(self.start, self.end)

    @property
    def text(self) -> str:
        """The value without markup; "" for a label with nothing behind it."""
        if self.given is not None:
            return self.given
        return _shown_short(self.raw) if len(self.raw) <= _SHORT else shown(self.raw)

    @property
    def points(self) -> tuple[Point, ...]:
        """The value as nested paragraphs and list items, with their spans in the page."""
        return points(_blocks(self.raw), self.start)


def field_showing(text: str, raw: str, start: int, end: int, label: str = "") -> Field:
    """Return a field that shows `text`, whether or not that is what `raw` shows by itself."""
    field = Field(raw, start, end, label)
    return field if field.text == text else field._replace(given=text)


def shown(raw: str) -> str:
    """Return what a value shows: its blocks on lines of their own, without markup.

    A value that is nothing but templates is told in their parameters.
    """
    if len(raw) <= _SHORT and _SIMPLE.fullmatch(raw) and "  " not in raw:
        return raw
    masked = mask(raw) if "<" in raw else raw
    several = "\n" in masked
    text = "\n".join([block.text for block in _blocks(raw)]) if several else plain_masked(masked, raw)
    if not text and "{{" in masked:
        return plain(template_text(masked))
    return text


def _blocks(raw: str) -> tuple[Block, ...]:
    """Return the blocks of a value; its text and its points are asked for one after the other."""
    return _blocks_of_some(raw) if len(raw) <= _LONG else _blocks_of_one(raw)


def _read(raw: str) -> tuple[Block, ...]:
    return tuple(read_blocks(mask(raw), raw))


_blocks_of_some = lru_cache(maxsize=8)(_read)
_blocks_of_one = lru_cache(maxsize=1)(_read)  # a hostile value has very many


# The pages of one event say "Lecture" and "English" over and over.
_shown_short = remembered(shown)
