"""What state a submission is in, from its status templates and banners.

Example:
    >>> from glambot.wikitext.templates import find_templates
    >>> text = "{{Completed Submission}}"
    >>> read_status(text, find_templates(text), {}, 0)
    {'completed': Span(start=0, end=24)}
"""

import re
from collections.abc import Mapping, Sequence

from glambot.wikitext.span import Span
from glambot.wikitext.templates import Template

_WORDS = {
    "open": "open", "draft": "open", "new": "open", "pending": "open", "in progress": "open",
    "completed": "completed", "complete": "completed", "final": "completed", "ready": "completed", "submitted": "completed",
    "accepted": "accepted", "accept": "accepted", "approved": "accepted", "selected": "accepted",
    "rejected": "rejected", "reject": "rejected", "declined": "rejected", "not accepted": "rejected",
    "closed": "closed", "close": "closed",
    "withdrawn": "withdrawn", "withdraw": "withdrawn", "cancelled": "withdrawn", "canceled": "withdrawn",
    "dq": "disqualified", "disqualified": "disqualified",
}  # fmt: skip
_ALTERNATIVES = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
# "Accepted submission", "Wikimania 2017 accepted", "DQ"; words that only mean a status beside "submission".
_TEMPLATE = re.compile(
    rf"(?:[\w -]*?[ /-])?(?P<word>{_ALTERNATIVES})(?P<thing>[ -](?:submission|proposal|session|talk|abstract))?"
    rf"|(?:submission|proposal|session)[ /-](?P<after>{_ALTERNATIVES})"
)
_ALONE = frozenset(
    {
        "dq",
        "disqualified",
        "withdrawn",
        "accepted",
        "rejected",
        "declined",
        "not accepted",
        "closed",
        "completed",
    }
)
_BANNER = re.compile(
    r"\bthis\s+(?:submission|proposal|session|talk)\s+(?:has\s+been|was|is)\s+(?:now\s+)?"
    r"(?P<word>not\s+accepted|accepted|rejected|declined|withdrawn|closed|disqualified|cancelled|canceled|completed|complete|final)\b",
    re.IGNORECASE,
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
        if "his " in head:
            for banner in _BANNER.finditer(head):
                found.setdefault(_WORDS[" ".join(banner["word"].lower().split())], Span(*banner.span()))
    return found


def template_status(name: str, own: Mapping[str, str]) -> str | None:
    """Return the status that a template of this name means, or None."""
    lowered = name.casefold()
    if lowered in own:
        return own[lowered]
    if len(lowered) > 80:
        return None
    found = _TEMPLATE.fullmatch(lowered)
    if found is None:
        return None
    word = found["word"] or found["after"]
    if found["thing"] or found["after"] or word in _ALONE:
        return _WORDS[word]
    return None
