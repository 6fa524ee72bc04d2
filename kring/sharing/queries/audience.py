"""Who will read it: before sharing, to know; after sharing, to deliver."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, look_up_about
from kring.sharing.models import Item
from kring.sharing.rules import Caution, Limit, cautions
from kring.tlp.audience import State, audience_for
from kring.tlp.carriage import carriage_of
from kring.tlp.labels import Label

NAMES_SHOWN = 120
"""A list of more names than this nobody reads."""

RECENT = 50
"""How many of one's own items say what is usual."""


def readers(item: UUID) -> set[UUID]:
    """The accounts, machines among them, that may read this shared item now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.readers(%s)", [item])
        return {person for (person,) in cursor.fetchall()}


def reached(item: UUID) -> set[UUID]:
    """The accounts for which this item is news, and that may read it: of TLP:CLEAR, those of its community."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.reached(%s)", [item])
        return {person for (person,) in cursor.fetchall()}


def reply_readers(reply: UUID) -> set[UUID]:
    """The accounts that may read this reply now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.reply_readers(%s)", [reply])
        return {person for (person,) in cursor.fetchall()}


COMPANIONS = """
SELECT r.person FROM kring.readers_among(%(item)s, %(people)s::uuid[]) r JOIN sharing_item i ON i.id = %(item)s
WHERE r.person <> %(me)s
  AND (NOT i.via_secretariat OR i.audience = ARRAY[i.circle_id] OR i.label <= 1 OR kring.is_source_of(i.id))
  AND (EXISTS (SELECT FROM kring.held h WHERE h.person = r.person AND h.what = 'green' AND h.key = i.community)
       OR EXISTS (SELECT FROM sharing_reply t WHERE t.item_id = i.id AND t.author_id = r.person))
"""


def companions(actor: Actor, item: UUID, people: Collection[UUID]) -> set[UUID]:
    """Whom of these the actor can mention in an item's thread, or answer alone: who reads it and is of its community.

    Nobody, when it was shared with a few via the secretariat: the answer would give away who the source is.
    """
    with connection.cursor() as cursor:
        cursor.execute(COMPANIONS, {"item": item, "people": list(people), "me": actor.person})
        return {person for (person,) in cursor.fetchall()}


def chosen(item: Item) -> list[UUID]:
    """The memberships an item was meant for, as far as they sit in the circle now; empty when that is the whole circle."""
    if item.label not in {Label.AMBER, Label.AMBER_STRICT} or item.audience == [item.circle_id]:
        return []
    return sorted(circles.seated_in(item.circle_id).memberships & set(item.audience))


def not_acknowledged(item: UUID) -> set[UUID]:
    """People, not machines, who may read it and have not said so. The source does not count as waiting."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT r.person FROM kring.readers(%(item)s) r JOIN people_person p ON p.id = r.person
            WHERE p.kind = 'person'
              AND NOT EXISTS (SELECT FROM sharing_reading d
                              WHERE d.item_id = %(item)s AND d.person_id = r.person AND d.acknowledged_at IS NOT NULL)
              AND NOT EXISTS (SELECT FROM sharing_item i WHERE i.id = %(item)s AND i.author_id = r.person)
              AND NOT EXISTS (SELECT FROM sharing_sealedsource s WHERE s.item_id = %(item)s AND s.author_id = r.person)
            """,
            {"item": item},
        )
        return {person for (person,) in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who will read it."""

    person: UUID
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands above the button, "14 people in 9 organisations will read this", and what to know before sharing."""

    people: int
    organisations: int
    machines: int
    by_mail: int
    """Of the people, those whose mail carries it in full. The others get a link."""
    readers: list[Reader]
    """The first of the people of this community, by organisation. Whom a bridge reaches is counted, and not named."""
    cautions: list[Caution]

    @property
    def by_link(self) -> int:
        """Of the people, those whose mail has no more in it than a link."""
        return self.people - self.by_mail

    @property
    def named(self) -> list[tuple[str, str]]:
        """Organisations, each with the names of its readers in one line, as far as there is room for names."""
        by_house = groupby(self.readers[:NAMES_SHOWN], key=lambda reader: reader.organisation)
        return [(house, ", ".join(reader.name for reader in readers)) for house, readers in by_house]

    @property
    def unnamed(self) -> int:
        """People beyond the names there is room for."""
        return self.people - min(len(self.readers), NAMES_SHOWN)


PREVIEW = Lookup("""
WITH reading AS MATERIALIZED (
    SELECT person, organisation FROM kring.audience_by_house(%(circle)s, %(community)s, %(label)s::smallint,
                                         %(state)s::smallint, %(me)s, %(audience)s::uuid[], '{}', false)
    WHERE person <> %(me)s AND (organisation IS NOT NULL OR %(label)s <> 0)
), known AS MATERIALIZED (
    SELECT p.id, p.name, p.kind = 'machine' AS is_machine, p.openpgp_fingerprint <> '' AS has_key
    FROM people_person p WHERE p.id IN (SELECT person FROM reading)
), house AS MATERIALIZED (
    SELECT o.id, o.name COLLATE "C" AS name FROM circles_organisation o
    WHERE o.id IN (SELECT r.organisation FROM reading r JOIN known k ON k.id = r.person WHERE NOT k.is_machine)
), first AS MATERIALIZED (
    SELECT k.id, k.name FROM (SELECT id, name FROM house ORDER BY lower(name) LIMIT %(most)s) h
    JOIN reading r ON r.organisation = h.id JOIN known k ON k.id = r.person WHERE NOT k.is_machine
    GROUP BY k.id, k.name ORDER BY lower(min(h.name)), lower(k.name) COLLATE "C" LIMIT %(most)s
), named AS (
    SELECT f.id, f.name, string_agg(h.name, ', ' ORDER BY h.name) AS houses
    FROM first f JOIN reading r ON r.person = f.id JOIN house h ON h.id = r.organisation GROUP BY f.id, f.name
)
SELECT count(*) FILTER (WHERE NOT is_machine), count(*) FILTER (WHERE is_machine),
       count(*) FILTER (WHERE NOT is_machine AND has_key), (SELECT count(*) FROM house),
       ARRAY(SELECT n FROM named n ORDER BY lower(houses), lower(name) COLLATE "C")
FROM known
""")
"""Counted and named where the accounts are: of a large circle they are thousands, of which nobody reads more than a few.
Those are found by the first organisations, so that not everybody has to be put in order."""

USUAL = Lookup("""
SELECT label FROM sharing_item WHERE circle_id = %(circle)s AND author_id = %(me)s AND state = 1
ORDER BY shared_at DESC LIMIT %(recent)s
""")
"""The labels of the newest that the actor shared here."""


def preview(
    actor: Actor,
    *,
    circle: UUID,
    label: Label,
    today: date,
    named: Collection[UUID] = (),
    chosen: Collection[UUID] = (),
    via_secretariat: bool = False,
) -> Preview | None:
    """Who would read it and what to know first; None for somebody who cannot share in this circle.

    The author is not counted among the people. Of TLP:CLEAR, which anybody may read, only the people of this
    community are: one community does not learn how large another is.
    """
    seat = circles.seat_for_sharing(actor, circle)
    if seat is None or actor.person is None:
        return None
    audience = audience_for(
        label, circle=circle, author=actor.person, membership=seat.membership, named=named, chosen=chosen
    )
    ((people, machines, with_key, organisations, first),), usual = look_up_about(
        actor,
        PREVIEW,
        USUAL,
        circle=circle,
        community=circles.circle_for(actor, circle).community,
        label=int(label),
        state=int(State.SHARED),
        audience=sorted(audience),
        most=NAMES_SHOWN,
        recent=RECENT,
    )
    limits = [
        Limit(limit.organisation, limit.label, limit.reason)
        for limit in circles.sharing_limits(circle, chosen if label in (Label.AMBER, Label.AMBER_STRICT) else ())
    ]
    return Preview(
        people=people,
        organisations=organisations,
        machines=machines,
        by_mail=sum(
            count
            for count, has_key in ((with_key, True), (people - with_key, False))
            if carriage_of(label, can_encrypt=has_key).has_content
        ),
        readers=[Reader(*reader) for reader in first],
        cautions=cautions(
            label,
            mandate=seat.mandate,
            today=today,
            limits=limits,
            usual={Label(label) for (label,) in usual},
            via_secretariat=via_secretariat,
            readers=people,
        ),
    )
