"""Give and take: counted under the lock, so that nobody's numbers tell of what they may not know."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.circles import queries as circles
from kring.circles.models import Membership, Organisation, Seat
from kring.health import commands, queries
from kring.health.models import Hours
from kring.kernel import clock
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.meetings.models import Invitee, Topic
from kring.people.models import Person
from kring.sharing import commands as sharing
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.health.stage import crowd
from tests.meetings.stage import invite, lock, make_meeting
from tests.sharing.stage import refused, share
from tests.trail import facts_of

SHARED, FEEDBACK, ANSWERS, HOSTED, TALKS, ATTENDED, HOURS = range(7)


def given(cast: Cast, by: str, house: str) -> tuple[object, ...] | None:
    """What an organisation gave, as somebody sees it; None where they see nothing of it."""
    with acting_as(cast.actor(by)) as actor:
        rows = queries.ledger(actor, circles.circle_for(actor, cast.north.pk)).rows
        return next((tuple(row.amounts) for row in rows if row.organisation == house), None)


def log(cast: Cast, by: str = "ada", hours: str = "2.5") -> None:
    """Somebody writes down hours for North."""
    with acting_as(cast.actor(by)) as actor:
        commands.log_hours(actor=actor, circle=cast.north.pk, day=clock.now().date(), hours=Decimal(hours), what="Talk")


@pytest.mark.requirement("R53")
def test_ones_own_organisation_and_who_steers_see_it(cast: Cast) -> None:
    share(cast, label=Label.AMBER)
    log(cast)
    assert given(cast, "ada", "Alpha") == (1, 0, 0, 0, 0, 0, Decimal("2.50"))
    assert given(cast, "chi", "Alpha") == (1, 0, 0, 0, 0, 0, Decimal("2.50"))
    for name in ("cem", "bo", "gus"):
        assert given(cast, name, "Alpha") is None


@pytest.mark.requirement("R53")
def test_what_one_may_not_know_of_is_not_in_ones_numbers(cast: Cast) -> None:
    share(cast, label=Label.RED, named=["cem"])
    share(cast, label=Label.AMBER, via_secretariat=True)
    ada, chi = given(cast, "ada", "Alpha"), given(cast, "chi", "Alpha")
    assert ada
    assert chi
    assert (ada[SHARED], chi[SHARED]) == (1, 0)


@pytest.mark.requirement("R53")
def test_a_roof_a_talk_and_being_there_are_given_too(cast: Cast) -> None:
    before = clock.now() - timedelta(days=9)
    gamma = cast.memberships["cem"]
    meeting = make_meeting(cast, starts_at=before, ends_at=before + timedelta(hours=2), stage="held", host=gamma)
    came = invite(meeting, cast, "ada", "cem")["cem"]
    with acting_as(cast.actor("chi")):
        Invitee.objects.filter(pk=came.pk).update(attendance="online")
        Topic.objects.create(**lock(cast, Label.AMBER) | {"membership_id": gamma.pk}, title="Pumps", meeting=meeting)
    assert given(cast, "chi", "Gamma") == given(cast, "cem", "Gamma") == (0, 0, 0, 1, 1, 1, 0)
    assert given(cast, "chi", "Alpha") == (0, 0, 0, 0, 0, 0, 0)


def test_feedback_of_fewer_than_five_is_told_to_the_givers_alone(cast: Cast) -> None:
    item = share(cast, label=Label.AMBER)
    with acting_as(cast.actor("cem")) as actor:
        sharing.give_feedback(actor=actor, item=item, kind="useful")
        sharing.give_feedback(actor=actor, item=item, kind="affected")
    own, seen = given(cast, "cem", "Gamma"), given(cast, "chi", "Gamma")
    assert own
    assert seen
    assert (own[FEEDBACK], seen[FEEDBACK]) == (1, 0)


def test_feedback_of_five_members_is_told_to_who_steers_as_far_as_they_may_read_it(cast: Cast) -> None:
    item, between_two = share(cast, label=Label.AMBER), share(cast, label=Label.RED, named=["cem"])
    tell(cast.person("cem"), item, between_two)
    for person in newly_joined(cast, 4):
        tell(person, item)
    seen, own = given(cast, "chi", "Gamma"), given(cast, "cem", "Gamma")
    assert seen
    assert own
    assert (seen[FEEDBACK], own[FEEDBACK]) == (1, 2)
    with acting_as(cast.actor("chi")) as actor:
        rows = queries.ledger(actor, circles.circle_for(actor, cast.north.pk)).rows
        assert sum(row.gifts["feedback"] for row in rows) == 5


def test_of_some_members_who_steers_learns_what_they_learn_of_all(cast: Cast) -> None:
    item = share(cast, label=Label.AMBER)
    givers = [cast.person("cem"), *newly_joined(cast, 3)]
    for person in givers:
        tell(person, item)
    log(cast, "cem")
    four = alike_of_some_and_of_all(cast, givers)
    assert sum(row.gifts["feedback"] for row in four) == 0
    tell(cast.person("chi"), item)
    assert sum(row.gifts["feedback"] for row in alike_of_some_and_of_all(cast, givers)) == 4
    five = alike_of_some_and_of_all(cast, [*givers, cast.person("chi")])
    assert sum(row.gifts["feedback"] for row in five) == 5


def alike_of_some_and_of_all(cast: Cast, people: list[Person]) -> list[queries.Given]:
    """What the organisations of these gave as who steers sees it, when it is counted for them and for all."""
    some = list(Seat.objects.filter(person__in=people).values_list("membership", flat=True))
    with acting_as(cast.actor("chi")) as actor:
        place = circles.circle_for(actor, cast.north.pk)
        of_some = queries.ledger(actor, place, beside=some).of(some)
        assert of_some == queries.ledger(actor, place).of(some)
    assert len(of_some) == len(people)
    return of_some


def test_who_does_not_steer_learns_of_no_others_whom_they_name(cast: Cast) -> None:
    log(cast, "cem")
    with acting_as(cast.actor("ada")) as actor:
        place = circles.circle_for(actor, cast.north.pk)
        beside = queries.ledger(actor, place, beside=[cast.memberships["cem"].pk])
        assert [row.organisation for row in beside.rows] == ["Alpha"]
        assert len(queries.givers(place)) == 0


def test_on_paper_who_steers_gave_what_they_gave_on_the_page(cast: Cast) -> None:
    item = share(cast, label=Label.AMBER)
    for person in (*newly_joined(cast, 4), cast.person("chi")):
        tell(person, item)
    log(cast, "chi")
    log(cast, "cem", "1")
    with acting_as(cast.actor("chi")) as actor:
        place = circles.circle_for(actor, cast.north.pk)
        (alone,) = queries.ledger(actor, place, beside=()).rows
        assert [alone] == queries.ledger(actor, place).own
    assert alone.amounts == (0, 1, 0, 0, 0, 0, Decimal("2.50"))


def test_of_whom_something_was_seen_nothing_more_is_asked(cast: Cast) -> None:
    Membership.objects.update(since=clock.now() - timedelta(days=300))
    for name in ("ada", "cem"):
        log(cast, name)
    assert silent(cast) == (["Chora"], len(queries.SOURCES) + 1)
    log(cast, "chi")
    assert silent(cast) == ([], 1)  # hours are asked for first


def test_who_does_not_steer_learns_of_nobody_that_they_are_silent(cast: Cast) -> None:
    Membership.objects.update(since=clock.now() - timedelta(days=300))
    assert silent(cast, "ada") == ([], 0)


def silent(cast: Cast, by: str = "chi") -> tuple[list[str], int]:
    """Who gave nothing, as somebody sees it, and how often the database was asked for it."""
    with acting_as(cast.actor(by)) as actor:
        place = circles.circle_for(actor, cast.north.pk)
        with CaptureQueriesContext(connection) as asked:
            found = queries.silent(place)
    return [one.organisation for one in found], len(asked)


def newly_joined(cast: Cast, size: int) -> list[Person]:
    """More people who sit in North, each for an organisation of their own."""
    people = crowd(cast, size)
    for person in people:
        house = Membership.objects.create(
            circle=cast.north, organisation=Organisation.objects.create(name=person.name), state="member"
        )
        Seat.objects.filter(person=person).update(membership=house)
    return people


def tell(who: Person, *items: UUID) -> None:
    """Somebody says of each of these that it is useful."""
    for item in items:
        with acting_as(Actor(person=who.pk)) as actor:
            sharing.give_feedback(actor=actor, item=item, kind="useful")


def test_hours_are_ones_own_and_the_sum_is_ones_organisations(cast: Cast) -> None:
    log(cast, "cem")
    (colleague,) = crowd(cast, 1)
    with acting_as(Actor(person=colleague.pk)) as actor:
        assert queries.own_hours(actor, cast.north.pk).rows == []
        assert not Hours.objects.exists()
    with acting_as(cast.actor("chi")):
        assert not Hours.objects.exists()
    log(cast, "ada", "1")
    assert given(cast, "cem", "Gamma") == (0, 0, 0, 0, 0, 0, Decimal("2.50"))


def test_hours_can_be_taken_away_by_who_wrote_them_down(cast: Cast) -> None:
    log(cast)
    with acting_as(cast.actor("ada")) as actor:
        (row,) = queries.own_hours(actor, cast.north.pk).rows
    with acting_as(cast.actor("cem")) as actor, pytest.raises(NotVisible):
        commands.remove_hours(actor=actor, hours=row.id)
    with acting_as(cast.actor("ada")) as actor:
        commands.remove_hours(actor=actor, hours=row.id)
        assert queries.own_hours(actor, cast.north.pk).total == 0
    assert (len(facts_of(cast.ada, "HoursRemoved")), facts_of(cast.chi, "HoursRemoved")) == (1, [])


@pytest.mark.parametrize(("name", "hours", "days", "code"), [
    ("ada", "25", 0, "no_day_has"), ("ada", "0", 0, "no_day_has"), ("ada", "1", 2, "not_yet"), ("bo", "1", 0, "not_seated"),
    ("gus", "1", 0, "not_seated"),
])  # fmt: skip
def test_what_cannot_be_is_refused(cast: Cast, name: str, hours: str, days: int, code: str) -> None:
    day = clock.now().date() + timedelta(days=days)
    with acting_as(cast.actor(name)) as actor, refused(code):
        commands.log_hours(actor=actor, circle=cast.north.pk, day=day, hours=Decimal(hours), what="Talk")
