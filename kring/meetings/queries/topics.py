"""Topics that were offered: candidates for a plan, and what they were worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, look_up_about
from kring.meetings import access
from kring.meetings.models import Topic
from kring.tlp.audience import State


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic that was offered. `mean` is of 5 stars; None: nobody said."""

    id: UUID
    title: str
    speaker: str
    organisation: str
    bio: str
    conditions: str
    by: str
    meeting: UUID | None
    is_own: bool
    ratings: int
    mean: float | None


def topics_of(actor: Actor, circle: UUID) -> list[TopicRow]:
    """What was offered in a circle, as far as this actor may see it; the newest first."""
    return topic_rows(actor, Topic.objects.filter(circle=circle, state=State.SHARED).order_by("-offered_at"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that no meeting is about yet."""

    title: str
    speaker: str
    organisation: str
    conditions: str
    by: str


CANDIDATES = Lookup("""
SELECT t.title, t.speaker, t.organisation, t.conditions, coalesce(o.name, '') FROM meetings_topic t
LEFT JOIN circles_membership m ON m.id = t.membership_id LEFT JOIN circles_organisation o ON o.id = m.organisation_id
WHERE t.circle_id = %(circle)s AND t.state = 1 AND t.meeting_id IS NULL ORDER BY t.offered_at LIMIT %(topics)s::int
""")


def unplanned_topics(actor: Actor, circle: UUID) -> list[Candidate]:
    """Those of a circle. Who waits longest comes first."""
    (found,) = look_up_about(actor, CANDIDATES, circle=circle, topics=None)
    return [Candidate(*row) for row in found]


def topics_at(actor: Actor, meeting: UUID) -> list[TopicRow]:
    """What was offered and is planned for a meeting."""
    return topic_rows(actor, Topic.objects.filter(meeting=meeting, state=State.SHARED))


def topic_rows(actor: Actor, topics: QuerySet[Topic]) -> list[TopicRow]:
    """Offers with what those who were there thought of them."""
    found = list(topics.select_related("membership__organisation"))
    ratings = _ratings([topic.pk for topic in found])
    return [
        TopicRow(
            id=topic.pk,
            title=topic.title,
            speaker=topic.speaker,
            organisation=topic.organisation,
            bio=topic.bio,
            conditions=topic.conditions,
            by=topic.membership.organisation.name if topic.membership else "",
            meeting=topic.meeting_id,
            is_own=topic.author_id == actor.person,
            ratings=ratings.get(topic.pk, (0, None))[0],
            mean=ratings.get(topic.pk, (0, None))[1],
        )
        for topic in found
    ]


def _ratings(topics: Sequence[UUID]) -> dict[UUID, tuple[int, float | None]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT topic, ratings, mean FROM kring.topic_ratings(%s)", [list(topics)])
        return {topic: (ratings, float(mean)) for topic, ratings, mean in cursor.fetchall()}


def circle_of_topic(actor: Actor, topic: UUID) -> str:
    """The name in addresses of the circle where a topic was offered."""
    return access.topic(actor, topic).circle.slug
