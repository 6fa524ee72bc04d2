"""Lists at an address: read when they changed, and what is on them no more is ended."""

import hashlib
from collections.abc import Collection, Sequence

import orjson

from kring.circles import queries as circles
from kring.exchange import lists, queries, stix
from kring.exchange.commands import opening
from kring.exchange.commands.opening import Opened
from kring.exchange.commands.subscriptions.noting import credentials_of, note, refusals
from kring.exchange.commands.subscriptions.offers import forget, left_since, note_listed
from kring.exchange.commands.taking import Arrived, Spoiled, add, read_arrived
from kring.exchange.models import Subscription
from kring.exchange.wires.asking import NOT_CHANGED, Failed, Origin, follow, mark_of
from kring.kernel.actor import MACHINE_REACH, Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.tlp.labels import Label

A_LOT = 5_000
"""Objects that are added at once: others write to the same store."""
A_FEW = 20
"""May leave a list at once, whatever is left on it."""


def read_list(found: Subscription) -> bool:
    """The whole list, if it changed. Gives that there is no more. Raises `Failed`."""
    answer = follow(Origin(found.url, credentials_of(found)), most=lists.MOST_OCTETS, mark=found.next)
    digest = hashlib.sha256(answer.body).hexdigest()
    if answer.status != NOT_CHANGED and digest != found.after:
        _take(found, answer.body)
        note(found, after=digest, next=mark_of(answer))
    return False


def _take(found: Subscription, octets: bytes) -> None:
    at = stix.moment_of(now())
    opened = _opened(found, octets)
    note(found, refused=[f"{remark.where}: {remark.text}" for remark in opened.remarks])
    _add(found, opened.arrived)
    note_listed(found.pk, opened.named, at)
    left = left_since(found.pk, at)
    if len(left) > max(A_FEW, len(opened.named)):
        why = f"{len(left)} are missing, more than are on it now: that was taken for a mistake, and none was ended."
        note(found, refused=[why])
        return
    _add(found, _ended(found, left, at))
    forget(found.pk, left)


def _opened(found: Subscription, octets: bytes) -> Opened:
    with acting_as(_machine(found)) as actor:
        label = max(Label(found.default_label), circles.circle_for(actor, found.circle_id).widest_label)
        try:
            return opening.as_list(found.circle_id, octets, source=f"{found.circle_id} {found.url}", label=label)
        except lists.Unreadable as why:
            raise Failed("unreadable", why.text) from None


def _ended(found: Subscription, names: Collection[str], at: int) -> list[Arrived | Spoiled]:
    """What these say now that the list says it no more."""
    with acting_as(_machine(found)):
        documents = queries.documents(found.circle_id, names).values()
    ended = filter(None, (lists.ended(document, stix.timestamp(at)) for document in documents))
    return [read_arrived(orjson.dumps(one), unmarked=Label(found.default_label)) for one in ended]


def _add(found: Subscription, arrived: Sequence[Arrived | Spoiled]) -> None:
    for start in range(0, len(arrived), A_LOT):
        lot = arrived[start : start + A_LOT]
        with acting_as(_machine(found)) as actor:
            outcomes = add(actor=actor, circle=found.circle_id, arrived=lot, subscription=found.pk).outcomes
        refused = refusals(outcomes)
        note(found, passed=len(outcomes) - len(refused), refused=refused)


def _machine(found: Subscription) -> Actor:
    return Actor(person=found.person_id, ceiling=MACHINE_REACH)
