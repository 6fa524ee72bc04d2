"""What machines say of what people shared: a sighting or an opinion in STIX counts as one of the organisation that sent it."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from kring.exchange import queries, stix
from kring.exchange.stix import Sign
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, Refused
from kring.sharing import commands as sharing
from kring.sharing.rules import Seen
from kring.tlp.labels import Label

HEARD = {"sighting", "opinion"}

FEEDBACK = {
    "strongly-agree": "useful",
    "agree": "useful",
    "disagree": "doubted",
    "strongly-disagree": "doubted",
}
"""An opinion (STIX 2.1, section 4.14) as feedback; its explanation goes along as the note. Neutral says nothing."""


def hear(actor: Actor, circle: UUID, said: Iterable[tuple[bytes, Label]]) -> None:
    """Take objects that a machine added a moment ago for what they say of items, as far as this actor reads those.

    A sighting of an indicator is one of that indicator; of a report: "we are affected". What is under a narrower label
    than the item says nothing here, since more people would learn of it. Revoked, it is taken back.
    """
    documents = [(orjson.loads(octets), label) for octets, label in said]
    of_items = _written_of(circle, {ref for document, _ in documents for ref in _refs(document)}) if documents else {}
    for document, label in documents:
        for ref in _refs(document) & of_items.keys():
            item, of_item = of_items[ref]
            if label <= of_item:
                with suppress(NotVisible, Refused):
                    _hear(actor, item, ref, document)


def _refs(document: Mapping[str, Any]) -> set[str]:
    return {document.get("sighting_of_ref", ""), *document.get("object_refs", ())}


def _written_of(circle: UUID, refs: Collection[str]) -> dict[str, tuple[UUID, Label]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT item_id, stix_id, label FROM exchange_object WHERE circle_id = %s AND stix_id = ANY (%s)
               AND item_id IS NOT NULL AND state = 1 AND NOT is_revoked""",
            [circle, list(refs)],
        )
        return {ref: (item, Label(label)) for item, ref, label in cursor.fetchall()}


def _hear(actor: Actor, item: UUID, ref: str, document: Mapping[str, Any]) -> None:
    if document["type"] == "opinion":
        _hear_feedback(actor, item, FEEDBACK.get(document["opinion"]), document)
    elif ref == stix.report_id(item):
        _hear_feedback(actor, item, "affected", document)
    elif (sign := sign_of(actor, item, ref)) is not None:
        _hear_sighting(actor, item, sign, document)


def _hear_feedback(actor: Actor, item: UUID, kind: str | None, document: Mapping[str, Any]) -> None:
    if kind is None:
        return
    if document.get("revoked"):
        sharing.take_back_feedback(actor=actor, item=item, kind=kind)
    else:
        note = document.get("explanation", document.get("description"))
        sharing.give_feedback(actor=actor, item=item, kind=kind, note=note, heard=True)


def _hear_sighting(actor: Actor, item: UUID, sign: Sign, document: Mapping[str, Any]) -> None:
    if document.get("revoked"):
        sharing.take_back_sighting(actor=actor, item=item, kind=sign.kind, value=sign.value)
        return
    seen = Seen(
        first=_moment(document.get("first_seen")),
        last=_moment(document.get("last_seen")),
        count=max(document.get("count", 1), 1),
        named=bool(document.get("where_sighted_refs")),
    )
    sharing.report_sighting(actor=actor, item=item, kind=sign.kind, value=sign.value, seen=seen, heard=True)


def sign_of(actor: Actor, item: UUID, ref: str) -> Sign | None:
    """Which sign of an item is written under this identifier."""
    said = queries.said(actor, item)
    return next((sign for sign in said.signs if stix.sign_id(item, sign) == ref), None) if said else None


def _moment(text: str | None) -> datetime | None:
    return stix.instant(text) if text else None
