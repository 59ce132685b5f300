"""The command line: a thin twin of the library.

Exit codes: 0 done or nothing to do, 1 an error, 2 wrong usage, 3 a dry run that would change
something.

Example:
    >>> sorted(cli.commands)
    ['check', 'events', 'explain', 'parse', 'review']
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from glambot import __version__
from glambot.console import ProgressBar, as_json_text, count, describe, report, say, width, write
from glambot.errors import GlambotError
from glambot.inputs import load, open_place, read, refuse_input

if TYPE_CHECKING:
    from glambot.job import Outcome
    from glambot.submission.event import Event
    from glambot.submission.submission import Submission

DONE, ERROR, USAGE, WOULD_CHANGE, INTERRUPTED = 0, 1, 2, 3, 130

_event = click.option(
    "--event",
    "event_name",
    default="default",
    metavar="EVENT",
    help="An event's TOML file, or the name of a bundled one (see: glambot events).",
)
_wiki = click.option(
    "--wiki",
    "wiki_path",
    metavar="WIKI",
    help="A folder of pages, or a MediaWiki XML export (.xml, .gz, .bz2).",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="glambot")
def cli() -> None:
    """Read session proposals of Wikimedia conferences, and tally who wants to attend.

    \b
    Examples:
      glambot parse "Submissions%2FOwls.wiki" --json
      glambot review --wiki pages/ --event event.toml --dry-run
      glambot explain "Submissions/Owls" --wiki pages/
    """


@cli.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for a page, JSON lines for several.")
@click.option("--title", help="The page's title, where the file's name does not tell it.")
@_wiki
@_event
def parse(
    pages: tuple[str, ...], as_json: bool, title: str | None, wiki_path: str | None, event_name: str
) -> None:
    """Show what submission pages say.

    PAGE is a file with wikitext, "-" for standard input, or with --wiki a title on that wiki.

    \b
    Examples:
      glambot parse "Submissions%2FOwls.wiki"
      curl -s "https://example.org/wiki/Owls?action=raw" | glambot parse - --json
      glambot parse pages/*.wiki --json > submissions.jsonl
    """
    from glambot.submission.kind import why_no_submission  # noqa: PLC0415 - a command loads what it needs
    from glambot.submission.talks import parse_all  # noqa: PLC0415 - as above

    if title is not None and len(pages) > 1:
        raise click.UsageError("--title names one page, but several were given.")
    event = load(event_name)
    wiki = open_place(wiki_path, event) if wiki_path else None
    found: list[Submission] = []
    for page in pages:
        name, text = read(page, wiki)
        submissions = parse_all(text, title=title or name, event=event)
        if not as_json:
            for submission in submissions:
                describe(submission)
            reason = why_no_submission(text, submissions[0])
            if reason is not None:
                say(f"  This page would be left out of a table: {reason}.")
        elif len(pages) > 1 or len(submissions) > 1:
            for submission in submissions:
                click.echo(as_json_text(submission.to_dict(), None))
        else:
            found.extend(submissions)
    for submission in found:
        click.echo(as_json_text(submission.to_dict(), 2))


@cli.command()
@_wiki
@_event
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
        outcome = run(event, wiki, dry_run=dry_run, max_vanished=max_vanished, progress=progress)
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


@cli.command()
@click.argument("page")
@click.argument("user", required=False)
@click.option("--json", "as_json", is_flag=True, help="A JSON list of the entries.")
@_wiki
@_event
def explain(page: str, user: str | None, as_json: bool, wiki_path: str | None, event_name: str) -> None:
    """Say why a number is what it is: every entry of PAGE's list, or of one USER, with its reason.

    PAGE is a file, or with --wiki a title on that wiki.

    \b
    Examples:
      glambot explain "Submissions%2FOwls.wiki"
      glambot explain "Submissions/Owls" "Jane Doe" --wiki pages/ --event event.toml
    """
    from glambot.review.explain import explain as reasons_of  # noqa: PLC0415 - a command loads what it needs
    from glambot.review.explain import headline  # noqa: PLC0415 - as above
    from glambot.submission.talks import parse_all  # noqa: PLC0415 - as above

    event = load(event_name)
    path = wiki_path or (str(event.folder) if event.folder else None)
    section = ""
    if path:
        # A row of a page of several talks is called "Title#talk".
        page, _, section = page.partition("#")
    name, text = read(page, open_place(path, event) if path else None)
    entries: list[dict[str, object]] = []
    submissions = parse_all(text, title=name, event=event)
    if section:
        submissions = tuple(s for s in submissions if s.section == section) or submissions
    for submission in submissions:
        reasons = reasons_of(submission, text)
        chosen = reasons if user is None else reasons_of(submission, text, user)
        entries += [
            {
                "page": r.page,
                "line": r.line,
                "user": r.user,
                "state": r.state,
                "reason": r.reason,
                "span": list(r.span),
            }
            for r in chosen
        ]
        if as_json:
            continue
        say(headline(submission, reasons))
        for reason in chosen:
            say(f"  {reason}")
        if user is not None and not chosen:
            say(f"  {user} is not on this list.")
        for notice in submission.warnings:
            say(f"  line {notice.span.line_in(text)}: {notice}")
    if as_json:
        click.echo(as_json_text(entries, 2))


@cli.command()
@click.argument("event_file", metavar="EVENT")
def check(event_file: str) -> None:
    """Check an event's TOML file, and say how it is understood.

    \b
    Example:
      glambot check event.toml
    """
    from glambot.job import DEFAULT_TABLE_PAGE  # noqa: PLC0415 - a command loads what it needs

    event = load(event_file)
    places = [f"category {name}" for name in event.categories] + [
        f"titles from {name}" for name in event.prefixes
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


@cli.command()
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


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every error is told in sentences."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may know fewer signs than pages
    try:
        result = cli.main(args=None if arguments is None else list(arguments), standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return USAGE
    except click.ClickException as error:
        error.show()
        return USAGE
    except click.Abort:
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except GlambotError as error:
        say(f"Error: {error}", error=True)
        return ERROR
    except SystemExit as error:
        if error.code == ERROR:
            return DONE  # so click ends when whoever read our output has had enough
        return error.code if isinstance(error.code, int) else ERROR
    except Exception as error:  # organisers get a sentence, never a traceback
        if os.environ.get("GLAMBOT_DEBUG"):
            raise
        say(
            f"Error: this should not have happened ({type(error).__name__}: {error}). Nothing more was done. "
            "Set GLAMBOT_DEBUG=1 to see where, and please report it.",
            error=True,
        )
        return ERROR
    return result if isinstance(result, int) else DONE


def main() -> NoReturn:
    """The entry point of the command ``glambot``."""
    sys.exit(run())
