"""What doors ask of a bound actor's reach is what is worked out from seats and memberships."""

from datetime import timedelta

import pytest

from kring.circles import queries
from kring.circles.models import Circle, Seat
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from tests.cast import Cast

EVERYBODY = (*Cast.NAMES, "visitor")


@pytest.mark.parametrize("name", EVERYBODY)
def test_it_is_the_same_for_everybody_in_every_circle(cast: Cast, name: str) -> None:
    compare(cast, cast.actor(name))


@pytest.mark.parametrize("name", EVERYBODY)
def test_it_is_the_same_for_a_token_that_is_limited_to_one_circle(cast: Cast, name: str) -> None:
    compare(cast, Actor(person=cast.actor(name).person, scope=frozenset([cast.pier.pk])))


def test_it_is_the_same_for_somebody_whose_seat_ended(cast: Cast) -> None:
    Seat.objects.filter(pk=cast.seats["ada"].pk).update(until=now() - timedelta(seconds=1))
    compare(cast, cast.actor("ada"))


def test_it_is_the_same_in_a_circle_that_was_closed(cast: Cast) -> None:
    Circle.objects.filter(pk=cast.pier.pk).update(closed_at=now())
    for name in EVERYBODY:
        compare(cast, cast.actor(name))


def test_ada_takes_part_in_north_and_gus_only_looks_on(cast: Cast) -> None:
    for name, takes_part in {"ada": True, "gus": False, "bo": False}.items():
        with acting_as(cast.actor(name)):
            assert queries.in_sight(cast.north.pk) == queries.Sight(cast.north.pk, takes_part)


def compare(cast: Cast, actor: Actor) -> None:
    """In the three circles, the short way beside the long one."""
    for circle in (cast.north.pk, cast.pier.pk, cast.south.pk):
        with acting_as(actor):
            sight = queries.in_sight(circle)
            assert (sight is not None) is queries.sees(actor, circle)
            if sight is not None:
                place = queries.circle_for(actor, circle)
                seated = place.standing is not None and not place.standing.observes
                assert sight == queries.Sight(place.community, seated)
