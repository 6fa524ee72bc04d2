"""What once broke a reader, or kept it busy, by the name of the reader: as short as it was found to be enough."""

import json
from functools import reduce
from typing import Any
from uuid import UUID

from tests.exchange.csaf.samples import an_advisory
from tests.exchange.stix.samples import INDICATOR, SIGHTING


def _advisory(value: str, *steps: Any) -> bytes:
    document = an_advisory()
    reduce(lambda whole, step: whole[step], steps[:-1], document)[steps[-1]] = value
    return json.dumps(document).encode()


def _bundle(*objects: object) -> bytes:
    return json.dumps({"objects": objects}).encode()


LAST_REVISION = ("document", "tracking", "revision_history", 1)
STANDS_TWICE = "{" + ",".join([*(f'"{number}":0' for number in range(5_000)), '"last":1', '"last":2']) + "}"

ADDRESS = {
    "type": "ipv4-addr",
    "spec_version": "2.1",
    "id": f"ipv4-addr--{UUID(int=7, version=5)}",
    "value": "203.0.113.9",
}

CRASHERS: dict[str, list[bytes]] = {
    "csaf": [
        _advisory("1.0.0-" + "9" * 5_000, *LAST_REVISION, "number"),
        _advisory("0000-01-01T00:00:00Z", *LAST_REVISION, "date"),
        STANDS_TWICE.encode(),
    ],
    "html": [b"<a '" * 4_000, b"<a " * 5_000, b"<!--" * 4_000, b"<a href='x" * 1_600],
    "list": [b'"' + b"a" * 140_000, b'value\n"' + b"a" * 140_000, b'cveID,dateAdded\n"' + b"a" * 140_000],
    "mail": [b"From: a\x8e@b.nl\n\nx", b"From: a\0@b.nl\n\nx", b"From: a@b.nl\nContent-Type: te\0xt/x\n\nx"],
    "markdown": [("*a " * 500 + "a" + " a*" * 500).encode()],
    "scrutiny": [b"CVE-" * 15_000],
    "stix": [
        f'{{"objects":[{STANDS_TWICE}]}}'.encode(),
        _bundle(INDICATOR | {"modified": "2026-04-07T20"}),
        _bundle(INDICATOR | {"modified": "9999-12-31T23:59:60.000Z"}),
        _bundle(INDICATOR | {"valid_until": "9999-12-31T23:59:60Z"}, SIGHTING | {"first_seen": "0000-01-01T00:00:00Z"}),
        _bundle(INDICATOR | {"x_ref": "a\0b", "x_refs": ["a\nb"], "\0": 0}),
        _bundle(ADDRESS | {"created": "", "modified": "x"}, ADDRESS | {"created": [], "modified": {}}),
    ],
    "text": [b"hxxps://evil[[[.]nl/a?b=c"],
}
