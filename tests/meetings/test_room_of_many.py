"""A room of sixty: who is there comes in parts, is found by name, and stays in sight while things move."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.kernel.binding import acting_as
from kring.meetings.commands import room
from kring.meetings.models import Invitee
from kring.people.models import Person
from tests.browsing import Browse, wrong_on
from tests.cast import Cast
from tests.meetings.going_on import Going, open_meeting
from tests.sharing.pages.visit import look, visitor

CROWD = 60


@pytest.fixture
def going(cast: Cast) -> Going:
    return open_meeting(cast)


def fill(going: Going, *, there: int) -> None:
    """Sixty colleagues of ada's are invited as well, of whom so many come; the last of them is called Zoë."""
    names = [f"Colleague {number:02}" for number in range(1, CROWD)] + ["Zoë de Boer"]
    people = Person.objects.bulk_create(
        Person(name=name, email=f"{uuid4()}@more.example", password="!") for name in names
    )
    with acting_as(going.actor("chi")):
        Invitee.objects.bulk_create(
            Invitee(
                meeting=going.meeting,
                circle_id=going.meeting.circle_id,
                person=person,
                membership=going.cast.memberships["ada"],
                attendance="present" if number >= CROWD - there else "none",
            )
            for number, person in enumerate(people)
        )


def test_who_is_there_stands_first_in_parts_that_one_can_page_through(going: Going) -> None:
    fill(going, there=30)
    chair, address = visitor(going.cast, "chi"), f"/meetings/{going.meeting.pk}/room/"
    first, last = look(chair, address), look(chair, address, people="3")
    assert "Present (30)" in first
    assert "1 to 25 of 64" in first
    assert "Colleague 31" in first
    assert "Colleague 01" not in first
    assert "51 to 64 of 64" in last
    assert "Colleague 30" in last


def test_somebody_is_found_by_a_part_of_their_name_or_of_their_organisation(going: Going) -> None:
    fill(going, there=30)
    with acting_as(going.actor("chi")) as actor:
        room.start_round(actor=actor, meeting=going.meeting.pk)
    chair, address = visitor(going.cast, "chi"), f"/meetings/{going.meeting.pk}/room/"
    found = look(chair, address, who="zoe boer alpha")
    assert "Zoë de Boer" in found.split("Present (30)")[0]  # in the round
    assert "Zoë de Boer" in found.split("Present (30)")[1]
    assert "Colleague 32" not in found
    assert "Nobody here fits these words." in look(chair, address, who="gamma zoe")


def test_few_people_stand_there_without_a_search(going: Going) -> None:
    page = look(visitor(going.cast, "chi"), f"/meetings/{going.meeting.pk}/room/")
    assert all(name in page for name in ("Ada", "Cem", "Chi", "Gus"))
    assert "Find somebody" not in page


def test_what_one_notes_leads_back_to_the_people_one_looked_at(going: Going) -> None:
    fill(going, there=30)
    chair, address = visitor(going.cast, "chi"), f"/meetings/{going.meeting.pk}/room/"
    came = f"{address}came/{going.invited['cem'].pk}/?people=3"
    assert came in chair.get(address, {"people": "3"}).content.decode()
    assert chair.post(came, {"attendance": "present"}).headers["Location"] == f"{address}?people=3"


def test_it_asks_the_database_as_often_for_sixty_people_as_for_four(going: Going) -> None:
    chair = visitor(going.cast, "chi")
    for page in ("", "sides/"):
        address = f"/meetings/{going.meeting.pk}/room/{page}"
        chair.get(address)
        with CaptureQueriesContext(connection) as few:
            chair.get(address)
        fill(going, there=30)
        with CaptureQueriesContext(connection) as many:
            chair.get(address)
        assert len(many) == len(few)


def test_an_open_page_keeps_to_the_people_one_looked_for(going: Going, browse: Browse) -> None:
    fill(going, there=30)
    page = browse(visitor(going.cast, "chi"), f"/meetings/{going.meeting.pk}/room/", width=320)
    assert wrong_on(page) == []
    page.get_by_label("Find somebody").fill("zoe")
    page.get_by_role("button", name="Find").click()
    page.get_by_text("Present (30)").wait_for()
    page.locator(".k-who").filter(has_text="Colleague").first.wait_for(state="detached")
    with acting_as(going.actor("cem")) as actor:
        room.check_in(actor=actor, meeting=going.meeting.pk)
    page.evaluate("document.dispatchEvent(new CustomEvent('kring:refresh'))")
    page.get_by_text("Present (31)").wait_for()
    assert page.locator(".k-who .k-row-title").all_inner_texts() == ["Zoë de Boer"]
