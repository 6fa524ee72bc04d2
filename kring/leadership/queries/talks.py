"""What who leads wrote down of talks with members. The database gives it to nobody else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, look_up
from kring.leadership import access, rules
from kring.leadership.models import Talk

DUE = Lookup("""
SELECT t.about_id, o.name, c.name, c.slug, t.again_on
FROM (SELECT DISTINCT ON (about_id) about_id, circle_id, again_on FROM leadership_talk
      ORDER BY about_id, "on" DESC, noted_at DESC) t
JOIN circles_membership m ON m.id = t.about_id JOIN circles_organisation o ON o.id = m.organisation_id
JOIN circles_circle c ON c.id = t.circle_id
WHERE t.again_on <= (%(now)s AT TIME ZONE 'UTC')::date ORDER BY t.again_on, o.name
""")

UNSPOKEN = """
WITH latest AS (SELECT DISTINCT ON (about_id) about_id, "on", again_on FROM leadership_talk
                WHERE circle_id = %(circle)s ORDER BY about_id, "on" DESC, noted_at DESC),
member AS (SELECT m.id, o.name, t."on", t.again_on,
                  row_number() OVER (PARTITION BY coalesce(t.again_on <= %(today)s, false)
                                     ORDER BY t."on" NULLS FIRST, lower(o.name), m.id) AS place
           FROM circles_membership m JOIN circles_organisation o ON o.id = m.organisation_id
           LEFT JOIN latest t ON t.about_id = m.id
           WHERE m.circle_id = %(circle)s AND m.state IN ('member', 'suspended') AND m.id <> ALL (%(own)s)
             AND (t."on" IS NULL OR t."on" <= %(before)s))
SELECT id, name, "on", again_on FROM member WHERE place <= %(most)s ORDER BY "on" NULLS FIRST, lower(name), id
"""


@dataclass(frozen=True, slots=True)
class TalkNoted:
    """A talk in the log."""

    id: UUID
    kind: str
    on: date
    note: str
    again_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class MemberTalks:
    """A member, and the talks with it."""

    membership: UUID
    organisation: str
    talks: tuple[TalkNoted, ...]
    """The latest first. Empty: nobody wrote down that they spoke with it."""

    @property
    def about(self) -> str:
        """The membership, as it stands in addresses."""
        return str(self.membership)

    @property
    def last_on(self) -> date | None:
        """When somebody spoke with it last."""
        return self.talks[0].on if self.talks else None

    @property
    def again_on(self) -> date | None:
        """When to speak again, as was said at the last talk."""
        return self.talks[0].again_on if self.talks else None


def talks_of(actor: Actor, circle: UUID) -> list[MemberTalks]:
    """The other members of a circle, with whom nobody spoke for longest first.

    Raises `NotVisible` for who does not lead it.
    """
    access.only_leading(circle)
    noted: dict[UUID, list[TalkNoted]] = {}
    rows = Talk.objects.filter(circle_id=circle).order_by("-on", "-noted_at")
    said = rows.values_list("about", "pk", "kind", "on", "note", "again_on", "author__name")
    for about, pk, kind, on, note, again_on, by in said:
        noted.setdefault(about, []).append(TalkNoted(pk, kind, on, note, again_on, by or ""))
    standing = circles.standing(actor, circle)
    found = [
        MemberTalks(member.id, member.name, tuple(noted.get(member.id, ())))
        for member in circles.houses_of(circle)
        if not standing or member.id not in standing.memberships
    ]
    return sorted(found, key=lambda one: (one.last_on or date.min, one.organisation.casefold()))


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A member with whom nobody spoke for long."""

    membership: UUID
    organisation: str
    last_on: date | None
    """None: nobody wrote down that they ever did."""
    again_on: date | None
    """When to speak again, as was said then."""

    @property
    def about(self) -> str:
        """The membership, as it stands in addresses."""
        return str(self.membership)

    def is_due(self, today: date) -> bool:
        """Was it said that one would speak again by now?"""
        return self.again_on is not None and self.again_on <= today


def unspoken(place: circles.CirclePlace, *, most: int) -> list[Unspoken]:
    """The other members with whom nobody spoke for long, for longest first. For who leads the circle.

    In a large circle that is nearly everybody: so many at most of whom it is due, and so many of the others.
    """
    today = timezone.localdate()
    own = place.standing.memberships if place.standing else ()
    before = rules.long_ago(today)
    with connection.cursor() as cursor:
        cursor.execute(UNSPOKEN, {"circle": place.id, "own": list(own), "today": today, "before": before, "most": most})
        return [Unspoken(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class TalkDue:
    """Somebody was to be spoken with again, by now."""

    membership: UUID
    organisation: str
    circle: str
    slug: str
    again_on: date

    @property
    def about(self) -> str:
        """The membership, as it stands in addresses."""
        return str(self.membership)


def talks_due(actor: Actor) -> list[TalkDue]:
    """Who was to be spoken with again by now in the circles that this actor leads, the longest ago first."""
    return [TalkDue(*row) for row in look_up(actor, DUE)]
