"""What the pages about one's own organisation show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.profiles import access, rules
from kring.profiles.models import Profile, Supplier, Technology


@dataclass(frozen=True, slots=True)
class Employer:
    """An organisation that somebody works for, with how its profile stands."""

    id: UUID
    name: str
    can_change: bool
    changed_at: datetime | None
    """None: nothing was said yet."""
    technologies: int
    suppliers: int


def employers(actor: Actor) -> list[Employer]:
    """The organisations the actor works for, by name."""
    ids = access.works_for()
    names = circles.names_of_organisations(ids)
    return [_employer(actor, one, names[one]) for one in sorted(ids, key=lambda one: names[one].casefold())]


def employer(actor: Actor, organisation: UUID) -> Employer:
    """One of them. Raises `NotVisible`."""
    access.read(actor, organisation)
    return _employer(actor, organisation, circles.names_of_organisations([organisation])[organisation])


def _employer(actor: Actor, id: UUID, name: str) -> Employer:
    return Employer(
        id=id,
        name=name,
        can_change=access.may_change(actor, id),
        changed_at=Profile.objects.filter(pk=id).values_list("changed_at", flat=True).first(),
        technologies=Technology.objects.filter(organisation_id=id).count(),
        suppliers=Supplier.objects.filter(organisation_id=id).count(),
    )


A_PAGE = 50


@dataclass(frozen=True, slots=True)
class TechnologyLine:
    """Something that is used, as a list shows it."""

    id: UUID
    vendor: str
    product: str
    version: str
    cpe: str
    purl: str
    supplier: str
    origins: tuple[str, ...]
    """The files that named it; an empty name for what was typed."""
    shown_in: tuple[UUID, ...]
    added_at: datetime

    @property
    def name(self) -> str:
        """As people say it."""
        return rules.said_name(self.vendor, self.product)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that named it."""
        return tuple(name for name in self.origins if name)


@dataclass(frozen=True, slots=True)
class TechnologyPage:
    """Part of what is used."""

    lines: list[TechnologyLine]
    page: int
    found: int
    """On all pages together."""

    @property
    def first(self) -> int:
        """The place of the first line, from 1."""
        return (self.page - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        """The place of the last line."""
        return self.first + len(self.lines) - 1


def technologies(organisation: UUID, *, text: str = "", supplier: UUID | None = None, page: int = 1) -> TechnologyPage:
    """What is used, by name; each word must be in some part of it."""
    rows = Technology.objects.filter(organisation_id=organisation)
    if supplier:
        rows = rows.filter(supplier_id=supplier)
    for word in text.split()[:8]:
        parts = ("vendor", "product", "version", "cpe", "purl")
        rows = rows.filter(_any(Q(**{f"{part}__icontains": word}) for part in parts))
    found = rows.count()
    page = max(1, min(page, -(-found // A_PAGE)))
    return TechnologyPage(
        _lines(
            organisation,
            rows.order_by(Lower("vendor"), Lower("product"), "version", "id")[(page - 1) * A_PAGE : page * A_PAGE],
        ),
        page,
        found,
    )


def technology(organisation: UUID, id: UUID) -> TechnologyLine:
    """One of them. Raises `NotVisible`."""
    found = _lines(organisation, Technology.objects.filter(organisation_id=organisation, id=id))
    if not found:
        raise NotVisible
    return found[0]


def _lines(organisation: UUID, rows: "QuerySet[Technology]") -> list[TechnologyLine]:
    names = dict(Supplier.objects.filter(organisation_id=organisation).values_list("id", "name"))
    return [
        TechnologyLine(
            id=row.id,
            vendor=row.vendor,
            product=row.product,
            version=row.version,
            cpe=row.cpe,
            purl=row.purl,
            supplier=names.get(row.supplier_id, "") if row.supplier_id else "",
            origins=tuple(row.origins),
            shown_in=tuple(row.shown_in),
            added_at=row.added_at,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class SupplierLine:
    """Somebody one depends on, and how much comes from them."""

    id: UUID
    name: str
    domains: tuple[str, ...]
    technologies: int


def suppliers(organisation: UUID) -> list[SupplierLine]:
    """All of them, by name."""
    supplied = dict(
        Technology.objects.filter(organisation_id=organisation, supplier_id__isnull=False)
        .values_list("supplier_id")
        .annotate(Count("id"))
    )
    rows = Supplier.objects.filter(organisation_id=organisation).order_by(Lower("name"))
    return [SupplierLine(row.id, row.name, tuple(row.domains), supplied.get(row.id, 0)) for row in rows]


def outline(organisation: UUID) -> Profile:
    """Sectors, countries, domains and networks, and to which circles all products are shown."""
    return Profile.objects.filter(pk=organisation).first() or Profile(organisation_id=organisation)


def _any(conditions: Iterable[Q]) -> Q:
    whole = Q()
    for one in conditions:
        whole |= one
    return whole
