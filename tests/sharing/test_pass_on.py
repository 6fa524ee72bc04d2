"""Passing on, as the label allows (R86)."""

from typing import Any
from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.kernel.ids import new_id
from kring.sharing import commands, queries
from kring.sharing.commands import Receiver
from kring.sharing.models import Onward
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import draft, readers, refused, share, trail_seen_by, withdraw


def client_of(cast: Cast, organisation: str = "alpha") -> UUID:
    """Somebody outside the platform who is told what they need."""
    from kring.circles.models import Client

    house = getattr(cast, organisation)
    return Client.objects.create(
        organisation=house, name="Pump rental", email="x@pump.example", registered_by=cast.ada
    ).pk


def pass_on(cast: Cast, item: UUID, by: str = "ada", *, asking: bool = False, **to: UUID) -> Onward:
    with acting_as(cast.actor(by)) as actor:
        return commands.pass_on(actor=actor, item=item, receiver=Receiver(**to), reason="Runs the site", asking=asking)


@pytest.mark.requirement("R86")
@pytest.mark.parametrize("label", [Label.AMBER, Label.AMBER_STRICT])
def test_a_colleague_reads_it_and_nobody_else_does(cast: Cast, label: Label) -> None:
    item = share(cast, "cem", label=label)
    before = readers(cast, item)
    onward = pass_on(cast, item, colleague=cast.bo.pk)
    assert readers(cast, item) == before | {"bo"}
    assert onward.state == "done"


@pytest.mark.requirement("R86")
def test_it_is_recorded_and_visible_to_the_source(cast: Cast) -> None:
    item = share(cast, "cem")
    pass_on(cast, item, colleague=cast.bo.pk)
    assert trail_seen_by(cast, "cem", item)[-1] == ("ada", "PassedOn")
    with acting_as(cast.actor("cem")) as actor:
        (seen,) = queries.passings(actor, item)
    assert (seen.by, seen.to, seen.to_kind, seen.reason, seen.own) == ("Ada", "Bo", "colleague", "Runs the site", False)
    with acting_as(cast.actor("chi")) as actor:
        assert queries.passings(actor, item) == []


@pytest.mark.parametrize("by", ["ada", "cem"])
def test_red_goes_to_nobody_not_even_by_its_source(cast: Cast, by: str) -> None:
    item = share(cast, label=Label.RED, named=["cem"])
    for asking in (False, True):
        with refused("red_goes_no_further"):
            pass_on(cast, item, by, colleague=cast.bo.pk, asking=asking)
    assert readers(cast, item) == {"ada", "cem"}


@pytest.mark.requirement("R86")
@pytest.mark.parametrize(
    ("label", "to"),
    [
        (Label.AMBER_STRICT, "client"),
        (Label.AMBER_STRICT, "circle"),
        (Label.AMBER, "circle"),
        (Label.GREEN, "client"),
        (Label.GREEN, "circle"),
    ],
)
def test_without_permission_it_is_blocked(cast: Cast, label: Label, to: str) -> None:
    item = share(cast, "cem", label=label)
    receiver: dict[str, Any] = {to: client_of(cast) if to == "client" else _seat_in_south(cast, "ada")}
    before = readers(cast, item)
    with refused("needs_permission"):
        pass_on(cast, item, **receiver)
    onward = pass_on(cast, item, asking=True, **receiver)
    assert onward.state == "asked"
    assert readers(cast, item) == before
    assert trail_seen_by(cast, "cem", item)[-1] == ("ada", "PassingAsked")
    with acting_as(cast.actor("cem")) as actor:
        assert [(ask.what, ask.request) for ask in queries.asks(actor)] == [("decide_passing", onward.pk)]


def _seat_in_south(cast: Cast, name: str) -> UUID:
    from kring.circles.models import Membership, Seat

    membership, _ = Membership.objects.get_or_create(
        circle=cast.south, organisation=cast.memberships[name].organisation, defaults={"state": "member"}
    )
    Seat.objects.create(membership=membership, person=cast.person(name))
    return cast.south.pk


def test_the_source_needs_nobody_s_permission(cast: Cast) -> None:
    item = share(cast)
    onward = pass_on(cast, item, circle=_seat_in_south(cast, "ada"))
    assert onward.state == "done"
    assert "dee" in readers(cast, item)


def test_what_is_clear_goes_to_any_circle_of_one_s_own(cast: Cast) -> None:
    item = share(cast, "cem", label=Label.CLEAR)
    assert pass_on(cast, item, circle=_seat_in_south(cast, "ada")).state == "done"


def test_somebody_of_another_organisation_is_no_colleague(cast: Cast) -> None:
    item = share(cast, "cem")
    for stranger in (cast.eve, cast.dee, cast.fay):
        with pytest.raises(NotVisible):
            pass_on(cast, item, colleague=stranger.pk)


def test_a_client_of_another_organisation_is_not_there(cast: Cast) -> None:
    item = share(cast, "cem")
    with pytest.raises(NotVisible):
        pass_on(cast, item, client=client_of(cast, "gamma"))


def test_a_circle_one_does_not_sit_in_is_not_there(cast: Cast) -> None:
    item = share(cast, label=Label.CLEAR)
    with pytest.raises(NotVisible):
        pass_on(cast, item, "cem", circle=cast.south.pk)


def test_nobody_is_given_it_twice(cast: Cast) -> None:
    from kring.circles.models import Seat

    Seat.objects.create(membership=cast.memberships["ada"], person=cast.eve, role="deputy")
    item = share(cast, "cem")
    pass_on(cast, item, colleague=cast.bo.pk)
    for by in ("ada", "eve"):
        with refused("already_passed"):
            pass_on(cast, item, by, colleague=cast.bo.pk)


def test_what_somebody_else_asked_already_is_not_asked_again(cast: Cast) -> None:
    item = share(cast, "chi")
    south = _seat_in_south(cast, "ada")
    _seat_in_south(cast, "cem")
    pass_on(cast, item, "ada", circle=south, asking=True)
    with refused("already_passed"):
        pass_on(cast, item, "cem", circle=south, asking=True)


def test_the_circle_it_is_in_has_it(cast: Cast) -> None:
    with refused("already_passed"):
        pass_on(cast, share(cast), circle=cast.north.pk)


def test_it_ends_with_the_seat_of_the_organisation(cast: Cast) -> None:
    item = share(cast, "cem")
    pass_on(cast, item, colleague=cast.bo.pk)
    cast.memberships["ada"].state = "suspended"
    cast.memberships["ada"].save()
    assert "bo" not in readers(cast, item)


@pytest.mark.parametrize("name", ["bo", "dee", "eve", "visitor"])
def test_for_who_does_not_read_it_it_is_not_there(cast: Cast, name: str) -> None:
    item = share(cast)
    with pytest.raises(NotVisible):
        pass_on(cast, item, name, colleague=cast.ada.pk)


def test_a_draft_and_what_was_withdrawn_stay_where_they_are(cast: Cast) -> None:
    with refused("not_shared"):
        pass_on(cast, draft(cast), colleague=cast.bo.pk)
    item = share(cast)
    withdraw(cast, item)
    with refused("withdrawn"):
        pass_on(cast, item, colleague=cast.bo.pk)


@pytest.mark.requirement("R86")
@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (Label.RED, ("never", "never", "never")),
        (Label.AMBER_STRICT, ("free", "ask", "ask")),
        (Label.AMBER, ("free", "free", "ask")),
        (Label.GREEN, ("free", "ask", "ask")),
        (Label.CLEAR, ("free", "free", "free")),
    ],
)
def test_who_may_have_it_is_said_beforehand(cast: Cast, label: Label, expected: tuple[str, ...]) -> None:
    item = share(cast, label=label, named=["cem"] if label is Label.RED else [])
    with acting_as(cast.actor("cem")) as actor:
        seen = queries.receivers(actor, item)
    assert (seen.to_colleague, seen.to_client, seen.to_circle) == expected


def test_who_can_be_given_it_are_one_s_own(cast: Cast) -> None:
    item = share(cast, "cem")
    client = client_of(cast)
    client_of(cast, "gamma")
    seen: Any
    with acting_as(cast.actor("ada")) as actor:
        seen = queries.receivers(actor, item)
    assert [(one.id, one.has_it) for one in seen.colleagues] == [(cast.bo.pk, False)]
    assert [(one.id, one.has_it) for one in seen.clients] == [(client, False)]
    assert [(one.id, one.has_it) for one in seen.circles] == [(cast.north.pk, True)]


@pytest.mark.parametrize("label", [Label.AMBER, Label.GREEN, Label.CLEAR])
def test_a_circle_that_is_hidden_and_one_that_is_not_there_are_one_answer(cast: Cast, label: Label) -> None:
    item = share(cast, label=label)
    for circle in (cast.south.pk, new_id()):
        with acting_as(cast.actor("cem")) as actor, pytest.raises(NotVisible):
            commands.pass_on(actor=actor, item=item, receiver=Receiver(circle=circle))
