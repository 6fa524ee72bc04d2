"""The files in the stories, made here: short PDFs, a list of indicators, a picture, a sample that does nothing."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from functools import partial

import segno
import typst

from kring.site.demo.told import File

PAPER = """
#let paper = json(bytes(sys.inputs.paper))
#set document(title: paper.title)
#set page(paper: "a4", margin: 2.4cm, header: align(right, text(size: 9pt, paper.label)),
  footer: context align(center, text(size: 9pt)[#paper.label · #counter(page).display()]))
#set text(lang: paper.language, size: 11pt)
#set par(justify: false, leading: 0.75em)
= #paper.title
#v(0.6em)
#for part in paper.parts [
  == #part.at(0)
  #for line in part.at(1) [- #line]
]
"""

Parts = Sequence[tuple[str, Sequence[str]]]


def pdf(name: str, *, title: str, label: str, parts: Parts, language: str = "nl") -> File:
    """A paper with headings and lists, its label on every page."""
    return File(name, partial(_print, title, label, parts, language))


def _print(title: str, label: str, parts: Parts, language: str) -> bytes:
    paper = json.dumps({"title": title, "label": label, "parts": parts, "language": language})
    made: bytes = typst.compile(PAPER.encode(), sys_inputs={"paper": paper})
    return made


def table(name: str, *rows: Sequence[str]) -> File:
    """A list for a spreadsheet, or for a machine."""

    def content() -> bytes:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        return text.getvalue().encode()

    return File(name, content)


def note(name: str, text: str) -> File:
    """Plain text."""
    return File(name, _always(text.encode()))


def square(name: str, address: str) -> File:
    """A picture of a square code that leads to an address."""

    def content() -> bytes:
        picture = io.BytesIO()
        segno.make(address, error="m").save(picture, kind="png", scale=8, border=3)
        return picture.getvalue()

    return File(name, content)


def sample(name: str, text: str) -> File:
    """What somebody marked as malware. This one is text and does nothing; it is wrapped all the same."""
    return File(name, _always(text.encode()), is_sample=True)


def _always(octets: bytes) -> Callable[[], bytes]:
    return lambda: octets
