"""Stopping something from going further while it is looked into, and letting it go again."""

from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record
from kring.sharing import access, rules
from kring.sharing.commands.items import where
from kring.sharing.facts import ItemFrozen, ItemThawed
from kring.sharing.models import Freeze, Item
from kring.tlp.audience import State


def freeze_item(*, actor: Actor, item: UUID) -> None:
    """Keep an item where it is: readers keep what they have, and it is not passed on, widened, taken along or answered.

    Refused: not_steering, withdrawn, not_shared.
    Records: ItemFrozen, the first time.
    """
    found = _steered(actor, item)
    enforce(rules.why_not_freeze(State(found.state)))
    if not access.is_frozen(found.pk):
        Freeze.objects.create(item=found, circle_id=found.circle_id, at=now())
        record(ItemFrozen(**where(found)), by=actor)


def thaw_item(*, actor: Actor, item: UUID) -> None:
    """It goes its way again.

    Refused: not_steering.
    Records: ItemThawed, when it was frozen.
    """
    found = _steered(actor, item)
    if Freeze.objects.filter(item=found).delete()[0]:
        record(ItemThawed(**where(found)), by=actor)


def _steered(actor: Actor, item: UUID) -> Item:
    found = access.readable_item(actor, item)
    standing = circles.standing(actor, found.circle_id)
    if standing is None or not standing.steers:
        raise Refused(rules.NOT_STEERING)
    return found
