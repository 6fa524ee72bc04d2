"""Seats given and ended, mandates, deputies, colleagues and machines."""

from datetime import date

import pytest

from kring.circles import commands, queries
from kring.circles.models import Seat
from kring.kernel.errors import NotVisible
from kring.people import queries as people
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.circles.stage import keys, seat
from tests.sharing.stage import readers, refused, share
from tests.trail import facts_of


def give(cast: Cast, person: str = "bo", role: str = "deputy", by: str = "chi", of: str = "ada") -> Seat:
    pk = commands.give_seat(
        actor=cast.actor(by), membership=cast.memberships[of].pk, person=cast.person(person).pk, role=role
    )
    return Seat.objects.get(pk=pk)


def test_a_colleague_gets_a_seat_and_reads_the_circle(cast: Cast) -> None:
    item = share(cast, "cem")
    assert "bo" not in readers(cast, item)
    give(cast)
    assert "bo" in readers(cast, item)
    (fact,) = facts_of(cast.chi, "SeatGiven")
    assert (fact.circle, fact.details["role"]) == (cast.north.pk, "deputy")


def test_an_organisation_seats_its_own_deputy(cast: Cast) -> None:
    give(cast, by="ada")
    with refused("not_steering"):
        give(cast, by="ada", role="chair")


@pytest.mark.parametrize("name", ["cem", "gus", "fay", "bo"])
def test_nobody_seats_people_of_another_organisation(cast: Cast, name: str) -> None:
    with refused("not_yours"):
        give(cast, by=name)


def test_only_somebody_of_the_organisation_sits_for_it(cast: Cast) -> None:
    for stranger in ("cem", "eve", "dee"):
        with pytest.raises(NotVisible):
            give(cast, stranger)


def test_it_is_refused_the_second_time(cast: Cast) -> None:
    give(cast)
    with refused("already_seated"):
        give(cast)


def test_only_a_member_has_seats(cast: Cast) -> None:
    cast.memberships["ada"].state = "suspended"
    cast.memberships["ada"].save()
    with refused("not_a_member"):
        give(cast)


def test_a_seat_ends_at_once(cast: Cast) -> None:
    item = share(cast, "ada")
    commands.end_seat(actor=cast.actor("chi"), seat=cast.seats["cem"].pk)
    assert readers(cast, item) == {"ada", "chi", "max"}
    with refused("seat_ended"):
        commands.end_seat(actor=cast.actor("chi"), seat=cast.seats["cem"].pk)


def test_one_ends_ones_own_seat_and_no_other(cast: Cast) -> None:
    with refused("not_steering"):
        commands.end_seat(actor=cast.actor("ada"), seat=cast.seats["cem"].pk)
    commands.end_seat(actor=cast.actor("ada"), seat=cast.seats["ada"].pk)
    assert cast.memberships["ada"].pk not in keys(cast, "ada")


def test_the_last_chair_stays(cast: Cast) -> None:
    with refused("last_chair"):
        commands.end_seat(actor=cast.actor("chi"), seat=cast.seats["chi"].pk)
    seat(cast, "cem", cast.north, "chair")
    commands.end_seat(actor=cast.actor("chi"), seat=cast.seats["chi"].pk)


def test_a_vacant_circle_is_helped_by_who_steers_around_it(cast: Cast) -> None:
    """Pier has no chair and no secretary."""
    fay = cast.memberships["fay"]
    commands.give_seat(actor=cast.actor("chi"), membership=fay.pk, person=cast.fay.pk, role="chair")
    assert cast.pier.pk not in keys(cast, "chi"), "who helps reads nothing for it"
    with refused("not_yours"):
        commands.give_seat(actor=cast.actor("chi"), membership=fay.pk, person=cast.fay.pk, role="secretary")


def mandate(cast: Cast, by: str = "chi", label: Label = Label.GREEN, of: str = "ada") -> None:
    commands.record_mandate(
        actor=cast.actor(by),
        seat=cast.seats[of].pk,
        widest_label=label,
        decides_up_to=500,
        hours_a_month=8,
        signed_by="The director",
        signed_on=date(2026, 1, 1),
        until=None,
    )


@pytest.mark.requirement("R57")
def test_a_mandate_is_what_one_shares_under(cast: Cast) -> None:
    mandate(cast)
    found = queries.seat_for_sharing(cast.actor("ada"), cast.north.pk)
    assert found is not None
    assert found.mandate is not None
    assert not found.mandate.covers(Label.CLEAR, date(2026, 11, 21))
    mandate(cast, label=Label.CLEAR)
    found = queries.seat_for_sharing(cast.actor("ada"), cast.north.pk)
    assert found is not None
    assert found.mandate is not None
    assert found.mandate.covers(Label.CLEAR, date(2026, 11, 21))
    held = queries.mandates([cast.seats["ada"].pk])[cast.seats["ada"].pk]
    assert (held.signed_by, held.recorded_by, held.hours_a_month) == ("The director", "Chi", 8)


@pytest.mark.requirement("R57")
def test_nobody_widens_their_own_mandate(cast: Cast) -> None:
    with refused("own_mandate"):
        mandate(cast, by="ada")
    with refused("not_yours"):
        mandate(cast, by="cem")


def test_a_machine_acts_with_its_token_for_its_organisation(cast: Cast) -> None:
    item = share(cast, "cem")
    added = commands.add_machine(actor=cast.actor("ada"), membership=cast.memberships["ada"].pk, name="SIEM")
    actor = people.actor_of_token(added.token)
    assert actor is not None
    assert actor.person == added.person
    assert actor.scope == frozenset({cast.north.pk})
    from kring.kernel.binding import acting_as
    from kring.sharing.models import Item

    with acting_as(actor):
        assert Item.objects.filter(pk=item).exists()


@pytest.mark.parametrize("name", ["cem", "chi", "bo", "gus"])
def test_nobody_adds_a_machine_for_others(cast: Cast, name: str) -> None:
    with refused("not_yours"):
        commands.add_machine(actor=cast.actor(name), membership=cast.memberships["ada"].pk, name="SIEM")


def test_an_organisation_ends_its_own_machine(cast: Cast) -> None:
    with refused("not_steering"):
        commands.end_seat(actor=cast.actor("ada"), seat=cast.seats["max"].pk)
    commands.end_seat(actor=cast.actor("cem"), seat=cast.seats["max"].pk)
    assert cast.memberships["max"].pk not in keys(cast, "max")


def test_a_colleague_who_left_reads_nothing(cast: Cast) -> None:
    item = share(cast, "ada", Label.GREEN)
    assert "bo" in readers(cast, item)
    commands.end_colleague(actor=cast.actor("ada"), organisation=cast.alpha.pk, person=cast.bo.pk)
    assert "bo" not in readers(cast, item)
    with pytest.raises(NotVisible):
        commands.end_colleague(actor=cast.actor("ada"), organisation=cast.alpha.pk, person=cast.bo.pk)


def test_nobody_ends_a_colleague_of_others(cast: Cast) -> None:
    for name in ("cem", "chi", "bo", "eve", "visitor"):
        with pytest.raises(NotVisible):
            commands.end_colleague(actor=cast.actor(name), organisation=cast.alpha.pk, person=cast.bo.pk)


def test_a_client_is_registered_and_ended_by_its_organisation(cast: Cast) -> None:
    client = commands.register_client(
        actor=cast.actor("ada"), organisation=cast.alpha.pk, name="Bakery", contact="Bea", email="Bea@Bakery.example"
    )
    assert [one.email for one in queries.clients_of(cast.actor("ada"))] == ["bea@bakery.example"]
    with pytest.raises(NotVisible):
        commands.end_client(actor=cast.actor("cem"), client=client)
    commands.end_client(actor=cast.actor("ada"), client=client)
    assert queries.clients_of(cast.actor("ada")) == []
