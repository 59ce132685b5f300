r"""Find the two markers between which the bot keeps its table; everything outside is not its business.

By default they are two comments. They are known by their fixed beginning, so that people may reword
the rest; a template with parameters can be a marker as well.

Example:
    >>> page = "Intro\n<!-- glambot begin: hands off -->\n{|\n|}\n<!-- glambot end -->\n"
    >>> find_markers(page).inside(page)
    '\n{|\n|}\n'
    >>> Markers("{{Glambot review", "{{Glambot review end", "|event=example").begin_line
    '{{Glambot review|event=example}}'
"""

import re
from dataclasses import dataclass
from itertools import islice

from glambot.errors import MarkerError
from glambot.wikitext.braces import templates
from glambot.wikitext.mask import HIDDEN, mask
from glambot.wikitext.span import Span

_LONGEST = 12_000  # how many characters a marker template may have
_MOST = 100  # how many markers of a kind are looked at: two are too many already


@dataclass(frozen=True, slots=True)
class Markers:
    """The fixed beginnings of both markers, and how each goes on where it is to be pasted.

    Raises:
        ValueError: A beginning is neither a comment's (``<!--``) nor a template's (``{{``).
    """

    begin: str
    end: str
    begin_rest: str = ""
    end_rest: str = ""

    def __post_init__(self) -> None:
        for start in (self.begin, self.end):
            if not re.match(r"<!--\s*\w|\{\{\s*\w", start):
                raise ValueError(f"A marker begins with <!-- or {{{{ and a word, not with {start!r}.")

    @property
    def begin_line(self) -> str:
        """The whole begin marker, to be pasted on a line of its own."""
        return self.begin + self.begin_rest + _closing(self.begin)

    @property
    def end_line(self) -> str:
        """The whole end marker, to be pasted on a line of its own."""
        return self.end + self.end_rest + _closing(self.end)


DEFAULT = Markers(
    "<!-- glambot begin", "<!-- glambot end", ": please type only into columns that are not the bot's", ""
)
"""The markers used where an event names no others."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the two markers stand in a page."""

    begin: Span
    end: Span

    @property
    def span(self) -> Span:
        """What stands between the markers."""
        return Span(self.begin.end, self.end.start)

    def inside(self, page: str) -> str:
        """Return the text between the markers."""
        return self.span.of(page)


def find_markers(page: str, markers: Markers = DEFAULT, *, masked: str = "") -> Place:
    """Return where the two markers stand; those inside nowiki and its like do not count.

    Raises:
        MarkerError: They are missing, doubled, out of order or not closed; the text says which, on
            which lines, and what to paste where.
    """
    masked = masked or mask(page)
    found = sorted(
        [(span, "begin") for span in _find(page, masked, markers.begin)]
        + [(span, "end") for span in _find(page, masked, markers.end)]
    )
    if [name for _, name in found] == ["begin", "end"]:
        return Place(found[0][0], found[1][0])
    raise MarkerError(
        f"{_what_is_wrong(page, found)} Nothing was changed. The page needs these two lines, each once and "
        f"each on a line of its own, the first above the table and the second below it:\n"
        f"{markers.begin_line}\n{markers.end_line}"
    )


def find_begin(page: str, markers: Markers = DEFAULT) -> Span | None:
    """Return where the begin marker stands, also without an end marker; None if there is not just one."""
    found = find_begins(page, markers)
    return found[0] if len(found) == 1 else None


def find_begins(page: str, markers: Markers = DEFAULT) -> list[Span]:
    """Return where begin markers stand; those inside nowiki and its like do not count."""
    return _find(page, mask(page), markers.begin)


def _what_is_wrong(page: str, found: list[tuple[Span, str]]) -> str:
    lines = {name: [span.line_in(page) for span, kind in found if kind == name] for name in ("begin", "end")}
    begins, ends = lines["begin"], lines["end"]
    opened = page.rfind("<!--")
    if opened >= 0 and page.find("-->", opened) < 0:
        line = page.count("\n", 0, opened) + 1
        return (
            f"The comment <!-- that opens on line {line} is never closed, so the rest of the page is in it."
        )
    if not begins and not ends:
        return "Both markers of the table are missing from the page."
    if not begins:
        return f"The begin marker is missing; there is only an end marker on {_on(ends)}."
    if not ends:
        return f"The end marker is missing; there is only a begin marker on {_on(begins)}."
    if len(begins) == len(ends) == 1:
        return f"The end marker on {_on(ends)} stands before the begin marker on {_on(begins)}."
    kinds = [kind for _, kind in found]
    nested = len(begins) == len(ends) and kinds[:2] == ["begin", "begin"] and kinds[-1] == "end"
    if nested:
        return f"One pair of markers stands inside another: begin on {_on(begins)}, end on {_on(ends)}."
    doubled = [f"{name} on {_on(at)}" for name, at in lines.items() if len(at) > 1]
    return f"There are more markers than one pair: {' and '.join(doubled)}; take away all but one."


def _on(lines: list[int]) -> str:
    """Name lines for people: "line 3", "lines 3, 8 and 9"."""
    shown = [str(line) for line in lines[:20]] + (["…"] if len(lines) > 20 else [])
    return f"line {shown[0]}" if len(shown) == 1 else f"lines {', '.join(shown[:-1])} and {shown[-1]}"


def _closing(start: str) -> str:
    return " -->" if start.startswith("<!--") else "}}"


def _find(page: str, masked: str, start: str) -> list[Span]:
    """Return the spans of all markers with this beginning, each from its first to its last sign."""
    words = start.removeprefix("<!--").removeprefix("{{").split()
    if start.startswith("<!--"):
        wanted = re.compile(r"<!--\s*" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)
        return list(islice((c for c in _comments(page, masked) if wanted.match(page, c.start)), _MOST))
    wanted = re.compile(
        r"\{\{\s*(?:template\s*:\s*)?" + r"[\s_]+".join(map(re.escape, words)) + r"\s*[|}]", re.IGNORECASE
    )
    spans: list[Span] = []
    for found in islice(wanted.finditer(masked), _MOST):
        inner = templates(masked[found.start() : found.start() + _LONGEST])
        end = inner[0].end if inner and inner[0].start == 0 else found.end() - found.start()
        spans.append(Span(found.start(), found.start() + end))
    return spans


def _comments(page: str, masked: str) -> list[Span]:
    """Return the real comments of a page: not those in nowiki, nor what looks like one in another."""
    spans: list[Span] = []
    start = page.find("<!--")
    while start >= 0:
        if masked[start] != HIDDEN:
            start = page.find("<!--", start + 4)
            continue
        end = page.find("-->", start + 4)
        if end < 0:
            break
        spans.append(Span(start, end + 3))
        start = page.find("<!--", end + 3)
    return spans
