"""Options that several commands have.

Example:
    >>> [option.name for option in click.command()(with_site(lambda site: None)).params]
    ['site_path', 'language', 'timezone']
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import click

from glambot.inputs import site_of

_T = TypeVar("_T")

event_option = click.option(
    "--event",
    "event_name",
    default="default",
    metavar="EVENT",
    help="An event's TOML file, or the name of a bundled one (see: glambot events).",
)
wiki_option = click.option(
    "--wiki",
    "wiki_path",
    metavar="WIKI",
    help="A folder of pages, or a MediaWiki XML export (.xml, .gz, .bz2).",
)


def with_site(command: Callable[..., _T]) -> Callable[..., _T]:
    """Give a command the options that describe a wiki; it gets `site`, a `Site` or None for Meta."""

    @click.option("--site", "site_path", metavar="FILE", help="A JSON file that describes the pages' wiki.")
    @click.option("--language", metavar="CODE", help="The wiki's language, such as pl, in place of --site.")
    @click.option("--timezone", metavar="ZONE", help="The wiki's time zone, such as Europe/Warsaw.")
    @wraps(command)
    def run(
        *values: object, site_path: str | None, language: str | None, timezone: str | None, **others: object
    ) -> _T:
        return command(*values, site=site_of(site_path, language, timezone), **others)

    return run
