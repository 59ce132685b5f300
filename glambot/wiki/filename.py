"""Turn a page title into a file name and back.

The name stays readable: spaces and letters of all scripts are kept, and what Linux, macOS or
Windows cannot have in a file name is percent-encoded, a slash always. So no title leads out of
its folder. A name that would be longer than 255 bytes is cut and gets a digest of the title;
such a file has the whole title in a second file beside it (`sidecar`).

Example:
    >>> file_name("Submissions/Who reads: a talk?")
    'Submissions%2FWho reads%3A a talk%3F.wiki'
    >>> decode("Submissions%2FWho reads%3A a talk%3F")
    'Submissions/Who reads: a talk?'
"""

import re
from hashlib import sha256
from typing import Final

SUFFIX: Final = ".wiki"
SIDECAR_SUFFIX: Final = ".title"
_LIMIT = 255  # bytes of one file name on ext4, APFS and NTFS (there: of UTF-16, so fewer)
_READABLE = 120  # bytes kept of a title that is too long

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|%\u2028\u2029\ud800-\udfff]')
_EDGES = re.compile(r"^[. ]|[. ]$")
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\ *(?:\.|$)", re.IGNORECASE
)
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_SHORTENED = re.compile(r"%~[0-9a-f]{16}$")
_EMPTY = "%"  # no other title is encoded so


def encode(title: str) -> str:
    """Return a readable file name, without suffix, from which `decode` gives `title` again."""
    name = _EDGES.sub(_percent, _UNSAFE.sub(_percent, title))
    if _RESERVED.match(name):
        name = _percent_text(name[0]) + name[1:]
    return name or _EMPTY


def decode(name: str) -> str:
    """Return the title in a file name without suffix, also one that a person wrote by hand.

    A percent sign that begins no encoded character stands for itself.
    """
    return "" if name == _EMPTY else _ENCODED.sub(_unpercent, name)


def file_name(title: str) -> str:
    """Return the name of the file for a page, at most 255 bytes with its suffix."""
    name = encode(title) + SUFFIX
    return name if len(name.encode()) <= _LIMIT else _shortened(title) + SUFFIX


def history_name(title: str) -> str:
    """Return the name of the folder for a page's revisions: readable, short, and of this title alone."""
    return _shortened(title)


def is_shortened(name: str) -> bool:
    """Return whether a file name without suffix was cut, so that its sidecar holds the title."""
    return _SHORTENED.search(name) is not None


def sidecar(name: str) -> str:
    """Return the name of the file that holds the whole title of a shortened file name."""
    return name.removesuffix(SUFFIX) + SIDECAR_SUFFIX


def _shortened(title: str) -> str:
    readable = encode(title).encode()[:_READABLE].decode(errors="ignore").rstrip(". ")
    return f"{readable}%~{sha256(title.encode(errors='surrogatepass')).hexdigest()[:16]}"


def _percent(found: re.Match[str]) -> str:
    return _percent_text(found[0])


def _percent_text(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode(errors="surrogatepass"))


def _unpercent(found: re.Match[str]) -> str:
    try:
        return bytes.fromhex(found[0].replace("%", "")).decode(errors="surrogatepass")
    except UnicodeDecodeError:
        return found[0]
