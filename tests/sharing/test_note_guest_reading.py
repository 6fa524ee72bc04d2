"""A client opens the link it was given; and when the link opens nothing any more."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.models import Attachment, Item, Onward, Reply
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import reply, share, trail_seen_by, withdraw
from tests.sharing.test_add_attachment import add
from tests.sharing.test_pass_on import client_of, pass_on


@pytest.fixture
def item(cast: Cast) -> UUID:
    return share(cast, "cem")


@pytest.fixture
def onward(cast: Cast, item: UUID) -> UUID:
    return pass_on(cast, item, client=client_of(cast)).pk


def guest(onward: UUID) -> Actor:
    found = queries.guest_actor(onward)
    assert found is not None
    return found


def test_the_guest_reads_that_item_and_nothing_else(cast: Cast, item: UUID, onward: UUID) -> None:
    attachment = add(cast, "cem", item=item)
    answer = reply(cast, item, "chi")
    add(cast, "chi", reply=answer)
    share(cast)
    share(cast, label=Label.GREEN)
    with acting_as(guest(onward)) as actor:
        seen = queries.guest_view(actor, onward)
        assert list(Item.objects.values_list("pk", flat=True)) == [item]
        assert list(Attachment.objects.values_list("pk", flat=True)) == [attachment.pk]
        assert not Reply.objects.filter(pk=answer).exists()
        assert [one.pk for one in Onward.objects.all()] == [onward]
    assert (seen.title, seen.giver, seen.house, seen.client) == (
        "Pumps stop after the update",
        "Ada",
        "Alpha",
        "Pump rental",
    )
    assert "Cem" not in str(seen), "a client learns from whom it comes, not who shared it in the circle"
    assert "North" not in str(seen)


def test_the_first_time_is_recorded_and_shown(cast: Cast, item: UUID, onward: UUID) -> None:
    for _ in range(2):
        with acting_as(guest(onward)) as actor:
            commands.note_guest_reading(actor=actor, onward=onward)
    assert [kind for _, kind in trail_seen_by(cast, "cem", item)].count("ClientRead") == 1
    with acting_as(cast.actor("ada")) as actor:
        (seen,) = queries.passings(actor, item)
    assert seen.opened_at is not None
    assert queries.guest_in(seen.link.rstrip("/").rpartition("/")[2]).onward == onward
    with acting_as(cast.actor("cem")) as actor:
        assert [one.link for one in queries.passings(actor, item)] == [""], "the link is its giver's to hand over"


def test_a_guest_changes_nothing(cast: Cast, item: UUID, onward: UUID) -> None:
    with acting_as(guest(onward)) as actor:
        for change in (
            lambda: commands.give_feedback(actor=actor, item=item, kind="useful"),
            lambda: commands.add_reply(actor=actor, item=item, answer=commands.Answer(body="Hello")),
            lambda: commands.acknowledge_item(actor=actor, item=item),
            lambda: commands.ask_wider(actor=actor, item=item, label=Label.GREEN),
            lambda: commands.pass_on(actor=actor, item=item, receiver=commands.Receiver(colleague=cast.bo.pk)),
        ):
            with pytest.raises(NotVisible):
                change()


def test_the_link_of_another_item_does_not_open_it(cast: Cast, onward: UUID) -> None:
    other = pass_on(cast, share(cast), client=client_of(cast)).pk
    with acting_as(guest(other)) as actor, pytest.raises(NotVisible):
        queries.guest_view(actor, onward)


def _expire(cast: Cast, item: UUID, onward: UUID) -> None:
    with acting_as(cast.actor("ada")):
        Onward.objects.filter(pk=onward).update(expires_at=now() - timedelta(minutes=1))


def _end_client(cast: Cast, item: UUID, onward: UUID) -> None:
    from kring.circles.models import Client

    Client.objects.update(ended_at=now())


def _withdraw(cast: Cast, item: UUID, onward: UUID) -> None:
    withdraw(cast, item, "cem")


def _narrow(cast: Cast, item: UUID, onward: UUID) -> None:
    with acting_as(cast.actor("cem")) as actor:
        commands.relabel_item(actor=actor, item=item, label=Label.AMBER_STRICT)


def _take_ada_out_of_the_audience(cast: Cast, item: UUID, onward: UUID) -> None:
    with acting_as(cast.actor("cem")) as actor:
        commands.relabel_item(actor=actor, item=item, label=Label.AMBER, chosen=[cast.memberships["chi"].pk])


def _end_seat(cast: Cast, item: UUID, onward: UUID) -> None:
    cast.seats["ada"].until = now()
    cast.seats["ada"].save()


def _suspend_organisation(cast: Cast, item: UUID, onward: UUID) -> None:
    cast.memberships["ada"].state = "suspended"
    cast.memberships["ada"].save()


def _suspend_account(cast: Cast, item: UUID, onward: UUID) -> None:
    cast.ada.suspended_at = now()
    cast.ada.save()


@pytest.mark.requirement("R86")
@pytest.mark.parametrize(
    "happens",
    [
        _expire,
        _end_client,
        _withdraw,
        _narrow,
        _take_ada_out_of_the_audience,
        _end_seat,
        _suspend_organisation,
        _suspend_account,
    ],
)
def test_it_opens_nothing_once_this_happened(
    cast: Cast, item: UUID, onward: UUID, happens: Callable[[Cast, UUID, UUID], None]
) -> None:
    assert queries.guest_actor(onward) is not None
    happens(cast, item, onward)
    assert queries.guest_actor(onward) is None


def test_what_was_asked_opens_nothing_until_the_source_allows_it(cast: Cast) -> None:
    item = share(cast, "cem", label=Label.AMBER_STRICT)
    asked = pass_on(cast, item, client=client_of(cast), asking=True)
    assert queries.guest_actor(asked.pk) is None
    with acting_as(cast.actor("cem")) as actor:
        commands.decide_passing(actor=actor, onward=asked.pk, allow=True)
    assert queries.guest_actor(asked.pk) == Actor(guest=asked.key)


def test_a_client_is_given_a_new_link_only_when_the_old_one_ended(cast: Cast, item: UUID) -> None:
    from tests.sharing.stage import refused

    client = client_of(cast)
    first = pass_on(cast, item, client=client)
    with refused("already_passed"):
        pass_on(cast, item, client=client)
    _expire(cast, item, first.pk)
    second = pass_on(cast, item, client=client)
    assert queries.guest_actor(second.pk) is not None
