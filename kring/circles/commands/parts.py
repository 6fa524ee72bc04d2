"""Named parts of a circle's members, and rights that only some have."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from kring.circles import access, queries
from kring.circles.commands.steering import steered, steered_membership
from kring.circles.facts import SegmentRemoved, SegmentSaved, SpecialRightEnded, SpecialRightGiven
from kring.circles.models import Membership, Segment, SpecialRight
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record


@transaction.atomic
def save_segment(
    *, actor: Actor, circle: UUID, name: str, memberships: Collection[UUID], segment: UUID | None = None
) -> UUID:
    """Name a part of the members, such as "small suppliers", to share with; or change one.

    Refused: not_steering.
    Records: SegmentSaved.
    """
    found = steered(actor, circle)
    if segment is None:
        kept, _ = Segment.objects.get_or_create(circle=found, name=name.strip())
    else:
        kept = access.segment(actor, segment, lock=True)
        Segment.objects.filter(pk=kept.pk).update(name=name.strip())
    kept.memberships.set(Membership.objects.filter(circle=found, pk__in=memberships))
    record(SegmentSaved(circle=found.pk, segment=kept.pk), by=actor)
    return kept.pk


@transaction.atomic
def remove_segment(*, actor: Actor, segment: UUID) -> None:
    """Forget a named part. What was shared with it keeps its audience.

    Refused: not_steering.
    Records: SegmentRemoved.
    """
    found = access.segment(actor, segment, lock=True)
    enforce(queries.why_not_steer(actor, found.circle_id))
    record(SegmentRemoved(circle=found.circle_id, segment=found.pk), by=actor)
    found.delete()


@transaction.atomic
def give_special_right(
    *, actor: Actor, membership: UUID, what: str, reason: str, since: date, until: date | None
) -> UUID:
    """Write down what one member has and others do not, for all members to read.

    Refused: not_steering.
    Records: SpecialRightGiven.
    """
    found = steered_membership(actor, membership)
    right = SpecialRight.objects.create(
        membership=found, what=what.strip(), reason=reason.strip(), since=since, until=until
    )
    record(SpecialRightGiven(circle=found.circle_id, right=right.pk, membership=found.pk), by=actor)
    return right.pk


@transaction.atomic
def end_special_right(*, actor: Actor, right: UUID) -> None:
    """A special right is over from today.

    Refused: not_steering.
    Records: SpecialRightEnded.
    """
    found = access.special_right(actor, right, lock=True)
    enforce(queries.why_not_steer(actor, found.membership.circle_id))
    SpecialRight.objects.filter(pk=found.pk).update(until=now().date())
    record(
        SpecialRightEnded(circle=found.membership.circle_id, right=found.pk, membership=found.membership_id), by=actor
    )
