"""What is asked about profiles. The lock lets out those of the organisations that the bound actor works for."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from kring.profiles import rules
from kring.profiles.models import Profile, Supplier, Technology


def profile_of(organisation: UUID) -> rules.Profile:
    """All that matters to this organisation. Empty for who does not work for it, as when nothing was said."""
    outline = Profile.objects.filter(pk=organisation).first()
    return rules.Profile(
        organisation=organisation,
        sectors=tuple(outline.sectors) if outline else (),
        countries=tuple(outline.countries) if outline else (),
        technologies=tuple(
            _technology(row)
            for row in Technology.objects.filter(organisation_id=organisation).order_by(
                "vendor", "product", "version", "id"
            )
        ),
        suppliers=tuple(
            rules.Supplier(row.id, row.name, tuple(row.domains))
            for row in Supplier.objects.filter(organisation_id=organisation).order_by("name", "id")
        ),
        domains=tuple(outline.domains) if outline else (),
        networks=tuple(outline.networks) if outline else (),
    )


def _technology(row: Technology) -> rules.Technology:
    return rules.Technology(row.id, row.vendor, row.product, row.version, row.cpe, row.purl, row.supplier_id)


def watchers(people: Collection[UUID]) -> dict[UUID, UUID]:
    """Organisations that keep a profile, each with one of these people, in whose name things can be held against it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation, person FROM kring.watchers(%s::uuid[])", [list(people)])
        return dict(cursor.fetchall())
