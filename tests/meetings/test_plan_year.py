"""Planning a year."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.circles.models import Membership
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.meetings import commands, queries
from kring.meetings.commands import RowAsked, YearAsked
from kring.meetings.forms import plan as forms
from kring.meetings.models import Meeting, Topic
from tests.cast import Cast
from tests.meetings.stage import make_meeting
from tests.sharing.pages.visit import visitor
from tests.sharing.stage import refused

ASKED = YearAsked(name="North meets", pattern="yearly", every=6, weekday=1, time=time(13, 30), start=date(2031, 1, 1))


def plan(cast: Cast, by: str = "chi") -> queries.Plan:
    with acting_as(cast.actor(by)) as actor:
        series = commands.plan_year(actor=actor, circle=cast.north.pk, asked=ASKED)
        return queries.plan(actor, series.pk)


@pytest.mark.requirement("R66")
def test_six_meetings_stand_in_the_plan_at_half_past_one_in_summer_and_winter(cast: Cast) -> None:
    rows = plan(cast).rows
    assert [row.title for row in rows] == [f"North meets {n}" for n in range(1, 7)]
    assert {f"{row.starts_at:%H:%M}" for row in rows} == {"12:30", "11:30"}  # UTC, while it is half past one in Utrecht
    assert {row.stage for row in rows} == {"planned"}


@pytest.mark.requirement("R69")
def test_the_hosts_are_in_turn_and_the_least_recent_is_proposed_first(cast: Cast) -> None:
    make_meeting(cast, host=cast.memberships["ada"], starts_at=datetime(2030, 9, 3, 12, tzinfo=UTC))
    hosts = [row.host_name for row in plan(cast).rows]
    assert hosts == ["Chora", "Gamma", "Alpha", "Chora", "Gamma", "Alpha"]


def test_who_pauses_is_left_out_of_it(cast: Cast) -> None:
    with acting_as(cast.actor("cem")) as actor:
        commands.pause_hosting(actor=actor, circle=cast.north.pk, until=date(2031, 12, 31))
    assert {row.host_name for row in plan(cast).rows} == {"Alpha", "Chora"}


@pytest.mark.requirement("R39", "R67")
def test_an_offer_is_a_candidate_and_a_meeting_without_a_topic_is_flagged(cast: Cast) -> None:
    with acting_as(cast.actor("cem")) as actor:
        commands.offer_topic(actor=actor, circle=cast.north.pk, title="Pumps", speaker="Pia", organisation="Delta")
    planned = plan(cast)
    assert planned.without_topic == 6
    first = planned.rows[0]
    with acting_as(cast.actor("chi")) as actor:
        assert [topic.title for topic in queries.unplanned_topics(actor, cast.north.pk)] == ["Pumps"]
        row = RowAsked(first.id, date(2031, 2, 4), cast.memberships["cem"].pk, "Pumps")
        commands.save_plan(actor=actor, series=planned.id, rows=[row])
        saved = queries.plan(actor, planned.id)
        assert (saved.without_topic, saved.speakers) == (5, {first.id: "Pia"})
        assert queries.unplanned_topics(actor, cast.north.pk) == []
        commands.save_plan(
            actor=actor, series=planned.id, rows=[RowAsked(first.id, date(2031, 2, 4), None, "Something else")]
        )
        assert [topic.title for topic in queries.unplanned_topics(actor, cast.north.pk)] == ["Pumps"]


def test_the_plan_asks_once_for_the_speakers_of_all_its_meetings(cast: Cast) -> None:
    planned, chair = plan(cast), visitor(cast, "chi")
    with CaptureQueriesContext(connection) as asked:
        chair.get(f"/meetings/plans/{planned.id}/")
    assert sum("meetings_topic" in one["sql"] for one in asked) == 2  # and once for the candidates


@pytest.mark.parametrize("name", ["chi", "ada"])
def test_the_meetings_of_a_circle_and_who_has_not_met_whom_are_one_trip(cast: Cast, name: str) -> None:
    plan(cast)
    reader = visitor(cast, name)
    with CaptureQueriesContext(connection) as asked:
        page = reader.get("/c/north/meetings/").content.decode()
    assert ("North meets" in page, "You have not met" in page) == (True, True)
    assert sum("meetings_meeting" in one["sql"] or "wanted" in one["sql"] for one in asked) == 1


def test_where_members_are_many_whose_turn_it_is_are_offered_and_another_can_be_sent(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "FEW", 2)
    monkeypatch.setattr(forms, "SHOWN", 1)
    planned, chair = plan(cast), visitor(cast, "chi")
    address, last = f"/meetings/plans/{planned.id}/", planned.rows[-1]
    with acting_as(cast.actor("chi")) as actor:
        lines = [RowAsked(row.id, date(2031, row.starts_at.month, 20), None, "") for row in planned.rows]
        commands.save_plan(actor=actor, series=planned.id, rows=lines)
    page = chair.get(address).content.decode()
    assert [name for name in ("Alpha", "Chora", "Gamma") if f">{name}</option>" in page] == ["Alpha"]
    assert "The members whose turn it is are offered as hosts." in page
    given = {f"day_{row.id}": f"2031-{row.starts_at.month:02}-20" for row in planned.rows}
    chair.post(address, given | {f"host_{last.id}": str(cast.memberships["cem"].pk)})
    with acting_as(cast.actor("chi")) as actor:
        assert queries.plan(actor, planned.id).rows[-1].host_name == "Gamma"
    assert ">Gamma</option>" in chair.get(address).content.decode()


def test_all_invitations_go_together_and_everybody_who_sits_there_is_invited_once(cast: Cast) -> None:
    planned = plan(cast)
    with acting_as(cast.actor("chi")) as actor:
        assert commands.invite_to_all(actor=actor, series=planned.id) == 6
        invited = queries.meeting_view(actor, planned.rows[0].id).invitees
    assert {who.name for who in invited} == {"Ada", "Cem", "Chi", "Gus"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%mail_meeting'")
        assert cursor.fetchone() == (6,)


@pytest.mark.parametrize("name", ["ada", "gus", "fay"])
def test_who_does_not_steer_plans_nothing(cast: Cast, name: str) -> None:
    with refused("not_steering"):
        plan(cast, name)


@pytest.mark.parametrize("name", ["dee", "eve", "visitor"])
def test_for_a_stranger_the_circle_is_not_there(cast: Cast, name: str) -> None:
    with pytest.raises(NotVisible):
        plan(cast, name)


def test_an_organisation_that_observes_hosts_nothing(cast: Cast) -> None:
    with acting_as(cast.actor("chi")):
        assert cast.memberships["gus"].pk not in {host.membership for host in queries.rota(cast.north.pk)}
    assert Membership.objects.filter(pk=cast.memberships["gus"].pk).exists()


def test_a_topic_that_was_taken_back_is_nowhere(cast: Cast) -> None:
    with acting_as(cast.actor("cem")) as actor:
        topic = commands.offer_topic(actor=actor, circle=cast.north.pk, title="Pumps")
        commands.withdraw_topic(actor=actor, topic=topic.pk)
        assert queries.topics_of(actor, cast.north.pk) == []
    with acting_as(cast.actor("ada")) as actor:
        other = commands.offer_topic(actor=actor, circle=cast.north.pk, title="Locks")
    with acting_as(cast.actor("cem")) as actor, refused("not_steering"):
        commands.withdraw_topic(actor=actor, topic=other.pk)
    assert Meeting.objects.count() == Topic.objects.count() == 0  # nobody is bound
