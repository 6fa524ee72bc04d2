"""What stands around the list of a circle's members, brought in one trip."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.circles.queries.equality import RIGHTS, ROLES, Equality, RightHeld, equality_of
from kring.circles.queries.folk import TOPICS
from kring.circles.queries.standing import circles_known
from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, look_up_about

ON_THEIR_WAY = Lookup("""
SELECT m.id, o.name, m.state FROM circles_membership m JOIN circles_organisation o ON o.id = m.organisation_id
WHERE m.circle_id = %(circle)s AND m.state IN ('prospect', 'candidate') ORDER BY o.name, m.id
""")

SHUT_OUT = Lookup("""
SELECT x.person_id, p.name, x.why, x.note, x.since FROM circles_suspension x JOIN people_person p ON p.id = x.person_id
WHERE x.circle_id = %(circle)s AND x.lifted_at IS NULL ORDER BY x.since DESC
""")


@dataclass(frozen=True, slots=True)
class OnTheirWay:
    """An organisation that is not in a circle yet: a prospect or a candidate."""

    id: UUID
    """Of its membership."""
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class ShutOut:
    """Somebody shut out of a circle."""

    person: UUID
    name: str
    why: str
    note: str
    since: datetime


@dataclass(frozen=True, slots=True)
class BesideMembers:
    """What stands around the list of a circle's members."""

    equality: Equality
    rights: list[RightHeld]
    topics: list[str]
    """What people in the actor's circles say they know about."""
    coming: list[OnTheirWay]
    suspended: list[ShutOut]
    """Of this very circle."""


def beside_members(actor: Actor, circle: UUID, *, most: int, steers: bool) -> BesideMembers:
    """All of this, with so many deviations; who comes and who is shut out for who steers alone."""
    lookups = (ROLES, RIGHTS, TOPICS, *((ON_THEIR_WAY, SHUT_OUT) if steers else ()))
    about = {"circle": circle, "known": circles_known(actor), "most": most}
    roles, rights, topics, *more = look_up_about(actor, *lookups, **about)
    coming, suspended = more or ([], [])
    return BesideMembers(
        equality=equality_of(roles, most),
        rights=[RightHeld(*row) for row in rights],
        topics=[topic for (topic,) in topics],
        coming=[OnTheirWay(*row) for row in coming],
        suspended=[ShutOut(*row) for row in suspended],
    )
