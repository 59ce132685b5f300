"""Republish text from pages that anybody may edit, so that it shows and does nothing.

The bot saves under its own name what strangers wrote, so a title with ``~~~~``, a category or a
``|}`` in it must come out as those very signs and no more. Numeric character references do that:
pre-save transform and the parser act on raw signs, the browser shows what the references mean.

Example:
    >>> safe_text("{{delete}} [[User:A]], don't!")
    "&#123;&#123;delete&#125;&#125; &#91;&#91;User&#58;A&#93;&#93;, don't!"
    >>> safe_link("A/B", "see http://x.example")
    '[[:A/B|see http&#58;&#47;&#47;x.example]]'
"""

import re
import unicodedata

REMOVED = "[e-mail removed]"
"""What stands for an e-mail address in republished text."""

_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters; \x7f delimits MediaWiki's strip markers
    "\u202a-\u202e\u2066-\u2069\u206a-\u206f"  # embedding, override, isolate and deprecated controls
    "\ufeff\ufff9-\ufffb\ufffd-\uffff\ufdd0-\ufdef"  # byte order mark, annotations, non-characters
    "\ud800-\udfff"  # surrogates, which UTF-8 cannot hold
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)

_UNSEEN = "\u00ad\u200b-\u200f\u2060"  # invisible signs that could be put into an address to hide it
_LOCAL = rf"[\w.+'’^$*!#\-{_UNSEEN}]"
_AT = (
    r"(?:\s{0,3}(?:[@＠﹫]|&(?:amp;)*(?:\#0*+64|\#x0*+40|commat);?|%(?:25)*40)\s{0,3}"
    r"|\s{0,3}[(\[{<]\s{0,3}(?:at|@|ät|arroba|chez|arobase)\s{0,3}[)\]}>]\s{0,3})"
)
_DOT = (
    r"(?:[.．。｡]|&\#0*+46;?|&\#x0*+2e;?|&period;|%2e"
    r"|\s{0,3}[(\[{<]\s{0,3}(?:dot|\.|punkt|point|punto)\s{0,3}[)\]}>]\s{0,3})"
)
_SPOKEN = r"\s{1,3}(?:dot|punkt|point|punto)\s{1,3}"
_LABEL = rf"[\w\-{_UNSEEN}]++"
_ADDRESS = re.compile(
    r"mailto\s{0,3}(?::|%3a|&\#0*+58;?|&\#x0*+3a;?|&colon;)\s{0,3}[^\s<>|\]]++"
    rf"|(?<!{_LOCAL}){_LOCAL}++[\"”»]?(?:{_AT}{_LABEL}(?:(?:{_DOT}|{_SPOKEN}){_LABEL})+"
    rf"|\s{{1,3}}at\s{{1,3}}{_LABEL}(?:{_SPOKEN}{_LABEL})+)",
    re.IGNORECASE,
)

_ACTING = re.compile(
    r"""
    [&<>\[\]{}|"~=\#*＿]                       # act anywhere (＿ in the Japanese behaviour switches)
    | (?<![^\W_])['_] | ['_](?![^\W_])         # quotes and switches, unless inside a word
    | :(?!(?<=\d:)\d|(?<=\S:)\ )               # links: 12:42 and "so: this" stay as they are
    | (?<=/)/ | /(?=/)
    | \A- | (?<=-)- | -(?=-)                   # rows, rules
    | (?<=!)! | !(?=!)                         # header cells
    | (?:\A|(?<=\ ))[!?;%»›+] | [«‹](?=\ )     # lists, captions; Sanitizer::armorFrenchSpaces
    | R(?=FC\b) | P(?=MID\b) | I(?=SBN\b)      # Parser::handleMagicLinks
    """,
    re.VERBOSE,
)

_TITLE_ACTING = re.compile(r"[^\w \-./():,]|//|\b(?:RFC|PMID|ISBN)\b|＿|(?<=-)-|(?<![^\W_])_|_(?![^\W_])")
_NO_TITLE = re.compile(
    r"[\[\]{}|<>#\x00-\x1f\x7f\ufffd]|~~~|%[0-9A-Fa-f]{2}|&[^\W_]+;|&#[0-9A-Fa-fxX]+;"
    r"|\A[ _]*\Z|\A[ _]*:|:[ _]*(?::|\Z)|(?:\A|/)\.\.?(?:/|\Z)"
)
_TITLE_BYTES = 255


def clean_text(text: str, *, limit: int = 300) -> str:
    """Return `text` as it may be shown: one line, no addresses, no control signs, cut at `limit`.

    Normal form C, as the wiki would store it; any run of white space is one blank. A cut text ends
    with ``…`` and has at most `limit` characters; no combining sequence is cut in two.
    """
    text = " ".join(_DROPPED.sub("", text).split())
    text = unicodedata.normalize("NFC", _ADDRESS.sub(REMOVED, text))
    if len(text) <= limit:
        return text
    end = max(limit - 1, 0)
    while end > 0 and (_joins(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    return text[:end].rstrip() + "…" if limit > 0 else ""


def safe_text(text: str, *, limit: int = 300) -> str:
    """Return wikitext that shows as `clean_text(text)` inside a table cell and can do nothing.

    No link, transclusion, signature, category, markup, magic word or list comes out of it, whatever
    goes in. Every sign that can act becomes a numeric character reference; words stay readable.
    """
    return _harmless(clean_text(text, limit=limit))


def safe_link(title: str, text: str = "", *, section: str = "", limit: int = 300) -> str:
    """Return a link to `title` (and its `section`) that shows `text`, or the title if that is empty.

    The leading colon makes categories, files and languages plain links. For a title MediaWiki
    cannot hold (``MediaWikiTitleCodec::splitTitleString``) the text comes without a link.
    """
    shown = safe_text(text, limit=limit) or safe_text(title + ("#" + section if section else ""), limit=limit)
    title = unicodedata.normalize("NFC", " ".join(title.replace("_", " ").split()))
    if not shown or _NO_TITLE.search(title) or _DROPPED.search(title):
        return shown
    if len(title.encode()) > _TITLE_BYTES:
        return shown
    target = _TITLE_ACTING.sub(_title_references, title)
    if section:
        section = " ".join(_DROPPED.sub("", section).split())
        target += "#" + _TITLE_ACTING.sub(_title_references, unicodedata.normalize("NFC", section))
    return f"[[:{target}|{shown}]]"


def safe_attribute(value: str) -> str:
    """Return `value` for use between double quotes in a table's markup; `html.unescape` reads it back.

    Example:
        >>> safe_attribute('A "b" | c')
        'A &#34;b&#34; &#124; c'
    """
    return re.sub(r"[^\w \-./(),:;]|_|//|(?<=-)-|\b(?:RFC|PMID|ISBN)\b", _title_references, value)


def _harmless(text: str) -> str:
    if text and _joins(text[0]):
        # "|" and a combining stroke could become one sign when the page is stored in normal form C.
        return f"&#{ord(text[0])};" + _ACTING.sub(_references, " " + text[1:])[1:]
    return _ACTING.sub(_references, text)


def _references(found: re.Match[str]) -> str:
    """Write the first sign of a match, or all if it is short, as numeric character references."""
    return "".join(f"&#{ord(sign)};" for sign in found[0])


def _title_references(found: re.Match[str]) -> str:
    """Write a match as references, but for a mark upon a letter: it is as much a letter itself."""
    start = found.start()
    if start and unicodedata.category(found[0][0]).startswith("M"):
        before = found.string[start - 1]
        if before.isalpha() or unicodedata.category(before).startswith("M"):
            return found[0]
    return _references(found)


def _joins(sign: str) -> bool:
    """Return whether `sign` is shown together with the one before it."""
    return (
        unicodedata.category(sign).startswith("M")
        or sign in "\u200d\u200c"
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
    )
