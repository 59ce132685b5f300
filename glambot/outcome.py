"""What one run of the main job did, or would do.

Example:
    >>> from glambot.wiki.page import Page
    >>> page = Page(title="Report", text="old", revision="1", exists=True, timestamp=None)
    >>> list(Outcome("Report", (), (), (Edit(page, "new", ()),)).diff())[-2:]
    ['-old', '+new']
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from glambot.collecting import Skipped
from glambot.review.changes import Change
from glambot.submission.submission import Submission
from glambot.wiki.page import Page


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of one page.

    Attributes:
        page: the page as it was read.
        after: its wikitext now, or as it would be after a dry run.
        changes: what changed in the table, and what people's edits were put back.
        saved: whether it was saved.
        summary: the summary of the edit.
    """

    page: Page
    after: str
    changes: tuple[Change, ...]
    saved: bool = False
    summary: str = ""

    @property
    def title(self) -> str:
        """The page's title."""
        return self.page.title

    @property
    def changed(self) -> bool:
        """Whether the text is another than before."""
        return self.after != self.page.text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did.

    Attributes:
        table_page: the title of the page the table stands on.
        submissions: the submissions read.
        skipped: pages left out, with reasons.
        edits: what became of the page the table stands on, and of its subpages, if it has such.
        unread: pages that could not be read, with reasons; their rows stay as they are.
    """

    table_page: str
    submissions: tuple[Submission, ...]
    skipped: tuple[Skipped, ...]
    edits: tuple[Edit, ...]
    unread: tuple[Skipped, ...] = ()

    @property
    def before(self) -> str:
        """The page's wikitext before, "" if there was no page."""
        return self.edits[0].page.text

    @property
    def after(self) -> str:
        """The page's wikitext now, or as it would be after a dry run."""
        return self.edits[0].after

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changed in the table, and what people's edits were put back."""
        return tuple(change for edit in self.edits for change in edit.changes)

    @property
    def changed(self) -> bool:
        """Whether any page differs from what it was."""
        return any(edit.changed for edit in self.edits)

    @property
    def saved(self) -> bool:
        """Whether any page was saved."""
        return any(edit.saved for edit in self.edits)

    @property
    def summary(self) -> str:
        """The summary of the edit; of the first one, if there were several."""
        return next((edit.summary for edit in self.edits if edit.changed), self.edits[0].summary)

    def diff(self) -> Iterator[str]:
        """Yield the lines of a unified diff from `before` to `after`, page after page."""
        for edit in self.edits:
            before, after = edit.page.text.splitlines(), edit.after.splitlines()
            yield from difflib.unified_diff(before, after, edit.title, f"{edit.title} (new)", lineterm="")
