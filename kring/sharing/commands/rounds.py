"""Asking all members of a circle what there is to tell, and answering."""

from datetime import timedelta
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record
from kring.sharing import access, queries, rules
from kring.sharing.facts import RoundAnswered, RoundClosed, RoundReminded, RoundStarted
from kring.sharing.models import Item, Round, RoundAnswer
from kring.sharing.rules import Span
from kring.tlp.labels import Label


def start_round(*, actor: Actor, circle: UUID, question: str = "", days: int = rules.USUAL_ROUND) -> Round:
    """Ask every member of a circle to share what it has, or to say that there is nothing.

    Refused: not_steering, not_seated, round_open, too_long.
    Records: RoundStarted.
    """
    place = circles.circle_for(actor, circle)
    steers = place.standing is not None and place.standing.steers
    rows = Round.objects.filter(circle=circle, closed_at__isnull=True)
    enforce(rules.why_not_start_round(steers=steers, going_on=rows.filter(until__gt=now()).exists()))
    enforce(rules.TOO_LONG if len(question) > rules.LONGEST_QUESTION else None)
    seat = circles.seat_for_sharing(actor, circle)
    if seat is None:
        raise Refused(rules.NOT_SEATED)
    rows.update(closed_at=now())  # the one before ended by itself
    started = Round.objects.create(
        question=question.strip(),
        started_at=now(),
        until=now() + timedelta(days=min(max(days, 1), rules.LONGEST_ROUND)),
        circle_id=circle,
        community=place.community,
        label=Label.AMBER,
        state=1,
        author_id=actor.person,
        membership_id=seat.membership,
        audience=[circle],
    )
    record(RoundStarted(circle=circle, round=started.pk, person=known_person(actor)), by=actor)
    return started


def answer_round(*, actor: Actor, round: UUID, kind: str) -> None:
    """Answer for the organisation one sits for: "nothing", or "shared". A second answer takes the place of the first.

    Refused: not_seated, round_over.
    Records: RoundAnswered.
    """
    found = access.round_asked(actor, round)
    enforce(rules.why_not_answer_round(_span(found), now()))
    _answer(actor, found, access.own_membership(actor, found.circle_id), RoundAnswer.Kind(kind).value)


def take_back_answer(*, actor: Actor, round: UUID) -> None:
    """Take the answer back of the organisation one sits for.

    Refused: not_seated, round_over.
    """
    found = access.round_asked(actor, round)
    enforce(rules.why_not_answer_round(_span(found), now()))
    RoundAnswer.objects.filter(round=found, membership=access.own_membership(actor, found.circle_id)).delete()


def remind_round(*, actor: Actor, round: UUID) -> int:
    """Ask those who did not answer once more. Gives how many organisations that are.

    Refused: not_steering, round_over.
    Records: RoundReminded, when anybody is silent.
    """
    found = _to_tend(actor, round)
    silent = sum(row.answer is None for row in queries.round_rows(found))
    if silent:
        asking = known_person(actor)
        record(RoundReminded(circle=found.circle_id, round=found.pk, person=asking, members=silent), by=actor)
    return silent


def close_round(*, actor: Actor, round: UUID) -> None:
    """Wait no longer.

    Refused: not_steering, round_over.
    Records: RoundClosed.
    """
    found = _to_tend(actor, round)
    found.closed_at = now()
    found.save(update_fields=["closed_at"])
    record(RoundClosed(circle=found.circle_id, round=found.pk), by=actor)


def note_shared(actor: Actor, item: Item) -> None:
    """Something shared with the whole circle answers its round.

    What went to a few, or via the secretariat, does not: others would learn of it. Their organisation can say so itself.
    """
    if item.via_secretariat or item.membership_id is None or not _reaches_all(item):
        return
    going_on = Round.objects.filter(circle=item.circle_id, closed_at__isnull=True, until__gt=now()).first()
    if going_on is not None:
        _answer(actor, going_on, item.membership_id, RoundAnswer.Kind.SHARED.value)


def _reaches_all(item: Item) -> bool:
    return item.label < Label.AMBER or (item.label != Label.RED and item.circle_id in item.audience)


def _answer(actor: Actor, round: Round, membership: UUID, kind: str) -> None:
    given = {"person_id": actor.person, "kind": kind, "at": now()}
    RoundAnswer.objects.update_or_create(round=round, membership_id=membership, defaults=given)
    record(RoundAnswered(circle=round.circle_id, round=round.pk, answer=kind), by=actor)


def _to_tend(actor: Actor, round: UUID) -> Round:
    """A round of a circle that this actor steers, locked."""
    found = access.round_asked(actor, round)
    steers = queries.steers(actor, found.circle_id)
    enforce(rules.why_not_tend_round(_span(found), now(), steers=steers))
    return access.round_asked(actor, round, lock=True)


def _span(round: Round) -> Span:
    return Span(round.until, round.closed_at)
