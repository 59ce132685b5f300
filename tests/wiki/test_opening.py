"""A path is opened as the kind of wiki it is."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from glambot.errors import WikiError
from glambot.wiki import ExportWiki, FolderWiki, open_wiki

if TYPE_CHECKING:
    from glambot.wiki import Wiki


def test_each_kind(tmp_path: Path) -> None:
    """A folder is a folder wiki, also one whose name ends in .xml; a file .xml is an export."""
    (tmp_path / "folder.xml").mkdir()
    export = tmp_path / "pages.XML"
    export.write_text('<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"></mediawiki>')
    folder: Wiki = open_wiki(str(tmp_path / "folder.xml"))
    assert isinstance(folder, FolderWiki)
    assert folder.name == "folder.xml"
    assert isinstance(open_wiki(export), ExportWiki)
    assert open_wiki(export).titles() == ()


def test_neither(tmp_path: Path) -> None:
    """What is neither is refused with a sentence that says what is accepted."""
    (tmp_path / "pages.csv").write_text("x")
    with pytest.raises(WikiError, match=r"a folder of pages or a MediaWiki XML export \(\.xml, "):
        open_wiki(tmp_path / "pages.csv")
    with pytest.raises(WikiError, match="There is no"):
        open_wiki(tmp_path / "nothing")
