"""Who will read it is who then reads it: the preview and the lock say the same of everybody, whatever they hold."""

from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.circles.models import Bridge, Seat, Suspension
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.people.models import Person
from kring.sharing import queries
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.crowd import crowd
from tests.sharing.pages.visit import visitor
from tests.sharing.stage import readers, share

WAYS: dict[str, dict[str, Any]] = {
    "RED, naming cem": {"label": Label.RED, "named": ["cem"]},
    "AMBER+STRICT": {"label": Label.AMBER_STRICT},
    "AMBER": {"label": Label.AMBER},
    "AMBER, chosen Gamma": {"label": Label.AMBER, "chosen": ["cem"]},
    "GREEN": {"label": Label.GREEN},
    "CLEAR": {"label": Label.CLEAR},
}


def previewed(cast: Cast, label: Label, named: Any = (), chosen: Any = ()) -> queries.Preview:
    """What ada is told before she shares in North."""
    with acting_as(cast.actor("ada")) as actor:
        found = queries.preview(
            actor,
            circle=cast.north.pk,
            label=label,
            today=date(2026, 3, 1),
            named=[cast.person(name).pk for name in named],
            chosen=[cast.memberships[name].pk for name in chosen],
        )
    assert found is not None
    return found


def nothing_special(_cast: Cast) -> None:
    """As the cast is."""


def two_seats(cast: Cast) -> None:
    """Cem sits for Chora too, and bo for Alpha as well as ada."""
    Seat.objects.create(membership=cast.memberships["chi"], person=cast.cem, role="secretary")
    Seat.objects.create(membership=cast.memberships["ada"], person=cast.bo, role="observer")


def somebody_shut_out(cast: Cast) -> None:
    """Chi's account is suspended, cem is suspended in North, and Phi is suspended in Pier."""
    Person.objects.filter(pk=cast.chi.pk).update(suspended_at=now())
    Suspension.objects.create(circle=cast.north, person=cast.cem, why="trust")
    cast.memberships["fay"].state = "suspended"
    cast.memberships["fay"].save()


def a_bridge(cast: Cast) -> None:
    """What is GREEN in North reaches South."""
    Bridge.objects.create(source=cast.north, target=cast.south, ceiling=Label.GREEN)


def a_second_factor(cast: Cast) -> None:
    """North asks for a second factor, which ada has and machines need not."""
    Authenticator.objects.create(user=cast.ada, type=Authenticator.Type.TOTP, data={})
    cast.north.second_factor = True
    cast.north.save()


WORLDS = [nothing_special, two_seats, somebody_shut_out, a_bridge, a_second_factor]


@pytest.mark.lock
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("way", WAYS)
def test_who_is_counted_is_who_reads_it_then(way: str, world: Any, cast: Cast) -> None:
    item = share(cast, **WAYS[way])
    world(cast)
    reading = readers(cast, item) - {"ada", "visitor"}
    if way == "CLEAR":  # of those who may read it, only the people of this community are counted
        reading &= readers(cast, share(cast, label=Label.GREEN)) - {"dee"}
    found = previewed(cast, **WAYS[way])
    assert (found.people, found.machines) == (len(reading - {"max"}), len(reading & {"max"}))
    assert cast.names({one.person for one in found.readers}) == reading - {"max", "dee"}


def test_whom_a_bridge_reaches_is_counted_and_not_named(cast: Cast) -> None:
    before = previewed(cast, Label.GREEN)
    a_bridge(cast)
    after = previewed(cast, Label.GREEN)
    assert (after.people, after.organisations) == (before.people + 1, before.organisations)
    assert after.readers == before.readers


def test_a_reader_stands_with_the_organisations_they_read_it_for(cast: Cast) -> None:
    two_seats(cast)
    houses = {
        way: {one.name: one.organisation for one in previewed(cast, **WAYS[way]).readers}
        for way in ("AMBER", "AMBER, chosen Gamma", "GREEN")
    }
    assert houses["AMBER"] == {"Cem": "Chora, Gamma", "Chi": "Chora"}
    assert houses["AMBER, chosen Gamma"] == {"Cem": "Gamma"}
    assert houses["GREEN"]["Cem"] == "Chora, Gamma"


def test_of_many_the_first_are_named_by_organisation(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(cast, 5)
    monkeypatch.setattr("kring.sharing.queries.audience.NAMES_SHOWN", 3)
    found = previewed(cast, Label.AMBER)
    assert found.named == [("Chora", "Chi"), ("Gamma", "Cem"), ("Harbour 01", "Person 01")]
    assert (found.people, found.organisations, found.unnamed) == (7, 7, 4)


def test_the_box_takes_as_many_statements_in_a_large_circle(cast: Cast) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert ada.get("/c/north/share/").status_code == 200
        return len(asked)

    ada = visitor(cast, "ada")
    statements()
    few = statements()
    crowd(cast)
    assert statements() == few <= 17
