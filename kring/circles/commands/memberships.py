"""Organisations on their way into, in, and out of a circle."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from kring.circles import access, queries, rules
from kring.circles.commands.steering import inside, people_of, steered, steered_membership
from kring.circles.facts import MembershipMoved, MembershipOpened, OrganisationChanged
from kring.circles.models import Circle, Membership, Organisation, Seat, Seated
from kring.circles.rules import MembershipState
from kring.kernel.actor import Actor
from kring.kernel.binding import rebind
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.kernel.record import record
from kring.people import commands as people
from kring.tlp.labels import Label


@transaction.atomic
def open_membership(
    *,
    actor: Actor,
    circle: UUID,
    organisation: UUID | None = None,
    name: str = "",
    organisation_kind: str = Organisation.Kind.PRIVATE,
    kind: str = Membership.Kind.MEMBER,
    state: MembershipState = MembershipState.PROSPECT,
) -> UUID:
    """Bring an organisation into a circle: as a prospect, a candidate, or a member at once.

    `organisation` is one of the community; otherwise it is a new one with this name. One that has this name in the
    community already is taken for the same, so that nobody is there twice.

    Refused: not_steering, already_there.
    Records: MembershipOpened.
    """
    found = steered(actor, circle)
    around = Organisation.objects.filter(memberships__circle__community=found.community)
    if organisation is not None:
        house = around.filter(pk=organisation).first()
        if house is None:
            raise NotVisible
    else:
        house = around.filter(name__iexact=name.strip()).first() or Organisation.objects.create(
            name=name.strip(), kind=organisation_kind
        )
    if Membership.objects.filter(circle=found, organisation=house).exclude(state=MembershipState.LEFT).exists():
        raise Refused(rules.ALREADY_THERE)
    membership = Membership.objects.create(circle=found, organisation=house, kind=kind, state=state)
    record(
        MembershipOpened(circle=found.pk, membership=membership.pk, organisation=house.pk, state=state.value), by=actor
    )
    return membership.pk


@transaction.atomic
def move_membership(*, actor: Actor, membership: UUID, then: MembershipState, why: str = "", note: str = "") -> None:
    """An organisation takes a step in a circle: admitted, suspended, let in again, out.

    Suspended, it and its people are out of this circle and of every circle inside it, at once; let in again, they
    have there what they had. Left, its memberships inside end too. `why` is a code of `SUSPENSION_REASONS`.

    Refused: not_steering, no_such_step, own_organisation, last_chair.
    Records: MembershipMoved.
    """
    found = steered_membership(actor, membership)
    own = Seated.objects.filter(person=actor.person, membership=found).exists()
    if own and then is MembershipState.SUSPENDED:
        raise Refused(rules.OWN_ORGANISATION)
    _move(actor, found, then, why=why, note=note)


def hold_members(circle: UUID) -> None:
    """Whoever also asks this of the circle waits until this transaction is over: for what is decided by its size."""
    Circle.objects.select_for_update(no_key=True).get(pk=circle)


@transaction.atomic
def end_candidacy(*, membership: UUID) -> None:
    """A candidate does not come in after all: by its own wish, of which the subject knows that let it apply.

    Records: MembershipMoved, by nobody, since a candidate has no account; nothing when it is none any more.
    """
    candidates = Membership.objects.filter(state=MembershipState.CANDIDATE)
    for found in candidates.filter(pk=membership).select_for_update():
        _move(None, found, MembershipState.LEFT)


@transaction.atomic
def leave_circle(*, actor: Actor, membership: UUID, note: str = "") -> None:
    """The organisation itself leaves a circle, and every circle inside it.

    Refused: not_yours, no_such_step, last_chair.
    Records: MembershipMoved.
    """
    found = access.membership(actor, membership, lock=True)
    standing = queries.standing(actor, found.circle_id)
    if standing is None or not standing.sits_for(found.pk):
        raise Refused(rules.NOT_YOURS)
    _move(actor, found, MembershipState.LEFT, note=note)
    rebind()


def _move(actor: Actor | None, membership: Membership, then: MembershipState, *, why: str = "", note: str = "") -> None:
    before = MembershipState(membership.state)
    enforce(rules.why_not_step(before, then))
    cut = people_of(membership.organisation_id, membership.circle_id)
    if then is MembershipState.LEFT:
        _end_inside(membership)
    membership.state, membership.why, membership.note = then, why, note.strip()
    membership.save(update_fields=["state", "why", "note"])
    people.cut_off(cut)
    record(
        MembershipMoved(
            circle=membership.circle_id,
            membership=membership.pk,
            organisation=membership.organisation_id,
            before=before.value,
            after=then.value,
            why=why,
        ),
        by=actor,
    )


def _end_inside(membership: Membership) -> None:
    """End the seats of the organisation in this circle and inside it, and its memberships inside."""
    theirs = Membership.objects.filter(
        organisation=membership.organisation_id, circle__in=inside(membership.circle_id)
    ).exclude(state=MembershipState.LEFT)
    for each in theirs:
        chairs = Seated.objects.filter(circle=each.circle_id, role=Seat.Role.CHAIR, observer=False)
        if chairs.filter(membership=each).exists() and not chairs.exclude(membership=each).exists():
            raise Refused(rules.LAST_CHAIR)
    Seat.objects.filter(membership__in=theirs, until__isnull=True).update(until=now())
    theirs.exclude(pk=membership.pk).update(state=MembershipState.LEFT, until=now())
    membership.until = now()
    membership.save(update_fields=["until"])


@transaction.atomic
def change_organisation(
    *,
    actor: Actor,
    organisation: UUID,
    name: str,
    kind: str,
    sectors: Collection[str],
    country: str,
    languages: Collection[str],
    website: str,
    sharing_limit: Label | None,
    sharing_limit_reason: str,
) -> None:
    """The people who sit for an organisation say what it is, and what it cannot keep to itself.

    Records: OrganisationChanged, when something changed.
    """
    found = access.own_organisation(actor, organisation, lock=True)
    wanted = {
        "name": name.strip(),
        "kind": kind,
        "sectors": list(sectors),
        "country": country,
        "languages": list(languages),
        "website": website,
        "sharing_limit": sharing_limit,
        "sharing_limit_reason": sharing_limit_reason.strip() if sharing_limit is not None else "",
    }
    changed = tuple(field for field, value in wanted.items() if getattr(found, field) != value)
    if not changed:
        return
    for field in changed:
        setattr(found, field, wanted[field])
    found.save(update_fields=changed)
    record(OrganisationChanged(organisation=found.pk, changed=changed), by=actor)
