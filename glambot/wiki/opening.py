"""Find out what kind of wiki a path is.

Example:
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     type(open_wiki(folder)).__name__
    'FolderWiki'
"""

from pathlib import Path
from typing import TYPE_CHECKING

from glambot.errors import WikiError
from glambot.wiki.dump import SUFFIXES, ExportWiki
from glambot.wiki.folder import FolderWiki

if TYPE_CHECKING:
    import os

    from glambot.wiki.page import Wiki


def open_wiki(path: "str | os.PathLike[str]", *, record: bool = True) -> "Wiki":
    """Return the wiki at a path: a folder of pages, or a MediaWiki XML export.

    Args:
        path: the folder or the export.
        record: whether texts that people put into a folder are recorded when they are read; a
            run that saves nothing leaves the folder as it is.

    Raises:
        WikiError: There is nothing, or it is neither of the two.
    """
    place = Path(path)
    if place.is_dir():
        return FolderWiki(place, record=record)
    if not place.exists():
        raise WikiError(f"There is no {place}; name a folder of pages or a MediaWiki XML export.")
    if place.name.lower().endswith(SUFFIXES):
        return ExportWiki(place)
    raise WikiError(
        f"{place} is no wiki; name a folder of pages or a MediaWiki XML export (.xml, .xml.gz, .xml.bz2)."
    )
