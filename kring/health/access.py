"""One row for this actor, or `NotVisible`. The database decides; this only asks."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from kring.circles import queries as circles
from kring.health import rules
from kring.health.models import Hours, Pair, Subject, Survey, Visit, Wish
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, Refused

Row = TypeVar("Row", bound=Model)


def survey(which: UUID) -> Survey:
    """A survey of a circle that the bound actor sits in."""
    return _one(Survey.objects.filter(pk=which).select_related("circle"))


def hours(which: UUID) -> Hours:
    """Hours that the bound actor wrote down."""
    return _one(Hours.objects.filter(pk=which).select_related("membership"))


def subject(which: UUID) -> Subject:
    """A topic on the list of a circle that the bound actor sits in."""
    return _one(Subject.objects.filter(pk=which))


def wish(which: UUID) -> Wish:
    """What somebody in a circle of the bound actor teaches, or wants to learn."""
    return _one(Wish.objects.filter(pk=which))


def pair(which: UUID) -> Pair:
    """A lesson that the bound actor gives or takes."""
    return _one(Pair.objects.filter(pk=which))


def visit(which: UUID) -> Visit:
    """A visit that the bound actor may know of."""
    return _one(Visit.objects.filter(pk=which, state=1).select_related("circle", "membership__organisation"))


def seat(actor: Actor, circle: UUID) -> circles.SharingSeat:
    """Where the actor sits in a circle, not as an observer. Raises `Refused`."""
    found = circles.seat_for_sharing(actor, circle)
    if found is None:
        raise Refused(rules.NOT_SEATED)
    return found


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NotVisible
    return found
