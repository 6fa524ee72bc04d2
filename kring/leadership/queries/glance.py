"""How a circle is doing, as its adviser may know: figures, and words that who steers chose for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.circles import queries as circles
from kring.health import queries as health
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.leadership import rules
from kring.leadership.models import Glance
from kring.leadership.queries.cockpit import SOON, promises
from kring.leadership.rules import YEAR, Concern, Figures, Phase
from kring.meetings import queries as meetings
from kring.meetings.queries.progress import preparations
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Glimpse:
    """All that an adviser sees of a circle."""

    circle: UUID
    name: str
    phase: Phase
    next_step: str
    topics: tuple[str, ...]
    figures: Figures
    concerns: tuple[Concern, ...]
    at: datetime
    """When it was worked out."""


def glimpse_of(circle: UUID) -> Glimpse | None:
    """What the bound actor sees of a circle, who looks along with it or sits there; None while nobody was asked to."""
    row = Glance.objects.filter(pk=circle).select_related("circle").first()
    return glimpse(row) if row else None


def glimpse(row: Glance) -> Glimpse:
    """The row, as a value."""
    figures = Figures(**{name: getattr(row, name) for name in Figures.__slots__})
    found = rules.concerns(figures, row.next_step)
    return Glimpse(
        row.circle_id,
        row.circle.name,
        Phase(row.phase),
        row.next_step,
        tuple(row.topics),
        figures,
        tuple(found),
        row.at,
    )


def figures_of(actor: Actor, place: circles.CirclePlace) -> Figures:
    """How a circle is doing, worked out by somebody who steers it. No meeting under TLP:RED counts."""
    prepared = preparations(actor, [place.id], back=YEAR, ahead=SOON)
    behind = [one for one in prepared if one.starts_at < now()]
    told = promises(prepared)
    trend = health.trend(place.id)
    last = trend.last
    return Figures(
        members=len(health.givers(place)),
        silent=len(health.silent(place)),
        planned=sum(one.label < Label.RED for one in behind),
        met=sum(one.label < Label.RED and one.is_held for one in behind),
        promised=sum(promise.of for promise in told),
        kept=sum(promise.kept for promise in told),
        quarter=last.quarter if last else "",
        trust=last.trust if last else None,
        energy=last.energy if last else None,
        falling=bool(trend.falling),
        next_meeting=_next_meeting(actor, place.id),
    )


def _next_meeting(actor: Actor, circle: UUID) -> datetime | None:
    rows = meetings.ahead(actor, circle)
    return next((row.starts_at for row in rows if row.label < Label.RED and not row.is_cancelled), None)
