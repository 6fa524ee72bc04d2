"""Taking over a circle that nobody steers any more."""

from uuid import UUID

from django.db import transaction

from kring.circles import commands as seats
from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.errors import Refused
from kring.leadership import access, rules


@transaction.atomic
def step_in(*, actor: Actor, circle: UUID) -> None:
    """The deputy whom the duty of the chair names becomes the chair, once there is neither a chair nor a secretary.

    Refused: not_leading, not_vacant.
    Records: SeatGiven.
    """
    place = circles.circle_for(actor, circle)
    if actor.person is None or not access.leads(place.id):
        raise Refused(rules.NOT_LEADING)
    seats.fill_chair(circle=place.id, person=actor.person, by=actor)
