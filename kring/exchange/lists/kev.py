"""Known Exploited Vulnerabilities, as CISA publishes them in JSON and CSV."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid5

from kring.exchange.stix import NAMESPACE

Entry = Mapping[str, Any]

CATALOGUE = "https://www.cisa.gov/known-exploited-vulnerabilities-catalog"
EXPLOITED, RANSOMWARE = "known-exploited", "ransomware"
LABELS = frozenset({EXPLOITED, RANSOMWARE})
"""What being on the list says of a vulnerability."""
_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,19}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_entry(one: object) -> bool:
    """Is this one of them? The rest of what it says may be missing."""
    return (
        isinstance(one, Mapping)
        and _CVE.fullmatch(_said(one, "cveID")) is not None
        and _DAY.fullmatch(_said(one, "dateAdded")) is not None
    )


def columns(head: Sequence[str]) -> Sequence[str]:
    """The names in the first line of the table; nothing when it is another table."""
    return head if {"cveID", "dateAdded"} <= set(head) else ()


def draft(entry: Entry) -> dict[str, Any]:
    """The vulnerability, marked as exploited, with when that was known and by when agencies have to act."""
    cve, added, due = (_said(entry, name) for name in ("cveID", "dateAdded", "dueDate"))
    ransomware = _said(entry, "knownRansomwareCampaignUse") == "Known"
    parts = [_said(entry, name) for name in ("vulnerabilityName", "shortDescription", "requiredAction")]
    said = {
        "type": "vulnerability",
        "spec_version": "2.1",
        "id": f"vulnerability--{uuid5(NAMESPACE, f'kev {cve}')}",
        "created": f"{added}T00:00:00.000Z",
        "name": cve,
        "description": "\n".join(part for part in parts if part),
        "labels": [EXPLOITED, *([RANSOMWARE] if ransomware else [])],
        "external_references": [
            {"source_name": "cve", "external_id": cve},
            {"source_name": "CISA KEV", "url": CATALOGUE},
        ],
        "x_kev_date_added": added,
        "x_kev_ransomware": ransomware,
    }
    return said | ({"x_kev_due_date": due} if _DAY.fullmatch(due) else {})


def _said(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value.strip()[:2_000] if isinstance(value, str) else ""
