"""How far the preparation and the minutes of meetings are, for who steers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.lookups import Lookup, Row, look_up_about
from kring.meetings.models import Meeting
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Preparation:
    """What is there of a meeting so far."""

    meeting: UUID
    circle: UUID
    circle_name: str
    slug: str
    label: Label
    title: str
    starts_at: datetime
    on: date
    """On the calendar of its place."""
    planned_on: date
    has_topic: bool
    has_host: bool
    """Somebody takes it in, or it is said where it is."""
    agenda_on: date | None
    """From when those invited could read something on the agenda that somebody put there."""
    waiting: int
    """How many members did not answer the invitation yet."""
    asked_again_on: date | None
    """When those who had not answered were asked once more, and how many they were."""
    asked_again: int
    is_held: bool
    minutes_on: date | None
    """From when who was there could read them over."""
    approved_on: date | None


PREPARED = Lookup("""
SELECT m.id, m.circle_id, c.name, c.slug, m.label, m.title, m.zone, m.stage, m.starts_at, m.planned_at, m.topic <> '',
       m.host_id IS NOT NULL OR m.place <> '' OR m.online <> '',
       (SELECT min(a.made_at) FROM meetings_agendaitem a WHERE a.meeting_id = m.id AND NOT a.looks_back),
       (SELECT count(*) FROM meetings_invitee i WHERE i.meeting_id = m.id AND i.role = 'member' AND i.reply = 'none'),
       m.asked_again_at, m.asked_again, x.shared_at, x.approved_at
FROM meetings_meeting m JOIN circles_circle c ON c.id = m.circle_id
LEFT JOIN LATERAL (SELECT shared_at, approved_at FROM meetings_minutes WHERE meeting_id = m.id ORDER BY version LIMIT 1) x ON true
WHERE m.circle_id = ANY (%(prepared_in)s::uuid[]) AND m.state = 1 AND m.stage <> 'cancelled' AND m.kind <> 'social'
  AND m.starts_at > %(prepared_from)s AND m.starts_at < %(prepared_to)s
ORDER BY m.starts_at
""")
"""The meetings of circles that are prepared, or were: social events and cancelled ones are by nobody."""


def around_now(circles: Collection[UUID], *, back: timedelta, ahead: timedelta) -> dict[str, object]:
    """What PREPARED asks for: meetings of these circles, so far back and ahead."""
    return {"prepared_in": list(circles), "prepared_from": now() - back, "prepared_to": now() + ahead}


def preparations(actor: Actor, circles: Collection[UUID], *, back: timedelta, ahead: timedelta) -> list[Preparation]:
    """The same, by moment."""
    (found,) = look_up_about(actor, PREPARED, **around_now(circles, back=back, ahead=ahead))
    return prepared(found)


def prepared(rows: Iterable[Row]) -> list[Preparation]:
    """The answer to PREPARED."""
    return [_preparation(_Found._make(row)) for row in rows]


class _Found(NamedTuple):
    meeting: UUID
    circle: UUID
    circle_name: str
    slug: str
    label: int
    title: str
    zone: str
    stage: str
    starts_at: datetime
    planned_at: datetime
    has_topic: bool
    has_host: bool
    agenda_at: datetime | None
    waiting: int
    asked_again_at: datetime | None
    asked_again: int
    minutes_at: datetime | None
    approved_at: datetime | None


def _preparation(row: _Found) -> Preparation:
    zone = ZoneInfo(row.zone)
    return Preparation(
        meeting=row.meeting,
        circle=row.circle,
        circle_name=row.circle_name,
        slug=row.slug,
        label=Label(row.label),
        title=row.title,
        starts_at=row.starts_at,
        on=row.starts_at.astimezone(zone).date(),
        planned_on=row.planned_at.astimezone(zone).date(),
        has_topic=row.has_topic,
        has_host=row.has_host,
        agenda_on=_day(row.agenda_at, zone) if row.stage != Meeting.Stage.PLANNED else None,
        waiting=row.waiting,
        asked_again_on=_day(row.asked_again_at, zone),
        asked_again=row.asked_again,
        is_held=row.stage == Meeting.Stage.HELD,
        minutes_on=_day(row.minutes_at, zone),
        approved_on=_day(row.approved_at, zone),
    )


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None
