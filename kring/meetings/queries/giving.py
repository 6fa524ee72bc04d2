"""What members gave to the meetings of a circle: a roof, a talk, their presence. As far as the bound actor may see it."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kring.meetings import rules
from kring.meetings.models import Invitee, Meeting, Topic
from kring.tlp.audience import State


def hosted(circle: UUID, since: datetime, until: datetime, only: Collection[UUID] | None = None) -> Mapping[UUID, int]:
    """How many meetings each member took in, by membership."""
    rows = _held(circle, since, until).filter(_of(only, "host"))
    return Counter(rows.values_list("host", flat=True))


def talks(circle: UUID, since: datetime, until: datetime, only: Collection[UUID] | None = None) -> Mapping[UUID, int]:
    """How many topics that each member offered were talked about, by membership."""
    held = _held(circle, since, until)
    rows = Topic.objects.filter(_of(only), meeting__in=held, state=State.SHARED)
    return Counter(rows.values_list("membership", flat=True))


def attended(
    circle: UUID, since: datetime, until: datetime, only: Collection[UUID] | None = None
) -> Mapping[UUID, int]:
    """At how many meetings somebody was there for each member, by membership. Social events ask nobody to come."""
    held = _held(circle, since, until).exclude(kind=Meeting.Kind.SOCIAL)
    rows = Invitee.objects.filter(_of(only), meeting__in=held, attendance__in=rules.THERE)
    counted = rows.values("membership").annotate(meetings=Count("meeting", distinct=True))
    return dict(counted.values_list("membership", "meetings"))


def _held(circle: UUID, since: datetime, until: datetime) -> QuerySet[Meeting]:
    return Meeting.objects.filter(circle=circle, stage=Meeting.Stage.HELD, starts_at__gte=since, starts_at__lt=until)


def _of(only: Collection[UUID] | None, member: str = "membership") -> Q:
    """Of some member; of one of these, where some are given."""
    return Q((f"{member}__isnull", False)) if only is None else Q((f"{member}__in", only))
