"""Feeds of MISP: the events that are new, the oldest first, each kept before the next is asked for."""

from collections.abc import Iterator, Sequence

from kring.circles import queries as circles
from kring.exchange.commands.subscriptions.noting import credentials_of, note, refusals, why_passed_over
from kring.exchange.commands.subscriptions.offers import Offered, note_offered, note_taken, waiting
from kring.exchange.commands.taking import Arrived, Spoiled, add, read_arrived
from kring.exchange.misp import Converter, Event, Unreadable
from kring.exchange.models import Subscription
from kring.exchange.wires.asking import Credentials, Failed
from kring.exchange.wires.feeds import fetch_event, look
from kring.kernel.actor import MACHINE_REACH, Actor
from kring.kernel.binding import acting_as
from kring.tlp.labels import Label

EVENTS_A_TURN = 50


def read_feed(found: Subscription) -> bool:
    """Some of the events that wait; when none does, or it went wrong, what is new. Gives whether there are more. Raises `Failed`."""
    credentials = credentials_of(found)
    if found.failures or not waiting(found.pk, most=1):
        _look(found, credentials)
    events = waiting(found.pk, most=EVENTS_A_TURN + 1)
    if events:
        with Converter() as converter:
            for one in events[:EVENTS_A_TURN]:
                _read_event(found, credentials, one, converter)
    return len(events) > EVENTS_A_TURN


def _look(found: Subscription, credentials: Credentials) -> None:
    looked = look(found.url, credentials, found.next)
    if looked is None:
        return
    entries = looked.manifest.entries
    note_offered(
        found.pk,
        (Offered(str(one.uuid), one.version, {"file": one.file, "sha256": one.sha256}) for one in entries),
    )
    refused = [f"{problem.path} {problem.text}".strip() for problem in looked.manifest.problems]
    note(found, refused=refused, next=looked.mark)


def _read_event(found: Subscription, credentials: Credentials, one: Offered, converter: Converter) -> None:
    """One event. What is wrong with it alone is noted, and keeps the others from nothing."""
    passed, refused = 0, []
    try:
        events = fetch_event(found.url, credentials, one.where["file"], one.where["sha256"], converter)
        with acting_as(Actor(person=found.person_id, ceiling=MACHINE_REACH)) as actor:
            widest = circles.circle_for(actor, found.circle_id).widest_label
            arrived = list(_arrived(events, Label(found.default_label), widest))
            if arrived:
                outcomes = add(actor=actor, circle=found.circle_id, arrived=arrived, subscription=found.pk).outcomes
                refused = refusals(outcomes)
                passed = len(outcomes) - len(refused)
    except Unreadable as why:
        refused = [f"{one.where['file']}: {why}"]
    except Failed as why:
        refused = [why_passed_over(found, one.where["file"], why)]
    note_taken(found.pk, one)
    note(found, passed=passed, refused=refused)


def _arrived(events: Sequence[Event], unmarked: Label, widest: Label) -> Iterator[Arrived | Spoiled]:
    for event in events:
        for piece in event.objects:
            yield read_arrived(piece, unmarked=unmarked if event.label is None else event.label, widest=widest)
