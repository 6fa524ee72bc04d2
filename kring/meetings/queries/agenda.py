"""An agenda as its reader sees it, on the clock."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.meetings import rules
from kring.meetings.models import AgendaItem
from kring.tlp.audience import State
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point on the agenda, with the moment at which it begins for this reader."""

    id: UUID
    title: str
    kind: str
    kind_text: str
    minutes: int
    label: Label
    presenter: UUID | None
    presenter_name: str
    explanation: str
    carried: bool
    looks_back: bool
    outcome: str
    begins_at: datetime
    named: tuple[UUID, ...]
    """Who sees it under TLP:RED; empty under another label."""


def agenda_of(meeting: UUID, starts_at: datetime) -> list[PointRow]:
    """What the bound actor may see of an agenda. The clock runs over those points alone, so no gap tells of another."""
    items = list(
        AgendaItem.objects.filter(meeting=meeting, state=State.SHARED)
        .select_related("presenter")
        .order_by("position", "id")
    )
    times = rules.clock(starts_at, [item.minutes for item in items])
    return [_point(item, begins_at) for item, begins_at in zip(items, times, strict=True)]


def _point(item: AgendaItem, begins_at: datetime) -> PointRow:
    return PointRow(
        id=item.pk,
        title=item.title,
        kind=item.kind,
        kind_text=item.get_kind_display(),
        minutes=item.minutes,
        label=Label(item.label),
        presenter=item.presenter_id,
        presenter_name=item.presenter.name if item.presenter else item.presenter_name,
        explanation=item.explanation,
        carried=item.carried_from_id is not None,
        looks_back=item.looks_back,
        outcome=item.outcome,
        begins_at=begins_at,
        named=tuple(item.audience) if item.label == Label.RED else (),
    )
