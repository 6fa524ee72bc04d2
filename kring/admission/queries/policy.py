"""What a circle asks of those who apply: its own policy, on top of that of the circle around it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kring.admission import rules
from kring.admission.models import Policy
from kring.admission.rules import About, Ask, Criterion, Rule, Terms
from kring.circles import queries as circles


@dataclass(frozen=True, slots=True)
class PolicyView:
    """A circle's policy as it counts now."""

    terms: Terms
    outer: Terms | None
    """What the circle around it asks; None for an outermost circle."""
    version: int
    """0: the circle has not said yet what it asks, and this is what circles like it ask."""


def policy_of(circle: UUID) -> PolicyView:
    """What a circle asks now. Shown to whoever may apply, and so no secret."""
    way = circles.way_to(circle)
    stored = _latest([each for each, _ in way])
    outer, terms = None, None
    for each, kind in way:
        outer, terms = terms, _terms_on_top(terms, stored.get(each), kind)
    assert terms
    own = stored.get(circle)
    return PolicyView(terms, outer, own.version if own else 0)


def _terms_on_top(outer: Terms | None, own: Policy | None, kind: str) -> Terms:
    if own is None:
        return rules.inherited(outer) if outer else rules.usual(kind)
    return rules.stricter(outer, terms_of(own)) if outer else terms_of(own)


def _latest(path: list[UUID]) -> dict[UUID, Policy]:
    rows = Policy.objects.filter(circle__in=path).order_by("version")
    return {row.circle_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A policy as it was."""

    version: int
    by: str
    at: datetime
    terms: Terms


def versions_of(circle: UUID) -> list[PolicyVersion]:
    """All that a circle ever asked itself, latest first."""
    rows = Policy.objects.filter(circle=circle).select_related("by").order_by("-version")
    return [PolicyVersion(row.version, row.by.name, row.at, terms_of(row)) for row in rows]


def terms_of(row: Policy) -> Terms:
    """A stored policy as a value."""
    return Terms(
        criteria=tuple(_criterion(each) for each in row.criteria),
        excluded=frozenset(row.excluded),
        declaration=row.declaration,
        motive=row.motive,
        rule=Rule(row.rule),
        quorum=row.quorum,
        days=row.days,
        minimum=row.minimum,
        maximum=row.maximum,
    )


def _criterion(kept: dict[str, Any]) -> Criterion:
    return Criterion(**{**kept, "about": About(kept["about"]), "ask": Ask(kept["ask"])})


def stored_criteria(terms: Terms) -> list[dict[str, Any]]:
    """Criteria as JSON."""
    return [asdict(each) for each in terms.criteria]
