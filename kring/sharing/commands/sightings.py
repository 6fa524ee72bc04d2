"""Saying that one's organisation saw what an item warns of."""

from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, enforce
from kring.kernel.record import record
from kring.sharing import access, queries, rules
from kring.sharing.facts import SightingReported, SightingTakenBack
from kring.sharing.models import Sighting
from kring.sharing.rules import Seen
from kring.tlp.audience import State


def report_sighting(
    *, actor: Actor, item: UUID, kind: str, value: str, seen: Seen | None = None, heard: bool = False
) -> Sighting:
    """Say that the organisation one sits for saw an indicator of an item. Said again, it takes the place of before.

    `heard`: a machine said so, in an object of its own.

    Refused: withdrawn, not_shared, not_seated, not_yet, not_orderly, not_so_often. Raises `NotVisible`, also for what
    does not stand in the item.
    Records: SightingReported.
    """
    found, seen = access.readable_item(actor, item), seen or Seen()
    enforce(rules.why_not_see(State(found.state), seen, now()))
    if not any((one.kind, one.value) == (kind, value) for one in queries.indicators_of(found)):
        raise NotVisible
    membership = access.own_membership(actor, found.circle_id)
    sighting, _ = Sighting.objects.update_or_create(
        item=found,
        kind=kind,
        value=value,
        membership_id=membership,
        defaults={
            "person_id": known_person(actor),
            "first_seen": seen.first,
            "last_seen": seen.last or now(),
            "count": seen.count,
            "named": seen.named,
            "heard": heard,
            "at": now(),
        },
    )
    record(SightingReported(circle=found.circle_id, item=item, kept_from_chair=True), by=actor)
    return sighting


def take_back_sighting(*, actor: Actor, item: UUID, kind: str, value: str) -> None:
    """Undo that.

    Refused: not_seated.
    Records: SightingTakenBack, when there was one.
    """
    found = access.readable_item(actor, item)
    own = Sighting.objects.filter(
        item=found, kind=kind, value=value, membership=access.own_membership(actor, found.circle_id)
    )
    gone, _ = own.delete()
    if gone:
        record(SightingTakenBack(circle=found.circle_id, item=item, kept_from_chair=True), by=actor)
