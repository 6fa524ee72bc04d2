"""Whose turn it is, and what comes of it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from kring.exchange.commands.subscriptions.collections import give_or_read
from kring.exchange.commands.subscriptions.feeds import read_feed
from kring.exchange.commands.subscriptions.lists import read_list
from kring.exchange.commands.subscriptions.noting import note_failure, note_success
from kring.exchange.commands.subscriptions.providers import read_provider
from kring.exchange.models import Subscription
from kring.exchange.rules import Place
from kring.exchange.wires.asking import Failed
from kring.kernel.clock import now
from kring.kernel.errors import Misconfigured, NotVisible, Refused

TURNS: Mapping[Place, Callable[[Subscription], bool]] = {
    Place.TAXII: give_or_read,
    Place.MISP: read_feed,
    Place.CSAF: read_provider,
    Place.LIST: read_list,
}
"""Each does as much as one turn allows, and says whether there is more."""


def due() -> list[UUID]:
    """Whose turn it is, who waits longest first."""
    found = Subscription.objects.filter(ended_at__isnull=True, due_at__lte=now()).order_by("due_at")
    return list(found.values_list("pk", flat=True))


def run(*, subscription: UUID) -> bool:
    """Read or give what is new, piece by piece. Gives whether there is more to do at once.

    Each piece is kept before the next is asked for: cut short anywhere, it goes on there. What fails is noted, for
    people to read, and tried again later and later.
    """
    found = Subscription.objects.filter(pk=subscription, ended_at__isnull=True).first()
    if found is None:
        return False
    # Should we break down in the middle, the next try is no sooner than usual.
    Subscription.objects.filter(pk=found.pk).update(due_at=now() + timedelta(minutes=found.minutes))
    try:
        more = TURNS[Place(found.place)](found)
    except Failed as why:
        note_failure(found, why)
        return False
    except Misconfigured as why:
        note_failure(found, Failed("secret_lost", str(why)))
        return False
    except (NotVisible, Refused):
        note_failure(found, Failed("not_seated", ""))
        return False
    note_success(found, more=more)
    return more
