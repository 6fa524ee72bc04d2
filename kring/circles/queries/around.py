"""Who takes part in what goes on in a circle, for jobs that look for whom something concerns."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

AROUND = """
SELECT h.person, bool_or(h.what = 'key') FROM kring.held h
WHERE (h.what = 'key' AND h.key = %(circle)s) OR (h.what = 'green' AND h.key = %(community)s)
   OR (h.what = 'bridged' AND h.key = %(circle)s)
GROUP BY h.person
"""


@dataclass(frozen=True, slots=True)
class Around:
    """Accounts, machines among them."""

    seated: frozenset[UUID]
    """They sit in the circle, and do not merely observe it."""
    others: frozenset[UUID]
    """What is shared there under GREEN reaches them."""


def around(circle: UUID, community: UUID) -> Around:
    """Everybody whom what is shared in this circle can reach."""
    with connection.cursor() as cursor:
        cursor.execute(AROUND, {"circle": circle, "community": community})
        rows = cursor.fetchall()
    return Around(
        frozenset(person for person, sits in rows if sits), frozenset(person for person, sits in rows if not sits)
    )


def people_of(organisation: UUID, *, most: int) -> list[UUID]:
    """Accounts of an organisation that are in force, those who sit in a circle first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.person FROM kring.colleague c LEFT JOIN kring.seated s ON s.person = c.person AND NOT s.observer
               WHERE c.organisation = %s GROUP BY c.person ORDER BY count(s.seat) DESC, c.person LIMIT %s""",
            [organisation, most],
        )
        return [person for (person,) in cursor.fetchall()]
