"""Asking every organisation that has an item how it stands, and answering."""

from datetime import date, timedelta
from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record
from kring.sharing import access, queries, rules
from kring.sharing.commands.items import where
from kring.sharing.facts import PollAnswered, PollAnswerTakenBack, PollAsked, PollClosed, PollReminded
from kring.sharing.models import Poll, PollAnswer
from kring.sharing.rules import Span
from kring.tlp.audience import State


def ask_poll(
    *,
    actor: Actor,
    item: UUID,
    kind: str = "patched",
    question: str = "",
    days: int = rules.USUAL_POLL,
    named: bool = False,
) -> Poll:
    """Ask every organisation that has an item how it stands. `named`: all who have it see who answers what.

    Refused: withdrawn, not_shared, not_yours_to_ask, poll_open, no_question, too_long.
    Records: PollAsked.
    """
    found = access.readable_item(actor, item)
    rows = Poll.objects.filter(item=found, closed_at__isnull=True)
    enforce(
        rules.why_not_ask_poll(
            State(found.state),
            tends=queries.tends_polls(actor, found),
            going_on=rows.filter(until__gt=now()).exists(),
            kind=Poll.Kind(kind),
            question=question,
        )
    )
    rows.update(closed_at=now())  # the one before ended by itself
    via_secretariat = found.via_secretariat and access.is_source(found)
    asked = Poll.objects.create(
        item=found,
        person_id=None if via_secretariat else known_person(actor),
        kind=Poll.Kind(kind),
        question=question.strip(),
        named=named,
        asked_at=now(),
        until=now() + timedelta(days=min(max(days, 1), rules.LONGEST_POLL)),
    )
    record(PollAsked(**where(found), poll=asked.pk, person=asked.person_id), by=actor)
    return asked


def answer_poll(*, actor: Actor, poll: UUID, answer: str, planned_for: date | None = None) -> None:
    """Answer for the organisation one sits for. Any of its people may change it until the poll is over.

    Refused: not_seated, poll_over, no_such_answer, no_day.
    Records: PollAnswered.
    """
    found = access.readable_poll(actor, poll)
    why_not = rules.why_not_answer_poll(_span(found), now(), poll=found.kind, answer=answer, planned_for=planned_for)
    enforce(why_not)
    given = {"person_id": known_person(actor), "kind": answer, "planned_for": planned_for, "at": now()}
    PollAnswer.objects.update_or_create(
        poll=found, membership_id=access.own_membership(actor, found.item.circle_id), defaults=given
    )
    record(PollAnswered(circle=found.item.circle_id, item=found.item_id, kept_from_chair=True, poll=poll), by=actor)


def take_back_poll_answer(*, actor: Actor, poll: UUID) -> None:
    """Take the answer back of the organisation one sits for.

    Refused: not_seated, poll_over.
    Records: PollAnswerTakenBack, when there was one.
    """
    found = access.readable_poll(actor, poll)
    enforce(rules.POLL_OVER if _span(found).is_over(now()) else None)
    gone, _ = PollAnswer.objects.filter(
        poll=found, membership=access.own_membership(actor, found.item.circle_id)
    ).delete()
    if gone:
        fact = PollAnswerTakenBack(circle=found.item.circle_id, item=found.item_id, kept_from_chair=True, poll=poll)
        record(fact, by=actor)


def remind_poll(*, actor: Actor, poll: UUID) -> int:
    """Ask those that did not answer once more. Gives how many organisations that are.

    Refused: not_yours_to_ask, poll_over.
    Records: PollReminded, when anybody is silent.
    """
    found = _to_tend(actor, poll)
    silent = sum(row.answer is None for row in queries.poll_rows(found))
    if silent:
        record(PollReminded(**where(found.item), poll=poll, person=found.person_id, members=silent), by=actor)
    return silent


def close_poll(*, actor: Actor, poll: UUID) -> None:
    """Wait no longer. What was answered stays.

    Refused: not_yours_to_ask, poll_over.
    Records: PollClosed.
    """
    found = _to_tend(actor, poll)
    found.closed_at = now()
    found.save(update_fields=["closed_at"])
    record(PollClosed(**where(found.item), poll=poll), by=actor)


def _to_tend(actor: Actor, poll: UUID) -> Poll:
    """A poll of the source's, or of a circle that this actor steers, locked."""
    found = access.readable_poll(actor, poll)
    tends = queries.tends_polls(actor, found.item)
    enforce(rules.why_not_tend_poll(_span(found), now(), tends=tends))
    return access.readable_poll(actor, poll, lock=True)


def _span(poll: Poll) -> Span:
    return Span(poll.until, poll.closed_at)
