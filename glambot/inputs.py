"""What the command line is given: an event, a wiki, pages in files, on standard input or on a wiki.

Example:
    >>> load("default").name
    'default'
"""

import os
import sys
from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glambot.errors import WikiError

if TYPE_CHECKING:
    from glambot.submission.event import Event
    from glambot.wiki.page import Wiki
    from glambot.wikitext.site import Site


def refuse_input(event: str, folder: "str | Path | None", *targets: Path | None) -> None:
    """Refuse to write over what is read: the event's file, or a page of the wiki."""
    for target in filter(None, targets):
        place = target.resolve()
        if place == Path(event).resolve():
            raise click.UsageError(f"{target} is the event's file; name another file to write to.")
        if folder is not None and place.parent == Path(folder).resolve() and place.suffix == ".wiki":
            raise click.UsageError(f"{target} is a page of the wiki; name another file to write to.")


def load(name: str) -> "Event":
    """Return the event of a file or of a bundled name; an EventError says what is wrong with it."""
    if name == "default":
        from glambot.submission.event import default_event  # noqa: PLC0415 - parsing many files needs no TOML

        return default_event()
    from glambot.submission.event_file import load_event  # noqa: PLC0415 - as above

    return load_event(name)


def site_of(path: str | None, language: str | None, timezone: str | None) -> "Site | None":
    """Return the wiki that ``--site``, ``--language`` and ``--timezone`` describe, None for Meta.

    Raises:
        SiteError: if there is no such language, time zone or file, or the file describes no wiki.
    """
    if path is not None and language is not None:
        raise click.UsageError("--site and --language both say which wiki it is; give one of them.")
    if path is not None and timezone is not None:
        raise click.UsageError("--timezone goes with --language; a --site names its time zone itself.")
    if path is None and language is None and timezone is None:
        return None
    from glambot.wikitext.site import Site  # noqa: PLC0415 - most pages are Meta's

    return Site.for_language(language or "en", timezone) if path is None else Site.load(path)


def open_place(path: str | None, event: "Event", *, record: bool = False) -> "Wiki":
    """Return the wiki at a path, or else the event's folder; `record` as `glambot.wiki.open_wiki`."""
    from glambot.wiki import open_wiki  # noqa: PLC0415 - parsing files needs no wiki

    place = path or event.folder
    if place is None:
        raise click.UsageError("Name the wiki: --wiki with a folder of pages or an XML export.")
    return open_wiki(place, record=record)


def read(page: str, wiki: "Wiki | None", *, or_wiki: bool = True) -> tuple[str | None, str]:
    """Return the title, if it is known, and the wikitext of a page named on the command line.

    `or_wiki` says whether the command takes titles on a wiki too, for the hints of an error.
    """
    if wiki is not None:
        from glambot.job import read_page  # noqa: PLC0415 - parsing files needs no job

        found = read_page(wiki, page)
        return found.title, found.text
    data = _standard_input() if page == "-" else _bytes(page, or_wiki)
    try:
        text = data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        where = "standard input" if page == "-" else page
        raise WikiError(f"{where} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    return (None if page == "-" else _title(page)), text


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise WikiError("Standard input is closed; name a file, or give the page through a pipe.")
    return sys.stdin.buffer.read()


def _bytes(path: str, or_wiki: bool) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a Path takes longer than the reading
            return file.readall()
    except IsADirectoryError as error:
        hint = f", or use it as a wiki: --wiki {path}" if or_wiki else ""
        raise WikiError(f"{path} is a folder; name its files{hint}.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no possible file name"
        hint = " For a title on a wiki add --wiki." if or_wiki else ""
        raise WikiError(f"{path or repr(path)} cannot be read: {reason}.{hint}") from error


def _title(path: str) -> str:
    """Return the title a file's name tells: without its folder and its ending."""
    stem, ending = os.path.splitext(os.path.basename(path))  # noqa: PTH119, PTH122 - as above
    if ending == ".wiki" and "%" in stem:
        from urllib.parse import unquote  # noqa: PLC0415 - only file names need it

        return unquote(stem)
    return stem + ending if ending == "." else stem
