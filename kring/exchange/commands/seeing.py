"""Saying that one's organisation saw what an object tells of."""

from uuid import UUID, uuid4

import orjson

from kring.circles import queries as circles
from kring.exchange import queries, rules, stix
from kring.exchange.commands.hearing import sign_of
from kring.exchange.commands.taking import Arrived, Spoiled, add, read_arrived
from kring.exchange.models import StoredObject
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.sharing import commands as sharing
from kring.sharing import rules as of_items
from kring.sharing.rules import Seen
from kring.tlp.audience import State
from kring.tlp.labels import Label


def see_object(*, actor: Actor, circle: UUID, stix_id: str, seen: Seen | None = None) -> None:
    """Say that the organisation one sits for saw what an object tells of: a sighting under the object's own label.

    Of what was written of an item it is said of the item. Said again, it takes the place of before.

    Refused: not_seen, not_seated, not_yet, not_orderly, not_so_often, above_mandate. Raises `NotVisible`.
    """
    row, seen = _row(circle, stix_id), seen or Seen()
    enforce(rules.why_not_see_object(row.type, is_revoked=row.is_revoked))
    enforce(of_items.why_not_see(State.SHARED, seen, now()))
    if row.item_id is not None:
        sign = sign_of(actor, row.item_id, stix_id)
        if sign is None:
            raise Refused(rules.NOT_SEEN)
        sharing.report_sighting(actor=actor, item=row.item_id, kind=sign.kind, value=sign.value, seen=seen)
        return
    take_back_seen_object(actor=actor, circle=circle, stix_id=stix_id)
    name = circles.memberships_by_id([_membership(actor, circle)]).values()
    house = next((stix.organisation(one.name) for one in name if seen.named), None)
    sighting = stix.sighting(f"sighting--{uuid4()}", stix_id, seen, now(), Label(row.label), house)
    _add(actor, circle, [one.octets for one in (house, sighting) if one is not None], Label(row.label))


def take_back_seen_object(*, actor: Actor, circle: UUID, stix_id: str) -> None:
    """Undo that: what was added for the organisation one sits for is revoked.

    Refused: not_seated. Raises `NotVisible`.
    """
    row, own = _row(circle, stix_id), _membership(actor, circle)
    if row.item_id is not None and (sign := sign_of(actor, row.item_id, stix_id)) is not None:
        sharing.take_back_sighting(actor=actor, item=row.item_id, kind=sign.kind, value=sign.value)
        return
    said = [
        one for one in queries.sightings_around(circle, stix_id) if one.membership_id == own and one.item_id is None
    ]
    for one in said:
        before = orjson.loads(bytes(one.body))
        revoked = stix.withdrawn(one.stix_id, one.type, before["created"], now(), Label(one.label))
        _add(actor, circle, [revoked.octets], Label(one.label))


def _row(circle: UUID, stix_id: str) -> StoredObject:
    row = next(iter(queries.latest(circle, [stix_id])), None)
    if row is None:
        raise NotVisible
    return row


def _membership(actor: Actor, circle: UUID) -> UUID:
    seat = circles.seat_for_sharing(actor, circle)
    if seat is None:
        raise Refused(rules.NOT_SEATED)
    return seat.membership


def _add(actor: Actor, circle: UUID, bodies: list[bytes], label: Label) -> None:
    arrived: list[Arrived | Spoiled] = [read_arrived(body, unmarked=label, widest=label) for body in bodies]
    for outcome in add(actor=actor, circle=circle, arrived=arrived).outcomes:
        enforce(outcome.refusal)
