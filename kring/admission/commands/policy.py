"""What a circle asks of those who apply, and the links by which they do."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from kring.admission import access, queries, rules
from kring.admission.facts import OpeningMade, OpeningRevoked, PolicyChanged
from kring.admission.models import Opening, Policy
from kring.admission.rules import Terms
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record


@transaction.atomic
def change_policy(*, actor: Actor, circle: UUID, terms: Terms) -> int:
    """Ask this of those who apply, from now on, on top of what the circle around asks. Gives the number of the version.

    Refused: not_steering, looser, too_many_criteria, upside_down.
    Records: PolicyChanged.
    """
    place = access.steered(actor, circle)
    enforce(rules.why_not_policy(queries.policy_of(circle).outer, terms))
    last = Policy.objects.filter(circle=circle).order_by("-version").values_list("version", flat=True).first() or 0
    Policy.objects.create(
        circle_id=place.id,
        version=last + 1,
        criteria=queries.stored_criteria(terms),
        excluded=sorted(terms.excluded),
        declaration=terms.declaration,
        motive=terms.motive,
        rule=terms.rule,
        quorum=terms.quorum,
        days=terms.days,
        minimum=terms.minimum,
        maximum=terms.maximum,
        by_id=known_person(actor),
    )
    record(PolicyChanged(circle=circle, version=last + 1), by=actor)
    return last + 1


@transaction.atomic
def make_opening(*, actor: Actor, circle: UUID, days: int) -> UUID:
    """Make a link by which organisations can apply, for so many days.

    Refused: not_steering.
    Records: OpeningMade.
    """
    place = access.steered(actor, circle)
    made = Opening.objects.create(
        circle_id=place.id, by_id=known_person(actor), expires_at=now() + timedelta(days=days)
    )
    record(OpeningMade(circle=circle, opening=made.pk), by=actor)
    return made.pk


@transaction.atomic
def revoke_opening(*, actor: Actor, opening: UUID) -> None:
    """Take a link back: it opens nothing any more. What was begun by it can be finished. Twice does no harm.

    Refused: not_steering.
    Records: OpeningRevoked.
    """
    found = access.opening(actor, opening)
    access.steered(actor, found.circle_id)
    if Opening.objects.filter(pk=found.pk, revoked_at__isnull=True).update(revoked_at=now()):
        record(OpeningRevoked(circle=found.circle_id, opening=found.pk), by=actor)
