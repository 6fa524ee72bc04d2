"""What an organisation uses: one by one, and out of files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.expressions import F, Func

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refusal, Refused
from kring.kernel.record import record
from kring.products.named import Named
from kring.profiles import access, reading, rules
from kring.profiles.commands.showing import follow
from kring.profiles.facts import ProfileChanged
from kring.profiles.models import Profile, Supplier, Technology
from kring.profiles.reading import Entry, Problem

BY_HAND = ""
"""Where what somebody typed came from."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file."""

    name: str
    kind: str
    added: int
    known: int
    """Were there already."""
    gone: int
    """Came from a file of this name before, are not in it any more, and nothing else names them."""
    wrong: int
    problems: tuple[Problem, ...]


@transaction.atomic
def add_technology(*, actor: Actor, organisation: UUID, named: Named, supplier: str = "") -> bool:
    """Say that one's organisation uses this. False when that was known; then the supplier is changed, if one is named.

    Refused: profile_full, machine_reads, not_seated_for_it.
    Records: ProfileChanged.
    """
    profile = access.profile(actor, organisation)
    added = put(profile, [Entry(named, " ".join(supplier.split()))], BY_HAND)
    changed(actor, profile)
    return bool(added)


@transaction.atomic
def remove_technology(*, actor: Actor, organisation: UUID, technology: UUID) -> None:
    """It is not used any more, whatever file named it.

    Refused: machine_reads, not_seated_for_it. Raises `NotVisible`.
    Records: ProfileChanged.
    """
    profile = access.profile(actor, organisation)
    if not Technology.objects.filter(organisation_id=organisation, id=technology).delete()[0]:
        raise NotVisible
    changed(actor, profile)


@transaction.atomic
def bring_inventory(*, actor: Actor, organisation: UUID, name: str, octets: bytes) -> Brought:
    """Take in what a file says is used. It takes the place of what came from a file of the same name before.

    Refused: too_large, empty_file, too_deep, not_json, not_xml, not_cyclonedx, no_columns, not_text, profile_full,
    machine_reads, not_seated_for_it.
    Records: ProfileChanged.
    """
    profile = access.profile(actor, organisation)
    inventory = reading.read(octets)
    name = " ".join(name.split())[:200] or inventory.kind
    added = put(profile, inventory.entries, name)
    ids = {rules.technology_id(organisation, entry.named) for entry in inventory.entries}
    gone = take_away(profile, origin=name, keep=ids)
    changed(actor, profile)
    return Brought(
        name=name,
        kind=inventory.kind,
        added=added,
        known=len(ids) - added,
        gone=gone,
        wrong=inventory.wrong,
        problems=tuple(inventory.problems),
    )


def put(profile: Profile, entries: Sequence[Entry], origin: str) -> int:
    """Have these among what is used, as `origin` says. How many were not there before.

    Refused: profile_full.
    """
    organisation = profile.organisation_id
    suppliers = put_suppliers(organisation, {entry.supplier for entry in entries if entry.supplier})
    used = {rules.technology_id(organisation, entry.named): entry for entry in entries}
    mine = Technology.objects.filter(organisation_id=organisation)
    known = set(mine.filter(id__in=used).values_list("id", flat=True))
    if mine.count() + len(used) - len(known) > rules.MOST_TECHNOLOGIES:
        raise Refused(Refusal(rules.FULL.code, rules.FULL.text, {"most": rules.MOST_TECHNOLOGIES}))
    mine.filter(id__in=known).exclude(origins__contains=[origin]).update(
        origins=Func(F("origins"), Value(origin), function="array_append")
    )
    for name, supplier in suppliers.items():
        supplied = {one for one in known if used[one].supplier == name}
        mine.filter(id__in=supplied).update(supplier_id=supplier)
    Technology.objects.bulk_create(
        [
            _technology(organisation, one, entry, suppliers.get(entry.supplier), origin)
            for one, entry in used.items()
            if one not in known
        ],
        batch_size=2000,
    )
    return len(used) - len(known)


def put_suppliers(organisation: UUID, names: Collection[str]) -> dict[str, UUID]:
    """Have these among the suppliers; each by its name as given.

    Refused: profile_full.
    """
    by_name = {name: rules.supplier_id(organisation, name) for name in names}
    if by_name:
        rows = {one: Supplier(organisation_id=organisation, id=one, name=name) for name, one in by_name.items()}
        Supplier.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=2000)
        if Supplier.objects.filter(organisation_id=organisation).count() > rules.MOST_SUPPLIERS:
            raise Refused(Refusal(rules.FULL.code, rules.FULL.text, {"most": rules.MOST_SUPPLIERS}))
    return by_name


def take_away(profile: Profile, *, origin: str, keep: Collection[UUID]) -> int:
    """What this origin named before and does not name now is gone, unless another one names it."""
    rest = Technology.objects.filter(organisation_id=profile.organisation_id, origins__contains=[origin])
    rest.exclude(id__in=keep).update(origins=Func(F("origins"), Value(origin), function="array_remove"))
    return Technology.objects.filter(organisation_id=profile.organisation_id, origins=[]).delete()[0]


def changed(actor: Actor, profile: Profile) -> None:
    """Whatever follows from a profile follows."""
    Profile.objects.filter(pk=profile.pk).update(changed_at=now())
    follow(profile.organisation_id)
    record(ProfileChanged(organisation=profile.organisation_id), by=actor)


def _technology(organisation: UUID, id: UUID, entry: Entry, supplier: UUID | None, origin: str) -> Technology:
    named = entry.named
    return Technology(
        organisation_id=organisation,
        id=id,
        vendor=named.vendor,
        product=named.product,
        version=named.version,
        cpe=named.cpe,
        purl=named.purl,
        supplier_id=supplier,
        origins=[origin],
    )
