"""Find the files of pages in a folder, and the title of each.

A file that cannot be a page, or two files of one page, are an error: a page left out in silence
would be missing from every count.

Example:
    >>> import tempfile, pathlib
    >>> from glambot.wiki.titles import ENGLISH
    >>> with tempfile.TemporaryDirectory() as name:
    ...     folder = pathlib.Path(name)
    ...     _ = [(folder / file).write_text("") for file in ("a_talk%3F.wiki", "README.md")]
    ...     list(Listing(folder, ENGLISH).pages())
    ['A talk?']
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from glambot.errors import TitleError, WikiError
from glambot.wiki import filename, pagefile
from glambot.wiki.titles import Namespaces, normalise


@dataclass(frozen=True, slots=True)
class Listing:
    """The pages of a folder. Titles of file names seen before are kept, for speed alone."""

    folder: Path
    namespaces: Namespaces
    _seen: dict[str, tuple[str, Path]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def pages(self) -> "dict[str, Path]":
        """Return title and file of every page in the folder.

        It is made anew each time, since people put files in whenever they like.
        """
        index: dict[str, Path] = {}
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    if not entry.name.endswith(filename.SUFFIX) or entry.name.startswith("."):
                        continue
                    if entry.is_symlink():
                        raise WikiError(
                            f"The file {entry.path!r} is a link to another place; put the page itself there."
                        )
                    if not entry.is_file():
                        continue
                    title, path = self._seen.get(entry.name) or self._see(entry.name)
                    if title in index:
                        raise WikiError(
                            f"The files {index[title].name!r} and {entry.name!r} in {self.folder} are both"
                            f" the page {title!r}; remove or rename one."
                        )
                    index[title] = path
        except OSError as error:
            raise WikiError(f"The folder {self.folder} cannot be read ({error.strerror}).") from error
        return index

    def _see(self, name: str) -> tuple[str, Path]:
        path = self.folder / name
        self._seen[name] = self._title(path), path
        return self._seen[name]

    def _title(self, path: Path) -> str:
        """Return the title of a page's file."""
        stem = path.name.removesuffix(filename.SUFFIX)
        title = filename.decode(stem)
        shortened = filename.is_shortened(stem)
        if shortened:
            beside = path.with_name(filename.sidecar(path.name))
            file = pagefile.read(beside)
            if file is None:
                raise WikiError(
                    f"The file {str(beside)!r} is missing, which holds the title of {path.name!r};"
                    " put it back."
                )
            title = file.text
        try:
            title = normalise(title, self.namespaces)
        except TitleError as error:
            raise WikiError(f"The file {str(path)!r} cannot be a page; rename it. {error}") from error
        if shortened and filename.file_name(title) != path.name:
            raise WikiError(
                f"The title in {str(beside)!r} is not that of {path.name!r}; correct or remove the two."
            )
        return title
