"""Find the balanced templates of a text, so that the bars inside them are not taken for cells.

Braces are paired as ``Preprocessor_Hash`` pairs them: a closing pair counts only for what was opened
last, so an unclosed ``[[`` inside ``{{`` keeps both from closing, and what stays open is plain text.

Example:
    >>> [span.of("{{a|{{b}} {{c}} d") for span in templates("{{a|{{b}} {{c}} d")]
    ['{{b}}', '{{c}}']
"""

import re
from collections.abc import Iterator

from glambot.wikitext.mask import OPAQUE
from glambot.wikitext.span import Span

_RUN = re.compile(r"\{{2,}|\}{2,}|\[{2,}|\]{2,}")


def templates(masked: str) -> list[Span]:
    """Return the outermost balanced ``{{…}}`` and ``{{{…}}}`` of a masked text, in order; linear time."""
    found: list[Span] = []
    for span, _ in _balanced(masked):
        while found and found[-1].start >= span.start:
            found.pop()
        found.append(span)
    return found


def calls(masked: str) -> list[Span]:
    """Return every balanced ``{{…}}`` of a masked text, inner ones before those around them; linear time."""
    return [span for span, signs in _balanced(masked) if signs == 2]


def _balanced(masked: str) -> Iterator[tuple[Span, int]]:
    """Yield every balanced pair of braces, inner ones first, and how many signs open it."""
    still_open: list[tuple[str, int, int]] = []  # the sign, where its run starts, how many signs are left
    for run in _RUN.finditer(masked):
        sign, left = run[0][0], len(run[0])
        if sign in "{[":
            still_open.append((sign, run.start(), left))
            continue
        opener = "{" if sign == "}" else "["
        while left >= 2 and still_open and still_open[-1][0] == opener:
            _, start, count = still_open.pop()
            taken = min(left, count, 3 if opener == "{" else 2)
            left -= taken
            count -= taken
            if opener == "{":
                yield Span(start + count, run.end() - left), taken
            if count >= 2:
                still_open.append((opener, start, count))


def hide_templates(masked: str) -> str:
    """Return a masked text of the same length in which balanced templates are `OPAQUE`."""
    pieces: list[str] = []
    done = 0
    for span in templates(masked):
        pieces += (masked[done : span.start], OPAQUE * (span.end - span.start))
        done = span.end
    pieces.append(masked[done:])
    return "".join(pieces)
