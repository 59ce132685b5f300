"""The commands that read pages and change nothing: parse, explain and signatures."""

from collections import Counter
from collections.abc import Collection
from itertools import chain
from typing import TYPE_CHECKING

import click

from glambot.commands.options import event_option, wiki_option, with_site
from glambot.console import count, describe, say, say_json, tabulate
from glambot.inputs import load, open_place, read
from glambot.json_text import as_json_text

if TYPE_CHECKING:
    from glambot.submission.submission import Submission
    from glambot.wikitext.signature import Signature
    from glambot.wikitext.site import Site


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for a page, JSON lines for several.")
@click.option("--title", help="The page's title, where the file's name does not tell it.")
@wiki_option
@event_option
@with_site
def parse(
    pages: tuple[str, ...],
    as_json: bool,
    title: str | None,
    wiki_path: str | None,
    event_name: str,
    site: "Site | None",
) -> None:
    """Show what submission pages say.

    PAGE is a file with wikitext, "-" for standard input, or with --wiki a title on that wiki.

    \b
    Examples:
      glambot parse "Submissions%2FOwls.wiki"
      curl -s "https://example.org/wiki/Owls?action=raw" | glambot parse - --json
      glambot parse pages/*.wiki --json > submissions.jsonl
    """
    _check_title(title, pages)
    event = load(event_name)
    wiki = open_place(wiki_path, event) if wiki_path else None
    if as_json and wiki is None and len(pages) > 1 and "-" not in pages:
        from glambot.commands.many import print_lines  # noqa: PLC0415 - a command loads what it needs

        print_lines(pages, event, site)
        return
    from glambot.submission.kind import why_no_submission  # noqa: PLC0415 - as above
    from glambot.submission.talks import parse_all  # noqa: PLC0415 - as above

    found: list[Submission] = []
    for page in pages:
        name, text = read(page, wiki)
        submissions = parse_all(text, title=title or name, event=event, site=site)
        if not as_json:
            for submission in submissions:
                describe(submission)
            reason = why_no_submission(text, submissions[0])
            if reason is not None:
                say(f"  This page would be left out of a table: {reason}.")
        elif len(pages) > 1 or len(submissions) > 1:
            for submission in submissions:
                _say_json_line(submission.to_dict())
        else:
            found.extend(submissions)
    for submission in found:
        say_json(as_json_text(submission.to_dict()))


@click.command()
@click.argument("page")
@click.argument("user", required=False)
@click.option("--json", "as_json", is_flag=True, help="A JSON list of the entries.")
@wiki_option
@event_option
@with_site
def explain(
    page: str,
    user: str | None,
    as_json: bool,
    wiki_path: str | None,
    event_name: str,
    site: "Site | None",
) -> None:
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
    submissions = parse_all(text, title=name, event=event, site=site)
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
        say_json(as_json_text(entries))


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="A JSON list for a file, JSON lines for several.")
@click.option("--title", help="The page's title, where the file's name does not tell it.")
@click.option(
    "--include",
    type=click.Choice(["undated", "userless"]),
    multiple=True,
    help="Also show links to users without a timestamp, or timestamps without a user; may be repeated.",
)
@with_site
def signatures(
    files: tuple[str, ...],
    as_json: bool,
    title: str | None,
    include: tuple[str, ...],
    site: "Site | None",
) -> None:
    """Show who signed where on any page, and when.

    FILE is a file with wikitext, or "-" for standard input.

    \b
    Examples:
      glambot signatures "Talk%3AOwls.wiki"
      glambot signatures - --language pl --timezone Europe/Warsaw --json < talk.wiki
      glambot signatures pages/*.wiki --include undated --json > signatures.jsonl
    """
    from glambot.wikitext.signatures import find_signatures  # noqa: PLC0415 - a command loads what it needs

    _check_title(title, files)
    for file in files:
        name, text = read(file, None, or_wiki=False)
        found = list(find_signatures(text, site=site, title=title or name, include=include))
        if not as_json:
            if len(files) > 1:
                say(file, bold=True)
            _show(found, text)
        elif len(files) > 1:
            for signature in found:
                _say_json_line({"file": file, **signature.to_dict(text)})
        else:
            say_json(as_json_text([signature.to_dict(text) for signature in found]))


def _say_json_line(value: object) -> None:
    from glambot.json_lines import as_json_line  # noqa: PLC0415 - most calls are for one page

    say_json(as_json_line(value).decode())


def _show(signatures: "list[Signature]", text: str) -> None:
    """Print signatures as a table, and below it what the codes of its warnings mean."""
    rows = [
        (
            str(found.span.line_in(text)),
            f"{found.timestamp:%Y-%m-%d %H:%M}" if found.timestamp else "",
            ":".join(filter(None, (found.user_wiki, found.user or "(nobody named)"))),
            found.heading[-1] if found.heading else "",
            ", ".join(notice.code for notice in found.warnings),
        )
        for found in signatures
    ]
    if rows:
        tabulate(("line", "time (UTC)", "user", "heading", "warnings"), rows)
    users = {(found.user, found.user_wiki) for found in signatures if found.user}
    say(f"{count(len(rows), 'signature')} of {count(len(users), 'user')}.")
    for said, times in Counter(map(str, chain.from_iterable(found.warnings for found in signatures))).items():
        say(f"  {times} × {said}")


def _check_title(title: str | None, pages: Collection[str]) -> None:
    if title is not None and len(pages) > 1:
        raise click.UsageError("--title names one page, but several were given.")
