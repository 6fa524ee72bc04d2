"""Writing down who does what for a circle."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.lock import GREEN, SHARED
from kring.kernel.record import record
from kring.leadership import access, queries, rules
from kring.leadership.facts import DutyEnded, DutyKept
from kring.leadership.models import Duty
from kring.leadership.rules import Term


@dataclass(frozen=True, slots=True)
class Wording:
    """What a duty is called and what it asks."""

    title: str = ""
    """Only for `rules.Duty.OTHER`."""
    remit: str = ""


@transaction.atomic
def keep_duty(*, actor: Actor, circle: UUID, term: Term, wording: Wording, duty: UUID | None = None) -> UUID:
    """Write down what somebody does for the circle; or change it.

    Refused: not_steering, held_by_seat, not_seated_here, own_deputy, ends_before, one_for_both.
    Records: DutyKept.
    """
    place = access.steered(actor, circle)
    held = [(one.duty, person.id) for one in queries.duties(actor, circle) if one.id != duty for person in one.holders]
    enforce(rules.why_not_give(term, seated=circles.seated_in(circle).people, held=held))
    kept = access.duty(circle, duty, lock=True) if duty else _new(actor, place)
    kept.duty, kept.title, kept.remit = term.duty, wording.title, wording.remit
    kept.holder_id, kept.deputy_id, kept.since, kept.until = term.holder, term.deputy, term.since, term.until
    kept.save()
    record(DutyKept(circle=circle, duty=kept.pk), by=actor)
    return kept.pk


@transaction.atomic
def begin_duties(*, actor: Actor, circle: UUID) -> None:
    """Write the usual duties down that are not there yet, in the circle's language, for somebody to be found.

    Refused: not_steering.
    Records: DutyKept, for each.
    """
    place = circles.circle_for(actor, circle)
    there = {one.duty for one in queries.duties(actor, circle)}
    with translation.override(place.language):
        for duty, remit in rules.USUAL.items():
            if duty not in there:
                term = Term(duty, holder=None, deputy=None, since=now().date(), until=None)
                keep_duty(actor=actor, circle=circle, term=term, wording=Wording(remit=gettext(remit)))


@transaction.atomic
def end_duty(*, actor: Actor, circle: UUID, duty: UUID) -> None:
    """Nobody does that for the circle any more.

    Refused: not_steering.
    Records: DutyEnded.
    """
    found = access.duty(circle, duty)
    access.steered(actor, circle)
    Duty.objects.filter(pk=found.pk).update(ended_at=now())
    record(DutyEnded(circle=circle, duty=found.pk), by=actor)


def _new(actor: Actor, place: circles.CirclePlace) -> Duty:
    return Duty(circle_id=place.id, community=place.community, label=GREEN, state=SHARED, author_id=actor.person)
