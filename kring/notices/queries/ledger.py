"""The ledger of deliveries, for those who send. Only as the postman."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.notices.rules import Correspondent, Occasion


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that is to be sent. `reader` is None for who gets no mail any more."""

    delivery: UUID
    person: UUID
    attempts: int
    reader: Correspondent | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is written down of a delivery after a try. `due_at` is when to try again."""

    person: UUID
    state: str
    form: str = ""
    reason: str = ""
    words: str = ""
    due_at: datetime | None = None


ADD = """
INSERT INTO notices_delivery (id, person, circle, notice, kind, item, reply)
SELECT id, person, %(circle)s, %(notice)s, %(kind)s, %(item)s, %(reply)s
FROM unnest(%(ids)s::uuid[], %(people)s::uuid[]) AS new (id, person) JOIN kring.correspondent c USING (person)
ORDER BY person
ON CONFLICT (circle, notice, person) DO NOTHING
"""

TAKE = """
SELECT d.id, d.person, d.attempts, c.name, c.email, c.language, c.timezone, c.certificate
FROM notices_delivery d LEFT JOIN kring.correspondent c ON c.person = d.person
WHERE d.circle = %(circle)s AND d.notice = %(notice)s AND d.person > %(after)s
  AND d.state = 'pending' AND d.due_at <= statement_timestamp()
ORDER BY d.person LIMIT %(most)s FOR UPDATE OF d SKIP LOCKED
"""

MARK = """
UPDATE notices_delivery d
SET state = m.state, form = m.form, reason = m.reason, words = m.words, attempts = d.attempts + 1,
    sent_at = CASE WHEN m.state = 'sent' THEN statement_timestamp() END, due_at = coalesce(m.due_at, d.due_at)
FROM unnest(%(people)s::uuid[], %(states)s::text[], %(forms)s::text[], %(reasons)s::text[], %(words)s::text[],
            %(due)s::timestamptz[]) AS m (person, state, form, reason, words, due_at)
WHERE d.circle = %(circle)s AND d.notice = %(notice)s AND d.person = m.person
  AND d.person = ANY (%(people)s::uuid[])  -- says it again for the index: without it every row of the notice is read
"""


def add(about: Occasion, deliveries: Sequence[tuple[UUID, UUID]]) -> int:
    """Add deliveries, each an identifier and a person; those that are there already stay as they are.

    Machines get none, and nobody who is suspended.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            ADD,
            {
                "circle": about.circle,
                "notice": about.notice,
                "kind": about.kind,
                "item": about.item,
                "reply": about.reply,
                "ids": [delivery for delivery, _ in deliveries],
                "people": [person for _, person in deliveries],
            },
        )
        return int(cursor.rowcount)


def take_waiting(about: Occasion, *, after: UUID, most: int) -> list[Waiting]:
    """Some deliveries that are due, in the order of their people, from beyond one of them.

    They are locked until the transaction ends; what somebody else has locked is passed over.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"circle": about.circle, "notice": about.notice, "after": after, "most": most})
        return [
            Waiting(delivery, person, attempts, Correspondent(person, *known) if known[0] is not None else None)
            for delivery, person, attempts, *known in cursor.fetchall()
        ]


def mark(about: Occasion, outlooks: Sequence[Outlook]) -> None:
    """Write down what became of deliveries."""
    with connection.cursor() as cursor:
        cursor.execute(
            MARK,
            {
                "circle": about.circle,
                "notice": about.notice,
                "people": [each.person for each in outlooks],
                "states": [each.state for each in outlooks],
                "forms": [each.form for each in outlooks],
                "reasons": [each.reason for each in outlooks],
                "words": [each.words for each in outlooks],
                "due": [each.due_at for each in outlooks],
            },
        )


def next_try(about: Occasion) -> datetime | None:
    """When the next delivery of this notice is due; None when none waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(due_at) FROM notices_delivery WHERE circle = %s AND notice = %s AND state = 'pending'",
            [about.circle, about.notice],
        )
        row = cursor.fetchone()
    return row[0] if row else None
