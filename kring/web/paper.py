"""Pages on paper: PDFs by typst, tagged (PDF/UA-1).

The label stands at the head and foot of every page, and the reader's name across it. What members wrote goes in as data and is never read as typst.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language

from kring.kernel.clock import now
from kring.tlp.labels import Label
from kring.web import markup, moments

TEMPLATE = Path(__file__).parent / "templates/web/paper.typ"

COLOURS = {
    Label.RED: "#FF2B2B",
    Label.AMBER_STRICT: "#FFC000",
    Label.AMBER: "#FFC000",
    Label.GREEN: "#33FF00",
    Label.CLEAR: "#FFFFFF",
}
"""On black, as FIRST's TLP 2.0 sets them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the page below its own heading: Markdown, entries, or a table."""

    heading: str = ""
    text: str = ""
    entries: Sequence[tuple[str, str]] = ()
    """One below the other, each with its name. For what can be hundreds: a row of a table takes four times as long."""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    codes: frozenset[int] = frozenset()
    """The columns that are set as code."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the page, and whose copy it is."""

    title: str
    label: Label
    reader: str
    place: str = ""
    lead: str = ""
    notice: Sequence[str] = ()
    """Sentences in a frame below the title: what the reader may do with it."""
    parts: Sequence[Part] = ()
    language: str = ""
    """Of the text, for who has it read out; empty: the reader's own."""


def pdf(paper: Paper) -> bytes:
    """The paper as PDF, tagged for who has it read out.

    It keeps to PDF/UA-1, unless there is a letter in it that no font here can draw: then it is a PDF without that promise,
    rather than none.
    """
    given = json.dumps(_given(paper))
    try:
        return _compiled(given, "ua-1")
    except typst.TypstError:
        return _compiled(given, "1.7")


def answer(paper: Paper) -> HttpResponse:
    """The PDF, to be kept by the reader alone. Its name says the label first."""
    response = HttpResponse(pdf(paper), content_type="application/pdf")
    name = f"{paper.label.slug}-{slugify(paper.title)[:60]}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _compiled(given: str, standard: Literal["ua-1", "1.7"]) -> bytes:
    compiler = typst.Compiler(_template(), font_paths=_fonts())
    made = compiler.compile(
        format="pdf", sys_inputs={"given": given}, pdf_standards=standard, timestamp=int(now().timestamp())
    )
    assert isinstance(made, bytes)
    return made


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Looked for once in a process. Where typst's own have no letter, those of the system help out."""
    return typst.Fonts()


def _given(paper: Paper) -> Mapping[str, Any]:
    return {
        "title": paper.title,
        "label": {"marking": paper.label.marking, "colour": COLOURS[paper.label]},
        "reader": paper.reader,
        "printed": moments.full_moment(now()),
        "place": paper.place,
        "lead": paper.lead,
        "notice": list(paper.notice),
        "language": paper.language or get_language() or "en",
        "parts": [_part(part) for part in paper.parts],
    }


def _part(part: Part) -> Mapping[str, Any]:
    if part.entries:
        return {"heading": part.heading, "entries": part.entries}
    if not part.rows:
        return {"heading": part.heading, "text": markup.tree(part.text)}
    cells = [{"text": text, "code": column in part.codes} for row in part.rows for column, text in enumerate(row)]
    table = {"columns": len(part.head), "head": list(part.head), "cells": cells}
    return {"heading": part.heading, "table": table}
