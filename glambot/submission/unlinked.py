"""Lines of a sign-up list that link no user: a typed name, a placeholder, or neither.

Example:
    >>> typed_name("Jane Doe"), typed_name("I would love to come here"), is_placeholder("your name here")
    ('Jane Doe', None, True)
    >>> typed_name("User:Jane (talk)"), typed_name("Me too"), is_placeholder_user("USERNAME")
    ('Jane', None, True)
"""

import re

from glambot.submission.typed_accounts import typed_account, without_tail
from glambot.wikitext.expression import expression
from glambot.wikitext.names import user_name
from glambot.wikitext.remembered import remembered

EDGES = " \t\n\xa0-–—―•·∙*#:;,.|/~\x1f\u200e\u200f"
"""What stands around a signature and says nothing."""

_PLACEHOLDER_NAMES = frozenset(
    {
        "example", "exampleuser", "userexample", "username", "user", "yourname", "yournamehere",
        "yourusername", "yourusernamehere", "yourwikiusername", "usernamehere", "myusername", "name",
        "namehere", "yoursignature", "xyz", "xxx", "xxxx", "xx", "placeholder", "insertusernamehere",
        "insertyourusernamehere", "nombredeusuario", "nomdutilisateur", "nomedeusuário", "benutzername",
    }
)  # fmt: skip
_NUMBERED_NAMES = frozenset({"example", "exampleuser", "username", "yourname", "yourusername"})
_NOBODY = frozenset(
    {
        "n/a", "na", "n.a", "none", "none yet", "no one", "no one yet", "nobody", "nobody yet", "tbd",
        "tba", "tbc", "?", "??", "???", "etc", "etc.", "xx", "xxx", "xxxx", "xyz", "next person", "next",
        "you", "you?", "and you", "empty", "name, affiliation", "name, username", "name (affiliation)",
        "username, affiliation", "username (~~~~)", "add yourself", "please sign", "sign", "sign up",
        "be the first", "you could be the first", "to be announced", "to be confirmed", "more",
        "and so on", "...", "…", "vacant", "free", "blank", "-", "–", "—", "name and username",
        "first person", "second person", "someone", "somebody", "other", "others",
    }
)  # fmt: skip
_PLACEHOLDER = expression(
    r"(?:please\s+)?(?:add|put|write|insert|type|enter|place|sign)\b.{0,40}?"
    r"\b(?:names?|usernames?|user name|signature|here|below|yourself|four tildes)\b.{0,80}"
    r"|(?:please\s+)?(?:sign|add yourself)(?:\s+up)?(?:\s+(?:here|below|your name))?"
    r"|(?:you\s+(?:can|could)\s+)?be\s+the\s+first(?:\s+(?:one|person))?(?:\s+to\s+(?:sign|join"
    r"|attend).{0,40})?"
    r"|(?:your|my)\s+(?:wiki(?:media|pedia)?\s+)?(?:user\s?)?(?:name|signature|account)(?:\s+(?:here"
    r"|goes here))?"
    r"|(?:user\s?name|name|example|signature|sign here|~{3,5}|\.\.\.|…|user|attendee|participant|person)"
    r"(?:\s+here)?(?:\s+\d{1,2})?(?:\s*\(?~{3,5}\)?)?"
    r"|example\s+(?:user(?:\s?name)?|name|signature)(?:\s+\d{1,2})?",
    re.IGNORECASE | re.DOTALL,
)
# Words that lists are full of and that no name is made of; a line of nothing else is a remark.
_SAID = frozenset(
    [
        "me", "too", "also", "as", "well", "and", "here", "yes", "yeah", "yep", "y", "oui", "si", "sí",
        "sim", "ja", "da", "да", "אני", "גם", "נכון", "نعم", "sure", "certainly", "definitely",
        "absolutely", "interested", "very", "highly", "really", "much", "super", "intéressé", "intéressée",
        "moi", "aussi", "ich", "auch", "interessiert", "yo", "también", "interesado", "interesada", "io",
        "interessato", "interessata", "eu", "também", "interesse", "ik", "ook", "я", "тоже", "интересно",
        "in", "count", "us", "please", "great", "good", "nice", "fine", "excellent", "awesome", "amazing",
        "cool", "interesting", "fantastic", "wonderful", "brilliant", "lovely", "idea", "topic", "session",
        "talk", "proposal", "sounds", "looks", "looking", "forward", "support", "supporting", "agree",
        "agreed", "endorse", "endorsed", "attend", "attending", "attendance", "join", "joining", "coming",
        "going", "will", "would", "love", "like", "to", "be", "there", "this", "it", "the", "a", "so",
        "wow", "thanks", "thank", "you", "keen", "happy", "want", "maybe", "perhaps", "probably",
        "possibly", "ok", "okay", "if", "possible", "of", "course", "+1", "+2", "for", "see", "tell",
        "more", "important", "useful", "relevant", "strong", "strongly", "full", "++", "sign", "signed",
        "i'm", "im", "i'll", "i'd", "i", "am", "we", "we're", "definitively", "both", "all", "must", "need",
        "needed", "hear", "learn", "participate", "participating", "present", "online", "remotely",
        "remote", "person", "another", "one",
    ]
)  # fmt: skip
_OPENING = expression(
    r"(?:I(?:['’](?:m|d|ll|ve))?|We(?:['’](?:re|d|ll))?|This|It|That|Would|Will|Could|Should|Count (?:me|us)"
    r"|Looking forward|Sounds|Looks|Love (?:it|this|to)|Happy to|Want to|Keen to|Interested (?:in|to)"
    r"|Very|Me and)\s+[a-z]"
    r"|(?:i|i['’]m|i['’]d|we|would|will|count me|looking forward|interested in|sounds|very)\s",
)
# A point behind an initial or a title ends nothing.
_POINT = r"(?<!\b[^\W\d_])(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)\."
_SENTENCE = expression(rf"({_POINT}|[!?,:;()]|\s[-–—]+\s|--|—)")
_MAY_PART = expression(r"[.!?,:;()–—-]")
_OBJECTION = expression(
    r"^\W*(?:strong(?:ly)?\s+)?(?:oppose|opposed|neutral|against|comment|question)\b"
    r"|\bnot (?:that )?interested\b|\bwithdrawn\b"
    r"|\b(?:can(?:not|'t|’t)|won(?:'t|’t)) (?:make it|attend|come|be there)\b",
    re.IGNORECASE,
)
_LONGEST = 50
_DIGITS = "0123456789"
_UNREAD = " -_.()<>'\"/"
_NO_LETTERS = _DIGITS + _UNREAD
_FIRST = {sign for name in _PLACEHOLDER_NAMES for sign in (name[0], name[0].upper())}
# With what each of them goes on.
_SECONDS = {
    first: {*_UNREAD, *_DIGITS}
    | {sign for name in _PLACEHOLDER_NAMES if name[0] == first.lower() for sign in (name[1], name[1].upper())}
    for first in _FIRST
}
# With two of these signs every such name of plain letters begins: most names are told apart by them.
_STARTS = frozenset(first + second for first, seconds in _SECONDS.items() for second in seconds)
_CAPITAL_STARTS = "|".join(
    f"{first}[{re.escape(''.join(sorted(seconds)))}]"
    for first, seconds in sorted(_SECONDS.items())
    if first.isupper()
)
MAY_BE_PLACEHOLDER = re.compile(f"\n(?:[^A-Z]|{_CAPITAL_STARTS})")
"""Finds a line that begins so, or with no capital letter of English."""

_SEPARATORS = dict.fromkeys(map(ord, _UNREAD))
_AROUND_WORDS = "!.,;:()?'\"’“”«»"
_AROUND_NAMES = "[]@<>" + EDGES
_STICKY = "'\"’“”«»"


def is_placeholder_user(name: str) -> bool:
    """Return whether an account name is one that instructions and examples use for anybody's."""
    start = name[:2]
    if start not in _STARTS and name[:1] not in _NO_LETTERS and (start.isascii() or name[:1] not in _FIRST):
        return False
    squashed = name.casefold().replace(" ", "")
    if not squashed.isalnum():
        squashed = squashed.translate(_SEPARATORS)
    if squashed in _PLACEHOLDER_NAMES:
        return True
    bare = squashed.strip(_DIGITS)
    return bare != squashed and bare in _NUMBERED_NAMES


@remembered  # lists say it of a line, and again when a name is looked for
def is_placeholder(text: str) -> bool:
    """Return whether a line's text only asks to sign, or says nothing."""
    text = text.strip()
    if not text or text.casefold() in _NOBODY:
        return True
    if len(text) > 200:
        return False
    account = typed_account(text) if ":" in text else None
    if account is not None and is_placeholder_user(account):
        return True
    bare = text.strip("<>[](){}'\"“”«» !.:-–—…_~*#")
    if bare == text:
        return _PLACEHOLDER().fullmatch(text) is not None
    if not bare and any(sign in "~._…<>[]{}" for sign in text):
        return True
    return (
        bare.casefold() in _NOBODY
        or _PLACEHOLDER().fullmatch(text.strip("<>[](){}'\" ")) is not None
        or _PLACEHOLDER().fullmatch(bare) is not None
    )


def is_remark(text: str) -> bool:
    """Return whether a short text says that somebody comes and not who: "Me too", "+1"."""
    if not text[:1].isalpha() and not any(map(str.isalpha, text)):
        return not any(sign.isdigit() for sign in text) or text.lstrip()[:1] in "+("
    if _OPENING().match(text):
        return True
    if len(text) == 1 and text.isupper():
        return False
    for word in text.replace("’", "'").split():
        if word not in _SAID and word.strip(_AROUND_WORDS).casefold() not in _SAID:
            return False
    return True


@remembered  # asked of a line to see whether it is an entry, and again to read it
def typed_name(text: str) -> str | None:
    """Return the name that a line without links is, begins or ends with, or None.

    Only what can hardly be anything else is taken for a name: an account named with its
    namespace, a short line with no sentence in it, or a few capitalised words before or after one.
    """
    text = text[: 20 * _LONGEST]
    account = typed_account(text)
    if account is not None:
        return None if is_placeholder_user(account) else account
    text = without_tail(text.strip(_AROUND_NAMES))
    if is_placeholder(text) or is_remark(text):
        return None
    if len(text) <= _LONGEST and _MAY_PART().search(text) is None and len(text.split()) <= 5:
        return _name(text)
    # Pieces between the signs that part sentences, each with the sign behind it.
    split = [*_SENTENCE().split(text), ""]
    pieces = [(piece.strip(EDGES), sign) for piece, sign in zip(split[::2], split[1::2], strict=True)]
    pieces = [(piece, sign) for piece, sign in pieces if piece]
    if not pieces:
        return None
    first, sign = pieces[0]
    short = len(text) <= _LONGEST
    if short and len(pieces) == 1 and len(text.split()) <= 5 and sign not in ("!", "?"):
        return _name(text)
    if short and sign == "(" and "," not in text and len(first.split()) <= 4:
        return _name(text if len(pieces) == 2 and text.endswith(")") else first)
    for piece, sign in (pieces[0], pieces[-1]):
        if sign in ("!", "?") or is_remark(piece) or is_placeholder(piece):
            continue
        if len(piece) <= _LONGEST and len(piece.split()) <= 3 and piece.istitle():
            return _name(piece)
    return None


def beside_name(text: str, name: str) -> str:
    """Return what a line without links says beside the name that `typed_name` found in it."""
    if text[1:] == name[1:]:
        return ""  # most lines are the name
    bare = without_tail(text.strip(_AROUND_NAMES))
    if user_name(bare) == name or user_name(bare.rpartition(":")[2].partition("|")[0]) == name:
        return ""
    return text


def _name(text: str) -> str | None:
    name = user_name(text)
    return None if not name or is_placeholder_user(name) or is_remark(name) else name


def is_objection(text: str) -> bool:
    """Return whether a comment says that its writer opposes, asks or will not come."""
    return _OBJECTION().search(text[:200]) is not None
