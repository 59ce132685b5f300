"""Event definitions in the parameters of a template that organisers put on a wiki page.

A parameter replaces one key of the event it starts from, which ``event`` may name. Mistakes are told
in sentences that name the parameters, for organisers who never saw an event file.

Example:
    >>> call = "{{Glambot review|category=[[:Category:Owls]]|reviewers=Score; Room|sort=Interested}}"
    >>> event = read_event_template(call, source="ExampleCon/Review")
    >>> event.categories, event.people, event.sort
    (('Owls',), ('Score', 'Room'), 'interested')
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from glambot.errors import EventError
from glambot.submission.checker import nearest
from glambot.submission.event import Event
from glambot.submission.event_file import bundled_events, bundled_source, event_of, parse_toml
from glambot.submission.phrases import Phrases, cut
from glambot.submission.template_values import Argument, arguments, items_of, key_of, pairs_of, text_of
from glambot.wikitext.names import MARKS

LONGEST = 10_000
"""How many characters the template may have."""

_FEW = 5  # how many parameters that there are not are told one by one
_NOBODY = ("-", "–", "—", "none")


def _word(markup: str) -> str:
    return key_of(markup)


def _words(markup: str) -> list[str]:
    return [key_of(item).replace(" ", "_") for item in items_of(markup)]


def _titles(markup: str) -> list[str]:
    return [MARKS.sub("", item).replace("_", " ") for item in items_of(markup)]


def _patterns(markup: str) -> list[str]:
    return _titles(markup) or [text_of(markup)]  # a star alone is no bullet here


def _headers(markup: str) -> list[str]:
    return [] if text_of(markup).casefold() in _NOBODY else items_of(markup)


def _levels(markup: str) -> object:
    typed = text_of(markup)
    return int(typed) if re.fullmatch(r"[0-9]{1,3}", typed) else typed


def _share(markup: str) -> object:
    """Return a share, also where it is typed as ``30 %`` or ``0,3``; what is none stays as typed."""
    typed = text_of(markup)
    found = re.fullmatch(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?) ?(%?)", typed)
    number = float(found[1].replace(",", ".")) / (100 if found[2] else 1) if found else -1.0
    return number if 0 <= number <= 1 else typed


_Reader = Callable[[str], object]
_READ: Mapping[str, tuple[str, _Reader]] = MappingProxyType(
    {
        "name": ("name", text_of),
        "category": ("pages.category", _titles),
        "subcategories": ("pages.subcategories", _levels),
        "prefix": ("pages.prefix", _titles),
        "template": ("pages.template", _titles),
        "pages": ("pages.titles", _titles),
        "exclude": ("pages.exclude", _patterns),
        "columns": ("table.columns", _words),
        "reviewers": ("table.people", _headers),
        "sort": ("table.sort", _word),
        "deadline": ("signup.deadline", text_of),
        "signup headings": ("signup.headings", items_of),
        "placeholders": ("signup.placeholders", items_of),
        "exclude users": ("signup.exclude_users", items_of),
        "max vanished": ("table.max_vanished", _share),
    }
)
_PAIRS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "headers": ("table.headers", "interested=Votes; notes=Remarks"),
        "labels": ("labels", "title=Titre, Titel; authors=Auteur"),
        "statuses": ("status", "accepted=On the programme"),
    }
)

PARAMETERS = ("event", *_READ, *_PAIRS)
"""The names of the template's parameters."""

_NAMES = {path: name for name, (path, _) in [*_READ.items(), *_PAIRS.items()]}


def _quote(value: object) -> str:
    texts = value if isinstance(value, list) else [value]
    return "“" + "; ".join(map(str, texts)) + "”"


def _naming(path: str) -> str:
    return _NAMES.get(path) or _NAMES.get(path.rpartition(".")[0], path)


PHRASES = Phrases(
    mistake="The parameter “{name}” {found}; allowed is {allowed}.",
    unknown="The parameter “{table}” names “{key}”, which is not known; {hint}allowed are {keys}.",
    text="a text",
    texts="one text, or several with ; between them",
    kinds={},
    quote=_quote,
    naming=_naming,
)
"""The words for a template."""


def read_event_template(wikitext: str, *, source: str) -> Event:
    """Return the Event that a template on a wiki page defines.

    It has no `table_page`: the table is on the page the template stands on, whose title the caller
    knows. An event that the parameter ``event`` names and glambot does not know is a name only.

    Args:
        wikitext: the template, from its ``{{`` to its ``}}``.
        source: what to call the definition in errors, usually the page's title.

    Raises:
        EventError: with every mistake found, each in a sentence for organisers.
    """
    wikitext = wikitext.strip()
    if len(wikitext) > LONGEST:
        raise EventError(
            f"{source}: The template is {len(wikitext):,} characters long; {LONGEST:,} are allowed. "
            "Put a long list of pages into a category."
        )
    try:
        typed = arguments(wikitext)
    except ValueError as error:
        raise EventError(f"{source}: {error}") from error
    given, mistakes = _sorted_out(typed)
    event = given.pop("event", None)
    data = _start(text_of(event.markup) if event else "")
    for name, argument in given.items():
        if name in _READ:
            path, read = _READ[name]
            value = read(argument.markup)
            if value or name in ("reviewers", "subcategories", "max vanished"):
                _put(data, path.split("."), value)
        else:
            mistakes += _put_pairs(data, name, argument.markup)
    return event_of(data, source=source, phrases=PHRASES, mistakes=mistakes)


def _sorted_out(typed: list[Argument]) -> tuple[dict[str, Argument], list[str]]:
    """Return the parameters that there are, by their names, and what is wrong with the others."""
    given: dict[str, Argument] = {}
    unknown: list[Argument] = []
    mistakes: list[str] = []
    for argument in typed:
        name = key_of(argument.name)
        if name not in PARAMETERS:
            unknown.append(argument)
        elif mistake := _misused(name, argument, given):
            mistakes.append(mistake)
        else:
            given[name] = argument
    told = [_unknown(argument) for argument in unknown[:_FEW]]
    if len(unknown) > _FEW:
        told.append(f"There are {len(unknown) - _FEW} more values without a parameter that the template has.")
    if told:
        told.append(f"The parameters of the template are {', '.join(PARAMETERS)}.")
    return given, told + mistakes


def _misused(name: str, argument: Argument, given: Mapping[str, Argument]) -> str:
    """Return what is wrong with the use of a parameter, "" if nothing is."""
    if name in given:
        return f"The parameter “{name}” is given twice; give it once, several values with ; between them."
    if argument.nested:
        return (
            f"The parameter “{name}” holds the template {cut(argument.nested)}; "
            "a template cannot be used there: write the text itself."
        )
    return ""


def _unknown(argument: Argument) -> str:
    """Say that there is no such parameter, or none at all, and which one is like it."""
    if argument.name:
        meant = nearest(key_of(argument.name), PARAMETERS)
        found = f"The template has no parameter “{cut(argument.name)}”"
    else:
        value = text_of(argument.markup)
        before, colon, after = value.partition(":")
        near = nearest(key_of(before), PARAMETERS) if colon else ""
        known = _bundled(value)
        meant = f"event={known}" if known else f"{near}={after.strip()}" if near else ""
        found = f"The value “{cut(value)}” has no parameter before it, such as category="
    return f"{found}; did you mean “{cut(meant)}”?" if meant else f"{found}."


def _bundled(event: str) -> str:
    """Return the name of a bundled event in the case it is known by, "" for another."""
    return next((name for name in bundled_events() if name.casefold() == event.casefold()), "")


def _start(event: str) -> dict[str, Any]:
    """Return the definition of a bundled event, or one that only has that name."""
    known = _bundled(event)
    if not known:
        return {"name": event} if event else {}
    data: dict[str, Any] = parse_toml(bundled_source(known), source=known)
    data.get("table", {}).pop("page", None)
    return data


def _put(data: dict[str, Any], path: list[str], value: object) -> None:
    *tables, key = path
    for table in tables:
        data = data.setdefault(table, {})
    data[key] = value


def _put_pairs(data: dict[str, Any], name: str, markup: str) -> Iterator[str]:
    """Put in what a parameter such as ``title=Titre, Titel`` says; yield what is wrong with it."""
    path, example = _PAIRS[name]
    found: dict[str, list[str]] = {}
    for key, value in pairs_of(markup):
        texts = [text_of(value)] if name == "headers" else list(filter(None, map(text_of, value.split(","))))
        if not key:
            yield PHRASES.tell(path, f"has {PHRASES.shown(text_of(value))}", f"a list such as {example}")
        elif name == "headers" and key in found:
            yield PHRASES.tell(path, f"names {PHRASES.shown(key)} twice", "one header for each column")
        else:
            found.setdefault(key, []).extend(filter(None, texts))
    for key, texts in found.items():
        if texts:
            _put(data, [*path.split("."), key.replace(" ", "_")], texts[0] if name == "headers" else texts)
