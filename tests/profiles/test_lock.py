"""A profile is seen by the people of its organisation, and by nobody else: in the database, whatever the query."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import ProgrammingError

from kring.circles import commands as circles
from kring.circles.models import Seat
from kring.circles.rules import MembershipState
from kring.exchange import commands as exchange
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.ids import new_id
from kring.people.models import Person
from kring.profiles import queries
from kring.profiles.models import Match, Profile, Supplier, Technology, Use
from kring.sharing import commands as sharing
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.objects import arrived
from tests.sharing import stage

EVERYBODY = (*Cast.NAMES, "visitor")
PRIVATE = (Profile, Technology, Supplier, Match)


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Alpha told what matters to it: a row in every table."""
    with acting_as(cast.actor("ada")):
        Profile.objects.create(organisation_id=cast.alpha.pk, sectors=["water"])
        Technology.objects.create(organisation_id=cast.alpha.pk, id=new_id(), vendor="Siemens", product="SIMATIC")
        Supplier.objects.create(organisation_id=cast.alpha.pk, id=new_id(), name="Pumps and Co")
    item = stage.share(cast, label=Label.CLEAR)
    with acting_as(cast.actor("bo")):
        Match.objects.create(organisation_id=cast.alpha.pk, item_id=item)
    return cast


def rows_seen(actor: Actor) -> int:
    """How many of the four rows of a profile the database lets out."""
    with acting_as(actor):
        return sum(table.objects.count() for table in PRIVATE)


def test_who_works_for_the_organisation_sees_it_and_nobody_else_does(told: Cast) -> None:
    seen = {name: rows_seen(told.actor(name)) for name in EVERYBODY}
    assert seen == dict.fromkeys(EVERYBODY, 0) | {"ada": 4, "bo": 4}


def test_a_machine_of_the_organisation_reads_and_does_not_write(told: Cast) -> None:
    with acting_as(told.actor("cem")):
        Profile.objects.create(organisation_id=told.gamma.pk, sectors=["energy"])
    assert rows_seen(told.actor("max")) == 1
    with pytest.raises(ProgrammingError), acting_as(told.actor("max")):
        Supplier.objects.create(organisation_id=told.gamma.pk, id=new_id(), name="Another")


@pytest.mark.parametrize("name", ["bo", "cem", "chi", "dee", "eve", "visitor"])
def test_nobody_writes_but_who_sits_for_it(told: Cast, name: str) -> None:
    with pytest.raises(ProgrammingError), acting_as(told.actor(name)):
        Technology.objects.create(organisation_id=told.alpha.pk, id=new_id(), product="A way in")
    with acting_as(told.actor(name)):
        assert not Technology.objects.update(product="Something else")
        assert not Profile.objects.all().delete()[0]


def test_nobody_gives_a_row_to_another_organisation(told: Cast) -> None:
    with pytest.raises(ProgrammingError), acting_as(told.actor("ada")):
        Supplier.objects.update(organisation_id=told.gamma.pk)


def end_seat(cast: Cast) -> None:
    Seat.objects.filter(person=cast.ada).update(until=now())


def suspend(cast: Cast) -> None:
    circles.suspend_person(actor=cast.actor("chi"), circle=cast.north.pk, person=cast.ada.pk, why="breach")


def close_account(cast: Cast) -> None:
    Person.objects.filter(pk=cast.ada.pk).update(suspended_at=now())


def leave_the_organisation(cast: Cast) -> None:
    circles.end_colleague(actor=cast.actor("ada"), organisation=cast.alpha.pk, person=cast.ada.pk)


def shut_the_organisation_out(cast: Cast) -> None:
    circles.move_membership(
        actor=cast.actor("chi"),
        membership=cast.memberships["ada"].pk,
        then=MembershipState.SUSPENDED,
        why="breach",
    )


@pytest.mark.parametrize(
    "act", [suspend, close_account, leave_the_organisation, shut_the_organisation_out], ids=lambda act: act.__name__
)
def test_it_is_closed_from_the_next_statement_on(told: Cast, act: Callable[[Cast], None]) -> None:
    assert rows_seen(told.actor("ada")) == 4
    with acting_as(told.actor("ada")):  # a page that was open, a second ago
        act(told)
        assert not Technology.objects.exists()
    assert rows_seen(told.actor("ada")) == 0


def test_without_the_seat_one_reads_on_as_a_colleague_and_writes_no_more(told: Cast) -> None:
    end_seat(told)
    assert rows_seen(told.actor("ada")) == 4
    with pytest.raises(ProgrammingError), acting_as(told.actor("ada")):
        Supplier.objects.create(organisation_id=told.alpha.pk, id=new_id(), name="Another")


def test_a_token_for_other_circles_does_not_reach_it(told: Cast) -> None:
    assert rows_seen(Actor(person=told.ada.pk, scope=frozenset({told.north.pk}))) == 4
    assert rows_seen(Actor(person=told.ada.pk, scope=frozenset({told.south.pk}))) == 0


# --- What matters to us in what others share ---


def matched(cast: Cast, item: UUID, name: str) -> bool:
    with acting_as(cast.actor(name)):
        return Match.objects.filter(item_id=item).exists()


def test_a_colleague_hears_nothing_of_an_item_that_is_not_theirs_to_read(told: Cast) -> None:
    item = stage.share(told, label=Label.AMBER)
    with acting_as(told.actor("ada")):
        Match.objects.create(organisation_id=told.alpha.pk, item_id=item)
    assert matched(told, item, "ada")
    assert not matched(told, item, "bo")


def test_it_goes_with_an_item_that_is_taken_back(told: Cast) -> None:
    item = stage.share(told, label=Label.GREEN)
    with acting_as(told.actor("ada")):
        Match.objects.create(organisation_id=told.alpha.pk, item_id=item)
        sharing.withdraw_item(actor=told.actor("ada"), item=item)
    assert not matched(told, item, "ada")


def test_an_object_is_said_to_matter_to_who_may_read_the_object(told: Cast) -> None:
    stored = an_object(told)
    with acting_as(told.actor("ada")):
        Match.objects.create(organisation_id=told.alpha.pk, circle_id=told.north.pk, stix_id=stored)
        assert Match.objects.filter(stix_id=stored).exists()
    with acting_as(told.actor("bo")):
        assert not Match.objects.filter(stix_id=stored).exists()
    with pytest.raises(ProgrammingError), acting_as(told.actor("ada")):
        Match.objects.create(organisation_id=told.alpha.pk, circle_id=told.south.pk, stix_id=stored)


def an_object(cast: Cast) -> str:
    """Gamma's machine adds an object under AMBER in North, which bo does not read."""
    with acting_as(cast.actor("chi")) as actor:
        collection = exchange.open_collection(actor=actor, circle=cast.north.pk).pk
    sent = arrived(label=Label.AMBER)
    with acting_as(Actor(person=cast.max.pk, ceiling=3)) as actor:
        exchange.take_in(actor=actor, collection=collection, arrived=[sent])
    return sent.stix_id


# --- What a circle is shown ---


def test_what_is_shown_to_a_circle_is_seen_by_who_sits_there(told: Cast) -> None:
    with acting_as(told.actor("ada")):
        Use.objects.create(
            organisation_id=told.alpha.pk,
            circle_id=told.north.pk,
            membership_id=told.memberships["ada"].pk,
            vendor="Siemens",
            product="SIMATIC",
        )

    def see_it() -> set[str]:
        found = set()
        for name in EVERYBODY:
            with acting_as(told.actor(name)):
                found |= {name} if Use.objects.exists() else set()
        return found

    assert see_it() == {"ada", "bo", "cem", "chi", "max"}  # bo is of Alpha itself; gus observes, fay sits in Pier
    shut_the_organisation_out(told)
    assert see_it() == set()


def test_people_are_sorted_by_the_organisations_that_keep_a_profile(told: Cast) -> None:
    with acting_as(told.actor("eve")):
        found = queries.watchers([told.bo.pk, told.cem.pk, told.eve.pk])
    assert found == {told.alpha.pk: told.bo.pk}
