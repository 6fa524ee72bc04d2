"""Who looks along with a circle, and with which circles somebody looks along."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.kernel.lookups import Lookup, look_up
from kring.leadership import access, rules
from kring.leadership.models import Advisership, Glance
from kring.leadership.queries.glance import Glimpse, glimpse


@dataclass(frozen=True, slots=True)
class Adviser:
    """Somebody who looks along with a circle, or is asked to."""

    id: UUID
    circle: UUID
    circle_name: str
    authority: str
    name: str
    """Empty while nobody took the link."""
    until: date
    expires_at: datetime
    """Of the link."""


def advisers_of(circle: UUID) -> list[Adviser]:
    """Who looks along with a circle, by authority; for its community."""
    return [_adviser(row) for row in _in_force().filter(circle=circle).order_by("authority")]


def advisers_asked(circle: UUID) -> list[Adviser]:
    """The links that can still be taken, for who steers."""
    rows = Advisership.objects.filter(circle=circle, person=None, ended_at=None, expires_at__gt=now())
    return [_adviser(row) for row in rows.select_related("circle", "person").order_by("authority")]


def advising_link(advisership: UUID) -> str:
    """The address by which somebody takes it, for who steers to hand over."""
    return str(settings.KRING_BASE_URL) + reverse("advising", args=[access.ADVISING.sign(advisership.hex)])


def asked_to_advise(advisership: UUID) -> Adviser:
    """What the link behind which the bound actor came asks. Raises `NotVisible` once it was taken, or is over."""
    row = access.advisership(advisership)
    if row.person_id or row.expires_at <= now() or row.until < now().date():
        raise NotVisible
    return _adviser(row)


class Sort(StrEnum):
    """How a portfolio is sorted."""

    ATTENTION = "attention"
    NAME = "name"
    PHASE = "phase"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Looked:
    """A circle in somebody's portfolio."""

    adviser: Adviser
    glimpse: Glimpse


_FIRST: dict[Sort, Callable[[Glimpse], Any]] = {
    Sort.ATTENTION: lambda one: rules.pressing(list(one.concerns)),
    Sort.NAME: lambda one: 0,
    Sort.PHASE: lambda one: list(rules.Phase).index(one.phase),
    Sort.MEETING: lambda one: (one.figures.next_meeting is None, one.figures.next_meeting),
}


ADVISES = Lookup("""
SELECT FROM leadership_advisership a JOIN circles_circle c ON c.id = a.circle_id
WHERE a.person_id = %(me)s AND a.ended_at IS NULL AND a.until >= (%(now)s AT TIME ZONE 'UTC')::date AND c.closed_at IS NULL
LIMIT 1
""")


def advises(actor: Actor) -> bool:
    """Does somebody look along with any circle?"""
    return bool(look_up(actor, ADVISES))


def portfolio(actor: Actor, sort: Sort = Sort.ATTENTION) -> list[Looked]:
    """The circles somebody looks along with. Raises `NotVisible` for who is no adviser."""
    own = {row.circle_id: _adviser(row) for row in _own(actor)}
    if not own:
        raise NotVisible
    rows = Glance.objects.filter(circle__in=own).select_related("circle")
    found = [Looked(own[row.pk], glimpse(row)) for row in rows]
    return sorted(found, key=lambda one: (_FIRST[sort](one.glimpse), one.glimpse.name.casefold()))


def looked_at(actor: Actor) -> set[UUID]:
    """The circles this actor steers with which somebody looks along, or is asked to."""
    rows = Advisership.objects.filter(circle__in=circles.steered(actor), ended_at=None, until__gte=now().date())
    return set(rows.values_list("circle", flat=True))


def _in_force() -> QuerySet[Advisership]:
    rows = Advisership.objects.filter(person__isnull=False, ended_at=None, until__gte=now().date())
    return rows.filter(Q(circle__closed_at=None)).select_related("circle", "person")


def _own(actor: Actor) -> QuerySet[Advisership]:
    return _in_force().filter(person=actor.person)


def _adviser(row: Advisership) -> Adviser:
    name = row.person.name if row.person else ""
    return Adviser(row.pk, row.circle_id, row.circle.name, row.authority, name, row.until, row.expires_at)
