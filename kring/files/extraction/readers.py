"""One reader per kind of file. They run below limits, and stop by themselves where they can."""

import logging
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from kring.files.extraction import Outcome
from kring.files.extraction.markup import Layout, Suspicious, text_of_xml

Reader = Callable[[BinaryIO], Iterator[str]]


class Locked(Exception):
    """It opens with a password only."""


def read_text(source: BinaryIO, media_type: str, most: int) -> tuple[Outcome, str]:
    """The text of a file, at most so many characters of it, without the character that no database keeps."""
    reader = READERS.get(media_type)
    if reader is None:
        return Outcome.NO_TEXT, ""
    pieces: list[str] = []
    length = 0
    try:
        for piece in reader(source):
            pieces.append(piece[: most - length].replace("\x00", ""))
            length += len(piece)
            if length > most:
                return Outcome.CUT, "".join(pieces)
    except Locked:
        return Outcome.LOCKED, ""
    except (MemoryError, RecursionError):
        return Outcome.TOO_MUCH, ""
    except (*_BROKEN, Suspicious):
        return Outcome.BROKEN, "".join(pieces)
    return Outcome.READ, "".join(pieces)


_BROKEN = (
    *(PyPdfError, ExpatError, zipfile.BadZipFile, NotImplementedError, OSError, EOFError),
    *(ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RuntimeError),
)
"""What parsers raise when their input is not what it says it is."""


def _plain(source: BinaryIO) -> Iterator[str]:
    data = source.read()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield data.decode("utf-16", "replace")
        return
    try:
        yield data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield data.decode("cp1252", "replace")


class _Page(HTMLParser):
    """The words of a page, without its scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


_SILENT = frozenset(("script", "style", "template", "noscript"))
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)


def _html(source: BinaryIO) -> Iterator[str]:
    page = _Page()
    for text in _plain(source):
        page.feed(text)
    page.close()
    yield "".join(page.words)


def _pdf(source: BinaryIO) -> Iterator[str]:
    logging.disable()
    reader = PdfReader(source)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    for page in reader.pages:
        yield page.extract_text() + "\n"


_LINE, _COLUMN = "\n", "\t"
_WORD = Layout(text=frozenset(("t", "delText")), breaks={"p": _LINE, "br": _LINE, "tr": _LINE, "tab": _COLUMN})
_SHEET = Layout(text=frozenset(("t", "v")), breaks={"si": _LINE, "row": _LINE, "c": _COLUMN}, skip={"c": ("t", "s")})
_SLIDE = Layout(text=frozenset(("t", "text")), breaks={"p": _LINE, "br": _LINE})
_OPEN = Layout(
    text=None,
    breaks={"p": _LINE, "h": _LINE, "line-break": _LINE, "table-row": _LINE, "table-cell": _COLUMN, "tab": _COLUMN},
)


def _parts(layout: Layout, *beginnings: str) -> Reader:
    """A reader of an office file: the text of those of its parts whose names begin so."""

    def read(source: BinaryIO) -> Iterator[str]:
        with zipfile.ZipFile(source) as archive:
            if any(part.flag_bits & 1 for part in archive.infolist()):
                raise Locked
            for part in archive.infolist():
                if part.filename.startswith(beginnings) and part.filename.endswith(".xml"):
                    with archive.open(part) as file:
                        yield from text_of_xml(file, layout)

    return read


_OFFICE = "application/vnd.openxmlformats-officedocument."
_DOCUMENT = "application/vnd.oasis.opendocument."

READERS: dict[str, Reader] = {
    "text/plain": _plain,
    "text/csv": _plain,
    "text/markdown": _plain,
    "text/x-script": _plain,
    "message/rfc822": _plain,
    "application/json": _plain,
    "application/xml": _plain,
    "text/html": _html,
    "image/svg+xml": _html,
    "application/pdf": _pdf,
    f"{_OFFICE}wordprocessingml.document": _parts(
        _WORD, "word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes", "word/comments"
    ),
    f"{_OFFICE}spreadsheetml.sheet": _parts(_SHEET, "xl/sharedStrings", "xl/worksheets/sheet", "xl/comments"),
    f"{_OFFICE}presentationml.presentation": _parts(_SLIDE, "ppt/slides/slide", "ppt/notesSlides/", "ppt/comments/"),
    f"{_DOCUMENT}text": _parts(_OPEN, "content", "styles"),
    f"{_DOCUMENT}spreadsheet": _parts(_OPEN, "content"),
    f"{_DOCUMENT}presentation": _parts(_OPEN, "content"),
}
