"""Providers of advisories: the newest first, each proved and judged, and kept before the next is asked for."""

import orjson

from kring.circles import queries as circles
from kring.exchange import csaf
from kring.exchange.commands import opening
from kring.exchange.commands.opening import Opened
from kring.exchange.commands.subscriptions.noting import credentials_of, note, refusals, why_passed_over
from kring.exchange.commands.subscriptions.offers import Offered, note_offered, note_taken, waiting
from kring.exchange.commands.taking import add
from kring.exchange.csaf.consumer import Provider
from kring.exchange.models import Subscription
from kring.exchange.wires.asking import OF_ONE_FILE, Failed, Origin
from kring.exchange.wires.providers import Doubtful, Reader, find, lists_of, look
from kring.kernel.actor import MACHINE_REACH, Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import Refused
from kring.tlp.labels import Label

ADVISORIES_A_TURN = 50
OF_ONE_ADVISORY = OF_ONE_FILE | {"bad_address", "no_such_host", "not_allowed"}
"""What goes wrong with one: each can lie somewhere else."""


def read_provider(found: Subscription) -> bool:
    """Some of the advisories that wait; when none does, or it went wrong, what is new. Gives whether there are more. Raises `Failed`."""
    origin = Origin(found.url, credentials_of(found))
    provider = find(origin)
    if found.failures or not waiting(found.pk, most=1):
        _look(found, origin, provider)
    reader = Reader(origin, provider)
    advisories = waiting(found.pk, most=ADVISORIES_A_TURN + 1, newest_first=True)
    for one in advisories[:ADVISORIES_A_TURN]:
        _read_advisory(found, reader, provider, one)
    return len(advisories) > ADVISORIES_A_TURN


def _look(found: Subscription, origin: Origin, provider: Provider) -> None:
    """Each list, if it changed. Its mark is kept when what is on it was."""
    marks = orjson.loads(found.next or "{}")
    for place in lists_of(provider):
        looked = look(origin, place, marks.get(place, ""))
        if looked:
            rows = (
                Offered(one.url, one.changed, {"hashes": one.hashes, "signature": one.signature})
                for one in looked.listed
            )
            note_offered(found.pk, rows)
            marks[place] = looked.mark
            note(found, next=orjson.dumps(marks).decode())


def _read_advisory(found: Subscription, reader: Reader, provider: Provider, one: Offered) -> None:
    """One advisory. What is wrong with it alone is noted, and keeps the others from nothing."""
    passed, refused = 0, []
    try:
        octets = reader.read(one.name, one.where["hashes"], one.where["signature"])
        with acting_as(Actor(person=found.person_id, ceiling=MACHINE_REACH)) as actor:
            widest = circles.circle_for(actor, found.circle_id).widest_label
            opened = _opened(octets, provider, Label(found.default_label), widest)
            outcomes = add(actor=actor, circle=found.circle_id, arrived=opened.arrived, subscription=found.pk).outcomes
            refused = refusals(outcomes)
            passed = len(outcomes) - len(refused)
    except (Doubtful, csaf.Unreadable) as why:
        refused = [f"{one.name}: {why}"]
    except Failed as why:
        refused = [why_passed_over(found, one.name, why, OF_ONE_ADVISORY)]
    note_taken(found.pk, one)
    note(found, passed=passed, refused=refused)


def _opened(octets: bytes, provider: Provider, unmarked: Label, widest: Label) -> Opened:
    """Raises `csaf.Unreadable`, and `Doubtful` for one that is not in order or not this provider's own."""
    advisory = csaf.read(octets)
    if _plain(advisory.publisher.namespace) != _plain(provider.namespace):
        raise Doubtful(f"It speaks in the name of another publisher: {advisory.publisher.namespace}")
    try:
        return opening.as_advisory(advisory, octets, unmarked, widest)
    except Refused as why:
        raise Doubtful(str(why)) from None


def _plain(namespace: str) -> str:
    return namespace.casefold().rstrip("/")
