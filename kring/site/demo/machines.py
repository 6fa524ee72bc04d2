"""What the demo's machines do: the region's collections and advisories, and what the SIEM of Kaderling sends of its own accord."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

import orjson

from kring.exchange import commands, queries
from kring.exchange.rules import Direction, Place, PublisherKind, Way
from kring.exchange.stix import TLP_2
from kring.site.demo.advisory import advisory, exploited
from kring.site.demo.cast import REGION, TERMINALS
from kring.site.demo.stage import Stage
from kring.site.demo.told import ago, just
from kring.tlp.labels import Label

OURS = UUID("7d1f3c0e-9a54-4a0e-8a51-6d1b2f0c9e11")
"""From it the identifiers are made, so that the demo is the same each time."""

SIGHTED = (
    # value, what it is, kind of indicator, under which label
    ("192.0.2.44", "Inlogpagina van de nep-planning", "ipv4-addr", Label.GREEN),
    ("192.0.2.61", "Oudere inlogpagina van dezelfde set", "ipv4-addr", Label.GREEN),
    ("slots.planning-haven.example.net", "Naam waaronder de nep-planning staat", "domain-name", Label.GREEN),
)
SEARCHING = (
    ("203.0.113.131", "Zoekt naar Modbus", "ipv4-addr", Label.GREEN),
    ("203.0.113.144", "Zoekt naar OPC UA", "ipv4-addr", Label.GREEN),
    ("203.0.113.201", "Zoekt naar DNP3", "ipv4-addr", Label.GREEN),
    ("198.51.100.61", "Beacon every 47 minutes", "ipv4-addr", Label.AMBER),
)
BLOCKED = b"""indicator,first_seen,comment
%s,2026-11-02,Nagemaakte planning: het bestand dat wordt aangeboden
%s,2026-11-09,Nagemaakte planning: de tweede versie
""" % tuple(sha256(name).hexdigest().encode() for name in (b"planning-1", b"planning-2"))


def plan_machines(stage: Stage) -> None:
    """The chairs open collections; the SIEM sends what it sees; the liaison publishes what is for everybody."""
    stage.plan(ago(236, "10:00"), partial(_open, stage))
    stage.plan(ago(167, "03:12"), partial(_send, stage, SIGHTED))
    stage.plan(just(hours=52), partial(_send, stage, SEARCHING))
    stage.plan(just(hours=31), partial(_bring_advisory, stage))
    stage.plan(just(hours=30), partial(_bring_list, stage))
    stage.plan(just(hours=30), partial(_connect_list, stage))
    stage.plan(ago(90, "11:00"), partial(_open_provider, stage))
    stage.plan(ago(82, "10:00"), partial(_publish, stage, "What another port learned from three days on paper"))
    stage.plan(
        ago(19, "09:10"), partial(_publish, stage, "Meldplicht: wat verandert er voor kleine bedrijven in een keten?")
    )


def _open_provider(stage: Stage) -> None:
    with stage.acting("chi") as chair:
        commands.open_provider(
            actor=chair,
            circle=stage.circles[REGION],
            kind=PublisherKind.COORDINATOR,
            namespace="https://havenkring.example",
            contact="meldpunt@havenkring.example",
        )


def _publish(stage: Stage, title: str) -> None:
    item = stage.items[title]
    with stage.acting("lies") as source:
        commands.publish_advisory(actor=source, item=item)
    commands.write_advisory(item=item)


def _open(stage: Stage) -> None:
    with stage.acting("chi") as chair:
        for direction in Direction:
            commands.open_collection(actor=chair, circle=stage.circles[REGION], direction=direction)
    with stage.acting("cem") as chair:
        commands.open_collection(actor=chair, circle=stage.circles[TERMINALS], direction=Direction.IN)


def _send(stage: Stage, seen: Sequence[tuple[str, str, str, Label]]) -> None:
    moment = _written(stage)
    _take_in(stage, [_identity(), *(_indicator(*one, moment=moment) for one in seen)])


def _bring_advisory(stage: Stage) -> None:
    """An advisory as a file, and from the SIEM that somebody uses what it warns of."""
    with stage.acting("chi") as chair:
        octets = advisory(stage.moment)
        commands.bring_in(actor=chair, circle=stage.circles[REGION], octets=octets, unmarked=Label.GREEN)
    used = exploited()
    _take_in(stage, [_identity(), _object("vulnerability", used["name"], _written(stage), Label.GREEN) | used])


def _bring_list(stage: Stage) -> None:
    """A list as a file, since there is no internet in a demo."""
    with stage.acting("chi") as chair:
        commands.bring_in(actor=chair, circle=stage.circles[REGION], octets=BLOCKED, unmarked=Label.GREEN)


def _connect_list(stage: Stage) -> None:
    """The same by its address. Nothing answers there, so its page shows how Kring says that, and when it tries again."""
    with stage.acting("chi") as chair:
        commands.subscribe(
            actor=chair,
            circle=stage.circles[REGION],
            name="Blokkeerlijst van de regio (een adres als voorbeeld)",
            place=Place.LIST,
            way=Way.PULL,
            url="https://lijsten.regio.example/blokkeren.csv",
            label=Label.GREEN,
        )


def _written(stage: Stage) -> str:
    return stage.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _take_in(stage: Stage, objects: Sequence[dict[str, Any]]) -> None:
    with stage.acting("max") as machine:
        place = next(
            one for one in queries.collections(machine) if one.circle == stage.circles[REGION] and one.can_write
        )
        commands.take_in_message(actor=machine, collection=place.id, octets=orjson.dumps({"objects": objects}))


def _identity() -> dict[str, Any]:
    began = datetime(2024, 1, 8, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return _object("identity", "Kaderling SIEM", began, Label.GREEN) | {
        "name": "Kaderling SIEM",
        "identity_class": "system",
    }


def _indicator(value: str, name: str, kind: str, label: Label, *, moment: str) -> dict[str, Any]:
    return _object("indicator", value, moment, label) | {
        "name": name,
        "created_by_ref": _id("identity", "Kaderling SIEM"),
        "indicator_types": ["malicious-activity"],
        "pattern": f"[{kind}:value = '{value}']",
        "pattern_type": "stix",
        "valid_from": moment,
    }


def _object(kind: str, called: str, moment: str, label: Label) -> dict[str, Any]:
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": _id(kind, called),
        "created": moment,
        "modified": moment,
        "object_marking_refs": [TLP_2[label]],
    }


def _id(kind: str, called: str) -> str:
    return f"{kind}--{uuid5(OURS, called)}"
