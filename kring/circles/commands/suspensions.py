"""Shutting a person out of a circle at once, and letting them in again."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kring.circles import rules
from kring.circles.commands.steering import inside, steered
from kring.circles.facts import PersonReadmitted, PersonSuspended
from kring.circles.models import Affiliation, Circle, Membership, Seat, Suspension
from kring.circles.rules import MembershipState
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.kernel.record import record
from kring.people import commands as people


@transaction.atomic
def suspend_person(*, actor: Actor, circle: UUID, person: UUID, why: str, note: str = "") -> None:
    """Shut somebody out of a circle and of every circle inside it: pages, mail, feeds, tokens, what is open now.

    In the outermost circle that is the whole community. Somebody who belongs to no other community has their
    account closed and their devices signed out too; who suspends is not told whether there is another one.
    `why` is a code of `SUSPENSION_REASONS`.

    Refused: not_steering, own_seat, already_out.
    Records: PersonSuspended.
    """
    found = steered(actor, circle)
    if not _belongs(person, found):
        raise NotVisible
    out = Suspension.objects.filter(circle=found, person=person, lifted_at__isnull=True).exists()
    enforce(rules.why_not_suspend(own=person == actor.person, out=out))
    closes = found.parent_id is None and not _belongs_elsewhere(person, found.community)
    Suspension.objects.create(
        circle=found, person_id=person, why=why, note=note.strip(), by_id=actor.person, account=closes
    )
    if closes:
        people.close_account(person)
    people.cut_off([person])
    record(PersonSuspended(circle=found.pk, person=person, why=why), by=actor)


@transaction.atomic
def readmit_person(*, actor: Actor, circle: UUID, person: UUID) -> None:
    """Let somebody in again: they have what they had.

    Refused: not_steering, not_out.
    Records: PersonReadmitted.
    """
    found = steered(actor, circle)
    suspension = Suspension.objects.filter(circle=found, person=person, lifted_at__isnull=True).first()
    if suspension is None:
        raise Refused(rules.NOT_OUT)
    Suspension.objects.filter(pk=suspension.pk).update(lifted_at=now())
    if suspension.account:
        people.open_account(person)
    record(PersonReadmitted(circle=found.pk, person=person), by=actor)


def _belongs(person: UUID, circle: Circle) -> bool:
    """Has this person a seat in the circle or inside it, or do they work for a member of one of these?"""
    memberships = Membership.objects.filter(circle__in=inside(circle.pk)).exclude(state=MembershipState.LEFT)
    return (
        Seat.objects.filter(person=person, until__isnull=True, membership__in=memberships).exists()
        or Affiliation.objects.filter(
            person=person, until__isnull=True, organisation__in=memberships.values("organisation")
        ).exists()
    )


def _belongs_elsewhere(person: UUID, community: UUID) -> bool:
    """Has this person a tie to another community?"""
    memberships = Membership.objects.filter(~Q(circle__community=community), circle__closed_at__isnull=True).exclude(
        state=MembershipState.LEFT
    )
    return (
        Seat.objects.filter(person=person, until__isnull=True, membership__in=memberships).exists()
        or Affiliation.objects.filter(
            person=person, until__isnull=True, organisation__in=memberships.values("organisation")
        ).exists()
    )
