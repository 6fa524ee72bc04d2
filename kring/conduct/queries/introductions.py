"""Introduction cards: somebody's own in a circle, and whom one has not met yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, F, Func, QuerySet

from kring.conduct.models import Introduction
from kring.conduct.rules import NEW_FOR
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.lookups import Lookup, look_up

MOST_TO_MEET = 3

STILL_SEATED = Func(F("author_id"), F("circle_id"), function="kring.sits_in", output_field=BooleanField())

# OFFSET 0: put in order first, and then asked one by one who still sits there, until there are enough.
TO_MEET = Lookup(
    """
    SELECT i.id, p.id, p.name, o.name, c.name, c.slug, i.does, i.helps, i.seeks, i.beside, i.written_at
    FROM (SELECT newest.id FROM (
              SELECT i.id, i.author_id, i.circle_id FROM conduct_introduction i
              WHERE i.written_at > %(not_old)s AND i.author_id <> %(me)s
                AND NOT EXISTS (SELECT FROM conduct_met m WHERE m.introduction_id = i.id AND m.person_id = %(me)s)
              ORDER BY i.written_at DESC OFFSET 0) newest
          WHERE kring.sits_in(newest.author_id, newest.circle_id) LIMIT %(most_to_meet)s) first
    JOIN conduct_introduction i ON i.id = first.id JOIN circles_circle c ON c.id = i.circle_id
    JOIN people_person p ON p.id = i.author_id
    JOIN circles_membership m ON m.id = i.membership_id JOIN circles_organisation o ON o.id = m.organisation_id
    ORDER BY i.written_at DESC
    """,
    lambda actor: {"not_old": now() - NEW_FOR, "most_to_meet": MOST_TO_MEET},
)


@dataclass(frozen=True, slots=True)
class Card:
    """Who somebody is, in their own words, to one circle."""

    id: UUID
    person: UUID
    name: str
    organisation: str
    circle: str
    slug: str
    does: str
    helps: str
    seeks: str
    beside: str
    written_at: datetime


def card_of(circle: UUID, person: UUID) -> Card | None:
    """Somebody's card in this circle, for who sits there too."""
    return next(iter(_cards(Introduction.objects.filter(circle=circle, author=person))), None)


def cards_to_meet(actor: Actor) -> list[Card]:
    """The newest cards of people who sit where this actor sits, which they have not put away."""
    return [Card(*row) for row in look_up(actor, TO_MEET)]


def _cards(rows: QuerySet[Introduction]) -> list[Card]:
    found = rows.filter(STILL_SEATED).select_related("circle", "author", "membership__organisation")
    return [
        Card(
            id=row.pk,
            person=row.author.pk,
            name=row.author.name,
            organisation=row.membership.organisation.name,
            circle=row.circle.name,
            slug=row.circle.slug,
            does=row.does,
            helps=row.helps,
            seeks=row.seeks,
            beside=row.beside,
            written_at=row.written_at,
        )
        for row in found.order_by("-written_at")[:1]
        if row.author and row.membership
    ]
