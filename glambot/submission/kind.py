"""Pages in an event's category that are no submissions: redirects, forms, untouched stubs.

Example:
    >>> from glambot.submission.parse import parse
    >>> why_no_submission("#REDIRECT [[Conf/Submissions/Owls]]", parse("#REDIRECT [[Conf/Submissions/Owls]]"))
    'a redirect to Conf/Submissions/Owls'
"""

import re

from glambot.submission.submission import Submission
from glambot.wikitext.redirects import redirect_target

_FORM_PAGE = re.compile(
    r"(?:^|/)(?:form|template|preload|new|submit|submission form|blank|example|instructions)\s*\d*$",
    re.IGNORECASE,
)
_STUB_TITLE = re.compile(
    r"(?:your|my)\s+(?:proposal|submission|session|talk)?\s*title(?:\s+here)?|(?:proposal|submission|session)\s+title(?:\s+here)?"
    r"|title(?:\s+(?:of|for)\s+(?:the|your)\s+(?:submission|session|talk|proposal))?(?:\s+here)?|untitled|test",
    re.IGNORECASE,
)
_CONTENT = ("title", "abstract", "authors", "takeaway")


def why_no_submission(wikitext: str, submission: Submission) -> str | None:
    """Return in words why a page is no submission, or None if it is one.

    A page on which somebody signed, or whose form somebody filled in, is a submission whatever
    its title.
    """
    target = redirect_target(wikitext)
    if target is not None:
        return f"a redirect to {target}"
    if submission.tally.interested or submission.tally.late:
        return None
    filled = [key for key in _CONTENT if key in submission.fields and submission.fields[key].text]
    if submission.page is not None and _FORM_PAGE.search(submission.page) and not submission.authors:
        return "the form for new submissions"
    if not submission.fields or any(submission.fields[key].label for key in submission.fields):
        title = submission.fields.get("title")
        if title is not None and _STUB_TITLE.fullmatch(title.text):
            return f"an untouched form, titled {title.text!r}"
        if submission.fields and not filled:
            return "an empty form"
    return None
