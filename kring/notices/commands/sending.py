"""Sends what is told, a window at a time. Whoever is cut off meanwhile gets nothing more."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from kring.kernel.clock import now
from kring.kernel.ids import new_id
from kring.notices import queries
from kring.notices.access import as_postman
from kring.notices.commands.office import office
from kring.notices.commands.press import Press, Slip
from kring.notices.mails import Telling
from kring.notices.models import Delivery
from kring.notices.post.carrier import Outcome, Result
from kring.notices.queries import Outlook, Waiting
from kring.notices.rules import wait_after

WINDOW = 250
"""Mails between two looks at who may still have it. As many, at most, go out again after a `kill -9`."""

State = Delivery.State


def queue(telling: Telling, people: Collection[UUID]) -> int:
    """Note that these people are to be told. Who was told already is not told again. Returns how many are new."""
    with as_postman():
        return queries.add(telling, [(new_id(), person) for person in people])


def send(telling: Telling) -> datetime | None:
    """Send everything that is due of this notice. Returns when to try again what a server put off, or None.

    Can be run again at any moment, and by several at once: a mail that the server took is not sent again.
    Raises `Unreachable` when there is no server to hand anything to.
    """
    press = Press(telling, office())
    last = _send_window(press, after=_FIRST)
    while last:
        last = _send_window(press, after=last)
    with as_postman():
        return queries.next_try(telling)


_FIRST = UUID(int=0)


def _send_window(press: Press, *, after: UUID) -> UUID | None:
    """One transaction: take some, see who may have it now, send, write down. The last of them; None when none was left.

    The rows stay locked meanwhile, so that nobody else sends them; a process that dies lets go of them.
    """
    with as_postman():
        waiting = queries.take_waiting(press.telling, after=after, most=WINDOW)
        if not waiting:
            return None
        queries.mark(press.telling, _send_all(press, waiting))
    return waiting[-1].person


def _send_all(press: Press, waiting: Sequence[Waiting]) -> list[Outlook]:
    carrier = press.office.carrier
    if carrier is None:
        return [Outlook(each.person, State.WITHHELD, reason="no_mail_server") for each in waiting]
    slips = press.print_all(waiting)
    parcels = [slip.parcel for slip in slips if slip.parcel]
    results = iter(carrier.carry(parcels) if parcels else [])
    return [_outlook(slip, next(results) if slip.parcel else None) for slip in slips]


def _outlook(slip: Slip, result: Result | None) -> Outlook:
    """What is written down of a delivery: why it was not sent, or what the server said."""
    person = slip.waiting.person
    if result is None:
        return Outlook(person, State.WITHHELD, reason=slip.reason)
    sent = Outlook(person, State.SENT, slip.form, slip.reason, result.words)
    match result.outcome:
        case Outcome.ACCEPTED:
            return sent
        case Outcome.PERMANENT:
            return replace(sent, state=State.FAILED)
        case Outcome.TEMPORARY:
            wait = wait_after(slip.waiting.attempts + 1)
            return replace(sent, state=State.PENDING if wait else State.FAILED, due_at=now() + wait if wait else None)
        case _:
            assert_never(result.outcome)
