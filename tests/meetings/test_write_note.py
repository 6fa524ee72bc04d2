"""Notes with several writers: nothing is lost, and only who may write writes."""

import pytest
from django.db import DatabaseError, transaction

from kring.circles import commands as circles
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible, Refused
from kring.meetings import commands
from kring.meetings.commands import notes, room
from kring.meetings.models import Invitee, Note, NoteUpdate
from kring.meetings.queries import notes as queries
from kring.meetings.rules.shared_text import EMPTY, retyped
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.going_on import Going, open_meeting
from tests.meetings.stage import make_item


@pytest.fixture
def going(cast: Cast) -> Going:
    return open_meeting(cast)


def text_for(going: Going, name: str) -> list[str]:
    with acting_as(going.actor(name)):
        return sorted(Note.objects.values_list("text", flat=True))


@pytest.mark.requirement("R72")
def test_two_who_write_in_the_same_line_lose_no_letter(going: Going) -> None:
    going.write("chi", going.amber, "We patch in March")
    with acting_as(going.actor("chi")) as actor:
        room.hand_pen(actor=actor, meeting=going.meeting.pk, person=going.cast.ada.pk)
        read = queries.missing_in(actor, going.amber.pk, b"")
        notes.retype_note(actor=actor, item=going.amber.pk, read=read, text="We all patch in March")
    with acting_as(going.actor("ada")) as actor:  # she saw what chi saw before
        written = notes.retype_note(
            actor=actor, item=going.amber.pk, read=read, text="We patch in late March\r\nBo helps"
        )
    assert written.text == "We all patch in late March\nBo helps"
    assert text_for(going, "cem") == [written.text]


def test_a_point_with_notes_stays_on_the_agenda_until_they_are_taken_out(going: Going) -> None:
    going.write("chi", going.amber, "We patch in March")
    with acting_as(going.actor("chi")) as actor:
        with pytest.raises(Refused) as refused:
            commands.remove_point(actor=actor, item=going.amber.pk)
        read = queries.missing_in(actor, going.amber.pk, b"")
        notes.retype_note(actor=actor, item=going.amber.pk, read=read, text="")
        commands.remove_point(actor=actor, item=going.amber.pk)
    assert refused.value.code == "point_noted"
    assert text_for(going, "chi") == []


@pytest.mark.parametrize("name", ["ada", "cem"])
def test_who_has_no_pen_is_refused(going: Going, name: str) -> None:
    with acting_as(going.actor(name)) as actor, pytest.raises(Refused) as refused:
        notes.write_note(actor=actor, item=going.amber.pk, update=EMPTY)
    assert refused.value.code == "not_writing"


def test_a_pen_opens_nothing_that_one_may_not_read(going: Going) -> None:
    with acting_as(going.actor("chi")) as actor:
        room.let_everybody_write(actor=actor, meeting=going.meeting.pk, on=True)
    for name, item in (("gus", going.amber), ("cem", going.red), ("dee", going.green)):
        with acting_as(going.actor(name)) as actor, pytest.raises(NotVisible):
            notes.write_note(actor=actor, item=item.pk, update=EMPTY)
    going.write("gus", going.green, "An observer may read GREEN, and so write it")
    assert text_for(going, "cem") == ["An observer may read GREEN, and so write it"]


def test_the_database_itself_refuses_who_may_not_write(going: Going) -> None:
    going.write("chi", going.amber, "Ours")
    with acting_as(going.actor("cem")):
        assert not Note.objects.filter(item=going.amber).update(text="Mine")
        with pytest.raises(DatabaseError), transaction.atomic():
            NoteUpdate.objects.create(note_id=going.amber.pk, content=EMPTY)


def test_notes_are_seen_by_those_of_the_invited_who_see_the_point(going: Going) -> None:
    for item in (going.green, going.amber, going.red):
        going.write("chi", item, item.title)
    assert {name: len(text_for(going, name)) for name in (*Cast.NAMES, "visitor")} == {
        "ada": 3, "bo": 0, "cem": 2, "chi": 3, "dee": 0, "eve": 0, "fay": 0, "gus": 1, "max": 0, "visitor": 0,
    }  # fmt: skip


@pytest.mark.requirement("R50")
def test_who_is_shut_out_writes_no_letter_more(going: Going) -> None:
    with acting_as(going.actor("chi")) as actor:
        room.hand_pen(actor=actor, meeting=going.meeting.pk, person=going.cast.ada.pk)
    going.write("ada", going.amber, "So far")
    with acting_as(going.actor("chi")) as actor:
        circles.suspend_person(actor=actor, circle=going.cast.north.pk, person=going.cast.ada.pk, why="breach")
    with acting_as(going.actor("ada")) as actor, pytest.raises(NotVisible):
        notes.write_note(actor=actor, item=going.amber.pk, update=retyped(EMPTY, "and more"))


def test_minutes_end_it(going: Going) -> None:
    going.share_minutes()
    with acting_as(going.actor("chi")) as actor, pytest.raises(Refused) as refused:
        notes.write_note(actor=actor, item=going.amber.pk, update=EMPTY)
    assert refused.value.code == "room_closed"


def test_an_update_that_brings_nothing_is_told_to_nobody(going: Going) -> None:
    going.write("chi", going.amber, "Once")
    with acting_as(going.actor("chi")) as actor:
        known = NoteUpdate.objects.count()
        notes.write_note(actor=actor, item=going.amber.pk, update=queries.missing_in(actor, going.amber.pk, b""))
        assert NoteUpdate.objects.count() == known


def test_the_invited_who_see_the_point_hear_of_it(going: Going) -> None:
    going.write("chi", going.red, "For few")
    going.write("chi", going.amber, "For most")
    with acting_as(going.actor("chi")):
        updates = dict(NoteUpdate.objects.values_list("note", "pk"))
    heard = {item: going.cast.names(queries.update_readers(updates[item.pk])) for item in (going.amber, going.red)}
    assert heard == {going.amber: {"ada", "cem", "chi"}, going.red: {"ada", "chi"}}


def test_those_hear_of_it_who_could_look_it_up_themselves(going: Going) -> None:
    """Worked out for all at once from few keys, the answer is the one that each would get."""
    clear = make_item(going.meeting, going.cast, label=Label.CLEAR, position=4)
    with acting_as(going.actor("chi")):
        Invitee.objects.filter(pk=going.invited["ada"].pk).update(deputy=going.cast.bo)
    points = (clear, going.green, going.amber, going.red)
    for point in points:
        going.write("chi", point, "Something")
    with acting_as(going.actor("chi")):
        updates = dict(NoteUpdate.objects.values_list("note", "pk"))
    for point in points:
        found = set()
        for name in ("ada", "bo", "cem", "chi", "gus", "fay", "dee", "eve"):
            with acting_as(going.actor(name)):
                found |= {name} if NoteUpdate.objects.filter(note=point.pk).exists() else set()
        assert going.cast.names(queries.update_readers(updates[point.pk])) == found, point.title
