"""Who has which say in a circle: every deviation from one vote each, and the rights that others do not have (R59)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kring.circles import rules
from kring.circles.queries.members import SITTING
from kring.circles.rules import MemberFacts, MembershipState
from kring.kernel.actor import Actor
from kring.kernel.errors import Refusal
from kring.kernel.lookups import Lookup, Row, look_up_about

ROLES = Lookup(
    """
    WITH seat AS MATERIALIZED (SELECT membership, person, role FROM sits WHERE circle = %(circle)s
                               AND person NOT IN (SELECT id FROM people_person WHERE kind = 'machine')),
    held AS (SELECT membership, string_agg(role, ' ' ORDER BY role) AS roles FROM seat GROUP BY membership),
    member AS (SELECT m.id, o.name, m.state, m.kind, coalesce(held.roles, '') AS roles
               FROM circles_membership m JOIN circles_organisation o ON o.id = m.organisation_id
               LEFT JOIN held ON held.membership = m.id
               WHERE m.circle_id = %(circle)s AND m.state IN ('member', 'suspended')),
    placed AS (SELECT *, count(*) OVER (PARTITION BY state, kind, roles) AS alike,
                      row_number() OVER (PARTITION BY state, kind, roles ORDER BY name, id) AS place FROM member)
    SELECT id, name, state, kind, roles, alike, place, (SELECT count(DISTINCT person) FROM seat)
    FROM placed WHERE %(most)s::int IS NULL OR place <= %(most)s ORDER BY name, id
    """,
    given=SITTING,
)
"""The members of a circle with the roles of their seats; of those in which all of this is alike, the first few."""

RIGHTS = Lookup("""
SELECT r.id, r.membership_id, o.name, r.what, r.reason, r.since, r.until
FROM circles_specialright r JOIN circles_membership m ON m.id = r.membership_id
JOIN circles_organisation o ON o.id = m.organisation_id
WHERE m.circle_id = %(circle)s AND m.state <> 'left' AND (r.until IS NULL OR r.until > (%(now)s AT TIME ZONE 'UTC')::date)
ORDER BY r.since
""")


@dataclass(frozen=True, slots=True)
class RightHeld:
    """What one member has and others do not."""

    id: UUID
    membership: UUID
    organisation: str
    what: str
    reason: str
    since: date
    until: date | None


def special_rights(actor: Actor, circle: UUID) -> list[RightHeld]:
    """The special rights in force or to come, for all members to read (R59)."""
    (found,) = look_up_about(actor, RIGHTS, circle=circle)
    return [RightHeld(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Equality:
    """How many organisations and people sit in a circle now, and where a member's say is not like that of all others."""

    houses: int
    people: int
    deviations: list[tuple[UUID, Refusal]]
    """Where a member does not have one vote, or has a say that others do not have (R59), by name."""
    more: int
    """How many deviations there are beside these."""


def equality(actor: Actor, circle: UUID, *, most: int | None = None) -> Equality:
    """Who has which say in a circle, worked out from the seats in force; so many deviations at most, or all of them.

    Thousands of members stand in a dozen ways: of each way the first few are fetched, and how many there are.
    """
    (found,) = look_up_about(actor, ROLES, circle=circle, known=[circle], most=most)
    return equality_of(found, most)


def equality_of(found: Sequence[Row], most: int | None) -> Equality:
    """The same, of what was looked up with others."""
    houses = deviating = 0
    facts: list[MemberFacts] = []
    for membership, name, state, kind, roles, alike, place, _people in found:
        facts.append(MemberFacts(membership, name, MembershipState(state), kind, tuple(roles.split())))
        if place == 1:
            houses += alike if roles else 0
            deviating += alike * len(rules.deviations(facts[-1:]))
    deviations = rules.deviations(facts)[:most]
    people = found[0][-1] if found else 0
    return Equality(houses, people, deviations, deviating - len(deviations))
