"""Meetings in lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.lookups import Row
from kring.meetings import rules
from kring.meetings.models import Invitee, Meeting
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What the reader answered, and whom they send instead."""

    id: UUID
    reply: str
    note: str
    deputy: UUID | None
    attendance: str


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list."""

    id: UUID
    circle: UUID
    circle_name: str
    slug: str
    series: UUID | None
    title: str
    topic: str
    kind: str
    stage: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    online: str
    within: str
    host: UUID | None
    host_name: str
    label: Label
    sequence: int
    changed_at: datetime
    own: OwnAnswer | None

    @property
    def is_open(self) -> bool:
        """Can people still answer?"""
        return rules.why_not_answer(self.stage, self.ends_at, now()) is None

    @property
    def is_cancelled(self) -> bool:
        """It does not take place."""
        return self.stage == Meeting.Stage.CANCELLED

    @property
    def is_social(self) -> bool:
        """Networking: nothing is minuted, and nobody has to come."""
        return self.kind == Meeting.Kind.SOCIAL

    @property
    def lacks_topic(self) -> bool:
        """A regular meeting that nobody knows the topic of yet."""
        return not self.topic and not self.is_social and self.is_open

    @property
    def asks(self) -> bool:
        """Does it wait for the reader's answer?"""
        return self.is_open and self.own is not None and self.own.reply == Invitee.Reply.NONE


MEETINGS = """
SELECT m.id, m.circle_id, c.name, c.slug, m.series_id, m.title, m.topic, m.kind, m.stage, m.starts_at, m.ends_at, m.zone, m.place,
m.online, m.within, m.host_id, coalesce(h.name, ''), m.label, m.sequence, m.changed_at,
own.id, own.reply, own.note, own.deputy_id, own.attendance
FROM meetings_meeting m JOIN circles_circle c ON c.id = m.circle_id
LEFT JOIN circles_membership house ON house.id = m.host_id LEFT JOIN circles_organisation h ON h.id = house.organisation_id
LEFT JOIN meetings_invitee own ON own.meeting_id = m.id AND own.person_id = %(me)s
"""


def asked_row(row: Row) -> MeetingRow:
    """One of MEETINGS."""
    *meeting, label, sequence, changed_at, own, reply, note, deputy, attendance = row
    answer = OwnAnswer(own, reply, note, deputy, attendance) if own else None
    return MeetingRow(*(*meeting, Label(label), sequence, changed_at, answer))


def rows_of(actor: Actor, meetings: Sequence[Meeting]) -> list[MeetingRow]:
    """For lists: with what the reader answered."""
    mine = {each.meeting_id: each for each in Invitee.objects.filter(person=actor.person, meeting__in=meetings)}
    return [row_of(meeting, mine.get(meeting.pk)) for meeting in meetings]


def row_of(meeting: Meeting, own: Invitee | None) -> MeetingRow:
    """One of them. `circle` and `host__organisation` are loaded."""
    return MeetingRow(
        id=meeting.pk,
        circle=meeting.circle_id,
        circle_name=meeting.circle.name,
        slug=meeting.circle.slug,
        series=meeting.series_id,
        title=meeting.title,
        topic=meeting.topic,
        kind=meeting.kind,
        stage=meeting.stage,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.zone,
        place=meeting.place,
        online=meeting.online,
        within=meeting.within,
        host=meeting.host_id,
        host_name=meeting.host.organisation.name if meeting.host else "",
        label=Label(meeting.label),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        own=OwnAnswer(own.pk, own.reply, own.note, own.deputy_id, own.attendance) if own else None,
    )
