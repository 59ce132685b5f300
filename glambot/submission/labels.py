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

from glambot.submission.label_words import KNOWN, SIGNUP
from glambot.wikitext.expression import expression
from glambot.wikitext.plain import plain
from glambot.wikitext.remembered import LONGEST, remembered

MEANINGS = (
    "number", "title", "type", "authors", "language", "email", "username", "country", "affiliation",
    "homepage", "abstract", "takeaway", "theme", "level", "length", "attends", "capacity", "slides",
    "requests", "draft_or_final", "discussion_summary", "etherpad",
)  # fmt: skip
"""The keys of ``Submission.fields`` that have a meaning of their own."""

__all__ = ["MEANINGS", "PROSE", "SIGNUP", "WEAK_SIGNUP", "Labels", "slug", "words"]

PROSE = frozenset({"abstract", "takeaway", "discussion_summary"})
"""Meanings whose values are structured text of any length, headings included."""

WEAK_SIGNUP = frozenset(
    [
        "participants", "support", "attendees", "join", "interested", "attending", "supporters",
        "will attend", "interest", "signatures", "rsvp", "count me in", "list of attendees",
        "list of participants", "sign here", "inscription", "inscriptions", "anmeldung", "teilnehmer",
        "asistentes", "inscripción", "inscripciones", "inscrição", "inscrições", "iscrizione", "iscrizioni",
        "zapisy", "uczestnicy", "aanmelding", "aanmeldingen", "inschrijving", "geïnteresseerd", "желающие",
        "интересно", "запись", "التسجيل", "הרשמה",
    ]
)  # fmt: skip
"""Names of sign-up lists that are plain words, believed only where somebody signed below."""

_PEOPLE = (
    r"(?:(?:conference |session )?attendees?|participants?|people|persons?|users?|wikimedians?"
    r"|wikipedians?|editors?"
    r"|part(?:y|ies)|audience|contributors?|volunteers?|members?|individuals|delegates|folks|others"
    r"|attendants"
    r"|wikidatans|librarians|community members|participants and attendees)"
)
_HERE = (
    r"(?: (?:to|in|for|at)?(?: ?attend(?:ing)?| ?join(?:ing)?| ?participat(?:e|ing)| ?tak(?:e"
    r"|ing) part)?(?: in| at)?"
    r"(?: (?:this|the|your|my) (?:session|talk|presentation|workshop|proposal|submission|panel|lecture|event"
    r"|discussion|meetup|topic|project))?)?"
)
# The many ways to head a sign-up list in English; of so few words that nothing else is meant.
_SIGNING = expression(
    rf"(?:list of )?interested {_PEOPLE}(?:(?:/| or | and | & ){_PEOPLE})*{_HERE}"
    r"|(?:list of )?(?:potential|possible|prospective|would-be) (?:attendees|participants)"
    rf"|{_PEOPLE}(?:/{_PEOPLE})?(?: who are| who'd be| that are)? interested{_HERE}"
    rf"|(?:who's|who is|who else is|who would be|are you|anyone|anybody) interested{_HERE}"
    r"|who (?:would|will|wants to|would like to|'d like to|plans to|is going to) (?:come|attend|join"
    r"|participate)"
    rf"{_HERE}"
    r"|(?:i|we)(?:'d| would) (?:like|love|be interested)(?: to|in)? ?(?:attend|join|come|attending"
    r"|participate)"
    rf"{_HERE}"
    rf"|(?:i am|i'm|we are) interested{_HERE}"
    r"|sign[ -]?up(?:s| list| sheet| form| here| below)?(?: (?:to attend|if interested"
    r"|if you are interested))?"
    r"|sign (?:up )?(?:here|below) if (?:you are|you're|you'd be) interested.{0,40}"
    r"|expressions? of interest.{0,20}"
    rf"|interest{_HERE}"
)
# One of these stands in each of them.
_CALLS = ("interest", "attendees", "participants", "sign", "who ", "would", "'d ")
# How long the value should be, where it stands behind a label without parentheses.
_SIZE = expression(
    r",? ?(?:[-–—:] )?(?:of )?(?:up to|max\.?|maximum(?: of)?|min\.?|minimum(?: of)?|at least|about"
    r"|approx\.?|no more than"
    r"|not more than|less than|in|within|ca\.?|under|between)? ?\d{2,4}(?: ?(?:[-–—]|to|and) ?\d{2,4})? ?"
    r"(?:words?|characters?|chars|signs|mots|wörter|palabras)\b.{0,60}"
)
# What stands behind a label and a dash if it is no value.
_HINT = expression(
    r"(?:please|max|min|up to|at least|optional|if |e\.g|for example|for |one of|choose|your |will be"
    r"|to be |see |in |the |a |"
    r"either|specify|describe|what|how|who|which|real name|should|must|only)",
    re.IGNORECASE,
)
_DASHED = re.compile(r"[ \t]+[-–—]{1,2}[ \t]+")
_PLURAL = re.compile(r"\(s\)", re.IGNORECASE)
_EDGES = " \t\xa0:?.!-–—*#;'\"_"
# A value on the label's own line is only split off before something that begins a value.
_VALUE_EDGES = " \t\xa0\x1f:.'"
_VALUE_START = expression(r"[\s:–—-]*(?=[\[{\d]|[^\W\d_a-zß-öø-ÿ])")
_ATTENDS = re.compile(r"(?:will|would) you (?:still )?attend\b.* if\b")  # the event's name stands in it
_SPLITTING = frozenset({"number", "draft_or_final"})


@remembered
def words(label: str) -> str:
    """Return the words of a label as they are compared: plain, lower-case, nothing from ``(`` on."""
    if label.replace(" ", "").isalnum():
        return " ".join(label.casefold().split())
    text = _PLURAL.sub("s", plain(label))
    text = text.partition("(")[0]
    if "’" in text:
        text = text.replace("’", "'")
    return " ".join(text.replace("/ ", "/").replace(" /", "/").casefold().split()).strip(_EDGES)


class Labels:
    """The labels of an event: the common ones and those an Event adds."""

    __slots__ = ("_cache", "_known", "_starts")

    def __init__(self, additions: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._known: dict[str, str] = {}
        for meaning, labels in KNOWN.items():
            self._known.update((words(label), meaning) for label in labels)
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
            # Pages of one event share their labels; hostile ones must not fill memory.
            if len(label) <= LONGEST:
                if len(self._cache) > 1000:
                    self._cache.clear()
                self._cache[label] = found
        return found

    def exact(self, label: str) -> str | None:
        """Return the meaning of a label that stands alone, as in a heading or a parameter's name."""
        compared = words(label)
        return self._known.get(compared) or _worded(compared, self._known)

    def _before_dash(self, label: str) -> str | None:
        """Return the meaning of a label of two words or more before a dash; one word may be any text."""
        compared = words(label)
        return self._known.get(compared) if " " in compared else None

    def _find(self, label: str) -> tuple[str | None, str]:
        if len(label) > 400:
            return None, ""
        compared = words(label)
        meaning = self._known.get(compared)
        if meaning is None:
            meaning = _worded(compared, self._known)
        if meaning is not None:
            return meaning, _behind(label) if meaning in _SPLITTING else ""
        dashed = _DASHED.search(label)
        if dashed is not None:
            meaning = self._before_dash(label[: dashed.start()])
            if meaning is not None:
                value = label[dashed.end() :].strip(_VALUE_EDGES)
                return meaning, "" if _HINT().match(value) else value
        for start in self._starts.get(compared.partition(" ")[0], ()):
            if compared.startswith(start) and not compared[len(start) : len(start) + 1].isalnum():
                meaning = self._known[start]
                rest = _rest(label, start)
                if rest and (meaning in _SPLITTING or start.count(" ") >= 2):
                    return meaning, rest
                if not rest and start.count(" ") >= 2:
                    return meaning, ""
        return None, ""


def _worded(compared: str, known: Mapping[str, str]) -> str | None:
    """Return the meaning of a label whose words vary: sign-up headings, questions, sizes asked for."""
    if len(compared) > 200:
        return None
    if _ATTENDS.match(compared):
        return "attends"
    if len(compared) <= 100 and any(map(compared.__contains__, _CALLS)) and _SIGNING().fullmatch(compared):
        return SIGNUP
    # Without a number there is no size, nor need for so large an expression.
    size = _SIZE().search(compared) if any(map(str.isdecimal, compared)) else None
    if size is not None and size.start() and size.end() == len(compared):
        return known.get(compared[: size.start()].strip(_EDGES))
    return None


def _behind(label: str) -> str:
    """Return what stands behind a question or a parenthesis: a template that answers, or a number."""
    if "{{" in label:
        return label[label.index("{{") :].strip()
    value = label.rpartition(")")[2].strip(_VALUE_EDGES) if ")" in label else ""
    return value if value[:1].isalnum() or value[:1] == "#" else ""


def _rest(label: str, start: str) -> str:
    """Return what follows the words `start` in the label as typed, if it looks like a value."""
    pattern = r"[\W_]*".join(re.escape(word) for word in start.split())
    found = re.search(pattern, label, re.IGNORECASE)
    if found is None:
        return ""
    rest = label[found.end() :].lstrip(" .:?\t'")
    if start.startswith(("submission no", "proposal no")) or _VALUE_START().match(rest):
        return rest.strip()
    return ""


@remembered
def slug(label: str) -> str:
    """Return the key under which an unknown label is kept: lower-case words joined by ``_``."""
    return re.sub(r"\W+", "_", words(label)).strip("_") or "label"
