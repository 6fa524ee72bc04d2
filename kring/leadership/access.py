"""One row for this actor, or `NotVisible`; whether they lead; and what the link of an adviser opens."""

from dataclasses import replace
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import connection

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace
from kring.circles.rules import why_not_steer
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, enforce
from kring.leadership.models import Advisership, Duty

ADVISING = Signer(salt="kring.leadership.advising")


def leads(circle: UUID) -> bool:
    """Is the bound actor chair of this circle, or the chair's deputy?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.leads(%s)", [circle])
        return bool(cursor.fetchone()[0])


def only_leading(circle: UUID) -> None:
    """Raises `NotVisible` for everybody else: others do not learn that there is anything to see."""
    if not leads(circle):
        raise NotVisible


def leaders(circle: UUID) -> list[UUID]:
    """The chairs of a circle and the chair's deputy, now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.leaders(%s)", [circle])
        return [person for (person,) in cursor.fetchall()]


def duty(circle: UUID, which: UUID, *, lock: bool = False) -> Duty:
    """A duty of this circle that has not ended."""
    rows = Duty.objects.filter(pk=which, circle_id=circle, ended_at=None)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible
    return found


def steered(actor: Actor, circle: UUID) -> CirclePlace:
    """A circle for somebody who steers it themselves.

    Refused: not_steering.
    """
    place = circles.circle_for(actor, circle)
    enforce(why_not_steer(place.standing))
    return place


def advisership(which: UUID, *, lock: bool = False) -> Advisership:
    """That somebody looks along with a circle, or is asked to: for its community and for the adviser."""
    rows = Advisership.objects.filter(pk=which, ended_at=None).select_related("circle")
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible
    return found


def with_link(actor: Actor, link: str) -> Actor:
    """The actor, holding a signed link that asks an adviser. Raises `NotVisible` for one that is not ours."""
    try:
        return replace(actor, guest=UUID(hex=ADVISING.unsign(link)))
    except (BadSignature, ValueError):
        raise NotVisible from None
