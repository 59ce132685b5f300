"""The commands about an event: check and events."""

import click

from glambot.console import count, say
from glambot.inputs import load


@click.command()
@click.argument("event_file", metavar="EVENT")
def check(event_file: str) -> None:
    """Check an event's TOML file, and say how it is understood.

    \b
    Example:
      glambot check event.toml
    """
    from glambot.collecting import DEFAULT_TABLE_PAGE  # noqa: PLC0415 - a command loads what it needs

    event = load(event_file)
    below = f" with {count(event.depth, 'level')} of subcategories" if event.depth else ""
    places = [
        *(f"category {name}{below}" for name in event.categories),
        *(f"titles from {name}" for name in event.prefixes),
        *(f"pages with the template {name}" for name in event.templates),
        *event.listed,
    ]
    say(f"{event.source} is a valid event.")
    say(f"  name: {event.name}")
    say(f"  pages: {', '.join(places) or 'all pages of the wiki'}")
    say(f"  sign-up lists under: {', '.join(event.signup_headings) or 'the common headings'}")
    say(f"  deadline: {f'{event.deadline:%d %B %Y %H:%M:%S} UTC' if event.deadline else 'none'}")
    say(f"  never counted: {', '.join(sorted(event.excluded_users)) or 'nobody'}")
    say(f"  table on: {event.table_page or DEFAULT_TABLE_PAGE}")
    say(f"  the bot's columns: {', '.join(map(event.header, event.columns))}")
    say(f"  people's columns: {', '.join(event.people) or 'none'}")


@click.command()
@click.argument("name", required=False)
def events(name: str | None) -> None:
    """List the events that come with glambot, or show the definition of the one called NAME.

    \b
    Examples:
      glambot events
      glambot events GLAMTLV2018 > event.toml
    """
    from glambot.submission.event_file import bundled_events, bundled_source  # noqa: PLC0415 - a command loads what it needs

    if name is None:
        for known in bundled_events():
            say(known)
    else:
        click.echo(bundled_source(name), nl=False)
