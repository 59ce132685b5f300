"""User names, brought into the one form MediaWiki gives them.

The rules are those of MediaWiki's ``TitleParser`` and ``UserNameUtils::getCanonical``: underscores
are blanks, runs of blanks are one, direction marks go, the first letter is upper-case, Unicode
is NFC; an IPv6 address is written as by ``IPUtils::sanitizeIP``.

Example:
    >>> user_name("jane_Doe"), user_name("2001:db8::1")
    ('Jane Doe', '2001:DB8:0:0:0:0:0:1')
"""

import re
import unicodedata
from collections.abc import Sequence

from glambot.wikitext.expression import expression
from glambot.wikitext.mask import HIDDEN
from glambot.wikitext.remembered import remembered

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9().'~-]*(?: [A-Za-z0-9().'~-]+)*", re.ASCII)
_OTHER_START = re.compile(r"\n[^A-Z]")
_BLANKS = expression(r"[ _\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\s]+")
MARKS = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that show nothing: direction marks, zero-width blanks, soft hyphens."""

_ENTITY = expression(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# What no title may hold (MediaWikiTitleCodec::getTitleInvalidRegex).
_ILLEGAL = expression(r"[\[\]{}|<>\x00-\x1f\x7f\ufffd]")
_IPV6 = re.compile(r"[0-9A-Fa-f:.]{2,45}")
# A title has at most 255 bytes (TitleParser); no name that is typed in its longest way comes near to this.
_LONGEST, _LONGEST_TYPED = 255, 2000
_IPV4 = expression(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d|xxx)", re.ASCII)
_TEMPORARY = re.compile(r"~\d{4}-\d[\d-]*", re.ASCII)


def user_name(raw: str) -> str:
    """Return the account name a link target or typed name stands for; "" where nothing is left.

    Percent-encoding and character references are decoded, a ``#fragment`` and a ``/subpage``
    are cut off (a user name holds neither).
    """
    if len(raw) <= _LONGEST and _PLAIN.fullmatch(raw):
        return raw if raw[0] <= "Z" else raw[0].upper() + raw[1:]
    return _normalised(raw)


def are_plain(names: Sequence[str], other: re.Pattern[str] = _OTHER_START) -> bool:
    """Return whether names, without signs that no name may hold, are account names as they are.

    All are looked at together, which costs a fraction of `user_name` for each.

    Args:
        names: the names.
        other: finds what no name may begin with, at a line's beginning.
    """
    if not names:
        return False
    lines = "\n" + "\n".join(names) + "\n"
    return lines.isascii() and "  " not in lines and " \n" not in lines and other.search(lines) is None


@remembered
def _normalised(raw: str) -> str:
    if len(raw) > _LONGEST_TYPED:
        return ""
    name = without_references(raw)
    if "%" in name:
        from urllib.parse import unquote  # noqa: PLC0415 - most names are not percent-encoded

        name = unquote(name, errors="replace")
    name = name.partition("#")[0]
    name = name.replace(HIDDEN, "")  # comments go before a name is read
    name = _BLANKS().sub(" ", MARKS.sub("", name)).strip()
    name = name.lstrip(": ") if not name.startswith("::") else name
    name = name.partition("/")[0].strip()
    if _ILLEGAL().search(name) or len(name) > _LONGEST:
        return ""
    if _is_ipv6(name):
        return _ipv6(name)
    return upper_first(unicodedata.normalize("NFC", name))


def without_references(text: str) -> str:
    """Return a text with its character references (``&amp;``, ``&#95;``) decoded."""
    if "&" in text and _ENTITY().search(text):
        from html import unescape  # noqa: PLC0415 - most names need no table of entities

        return unescape(text)
    return text


def upper_first(name: str) -> str:
    """Return `name` with its first letter as MediaWiki's ``Language::ucfirst`` makes it.

    A letter whose capital is more than one letter (ß) stays, and so does Georgian, which has no
    capitals at the beginning of a title: Wikimedia's wikis are configured so.
    """
    upper = name[:1].upper()
    if len(upper) != 1 or "\u10d0" <= name[0] <= "\u10ff":
        return name
    return upper + name[1:]


def _ipv6(name: str) -> str:
    from ipaddress import AddressValueError, IPv6Address  # noqa: PLC0415 - IPv6 users are few

    try:
        address = IPv6Address(name)
    except AddressValueError:
        return name
    return ":".join(f"{int(group, 16):X}" for group in address.exploded.split(":"))


def _is_ipv6(name: str) -> bool:
    return name.count(":") >= 2 and _IPV6.fullmatch(name) is not None


def account_kind(name: str) -> str:
    """Return ``"ip"``, ``"temporary"`` (``~2026-12345-67``) or ``"local"`` for a normalised name."""
    first = name[:1]
    if first == "~" and _TEMPORARY.fullmatch(name):
        return "temporary"
    if (first.isdigit() and _IPV4().fullmatch(name)) or _is_ipv6(name):
        return "ip"
    return "local"
