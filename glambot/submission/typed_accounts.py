r"""Accounts that people name without a link that works.

``User:Jane`` in plain text, ``[User:Jane]`` and ``[[User:Jane|Jane`` with brackets missing, and
the address of the user page all say who somebody is, and MediaWiki links none of them.

Example:
    >>> typed_account("User:Jane (talk)"), typed_account("[[User:Kim|Kim"), typed_account("Jane")
    ('Jane', 'Kim', None)
    >>> mended("[https://meta.wikimedia.org/wiki/User:Jane Jane Doe] and [User:Kim]")
    '[[User:Jane|Jane Doe]] and [[User:Kim]]'
"""

import re

from glambot.wikitext.expression import expression
from glambot.wikitext.names import user_name

# The names of the namespaces User and User talk on wikis whose users come to conferences.
_NAMES = (
    "User", "User talk", "Benutzer", "Benutzerin", "Benutzer Diskussion", "Benutzerin Diskussion",
    "Utilisateur", "Utilisatrice", "Discussion utilisateur", "Discussion utilisatrice", "Usuario",
    "Usuaria", "Usuario discusión", "Usuaria discusión", "Usuário", "Usuária", "Usuário(a)",
    "Usuário Discussão", "Usuário(a) Discussão", "Utilizador", "Utente", "Discussioni utente",
    "Gebruiker", "Overleg gebruiker", "Wikipedysta", "Wikipedystka", "Dyskusja wikipedysty",
    "Dyskusja wikipedystki", "Użytkownik", "Участник", "Участница", "Обсуждение участника",
    "Обсуждение участницы", "Користувач", "Користувачка", "Обговорення користувача", "Usuari",
    "Usuària", "Usuari Discussió", "Wikipedista", "Redaktor", "Diskuse s uživatelem", "Användare",
    "Användardiskussion", "Bruker", "Brukerdiskusjon", "Bruger", "Brugerdiskussion", "Käyttäjä",
    "Keskustelu käyttäjästä", "Kasutaja", "Szerkesztő", "Szerkesztővita", "Корисник", "Korisnik",
    "Разговор са корисником", "Suradnik", "Uporabnik", "Utilizator", "Discuție Utilizator",
    "Χρήστης", "Συζήτηση χρήστη", "Kullanıcı", "Kullanıcı mesaj", "İstifadəçi", "משתמש", "משתמשת",
    "שיחת משתמש", "שיחת משתמשת", "مستخدم", "مستخدمة", "نقاش المستخدم", "کاربر", "بحث کاربر",
    "सदस्य", "ব্যবহারকারী", "பயனர்", "ผู้ใช้", "利用者",
    "利用者‐会話", "사용자", "사용자토론", "用户", "用戶", "使用者",
    "Thành viên", "Pengguna", "Lietotājs", "Naudotojas", "Lankide", "Uzanto", "Մասնակից",
    "მომხმარებელი", "Потребител",
)  # fmt: skip
_SPACE = "|".join(re.escape(name).replace(r"\ ", "[ _]") for name in sorted(_NAMES, key=len, reverse=True))
_ADDRESS = (
    r"(?:https?:)?//[\w.-]{1,80}/(?:wiki/|w/index\.php\?title=)?(?:[a-z-]{1,12}:){0,2}"
    rf"(?:(?:{_SPACE})(?::|%3A)|special(?::|%3A)(?:contributions|centralauth)(?:/|%2F))"
    r"(?P<target>[^\s\[\]<>{}|#?&/,;\"]++)(?:[#?&/][^\s\[\]<>{}|,;\"]*+)?"
)
_ADDRESSED = expression(
    rf"(?P<open>\[)?{_ADDRESS}(?(open)(?:[ \t]++(?P<shown>[^\[\]\n]*+))?\])", re.IGNORECASE
)
_BRACKETED = expression(
    rf"\[{{1,2}}[ _]*(?:{_SPACE})[ _]*:(?P<user>[^\[\]|{{}}<>#/\n]+)(?:/[^\[\]|\n]*)?"
    r"(?:\|(?P<shown>[^\[\]\n]*))?(?P<closed>\]{0,2})(?P<next>\[{0,2})",
    re.IGNORECASE,
)
_TYPED = expression(rf"(?<![^\W_])(?:{_SPACE})[ _]*:[ _]*(?P<user>[^\[\]|{{}}<>#/\n]+)", re.IGNORECASE)
# What ends the name in a label that nobody closed, and a name in running text.
_REST = expression(r"(?=[,;(&]|\s(?:and|et|und|y)\s)")
_BREAK = expression(r"[,;!?]|\.(?:\s|$)|\s[-–—·]+(?:\s|$)|\s{3,}|--")
_BESIDE = (
    r"(?:user[ _]?page|user|talk|t|contribs?|contributions|c|discuss(?:ion|ão)?|discusión|diskussion"
    r"|disk|disc|msg"
    r"|messages?|e-?mail|author|speaker|presenter|me|moi|обс|обсуждение|вклад|שיחה|نقاش)\.?"
)
_TAIL = expression(
    rf"[ \xa0]*[(\[][ \xa0]*{_BESIDE}(?:[ \xa0]*[·•|/,–—-][ \xa0]*{_BESIDE})*[ \xa0]*[)\]]*\Z", re.IGNORECASE
)
_MOST_WORDS = 3
_LONGEST = 255


def mended(masked: str) -> str:
    """Return a masked text with addresses of user pages and broken user links turned into links."""
    if "//" in masked:
        masked = _ADDRESSED().sub(_linked, masked)
    if "[" in masked:
        masked = _BRACKETED().sub(_closed, masked)
    return masked


def typed_account(text: str) -> str | None:
    """Return the first account that plain text names with its namespace or address, or None."""
    if ":" not in text and "%3" not in text:
        return None
    address = _ADDRESSED().search(text)
    if address is not None:
        return user_name(_target(address)) or None
    typed = _TYPED().search(text)
    if typed is None:
        return None
    name = without_tail(_BREAK().split(typed["user"][:_LONGEST], maxsplit=1)[0].strip())
    words = name.split()
    if len(words) > _MOST_WORDS:
        # Running text goes on in lower case.
        end = next((n for n, word in enumerate(words) if n and word[0].islower()), len(words))
        name = " ".join(words[:end])
    if name.count("(") != name.count(")"):
        name = name.partition("(")[0] if "(" in name else name.rstrip(")")
    return user_name(name.strip()) or None


def without_tail(text: str) -> str:
    """Return `text` without what the links of a signature leave at its end, such as ``(talk | contribs)``."""
    if text[-1:] not in ")]":
        return text
    at = max(text.rfind("("), text.rfind("["))
    found = _TAIL().search(text, max(at - 2, 0)) if at >= 0 else None
    return text[: found.start()].rstrip() if found and found.start() else text


def _target(address: re.Match[str]) -> str:
    target = address["target"].rstrip(".,;:!'")
    return target if "(" in target else target.rstrip(")")


def _linked(found: re.Match[str]) -> str:
    shown = (found["shown"] or "").strip()
    return f"[[User:{_target(found)}|{shown}]]" if shown else f"[[User:{_target(found)}]]"


def _closed(found: re.Match[str]) -> str:
    whole = found[0]
    if (whole.startswith("[[") and found["closed"] == "]]") or found["next"] == "[":
        return whole
    label, shown = "", ""
    if found["shown"] is not None:
        label, shown = found["shown"], ""
        if not found["closed"]:
            label, *rest = _REST().split(label, maxsplit=1)
            shown = "".join(rest)
    user = found["user"]
    if found["shown"] is None and not found["closed"]:
        user, *rest = _REST().split(user, maxsplit=1)
        shown = "".join(rest)
    link = f"[[User:{user.strip()}|{label.strip()}]]" if label.strip() else f"[[User:{user.strip()}]]"
    return link + shown + found["next"]
