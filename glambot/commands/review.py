"""The command review: the main job, in a folder, on an export or on a live wiki."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from glambot.commands.live import USER_CONFIG, review_live, with_live
from glambot.commands.options import with_site
from glambot.console import ProgressBar, conclude, count, report, say, width, write
from glambot.inputs import load, open_place, refuse_input

if TYPE_CHECKING:
    from glambot.commands.live import LiveOptions
    from glambot.outcome import Outcome
    from glambot.submission.event import Event
    from glambot.wikitext.site import Site


@click.command()
@click.option(
    "--wiki",
    "wiki_path",
    envvar="GLAMBOT_WIKI",
    metavar="WIKI",
    help="A folder of pages, a MediaWiki XML export, or a live wiki: meta:meta, or its api.php.",
)
@click.option(
    "--event",
    "event_name",
    metavar="EVENT",
    help="An event's TOML file or a bundled one; on a live wiki, without it: all that is set up there.",
)
@with_site
@with_live
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
    event_name: str | None,
    page: str | None,
    dry_run: bool,
    show: bool,
    html: Path | None,
    wikitext: Path | None,
    max_vanished: float | None,
    site: "Site | None",
    live: "LiveOptions",
) -> int:
    """Bring an event's review table up to date; the main job.

    Reads the event's pages, tallies interest, and writes the table to its page. What people typed
    into their columns, and all text around the table, stays as it is.

    On a live wiki every table is served that is set up there, or the one of --event. Its options
    can be given in the environment, too: GLAMBOT_WIKI, GLAMBOT_STOP_PAGE and so on.

    \b
    Examples:
      glambot review --wiki pages/ --event event.toml
      glambot review --wiki pages/ --event event.toml --dry-run
      glambot review --wiki export.xml.bz2 --event GLAMTLV2018 --dry-run --show
      glambot review --wiki meta:meta --dry-run
    """
    from glambot.wiki.connect import is_live  # noqa: PLC0415 - a command loads what it needs

    if wiki_path is not None and (wiki_path == USER_CONFIG or is_live(wiki_path)):
        if show or html or wikitext or site:
            raise click.UsageError(
                "--show, --html, --wikitext, --site, --language and --timezone are for a folder or an export."
            )
        chosen = _event(event_name, page) if event_name is not None else None
        return review_live(
            wiki_path, live, event=chosen, page=page, dry_run=dry_run, max_vanished=max_vanished
        )
    event = _event(event_name or "default", page)
    refuse_input(event_name or "default", wiki_path or event.folder, html, wikitext)
    outcome, name = _review_place(wiki_path, event, site, dry_run=dry_run, max_vanished=max_vanished)
    report(outcome)
    if dry_run:
        for line in outcome.diff():
            say(line)
    if show:
        _draw(outcome)
    if wikitext is not None:
        write(wikitext, outcome.after)
    if html is not None:
        write(html, _html(outcome, event))
    return conclude(outcome, name)


def _event(name: str, page: str | None) -> "Event":
    from dataclasses import replace  # noqa: PLC0415 - as above

    event = load(name)
    return event if page is None else replace(event, table_page=page)


def _review_place(
    path: str | None, event: "Event", site: "Site | None", *, dry_run: bool, max_vanished: float | None
) -> tuple["Outcome", str]:
    from glambot.job import review as run  # noqa: PLC0415 - as above

    wiki = open_place(path, event, record=not dry_run)
    with ProgressBar() as progress:
        outcome = run(event, wiki, site=site, dry_run=dry_run, max_vanished=max_vanished, progress=progress)
    return outcome, wiki.name


def _draw(outcome: "Outcome") -> None:
    from glambot.review.grid import read_grid  # noqa: PLC0415 - as above
    from glambot.review.terminal import draw  # noqa: PLC0415 - as above

    for line in draw(read_grid(outcome.after), width=width()):
        say(line)


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
