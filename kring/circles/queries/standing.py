"""Where somebody stands: their circles, what they are in each, and what they may share there."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kring.circles import rules
from kring.circles.models import Circle, Seated
from kring.circles.rules import STEERING, MandateTerms, Standing
from kring.kernel.actor import Actor
from kring.kernel.binding import asked_once
from kring.kernel.errors import NotVisible, Refusal
from kring.kernel.lookups import Lookup, look_up, look_up_about
from kring.tlp.labels import Label

IN_SIGHT = """
SELECT c.community, c.id = ANY (a.keys) FROM circles_circle c, kring.actor() a
WHERE c.id = %s AND c.closed_at IS NULL AND c.community = ANY (a.greens) AND (a.scope IS NULL OR c.id = ANY (a.scope))
"""

WAY = """
SELECT o.id, o.kind FROM circles_circle c CROSS JOIN unnest(c.path) WITH ORDINALITY AS step (id, number)
JOIN circles_circle o ON o.id = step.id WHERE c.id = %s ORDER BY step.number
"""

PLACES = Lookup(
    """
WITH seat AS MATERIALIZED (SELECT circle, community, membership, CASE WHEN observer THEN 'observer' ELSE role END AS role
                           FROM kring.seated WHERE person = %(me)s),
     house AS MATERIALIZED (SELECT circle, community FROM kring.colleague WHERE person = %(me)s)
SELECT c.id, c.community, c.parent_id, c.name, c.slug, c.kind, c.purpose, c.language, c.colour, c.second_factor,
       c.permitted_use, c.path, c.default_label, c.widest_label, c.retention_days::text,
       (SELECT array_agg(role) FROM seat WHERE circle = c.id),
       (SELECT array_agg(membership) FROM seat WHERE circle = c.id),
       (SELECT array_agg(membership) FROM seat WHERE circle = c.id AND role <> 'observer'),
       c.id IN (SELECT circle FROM house),
       c.second_factor AND c.id IN (SELECT circle FROM house) AND c.id NOT IN (SELECT circle FROM seat)
       AND EXISTS (SELECT FROM circles_seat s JOIN circles_membership m ON m.id = s.membership_id
                   WHERE s.person_id = %(me)s AND s.until IS NULL AND m.circle_id = c.id AND m.state = 'member')
       AND NOT EXISTS (SELECT FROM mfa_authenticator WHERE user_id = %(me)s AND type IN ('totp', 'webauthn'))
FROM circles_circle c
WHERE c.closed_at IS NULL AND c.community IN (SELECT community FROM seat UNION SELECT community FROM house)
  AND (%(scope)s::uuid[] IS NULL OR c.id = ANY (%(scope)s))
""",
    lambda actor: {"scope": None if actor.scope is None else list(actor.scope)},
)
PLACE = (
    *("id", "community", "parent", "name", "slug", "kind", "purpose", "language", "colour", "second_factor"),
    *("permitted_use", "path", "default_label", "widest_label", "retention_days", "roles", "memberships"),
    *("takes_part_for", "is_colleague", "waits_for_second_factor"),
)
"""What stands in the columns of PLACES."""


@dataclass(frozen=True, slots=True)
class CirclePlace:
    """A circle as somebody of its community sees it, with what they are there."""

    id: UUID
    community: UUID
    parent: UUID | None
    path: tuple[UUID, ...]
    """From the outermost circle to this one."""
    name: str
    slug: str
    kind: str
    purpose: str
    language: str
    colour: str
    default_label: Label
    widest_label: Label
    second_factor: bool
    permitted_use: str
    retention_days: Mapping[str, int]
    standing: Standing | None
    """None: no seat in force. Such a person reads GREEN, as a colleague or from another circle of the community."""
    is_colleague: bool
    """Works for a member organisation of this very circle."""
    waits_for_second_factor: bool
    """Has a seat that does not count until they set up a second factor."""

    @property
    def is_outermost(self) -> bool:
        """The circle that all others of its community sit in."""
        return self.parent is None

    @property
    def depth(self) -> int:
        """How many circles are around it."""
        return len(self.path) - 1

    def keeps(self, kind: str) -> timedelta | None:
        """How long an item of this kind is kept; None is for good."""
        days = self.retention_days.get(kind)
        return timedelta(days=days) if days else None


def standing(actor: Actor, circle: UUID) -> Standing | None:
    """What the actor is in this circle now; None without a seat in force, or when a token leaves the circle out.

    Every page asks for the circles of its reader, for its frame: this comes with that answer.
    """
    return next((place.standing for place in _places(actor) if place.id == circle), None)


def why_not_steer(actor: Actor, circle: UUID) -> Refusal | None:
    """May the actor change who stands where in this circle? For the command that must obey and the page that shows."""
    own = standing(actor, circle)
    if own is not None and own.steers:
        return None
    around = Circle.objects.filter(pk=circle).values_list("parent", flat=True).first()
    vacant = around is not None and not Seated.objects.filter(circle=circle, role__in=STEERING, observer=False).exists()
    return rules.why_not_steer(own, around=standing(actor, around) if around and vacant else None, vacant=vacant)


def circle_for(actor: Actor, which: UUID | str) -> CirclePlace:
    """The circle with this id or this name in addresses.

    Raises `NotVisible` for everybody outside its community.
    """
    for place in _places(actor):
        if which in {place.id, place.slug}:
            return place
    raise NotVisible


def circles_of(actor: Actor) -> list[CirclePlace]:
    """The circles the actor sits in, waits to sit in, or works for a member of; outer ones before inner ones."""
    mine = _places(actor)
    tied = [place for place in mine if place.standing or place.is_colleague or place.waits_for_second_factor]
    by_id = {place.id: place.name.casefold() for place in mine}
    return sorted(tied, key=lambda place: [(by_id.get(step, ""), step) for step in place.path])


def steered(actor: Actor) -> list[UUID]:
    """The circles that the actor steers."""
    return [place.id for place in circles_of(actor) if place.standing and place.standing.steers]


def takes_part_in(actor: Actor) -> list[UUID]:
    """The circles in which the actor does more than observe."""
    return [place.id for place in circles_of(actor) if place.standing and not place.standing.observes]


def sits_for(actor: Actor) -> list[UUID]:
    """The memberships for which the actor sits in a circle, also where they observe."""
    return [own for place in circles_of(actor) if place.standing for own in place.standing.memberships]


def takes_part_for(actor: Actor) -> list[UUID]:
    """Those of them for which the actor takes part."""
    return [own for place in circles_of(actor) if place.standing for own in place.standing.takes_part_for]


def circles_around(actor: Actor, community: UUID) -> list[CirclePlace]:
    """All circles of a community, outer ones before inner ones. Empty for somebody who has no tie to it."""
    seen = [place for place in _places(actor) if place.community == community]
    by_id = {place.id: place.name.casefold() for place in seen}
    return sorted(seen, key=lambda place: [(by_id.get(step, ""), step) for step in place.path])


def circles_known(actor: Actor) -> list[UUID]:
    """All circles that this actor may know of, as `access.circles_seen` has it."""
    return [place.id for place in _places(actor)]


def sees(actor: Actor, circle: UUID) -> bool:
    """May this actor know of this circle, and so open its pages?"""
    return circle in circles_known(actor)


@dataclass(frozen=True, slots=True)
class Sight:
    """How the actor of this transaction meets a circle."""

    community: UUID
    takes_part: bool
    """Has a seat in force there, and not as an observer."""


def in_sight(circle: UUID) -> Sight | None:
    """The same as `sees` for the bound actor, out of the reach that was worked out when they were bound.

    For doors that are asked many times a second: working it out again takes twenty times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute(IN_SIGHT, [circle])
        found = cursor.fetchone()
        return Sight(*found) if found else None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who sat down in a circle later than others, in one of their seats."""

    person: UUID
    name: str
    seat: UUID
    since: datetime
    membership: UUID
    organisation: str


def newcomers(circle: UUID, moment: datetime, *, person: UUID | None = None) -> list[Newcomer]:
    """The people, no machines or observers, who sat down later than that and sit; or this one. By organisation and name."""
    rows = Seated.objects.filter(circle=circle, seat__since__gt=moment, person__kind="person", observer=False)
    rows = rows.filter(person=person) if person else rows
    found = rows.order_by("organisation__name", "person__name", "seat").values_list(
        "person", "person__name", "seat", "seat__since", "membership", "organisation__name"
    )
    return [Newcomer(*row) for row in found]


def steering(circle: UUID) -> set[UUID]:
    """The people who steer a circle now."""
    rows = Seated.objects.filter(circle=circle, role__in=STEERING, observer=False, person__kind="person")
    return set(rows.values_list("person", flat=True))


def community_of(circle: UUID) -> UUID:
    """The community a circle is of."""
    return Circle.objects.values_list("community", flat=True).get(pk=circle)


def way_to(circle: UUID) -> list[tuple[UUID, str]]:
    """The circles from the outermost one to this one, each with its kind. It says nothing of what they are called."""
    with connection.cursor() as cursor:
        cursor.execute(WAY, [circle])
        return [(step, kind) for step, kind in cursor.fetchall()]


def begun(circles: Collection[UUID]) -> dict[UUID, datetime]:
    """When these circles began, for somebody who sits there."""
    return dict(Circle.objects.filter(pk__in=circles).values_list("id", "created_at"))


def names_of_circles(circles: Collection[UUID]) -> dict[UUID, str]:
    """What circles are called, for somebody who may already know of them: because an item from there is theirs to read."""
    return dict(Circle.objects.filter(pk__in=circles).values_list("id", "name"))


SINCE = Lookup("""
SELECT s.circle, seat.since FROM kring.seated s JOIN circles_seat seat ON seat.id = s.seat
WHERE s.person = %(me)s AND NOT s.observer ORDER BY seat.since DESC
""")


def seated_since(actor: Actor) -> dict[UUID, datetime]:
    """The circles the actor takes part in, and since when: of several seats in one, the first."""
    return dict(look_up(actor, SINCE))


@dataclass(frozen=True, slots=True)
class SharingSeat:
    """For which membership somebody shares in a circle, and what their mandate says (None: none was recorded)."""

    membership: UUID
    organisation: UUID
    role: str
    mandate: MandateTerms | None


def seat_for_sharing(actor: Actor, circle: UUID) -> SharingSeat | None:
    """The seat under which the actor shares here; None for who has none, and for observers.

    Somebody with several seats shares under the one with the widest mandate.
    """
    seats = _seats_for_sharing(actor, circle)
    return min(seats, key=lambda seat: seat.mandate.widest_label if seat.mandate else len(Label), default=None)


SEATS = Lookup("""
SELECT s.membership, s.organisation, s.role, m.widest_label, m.until
FROM kring.seated s JOIN circles_seat seat ON seat.id = s.seat LEFT JOIN circles_mandate m ON m.seat_id = s.seat
WHERE s.person = %(me)s AND s.circle = %(circle)s AND NOT s.observer ORDER BY seat.since, s.seat
""")


@asked_once
def _seats_for_sharing(actor: Actor, circle: UUID) -> list[SharingSeat]:
    if actor.person is None or (actor.scope is not None and circle not in actor.scope):
        return []
    (seats,) = look_up_about(actor, SEATS, circle=circle)
    return [
        SharingSeat(membership, organisation, role, None if label is None else MandateTerms(Label(label), until))
        for membership, organisation, role, label, until in seats
    ]


@dataclass(frozen=True, slots=True)
class SeatedIn:
    """Whom one can share with in a circle: people to name, and memberships to choose."""

    people: frozenset[UUID]
    """People, not machines, who can be named for TLP:RED: seated, no observer, introduced to the circle."""
    memberships: frozenset[UUID]


def seated_in(circle: UUID) -> SeatedIn:
    """Whom one can name and choose in this circle now."""
    rows = Seated.objects.filter(circle=circle, observer=False)
    return SeatedIn(frozenset(_to_name(circle)), frozenset(rows.values_list("membership", flat=True)))


def seated_among(circle: UUID, people: Collection[UUID]) -> set[UUID]:
    """Those of these people whom one can name in this circle now."""
    return set(_to_name(circle).filter(person__in=people))


def _to_name(circle: UUID) -> QuerySet[Seated, UUID]:
    rows = Seated.objects.filter(circle=circle, observer=False, person__kind="person")
    return rows.filter(seat__introduced_at__isnull=False).values_list("person", flat=True)


@asked_once
def _places(actor: Actor) -> list[CirclePlace]:
    """The circles that the actor may know of (the same as `access.circles_seen`) and what the actor is there.

    Every page asks this for its frame, and most for themselves too, so it is one statement.
    """
    if actor.person is None:
        return []
    return [_place(**dict(zip(PLACE, row, strict=True))) for row in look_up(actor, PLACES)]


def _place(
    *,
    roles: list[str] | None,
    memberships: list[UUID],
    takes_part_for: list[UUID] | None,
    default_label: int,
    widest_label: int,
    **found: Any,
) -> CirclePlace:
    return CirclePlace(
        **found | {"path": tuple(found["path"]), "retention_days": json.loads(found["retention_days"])},
        default_label=Label(default_label),
        widest_label=Label(widest_label),
        standing=Standing(found["id"], frozenset(roles), frozenset(memberships), frozenset(takes_part_for or ()))
        if roles
        else None,
    )
