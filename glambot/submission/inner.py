r"""Definition lists in the text of an abstract, which are no labels of the form.

Example:
    >>> from glambot.submission.labels import Labels
    >>> from glambot.submission.marks import term_marks
    >>> text = "; Abstract\n: We talk about\n; Owls\n: they fly\n; Track\n: GLAM"
    >>> [mark.label for mark in without_inner(text, term_marks(text, Labels()))]
    ['Abstract', 'Track']
"""

import re

from glambot.submission.labels import PROSE, words
from glambot.submission.marks import Mark
from glambot.wikitext.expression import expression
from glambot.wikitext.mask import HIDDEN

# A text that ends so goes on. Sentences end otherwise.
_UNFINISHED = expression(
    r"(?:[,:;–—-]|\b(?:about|of|on|the|and|with|for|in|to|as|are|is|by|or|from|including|includes?|like"
    r"|following))\Z",
    re.IGNORECASE,
)
# What only the labels of forms have: hints, questions.
_FORM_LABEL = re.compile(r"[(?{<]|''")
_LONGEST = 60


def without_inner(masked: str, marks: list[Mark]) -> list[Mark]:
    """Return the marks without those that are terms in the text of a prose value.

    Such a term is unknown, or a plain word for what another label says in more words; it stands
    below text, and not behind a blank line. Where the form has no blank lines between its own
    labels, an unknown term is taken for text only if the text above it breaks off.
    """
    meanings = [mark.meaning for mark in marks]
    if (None not in meanings and len(set(meanings)) == len(meanings)) or PROSE.isdisjoint(meanings):
        return marks
    known = [mark for mark in marks if mark.meaning is not None]
    if len(known) < 2:
        return marks
    spaced = len(known) > 2 and all(_behind_blank_line(masked, mark.start) for mark in known[1:])
    longest: dict[str | None, int] = {}
    for mark in known:
        longest[mark.meaning] = max(longest.get(mark.meaning, 0), words(mark.label).count(" "))
    kept: list[Mark] = []
    last: Mark | None = None  # the mark before, while it is prose or a term in prose
    for mark in marks:
        if last is not None and not _behind_blank_line(masked, mark.start):
            before = masked[last.end : mark.start].rstrip()
            text = last.value_end > last.value_start or before.strip(": \n")
            plain_word = longest.get(mark.meaning, 0) > 0 and " " not in words(mark.label)
            goes_on = spaced or last is not kept[-1] or _UNFINISHED().search(before[-40:]) is not None
            if text and (plain_word or (goes_on and _may_be_text(mark))):
                last = mark
                continue
        kept.append(mark)
        last = mark if mark.meaning in PROSE else None
    return kept


def _may_be_text(mark: Mark) -> bool:
    return mark.meaning is None and len(mark.label) <= _LONGEST and _FORM_LABEL.search(mark.label) is None


def _behind_blank_line(masked: str, start: int) -> bool:
    newline = masked.rfind("\n", 0, start)
    line = masked[masked.rfind("\n", 0, newline) + 1 : newline] if newline >= 0 else "-"
    # A line that begins with a comment is one whose own break is hidden with it.
    return not (line if line[:1] != HIDDEN else line.strip(HIDDEN)).strip(" \t")
