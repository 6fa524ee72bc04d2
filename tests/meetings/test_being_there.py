"""Being there: how often, with whom, as whose guest; and what the host sees to."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.circles import queries as circles
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.meetings import commands, queries
from kring.meetings.models import Meeting
from kring.meetings.queries import overview
from tests.cast import Cast
from tests.meetings.stage import invite, make_meeting
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import refused


def held(cast: Cast, there: dict[str, str], **given: Any) -> Meeting:
    """A meeting of last week, and who was there."""
    begins = now() - timedelta(days=7)
    meeting = make_meeting(cast, starts_at=begins, ends_at=begins + timedelta(hours=2), **given)
    asked = invite(meeting, cast, *there)
    with acting_as(cast.actor("chi")) as actor:
        for name, attendance in there.items():
            commands.note_attendance(actor=actor, invitee=asked[name].pk, attendance=attendance)
    return meeting


@pytest.mark.requirement("R40", "R71")
def test_everybody_sees_their_own_rate_and_a_social_event_is_no_duty(cast: Cast) -> None:
    held(cast, {"ada": "present", "cem": "absent"})
    held(cast, {"ada": "excused", "cem": "deputy"})
    held(cast, {"ada": "absent", "cem": "absent"}, kind=Meeting.Kind.SOCIAL, within="A trade fair")
    rates = {}
    for name in ("ada", "cem", "chi"):
        with acting_as(cast.actor(name)) as actor:
            rates[name] = queries.own_rate(actor, cast.north.pk)
    assert {name: (rate.there, rate.expected) for name, rate in rates.items()} == {
        "ada": (1, 2),
        "cem": (1, 2),
        "chi": (0, 0),
    }
    page = look(visitor(cast, "ada"), "/c/north/meetings/")
    assert "You were there" in page
    assert "part of A trade fair" in page
    assert "You were there" not in look(visitor(cast, "chi"), "/c/north/meetings/")


@pytest.mark.requirement("R77")
def test_who_never_met_is_introduced_and_nobody_learns_who_met_whom(cast: Cast) -> None:
    def shown(name: str) -> queries.Overview:
        with acting_as(cast.actor(name)) as actor:
            return queries.overview_of(actor, circles.circle_for(actor, cast.north.pk), topics=0)

    def pairs() -> set[frozenset[str]]:
        return {frozenset((pair.one, pair.other)) for pair in shown("chi").introductions}

    assert len(pairs()) == 2
    held(cast, {"ada": "present", "cem": "online", "chi": "present", "gus": "absent"})
    assert len(pairs()) == 1
    assert "Gus" in next(iter(pairs()))
    assert (shown("ada").introductions, shown("ada").not_met) == ([], ["Gus"])
    held(cast, {"cem": "present", "gus": "present"})
    assert shown("cem").not_met == []
    assert shown("ada").not_met == ["Gus"], "who was not there does not meet anybody by it"


def test_in_a_large_circle_pairs_are_looked_for_among_the_first_and_then_among_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "PAIRS_SHOWN", 1)
    chair = visitor(cast, "chi")
    for first, trips in ((4, 1), (1, 2)):  # one alone makes no pair
        monkeypatch.setattr(overview, "FIRST", first)
        with CaptureQueriesContext(connection) as asked:
            assert "Introduce to each other" in look(chair, "/c/north/meetings/")
        assert sum("wanted" in one["sql"] for one in asked) == trips


def test_of_many_whom_one_has_not_met_the_first_are_named(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = visitor(cast, "ada")
    assert "You have not met Cem, Chi, Gus " in look(ada, "/c/north/meetings/")
    monkeypatch.setattr(overview, "NAMES_SHOWN", 2)
    assert "You have not met Cem, Chi … " in look(ada, "/c/north/meetings/")


@pytest.mark.requirement("R69")
def test_the_host_ticks_off_and_is_reminded_at_home_when_it_is_near(cast: Cast) -> None:
    begins = now() + timedelta(days=5)
    meeting = make_meeting(
        cast, starts_at=begins, ends_at=begins + timedelta(hours=1), host=cast.memberships["cem"], title="At Gamma"
    )
    cem = visitor(cast, "cem")
    assert "You host: At Gamma" in look(cem, "/")
    assert "You host" not in look(visitor(cast, "ada"), "/")
    for task in ("room", "screen", "reception", "badges", "parking", "catering", "speaker"):
        assert cem.post(f"/meetings/{meeting.pk}/tick/", {"task": task, "done": "on"}).status_code == 302
    assert "You host" not in look(cem, "/")
    assert cem.post(f"/meetings/{meeting.pk}/tick/", {"task": "fireworks", "done": "on"}).status_code == 404
    with acting_as(cast.actor("ada")) as actor, refused("not_host"):
        commands.tick_off(actor=actor, meeting=meeting.pk, task="room", done=False)
    assert "For the host" not in look(visitor(cast, "ada"), f"/meetings/{meeting.pk}/")


@pytest.mark.requirement("R39")
def test_who_was_there_rates_the_topic_and_everybody_sees_the_mean(cast: Cast) -> None:
    with acting_as(cast.actor("cem")) as actor:
        topic = commands.offer_topic(actor=actor, circle=cast.north.pk, title="Pumps", speaker="Pia")
    meeting = held(cast, {"ada": "present", "chi": "online", "gus": "absent"})
    with acting_as(cast.actor("chi")):
        topic.__class__.objects.filter(pk=topic.pk).update(meeting=meeting)
    for name, stars in (("ada", 5), ("chi", 4), ("ada", 3)):
        with acting_as(cast.actor(name)) as actor:
            commands.rate_topic(actor=actor, topic=topic.pk, stars=stars)
    with acting_as(cast.actor("cem")) as actor:
        [row] = queries.topics_of(actor, cast.north.pk)
        assert (row.ratings, row.mean) == (2, 3.5)
        with refused("not_present"):
            commands.rate_topic(actor=actor, topic=topic.pk, stars=1)
