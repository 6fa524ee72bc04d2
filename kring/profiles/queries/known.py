"""Which product somebody may mean who types."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Q

from kring.kernel.actor import Actor
from kring.profiles.models import Technology

Source = Callable[[Actor, str, int], Iterable[tuple[str, str]]]
"""Vendors and products with these words in them, that the actor may know of; as many as asked for."""
_sources: list[Source] = []


def know_products_from(*sources: Source) -> None:
    """Where else products are named. Said once, at the start, by the site."""
    _sources[:] = sources


def known_products(actor: Actor, organisation: UUID, text: str, *, most: int = 20) -> list[tuple[str, str]]:
    """Vendors and products that somebody who types this may mean: of their own first, then what others warn about."""
    words = [word for word in text.split() if word != "·"][:8]
    rows = Technology.objects.filter(organisation_id=organisation)
    for word in words:
        rows = rows.filter(Q(vendor__icontains=word) | Q(product__icontains=word))
    own = rows.order_by("vendor", "product").values_list("vendor", "product").distinct()
    found = dict.fromkeys(own[:most])
    for source in _sources if words else ():
        found |= dict.fromkeys(source(actor, " ".join(words), most))
    return list(found)[:most]
