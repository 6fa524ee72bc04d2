"""What organisations chose to show a circle."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.profiles import rules
from kring.profiles.models import Use
from kring.profiles.queries.own import TechnologyLine


@dataclass(frozen=True, slots=True)
class UsedProduct:
    """A product, and the organisations that chose to say they use it."""

    vendor: str
    product: str
    organisations: tuple[str, ...]
    """By name."""

    @property
    def name(self) -> str:
        """As people say it."""
        return rules.said_name(self.vendor, self.product)


MOST_SHOWN = 100


def used_in(actor: Actor, circle: UUID, text: str = "") -> list[UsedProduct]:
    """Who said in this circle that they use what; products that most use first."""
    rows = Use.objects.filter(circle_id=circle)
    for word in text.split()[:8]:
        rows = rows.filter(Q(vendor__icontains=word) | Q(product__icontains=word))
    return _together(rows)[:MOST_SHOWN]


def counted_in(actor: Actor, circle: UUID, *, most: int = 10) -> list[tuple[str, int]]:
    """How many use what, of those who said so; nothing that fewer than `rules.LEAST_COUNTED` use."""
    found = ((one.name, len(one.organisations)) for one in used_in(actor, circle))
    return [(name, count) for name, count in found if count >= rules.LEAST_COUNTED][:most]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Who else said in a circle that they use it."""

    circle: str
    organisations: tuple[str, ...]


def who_else_uses(actor: Actor, organisation: UUID, line: TechnologyLine) -> list[Elsewhere]:
    """Who else said so, in each circle that the actor sits in for this organisation and where somebody did."""
    others = Use.objects.filter(vendor__iexact=line.vendor, product__iexact=line.product)
    others = others.exclude(organisation_id=organisation)
    return [
        Elsewhere(place.name, one.organisations)
        for place in circles.own_places(actor, organisation)
        for one in _together(others.filter(circle_id=place.circle))
    ]


def _together(rows: QuerySet[Use]) -> list[UsedProduct]:
    named: dict[tuple[str, str], tuple[str, str]] = {}
    users: dict[tuple[str, str], set[UUID]] = {}
    for vendor, product, organisation in rows.values_list("vendor", "product", "organisation_id"):
        key = (vendor.casefold(), product.casefold())
        named.setdefault(key, (vendor, product))
        users.setdefault(key, set()).add(organisation)
    names = circles.names_of_organisations(set().union(*users.values()))
    found = [
        UsedProduct(*named[key], tuple(sorted((names[user] for user in those), key=str.casefold)))
        for key, those in users.items()
    ]
    return sorted(found, key=lambda one: (-len(one.organisations), one.vendor.casefold(), one.product.casefold()))
