"""Organisations on their way into, in, and out of a circle."""

import pytest

from kring.circles import commands, queries
from kring.circles.models import Membership, Organisation, Seat
from kring.circles.rules import MembershipState
from kring.kernel.errors import NotVisible
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.circles.stage import keys, seat
from tests.sharing.stage import readers, refused, share
from tests.trail import facts_of


def open_for(cast: Cast, name: str = "Beta", by: str = "chi", **given: object) -> Membership:
    pk = commands.open_membership(actor=cast.actor(by), circle=cast.north.pk, name=name, **given)  # type: ignore[arg-type]
    return Membership.objects.get(pk=pk)


def move(cast: Cast, of: str, then: str, by: str = "chi", why: str = "") -> None:
    commands.move_membership(
        actor=cast.actor(by), membership=cast.memberships[of].pk, then=MembershipState(then), why=why
    )


def test_an_organisation_comes_in_as_a_prospect(cast: Cast) -> None:
    membership = open_for(cast)
    assert (membership.state, membership.organisation.name) == ("prospect", "Beta")
    assert [
        house.name for house in queries.beside_members(cast.actor("chi"), cast.north.pk, most=0, steers=True).coming
    ] == ["Beta"]
    (fact,) = facts_of(cast.chi, "MembershipOpened")
    assert fact.details["state"] == "prospect"


def test_one_of_the_community_is_taken_by_its_name(cast: Cast) -> None:
    assert open_for(cast, "phi").organisation == Organisation.objects.get(name="Phi")


def test_one_of_another_community_is_not(cast: Cast) -> None:
    assert open_for(cast, "Delta").organisation != Membership.objects.get(circle=cast.south).organisation
    with pytest.raises(NotVisible):
        open_for(cast, "", organisation=Membership.objects.get(circle=cast.south).organisation_id)


def test_it_is_refused_the_second_time(cast: Cast) -> None:
    with refused("already_there"):
        open_for(cast, "Alpha")


@pytest.mark.parametrize(("name", "code"), [("ada", "not_steering"), ("fay", "not_steering")])
def test_only_who_steers_brings_one_in(cast: Cast, name: str, code: str) -> None:
    with refused(code):
        open_for(cast, by=name)


def test_a_prospect_becomes_a_candidate_and_a_member(cast: Cast) -> None:
    membership = open_for(cast)
    for then in ("candidate", "member"):
        commands.move_membership(actor=cast.actor("chi"), membership=membership.pk, then=MembershipState(then))
    membership.refresh_from_db()
    assert membership.state == "member"
    with refused("no_such_step"):
        commands.move_membership(actor=cast.actor("chi"), membership=membership.pk, then=MembershipState.CANDIDATE)


@pytest.mark.requirement("R50")
def test_a_suspended_organisation_is_out_of_the_circles_inside_too(cast: Cast) -> None:
    seat(cast, "cem", cast.pier)
    assert cast.pier.pk in keys(cast, "cem")
    move(cast, "cem", "suspended", why="breach")
    assert keys(cast, "cem") == keys(cast, "max") == set()
    assert keys(cast, "ada")
    (fact,) = facts_of(cast.chi, "MembershipMoved")
    assert (fact.circle, fact.by, fact.details["why"], fact.details["after"]) == (
        cast.north.pk,
        cast.chi.pk,
        "breach",
        "suspended",
    )


@pytest.mark.requirement("R50")
def test_let_in_again_it_has_what_it_had(cast: Cast) -> None:
    seat(cast, "cem", cast.pier)
    before = keys(cast, "cem")
    move(cast, "cem", "suspended", why="dues")
    move(cast, "cem", "member")
    assert keys(cast, "cem") == before


@pytest.mark.requirement("R50")
def test_a_suspended_organisation_reads_nothing_that_was_shared(cast: Cast) -> None:
    items = [share(cast, label=label, named=["cem"] if label is Label.RED else []) for label in list(Label)[1:]]
    move(cast, "cem", "suspended", why="breach")
    assert all(not readers(cast, item) & {"cem", "max"} for item in items)
    assert all("ada" in readers(cast, item) for item in items)


def test_nobody_suspends_their_own_organisation(cast: Cast) -> None:
    with refused("own_organisation"):
        move(cast, "chi", "suspended")


def test_leaving_ends_the_seats_here_and_inside(cast: Cast) -> None:
    seat(cast, "cem", cast.pier)
    commands.leave_circle(actor=cast.actor("cem"), membership=cast.memberships["cem"].pk, note="Thank you all.")
    assert keys(cast, "cem") == set()
    assert set(Membership.objects.filter(organisation=cast.gamma).values_list("state", flat=True)) == {"left"}
    assert not Seat.objects.filter(membership__organisation=cast.gamma, until__isnull=True).exists()
    assert open_for(cast, "Gamma").pk != cast.memberships["cem"].pk, "it can come back, anew"


def test_one_leaves_for_ones_own_organisation_alone(cast: Cast) -> None:
    for name in ("ada", "bo", "gus", "chi"):
        with refused("not_yours"):
            commands.leave_circle(actor=cast.actor(name), membership=cast.memberships["cem"].pk)
    with pytest.raises(NotVisible):
        commands.leave_circle(actor=cast.actor("dee"), membership=cast.memberships["cem"].pk)


def test_the_last_chair_does_not_leave_with_its_organisation(cast: Cast) -> None:
    with refused("last_chair"):
        commands.leave_circle(actor=cast.actor("chi"), membership=cast.memberships["chi"].pk)
    seat(cast, "cem", cast.north, "chair")
    commands.leave_circle(actor=cast.actor("chi"), membership=cast.memberships["chi"].pk)
    assert keys(cast, "chi") == set()


@pytest.mark.requirement("R54")
def test_an_organisation_says_itself_what_it_cannot_keep(cast: Cast) -> None:
    commands.change_organisation(
        actor=cast.actor("cem"),
        organisation=cast.gamma.pk,
        name="Gamma",
        kind="public",
        sectors=["water"],
        country="NL",
        languages=["nl", "en"],
        website="",
        sharing_limit=Label.GREEN,
        sharing_limit_reason="Head office abroad",
    )
    member = queries.member(cast.actor("ada"), cast.memberships["cem"].pk)
    assert (member.organisation.sharing_limit, member.organisation.sharing_limit_reason) == (
        Label.GREEN,
        "Head office abroad",
    )
    assert queries.sharing_limits(cast.north.pk)[0].organisation == "Gamma"
    for name in ("ada", "chi", "bo", "dee", "visitor"):
        with pytest.raises(NotVisible):
            queries.own_organisation(cast.actor(name), cast.gamma.pk)
