"""Invitations by signed link: the only way to an account, and one way to a seat."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from kring.circles import access, queries, rules
from kring.circles.commands.seats import hand_over, seat_in
from kring.circles.facts import InvitationRevoked, InvitationTaken, PersonInvited
from kring.circles.models import Affiliation, Invitation, Membership, Organisation, Seat
from kring.circles.rules import MembershipState
from kring.kernel import limits
from kring.kernel.actor import Actor
from kring.kernel.binding import rebind
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record
from kring.people import commands as people
from kring.people import queries as accounts

HOURLY = 60
"""Invitations that somebody can send in an hour."""


@transaction.atomic
def invite_person(
    *,
    actor: Actor,
    membership: UUID,
    email: str,
    name: str = "",
    role: str = "",
    succeeds: UUID | None = None,
    handover: str = "",
) -> UUID:
    """Invite somebody by mail to sit for an organisation, or (with an empty role) as its colleague.

    `succeeds` is the seat that they take over. An earlier invitation of the same person there is taken back.

    Refused: not_steering, not_yours, not_a_member, too_often.
    Records: PersonInvited.
    """
    found = access.membership(actor, membership)
    if queries.why_not_steer(actor, found.circle_id) is not None:
        enforce(rules.why_not_invite(queries.standing(actor, found.circle_id), found.pk, role))
    enforce(rules.why_not_seat(MembershipState(found.state), role, ()))
    seat = access.seat(actor, succeeds) if succeeds else None
    if seat is not None and seat.until is not None:
        raise Refused(rules.SEAT_ENDED)
    return _send(
        actor,
        organisation=found.organisation,
        membership=found,
        email=email,
        name=name,
        role=seat.role if seat else role,
        succeeds=seat,
        handover=handover,
    )


@transaction.atomic
def invite_colleague(*, actor: Actor, organisation: UUID, email: str, name: str = "") -> UUID:
    """Invite somebody of one's own organisation, without a seat anywhere.

    Records: PersonInvited.
    """
    found = access.own_organisation(actor, organisation)
    return _send(actor, organisation=found, membership=None, email=email, name=name)


@transaction.atomic
def invite_founder(*, email: str, organisation: str, name: str = "") -> str:
    """The operator of the server invites somebody who will start a circle. Returns the link, to be handed over.

    Records: PersonInvited.
    """
    house = Organisation.objects.create(name=organisation.strip())
    invitation = _send(None, organisation=house, membership=None, email=email, name=name)
    return queries.invitation_link(invitation)


def _send(
    actor: Actor | None,
    *,
    organisation: Organisation,
    membership: Membership | None,
    email: str,
    name: str,
    role: str = "",
    succeeds: Seat | None = None,
    handover: str = "",
) -> UUID:
    if actor is not None:
        limits.count("invite", actor.person, most=HOURLY, seconds=3600)
    address = email.strip().lower()
    Invitation.objects.filter(
        organisation=organisation, membership=membership, email=address, accepted_at__isnull=True
    ).update(revoked_at=now())
    invitation = Invitation.objects.create(
        email=address,
        name=name.strip(),
        organisation=organisation,
        membership=membership,
        role=role,
        succeeds=succeeds,
        handover=handover.strip(),
        invited_by_id=actor.person if actor else None,
        expires_at=now() + rules.INVITATION_LASTS,
    )
    record(
        PersonInvited(
            circle=membership.circle_id if membership else None,
            invitation=invitation.pk,
            organisation=organisation.pk,
            membership=membership.pk if membership else None,
            role=role,
        ),
        by=actor,
    )
    return invitation.pk


@transaction.atomic
def revoke_invitation(*, actor: Actor, invitation: UUID) -> None:
    """Take an invitation back that was not used yet: its link opens nothing any more. Twice does no harm.

    Who steers takes back any; an organisation those of its own people.

    Records: InvitationRevoked.
    """
    found = access.sent_invitation(actor, invitation, lock=True)
    circle = found.membership.circle_id if found.membership else None
    if circle and queries.why_not_steer(actor, circle) is not None:
        access.own_organisation(actor, found.organisation_id)
    if found.revoked_at or found.accepted_at:
        return
    Invitation.objects.filter(pk=found.pk).update(revoked_at=now())
    record(InvitationRevoked(circle=circle, invitation=found.pk), by=actor)


@transaction.atomic
def join(*, link: str, name: str, password: str | None, language: str, shown_to: Mapping[str, str]) -> UUID:
    """Make the account that an invitation is for, and take what it gives. Returns the person, to be signed in.

    Refused: link_used, link_revoked, link_expired, sign_in_first, not_a_member.
    Records: AccountMade, InvitationTaken; SeatGiven and SeatSucceeded when it gives a seat.
    """
    invitation = access.invitation_in(link, lock=True)
    enforce(rules.why_not_open(queries.life_of(invitation), now()))
    if accounts.account_by_address(invitation.email):
        raise Refused(rules.SIGN_IN_FIRST)
    person = people.make_account(
        email=invitation.email, name=name, language=language, password=password, shown_to=shown_to
    )
    _fulfil(invitation, person)
    return person


@transaction.atomic
def take_invitation(*, actor: Actor, link: str) -> None:
    """Take, with the account one has, what an invitation gives. It must have been sent to one's own address.

    Refused: link_used, link_revoked, link_expired, wrong_address, not_a_member.
    Records: InvitationTaken; SeatGiven and SeatSucceeded when it gives a seat.
    """
    invitation = access.invitation_in(link, lock=True)
    own = accounts.account_of(actor)
    enforce(rules.why_not_take(queries.life_of(invitation), now(), invited=invitation.email, own=own.email))
    _fulfil(invitation, own.id)
    rebind()


def _fulfil(invitation: Invitation, person: UUID) -> None:
    by = Actor(person=person)
    Affiliation.objects.update_or_create(
        person_id=person, organisation=invitation.organisation, defaults={"until": None}
    )
    membership = invitation.membership
    if membership is not None and invitation.role:
        held = Seat.objects.filter(membership=membership, person=person, until__isnull=True, role=invitation.role)
        predecessor = invitation.succeeds
        if predecessor is not None and predecessor.until is None and predecessor.person_id != person:
            hand_over(predecessor, successor=person, handover=invitation.handover, by=by)
        elif not held.exists():
            seat_in(membership, person=person, role=invitation.role, by=by)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now())
    record(
        InvitationTaken(
            circle=membership.circle_id if membership else None,
            invitation=invitation.pk,
            organisation=invitation.organisation_id,
            person=person,
        ),
        by=by,
    )
