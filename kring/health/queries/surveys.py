"""Surveys: what is asked, what waits for somebody, and what all said together."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.health import access, rules
from kring.health.models import Answered, Survey
from kring.health.rules import Barrier, Question
from kring.kernel.actor import Actor
from kring.kernel.binding import asked_once
from kring.kernel.clock import now
from kring.kernel.lookups import Lookup, look_up

MOST_SHOWN = 8
"""Quarters in a trend: two years."""


@dataclass(frozen=True, slots=True)
class SurveyView:
    """A survey as somebody of the circle sees it."""

    id: UUID
    kind: str
    quarter: str
    circle_id: UUID
    circle: str
    slug: str
    started_at: datetime
    until: datetime
    over: bool
    repeats: bool
    answered: int
    own: bool
    """This reader answered."""
    asked: bool
    """This reader is asked: a person with a seat."""

    @property
    def waits(self) -> bool:
        """Does it wait for this reader?"""
        return self.asked and not self.over and not self.own


@dataclass(frozen=True, slots=True)
class Quarter:
    """What a circle said in one quarter, on average, from 1 to 5."""

    quarter: str
    answered: int
    trust: float
    energy: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The quarters of a circle of which something may be told, oldest first."""

    quarters: Sequence[Quarter]

    @property
    def last(self) -> Quarter | None:
        """The latest."""
        return self.quarters[-1] if self.quarters else None

    @property
    def falling(self) -> list[Question]:
        """What went down twice in a row."""
        means = {
            Question.TRUST: [one.trust for one in self.quarters],
            Question.ENERGY: [one.energy for one in self.quarters],
        }
        return [question for question, values in means.items() if rules.falls(values)]


@dataclass(frozen=True, slots=True)
class Pulse:
    """The pulse of a circle: what is asked now, and how it went."""

    current: SurveyView | None
    trend: Trend
    too_few: Sequence[str]
    """The quarters in which fewer than five answered."""
    askable: bool
    """Nobody was asked in this quarter yet."""


@dataclass(frozen=True, slots=True)
class BarrierCount:
    """How many named a barrier."""

    barrier: Barrier
    named: int


@dataclass(frozen=True, slots=True)
class Barriers:
    """What keeps people of a circle from sharing: asked now, and what came of it the last time."""

    current: SurveyView | None
    last: SurveyView | None
    """The last that is closed and that five answered."""
    counts: Sequence[BarrierCount]
    """Most named first, without those that nobody named."""
    remarks: Sequence[str]
    """For who steers."""
    askable: bool
    """Nobody was asked in this quarter yet."""


def survey_view(actor: Actor, which: UUID) -> SurveyView:
    """One survey. Raises `NotVisible`."""
    row = access.survey(which)
    return _view(actor, row, _results([row.pk]))


@dataclass(frozen=True, slots=True)
class SurveyAsked:
    """A survey that waits for somebody, as home shows it."""

    id: UUID
    kind: str
    circle: str
    started_at: datetime
    until: datetime


ASKED = Lookup("""
SELECT s.id, s.kind, c.name, s.started_at, s.until FROM health_survey s JOIN circles_circle c ON c.id = s.circle_id
WHERE s.closed_at IS NULL AND s.until > %(now)s AND kring.is_asked(c.id, %(me)s)
  AND NOT EXISTS (SELECT FROM health_answered a WHERE a.survey_id = s.id AND a.person_id = %(me)s) ORDER BY s.until
""")


def surveys_asked(actor: Actor) -> list[SurveyAsked]:
    """The surveys that wait for this actor, the first to end first."""
    return [SurveyAsked(*row) for row in look_up(actor, ASKED)]


def pulse(actor: Actor, circle: UUID) -> Pulse:
    """The pulse of a circle. Empty for who has no seat there."""
    rows = _rows(circle, Survey.Kind.PULSE)
    results = _results([row.pk for row in rows])
    current = next((_view(actor, row, results) for row in rows if row.closed_at is None), None)
    trend = _trend(rows, results)
    told = {quarter.quarter for quarter in trend.quarters}
    closed = [row.quarter for row in rows if row.closed_at is not None]
    return Pulse(current, trend, [quarter for quarter in closed if quarter not in told], _askable(rows))


def trend(circle: UUID) -> Trend:
    """How trust and energy went in a circle, without what is asked now."""
    rows = _rows(circle, Survey.Kind.PULSE)
    return _trend(rows, _results([row.pk for row in rows]))


def barriers(actor: Actor, circle: UUID) -> Barriers:
    """What keeps people of a circle from sharing. Empty for who has no seat there."""
    rows = _rows(circle, Survey.Kind.BARRIERS)
    results = _results([row.pk for row in rows])
    current = next((_view(actor, row, results) for row in rows if row.closed_at is None), None)
    last = next((row for row in rows if row.pk in results and results[row.pk].counts), None)
    if last is None:
        return Barriers(current, None, (), (), _askable(rows))
    found = results[last.pk]
    counts = [BarrierCount(barrier, found.counts.get(barrier.code, 0)) for barrier in rules.BARRIERS]
    named = sorted((count for count in counts if count.named), key=lambda count: -count.named)
    return Barriers(current, _view(actor, last, results), named, found.remarks, _askable(rows))


PULSES = Lookup("""
SELECT s.circle_id, s.quarter, r.answered, r.counts
FROM health_survey s LEFT JOIN kring.survey_results(ARRAY(
    SELECT id FROM health_survey WHERE kind = 'pulse' AND closed_at IS NOT NULL)) r ON r.survey = s.id
WHERE s.kind = 'pulse' AND s.closed_at IS NOT NULL ORDER BY s.quarter DESC
""")
"""How it went wherever the actor may know it, the latest first."""


@asked_once
def energies(actor: Actor) -> list[tuple[circles.CirclePlace, Trend]]:
    """How each circle is doing that this actor sits in and that has something to show."""
    rows: dict[UUID, list[tuple[str, _Result | None]]] = {}
    for circle, quarter, answered, counts in look_up(actor, PULSES):
        rows.setdefault(circle, []).append((quarter, None if counts is None else _Result(answered, counts, ())))
    found = [(place, _over_time(rows.get(place.id, [])[:MOST_SHOWN])) for place in circles.circles_of(actor)]
    return [(place, trend) for place, trend in found if trend.quarters]


def falling(actor: Actor) -> list[tuple[circles.CirclePlace, Trend]]:
    """The circles this actor steers in which trust or energy went down twice in a row."""
    return [
        (place, trend)
        for place, trend in energies(actor)
        if trend.falling and place.standing is not None and place.standing.steers
    ]


def to_answer(survey: UUID) -> set[UUID]:
    """Who was asked and has not answered. For jobs, which act for nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.to_answer(%s)", [survey])
        return {person for (person,) in cursor.fetchall()}


def pulses_due(moment: datetime) -> list[tuple[UUID, UUID]]:
    """The circles in which the pulse comes back in this quarter, with who steers each. For jobs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT circle, person FROM kring.pulses_due(%s)", [rules.quarter_of(moment)])
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class _Result:
    answered: int
    counts: Mapping[str, int]
    remarks: Sequence[str]


def _rows(circle: UUID, kind: Survey.Kind) -> list[Survey]:
    rows = Survey.objects.filter(circle=circle, kind=kind).select_related("circle").order_by("-quarter")
    return list(rows[:MOST_SHOWN])


def _askable(rows: Sequence[Survey]) -> bool:
    return all(row.quarter != rules.quarter_of(now()) for row in rows)


def _results(surveys: Sequence[UUID]) -> dict[UUID, _Result]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kring.survey_results(%s::uuid[])", [list(surveys)])
        return {
            survey: _Result(answered, json.loads(counts), remarks)
            for survey, answered, counts, remarks in cursor.fetchall()
        }


def _trend(rows: Sequence[Survey], results: Mapping[UUID, _Result]) -> Trend:
    """Of rows with the latest first."""
    return _over_time([(row.quarter, results.get(row.pk)) for row in rows])


def _over_time(said: Sequence[tuple[str, _Result | None]]) -> Trend:
    quarters = [_quarter(quarter, found) for quarter, found in reversed(said) if found]
    return Trend([quarter for quarter in quarters if quarter is not None])


def _quarter(quarter: str, found: _Result) -> Quarter | None:
    trust, energy = (rules.mean(found.counts, question) for question in rules.QUESTIONS)
    return None if trust is None or energy is None else Quarter(quarter, found.answered, trust, energy)


def _view(actor: Actor, row: Survey, results: Mapping[UUID, _Result]) -> SurveyView:
    found = results.get(row.pk)
    return SurveyView(
        id=row.pk,
        kind=row.kind,
        quarter=row.quarter,
        circle_id=row.circle_id,
        circle=row.circle.name,
        slug=row.circle.slug,
        started_at=row.started_at,
        until=row.until,
        over=rules.is_over(row.until, row.closed_at, now()),
        repeats=row.repeats,
        answered=found.answered if found else 0,
        own=Answered.objects.filter(survey=row, person=actor.person).exists(),
        asked=_is_asked(row.circle_id, actor.person),
    )


def _is_asked(circle: UUID, person: UUID | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.is_asked(%s, %s)", [circle, person])
        return bool(cursor.fetchone()[0])
