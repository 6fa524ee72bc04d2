"""Who sits where: seats given, ended and handed over, and the mandates that go with them."""

from datetime import date
from uuid import UUID

from django.db import transaction

from kring.circles import access, queries, rules
from kring.circles.commands.memberships import hold_members
from kring.circles.facts import MandateRecorded, SeatEnded, SeatGiven, SeatSucceeded, SuccessorIntroduced
from kring.circles.models import Affiliation, Circle, Mandate, Membership, Seat, Seated
from kring.circles.rules import MembershipState
from kring.kernel.actor import Actor
from kring.kernel.binding import rebind
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.kernel.record import record
from kring.people import commands as people
from kring.people import queries as accounts
from kring.tlp.labels import Label


@transaction.atomic
def give_seat(*, actor: Actor, membership: UUID, person: UUID, role: str) -> UUID:
    """Seat somebody of the organisation in a circle.

    Who steers gives any seat; an organisation gives its colleagues the seat of a deputy.

    Refused: not_steering, not_yours, not_a_member, already_seated.
    Records: SeatGiven.
    """
    found = access.membership(actor, membership, lock=True)
    steering = queries.why_not_steer(actor, found.circle_id)
    if steering is not None:
        enforce(rules.why_not_invite(queries.standing(actor, found.circle_id), found.pk, role))
    if not Affiliation.objects.filter(
        person=person, organisation=found.organisation_id, until__isnull=True, person__erased_at__isnull=True
    ).exists():
        raise NotVisible
    return seat_in(found, person=person, role=role, by=actor).pk


def seat_in(membership: Membership, *, person: UUID, role: str, by: Actor | None, succeeds: Seat | None = None) -> Seat:
    """Write a seat down, for a command that has made sure it may."""
    held = Seat.objects.filter(membership=membership, person=person, until__isnull=True).values_list("role", flat=True)
    enforce(rules.why_not_seat(MembershipState(membership.state), role, set(held)))
    seat = Seat.objects.create(
        membership=membership,
        person_id=person,
        role=role,
        succeeds=succeeds,
        # A successor is introduced to the circle before anybody can name them for RED (R49).
        introduced_at=None if succeeds else now(),
    )
    record(
        SeatGiven(circle=membership.circle_id, seat=seat.pk, membership=membership.pk, person=person, role=role), by=by
    )
    # A new seat shows more: what is open asks again.
    people.cut_off([person])
    return seat


@transaction.atomic
def fill_chair(*, circle: UUID, person: UUID, by: Actor | None) -> None:
    """Seat somebody who sits in a circle as its chair, because nobody is there to steer it any more.

    For who steps in by right (see `leadership.step_in`), and for the operator.

    Refused: not_vacant, not_seated_there, already_seated.
    Records: SeatGiven.
    """
    hold_members(circle)
    if queries.steering(circle):
        raise Refused(rules.NOT_VACANT)
    own = Seated.objects.filter(circle=circle, person=person, observer=False, person__kind="person").first()
    if own is None:
        raise Refused(rules.NOT_SEATED_THERE)
    seat_in(own.membership, person=person, role=Seat.Role.CHAIR, by=by)
    rebind()


def appoint_chair(*, circle: str, email: str) -> None:
    """The operator of the server seats a chair in a circle that nobody steers any more. Both by what they are called.

    Refused: not_vacant, not_seated_there. Raises `NotVisible` when there is no such circle or account.
    Records: SeatGiven, by nobody.
    """
    place = Circle.objects.filter(slug=circle, closed_at__isnull=True).first()
    person = accounts.account_by_address(email)
    if place is None or person is None:
        raise NotVisible
    fill_chair(circle=place.pk, person=person, by=None)


@transaction.atomic
def end_seat(*, actor: Actor, seat: UUID) -> None:
    """Somebody no longer sits there: one's own seat, that of one's organisation's machine, or any for who steers.

    Refused: not_steering, seat_ended, last_chair.
    Records: SeatEnded.
    """
    found = access.seat(actor, seat, lock=True)
    own, machine = found.person_id == actor.person, not found.person.is_person
    if queries.why_not_steer(actor, found.membership.circle_id) is not None:
        standing = queries.standing(actor, found.membership.circle_id)
        enforce(rules.why_not_take_away(standing, found.membership_id, own=own, machine=machine))
    if found.until is not None:
        raise Refused(rules.SEAT_ENDED)
    enforce(rules.why_not_end_seat(found.role, _chairs(found)))
    _write_end(found, by=actor)
    rebind()


def _chairs(seat: Seat) -> int:
    chairs = Seated.objects.filter(circle=seat.membership.circle_id, role=Seat.Role.CHAIR, observer=False)
    return len(set(chairs.values_list("seat", flat=True)) | {seat.pk})


def _write_end(seat: Seat, *, by: Actor) -> None:
    Seat.objects.filter(pk=seat.pk).update(until=now())
    people.cut_off([seat.person_id])
    membership = seat.membership
    record(
        SeatEnded(
            circle=membership.circle_id, seat=seat.pk, membership=membership.pk, person=seat.person_id, role=seat.role
        ),
        by=by,
    )


@transaction.atomic
def succeed_seat(*, actor: Actor, seat: UUID, successor: UUID, handover: str = "") -> UUID:
    """Somebody of the organisation takes over a seat; the predecessor's ends in the same moment.

    The successor reads what the circle shares, and no RED of the predecessor. Until the circle was introduced to
    them, nobody can name them for RED.

    Refused: not_steering, seat_ended, not_a_member, already_seated.
    Records: SeatEnded, SeatGiven, SeatSucceeded.
    """
    old = access.seat(actor, seat, lock=True)
    if old.person_id != actor.person:
        enforce(queries.why_not_steer(actor, old.membership.circle_id))
    colleagues = Affiliation.objects.filter(organisation=old.membership.organisation_id, until__isnull=True)
    if not colleagues.filter(person=successor).exists():
        raise NotVisible
    new = hand_over(old, successor=successor, handover=handover, by=actor)
    rebind()
    return new.pk


def hand_over(old: Seat, *, successor: UUID, handover: str, by: Actor) -> Seat:
    """Write a succession down, for a command that has made sure it may. The chair passes on: there is one all along."""
    if old.until is not None:
        raise Refused(rules.SEAT_ENDED)
    _write_end(old, by=by)
    new = seat_in(old.membership, person=successor, role=old.role, by=by, succeeds=old)
    Seat.objects.filter(pk=new.pk).update(handover=handover.strip())
    record(
        SeatSucceeded(circle=old.membership.circle_id, seat=new.pk, predecessor=old.person_id, successor=successor),
        by=by,
    )
    return new


@transaction.atomic
def introduce_successor(*, actor: Actor, seat: UUID) -> None:
    """The circle has met the successor: from now on they can be named for RED. Twice does no harm.

    Refused: not_steering.
    Records: SuccessorIntroduced.
    """
    found = access.seat(actor, seat, lock=True)
    enforce(queries.why_not_steer(actor, found.membership.circle_id))
    if found.introduced_at is not None:
        return
    Seat.objects.filter(pk=found.pk).update(introduced_at=now())
    record(SuccessorIntroduced(circle=found.membership.circle_id, seat=found.pk, person=found.person_id), by=actor)


@transaction.atomic
def record_mandate(
    *,
    actor: Actor,
    seat: UUID,
    widest_label: Label,
    decides_up_to: int,
    hours_a_month: int,
    signed_by: str,
    signed_on: date,
    until: date | None,
) -> None:
    """Record what an organisation lets its person do; it replaces what was recorded before.

    Refused: not_yours, own_mandate, seat_ended.
    Records: MandateRecorded.
    """
    found = access.seat(actor, seat, lock=True)
    standing = queries.standing(actor, found.membership.circle_id)
    enforce(rules.why_not_record_mandate(standing, found.membership_id, own=found.person_id == actor.person))
    if found.until is not None:
        raise Refused(rules.SEAT_ENDED)
    Mandate.objects.update_or_create(
        seat=found,
        defaults={
            "widest_label": widest_label,
            "decides_up_to": decides_up_to,
            "hours_a_month": hours_a_month,
            "signed_by": signed_by.strip(),
            "signed_on": signed_on,
            "until": until,
            "recorded_by_id": actor.person,
        },
    )
    record(
        MandateRecorded(
            circle=found.membership.circle_id, seat=found.pk, person=found.person_id, widest_label=widest_label
        ),
        by=actor,
    )
