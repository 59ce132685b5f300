"""Look through a MediaWiki XML export before it is read.

An export is data from elsewhere: this pass refuses what is none, says on which line a damaged
one breaks off, and stops at a document type, without which there are no entities to expand. Of
the export it keeps what pywikibot's reader leaves out: the wiki's namespaces, and which revisions
came without their text.

Example:
    >>> import io
    >>> head = '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/">'
    >>> examine(io.BytesIO(f"{head}</mediawiki>".encode()), "empty.xml").textless
    frozenset()
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from glambot.errors import WikiError
from glambot.wiki.titles import Namespaces

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

_FORMAT = "http://www.mediawiki.org/xml/export-"
_CHUNK = 1 << 16  # bytes read at a time
_DEEP = 30  # elements within each other; an export has fewer than 10
_NEEDED = {"id", "timestamp", "contributor", "text"}
_HOW = "export the pages again (Special:Export) and save the file as it comes."


@dataclass(frozen=True, slots=True)
class Export:
    """What is known of an export: its namespaces, and the ids of revisions without their text."""

    namespaces: Namespaces
    textless: frozenset[str]


def examine(file: "BinaryIO", name: str) -> Export:
    """Return what is known of the export in `file`; `name` is for error messages.

    Raises:
        WikiError: It is no export, or it is damaged.
        OSError, EOFError: The file cannot be read or uncompressed.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    look = _Look(parser, name)
    parser.buffer_text = True
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.characters
    parser.StartDoctypeDeclHandler = look.doctype
    read = 0
    try:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
            read += len(chunk)
        if not read:
            raise WikiError(f"The file {name} is empty; {_HOW}")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise WikiError(
            f"The file {name} is not a whole XML export: {expat.ErrorString(error.code)}, line"
            f" {error.lineno}; {_HOW}"
        ) from error
    return Export(Namespaces.of(look.namespaces), frozenset(look.textless))


@dataclass(slots=True)
class _Look:
    """The state of one pass."""

    parser: expat.XMLParserType
    name: str
    path: list[str] = field(default_factory=list)
    namespaces: dict[int, str] = field(default_factory=dict)
    textless: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)  # the elements of this revision
    has_text: bool = True
    key: int | None = None  # of this namespace element
    words: list[str] = field(default_factory=list)

    def start(self, element: str, attributes: "Mapping[str, str]") -> None:
        space, _, tag = element.rpartition(" ")
        if not self.path and (tag != "mediawiki" or not space.startswith(_FORMAT)):
            raise self._none("a web page" if tag.lower() == "html" else f"XML of another kind (<{tag[:40]}>)")
        if len(self.path) >= _DEEP:
            raise self._none(f"XML with elements deeper than {_DEEP}")
        self.path.append(tag)
        self.words.clear()
        if tag == "revision":
            self.inside.clear()
            self.has_text = True
        elif tag == "namespace":
            try:
                self.key = int(attributes.get("key", ""))
            except ValueError:
                self.key = None
        elif tag == "text":
            # A stub tells the length and has no text; a hidden text is marked as deleted.
            self.has_text = "deleted" not in attributes and attributes.get("bytes", "0") == "0"

    def characters(self, text: str) -> None:
        tag = self.path[-1]
        if tag in {"id", "namespace"}:
            self.words.append(text)
        elif tag == "text":
            self.has_text = True

    def end(self, element: str) -> None:
        tag = self.path.pop()
        parent = self.path[-1] if self.path else ""
        if tag == "namespace" and self.key is not None:
            self.namespaces[self.key] = "".join(self.words).strip()
        elif parent == "revision":
            self.inside.add(tag)
            if tag == "id":
                self.inside.add(f"={''.join(self.words).strip()}")
        elif tag == "revision":
            self._revision()
        del element

    def _revision(self) -> None:
        missing = _NEEDED - self.inside
        if missing:
            raise WikiError(
                f"The file {self.name} is no export as MediaWiki makes it: the revision that ends on line"
                f" {self.parser.CurrentLineNumber} has no <{min(missing)}>; {_HOW}"
            )
        if not self.has_text:
            self.textless |= {entry[1:] for entry in self.inside if entry.startswith("=")}

    def doctype(self, name: str, *_: object) -> None:
        raise self._none("a web page" if name.lower() == "html" else "XML with a document type")

    def _none(self, what: str) -> WikiError:
        line = self.parser.CurrentLineNumber
        return WikiError(f"The file {self.name} is {what}, not a MediaWiki XML export (line {line}); {_HOW}")
