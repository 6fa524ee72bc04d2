"""What a circle is for and what not, and when that is looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from uuid import UUID

from django.utils import timezone

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import asked_once
from kring.kernel.clock import now
from kring.leadership import rules
from kring.leadership.models import Scope


@dataclass(frozen=True, slots=True)
class ScopeView:
    """What a circle is for and what not, as it was written, or looked at again, one day."""

    id: UUID
    circle: UUID
    circle_name: str
    slug: str
    version: int
    inside: str
    outside: str
    topics: Sequence[str]
    by: str
    at: datetime
    is_kept: bool = False
    """It was looked at, and left as it was."""

    @property
    def review_on(self) -> date:
        """When it is looked at again."""
        return rules.review_on(timezone.localtime(self.at).date())

    @property
    def is_due(self) -> bool:
        """Is it time to look at it again?"""
        return rules.is_due(timezone.localtime(self.at).date(), timezone.localtime(now()).date())


def scope_of(circle: UUID) -> ScopeView | None:
    """What a circle is for now; None while nobody wrote it down."""
    return next(iter(scopes_of(circle)), None)


def scopes_of(circle: UUID) -> list[ScopeView]:
    """All of it, the latest first."""
    rows = list(Scope.objects.filter(circle=circle).select_related("circle", "author").order_by("-at", "-pk"))
    pairs = zip_longest(rows, rows[1:])
    return [_view(row, is_kept=before is not None and before.version == row.version) for row, before in pairs]


@asked_once
def scopes_to_review(actor: Actor) -> list[ScopeView]:
    """What is to be looked at again in the circles that this actor steers."""
    steered = [place.id for place in circles.circles_of(actor) if place.standing and place.standing.steers]
    latest = Scope.objects.filter(circle__in=steered).order_by("circle_id", "-at", "-pk").distinct("circle_id")
    found = [_view(row) for row in latest.select_related("circle", "author")] if steered else []
    return [scope for scope in found if scope.is_due]


def _view(row: Scope, *, is_kept: bool = False) -> ScopeView:
    return ScopeView(
        id=row.pk,
        circle=row.circle_id,
        circle_name=row.circle.name,
        slug=row.circle.slug,
        version=row.version,
        inside=row.inside,
        outside=row.outside,
        topics=row.topics,
        by=row.author.name if row.author else "",
        at=row.at,
        is_kept=is_kept,
    )
