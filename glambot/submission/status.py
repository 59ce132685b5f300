"""What state a submission is in, from its status templates and banners.

Example:
    >>> from glambot.wikitext.templates import find_templates
    >>> text = "{{Completed Submission}}"
    >>> read_status(text, find_templates(text), {}, 0)
    {'completed': Span(start=0, end=24)}
"""

import re
from collections.abc import Mapping, Sequence

from glambot.wikitext.expression import expression
from glambot.wikitext.remembered import remembered
from glambot.wikitext.span import Span
from glambot.wikitext.templates import Template

_WORDS = {
    "open": "open", "draft": "open", "new": "open", "pending": "open", "in progress": "open",
    "completed": "completed", "complete": "completed", "final": "completed", "ready": "completed",
    "submitted": "completed",
    "accepted": "accepted", "accept": "accepted", "approved": "accepted", "selected": "accepted",
    "rejected": "rejected", "reject": "rejected", "declined": "rejected", "unsuccessful": "rejected",
    "closed": "closed", "close": "closed",
    "withdrawn": "withdrawn", "withdraw": "withdrawn", "cancelled": "withdrawn", "canceled": "withdrawn",
    "dq": "disqualified", "disqualified": "disqualified",
}  # fmt: skip
_ALTERNATIVES = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_THINGS = "submission|proposal|session|talk|abstract"
# "Accepted submission", "Wikimania 2017 accepted", "DQ"; words that only mean a status beside "submission".
_TEMPLATE = expression(
    rf"(?P<before>[\w -]*?[ /-])?(?P<word>{_ALTERNATIVES})(?P<thing>[ -]?(?:{_THINGS})s?)?"
    rf"|(?:submission|proposal|session)[ /-](?P<denied>not[ -])?(?P<after>{_ALTERNATIVES})"
)
_ALONE = frozenset(
    [
        "dq",
        "disqualified",
        "withdrawn",
        "accepted",
        "rejected",
        "declined",
        "closed",
        "completed",
        "unsuccessful",
    ]
)
# What turns a status into its opposite, and what makes it unsure.
_NOT = expression(r"(?:.*[ /-])?not[ -]|(?:.*[ /-])?not been[ -]")
_UNSURE = expression(
    r"(?:\A|[ /-])(?:un|non|not|no|never|or|and|to be|yet|if|almost|half|re|pre|be|previously)[ /-]\Z"
)
_BANNER = expression(
    r"\bthis\s+(?:submission|proposal|session|talk)\s+(?:has\s+been|was|is)\s+(?:now\s+)?"
    r"(?P<denied>not\s+(?:been\s+)?)?(?P<word>accepted|selected|rejected|declined|withdrawn|closed"
    r"|disqualified|cancelled|canceled"
    r"|completed|complete|final)\b",
    re.IGNORECASE,
)
_BANNERS = "|".join(sorted({*_ALONE, "cancelled", "canceled", "selected"}, key=len, reverse=True))
# A bold word alone on its line.
_BOLD = expression(
    r"^[ \t:*]*(?:<[a-z][^<>\n]*>[ \t]*){0,4}'{3,5}(?:<[a-z][^<>\n]*>){0,4}[ \t]*"
    rf"(?P<denied>not[ \t]+)?(?P<word>{_BANNERS})"
    r"[ \t]*[.!]?[ \t]*(?:</[a-z]+>){0,4}'{3,5}[ \t]*[.!]?(?:[ \t]*</[a-z]+>){0,4}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


def read_status(
    masked: str, templates: Sequence[Template], own: Mapping[str, str], form_start: int
) -> dict[str, Span]:
    """Return the statuses the page shows, each with the span of what first says so.

    Args:
        masked: the masked page.
        templates: its outermost templates.
        own: the event's status templates, lower-case, with their statuses.
        form_start: where the form begins; sentences are banners only above it.
    """
    found: dict[str, Span] = {}
    for template in templates:
        status = template_status(template.name, own)
        if status is not None:
            found.setdefault(status, template.span)
    if form_start < len(masked):
        head = masked[: min(form_start, 4000)]
        for pattern, sign in ((_BANNER, "his "), (_BOLD, "'''")):
            for banner in pattern().finditer(head) if sign in head else ():
                status = _denied(banner["word"].lower(), denied=bool(banner["denied"]))
                if status is not None:
                    found.setdefault(status, Span(*banner.span()))
    return found


def template_status(name: str, own: Mapping[str, str]) -> str | None:
    """Return the status that a template of this name means, or None."""
    lowered = name.casefold()
    return own.get(lowered) or _known_status(lowered)


@remembered
def _known_status(lowered: str) -> str | None:
    # So large an expression is made where one of its words is there.
    if len(lowered) > 80 or not any(map(lowered.__contains__, _WORDS)):
        return None
    found = _TEMPLATE().fullmatch(lowered)
    if found is None:
        return None
    if found["after"]:
        return _denied(found["after"], denied=bool(found["denied"]))
    before = found["before"] or ""
    denied = _NOT().fullmatch(before) is not None
    if (not denied and _UNSURE().search(before)) or not (found["thing"] or found["word"] in _ALONE or denied):
        return None
    return _denied(found["word"], denied=denied)


def word_status(text: str) -> str | None:
    """Return the status that a value says, a plain text that is just a word for one, or None.

    Example:
        >>> word_status("Accepted"), word_status("Draft."), word_status("not accepted"), word_status("a poem")
        ('accepted', 'open', 'rejected', None)
    """
    if len(text) > 80:
        return None
    said = " ".join(text.casefold().replace("_", " ").split()).strip(" \t'\"*:;.,!?()[]{}<>✓✔☑")
    denied = said.startswith("not ")
    return (
        _denied(said.removeprefix("not "), denied=denied)
        if _WORDS.get(said.removeprefix("not "))
        else (template_status(said, {}))
    )


def _denied(word: str, *, denied: bool) -> str | None:
    """Return the status of a word; what is not accepted is rejected, other denials say nothing."""
    status = _WORDS[word]
    if not denied:
        return status
    return "rejected" if status == "accepted" else None
