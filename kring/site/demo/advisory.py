"""An advisory that the demo's region brought in, and that what it warns of is used: both are known to everybody."""

from datetime import UTC, datetime
from typing import Any

import orjson

from kring.exchange.relevance import KNOWN_EXPLOITED

CVE = "CVE-2024-3400"
FIXED = "10.2.9-h1"
_VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"


def advisory(moment: datetime) -> bytes:
    """In CSAF 2.0: a hole in PAN-OS with GlobalProtect, as its maker told it in April 2024."""
    said = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document = {
        "category": "csaf_security_advisory",
        "csaf_version": "2.0",
        "distribution": {"tlp": {"label": "WHITE"}},
        "lang": "en",
        "notes": [
            {
                "category": "summary",
                "text": "Whoever reaches GlobalProtect can run commands as root, without signing in.",
            }
        ],
        "publisher": {"category": "other", "name": "Regio Noordermond", "namespace": "https://regio.example"},
        "references": [
            {"category": "self", "summary": "This advisory", "url": "https://regio.example/noordermond-2024-3400.json"}
        ],
        "title": "PAN-OS: commands as root through GlobalProtect",
        "tracking": {
            "id": "noordermond-2024-3400",
            "status": "final",
            "version": "1",
            "initial_release_date": said,
            "current_release_date": said,
            "revision_history": [{"date": said, "number": "1", "summary": "First."}],
        },
    }
    return orjson.dumps({"document": document, "product_tree": _PRODUCTS, "vulnerabilities": [_VULNERABILITY]})


_HOLED, _MENDED = "PAN-OS-10.2-before", "PAN-OS-10.2-fixed"


def _product(category: str, name: str, product: str) -> dict[str, Any]:
    named = {"name": f"Palo Alto Networks PAN-OS {name}", "product_id": product}
    return {"category": category, "name": name, "product": named}


_VERSIONS = [
    _product("product_version_range", f"vers:generic/>=10.2.0|<{FIXED}", _HOLED),
    _product("product_version", FIXED, _MENDED),
]
_PAN_OS = {"category": "product_name", "name": "PAN-OS", "branches": _VERSIONS}
_PRODUCTS = {"branches": [{"category": "vendor", "name": "Palo Alto Networks", "branches": [_PAN_OS]}]}
_VULNERABILITY = {
    "cve": CVE,
    "notes": [{"category": "description", "text": "A command injection in the GlobalProtect feature."}],
    "product_status": {"known_affected": [_HOLED], "fixed": [_MENDED]},
    "remediations": [{"category": "vendor_fix", "details": f"Update to {FIXED}.", "product_ids": [_HOLED]}],
    "scores": [
        {
            "cvss_v3": {"baseScore": 10.0, "baseSeverity": "CRITICAL", "vectorString": _VECTOR, "version": "3.1"},
            "products": [_HOLED],
        }
    ],
}


def exploited() -> dict[str, Any]:
    """What an object says of it: somebody uses it (in CISA's catalogue since 2024-04-12)."""
    return {
        "name": CVE,
        "description": "Palo Alto Networks PAN-OS: command injection in GlobalProtect.",
        "labels": [KNOWN_EXPLOITED],
        "external_references": [{"source_name": "cve", "external_id": CVE}],
    }
