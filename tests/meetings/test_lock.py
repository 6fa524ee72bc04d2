"""Who sees meetings, agendas and who is invited, and who changes them: asked of the database itself."""

from datetime import time
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.meetings.models import AgendaItem, Invitee, Meeting, Series
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.stage import invite, lock, make_item, make_meeting

pytestmark = pytest.mark.lock
EVERYBODY = (*Cast.NAMES, "visitor")


def those_who_see(rows: "type[Meeting | AgendaItem | Invitee | Series]", pk: UUID, cast: Cast) -> set[str]:
    seeing = set()
    for name in EVERYBODY:
        with acting_as(cast.actor(name)):
            if rows.objects.filter(pk=pk).exists():
                seeing.add(name)
    return seeing


def test_a_meeting_and_its_points_are_seen_as_their_labels_say(cast: Cast) -> None:
    meeting = make_meeting(cast, label=Label.GREEN)
    seen = {
        label: those_who_see(AgendaItem, make_item(meeting, cast, label=label, position=label).pk, cast)
        for label in (Label.GREEN, Label.AMBER, Label.RED)
    }
    assert those_who_see(Meeting, meeting.pk, cast) == {"ada", "bo", "cem", "chi", "fay", "gus", "max"}
    assert seen == {
        Label.GREEN: {"ada", "bo", "cem", "chi", "fay", "gus", "max"},
        Label.AMBER: {"ada", "cem", "chi", "max"},
        Label.RED: {"ada", "chi"},
    }


def test_a_point_is_not_seen_where_its_meeting_is_not(cast: Cast) -> None:
    meeting = make_meeting(cast, label=Label.AMBER)
    assert those_who_see(AgendaItem, make_item(meeting, cast, label=Label.GREEN).pk, cast) == {
        "ada", "cem", "chi", "max"
    }  # fmt: skip


def test_who_is_invited_is_seen_by_the_invited_and_by_who_steers(cast: Cast) -> None:
    meeting = make_meeting(cast)
    asked = invite(meeting, cast, "ada", "gus")
    with acting_as(cast.actor("chi")):
        Invitee.objects.filter(pk=asked["ada"].pk).update(deputy=cast.bo)
    assert those_who_see(Invitee, asked["gus"].pk, cast) == {"ada", "bo", "gus", "chi"}


def test_a_series_is_seen_by_its_circle(cast: Cast) -> None:
    with acting_as(cast.actor("chi")):
        series = Series.objects.create(circle=cast.north, name="Every two months", time=time(13, 30))
    assert those_who_see(Series, series.pk, cast) == {"ada", "cem", "chi", "max"}


def test_only_who_steers_makes_and_changes(cast: Cast) -> None:
    meeting = make_meeting(cast)
    item = make_item(meeting, cast)
    asked = invite(meeting, cast, "ada", "cem")
    with acting_as(cast.actor("ada")):
        assert not Meeting.objects.filter(pk=meeting.pk).update(title="Mine")
        assert not AgendaItem.objects.filter(pk=item.pk).update(title="Mine")
        assert not Invitee.objects.filter(pk=asked["cem"].pk).update(reply="declined")
        assert Invitee.objects.filter(pk=asked["ada"].pk).update(reply="accepted")
        with pytest.raises(DatabaseError), transaction.atomic():
            AgendaItem.objects.create(
                meeting=meeting, position=2, title="Mine", **lock(cast, Label.AMBER) | {"author_id": cast.ada.pk}
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            Invitee.objects.create(meeting=meeting, circle_id=meeting.circle_id, person=cast.bo)


def test_a_token_for_another_circle_sees_nothing_of_it(cast: Cast) -> None:
    meeting = make_meeting(cast)
    invite(meeting, cast, "chi")
    with acting_as(Actor(person=cast.chi.pk, scope=frozenset({cast.pier.pk}))):
        assert not Meeting.objects.exists()
        assert not Invitee.objects.exists()
