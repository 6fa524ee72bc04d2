"""Topics and speakers that members offer, where they are planned, and what they were worth."""

from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.errors import NotVisible, Refused
from kring.kernel.record import record
from kring.meetings import access, rules
from kring.meetings.commands.locks import seated_ground
from kring.meetings.facts import TopicOffered
from kring.meetings.models import Invitee, Meeting, Rating, Topic
from kring.tlp.audience import State
from kring.tlp.labels import Label


def offer_topic(
    *,
    actor: Actor,
    circle: UUID,
    title: str,
    speaker: str = "",
    organisation: str = "",
    bio: str = "",
    conditions: str = "",
) -> Topic:
    """Offer something to meet about. It is a candidate in the plan of the year.

    Refused: not_seated.
    Records: TopicOffered.
    """
    ground = seated_ground(actor, circle)
    topic = Topic.objects.create(
        title=title.strip(),
        speaker=speaker.strip(),
        organisation=organisation.strip(),
        bio=bio.strip(),
        conditions=conditions.strip(),
        **ground.lock(Label.AMBER),
    )
    record(TopicOffered(circle=circle, topic=topic.pk), by=actor)
    return topic


def withdraw_topic(*, actor: Actor, topic: UUID) -> None:
    """Take an offer back, as the organisation that made it, or take it off the list as who steers.

    Raises `NotVisible`; Refused: not_steering.
    """
    found = access.topic(actor, topic)
    if not Topic.objects.filter(pk=found.pk).update(state=State.WITHDRAWN, meeting=None):
        raise Refused(rules.NOT_STEERING)


def plan_topic_called(meeting: Meeting) -> None:
    """Tie the offer with the title that a meeting has as its topic to that meeting; one that was tied before is free again."""
    offers = Topic.objects.filter(circle=meeting.circle_id, state=State.SHARED)
    offers.filter(meeting=meeting).exclude(title=meeting.topic).update(meeting=None)
    wanted = offers.filter(title=meeting.topic, meeting=None).order_by("offered_at").first() if meeting.topic else None
    if wanted is not None:
        Topic.objects.filter(pk=wanted.pk).update(meeting=meeting)


def rate_topic(*, actor: Actor, topic: UUID, stars: int) -> None:
    """Say what a topic was worth, from 1 to 5, having been there. A second time takes the place of the first.

    Refused: not_present.
    """
    found = access.topic(actor, topic)
    was_there = Invitee.objects.filter(meeting=found.meeting_id, person=actor.person, attendance__in=rules.THERE)
    if not was_there.exists():
        raise Refused(rules.NOT_PRESENT)
    if stars not in range(1, 6):
        raise NotVisible
    Rating.objects.update_or_create(topic=found, person_id=known_person(actor), defaults={"stars": stars})
