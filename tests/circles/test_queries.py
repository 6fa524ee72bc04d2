"""Where people stand, as sharing asks for it."""

import pytest

from kring.circles import queries
from kring.circles.models import Affiliation, Circle, Client, Expertise, Mandate, Membership, Seat, Segment, Suspension
from kring.kernel.actor import VISITOR, Actor
from kring.kernel.errors import NotVisible
from kring.kernel.ids import new_id
from kring.tlp.audience import colleague_key
from kring.tlp.labels import Label
from tests.cast import Cast

SEES_NORTH = {"ada", "bo", "cem", "chi", "fay", "gus", "max"}


def sees(cast: Cast, name: str, circle: Circle) -> bool:
    """Does the circle exist for this one of the cast?"""
    try:
        queries.circle_for(cast.actor(name), circle.pk)
    except NotVisible:
        return False
    return True


@pytest.mark.requirement("R142")
def test_a_circle_exists_for_the_people_of_its_community_alone(cast: Cast) -> None:
    everybody = [*cast.NAMES, "visitor"]
    assert {name for name in everybody if sees(cast, name, cast.north)} == SEES_NORTH
    assert {name for name in everybody if sees(cast, name, cast.pier)} == SEES_NORTH
    assert {name for name in everybody if sees(cast, name, cast.south)} == {"dee"}


def test_an_unknown_circle_and_a_hidden_one_are_one_answer(cast: Cast) -> None:
    for which in (new_id(), "nowhere", cast.south.pk, "south"):
        with pytest.raises(NotVisible):
            queries.circle_for(cast.actor("ada"), which)


def test_a_circle_is_found_by_its_name_in_addresses(cast: Cast) -> None:
    place = queries.circle_for(cast.actor("ada"), "pier")
    assert (place.id, place.parent, place.path) == (cast.pier.pk, cast.north.pk, (cast.north.pk, cast.pier.pk))
    assert place.standing is None
    assert not place.is_outermost


def test_standing_is_the_roles_of_seats_in_force(cast: Cast) -> None:
    chair = queries.standing(cast.actor("chi"), cast.north.pk)
    assert chair is not None
    assert chair.steers
    assert chair.memberships == {cast.memberships["chi"].pk}
    observer = queries.standing(cast.actor("gus"), cast.north.pk)
    assert observer is not None
    assert observer.roles == {"observer"}
    assert not observer.steers
    for name in ("bo", "dee", "eve", "fay", "visitor"):
        assert queries.standing(cast.actor(name), cast.north.pk) is None


def test_a_chair_of_an_observing_organisation_does_not_steer(cast: Cast) -> None:
    Seat.objects.create(membership=cast.memberships["gus"], person=cast.gus, role="chair")
    standing = queries.standing(cast.actor("gus"), cast.north.pk)
    assert standing is not None
    assert not standing.steers


def test_a_token_limited_to_another_circle_has_no_standing_here(cast: Cast) -> None:
    actor = Actor(person=cast.ada.pk, scope=frozenset({cast.pier.pk}))
    assert queries.standing(actor, cast.north.pk) is None
    assert queries.seat_for_sharing(actor, cast.north.pk) is None
    with pytest.raises(NotVisible):
        queries.circle_for(actor, cast.north.pk)


def test_circles_are_listed_outer_before_inner_with_what_one_is_there(cast: Cast) -> None:
    Seat.objects.create(
        membership=Membership.objects.create(circle=cast.pier, organisation=cast.alpha, state="member"),
        person=cast.ada,
    )
    assert [(place.name, place.is_colleague) for place in queries.circles_of(cast.actor("ada"))] == [
        ("North", True),
        ("Pier", True),
    ]
    assert [(place.name, bool(place.standing)) for place in queries.circles_of(cast.actor("bo"))] == [
        ("North", False),
        ("Pier", False),
    ]
    assert queries.circles_of(cast.actor("eve")) == []
    assert queries.circles_of(VISITOR) == []


def test_the_circles_around_are_all_of_the_community(cast: Cast) -> None:
    assert [place.name for place in queries.circles_around(cast.actor("cem"), cast.north.pk)] == ["North", "Pier"]
    assert queries.circles_around(cast.actor("dee"), cast.north.pk) == []


def test_somebody_without_a_second_factor_is_told_that_the_circle_asks_for_one(cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    Circle.objects.filter(pk=cast.north.pk).update(second_factor=True)
    place = queries.circle_for(cast.actor("ada"), cast.north.pk)
    assert (place.standing, place.waits_for_second_factor) == (None, True)
    assert not queries.circle_for(cast.actor("bo"), cast.north.pk).waits_for_second_factor
    Authenticator.objects.create(user=cast.ada, type="totp", data={})
    place = queries.circle_for(cast.actor("ada"), cast.north.pk)
    assert place.standing is not None
    assert not place.waits_for_second_factor


@pytest.mark.requirement("R57")
def test_one_shares_under_the_seat_with_the_widest_mandate(cast: Cast) -> None:
    first = queries.seat_for_sharing(cast.actor("ada"), cast.north.pk)
    assert first is not None
    assert (first.membership, first.mandate) == (cast.memberships["ada"].pk, None)
    second = Seat.objects.create(membership=cast.memberships["cem"], person=cast.ada, role="deputy")
    Mandate.objects.create(seat=second, widest_label=Label.GREEN, signed_by="Gamma's director", signed_on="2026-01-01")
    chosen = queries.seat_for_sharing(cast.actor("ada"), cast.north.pk)
    assert chosen is not None
    assert chosen.membership == cast.memberships["cem"].pk
    assert chosen.mandate is not None
    assert chosen.mandate.widest_label is Label.GREEN


def test_observers_and_colleagues_have_no_seat_to_share_under(cast: Cast) -> None:
    for name in ("bo", "gus", "eve", "dee", "visitor"):
        assert queries.seat_for_sharing(cast.actor(name), cast.north.pk) is None


@pytest.mark.requirement("R49")
def test_only_introduced_people_can_be_named(cast: Cast) -> None:
    Seat.objects.filter(pk=cast.seats["cem"].pk).update(introduced_at=None)
    seated = queries.seated_in(cast.north.pk)
    assert cast.names(seated.people) == {"ada", "chi"}
    assert seated.memberships == {cast.memberships[name].pk for name in ("ada", "cem", "chi")}


def test_members_are_listed_by_name_with_their_seats(cast: Cast) -> None:
    members = queries.members_of(cast.north.pk)
    assert [(member.organisation.name, [seat.name for seat in member.seats]) for member in members] == [
        ("Alpha", ["Ada"]),
        ("Chora", ["Chi"]),
        ("Gamma", ["Cem", "Max"]),
        ("Gimel", ["Gus"]),
    ]
    assert all(seat.in_force for member in members for seat in member.seats)


@pytest.mark.requirement("R15")
def test_a_segment_holds_those_of_its_members_that_are_members_now(cast: Cast) -> None:
    segment = Segment.objects.create(circle=cast.north, name="Small suppliers")
    segment.memberships.set([cast.memberships["ada"], cast.memberships["cem"]])
    Membership.objects.filter(pk=cast.memberships["cem"].pk).update(state="suspended")
    (found,) = queries.segments(cast.north.pk)
    assert found.name == "Small suppliers"
    assert found.memberships == {cast.memberships["ada"].pk}


def test_people_carry_the_organisations_of_the_community_that_asks(cast: Cast) -> None:
    south = Membership.objects.get(circle=cast.south)
    Affiliation.objects.create(person=cast.ada, organisation=south.organisation)
    assert queries.people_by_id([cast.ada.pk], cast.north.community)[cast.ada.pk].organisations == ("Alpha",)
    assert queries.people_by_id([cast.ada.pk], cast.south.community)[cast.ada.pk].organisations == ("Delta",)
    assert queries.people_by_id([cast.max.pk], cast.north.community)[cast.max.pk].is_machine


def test_colleagues_work_for_the_organisation_one_sits_for(cast: Cast) -> None:
    (bo,) = queries.colleagues_of(cast.actor("ada"), cast.north.pk)
    membership = cast.memberships["ada"].pk
    assert (bo.person, bo.membership, bo.seated) == (cast.bo.pk, membership, False)
    assert bo.key == colleague_key(membership, cast.bo.pk)
    assert queries.membership_shared_with(cast.actor("ada"), cast.north.pk, cast.bo.pk) == membership
    assert queries.membership_shared_with(cast.actor("ada"), cast.north.pk, cast.cem.pk) is None
    assert queries.colleagues_of(cast.actor("bo"), cast.north.pk) == []


def test_clients_are_those_of_the_organisations_one_sits_for(cast: Cast) -> None:
    Client.objects.create(
        organisation=cast.alpha, name="Bakery", contact="Bea", email="bea@bakery.example", registered_by=cast.ada
    )
    assert [client.name for client in queries.clients_of(cast.actor("ada"))] == ["Bakery"]
    for name in ("bo", "cem", "visitor"):
        assert queries.clients_of(cast.actor(name)) == []


@pytest.mark.requirement("R54")
def test_a_sharing_limit_is_told_for_the_members_that_are_chosen(cast: Cast) -> None:
    cast.gamma.sharing_limit, cast.gamma.sharing_limit_reason = Label.GREEN, "Head office in another country"
    cast.gamma.save()
    (limit,) = queries.sharing_limits(cast.north.pk)
    assert (limit.organisation, limit.label) == ("Gamma", Label.GREEN)
    assert queries.sharing_limits(cast.north.pk, [cast.memberships["ada"].pk]) == []


def test_experts_are_found_in_the_circle_or_in_its_whole_community(cast: Cast) -> None:
    for person, level in ((cast.ada, 2), (cast.cem, 4), (cast.fay, 5), (cast.bo, 3), (cast.dee, 5)):
        Expertise.objects.create(person=person, topic="OT", level=level)

    def names(circle: Circle) -> list[str]:
        return [cast.names({expert.person}).pop() for expert in queries.experts(circle.pk, ["ot "])]

    assert names(cast.pier) == ["fay"]
    assert names(cast.north) == ["fay", "cem", "bo"]
    assert queries.experts(cast.north.pk, []) == []


@pytest.mark.requirement("R50")
def test_somebody_suspended_in_a_circle_is_out_of_the_circles_inside_it(cast: Cast) -> None:
    Seat.objects.create(
        membership=Membership.objects.create(circle=cast.pier, organisation=cast.alpha, state="member"), person=cast.ada
    )
    Suspension.objects.create(circle=cast.north, person=cast.ada, why="breach")
    assert queries.circles_of(cast.actor("ada")) == []
    assert queries.standing(cast.actor("ada"), cast.pier.pk) is None
    assert queries.standing(cast.actor("cem"), cast.north.pk) is not None
