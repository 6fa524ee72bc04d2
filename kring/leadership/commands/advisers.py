"""Letting an adviser look along with a circle, and ending that; and what they see of it."""

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as, known_person
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record
from kring.leadership import access, queries, rules
from kring.leadership.facts import AdviserAsked, AdviserCame, AdviserLeft, AdvisersTold
from kring.leadership.models import Advisership, Glance
from kring.leadership.rules import Phase


@transaction.atomic
def ask_adviser(*, actor: Actor, circle: UUID, authority: str, until: date) -> UUID:
    """Make a link by which an adviser of an authority can look along until a day. Who steers hands it over.

    Refused: not_steering, term_over, term_too_long.
    Records: AdviserAsked.
    """
    place = access.steered(actor, circle)
    enforce(rules.why_not_ask(until, now().date()))
    refresh_glance(actor=actor, circle=circle)
    asked = Advisership.objects.create(
        circle_id=circle,
        community=place.community,
        authority=authority.strip(),
        until=until,
        by_id=known_person(actor),
        asked_at=now(),
        expires_at=now() + rules.LINK_WORKS,
    )
    record(AdviserAsked(circle=circle, advisership=asked.pk), by=actor)
    return asked.pk


def take_advisership(*, actor: Actor, link: str) -> UUID:
    """Look along with a circle, by the link that who steers handed over. It opens figures, and nothing that is shared.

    Refused: sits_here, looks_along.
    Records: AdviserCame.
    """
    with acting_as(access.with_link(actor, link)) as holding:
        person = known_person(holding)
        assert holding.guest
        row = access.advisership(holding.guest, lock=True)
        asked = queries.asked_to_advise(row.pk)
        own = Advisership.objects.filter(circle=asked.circle, person=person, ended_at=None)
        own.filter(until__lt=now().date()).update(ended_at=now())
        sits_here = circles.standing(actor, asked.circle) is not None
        enforce(rules.why_not_take(sits_here=sits_here, looks_along=own.exists()))
        Advisership.objects.filter(pk=row.pk).update(person=person, taken_at=now())
        record(AdviserCame(circle=asked.circle, advisership=row.pk, person=person), by=actor)
    return row.pk


@transaction.atomic
def end_advisership(*, actor: Actor, advisership: UUID) -> None:
    """Nobody looks along any more by it, from this moment on: for who steers, and for the adviser.

    Refused: not_steering.
    Records: AdviserLeft.
    """
    found = access.advisership(advisership)
    if found.person_id is None or found.person_id != actor.person:
        access.steered(actor, found.circle_id)
    Advisership.objects.filter(pk=found.pk).update(ended_at=now())
    record(AdviserLeft(circle=found.circle_id, advisership=found.pk), by=actor)


@transaction.atomic
def tell_advisers(*, actor: Actor, circle: UUID, phase: Phase, next_step: str) -> None:
    """Write down how far the circle is, and what it does next.

    Refused: not_steering.
    Records: AdvisersTold.
    """
    refresh_glance(actor=actor, circle=circle)
    Glance.objects.filter(pk=circle).update(phase=phase, next_step=next_step.strip())
    record(AdvisersTold(circle=circle), by=actor)


@transaction.atomic
def refresh_glance(*, actor: Actor, circle: UUID) -> None:
    """Work out anew how the circle is doing, as who steers it sees it. Twice does no harm.

    Refused: not_steering.
    """
    place = access.steered(actor, circle)
    scope = queries.scope_of(circle)
    worked_out = asdict(queries.figures_of(actor, place)) | {"topics": scope.topics if scope else [], "at": now()}
    Glance.objects.update_or_create(pk=circle, defaults=worked_out)
