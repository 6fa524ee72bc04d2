"""What the secretary of a circle has to do around its meetings, and what was missed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.kernel.lookups import Lookup, look_up
from kring.leadership import rules
from kring.leadership.rules import ByItself, Due, Progress, Step
from kring.meetings.queries.progress import PREPARED, Preparation, around_now, preparations, prepared
from kring.tlp.labels import Label

SECRETARIES = """
SELECT s.person, s.circle FROM kring.seated s
WHERE NOT s.observer
  AND (s.role = 'secretary'
       OR s.role = 'chair' AND NOT EXISTS (SELECT FROM kring.seated o WHERE o.circle = s.circle AND o.role = 'secretary'))
"""

BACK, AHEAD = timedelta(days=30), timedelta(days=45)
"""Around which meetings there is something to do now."""
AROUND = Lookup(PREPARED.sql, lambda actor: around_now(circles.steered(actor), back=BACK, ahead=AHEAD))
"""Those of the circles the actor steers."""


@dataclass(frozen=True, slots=True)
class Round:
    """One meeting, with the steps around it."""

    meeting: UUID
    title: str
    label: Label
    starts_at: datetime
    steps: tuple[Due, ...]

    @property
    def late(self) -> int:
        """How many steps were missed."""
        return sum(due.is_late for due in self.steps)

    @property
    def is_over(self) -> bool:
        """Is there nothing left to do around it?"""
        return all(due.is_done for due in self.steps)


def cycles(actor: Actor, circle: UUID) -> list[Round]:
    """The meetings around which there is something to do, by moment. Raises `NotVisible` for who does not steer."""
    if circles.why_not_steer(actor, circle):
        raise NotVisible
    return rounds(preparations(actor, [circle], back=BACK, ahead=AHEAD))


def rounds(prepared: Iterable[Preparation]) -> list[Round]:
    """The steps around these meetings, where something is left to do."""
    found = [_round(one) for one in prepared]
    return [one for one in found if not one.is_over]


@dataclass(frozen=True, slots=True)
class Missed:
    """A step that was missed."""

    of: Preparation
    due: Due


def missed(actor: Actor) -> list[Missed]:
    """The steps that were missed in the circles this actor steers."""
    found = prepared(look_up(actor, AROUND))
    return [Missed(one, due) for one in found for due in rules.missed(progress_of(one), timezone.localdate())]


def meetings_ahead(actor: Actor) -> list[UUID]:
    """The meetings of the circles this actor steers around which there is something to do yet."""
    found = preparations(actor, circles.steered(actor), back=timedelta(0), ahead=AHEAD)
    return [one.meeting for one in found]


def secretariat(circle: UUID) -> set[UUID]:
    """Who keeps the secretariat of a circle now: its secretary; where there is none, its chair."""
    return {person for person, where in _secretaries() if where == circle}


def secretaries() -> set[UUID]:
    """Everybody who keeps the secretariat of some circle."""
    return {person for person, _ in _secretaries()}


def _secretaries() -> list[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(SECRETARIES)
        return [(person, circle) for person, circle in cursor.fetchall()]


def progress_of(prepared: Preparation) -> Progress:
    """How far it is, for the rules of the cycle."""
    planned = prepared.planned_on
    answered = prepared.is_held or (prepared.agenda_on and not prepared.waiting)
    since = {
        Step.TOPIC: planned if prepared.has_topic else None,
        Step.HOST: planned if prepared.has_host else None,
        Step.AGENDA: prepared.agenda_on,
        Step.ATTENDANCE: planned if answered else None,
        Step.DRAFT: prepared.minutes_on,
        Step.PUBLISH: prepared.approved_on,
    }
    asked = prepared.asked_again_on
    by_itself = {Step.ATTENDANCE: ByItself(asked, prepared.asked_again)} if asked else {}
    return Progress(prepared.on, planned, {step: day for step, day in since.items() if day}, by_itself)


def _round(prepared: Preparation) -> Round:
    today: date = timezone.localdate()
    steps = tuple(rules.cycle(progress_of(prepared), today))
    return Round(prepared.meeting, prepared.title, prepared.label, prepared.starts_at, steps)
