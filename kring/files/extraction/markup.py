"""Text out of XML, a piece at a time, with nothing in it that could refer elsewhere or blow up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

DEEPEST = 200
_PIECE = 64 * 1024
_MOST_BYTES = 200 * 1024 * 1024


class Suspicious(ValueError):
    """It declares entities, nests too deep or is too long: no document of an office does."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which elements of a kind of document hold text. Names are without their namespace."""

    text: frozenset[str] | None
    """Elements whose own text counts; None for all."""
    breaks: Mapping[str, str]
    """What stands behind an element: a new line, or the space to the next column."""
    skip: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Elements that do not count when an attribute has this value: a cell that only points to a string."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Elements that have a web address in this attribute: it stands in angles behind the words, where readers do not see it."""


def text_of_xml(source: IO[bytes], layout: Layout) -> Iterator[str]:
    """The words of one XML file. Raises `Suspicious`, or expat's error where it is not XML."""
    reading = _Reading(layout)
    read = 0
    while piece := source.read(_PIECE):
        read += len(piece)
        if read > _MOST_BYTES:
            raise Suspicious
        reading.parser.Parse(piece, False)  # noqa: FBT003  # expat takes it by place
        yield reading.take()
    reading.parser.Parse(b"", True)  # noqa: FBT003  # expat takes it by place
    yield reading.take()


def _web_address(link: str | None) -> str:
    """Where a link leads to, when that is outside its document; else empty."""
    return link if link and ":" in link[:12] else ""


class _Reading:
    """Where the parser is, and the words since they were last taken."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.path: list[str] = []
        self.words: list[str] = []
        self.skipping: int | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data

    def refuse(self, *_: object) -> None:
        raise Suspicious

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name.rpartition(" ")[2])
        if len(self.path) > DEEPEST:
            raise Suspicious
        attribute, value = self.layout.skip.get(self.path[-1], ("", ""))
        if attribute and attributes.get(attribute) == value and self.skipping is None:
            self.skipping = len(self.path)
        if link := _web_address(attributes.get(self.layout.links.get(self.path[-1], ""))):
            self.words.append(f" <{link}> ")

    def end(self, _name: str) -> None:
        if self.skipping == len(self.path):
            self.skipping = None
        space = self.layout.breaks.get(self.path.pop())
        if space and self.skipping is None:
            self.words.append(space)

    def data(self, data: str) -> None:
        counts = self.layout.text is None or (self.path and self.path[-1] in self.layout.text)
        if counts and self.skipping is None:
            self.words.append(data)

    def take(self) -> str:
        """The words since the last time."""
        words, self.words = "".join(self.words), []
        return words
