"""Minutes of a large meeting: a page shows part of what surrounds the text, paper and ODT all of it."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from odfdo import Document
from pypdf import PdfReader

from kring.kernel.binding import acting_as
from kring.meetings.models import Attendee, Outcome
from tests.cast import Cast
from tests.meetings.going_on import Going, open_meeting
from tests.sharing.pages.visit import look, visitor

CROWD = 60


@pytest.fixture
def going(cast: Cast) -> Going:
    made = open_meeting(cast)
    made.write("chi", made.amber, "We patch in March")
    return made


def minuted(going: Going, *, people: int, agreed: int) -> str:
    """The address of minutes with as many people who came, as many who did not, and so much agreed."""
    minutes = going.share_minutes()
    here = {"minutes_id": minutes, "meeting": going.meeting, "circle_id": going.meeting.circle_id}
    with acting_as(going.actor("chi")):
        Attendee.objects.bulk_create(
            Attendee(name=f"{who} {n:02}", organisation="Alpha", attendance=attendance, phone="+31 6 123", **here)
            for n in range(people)
            for who, attendance in (("Colleague", "present"), ("Absentee", "excused"))
        )
        Outcome.objects.bulk_create(
            Outcome(
                item=going.amber, circle_id=going.meeting.circle_id, kind="agreement", text=f"Agreed {n:02}",
                since=date(2031, 3, 11), standing="in_force",
            )
            for n in range(agreed)
        )  # fmt: skip
    going.approve(minutes)
    return f"/minutes/{minutes}/"


def said_in(client: Client, address: str) -> dict[str, str]:
    pdf = PdfReader(io.BytesIO(client.get(f"{address}pdf/").content))
    odt = Document(io.BytesIO(client.get(f"{address}odt/").content))
    return {"pdf": " ".join(page.extract_text() for page in pdf.pages), "odt": odt.get_formatted_text()}


def test_the_page_shows_part_of_them_and_leads_to_the_rest(going: Going) -> None:
    address, ada = minuted(going, people=CROWD, agreed=CROWD), visitor(going.cast, "ada")
    first = look(ada, address)
    assert ("Colleague 24" in first, "Colleague 25" in first) == (True, False)
    assert ("Absentee 24" in first, "Absentee 25" in first) == (True, False)
    assert ("Agreed 24" in first, "Agreed 25" in first) == (True, False)
    last = look(ada, address, came="3", missed="2", outcomes="3")
    assert all(words in last for words in ("Colleague 59", "Absentee 49", "Agreed 59", "51 to 60 of 60"))
    assert "?outcomes=2#outcomes" in ada.get(address).content.decode()


def test_paper_and_odt_have_everybody_and_all_that_was_agreed(going: Going) -> None:
    address = minuted(going, people=CROWD, agreed=CROWD)
    said = said_in(visitor(going.cast, "ada"), address)
    for way, text in said.items():
        for n in range(CROWD):
            for words in (f"Colleague {n:02}", f"Absentee {n:02}", f"Agreed {n:02}"):
                assert words in text.replace("\n", " "), (way, words)
    assert "Colleague 07, Alpha · +31 6 123" in said["pdf"]
    assert "Excused: Absentee 00 (Alpha), Absentee 01 (Alpha)" in said["pdf"].replace("\n", " ")
    assert "Agreement: Agreed 07 · In force" in said["pdf"]


def test_the_page_asks_the_database_as_often_for_many_as_for_few(going: Going) -> None:
    address, ada = minuted(going, people=CROWD, agreed=CROWD), visitor(going.cast, "ada")
    ada.get(address)
    with CaptureQueriesContext(connection) as many:
        ada.get(address)
    assert sum("meetings_outcome" in one["sql"] for one in many) == 2  # how many, and the first of them
    assert sum("meetings_attendee" in one["sql"] for one in many) == 1


def test_paper_asks_for_what_stands_on_it_and_not_for_the_review(going: Going) -> None:
    address, ada = minuted(going, people=CROWD, agreed=CROWD), visitor(going.cast, "ada")
    ada.get(f"{address}pdf/")
    with CaptureQueriesContext(connection) as asked:
        ada.get(f"{address}pdf/")
    assert sum("meetings_outcome" in one["sql"] for one in asked) == 1
    assert not any("meetings_remark" in one["sql"] or "kring.seated" in one["sql"] for one in asked)
