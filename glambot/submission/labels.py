"""What the labels of submission forms mean.

Forms of two decades word their labels differently and mean one thing. A label is matched by the
words before its first parenthesis, markup and comments aside.

Example:
    >>> words("'''Author(s) of the submission''' ''(real name or user name)''")
    'authors of the submission'
    >>> Labels().find("Author(s) of the submission:")
    ('authors', '')
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from glambot.wikitext.plain import plain

MEANINGS = (
    "number", "title", "type", "authors", "language", "email", "username", "country", "affiliation", "homepage",
    "abstract", "takeaway", "theme", "level", "length", "attends", "capacity", "slides", "requests", "draft_or_final",
    "discussion_summary", "etherpad",
)  # fmt: skip
"""The keys of ``Submission.fields`` that have a meaning of their own."""

PROSE = frozenset({"abstract", "takeaway", "discussion_summary"})
"""Meanings whose values are structured text of any length, headings included."""

SIGNUP = "signup"
"""The meaning of a label or heading that opens the list in which people sign."""

WEAK_SIGNUP = frozenset(
    ["participants", "support", "attendees", "join", "interested", "attending", "supporters", "will attend"]
)
"""Names of sign-up lists that are plain words, believed only where somebody signed below."""

_KNOWN: dict[str, str] = {
    "number": "submission no|submission number|submission id|submission|proposal no|proposal number|no|number|id",
    "title": (
        "title of the submission|title|title of submission|title of the session|title of session|title of the talk"
        "|session title|talk title|presentation title|proposal title|title of the proposal|title of the presentation"
        "|submission title|name of session|name of the session|session name|project|project name|topic title"
    ),
    "type": (
        "type of submission|type of session|session type|session format|type|type of the submission|submission type"
        "|format|type of presentation|presentation type|type of the session|type of proposal|format of the session"
        "|format of session|kind of session|talk format|type of talk"
    ),
    "authors": (
        "author of the submission|authors of the submission|author|authors|session leader|session leaders|facilitator"
        "|facilitators|speaker|speakers|presenter|presenters|author of submission|names|name|submitter|submitters"
        "|proposer|proposers|session leader or leaders|speaker name|presenter name|name of the speaker|creator"
        "|author or authors|idea creator|grantee|project contact|panelists|panelist|host|hosts|session host|session hosts"
        "|moderator|moderators|presented by|who|main speaker|main presenter|author or authors of the submission"
        "|speakers or presenters|name of author|name of the author|participants of the session|proposed by"
    ),
    "language": "language of presentation|language|languages|presentation language|language of the session|language of the presentation|session language",
    "email": "e-mail address|email address|e-mail|email|e-mail addresses|email addresses|contact e-mail|contact email|mail",
    "username": "username|usernames|user name|wiki username|wikimedia username|wikimedia usernames|user names|wiki user name|account|accounts",
    "country": (
        "country of origin|us state or country of origin|country|countries|state or country of origin"
        "|countries of origin|country or countries|country of residence|country or region"
    ),
    "affiliation": (
        "affiliation|affiliation, if any|affiliations|organisation|organization|affiliation or organisation"
        "|affiliation or organization|affiliates|institution|organisations|organizations|affiliations, if any"
    ),
    "homepage": "personal homepage or blog|homepage|blog|personal homepage|website|homepage or blog|web page|url",
    "abstract": (
        "abstract|description|abstract of the submission|summary|session description|detailed description"
        "|session abstract|description of the session|proposal|short description|detailed abstract|talk abstract"
        "|abstract of the session|description of session|session summary|pitch|summary of the session|outline"
        "|proposal description|about the session|extended abstract|presentation abstract|description of the proposal"
    ),
    "takeaway": (
        "what will attendees take away from this session|session outcomes|desired outcome|desired outcomes"
        "|session outcome|what will attendees take away|takeaways|takeaway|outcomes|expected outcomes|outcome"
        "|what will participants take away from this session|learning outcomes|take-aways|expected outcome"
        "|what will the audience take away|what will attendees take away from the session|outcome of the session"
        "|what will attendees take away from your session|goals of the session|what will attendees take away from this talk"
    ),
    "theme": (
        "theme of presentation|track|theme|themes|tracks|topics|topic|relationship to the theme|theme of the presentation"
        "|theme of the session|theme of submission|session theme|conference track|track or theme|space|program track"
        "|relationship to the themes|theme of session|subject|programme track|theme of the submission"
    ),
    "level": (
        "for workshops and discussions, what level is the intended audience|audience|target audience|level"
        "|intended audience|audience level|experience level|level of the audience|what level is the intended audience"
        "|level of audience|who is the intended audience"
    ),
    "length": (
        "length of session|length of presentation/talk|length|length of presentation|duration|length of the session"
        "|session length|length of talk|duration of session|duration of the session|time needed|time|session duration"
        "|length of the presentation|presentation length|minutes|length of the talk|how long|length of time"
    ),
    "attends": (
        "will you attend wikimania if your submission is not accepted|will you attend if your submission is not accepted"
        "|will you attend if not accepted|will you attend wikimania if your submission isn't accepted"
        "|will you attend the conference if your submission is not accepted|attending if not accepted"
    ),
    "capacity": (
        "ideal number of attendees|number of attendees|capacity|ideal number of participants|maximum number of attendees"
        "|ideal audience size|number of participants|room size|expected number of attendees|maximum attendees"
        "|expected attendance|ideal number of attendees for your session"
    ),
    "slides": "slides or further information|slides|further information|slides and further information|slides or more information|presentation slides|slides, if any",
    "requests": (
        "special requests|requirements|room setting|special request|technical requirements|equipment|special requirements"
        "|special needs|room setup|room requirements|special requests or needs|equipment needed|technical needs"
    ),
    "draft_or_final": (
        "is this submission a draft or final|is this submission a draft or final?|draft or final|state of the submission"
        "|is your submission a draft or final|is this a draft or final submission|submission status|status"
    ),
    "discussion_summary": (
        "discussion summary|what was this session about|next steps and milestones|summary of the discussion"
        "|session notes|notes from the session|summary of discussion|discussion notes|report|session report"
    ),
    "etherpad": "etherpad|etherpads|etherpad link|link to etherpad|notes etherpad|collaborative notes|etherpad for notes",
    SIGNUP: (
        "interested attendees|signup|sign up|sign-up|signups|sign ups|sign-ups|endorsements|endorsement|participants"
        "|interested|interested people|interested participants|people interested|interested users|attendees"
        "|interested in attending|who is interested|who is interested in attending|interested attendee|supporters|support"
        "|i am interested|interested parties|people interested in attending|sign up list|signup list|sign up here"
        "|interested in this session|expressions of interest|attending|join|will attend|who will attend|sign below"
        "|attendees interested|interested to attend|people interested in attending this session|sign-up list"
    ),
}  # fmt: skip

_PLURAL = re.compile(r"\(s\)", re.IGNORECASE)
_EDGES = " \t\xa0:?.!-–—*#;'\"_"
# A value on the label's own line is only split off before something that begins a value.
_VALUE_START = re.compile(r"[\s:–—-]*(?=[\[{\d]|[^\W\d_a-zß-öø-ÿ])")
_ATTENDS = re.compile(r"(?:will|would) you (?:still )?attend\b.* if\b")  # the event's name stands in it
_SPLITTING = frozenset({"number", "draft_or_final"})


@lru_cache(maxsize=4096)
def words(label: str) -> str:
    """Return the words of a label as they are compared: plain, lower-case, nothing from ``(`` on."""
    text = _PLURAL.sub("s", plain(label))
    text = text.partition("(")[0]
    return " ".join(text.replace("/ ", "/").replace(" /", "/").casefold().split()).strip(_EDGES)


class Labels:
    """The labels of an event: the common ones and those an Event adds."""

    __slots__ = ("_cache", "_known", "_starts")

    def __init__(self, additions: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._known: dict[str, str] = {}
        for meaning, labels in _KNOWN.items():
            self._known.update((words(label), meaning) for label in labels.split("|"))
        for meaning, extra in (additions or {}).items():
            self._known.update((words(label), meaning) for label in extra)
        # The labels of three words or more, by their first word, the longest first: only these
        # are known when a value follows them on the line without a colon.
        self._starts: dict[str, list[str]] = {}
        for label in sorted(self._known, key=len, reverse=True):
            if label.count(" ") >= 1:
                self._starts.setdefault(label.partition(" ")[0], []).append(label)
        self._cache: dict[str, tuple[str | None, str]] = {}

    def find(self, label: str) -> tuple[str | None, str]:
        """Return the meaning of a label, None if unknown, and the raw value that follows it on its line."""
        found = self._cache.get(label)
        if found is None:
            found = self._find(label)
            if (
                len(self._cache) > 2048
            ):  # pages of one event share their labels; hostile ones must not fill memory
                self._cache.clear()
            self._cache[label] = found
        return found

    def exact(self, label: str) -> str | None:
        """Return the meaning of a label that stands alone, as in a heading or a parameter's name."""
        return self._known.get(words(label))

    def _find(self, label: str) -> tuple[str | None, str]:
        if len(label) > 400:
            return None, ""
        compared = words(label)
        meaning = self._known.get(compared)
        if meaning is None and _ATTENDS.match(compared):
            meaning = "attends"
        if meaning is not None:
            return meaning, _after_question(label) if meaning == "draft_or_final" else ""
        for start in self._starts.get(compared.partition(" ")[0], ()):
            if compared.startswith(start) and not compared[len(start) : len(start) + 1].isalnum():
                meaning = self._known[start]
                rest = _rest(label, start)
                if rest and (meaning in _SPLITTING or start.count(" ") >= 2):
                    return meaning, rest
                if not rest and start.count(" ") >= 2:
                    return meaning, ""
        return None, ""


def _after_question(label: str) -> str:
    """Return the template that stands behind a question, its answer."""
    return label[label.index("{{") :].strip() if "{{" in label else ""


def _rest(label: str, start: str) -> str:
    """Return what follows the words `start` in the label as typed, if it looks like a value."""
    pattern = r"[\W_]*".join(re.escape(word) for word in start.split())
    found = re.search(pattern, label, re.IGNORECASE)
    if found is None:
        return ""
    rest = label[found.end() :].lstrip(" .:?\t'")
    if start.startswith(("submission no", "proposal no")) or _VALUE_START.match(rest):
        return rest.strip()
    return ""


@lru_cache(maxsize=1024)
def slug(label: str) -> str:
    """Return the key under which an unknown label is kept: lower-case words joined by ``_``."""
    return re.sub(r"\W+", "_", words(label)).strip("_") or "label"
