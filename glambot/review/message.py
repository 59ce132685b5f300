r"""Answer an organiser's mistake on the page, between the markers, and take the answer away again.

Example:
    >>> page = "<!-- glambot begin -->\n{|\n|}\n<!-- glambot end -->"
    >>> told = with_message(page, "There is no column 'Scores'.")
    >>> told != page, without_message(told) == page
    (True, True)
"""

from glambot.review.box import put, take
from glambot.review.markers import DEFAULT, Markers
from glambot.review.safe import safe_text

_NAME = "message"
_STYLE = (
    'class="glambot-message" '
    'style="border-inline-start: 4px solid #d33; padding: 0.3em 0.8em; margin: 0.5em 0"'
)
_HEAD = "'''This review table was not brought up to date.'''"
_FOOT = "Once that is put right, the next run of glambot takes this message away."
_LONGEST = 1500


def with_message(page: str, message: str, markers: Markers = DEFAULT) -> str:
    """Return the page with the message directly behind its begin marker, in place of one that is there.

    A page that has not exactly one begin marker is returned as it is.
    """
    lines = [safe_text(line, limit=_LONGEST) for line in message.splitlines() if line.strip()]
    shown = "<br />".join([_HEAD, *lines, _FOOT])
    return put(page, _NAME, f"<div {_STYLE}>{shown}</div>", markers)


def without_message(page: str, markers: Markers = DEFAULT) -> str:
    """Return the page without the message, if there is one."""
    return take(page, _NAME, markers)
