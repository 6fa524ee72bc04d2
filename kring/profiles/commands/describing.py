"""What else matters to an organisation: its suppliers, its sectors and countries, its own domains and networks."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, Refused
from kring.kernel.record import record
from kring.profiles import access, rules
from kring.profiles.commands.inventories import changed, put, put_suppliers
from kring.profiles.facts import ProfileTaken
from kring.profiles.models import Profile, Supplier, Technology
from kring.profiles.reading import Entry

Suppliers = Mapping[str, Sequence[str]]
"""The domains of each, by its name."""

THE_API = "API"
"""Where what a program sent came from."""


@transaction.atomic
def describe(
    *,
    actor: Actor,
    organisation: UUID,
    sectors: Iterable[str] = (),
    countries: Iterable[str] = (),
    domains: Iterable[str] = (),
    networks: Iterable[str] = (),
) -> None:
    """Say in which sectors and countries one's organisation is, and which domains and networks are its own.

    Refused: long_sector, not_a_country, not_a_domain, public_suffix, not_a_network, too_wide, not_public,
    too_many_named, machine_reads, not_seated_for_it.
    Records: ProfileChanged.
    """
    profile = access.profile(actor, organisation)
    Profile.objects.filter(pk=profile.pk).update(
        sectors=rules.each(sectors, rules.sector, most=rules.MOST_SECTORS),
        countries=rules.each(countries, rules.country, most=rules.MOST_SECTORS),
        domains=rules.each(domains, rules.domain, most=rules.MOST_OF_OUR_OWN),
        networks=rules.each(networks, rules.network, most=rules.MOST_OF_OUR_OWN),
    )
    changed(actor, profile)


@transaction.atomic
def save_supplier(*, actor: Actor, organisation: UUID, name: str, domains: Iterable[str] = ()) -> UUID:
    """Say that one's organisation depends on this supplier, and which domains are theirs.

    Refused: no_supplier, not_a_domain, public_suffix, too_many_named, profile_full, machine_reads, not_seated_for_it.
    Records: ProfileChanged.
    """
    profile = access.profile(actor, organisation)
    supplier = _save_supplier(profile, name, domains)
    changed(actor, profile)
    return supplier


@transaction.atomic
def remove_supplier(*, actor: Actor, organisation: UUID, supplier: UUID) -> None:
    """They supply nothing any more. What they supplied is still used.

    Refused: machine_reads, not_seated_for_it. Raises `NotVisible`.
    Records: ProfileChanged.
    """
    profile = access.profile(actor, organisation)
    if not Supplier.objects.filter(organisation_id=organisation, id=supplier).delete()[0]:
        raise NotVisible
    Technology.objects.filter(organisation_id=organisation, supplier_id=supplier).update(supplier_id=None)
    changed(actor, profile)


@transaction.atomic
def replace_profile(
    *,
    actor: Actor,
    organisation: UUID,
    sectors: Iterable[str],
    countries: Iterable[str],
    domains: Iterable[str],
    networks: Iterable[str],
    suppliers: Suppliers,
    technologies: Sequence[Entry],
) -> None:
    """All that matters to one's organisation from now on. What is still used is still shown to whom it was shown.

    Refused: what `describe`, `save_supplier` and `add_technology` refuse.
    Records: ProfileChanged.
    """
    profile = access.profile(actor, organisation)
    mine = Technology.objects.filter(organisation_id=organisation)
    mine.exclude(id__in={rules.technology_id(organisation, entry.named) for entry in technologies}).delete()
    mine.update(supplier_id=None)
    Supplier.objects.filter(organisation_id=organisation).delete()
    for name, theirs in suppliers.items():
        _save_supplier(profile, name, theirs)
    put(profile, technologies, THE_API)
    describe(
        actor=actor,
        organisation=organisation,
        sectors=sectors,
        countries=countries,
        domains=domains,
        networks=networks,
    )


@transaction.atomic
def take_profile(*, actor: Actor, organisation: UUID) -> None:
    """Note that a copy of the profile is taken along. Raises `NotVisible`.

    Records: ProfileTaken.
    """
    access.read(actor, organisation)
    record(ProfileTaken(organisation=organisation), by=actor)


def _save_supplier(profile: Profile, name: str, domains: Iterable[str]) -> UUID:
    name = " ".join(name.split())[: rules.LONGEST_SUPPLIER]
    if not name:
        raise Refused(rules.NO_SUPPLIER)
    theirs = list(rules.each(domains, rules.domain, most=rules.MOST_OF_OUR_OWN))
    supplier = put_suppliers(profile.organisation_id, [name])[name]
    Supplier.objects.filter(organisation_id=profile.organisation_id, id=supplier).update(name=name, domains=theirs)
    return supplier
