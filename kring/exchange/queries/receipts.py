"""What became of what somebody sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kring.exchange.models import Receipt
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible


@dataclass(frozen=True, slots=True)
class ReceiptSeen:
    """One receipt, as its maker reads it."""

    id: UUID
    at: datetime
    outcome: Sequence[Mapping[str, Any]]
    """Of each object, in the order in which they came: "id", "version" and, where it was refused, "why"."""


def receipt(actor: Actor, which: UUID) -> ReceiptSeen:
    """The receipt with this number, for who got it. Raises `NotVisible`."""
    found = Receipt.objects.filter(person_id=actor.person, id=which).first() if actor.person else None
    if found is None:
        raise NotVisible
    return ReceiptSeen(found.id, found.at, found.outcome)
