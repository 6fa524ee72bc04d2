"""What stands beside the list at home: one's circles, what one is writing, the first steps of somebody new."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.kernel.actor import Actor

LOOKED_AT = 50
"""Of so many newest items in a circle it is said how many are unread."""

# Walks the newest items of each circle and stops, however many there are. The condition on the circle is for the index.
UNREAD = """
SELECT c.id, count(*) FROM unnest(%(circles)s::uuid[]) c (id) CROSS JOIN LATERAL (
    SELECT id, author_id, state FROM sharing_item i
    WHERE i.circle_id = c.id AND i.state > 0 ORDER BY i.shared_at DESC LIMIT %(most)s) i
WHERE i.state = 1 AND i.author_id IS DISTINCT FROM %(me)s
  AND NOT EXISTS (SELECT FROM sharing_reading r WHERE r.item_id = i.id AND r.person_id = %(me)s)
  AND NOT EXISTS (SELECT FROM sharing_sealedsource s WHERE s.item_id = i.id)
GROUP BY c.id
"""


# Of sealed sources the database shows one's own alone.
FIRST_STEPS = """
SELECT EXISTS (SELECT FROM mfa_authenticator a WHERE a.user_id = p.id AND a.type IN ('totp', 'webauthn')),
       p.phone <> '',
       p.openpgp_fingerprint <> '',
       EXISTS (SELECT FROM circles_expertise e WHERE e.person_id = p.id),
       EXISTS (SELECT FROM sharing_item i WHERE i.author_id = p.id AND i.state > 0)
       OR EXISTS (SELECT FROM sharing_sealedsource)
FROM people_person p WHERE p.id = %s
"""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One of one's circles."""

    place: circles.CirclePlace
    unread: int
    """Of the newest LOOKED_AT."""
    members: int
    people: int


def places(actor: Actor) -> list[PlaceRow]:
    """One's circles, with how many organisations and people are in them and what is still unread."""
    mine = circles.circles_of(actor)
    unread = _unread(actor, [place.id for place in mine])
    sizes = circles.sizes_of([place.id for place in mine])
    return [PlaceRow(place, unread.get(place.id, 0), *sizes.get(place.id, (0, 0))) for place in mine]


def _unread(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, {"circles": list(ids), "most": LOOKED_AT, "me": actor.person})
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What somebody new does first. Each is seen from what is there, not from a tick."""

    second_factor: bool
    phone: bool
    key: bool
    expertise: bool
    share: bool

    @property
    def done(self) -> int:
        """How many of the five."""
        return sum((self.second_factor, self.phone, self.key, self.expertise, self.share))


def first_steps(actor: Actor) -> FirstSteps:
    """How far the person is that acts."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_STEPS, [actor.person])
        return FirstSteps(*cursor.fetchone())
