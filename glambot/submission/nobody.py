"""What people write where a person, a value or an account is asked for and there is none.

Example:
    >>> names_nobody("N/A"), names_nobody("3 others"), names_nobody("Jane Doe")
    (True, True, False)
"""

from glambot.submission.unlinked import is_placeholder
from glambot.wikitext.expression import expression

NOTHING = frozenset(
    {
        "", "n/a", "n.a.", "na", "none", "-", "–", "—", "--", "tba", "tbd", "?", "...", "…", "nil", "no",
        "n/a.", "/", "tbc", "to be confirmed", "to be announced", "to be determined", "to be decided",
        "to be added", "to come", "pending", "unknown", "not applicable", "not yet", "not known",
        "nobody", "x",
    }
)  # fmt: skip
"""What people write for nothing, lower-case."""

_ELSEWHERE = frozenset(
    {
        "same", "same as above", "same as author", "as above", "see above", "see below", "above", "ditto",
        "idem", "id", "as before", "the same", "same as username", "same as name", "co", "company",
        "team", "al", "et al", "et al.", "etc", "etc.", "me", "myself", "i", "us", "various", "several",
        "friends", "colleagues", "guests", "guest", "no account", "no username", "i have none",
        "anonymous", "panelists", "more tbd", "more tba", "more tbc", "autres", "d'autres", "andere",
        "weitere", "otros", "outros", "altri",
    }
)  # fmt: skip
_OTHERS = expression(
    r"(?:and\s)?(?:(?:\d{1,3}|one|two|three|four|five|some|many|several|possibly|maybe|the|any)\s)?"
    r"(?:others?|more|additional|further)"
    r"(?:\s(?:people|persons?|speakers?|panell?ists?|presenters?|authors?|volunteers|users|to be \w+"
    r"|tb[acd]))?"
    r"|(?:speakers?|panell?ists?|presenters?|authors?)?\s?(?:to be|will be|are being) \w{4,12}(?: later)?",
)


def names_nobody(text: str) -> bool:
    """Return whether `text`, plain, stands for no person and no account."""
    folded = text.strip(" .,;:&+").casefold()
    if folded in NOTHING or folded in _ELSEWHERE or text.casefold() in NOTHING:
        return True
    return len(folded) <= 60 and (_OTHERS().fullmatch(folded) is not None or is_placeholder(text))
