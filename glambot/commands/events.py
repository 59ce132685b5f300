"""The commands about an event: review, check and events."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glambot.commands.options import event_option, wiki_option, with_site
from glambot.console import WOULD_CHANGE, ProgressBar, count, report, say, width, write
from glambot.inputs import load, open_place, refuse_input

if TYPE_CHECKING:
    from glambot.job import Outcome
    from glambot.submission.event import Event
    from glambot.wikitext.site import Site


@click.command()
@wiki_option
@event_option
@with_site
@click.option("--page", help="The page the table stands on, if not the event's.")
@click.option("--dry-run", is_flag=True, help="Save nothing; print what would change.")
@click.option("--show", is_flag=True, help="Draw the table in the terminal.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the table as an HTML page."
)
@click.option(
    "--wikitext",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the page with the table as wikitext.",
)
@click.option(
    "--max-vanished", type=click.FloatRange(0, 1), help="The share of rows that may lose their page, 0 to 1."
)
def review(
    wiki_path: str | None,
    event_name: str,
    page: str | None,
    dry_run: bool,
    show: bool,
    html: Path | None,
    wikitext: Path | None,
    max_vanished: float | None,
    site: "Site | None",
) -> None:
    """Bring an event's review table up to date; the main job.

    Reads the event's pages, tallies interest, and writes the table to its page. What people typed
    into their columns, and all text around the table, stays as it is.

    \b
    Examples:
      glambot review --wiki pages/ --event event.toml
      glambot review --wiki pages/ --event event.toml --dry-run
      glambot review --wiki export.xml.bz2 --event GLAMTLV2018 --dry-run --show
    """
    from dataclasses import replace  # noqa: PLC0415 - a command loads what it needs

    from glambot.job import review as run  # noqa: PLC0415 - a command loads what it needs

    event = load(event_name)
    if page is not None:
        event = replace(event, table_page=page)
    wiki = open_place(wiki_path, event, record=not dry_run)
    refuse_input(event_name, wiki_path or event.folder, html, wikitext)
    with ProgressBar() as progress:
        outcome = run(event, wiki, site=site, dry_run=dry_run, max_vanished=max_vanished, progress=progress)
    report(outcome)
    if dry_run:
        for line in outcome.diff():
            say(line)
    if show:
        from glambot.review.grid import read_grid  # noqa: PLC0415 - as above
        from glambot.review.terminal import draw  # noqa: PLC0415 - as above

        for line in draw(read_grid(outcome.after), width=width()):
            say(line)
    if wikitext is not None:
        write(wikitext, outcome.after)
    if html is not None:
        write(html, _html(outcome, event))
    if outcome.saved:
        say(f"Saved {outcome.table_page} on {wiki.name}: {outcome.summary}.")
    elif dry_run and outcome.changed:
        say(f"Dry run: {outcome.table_page} would change. {outcome.summary}.")
        sys.exit(WOULD_CHANGE)
    else:
        say(f"Nothing changed on {outcome.table_page}.")


@click.command()
@click.argument("event_file", metavar="EVENT")
def check(event_file: str) -> None:
    """Check an event's TOML file, and say how it is understood.

    \b
    Example:
      glambot check event.toml
    """
    from glambot.job import DEFAULT_TABLE_PAGE  # noqa: PLC0415 - a command loads what it needs

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


def _html(outcome: "Outcome", event: "Event") -> str:
    from glambot.review.grid import read_grid  # noqa: PLC0415 - only a preview needs it
    from glambot.review.preview import preview  # noqa: PLC0415 - as above

    grid = read_grid(outcome.after)
    ours = {event.header(key) for key in event.columns}
    interested = sum(submission.tally.interested for submission in outcome.submissions)
    counted = f"{count(len(outcome.submissions), 'submission')}, {count(interested, 'signature')} counted."
    return preview(
        grid,
        heading=outcome.table_page,
        about=[f"{counted} Tinted columns belong to reviewers. Click a header to sort."],
        people=frozenset(grid.headers) - ours,
        number=event.header("interested"),
        notes=event.header("notes"),
    )
