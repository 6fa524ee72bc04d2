"""A seat handed over: the successor reads on, and sees no RED of the predecessor (R49)."""

import pytest

from kring.circles import commands, queries
from kring.circles.models import Seat
from kring.kernel.errors import NotVisible
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.circles.stage import invite, join
from tests.sharing.stage import readers, refused, share
from tests.trail import facts_of


def hand_over(cast: Cast, by: str = "chi", to: str = "bo") -> Seat:
    pk = commands.succeed_seat(
        actor=cast.actor(by), seat=cast.seats["ada"].pk, successor=cast.person(to).pk, handover="Call the pilots."
    )
    return Seat.objects.get(pk=pk)


@pytest.mark.requirement("R49")
@pytest.mark.parametrize("by", ["chi", "ada"])
def test_the_successor_sees_amber_and_no_red_of_the_predecessor(cast: Cast, by: str) -> None:
    red = share(cast, "cem", Label.RED, named=["ada"])
    amber = share(cast, "cem", Label.AMBER)
    chosen = share(cast, "cem", Label.AMBER, chosen=["ada"])
    own_red = share(cast, "ada", Label.RED, named=["cem"])
    seat = hand_over(cast, by)
    assert (seat.role, seat.succeeds_id, seat.handover) == ("representative", cast.seats["ada"].pk, "Call the pilots.")
    assert readers(cast, red) == {"cem"}
    assert readers(cast, own_red) == {"cem"}
    assert readers(cast, amber) == {"bo", "cem", "chi", "max"}
    assert readers(cast, chosen) == {"bo", "cem", "max"}


@pytest.mark.requirement("R49")
def test_nobody_can_name_the_successor_before_the_introduction(cast: Cast) -> None:
    seat = hand_over(cast)
    with refused("not_in_circle"):
        share(cast, "cem", Label.RED, named=["bo"])
    with refused("not_steering"):
        commands.introduce_successor(actor=cast.actor("bo"), seat=seat.pk)
    commands.introduce_successor(actor=cast.actor("chi"), seat=seat.pk)
    commands.introduce_successor(actor=cast.actor("chi"), seat=seat.pk)
    assert len(facts_of(cast.chi, "SuccessorIntroduced")) == 1
    assert readers(cast, share(cast, "cem", Label.RED, named=["bo"])) == {"bo", "cem"}


@pytest.mark.requirement("R49")
def test_a_successor_comes_by_invitation_too(cast: Cast) -> None:
    red = share(cast, "cem", Label.RED, named=["ada"])
    sent = commands.invite_person(
        actor=cast.actor("chi"),
        membership=cast.memberships["ada"].pk,
        email="nia@alpha.example",
        succeeds=cast.seats["ada"].pk,
        handover="The key is in the safe.",
    )
    assert "ada" in readers(cast, red), "until the invitation is taken nothing changes"
    link = queries.invitation_link(sent).rsplit("/", 2)[1]
    nia = join(link)
    seat = Seat.objects.get(person=nia)
    assert (seat.role, seat.succeeds_id, seat.introduced_at) == ("representative", cast.seats["ada"].pk, None)
    assert seat.handover == "The key is in the safe."
    assert readers(cast, red) == {"cem"}


def test_the_chair_is_handed_over_without_a_gap(cast: Cast) -> None:
    from tests.circles.stage import colleague

    new = colleague(cast, cast.memberships["chi"].organisation, "nia")
    commands.succeed_seat(actor=cast.actor("chi"), seat=cast.seats["chi"].pk, successor=new.pk)
    assert [entry.name for entry in queries.who_steers(cast.actor("ada"), cast.north.pk)] == ["Nia"]


def test_an_ended_seat_has_no_successor(cast: Cast) -> None:
    hand_over(cast)
    with refused("seat_ended"):
        hand_over(cast)


def test_nobody_else_hands_it_over_and_to_no_stranger(cast: Cast) -> None:
    with refused("not_steering"):
        hand_over(cast, "cem")
    with pytest.raises(NotVisible):
        hand_over(cast, "chi", "eve")


def test_an_invitation_to_sit_beside_is_introduced_already(cast: Cast) -> None:
    nia = join(invite(cast))
    assert Seat.objects.get(person=nia).introduced_at is not None
