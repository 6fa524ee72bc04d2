"""What members of a circle gave to it, counted under the lock: what somebody may not know of is in none of their numbers."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from kring.sharing.models import Item, PollAnswer, RoundAnswer
from kring.tlp.audience import State


def shared_by_members(
    circle: UUID, since: datetime, until: datetime, only: Collection[UUID] | None = None
) -> Mapping[UUID, int]:
    """How much each membership shared, as far as the bound actor may read it. Via the secretariat, nobody did."""
    rows = Item.objects.filter(circle=circle, state=State.SHARED, membership__isnull=False)
    return _by_membership(rows.filter(shared_at__gte=since, shared_at__lt=until), only)


def shared_by_people(circle: UUID, since: datetime) -> Mapping[UUID, int]:
    """How much each person shared, as far as the bound actor may read it. Via the secretariat, nobody did."""
    rows = Item.objects.filter(circle=circle, state=State.SHARED, author__isnull=False, shared_at__gte=since)
    return dict(rows.order_by().values_list("author").annotate(Count("pk")))


def answers_of_members(
    circle: UUID, since: datetime, until: datetime, only: Collection[UUID] | None = None
) -> Mapping[UUID, int]:
    """How often each membership answered in rounds and polls, as far as the bound actor may know."""
    rounds = _by_membership(RoundAnswer.objects.filter(round__circle=circle, at__gte=since, at__lt=until), only)
    polls = _by_membership(PollAnswer.objects.filter(poll__item__circle=circle, at__gte=since, at__lt=until), only)
    return {member: rounds.get(member, 0) + polls.get(member, 0) for member in rounds.keys() | polls.keys()}


def _by_membership(
    rows: QuerySet[Item] | QuerySet[RoundAnswer] | QuerySet[PollAnswer], only: Collection[UUID] | None
) -> dict[UUID, int]:
    rows = rows if only is None else rows.filter(membership__in=only)
    return dict(rows.order_by().values_list("membership").annotate(Count("pk")))
