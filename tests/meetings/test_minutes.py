"""Minutes: from notes to what stays as it is; for each reader what they may have, on every way alike."""

import io
import re
from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from odfdo import Document
from pypdf import PdfReader

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible, Refused
from kring.meetings.commands import minutes as commands
from kring.meetings.models import Attendee, Minutes, Outcome, Section
from kring.meetings.pages import papers
from kring.meetings.queries import minutes as queries
from kring.meetings.queries import outcomes
from kring.meetings.queries.minutes import MinutesView
from kring.people.models import Person
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.going_on import Going, open_meeting
from tests.trail import facts_of

GREEN, AMBER, RED = (
    "greenword we meet in May",
    "! amberword we patch\n= amberword we call first\n@ada 3 apr amberword the list",
    "redword",
)


@pytest.fixture
def going(cast: Cast) -> Going:
    made = open_meeting(cast)
    made.check_in("cem", "ada")
    for item, text in ((made.green, GREEN), (made.amber, AMBER), (made.red, RED)):
        made.write("chi", item, text)
    return made


def view(going: Going, name: str, minutes: UUID) -> MinutesView:
    with acting_as(going.actor(name)) as actor:
        return queries.minutes_view(actor, minutes)


@pytest.mark.requirement("R72")
def test_approved_minutes_are_fixed_and_a_correction_is_a_version(going: Going) -> None:
    minutes = going.share_minutes()
    going.approve(minutes)
    with acting_as(going.actor("chi")) as actor:
        with pytest.raises(Refused, match="stay as they are"):
            commands.approve_minutes(actor=actor, minutes=minutes)
        section = Section.objects.get(item=going.amber)
        with pytest.raises(Refused) as refused:
            commands.edit_section(actor=actor, section=section.pk, text="Otherwise")
        assert refused.value.code == "minutes_approved"
        for rows in (Section.objects.filter(pk=section.pk), Attendee.objects.all(), Minutes.objects.filter(pk=minutes)):
            with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
                rows.delete()
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            Section.objects.filter(pk=section.pk).update(text="Otherwise")
        corrected = commands.correct_minutes(actor=actor, minutes=minutes, why="The month was wrong")
        green = Section.objects.get(minutes=corrected, item=going.green)
        commands.edit_section(actor=actor, section=green.pk, text=GREEN.replace("May", "June"))
    going.approve(corrected.pk)
    assert view(going, "cem", minutes).sections[0].text == GREEN
    after = view(going, "cem", corrected.pk)
    assert (after.version, after.why) == (2, "The month was wrong")
    assert [(change.before, change.after) for change in after.sections[0].changes] == [
        (GREEN, GREEN.replace("May", "June"))
    ]
    assert [fact.details["version"] for fact in facts_of(going.cast.chi, "MinutesApproved")] == [1, 2]


def test_they_are_read_over_by_the_invited_alone(going: Going) -> None:
    minutes = going.share_minutes()
    with acting_as(going.actor("cem")) as actor:
        section = Section.objects.get(item=going.amber)
        commands.add_remark(actor=actor, section=section.pk, text="Not within a week", line=0)
        with pytest.raises(Refused) as refused:
            commands.approve_minutes(actor=actor, minutes=minutes)
        assert refused.value.code == "not_steering"
    (remark,) = view(going, "ada", minutes).sections[1].remarks
    assert (remark.author, remark.line) == ("Cem", "! amberword we patch")
    for name in ("bo", "fay", "dee", "visitor"):
        with acting_as(going.actor(name)) as actor, pytest.raises(NotVisible):
            queries.minutes_view(actor, minutes)
    going.approve(minutes)
    with acting_as(going.actor("cem")) as actor, pytest.raises(Refused, match="stay as they are"):
        commands.add_remark(actor=actor, section=section.pk, text="Too late")


def words(going: Going, name: str, minutes: UUID) -> dict[str, set[str]]:
    """Which of the three words come out for somebody, by each way."""
    with acting_as(going.actor(name)) as actor:
        found = queries.minutes_view(actor, minutes)
        rows = outcomes.outcomes_at(actor, found.meeting)
        paper, lines = queries.minutes_on_paper(actor, minutes), outcomes.lines_at(found.meeting)
        pdf = PdfReader(io.BytesIO(papers.as_pdf(paper, lines, name)))
        odt = Document(io.BytesIO(papers.as_odt(paper, lines, name)))
        ways = {
            "page": " ".join([*(section.text for section in found.sections), *(row.text for row in rows)]),
            "pdf": " ".join(page.extract_text() for page in pdf.pages),
            "odt": odt.get_formatted_text(),
            "search": " ".join(
                hit.line for word in ("greenword", "amberword", "redword") for hit in queries.found_in_minutes(word)
            ),
        }
        registers = " ".join(row.text for row in outcomes.found_in_registers(actor, "amberword"))
    ways["search"] += registers
    return {way: {word for word in ("greenword", "amberword", "redword") if word in text} for way, text in ways.items()}


@pytest.mark.requirement("R76")
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("gus", {"greenword"}),
        ("bo", {"greenword"}),
        ("fay", {"greenword"}),
        ("cem", {"greenword", "amberword"}),
        ("ada", {"greenword", "amberword", "redword"}),
    ],
)
def test_who_lacks_a_label_gets_minutes_without_it_everywhere(going: Going, name: str, wanted: set[str]) -> None:
    minutes = going.share_minutes()
    going.approve(minutes)
    assert words(going, name, minutes) == dict.fromkeys(("page", "pdf", "odt", "search"), wanted)


def test_the_paper_stands_under_the_narrowest_label_in_it_on_every_page(going: Going) -> None:
    minutes = going.share_minutes()
    for name, label in (("gus", Label.GREEN), ("cem", Label.AMBER), ("ada", Label.RED)):
        found = view(going, name, minutes)
        assert found.label is label
        assert [section.number for section in found.sections] == list(range(1, len(found.sections) + 1))
        for page in PdfReader(io.BytesIO(papers.as_pdf(found, [], name))).pages:
            text = page.extract_text()
            assert f"{label.marking}\n" in text
            assert re.search(rf"{label.marking} \d+ / \d+", text)


@pytest.mark.requirement("R73")
def test_contact_stands_beside_who_was_there_as_they_allow(going: Going) -> None:
    Person.objects.filter(pk=going.cast.cem.pk).update(
        phone="+31 6 1234 5678", shown_to={"phone": "circle", "email": "nobody"}
    )
    minutes = going.share_minutes()
    going.approve(minutes)
    Person.objects.filter(pk=going.cast.cem.pk).update(phone="+31 6 8765 4321")
    found = view(going, "ada", minutes)
    people = {row.name: (row.phone, row.email) for row in found.attendees}
    assert people["Cem"] == ("+31 6 1234 5678", "")
    assert people["Ada"] == ("", "")
    with acting_as(going.actor("ada")):
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(papers.as_pdf(found, [], "Ada"))).pages)
    assert "+31 6 1234 5678" in text
    assert "Ada" in text
    assert view(going, "bo", minutes).attendees == []  # GREEN minutes reach further than what people show the circle


def test_typed_lines_become_rows_and_follow_the_text(going: Going) -> None:
    going.share_minutes()
    with acting_as(going.actor("chi")) as actor:
        section = Section.objects.get(item=going.amber)
        before = {row.kind: row for row in Outcome.objects.all()}
        assert {kind: row.text for kind, row in before.items()} == {
            "decision": "amberword we patch",
            "agreement": "amberword we call first",
            "action": "amberword the list",
        }
        assert (before["action"].owner_id, before["action"].due) == (going.cast.ada.pk, date(2031, 4, 3))
        assert before["agreement"].due == date(2032, 3, 10)
        text = AMBER.replace("= amberword we call first\n", "").replace("the list", "the list of names")
        commands.edit_section(actor=actor, section=section.pk, text=text)
        after = {row.kind: row for row in Outcome.objects.all()}
    assert {kind: row.pk for kind, row in after.items()} == {kind: before[kind].pk for kind in ("decision", "action")}
    assert after["action"].text == "amberword the list of names"
