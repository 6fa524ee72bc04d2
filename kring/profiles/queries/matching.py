"""What matters to the organisations that the bound actor works for: the lock lets out no other's."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kring.kernel.lookups import Lookup, Row
from kring.profiles.models import Match
from kring.profiles.reasons import Reason, most_severe_first, of_json
from kring.profiles.rules import About

MOST_LISTED = 5_000
"""That a list of objects is narrowed to: the newest that matter."""
MOST_MATCHED = 200
"""That are held against a profile again when a vulnerability turns out to be worse."""


def matters(items: Collection[UUID]) -> dict[UUID, list[Reason]]:
    """Why these items matter to whoever is bound, the most severe first. What does not is left out."""
    return reasons_by_item(Match.objects.filter(item_id__in=items).values_list("item_id", "reasons"))


MATTERS = Lookup("SELECT item_id, reasons FROM profiles_match WHERE item_id = ANY (%(items)s)")
"""Why `items` matter, for `reasons_by_item`."""


def reasons_by_item(rows: Iterable[Row]) -> dict[UUID, list[Reason]]:
    """The answer to `MATTERS`, as `matters` gives it."""
    found: dict[UUID, list[Reason]] = {}
    for item, reasons in rows:
        found.setdefault(item, []).extend(map(of_json, reasons))
    return {item: most_severe_first(reasons) for item, reasons in found.items()}


def matters_to(organisations: Collection[UUID], item: UUID) -> list[Reason]:
    """Why an item matters to these organisations, as far as whoever is bound works for them."""
    rows = Match.objects.filter(item_id=item, organisation_id__in=organisations).values_list("reasons", flat=True)
    return most_severe_first([of_json(reason) for reasons in rows for reason in reasons])


def objects_that_matter(circle: UUID, stix_ids: Collection[str]) -> dict[str, list[Reason]]:
    """The same for objects in a circle's store."""
    found: dict[str, list[Reason]] = {}
    rows = Match.objects.filter(circle_id=circle, stix_id__in=stix_ids)
    for stix_id, reasons in rows.values_list("stix_id", "reasons"):
        found.setdefault(stix_id, []).extend(map(of_json, reasons))
    return {stix_id: most_severe_first(reasons) for stix_id, reasons in found.items()}


def all_that_matter(circle: UUID) -> list[str]:
    """The identifiers of all objects in a circle's store that matter to whoever is bound."""
    return list(Match.objects.filter(circle_id=circle).order_by("-at").values_list("stix_id", flat=True)[:MOST_LISTED])


def items_that_matter() -> list[UUID]:
    """All items that matter to whoever is bound."""
    rows = Match.objects.filter(item_id__isnull=False).order_by("-at").values_list("item_id", flat=True)
    return [item for item in rows[:MOST_LISTED] if item]


def matched_among(item: UUID, people: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Who of these works for organisations to which an item matters, and for which."""
    found: dict[UUID, set[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, organisation FROM kring.matched_among(%s, %s::uuid[])", [item, list(people)])
        for person, organisation in cursor.fetchall():
            found.setdefault(person, set()).add(organisation)
    return {person: frozenset(organisations) for person, organisations in found.items()}


def matched_by(organisation: UUID, cves: Collection[str]) -> list[About]:
    """What matters to an organisation for one of these vulnerabilities, the newest first, as far as the bound actor reads it."""
    about = Q()
    for cve in cves:
        about |= Q(reasons__contains=[{"cves": [cve]}])
    rows = Match.objects.filter(about, organisation_id=organisation).order_by("-at") if cves else Match.objects.none()
    return [About(row.item_id, row.circle_id, row.stix_id) for row in rows[:MOST_MATCHED]]
