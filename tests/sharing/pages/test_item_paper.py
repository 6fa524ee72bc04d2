"""An item on paper: the label and the reader's name on every page."""

import io
import time
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from kring.people.models import Person
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.pages.visit import visitor
from tests.sharing.stage import PUMPS, share, withdraw


def paper(cast: Cast, name: str, item: UUID, language: str = "en") -> PdfReader:
    answer = visitor(cast, name, language).get(f"/items/{item}/paper/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    return PdfReader(io.BytesIO(answer.content))


@pytest.mark.requirement("R88")
@pytest.mark.parametrize("label", Label)
def test_every_page_carries_the_label_twice_and_whose_copy_it_is(cast: Cast, label: Label) -> None:
    long = Text(title="Pumps stop", what="A line about pumps.\n\n" * 200)
    item = share(cast, label=label, named=["cem"] if label is Label.RED else [], text=long)
    pages = paper(cast, "cem", item).pages
    assert len(pages) > 2
    for page in pages:
        text = page.extract_text()
        assert text.count(label.marking) >= 2
        assert text.count("Cem · ") >= 5, "across the page and at its foot"
        assert "Ada · " not in text


def test_it_says_what_so_what_do_what_and_how_to_handle_it(cast: Cast) -> None:
    cast.north.permitted_use = "To protect ourselves, never to sell."
    cast.north.save()
    text = " ".join(paper(cast, "cem", share(cast)).pages[0].extract_text().split())
    for part in (PUMPS.title, "So what", PUMPS.do_what, "never to sell.", "Anybody else: ask the source first."):
        assert part in text
    assert "update[.]pumps-cdn[.]top" in text


def test_it_is_tagged_and_has_a_title_and_a_language(cast: Cast) -> None:
    found = paper(cast, "cem", share(cast, language="nl"))
    root: Any = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "nl"
    assert found.metadata is not None
    assert found.metadata.title == PUMPS.title
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_nothing_that_was_written_is_read_as_typesetting(cast: Cast) -> None:
    evil = '#read("/etc/passwd") $x$ <label> @ref *b* _i_ `code` \\ #set page(fill: red) #"'
    item = share(
        cast, text=Text(title=evil, what=evil, so_what=f"```\n{evil}\n```", do_what=f"| a |\n|---|\n| {evil} |")
    )
    text = paper(cast, "cem", item).pages[0].extract_text()
    assert "root:" not in text
    assert '#read("/etc/passwd")' in text


@pytest.mark.parametrize("name", ["Çağla Yılmaz", "Юлия Ковалёва", "ليلى عمر", "陳大文", "🙂"])
def test_names_in_every_script_do_not_stop_it(cast: Cast, name: str) -> None:
    Person.objects.filter(pk=cast.cem.pk).update(name=name)
    item = share(cast, text=Text(title=name, what=name))
    assert len(paper(cast, "cem", item).pages) == 1


def test_via_the_secretariat_it_names_nobody(cast: Cast) -> None:
    item = share(cast, via_secretariat=True)
    text = paper(cast, "cem", item).pages[0].extract_text()
    assert "via the secretariat" in text
    assert "Ada" not in text


def test_it_takes_less_than_a_tenth_of_a_second(cast: Cast) -> None:
    from kring.web.paper import Paper, Part, pdf

    def made(number: int) -> float:
        parts = [Part("What", f"Line {number} about *pumps* and `203.0.113.{number}`.\n\n" * 40)]
        begun = time.thread_time()
        pdf(Paper(f"Pumps {number}", Label.AMBER, "Cem", parts=parts))
        return time.thread_time() - begun

    made(0)  # fonts are looked for once
    assert min(made(number) for number in range(1, 6)) < 0.1


@pytest.mark.parametrize("name", ["bo", "dee", "eve"])
def test_for_who_does_not_read_it_it_is_not_there(cast: Cast, name: str) -> None:
    assert visitor(cast, name).get(f"/items/{share(cast)}/paper/").status_code == 404


def test_of_something_withdrawn_there_is_none(cast: Cast) -> None:
    item = share(cast)
    withdraw(cast, item)
    assert visitor(cast, "ada").get(f"/items/{item}/paper/").status_code == 404
