"""What somebody, or an organisation, has shared in a circle."""

from uuid import UUID

from kring.sharing.models import Item
from kring.tlp.audience import State


def has_shared_in(circle: UUID, person: UUID) -> bool:
    """Has this person shared something here, under their own name, that the bound actor may read?"""
    return Item.objects.filter(circle=circle, author=person, state=State.SHARED).exists()


def count_of_shares(circle: UUID, membership: UUID) -> int:
    """How much an organisation shared here under its own name and did not take back, as far as the bound actor may read it."""
    return Item.objects.filter(circle=circle, membership=membership, state=State.SHARED).count()
