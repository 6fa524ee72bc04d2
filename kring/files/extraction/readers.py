"""One reader per kind of file. They run below limits, and stop by themselves where they can."""

import io
import logging
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.errors import MessageError
from html.parser import HTMLParser
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from kring.files.extraction import Outcome
from kring.files.extraction.mail import DEEPEST, MAIL, OUTLOOK, Part, ReadPart, text_of_mail, text_of_outlook
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
    *(PyPdfError, ExpatError, zipfile.BadZipFile, zlib.error, struct.error, MessageError),
    *(NotImplementedError, OSError, EOFError, AssertionError),
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
    """The words of a page, without its scripts and styles; and where its links lead, which is not always what they say."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.words.append("\n")
        outside = (value.strip() for name, value in attrs if value and name in _LEADS and ":" in value[:12])
        self.links += [value for value in outside if not value.startswith(("data:", "javascript:", "cid:"))]
        if tag not in _WITH_WORDS:
            self._show_links()

    def handle_endtag(self, tag: str) -> None:
        self._show_links()
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.words.append("\n")

    def _show_links(self) -> None:
        """Behind the words of a link, unless they are the same."""
        shown = self.words[-1].strip() if self.words else ""
        self.words += [f" <{link}> " for link in self.links if link != shown]
        self.links.clear()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


_LEADS = frozenset(("href", "src", "action", "formaction", "background", "data"))
_WITH_WORDS = frozenset(("a", "form", "button"))
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


def _with_an_end(markup: str) -> str:
    """Behind the last tag that ends, nothing is one: the parser would look for the end of each, all the way."""
    end = markup.rfind(">") + 1
    return markup[:end] + markup[end:].replace("<", "&lt;")


def _html(source: BinaryIO) -> Iterator[str]:
    page = _Page()
    page.feed(_with_an_end("".join(_plain(source))))
    page.close()
    yield "".join(page.words)
    yield "".join(f" <{link}> " for link in page.links)


def _pdf(source: BinaryIO) -> Iterator[str]:
    logging.disable()
    reader = PdfReader(source)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    for page in reader.pages:
        yield page.extract_text() + "\n"
        yield from (f"<{link}>\n" for link in _links_on(page))


def _links_on(page: PageObject) -> Iterator[str]:
    """The web addresses below its words and pictures."""
    for one in page.annotations or ():
        action = one.get_object().get("/A")
        link = action.get_object().get("/URI") if action is not None else None
        if isinstance(link, str):
            yield link


_LINE, _COLUMN = "\n", "\t"
_LINKS = {"Relationship": "Target"}
_WORD = Layout(
    text=frozenset(("t", "delText", "instrText")),
    breaks={"p": _LINE, "br": _LINE, "tr": _LINE, "tab": _COLUMN},
    links=_LINKS,
)
_SHEET = Layout(
    text=frozenset(("t", "v")), breaks={"si": _LINE, "row": _LINE, "c": _COLUMN}, skip={"c": ("t", "s")}, links=_LINKS
)
_SLIDE = Layout(text=frozenset(("t", "text")), breaks={"p": _LINE, "br": _LINE}, links=_LINKS)
_OPEN = Layout(
    text=None,
    breaks={"p": _LINE, "h": _LINE, "line-break": _LINE, "table-row": _LINE, "table-cell": _COLUMN, "tab": _COLUMN},
    links={"a": "http://www.w3.org/1999/xlink href"},
)


def _parts(layout: Layout, *beginnings: str) -> Reader:
    """A reader of an office file: the text of those of its parts whose names begin so."""

    def read(source: BinaryIO) -> Iterator[str]:
        with zipfile.ZipFile(source) as archive:
            if any(part.flag_bits & 1 for part in archive.infolist()):
                raise Locked
            for part in archive.infolist():
                if part.filename.startswith(beginnings) and part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        yield from text_of_xml(file, layout)

    return read


def _mail(text_of: Callable[[BinaryIO, ReadPart], Iterator[str]], depth: int = 1) -> Reader:
    """A reader of mail that stands so deep in other mail."""

    def read_part(part: Part) -> Iterator[str]:
        ending = part.name.rpartition(".")[2].lower()
        media_type = part.media_type if part.media_type in READERS else _BY_NAME.get(ending, "")
        inner = {MAIL: text_of_mail, OUTLOOK: text_of_outlook}.get(media_type)
        if inner and depth == DEEPEST:
            raise Suspicious
        reader = _mail(inner, depth + 1) if inner else READERS.get(media_type)
        try:
            yield from reader(io.BytesIO(part.octets)) if reader else ()
        except (*_BROKEN, Locked):
            raise Suspicious from None

    def read(source: BinaryIO) -> Iterator[str]:
        yield from text_of(source, read_part)

    return read


_OFFICE = "application/vnd.openxmlformats-officedocument."
_DOCUMENT = "application/vnd.oasis.opendocument."

READERS: dict[str, Reader] = {
    "text/plain": _plain,
    "text/csv": _plain,
    "text/markdown": _plain,
    "text/x-script": _plain,
    MAIL: _mail(text_of_mail),
    OUTLOOK: _mail(text_of_outlook),
    "application/json": _plain,
    "application/xml": _plain,
    "text/html": _html,
    "image/svg+xml": _html,
    "application/pdf": _pdf,
    f"{_OFFICE}wordprocessingml.document": _parts(
        _WORD,
        "word/document",
        "word/header",
        "word/footer",
        "word/footnotes",
        "word/endnotes",
        "word/comments",
        "word/_rels/",
    ),
    f"{_OFFICE}spreadsheetml.sheet": _parts(
        _SHEET, "xl/sharedStrings", "xl/worksheets/sheet", "xl/comments", "xl/worksheets/_rels/"
    ),
    f"{_OFFICE}presentationml.presentation": _parts(
        _SLIDE, "ppt/slides/slide", "ppt/notesSlides/", "ppt/comments/", "ppt/slides/_rels/"
    ),
    f"{_DOCUMENT}text": _parts(_OPEN, "content", "styles"),
    f"{_DOCUMENT}spreadsheet": _parts(_OPEN, "content"),
    f"{_DOCUMENT}presentation": _parts(_OPEN, "content"),
}

_BY_NAME = {
    "csv": "text/csv",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "eml": MAIL,
    "htm": "text/html",
    "html": "text/html",
    "msg": OUTLOOK,
    "odt": f"{_DOCUMENT}text",
    "pdf": "application/pdf",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "txt": "text/plain",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
}
"""What an attachment is, when its mail does not say: mail programs call much of it "a stream of bytes"."""
