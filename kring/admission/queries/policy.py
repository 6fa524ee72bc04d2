"""What a circle asks of those who apply: its own policy, on top of that of the circle around it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kring.admission import rules
from kring.admission.models import Policy
from kring.admission.rules import About, Ask, Criterion, Rule, Terms
from kring.kernel.lookups import fetched


@dataclass(frozen=True, slots=True)
class PolicyView:
    """A circle's policy as it counts now."""

    terms: Terms
    outer: Terms | None
    """What the circle around it asks; None for an outermost circle."""
    version: int
    """0: the circle has not said yet what it asks, and this is what circles like it ask."""


SAID = ("criteria", "excluded", "declaration", "motive", "rule", "quorum", "days", "minimum", "maximum")
# Of every circle on the way from the outermost one, its kind and the latest it said itself, if it said anything.
WAY = f"""
SELECT o.kind, p.version, p.{", p.".join(SAID)}
FROM circles_circle c CROSS JOIN unnest(c.path) WITH ORDINALITY AS step (id, number)
JOIN circles_circle o ON o.id = step.id
LEFT JOIN LATERAL (SELECT * FROM admission_policy WHERE circle_id = o.id ORDER BY version DESC LIMIT 1) p ON true
WHERE c.id = %(circle)s ORDER BY step.number
"""  # noqa: S608  # names of columns


def policy_of(circle: UUID) -> PolicyView:
    """What a circle asks now. Shown to whoever may apply, and so no secret."""
    outer, terms, own = None, None, None
    for kind, own, *said in fetched(WAY, circle=circle):
        outer, terms = terms, _terms_on_top(terms, None if own is None else _terms(*said), kind)
    assert terms
    return PolicyView(terms, outer, own or 0)


def _terms_on_top(outer: Terms | None, own: Terms | None, kind: str) -> Terms:
    if own is None:
        return rules.inherited(outer) if outer else rules.usual(kind)
    return rules.stricter(outer, own) if outer else own


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A policy as it was."""

    version: int
    by: str
    at: datetime
    terms: Terms


def versions_of(circle: UUID) -> list[PolicyVersion]:
    """All that a circle ever asked itself, latest first."""
    rows = Policy.objects.filter(circle=circle).order_by("-version").values_list("version", "by__name", "at", *SAID)
    return [PolicyVersion(version, by, at, _terms(*said)) for version, by, at, *said in rows]


def _terms(criteria: list[dict[str, Any]], excluded: list[str], *said: Any) -> Terms:
    declaration, motive, rule, *rest = said
    return Terms(tuple(map(_criterion, criteria)), frozenset(excluded), declaration, motive, Rule(rule), *rest)


def _criterion(kept: dict[str, Any]) -> Criterion:
    return Criterion(**{**kept, "about": About(kept["about"]), "ask": Ask(kept["ask"])})


def stored_criteria(terms: Terms) -> list[dict[str, Any]]:
    """Criteria as JSON."""
    return [asdict(each) for each in terms.criteria]
