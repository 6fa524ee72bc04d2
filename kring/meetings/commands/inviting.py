"""Meetings: planned one by one, changed, cancelled, and who is invited."""

from uuid import UUID
from zoneinfo import ZoneInfo

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record
from kring.meetings import access, queries, rules
from kring.meetings.commands.agenda import look_back
from kring.meetings.commands.guests import let_guests_in
from kring.meetings.commands.locks import steered_ground
from kring.meetings.commands.topics import plan_topic_called
from kring.meetings.facts import AskedAgain, InvitationsSent, MeetingCancelled, MeetingChanged, MeetingPlanned
from kring.meetings.models import Invitee, Meeting
from kring.meetings.rules import MeetingAsked

SHOWN_IN_CALENDARS = ("title", "starts_at", "ends_at", "place", "online", "topic", "within", "label")


def plan_meeting(*, actor: Actor, circle: UUID, asked: MeetingAsked) -> Meeting:
    """Plan one meeting, outside any series. Nobody is invited yet.

    Refused: not_steering, ends_first.
    Records: MeetingPlanned.
    """
    ground = steered_ground(actor, circle)
    enforce(None if asked.ends_at > asked.starts_at else rules.ENDS_FIRST)
    named = queries.who_steer(circle)
    meeting = Meeting.objects.create(**asked.columns(), **ground.lock(asked.label, named))
    look_back(ground, meeting)
    plan_topic_called(meeting)
    record(MeetingPlanned(circle=circle, meeting=meeting.pk), by=actor)
    return meeting


def invite(*, actor: Actor, meeting: UUID) -> int:
    """Invite everybody who sits in the circle, and who came to sit there since. Gives how many are new.

    Refused: not_steering, meeting_over, nobody_to_invite.
    Records: InvitationsSent.
    """
    found = access.steered_meeting(actor, meeting)
    enforce(rules.why_not_answer(found.stage, found.ends_at, now()))
    return invite_to(actor, found)


def invite_to(actor: Actor, meeting: Meeting) -> int:
    """The same for a meeting that is locked already."""
    wanted = queries.to_invite(actor, meeting.circle_id)
    enforce(None if wanted else rules.NOBODY_TO_INVITE)
    there = set(Invitee.objects.filter(meeting=meeting).values_list("person", flat=True))
    new = [who for who in wanted if who.person not in there]
    Invitee.objects.bulk_create(
        Invitee(
            meeting=meeting,
            circle_id=meeting.circle_id,
            person_id=who.person,
            membership_id=who.membership,
            role=who.role,
        )
        for who in new
    )
    if meeting.stage == Meeting.Stage.PLANNED:
        meeting.stage = Meeting.Stage.INVITED
        meeting.save(update_fields=["stage"])
    record(
        InvitationsSent(circle=meeting.circle_id, meeting=meeting.pk, people=len(new), sequence=meeting.sequence),
        by=actor,
    )
    return len(new)


def ask_again(*, actor: Actor, meeting: UUID) -> int:
    """Ask who has not answered once more, when it is time to. Gives how many they are; 0 when it is not, or nobody is.

    Refused: not_steering.
    Records: AskedAgain.
    """
    found = access.steered_meeting(actor, meeting)
    on, today = (moment.astimezone(ZoneInfo(found.zone)).date() for moment in (found.starts_at, now()))
    invited, asked = found.stage == Meeting.Stage.INVITED, found.asked_again_at is not None
    people = len(queries.unanswered(found.pk))
    if not people or not rules.is_time_to_ask_again(on, today, invited=invited, asked=asked):
        return 0
    found.asked_again_at, found.asked_again = now(), people
    found.save(update_fields=["asked_again_at", "asked_again"])
    fact = AskedAgain(circle=found.circle_id, meeting=found.pk, people=people, sequence=found.sequence)
    record(fact, by=actor)
    return people


def change_meeting(*, actor: Actor, meeting: UUID, asked: MeetingAsked) -> Meeting:
    """Change when, where or what. Who was invited hears of it; at another moment everybody is asked anew.

    Refused: not_steering, meeting_over, ends_first.
    Records: MeetingChanged, when calendars must hear of it.
    """
    found = access.steered_meeting(actor, meeting)
    enforce(rules.why_not_answer(found.stage, found.ends_at, now()))
    enforce(None if asked.ends_at > asked.starts_at else rules.ENDS_FIRST)
    before = {name: getattr(found, name) for name in SHOWN_IN_CALENDARS}
    ground = steered_ground(actor, found.circle_id)
    for name, value in asked.columns().items():
        setattr(found, name, value)
    found.label = asked.label
    found.audience = ground.lock(asked.label, queries.who_steer(found.circle_id))["audience"]  # type: ignore[assignment]
    changed = {name for name in SHOWN_IN_CALENDARS if getattr(found, name) != before[name]}
    if changed:
        found.sequence += 1
        found.changed_at = now()
    if changed & {"starts_at", "ends_at"}:
        found.moved, found.asked_again_at = found.sequence, None
        Invitee.objects.filter(meeting=found).update(reply=Invitee.Reply.NONE, replied_at=None)
    found.passed_to = []
    found.save()
    let_guests_in(found)
    plan_topic_called(found)
    if changed and found.invitees.exists():
        record(MeetingChanged(circle=found.circle_id, meeting=found.pk, sequence=found.sequence), by=actor)
    return found


def cancel_meeting(*, actor: Actor, meeting: UUID) -> None:
    """It does not take place. Calendars of who was invited take it out; its topic is free again.

    Refused: not_steering, meeting_over.
    Records: MeetingCancelled.
    """
    found = access.steered_meeting(actor, meeting)
    enforce(rules.why_not_answer(found.stage, found.ends_at, now()))
    found.stage = Meeting.Stage.CANCELLED
    found.sequence += 1
    found.changed_at = now()
    found.save(update_fields=["stage", "sequence", "changed_at"])
    found.topics.update(meeting=None)
    record(MeetingCancelled(circle=found.circle_id, meeting=found.pk, sequence=found.sequence), by=actor)
