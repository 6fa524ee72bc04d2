"""Writing down hours."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from kring.health import access, rules
from kring.health.facts import HoursLogged, HoursRemoved
from kring.health.models import Hours
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record


def log_hours(*, actor: Actor, circle: UUID, day: date, hours: Decimal, what: str) -> UUID:
    """Write down hours that one gave to a circle.

    Refused: not_seated, not_yet, no_day_has.
    Records: HoursLogged, kept from the chair.
    """
    seat = access.seat(actor, circle)
    enforce(rules.why_not_log(day, hours, today=timezone.localtime(now()).date()))
    logged = Hours.objects.create(
        person_id=known_person(actor), membership_id=seat.membership, day=day, hours=hours, what=what.strip()
    )
    record(HoursLogged(circle=circle), by=actor)
    return logged.pk


def remove_hours(*, actor: Actor, hours: UUID) -> UUID:
    """Take away what one wrote down. Gives the circle it was for.

    Records: HoursRemoved, kept from the chair.
    """
    found = access.hours(hours)
    circle = found.membership.circle_id
    found.delete()
    record(HoursRemoved(circle=circle), by=actor)
    return circle
