"""What must be known of a wiki to read what people sign there.

A `Site` names the namespaces and the time zone of one wiki. The readers of links and timestamps
take it as a value, so that another wiki is another `Site` and no other code.

Example:
    >>> Site.meta().user_namespaces
    ('User', 'User talk')
"""

from dataclasses import dataclass
from functools import cache

# The names of the User and User talk namespaces on wikis whose users sign on Meta, with their
# aliases; only believed behind an interwiki prefix.
_FOREIGN_USER_NAMESPACES = (
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


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One wiki, as a reader of its wikitext needs to know it.

    Attributes:
        language: the content language's code, which names months and date formats.
        timezone: the IANA name of the zone in which the wiki writes timestamps.
        user_namespaces: names and aliases of the namespaces User and User talk.
        foreign_user_namespaces: the same of other wikis, believed behind an interwiki prefix.
        special_namespaces: names of the namespace Special.
        contributions: names of the special page Contributions.
    """

    language: str
    timezone: str
    user_namespaces: tuple[str, ...]
    foreign_user_namespaces: tuple[str, ...]
    special_namespaces: tuple[str, ...]
    contributions: tuple[str, ...]

    @classmethod
    def meta(cls) -> "Site":
        """Return the description of Meta-Wiki: English, UTC, canonical namespace names."""
        return _meta()


@cache
def _meta() -> Site:
    return Site(
        language="en",
        timezone="UTC",
        user_namespaces=("User", "User talk"),
        foreign_user_namespaces=_FOREIGN_USER_NAMESPACES,
        special_namespaces=("Special",),
        contributions=("Contributions", "Contribs", "Contribution"),
    )
