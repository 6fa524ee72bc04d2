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
from kring.kernel.lookups import Lookup, look_up
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


LATEST = Lookup(
    """
    SELECT DISTINCT ON (s.circle_id)
           s.id, c.id, c.name, c.slug, s.version, s.inside, s.outside, s.topics, coalesce(p.name, ''), s.at
    FROM leadership_scope s JOIN circles_circle c ON c.id = s.circle_id LEFT JOIN people_person p ON p.id = s.author_id
    WHERE s.circle_id = ANY (%(steered)s::uuid[]) ORDER BY s.circle_id, s.at DESC, s.id DESC
    """,
    lambda actor: {"steered": circles.steered(actor)},
)


@asked_once
def scopes_to_review(actor: Actor) -> list[ScopeView]:
    """What is to be looked at again in the circles that this actor steers."""
    return [scope for row in look_up(actor, LATEST) if (scope := ScopeView(*row)).is_due]


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
