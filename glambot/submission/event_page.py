r"""Event definitions that stand on a wiki page, in JSON or TOML, with the keys of an event file.

The page holds nothing else, or the definition is in its first ``<syntaxhighlight>`` or ``<pre>``.
A page cannot name a folder of the computer glambot runs on.

Example:
    >>> page = 'Our event:\n<syntaxhighlight lang="toml">\nname = "Owls"\n</syntaxhighlight>'
    >>> read_event_page(page, title="User:Glambot/Owls").name
    'Owls'
    >>> read_event_page('{"name": "Owls"}', title="User:Glambot/Owls.json").name
    'Owls'
"""

import json
import re
from typing import NamedTuple, NoReturn

from glambot.errors import EventError
from glambot.submission.event import Event
from glambot.submission.event_file import event_of, parse_toml
from glambot.submission.phrases import TOML, Phrases
from glambot.wikitext.mask import OPAQUE, mask
from glambot.wikitext.references import decode

_LONGEST = 20_000  # characters; few events need a tenth, and tomllib is slow on keys of many dots
_HINT = "Texts and keys must stand in double quotes, with a comma after each entry but the last."
_NO_FOLDER = "none: a page on the wiki names a category, prefix, template or titles"
_ELEMENT = re.compile(r"<(\w+)(?=[\s/>])([^<>]*)>")
_LANGUAGE = re.compile(r"""\blang\s*=\s*["']?\s*(json|toml)\b""", re.IGNORECASE)
_NOWIKI = re.compile(r"</?nowiki\s*/?>", re.IGNORECASE)

JSON = Phrases(
    text="a text in double quotes",
    table='an object, written as "{key}": {{…}}',
    kinds={
        str: "a text",
        int: "a whole number",
        float: "a number",
        bool: "true or false",
        list: "a list",
        dict: "an object",
        type(None): "no value",
    },
    quote=lambda value: json.dumps(value, ensure_ascii=False),
)
"""The words for definitions in JSON."""


class _UnfitError(ValueError):
    """What Python's reader of JSON would take, and a definition cannot be."""


class _Definition(NamedTuple):
    """A definition as it stands on the page, moved to where it would be on a page of its own."""

    text: str
    language: str


def read_event_page(text: str, *, title: str, model: str = "wikitext", source: str = "") -> Event:
    """Return the Event that a page of the wiki defines.

    It is JSON if the page's content model or the ending of its title says so, or else TOML; the
    ``lang`` of a ``<syntaxhighlight>`` goes before the title.

    Args:
        text: the page's text.
        title: the page's title.
        model: the page's content model; a page that is JSON holds no wikitext.
        source: what to call the page in errors, if not by its title.

    Raises:
        EventError: with every mistake found.
    """
    source = source or title
    if len(text) > _LONGEST:
        raise EventError(
            f"{source} is {len(text):,} characters long; a definition may have {_LONGEST:,} at most."
        )
    if not text.strip():
        raise EventError(f"{source} is empty; it must hold the definition of an event, in JSON or TOML.")
    ending = "json" if title.lower().endswith(".json") else "toml"
    found = _Definition(text, "json") if model == "json" else _marked(text, ending)
    text, language = found or _Definition(text, ending)
    is_json = language == "json"
    phrases = JSON if is_json else TOML
    data = _parse_json(text, source) if is_json else parse_toml(text.lstrip("\ufeff"), source=source)
    pages = data.get("pages")
    mistakes: tuple[str, ...] = ()
    if isinstance(pages, dict) and "folder" in pages:
        mistakes = (phrases.tell("pages.folder", phrases.found(pages["folder"]), _NO_FOLDER),)
        data = {**data, "pages": {key: value for key, value in pages.items() if key != "folder"}}
    return event_of(data, source=source, phrases=phrases, mistakes=mistakes)


def _marked(text: str, ending: str) -> _Definition | None:
    """Return what the first ``<syntaxhighlight>`` or ``<pre>`` holds, at its own line and column."""
    masked = mask(text)
    start = masked.find(OPAQUE)
    while start >= 0:
        opening = _ELEMENT.match(text, start)
        end = start + 1
        if opening is not None and not opening[2].endswith("/"):
            closing = re.compile(rf"</{opening[1]}\s*>", re.IGNORECASE).search(text, opening.end())
            inside = text[opening.end() : closing.start() if closing else None]
            end = closing.end() if closing else len(text)
            language = _LANGUAGE.search(opening[2])
            at = "\n" * text.count("\n", 0, opening.end())
            at += " " * (opening.end() - text.rfind("\n", 0, opening.end()) - 1)
            if opening[1].lower() == "pre":
                return _Definition(at + decode(_NOWIKI.sub("", inside)), ending)
            if opening[1].lower() in ("syntaxhighlight", "source"):
                return _Definition(at + inside, language[1].lower() if language else ending)
        elif opening is not None:
            end = opening.end()
        start = masked.find(OPAQUE, end)
    return None


def _as_by_newer_python(error: json.JSONDecodeError) -> json.JSONDecodeError:
    """Return a mistake in JSON as Python 3.13 tells it, which knows a comma behind the last entry."""
    before = error.doc[: error.pos].rstrip()
    closed = {"}": "object", "]": "array"}.get(error.doc[error.pos : error.pos + 1])
    if closed is None or not before.endswith(","):
        return error
    return json.JSONDecodeError(f"Illegal trailing comma before end of {closed}", error.doc, len(before) - 1)


def _parse_json(text: str, source: str) -> dict[str, object]:
    try:
        data = json.loads(text.lstrip("\ufeff"), object_pairs_hook=_once, parse_constant=_no_number)
        json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        told = _as_by_newer_python(error)
        raise EventError(
            f"{source} is not valid JSON: {told.msg} (line {told.lineno}, column {told.colno}). {_HINT}"
        ) from error
    except RecursionError as error:
        raise EventError(f"{source} is not valid JSON: it has too many brackets in brackets.") from error
    except UnicodeEncodeError as error:
        raise EventError(
            f"{source} is not valid JSON: it has half a character (\\ud83d and its like)."
        ) from error
    except _UnfitError as error:
        raise EventError(f"{source} is not valid JSON: {error}.") from error
    except ValueError as error:
        raise EventError(f"{source} is not valid JSON: it has a number of too many digits.") from error
    if not isinstance(data, dict):
        raise EventError(
            f"{source} {JSON.found(data)}; allowed is an object: {{ at its beginning, }} at its end."
        )
    return data


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _UnfitError(f"the key {JSON.shown(key)} is given twice in one object")
        found[key] = value
    return found


def _no_number(constant: str) -> NoReturn:
    raise _UnfitError(f"{constant} is no number of JSON")
