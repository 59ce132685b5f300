r"""Event definitions, in TOML files and wherever else they are, read and checked.

Every key may be left out; ``docs/events.md`` explains them. All mistakes of a file are told at once.

Example:
    >>> event = read_event('name = "X"\n[signup]\ndeadline = "31 October 2018 23:59 AoE"')
    >>> event.deadline.isoformat()
    '2018-11-01T11:59:59+00:00'
"""

import tomllib
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from glambot.errors import EventError
from glambot.submission.checker import Checker, Table
from glambot.submission.deadline import read_deadline
from glambot.submission.event import COLUMNS, DEFAULT_COLUMNS, SORTS, STATUSES, Event
from glambot.submission.labels import MEANINGS, Labels
from glambot.submission.phrases import TOML, Phrases
from glambot.wikitext.names import user_name

_NO_TITLE = frozenset("[]{}|<>#\n")
_PAGES = ("category", "subcategories", "prefix", "template", "titles", "folder", "exclude")
_DEEPEST = 5  # levels of subcategories; below these most categories of a wiki are reached
_NAMESPACES = {"category": "category:", "template": "template:"}


def read_event(toml: str, *, source: str = "event", base: Path | None = None) -> Event:
    """Return the Event that a TOML text defines.

    Args:
        toml: the definition.
        source: what to call it in errors, usually the file's name.
        base: the folder a relative ``pages.folder`` starts from.

    Raises:
        EventError: with every mistake found, each naming file, key, what was found and what is allowed.
    """
    return event_of(parse_toml(toml, source=source), source=source, base=base)


def parse_toml(toml: str, *, source: str) -> dict[str, object]:
    """Return what a TOML text says, not yet checked.

    Raises:
        EventError: if it is no TOML.
    """
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise EventError(
            f"{source} is not valid TOML: {error}. Texts must stand in quotes, lists in [brackets]."
        ) from error
    except ValueError as error:
        raise EventError(f"{source} is not valid TOML: it has a number of too many digits.") from error
    except RecursionError as error:
        raise EventError(f"{source} is not valid TOML: it has too many brackets in brackets.") from error


def event_of(
    data: dict[str, object],
    *,
    source: str,
    base: Path | None = None,
    phrases: Phrases = TOML,
    mistakes: Iterable[str] = (),
) -> Event:
    """Return the Event that a definition gives, wherever it was read.

    Args:
        data: the definition, with the keys and tables of an event file.
        source: what to call it in errors.
        base: the folder a relative ``pages.folder`` starts from.
        phrases: the words to tell mistakes in.
        mistakes: sentences for what was wrong before; they are told first.

    Raises:
        EventError: with every mistake found.
    """
    check = Checker(source, data, phrases=phrases, mistakes=mistakes)
    top = check.table("", ("name", "description", "pages", "labels", "signup", "status", "table"))
    pages = top.table("pages", _PAGES)
    signup = top.table("signup", ("headings", "placeholders", "deadline", "exclude_users"))
    table = top.table("table", ("page", "columns", "people", "sort", "max_vanished", "headers"))
    headers = table.table("headers", COLUMNS)
    labels = top.table("labels", MEANINGS)
    status = top.table("status", STATUSES)
    folder = pages.text("folder")
    top.text("description")
    event = Event(
        name=top.text("name") or "default",
        source=source,
        categories=_titles(pages, "category"),
        depth=pages.count("subcategories", _DEEPEST),
        prefixes=_titles(pages, "prefix"),
        templates=_titles(pages, "template"),
        listed=_titles(pages, "titles"),
        folder=(base or Path()) / folder if folder else None,
        exclude_pages=_patterns(pages),
        labels=Labels({meaning: labels.texts(meaning) for meaning in MEANINGS}),
        signup_headings=signup.texts("headings"),
        placeholders=signup.texts("placeholders"),
        deadline=signup.read("deadline", read_deadline),
        excluded_users=frozenset(user_name(_account(name)) for name in signup.texts("exclude_users")),
        statuses={_template(name): key for key in STATUSES for name in status.texts(key)},
        table_page=_title(table, "page", table.text("page")) or None,
        columns=table.choices("columns", COLUMNS) if table.has("columns") else DEFAULT_COLUMNS,
        headers={key: text for key in COLUMNS if (text := headers.text(key))},
        people=table.texts("people") if table.has("people") else ("Score", "Comments"),
        sort=table.choice("sort", SORTS) or "title",
        max_vanished=table.share("max_vanished", 1 / 3),
    )
    if "submission" not in event.columns:
        name = table.shown("submission")
        table.wrong("columns", f"has no {name}", f"a list that holds {name}, by which rows are told apart")
    _check_headers(event, table)
    check.finish()
    return event


def _check_headers(event: Event, table: Table) -> None:
    """Note a mistake where two columns would have one header, at the key that has most likely made it."""
    ours = [_folded(event.header(column)) for column in event.columns]
    people = [_folded(header) for header in event.people]
    doubled = next((header for header, times in Counter(ours + people).items() if times > 1), None)
    if doubled is not None:
        table.wrong(
            "people" if table.has("people") and doubled in people else "headers",
            f"makes two columns named {table.shown(doubled)}",
            "a header of its own for every column",
        )


def _folded(header: str) -> str:
    return " ".join(header.split()).casefold()


def load_event(path: str | Path) -> Event:
    """Return the Event of a TOML file, or of a bundled one by its name (``GLAMTLV2018``).

    Raises:
        EventError: if the file cannot be read or is wrong.
    """
    if isinstance(path, str) and path in bundled_events():
        return read_event(bundled_source(path), source=f"{path} (bundled)")
    file = Path(path)
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EventError(f"{file} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except IsADirectoryError as error:
        raise EventError(f"{file} is a folder; name the event's .toml file.") from error
    except OSError as error:
        known = ", ".join(bundled_events())
        raise EventError(
            f"There is no event {str(path)!r}: neither a readable file ({error.strerror}) "
            f"nor one of the bundled events {known}."
        ) from error
    return read_event(text, source=str(file), base=file.parent)


def bundled_events() -> tuple[str, ...]:
    """Return the names of the events that come with glambot, sorted."""
    folder = files("glambot.submission").joinpath("events")
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


def bundled_source(name: str) -> str:
    """Return the TOML text of a bundled event.

    Raises:
        EventError: if there is no bundled event of that name.
    """
    known = bundled_events()
    if name not in known:
        raise EventError(f"There is no bundled event {name!r}; there are {', '.join(known)}.")
    return files("glambot.submission").joinpath("events", f"{name}.toml").read_text("utf-8")


def _titles(table: Table, key: str) -> tuple[str, ...]:
    """Return the titles at a key, as `_title` reads each."""
    titles = (_title(table, key, text) for text in table.texts(key))
    return tuple(title for title in titles if title)


def _title(table: Table, key: str, text: str) -> str:
    """Return a title also where it is written as a link, and note what no title can hold."""
    title = text.removeprefix("[[").removesuffix("]]").lstrip(":").strip()
    namespace = _NAMESPACES.get(key, "")
    if namespace and title[: len(namespace)].casefold() == namespace:
        title = title[len(namespace) :].strip()
    if text and (not title or "://" in title or "~~~" in title or not _NO_TITLE.isdisjoint(title)):
        table.wrong(
            key,
            f"has {table.shown(text)}",
            "a title as the wiki shows it: no address, no ~~~, no brackets, | or #",
        )
        return ""
    return title


def _patterns(pages: Table) -> tuple[str, ...]:
    """Return the titles to leave out; a star may only end one."""
    patterns = pages.texts("exclude")
    for pattern in patterns:
        if "*" in pattern[:-1] or pattern == "*":
            pages.wrong(
                "exclude",
                f"has {pages.shown(pattern)}",
                "a title, or the beginning of titles with a * at its end",
            )
    return patterns


def _account(name: str) -> str:
    return name[5:] if name[:5].lower() == "user:" else name


def _template(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).removeprefix("Template:").casefold()
