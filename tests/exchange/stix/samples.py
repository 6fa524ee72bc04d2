"""Objects to send, and where the real ones lie."""

import json
from pathlib import Path
from typing import Any

import pytest

REAL = Path(__file__).parents[4] / "shared/data"
TLP_RED_1 = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"
NORTH = "identity--f431f809-377b-45e0-aa1c-6a4751cae5ff"

INDICATOR: dict[str, Any] = {
    "type": "indicator",
    "spec_version": "2.1",
    "id": "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
    "created_by_ref": NORTH,
    "created": "2026-04-06T20:03:48.000Z",
    "modified": "2026-04-07T20:03:48.000Z",
    "name": "Where the loader calls home",
    "indicator_types": ["malicious-activity"],
    "pattern": "[ipv4-addr:value = '198.51.100.7']",
    "pattern_type": "stix",
    "valid_from": "2026-04-06T00:00:00Z",
}

ADDRESS: dict[str, Any] = {
    "type": "ipv4-addr",
    "id": "ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd",
    "value": "198.51.100.3",
}

SIGHTING: dict[str, Any] = {
    "type": "sighting",
    "spec_version": "2.1",
    "id": "sighting--ee20065d-2555-424f-ad9e-0f8428623c75",
    "created": "2026-04-06T20:08:31.000Z",
    "modified": "2026-04-06T20:08:31.000Z",
    "sighting_of_ref": INDICATOR["id"],
}

STATEMENT: dict[str, Any] = {
    "type": "marking-definition",
    "spec_version": "2.1",
    "id": "marking-definition--d81f86b8-975b-4c0b-875e-810c5ad45a4f",
    "created": "2017-04-14T13:07:49.812Z",
    "definition_type": "statement",
    "definition": {"statement": "Copyright North"},
}

CUSTOM: dict[str, Any] = {
    "type": "x-pump-station",
    "spec_version": "2.1",
    "id": "x-pump-station--4527e5de-8572-446a-a57a-706f15467461",
    "created": "2026-08-01T00:00:00.000Z",
    "modified": "2026-08-01T00:00:00.000Z",
    "x_capacity": 12.5,
}


def octets(document: object) -> bytes:
    """As a client sends it."""
    return json.dumps(document).encode()


def real(folder: str, pattern: str) -> list[Path]:
    """Real bundles that lie beside the project; skips the test when they do not."""
    if not (found := sorted((REAL / folder).glob(pattern))):
        pytest.skip(f"There are no real bundles beside this project (../shared/data/{folder}).")
    return found
