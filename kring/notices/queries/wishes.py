"""What people want to hear by mail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, look_up
from kring.notices.access import as_postman
from kring.notices.models import Delivery, Following, MutedTopics, Wishing
from kring.notices.rules import Kind, RepliesWish, Wish, Wishes, digest_week, hears_of_item, hears_of_reply, notice_of


def hearing_of_item(
    people: Collection[UUID],
    circle: UUID,
    *,
    urgent: bool,
    tags: Collection[str],
    concerned: Collection[UUID] = (),
) -> set[UUID]:
    """Who of these wants to hear of an item at once. `concerned`: those to whose organisations it matters."""
    with as_postman():
        wishes = _wishes_of_all(people, circle)
    return {
        who
        for who, each in wishes.items()
        if hears_of_item(each, urgent=urgent, tags=tags, matters=who in concerned) is Wish.AT_ONCE
    }


def hearing_of_reply(
    people: Collection[UUID],
    circle: UUID,
    item: UUID,
    *,
    mentioned: Collection[UUID],
    urgent: bool,
    tags: Collection[str],
) -> set[UUID]:
    """Who of these wants to hear of a reply in the thread of an item."""
    with as_postman():
        wishes = _wishes_of_all(people, circle)
        taking_part = {*Following.objects.filter(item=item).values_list("person_id", flat=True), *mentioned}
    return {
        who
        for who, each in wishes.items()
        if hears_of_reply(each, takes_part=who in taking_part, urgent=urgent, tags=tags)
    }


def mailed_about(item: UUID, circle: UUID) -> set[UUID]:
    """Whom a mail about a new item went to."""
    with as_postman():
        told = Delivery.objects.filter(circle=circle, notice=notice_of(Kind.ITEM, item))
        sent = told.filter(state=Delivery.State.SENT)
        return set(sent.values_list("person", flat=True))


# Thousands of people are one array here. As so many values of an IN they take longer to write down than to look up.
SAID = """
SELECT DISTINCT ON (person_id) * FROM notices_wishing
WHERE (circle = %s OR circle IS NULL) AND person_id = ANY (%s) ORDER BY person_id, circle NULLS LAST
"""
MUTED = "SELECT * FROM notices_mutedtopics WHERE person_id = ANY (%s)"

DUE_FOR_DIGEST = """
SELECT c.person, c.timezone, coalesce(m.tags, '{}'),
       ARRAY(SELECT w.circle FROM notices_wishing w WHERE w.person_id = c.person AND w.circle IS NOT NULL AND w.items = 'off')
FROM kring.correspondent c LEFT JOIN notices_mutedtopics m ON m.person_id = c.person
WHERE c.timezone = ANY (%s)
  AND NOT EXISTS (SELECT FROM notices_wishing w WHERE w.person_id = c.person AND w.circle IS NULL AND NOT w.digest)
"""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What somebody wants nothing of: topics, and whole circles."""

    topics: frozenset[str]
    circles: frozenset[UUID]


def due_for_digest(now: datetime) -> dict[str, dict[UUID, LeftOut]]:
    """By week, the people on whose clock it is time for the digest, with what is to be left out of it."""
    with as_postman(), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT timezone FROM kring.correspondent")
        weeks = {zone: week for (zone,) in cursor.fetchall() if (week := digest_week(now, zone))}
        cursor.execute(DUE_FOR_DIGEST, [list(weeks)])
        due: dict[str, dict[UUID, LeftOut]] = {}
        for person, zone, topics, left in cursor.fetchall():
            due.setdefault(weeks[zone], {})[person] = LeftOut(frozenset(topics), frozenset(left))
    return due


def _wishes_of_all(people: Collection[UUID], circle: UUID) -> dict[UUID, Wishes]:
    wanted = list(people)
    said = {row.person_id: row for row in Wishing.objects.raw(SAID, [circle, wanted])}
    muted = {row.person_id: row.tags for row in MutedTopics.objects.raw(MUTED, [wanted])}
    return {person: _wishes(said.get(person), muted.get(person, [])) for person in people}


def wishes_of(actor: Actor, circle: UUID | None) -> Wishes:
    """What the actor wants to hear of a circle; without one, of every circle that nothing else is said of."""
    rows = list(
        Wishing.objects.filter(Q(circle=circle) | Q(circle__isnull=True), person=actor.person).order_by("circle")
    )
    return _wishes(rows[0] if rows else None, muted_tags(actor))


MUTED_TAGS = Lookup("SELECT tags FROM notices_mutedtopics WHERE person_id = %(me)s")


def muted_tags(actor: Actor) -> list[str]:
    """The topics the actor wants nothing of, in the order of the alphabet."""
    return sorted(tag for (tags,) in look_up(actor, MUTED_TAGS) for tag in tags)


def _wishes(said: Wishing | None, muted: Collection[str]) -> Wishes:
    if said is None:
        return Wishes(muted=frozenset(muted))
    return Wishes(Wish(said.items), RepliesWish(said.replies), said.urgent, said.digest, frozenset(muted))
