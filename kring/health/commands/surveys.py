"""Asking a circle without names, answering, and closing."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from kring.circles import queries as circles
from kring.health import access, rules
from kring.health.facts import PulseStopped, SurveyAsked, SurveyClosed
from kring.health.models import Answered, Survey
from kring.health.rules import Question, Score
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record
from kring.tlp.labels import Label


def ask_survey(*, actor: Actor, circle: UUID, kind: str) -> UUID:
    """Ask everybody who sits in a circle. A pulse comes back every quarter by itself.

    Refused: not_steering, asked_already, not_seated.
    Records: SurveyAsked.
    """
    place = circles.circle_for(actor, circle)
    asked = Survey.objects.filter(circle=circle, kind=kind, quarter=rules.quarter_of(now())).exists()
    enforce(rules.why_not_ask(steers=place.standing is not None and place.standing.steers, asked=asked))
    survey = Survey.objects.create(
        kind=Survey.Kind(kind),
        quarter=rules.quarter_of(now()),
        started_at=now(),
        until=now() + rules.OPEN_DAYS,
        repeats=kind == Survey.Kind.PULSE,
        circle_id=circle,
        community=place.community,
        label=Label.AMBER,
        state=1,
        author_id=actor.person,
        membership_id=access.seat(actor, circle).membership,
        audience=[circle],
    )
    record(SurveyAsked(circle=circle, survey=survey.pk, survey_kind=kind), by=actor)
    return survey.pk


def answer_pulse(*, actor: Actor, survey: UUID, trust: Score, energy: Score) -> None:
    """Say how much one trusts the circle, and how much energy it gives, from 1 to 5. It cannot be changed.

    Refused: survey_over, answered, not_seated.
    Records: nothing, since the trail would keep for ever who answered when.
    """
    _answer(actor, survey, [f"{Question.TRUST}.{trust:d}", f"{Question.ENERGY}.{energy:d}"], "")


def answer_barriers(*, actor: Actor, survey: UUID, barriers: Sequence[str], remark: str = "") -> None:
    """Say what keeps one from sharing; nothing does is an answer as well. It cannot be changed.

    Refused: survey_over, answered, not_seated.
    Records: nothing, as with the pulse.
    """
    known = {barrier.code for barrier in rules.BARRIERS}
    _answer(actor, survey, [code for code in barriers if code in known], remark.strip())


def stop_pulse(*, actor: Actor, survey: UUID) -> None:
    """Have it not come back in the next quarter.

    Refused: not_steering.
    Records: PulseStopped.
    """
    found = access.survey(survey)
    own = circles.standing(actor, found.circle_id)
    enforce(None if own is not None and own.steers else rules.NOT_STEERING)
    found.repeats = False
    found.save(update_fields=["repeats"])
    record(PulseStopped(circle=found.circle_id, survey=found.pk), by=actor)


@transaction.atomic
def close_surveys() -> int:
    """Close what is over, forget who answered, and what fewer than five said. Gives how many were closed.

    Records: SurveyClosed, for each.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT survey, circle, kind, answered FROM kring.close_surveys(%s)", [now()])
        closed = cursor.fetchall()
    for survey, circle, kind, answered in closed:
        record(SurveyClosed(circle=circle, survey=survey, survey_kind=kind, answered=answered), by=None)
    return len(closed)


def _answer(actor: Actor, survey: UUID, chosen: Sequence[str], remark: str) -> None:
    found = access.survey(survey)
    answered = Answered.objects.filter(survey=found, person=actor.person).exists()
    over = rules.is_over(found.until, found.closed_at, now())
    enforce(rules.why_not_answer(over=over, answered=answered))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kring.answer_survey(%s, %s::text[], %s)", [survey, list(chosen), remark[: rules.LONGEST_REMARK]]
        )
        if not cursor.fetchone()[0]:
            raise Refused(rules.NOT_SEATED)
