"""Where pages come from and go: a folder of files, a MediaWiki XML export.

Importing this room imports neither pywikibot nor requests.
"""

from glambot.wiki.dump import ExportWiki
from glambot.wiki.folder import PERSON, FolderWiki
from glambot.wiki.opening import open_wiki
from glambot.wiki.page import BOT, Page, Revision, Wiki
from glambot.wiki.titles import normalise

__all__ = [
    "BOT",
    "PERSON",
    "ExportWiki",
    "FolderWiki",
    "Page",
    "Revision",
    "Wiki",
    "normalise",
    "open_wiki",
]
