"""Who signed before a timestamp.

The signer is the user whose link stands nearest before the timestamp in the same paragraph or list
item, at most 100 characters of shown text away, as in MediaWiki's DiscussionTools
(``CommentParser::findSignature``, ``SIGNATURE_SCAN_LIMIT``).

Example:
    >>> text = "As [[User:A|A]] said. --[[User:B|B]] ([[User talk:B|talk]]) 12:42, 3 November 2018 (UTC)"
    >>> link, start = find_signer(text, Site.meta(), 0, text.index("12:42"))
    >>> link.user, text[start : start + 10]
    ('B', '[[User:B|B')
"""

import re

from glambot.wikitext.anchored import either_case
from glambot.wikitext.expression import expression
from glambot.wikitext.names import account_kind, user_name
from glambot.wikitext.signature import STRAY
from glambot.wikitext.site import Site
from glambot.wikitext.span import Span
from glambot.wikitext.userlinks import LINK, USER, WITHIN, UserLink, user_link

SCAN_LIMIT = 100
"""How many characters of shown text may stand between a signer's link and the timestamp."""

REACH = 1500
"""No signature has more wikitext than this: MediaWiki's limit is 255 characters ($wgMaxSigChars)."""

_LONGEST_LINE = 20_000
# The limit with as much as the target of a link, its quotes and its brackets may take.
FAR = SCAN_LIMIT + 400
"""No signature without tags has more wikitext than this: it would show more than the limit."""

_MARKUP = expression(r"\[\[(?:[^\[\]|]*\|)?|\]\]|<[^<>]*>|'{2,}|\x1f+|&[a-zA-Z#0-9]{1,31};")
_NODE_EDGE = re.compile(r"\]\]|>|'{2,}|\}\}")
_BLOCKS = (
    "p|div|li|ul|ol|dl|dd|dt|td|th|tr|table|caption|center|blockquote|section|article|aside|header"
    "|footer|details|summary|fieldset|figure|form|h[1-6]|hr|pre"
)
_BLOCK_TAG = expression(rf"</?(?:{either_case(_BLOCKS)})\b")
_LINE_OPENS_BLOCK = frozenset("*#:;=|! \n")
# No part gives anything back to the one behind it, or a run of blanks would be read again and again.
SIGNING_TEMPLATE = expression(
    r"\{\{[ _]*+(?:(?:u|ul|user|user[ _]link|user[0-9]|userlinks|no[ _]?ping|wmf[ _]user)[ _]*+(?=[|}])"
    r"|(?:subst:)?:?[ _]*+(?P<space>[^\[\]|{}<>\n/: _][^\[\]|{}<>\n/:]*+):[ _]*+(?P<page>[^\[\]|{}<>\n/]++)"
    r"/[^\[\]|{}<>\n]*+)(?P<parameters>(?:\|[^{}|]*+)*)\}\}",
    re.IGNORECASE,
)
"""Gives what matches a template that shows a user (``{{u|Jane}}``) or a page of theirs
(``{{User:Jane/sig}}``)."""


def find_signer(
    masked: str, site: Site, floor: int, stop: int, own_page: str | None = None
) -> tuple[UserLink, int] | None:
    """Return the link of who signed before `stop`, and where the signature begins, or None.

    Args:
        masked: the masked text.
        site: the wiki it is on.
        floor: where the search ends: no link before it signs.
        stop: where the timestamp begins.
        own_page: the user on whose page or talk page the text stands, for links within the page.
    """
    lowest = max(floor, stop - REACH)
    braces = masked.find("{{", lowest, stop) >= 0
    signer: UserLink | None = None
    stray: UserLink | None = None
    display, named = "", False
    first = position = edge = stop
    shown, counted = 0, -1
    while True:
        opening = masked.rfind("[[", lowest, position)
        brace = masked.rfind("{{", max(lowest, opening), position) if braces else -1
        at = max(opening, brace)
        if at < 0 or (stop - at > FAR and masked.find("<", at, position) < 0):
            break  # so much text without tags shows more than the limit
        link = _link_at(masked, site, at, edge, own_page)
        # A tag in what a link to a user shows ends no block between it and the timestamp.
        if _ends_block(masked, at, position, at if link is None else link.span.end):
            break
        if stop - at > SCAN_LIMIT:
            if counted < 0:
                # What stands in one text with the timestamp is not counted.
                counted = max((edge.end() for edge in _NODE_EDGE.finditer(masked, at, stop)), default=at)
            shown += shown_length(masked[at:counted])
            counted = at
            if shown >= SCAN_LIMIT:
                break
        position = at
        if link is None or link.subpage:
            continue
        edge = at
        if link.kind == STRAY or link.space == WITHIN:
            stray = stray or link
        elif signer is None:
            signer, display, first = link, link.display, at
            named = link.space == USER
        elif link.user == signer.user:
            # The name is what the nearest link to the user page shows, not "talk".
            if link.space == USER and not named:
                display, named = link.display, True
            first = at
    if signer is None:
        return None if stray is None else (stray, stray.span.start)
    return signer._replace(display=display), first


def _link_at(masked: str, site: Site, at: int, edge: int, own_page: str | None) -> UserLink | None:
    """Return the user to whom a link or a template leads that begins at a position, or None."""
    if masked[at] == "{":
        template = SIGNING_TEMPLATE().match(masked, at, edge)
        return template_link(template, site) if template else None
    found = LINK.match(masked, at, edge)
    return user_link(found, site, own_page) if found else None


def template_link(template: re.Match[str], site: Site) -> UserLink | None:
    """Return the user whom a template such as ``{{u|Jane}}`` or ``{{User:Jane/sig}}`` shows."""
    page = template["page"]
    if page is not None:
        space = " ".join(template["space"].replace("_", " ").split()).lower()
        if space not in {name.lower() for name in (*site.user_namespaces, *site.user_talk_namespaces)}:
            return None
    values = template["parameters"].split("|")[1:]
    name = user_name(
        page or (values[0].partition("=")[2 if "=" in values[0] else 0].strip() if values else "")
    )
    if not name:
        return None
    return UserLink(name, None, account_kind(name), "user", False, "", Span(*template.span()))


def _line_opens_with(signs: str, masked: str, position: int) -> bool:
    """Return whether the line of a position begins with one of some signs; no line is searched for long."""
    lowest = max(0, position - _LONGEST_LINE)
    newline = masked.rfind("\n", lowest, position)
    return (newline >= 0 or lowest == 0) and masked[newline + 1] in signs


def shown_length(text: str) -> int:
    """Return how many characters a text shows."""
    return len(_MARKUP().sub("", text).strip())


def _ends_block(masked: str, start: int, end: int, tags: int) -> bool:
    """Return whether a paragraph, a list item or another block ends in a stretch, by tags from `tags` on."""
    newline = masked.find("\n", start, end)
    if newline < 0 and masked.find("||", start, end) >= 0:
        # Two bars end a cell in a row of a table.
        return _line_opens_with("|!", masked, start)
    if newline >= 0:
        if _line_opens_with("*#:;=", masked, start):
            return True
        while newline >= 0:
            if masked[newline + 1] in _LINE_OPENS_BLOCK or masked.startswith(("{|", "----"), newline + 1):
                return True
            newline = masked.find("\n", newline + 1, end)
    return masked.find("<", tags, end) >= 0 and _BLOCK_TAG().search(masked, tags, end) is not None
