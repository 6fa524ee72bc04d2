"""STIX objects as machines send them."""

import json
from uuid import uuid4

from kring.exchange.commands import Arrived
from kring.tlp.labels import Label


def arrived(
    number: int = 1, *, version: int = 1, label: Label = Label.GREEN, stix_id: str = "", size: int = 0
) -> Arrived:
    """An indicator; the same number is the same object."""
    stix_id = stix_id or f"indicator--{number:08x}-0000-4000-8000-000000000000"
    body = {"type": "indicator", "id": stix_id, "name": f"Number {number}, version {version}", "padding": "x" * size}
    return Arrived(stix_id=stix_id, type="indicator", version=version, label=label, body=json.dumps(body).encode())


def fresh(count: int, label: Label = Label.GREEN) -> list[Arrived]:
    """So many that nobody saw before."""
    return [arrived(stix_id=f"indicator--{uuid4()}", label=label) for _ in range(count)]
