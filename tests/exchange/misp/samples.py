"""Events to read and objects to write, and where the real ones lie."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest

from kring.exchange.misp import Converter, Event, Organisation, read

REAL = Path(__file__).parents[4] / "shared/data"
NORTH = Organisation("North", UUID("f431f809-377b-45e0-aa1c-6a4751cae5ff"))
EVENT_UUID = UUID("5c4a1fcd-8328-42bb-a95e-4f4402de0b81")

ADDRESS: dict[str, Any] = {
    "uuid": "5a3c2fda-78f4-44b7-8366-46da02de0b81",
    "type": "ip-dst",
    "category": "Network activity",
    "to_ids": True,
    "timestamp": "1763700000",
    "comment": "Where the loader calls home",
    "value": "198.51.100.7",
}
PAGE: dict[str, Any] = {
    "uuid": "5a3c2fda-0000-44b7-8366-46da02de0b81",
    "type": "link",
    "category": "External analysis",
    "to_ids": False,
    "timestamp": "1763700001",
    "comment": "The vendor's own story",
    "value": "https://vendor.example/story",
}
FILE: dict[str, Any] = {
    "uuid": "5e384ae7-672c-4250-9cda-3b4da964451a",
    "name": "file",
    "meta-category": "file",
    "description": "File object",
    "template_uuid": "688c46fb-5edb-40a3-8273-1af7923e2215",
    "template_version": "24",
    "timestamp": "1763700002",
    "Attribute": [
        {
            "uuid": "a0921e21-c7ae-4c7f-b84b-b84a7ce53d00",
            "type": "filename",
            "object_relation": "filename",
            "category": "Payload delivery",
            "to_ids": False,
            "value": "invoice.exe",
        },
        {
            "uuid": "a0921e21-c7ae-4c7f-b84b-b84a7ce53d01",
            "type": "sha256",
            "object_relation": "sha256",
            "category": "Payload delivery",
            "to_ids": True,
            "value": "b3c4ae251f8094fa15b510051835c657eaef2a6cea46075d3aec964b14a99f68",
        },
    ],
    "ObjectReference": [
        {
            "uuid": "5e384ae7-1111-4250-9cda-3b4da964451a",
            "object_uuid": "5e384ae7-672c-4250-9cda-3b4da964451a",
            "referenced_uuid": ADDRESS["uuid"],
            "relationship_type": "communicates-with",
            "timestamp": "1763700003",
        }
    ],
}
EVENT: dict[str, Any] = {
    "uuid": str(EVENT_UUID),
    "info": "A loader that calls home",
    "date": "2026-11-20",
    "timestamp": "1763700010",
    "publish_timestamp": "1763700020",
    "published": True,
    "threat_level_id": "2",
    "analysis": "1",
    "Orgc": {"name": NORTH.name, "uuid": str(NORTH.uuid)},
    "Tag": [{"name": "tlp:green"}, {"name": 'sector:name="Water"'}],
    "Attribute": [ADDRESS, PAGE],
    "Object": [FILE],
}


def octets(document: object) -> bytes:
    """As it comes over the wire."""
    return json.dumps(document).encode()


def event_of(converter: Converter, **changes: Any) -> Event:
    """The event of these samples, with something else in it."""
    (event,) = read(octets({"Event": EVENT | changes}), converter=converter)
    return event


def documents(event: Event) -> list[dict[str, Any]]:
    return [orjson.loads(one) for one in event.objects]


def by_id(event: Event) -> dict[str, dict[str, Any]]:
    return {document["id"]: document for document in documents(event)}


def told(event: Event) -> list[tuple[str, str]]:
    """Codes and places of what was wrong, but for what the converter remarks."""
    return [(problem.code, problem.path) for problem in event.problems if problem.code != "remark"]


def real(folder: str, pattern: str) -> list[Path]:
    """Real files that lie beside the project; skips the test when they do not."""
    if not (found := sorted((REAL / folder).glob(pattern))):
        pytest.skip(f"There are no real events beside this project (../shared/data/{folder}).")
    return found
