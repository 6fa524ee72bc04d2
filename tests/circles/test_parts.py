"""Segments, special rights, expertise and bridges."""

from datetime import date, timedelta

import pytest

from kring.circles import commands, queries
from kring.circles.models import Bridge, BridgeOffer, Segment
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import readers, refused, share
from tests.trail import facts_of


@pytest.mark.requirement("R15")
def test_a_segment_is_an_audience_of_its_own(cast: Cast) -> None:
    commands.save_segment(
        actor=cast.actor("chi"),
        circle=cast.north.pk,
        name="SME suppliers",
        memberships=[cast.memberships["cem"].pk, cast.memberships["dee"].pk],
    )
    (segment,) = queries.segments(cast.north.pk)
    assert segment.memberships == {cast.memberships["cem"].pk}, "one of another circle is left out"
    assert segment.name == "SME suppliers"
    item = share(cast, "ada", Label.AMBER, chosen=["cem"])
    assert readers(cast, item) == {"ada", "cem", "max"}


def test_a_segment_is_changed_and_removed_by_who_steers(cast: Cast) -> None:
    segment = commands.save_segment(actor=cast.actor("chi"), circle=cast.north.pk, name="Small", memberships=[])
    for name in ("ada", "gus", "fay"):
        with refused("not_steering"):
            commands.save_segment(actor=cast.actor(name), circle=cast.north.pk, name="Mine", memberships=[])
        with refused("not_steering"):
            commands.remove_segment(actor=cast.actor(name), segment=segment)
    commands.save_segment(actor=cast.actor("chi"), circle=cast.north.pk, segment=segment, name="Large", memberships=[])
    assert [one.name for one in queries.segments(cast.north.pk)] == ["Large"]
    commands.remove_segment(actor=cast.actor("chi"), segment=segment)
    assert not Segment.objects.exists()


@pytest.mark.requirement("R59")
def test_every_member_reads_every_deviation(cast: Cast) -> None:
    right = commands.give_special_right(
        actor=cast.actor("chi"),
        membership=cast.memberships["cem"].pk,
        what="Two votes on the budget",
        reason="Pays half of it",
        since=date(2026, 1, 1),
        until=None,
    )
    with refused("not_steering"):
        commands.end_special_right(actor=cast.actor("ada"), right=right)
    said = {refusal.code for _, refusal in queries.equality(cast.actor("ada"), cast.north.pk).deviations}
    assert said == {"steers", "observes"}
    from django.test import Client

    for reader in (cast.ada, cast.bo, cast.gus):
        client = Client()
        client.force_login(reader)
        for page in ("/c/north/members/", "/c/north/equality/"):
            text = client.get(page).content.decode()
            assert "Two votes on the budget" in text
            assert "Chora holds the chair" in text
            assert "Gimel observes" in text
    commands.end_special_right(actor=cast.actor("chi"), right=right)
    assert queries.special_rights(cast.actor("ada"), cast.north.pk) == []


def test_expertise_is_said_once_a_topic(cast: Cast) -> None:
    for level in (2, 4):
        commands.say_expertise(actor=cast.actor("cem"), topic=" OT ", level=level)
    assert [(one.topic, one.level) for one in queries.expertise_of(cast.cem.pk)] == [("OT", 4)]
    assert queries.topics_known(cast.actor("ada")) == ["OT"]
    assert queries.topics_known(cast.actor("dee")) == []
    commands.forget_expertise(actor=cast.actor("cem"), topic="OT")
    assert queries.expertise_of(cast.cem.pk) == []


def offer(cast: Cast, by: str = "chi", *, gives: bool = True) -> str:
    commands.offer_bridge(actor=cast.actor(by), circle=cast.north.pk, gives=gives, ceiling=Label.GREEN)
    return queries.bridge_offers(cast.north.pk)[0].link.rsplit("/", 2)[1]


def test_green_crosses_a_bridge_to_which_both_chairs_agreed(cast: Cast) -> None:
    item = share(cast, "ada", Label.GREEN)
    amber = share(cast, "ada", Label.AMBER)
    link = offer(cast)
    assert "dee" not in readers(cast, item), "one chair is not both"
    bridge = commands.take_bridge(actor=cast.actor("dee"), link=link, circle=cast.south.pk)
    assert "dee" in readers(cast, item)
    assert "dee" not in readers(cast, amber)
    assert [(one.other, one.gives) for one in queries.bridges(cast.north.pk)] == [("South", True)]
    assert [(one.other, one.gives) for one in queries.bridges(cast.south.pk)] == [("North", False)]
    assert {fact.circle for fact in facts_of(cast.dee, "BridgeMade")} == {cast.north.pk, cast.south.pk}
    with refused("not_chair"):
        commands.end_bridge(actor=cast.actor("ada"), bridge=bridge)
    commands.end_bridge(actor=cast.actor("chi"), bridge=bridge)
    assert "dee" not in readers(cast, item)


def test_a_bridge_can_be_asked_for_the_other_way_round(cast: Cast) -> None:
    item = share(cast, "dee", Label.GREEN, circle=cast.south.pk)
    commands.take_bridge(actor=cast.actor("dee"), link=offer(cast, gives=False), circle=cast.south.pk)
    assert "ada" in readers(cast, item)
    bridge = Bridge.objects.get()
    assert (bridge.source, bridge.target) == (cast.south, cast.north)


def test_an_offer_is_taken_once_in_time_and_by_a_chair(cast: Cast) -> None:
    link = offer(cast)
    with refused("same_community"):
        seat_chair_of_pier(cast)
        commands.take_bridge(actor=cast.actor("fay"), link=link, circle=cast.pier.pk)
    with pytest.raises(NotVisible):
        commands.take_bridge(actor=cast.actor("ada"), link=link, circle=cast.south.pk)
    with refused("not_chair"):
        commands.take_bridge(actor=cast.actor("ada"), link=link, circle=cast.north.pk)
    BridgeOffer.objects.update(expires_at=now() - timedelta(seconds=1))
    with refused("offer_gone"):
        commands.take_bridge(actor=cast.actor("dee"), link=link, circle=cast.south.pk)
    BridgeOffer.objects.update(expires_at=now() + timedelta(days=1))
    commands.take_bridge(actor=cast.actor("dee"), link=link, circle=cast.south.pk)
    with refused("offer_gone"):
        commands.take_bridge(actor=cast.actor("dee"), link=link, circle=cast.south.pk)
    with refused("already_bridged"):
        commands.take_bridge(actor=cast.actor("dee"), link=offer(cast), circle=cast.south.pk)


def seat_chair_of_pier(cast: Cast) -> None:
    cast.seats["fay"].role = "chair"
    cast.seats["fay"].save()


def test_an_offer_can_be_taken_back(cast: Cast) -> None:
    link = offer(cast)
    pk = BridgeOffer.objects.get().pk
    with refused("not_chair"):
        commands.revoke_bridge_offer(actor=cast.actor("ada"), offer=pk)
    commands.revoke_bridge_offer(actor=cast.actor("chi"), offer=pk)
    assert queries.bridge_offers(cast.north.pk) == []
    with refused("offer_gone"):
        commands.take_bridge(actor=cast.actor("dee"), link=link, circle=cast.south.pk)


def test_only_the_chair_offers_one(cast: Cast) -> None:
    for name in ("ada", "gus", "bo"):
        with refused("not_chair"):
            commands.offer_bridge(actor=cast.actor(name), circle=cast.north.pk, gives=True, ceiling=Label.GREEN)
