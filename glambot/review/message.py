r"""Answer an organiser's mistake on the page, between the markers, and take the answer away again.

Only the answer is touched; the table and all else stay byte for byte.

Example:
    >>> page = "<!-- glambot begin -->\n{|\n|}\n<!-- glambot end -->"
    >>> told = with_message(page, "There is no column 'Scores'.")
    >>> told != page, without_message(told) == page
    (True, True)
"""

import re

from glambot.review.markers import DEFAULT, Markers, find_begin
from glambot.review.safe import safe_text

_BEGIN, _END = "<!-- glambot message -->", "<!-- glambot message end -->"
_MESSAGE = re.compile(rf"\n{_BEGIN}(?:(?!{_END})[^\n])*+{_END}")
_STYLE = (
    'class="glambot-message" '
    'style="border-inline-start: 4px solid #d33; padding: 0.3em 0.8em; margin: 0.5em 0"'
)
_HEAD = "'''This review table was not brought up to date.'''"
_FOOT = "Once that is put right, the next run of glambot takes this message away."
_LONGEST = 1500


def with_message(page: str, message: str, markers: Markers = DEFAULT) -> str:
    """Return the page with the message directly below its begin marker, in place of one that is there.

    A page that has not exactly one begin marker is returned as it is.
    """
    page = without_message(page)
    begin = find_begin(page, markers)
    if begin is None:
        return page
    lines = [safe_text(line, limit=_LONGEST) for line in message.splitlines() if line.strip()]
    shown = "<br />".join([_HEAD, *lines, _FOOT])
    box = f"\n{_BEGIN}<div {_STYLE}>{shown}</div>{_END}"
    return page[: begin.end] + box + page[begin.end :]


def without_message(page: str) -> str:
    """Return the page without the message, if there is one."""
    return _MESSAGE.sub("", page) if _BEGIN in page else page
