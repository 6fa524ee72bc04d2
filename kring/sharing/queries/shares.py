"""What somebody, or an organisation, has shared in a circle."""

from collections.abc import Collection
from uuid import UUID

from kring.sharing.models import Item
from kring.tlp.audience import State


def have_shared_in(circle: UUID, people: Collection[UUID]) -> set[UUID]:
    """Who of these people shared something here, under their own name, that the bound actor may read."""
    rows = Item.objects.filter(circle=circle, author__in=people, state=State.SHARED).order_by()
    return set(rows.values_list("author", flat=True).distinct())


def count_of_shares(circle: UUID, membership: UUID) -> int:
    """How much an organisation shared here under its own name and did not take back, as far as the bound actor may read it."""
    return Item.objects.filter(circle=circle, membership=membership, state=State.SHARED).count()
