"""What stands beside the list at home: one's circles, what one is writing, the first steps of somebody new."""

from dataclasses import dataclass
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, look_up
from kring.sharing.queries import polls, rounds
from kring.sharing.queries.asks import LOOKUPS

LOOKED_AT = 50
"""Of so many newest items in a circle it is said how many are unread."""

# Walks the newest items of each circle and stops, however many there are, and looks of each whether it was read. The condition
# on the circle is for the index, and the limit is written out: the plan for a limit that is not known yet walks all.
NEWEST_UNREAD = """
SELECT c.id, count(*) FROM unnest(%(circles)s::uuid[]) c (id) CROSS JOIN LATERAL (
    SELECT id, author_id, state FROM sharing_item i
    WHERE i.circle_id = c.id AND i.state > 0 ORDER BY i.shared_at DESC LIMIT {looked_at}) i
WHERE i.state = 1 AND i.author_id IS DISTINCT FROM %(me)s
  AND (SELECT r.id FROM sharing_reading r WHERE r.item_id = i.id AND r.person_id = %(me)s) IS NULL
  AND NOT EXISTS (SELECT FROM sharing_sealedsource s WHERE s.item_id = i.id)
GROUP BY c.id
"""
UNREAD = Lookup(
    NEWEST_UNREAD.format(looked_at=LOOKED_AT),
    lambda actor: {"circles": [place.id for place in circles.circles_of(actor)]},
)
# Of sealed sources the database shows one's own alone.
FIRST_STEPS = Lookup("""
SELECT EXISTS (SELECT FROM mfa_authenticator a WHERE a.user_id = p.id AND a.type IN ('totp', 'webauthn')),
       p.phone <> '',
       p.openpgp_fingerprint <> '',
       EXISTS (SELECT FROM circles_expertise e WHERE e.person_id = p.id),
       EXISTS (SELECT FROM sharing_item i WHERE i.author_id = p.id AND i.state > 0)
       OR EXISTS (SELECT FROM sharing_sealedsource)
FROM people_person p WHERE p.id = %(me)s
""")


AT_HOME = (*LOOKUPS, rounds.ASKED, rounds.LAST_WORDS, polls.WAIT, FIRST_STEPS, UNREAD, circles.SIZES)
"""What home looks up for everybody."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One of one's circles."""

    place: circles.CirclePlace
    unread: int
    """Of the newest LOOKED_AT."""
    members: int


def places(actor: Actor) -> list[PlaceRow]:
    """One's circles, with how many organisations are in them and what is still unread."""
    mine = circles.circles_of(actor)
    unread: dict[UUID, int] = dict(look_up(actor, UNREAD))
    sizes = circles.own_sizes(actor)
    return [PlaceRow(place, unread.get(place.id, 0), sizes.get(place.id, 0)) for place in mine]


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
    return FirstSteps(*look_up(actor, FIRST_STEPS)[0])
