"""How far the preparation and the minutes of meetings are, for who steers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, Subquery

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.meetings.models import AgendaItem, Invitee, Meeting, Minutes
from kring.tlp.audience import State
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


def preparations(actor: Actor, circles: Collection[UUID], *, back: timedelta, ahead: timedelta) -> list[Preparation]:
    """The meetings of circles, so far back and ahead, by moment. Social events and cancelled ones are prepared by nobody."""
    members = Q(invitees__role=Invitee.Role.MEMBER)
    points = AgendaItem.objects.filter(meeting=OuterRef("pk"), looks_back=False).order_by("made_at")
    minutes = Minutes.objects.filter(meeting=OuterRef("pk")).order_by("version")
    rows = (
        Meeting.objects.filter(circle__in=circles, state=State.SHARED)
        .filter(starts_at__gt=now() - back, starts_at__lt=now() + ahead)
        .exclude(stage=Meeting.Stage.CANCELLED)
        .exclude(kind=Meeting.Kind.SOCIAL)
        .annotate(
            waiting=Count("invitees", filter=members & Q(invitees__reply=Invitee.Reply.NONE)),
            agenda_at=Subquery(points.values("made_at")[:1]),
            minutes_at=Subquery(minutes.values("shared_at")[:1]),
            approved_at=Subquery(minutes.values("approved_at")[:1]),
        )
        .select_related("circle")
        .order_by("starts_at")
    )
    return [_preparation(row) for row in rows] if actor.person else []


def _preparation(row: Any) -> Preparation:
    zone = ZoneInfo(row.zone)
    return Preparation(
        meeting=row.pk,
        circle=row.circle_id,
        circle_name=row.circle.name,
        slug=row.circle.slug,
        label=Label(row.label),
        title=row.title,
        starts_at=row.starts_at,
        on=row.starts_at.astimezone(zone).date(),
        planned_on=row.planned_at.astimezone(zone).date(),
        has_topic=bool(row.topic),
        has_host=bool(row.host_id or row.place or row.online),
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
