"""The whole of a profile, for those who match, and to take along. The lock lets out that of one's own organisations."""

import csv
import io
from collections.abc import Collection
from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.profiles import access, rules
from kring.profiles.models import Profile, Supplier, Technology


def profile_of(organisation: UUID) -> rules.Profile:
    """All that matters to this organisation. Empty for who does not work for it, as when nothing was said."""
    outline = Profile.objects.filter(pk=organisation).first() or Profile(organisation_id=organisation)
    rows = Technology.objects.filter(organisation_id=organisation).order_by("vendor", "product", "version", "id")
    return rules.Profile(
        organisation=organisation,
        sectors=tuple(outline.sectors),
        countries=tuple(outline.countries),
        technologies=tuple(
            rules.Technology(row.id, row.vendor, row.product, row.version, row.cpe, row.purl, row.supplier_id)
            for row in rows
        ),
        suppliers=tuple(
            rules.Supplier(row.id, row.name, tuple(row.domains))
            for row in Supplier.objects.filter(organisation_id=organisation).order_by("name", "id")
        ),
        domains=tuple(outline.domains),
        networks=tuple(outline.networks),
    )


def profile_to_read(actor: Actor, organisation: UUID) -> rules.Profile:
    """The same. Raises `NotVisible` for who does not work for this organisation now."""
    access.read(actor, organisation)
    return profile_of(organisation)


def watchers(people: Collection[UUID]) -> dict[UUID, UUID]:
    """Organisations that keep a profile, each with one of these people, in whose name things can be held against it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation, person FROM kring.watchers(%s::uuid[])", [list(people)])
        return dict(cursor.fetchall())


def as_json(profile: rules.Profile) -> dict[str, object]:
    """The profile as it is taken along."""
    names = {supplier.id: supplier.name for supplier in profile.suppliers}
    return {
        "organisation": profile.organisation,
        "sectors": profile.sectors,
        "countries": profile.countries,
        "domains": profile.domains,
        "networks": profile.networks,
        "suppliers": [{"name": one.name, "domains": one.domains} for one in profile.suppliers],
        "technologies": [_line(one, names) for one in profile.technologies],
    }


_COLUMNS = ("vendor", "product", "version", "cpe", "purl", "supplier")


def as_csv(profile: rules.Profile) -> str:
    """The technologies as a table that can be brought in again."""
    names = {supplier.id: supplier.name for supplier in profile.suppliers}
    table = io.StringIO()
    writer = csv.DictWriter(table, _COLUMNS)
    writer.writeheader()
    writer.writerows({part: _inert(text) for part, text in _line(one, names).items()} for one in profile.technologies)
    return table.getvalue()


def _line(one: rules.Technology, suppliers: dict[UUID, str]) -> dict[str, str]:
    said = {part: getattr(one, part) for part in _COLUMNS[:-1]}
    return said | {"supplier": suppliers.get(one.supplier, "") if one.supplier else ""}


def _inert(text: str) -> str:
    """A spreadsheet takes what begins like this for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
