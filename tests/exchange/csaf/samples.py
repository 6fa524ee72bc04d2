"""Advisories to read, and where the real ones lie."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[4] / "shared/data"
SUITE = DATA / "csaf-oasis-tests/csaf_2.0"

_ADVISORY: dict[str, Any] = {
    "document": {
        "category": "csaf_security_advisory",
        "csaf_version": "2.0",
        "distribution": {"text": "Members only.", "tlp": {"label": "AMBER"}},
        "lang": "en",
        "notes": [
            {"category": "legal_disclaimer", "text": "As is."},
            {"category": "summary", "text": "The pumps can be stopped from outside."},
        ],
        "publisher": {"category": "vendor", "name": "Pumps Inc.", "namespace": "https://pumps.example"},
        "references": [{"url": "https://pumps.example/1.json", "summary": "This advisory", "category": "self"}],
        "title": "Pumps stop",
        "tracking": {
            "current_release_date": "2026-10-02T10:00:00Z",
            "id": "PSA-1",
            "initial_release_date": "2026-10-01T10:00:00Z",
            "revision_history": [
                {"date": "2026-10-01T10:00:00Z", "number": "1", "summary": "First."},
                {"date": "2026-10-02T10:00:00Z", "number": "2", "summary": "Fixed."},
            ],
            "status": "final",
            "version": "2",
        },
    },
    "product_tree": {
        "branches": [
            {
                "category": "vendor",
                "name": "Pumps Inc.",
                "branches": [
                    {
                        "category": "product_name",
                        "name": "Pump Control",
                        "branches": [
                            {
                                "category": "product_version_range",
                                "name": "vers:generic/>=2.0.0|<2.7.1",
                                "product": {
                                    "name": "Pumps Inc. Pump Control before 2.7.1",
                                    "product_id": "P1",
                                    "product_identification_helper": {
                                        "cpe": "cpe:2.3:a:pumps:pump_control:*:*:*:*:*:*:*:*",
                                        "skus": ["PC-2000"],
                                    },
                                },
                            },
                            {
                                "category": "product_version",
                                "name": "2.7.1",
                                "product": {
                                    "name": "Pumps Inc. Pump Control 2.7.1",
                                    "product_id": "P2",
                                    "product_identification_helper": {"purl": "pkg:generic/pump-control@2.7.1"},
                                },
                            },
                        ],
                    }
                ],
            }
        ],
        "full_product_names": [{"name": "Valve OS 3", "product_id": "V3"}],
        "product_groups": [{"group_id": "G1", "product_ids": ["P1", "C1"]}],
        "relationships": [
            {
                "category": "installed_on",
                "product_reference": "P1",
                "relates_to_product_reference": "V3",
                "full_product_name": {"name": "Pump Control before 2.7.1 on Valve OS 3", "product_id": "C1"},
            }
        ],
    },
    "vulnerabilities": [
        {
            "cve": "CVE-2026-1000",
            "cwe": {"id": "CWE-306", "name": "Missing Authentication for Critical Function"},
            "notes": [{"category": "description", "text": "Anybody can send stop."}],
            "product_status": {"known_affected": ["P1", "C1"], "fixed": ["P2"]},
            "remediations": [{"category": "vendor_fix", "details": "Take 2.7.1.", "group_ids": ["G1"]}],
            "scores": [
                {
                    "products": ["P1"],
                    "cvss_v3": {
                        "version": "3.1",
                        "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
                        "baseScore": 7.5,
                        "baseSeverity": "HIGH",
                    },
                }
            ],
            "threats": [{"category": "exploit_status", "details": "Seen.", "product_ids": ["P1"]}],
        }
    ],
}


def an_advisory() -> dict[str, Any]:
    """A good advisory, of its own: change what you like."""
    return deepcopy(_ADVISORY)


def octets(document: object) -> bytes:
    """As it is published."""
    return json.dumps(document).encode()


def real(folder: str, pattern: str = "*.json") -> list[Path]:
    """Real advisories that lie beside the project; skips the test when they do not."""
    if not (found := sorted((DATA / folder).glob(pattern))):
        pytest.skip(f"There are no advisories beside this project (../shared/data/{folder}).")
    return found
