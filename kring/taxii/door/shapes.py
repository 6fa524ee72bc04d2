"""The resources of TAXII 2.1, as values that become JSON."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from kring.exchange.queries import CollectionSeen, ObjectRow, Page, ReceiptSeen
from kring.exchange.stix import LIMITS, moment_of
from kring.exchange.stix import timestamp as version
from kring.taxii.rules import MEDIA_TYPE, timestamp

STIX = "application/stix+json;version="


def discovery(title: str, root: str, contact: str) -> dict[str, Any]:
    """Section 4.1.1."""
    said = {"title": title, "default": root, "api_roots": [root]}
    return said | ({"contact": contact} if contact else {})


def api_root(title: str) -> dict[str, Any]:
    """Section 4.2.1."""
    return {"title": title, "versions": [MEDIA_TYPE], "max_content_length": LIMITS.octets}


def collection(seen: CollectionSeen) -> dict[str, Any]:
    """Section 5.2.1."""
    said: dict[str, Any] = {
        "id": str(seen.id),
        "title": seen.title,
        "alias": seen.alias,
        "can_read": seen.can_read,
        "can_write": seen.can_write,
        "media_types": [f"{STIX}2.1"],
    }
    return said | ({"description": seen.description} if seen.description else {})


def status(number: UUID, at: datetime, outcome: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Section 4.3.1. All is done by the time it is told, so nothing is pending."""
    # An object that says no version is called by the moment when it came.
    moment = moment_of(at)
    good = [_detail(one, moment) for one in outcome if not one.get("why")]
    bad = [
        _detail(one, moment) | {"message": " ".join(f"{why['path']} {why['text']}".strip() for why in one["why"])}
        for one in outcome
        if one.get("why")
    ]
    return {
        "id": str(number),
        "status": "complete",
        "request_timestamp": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "total_count": len(outcome),
        "success_count": len(good),
        **({"successes": good} if good else {}),
        "failure_count": len(bad),
        **({"failures": bad} if bad else {}),
        "pending_count": 0,
    }


def status_of(receipt: ReceiptSeen) -> dict[str, Any]:
    """The same, of what was sent before."""
    return status(receipt.id, receipt.at, receipt.outcome)


def _detail(one: Mapping[str, Any], moment: int) -> dict[str, str]:
    return {"id": one["id"], "version": version(one["version"] or moment)}


def error(http_status: int, title: str, description: str = "", code: str = "") -> dict[str, Any]:
    """Section 3.6.1. Compare `error_code`; show the rest."""
    said = {"title": title, "http_status": str(http_status)}
    return said | ({"description": description} if description else {}) | ({"error_code": code} if code else {})


def envelope(page: Page) -> bytes:
    """Section 3.7: the objects' own octets, one after the other. Nothing to give is an empty envelope."""
    if not page.rows:
        return b"{}"
    return b'{%s"objects":[%s]}' % (_more(page), b",".join([row.body for row in page.rows]))


def manifest(page: Page) -> bytes:
    """Section 5.3.1."""
    if not page.rows:
        return b"{}"
    return b'{%s"objects":%s}' % (_more(page), orjson.dumps([_record(row) for row in page.rows]))


def versions(page: Page) -> bytes:
    """Section 5.8.1."""
    if not page.rows:
        return b"{}"
    return b'{%s"versions":%s}' % (_more(page), orjson.dumps([version(row.version) for row in page.rows]))


def _record(row: ObjectRow) -> dict[str, str]:
    return {
        "id": row.stix_id,
        "date_added": timestamp(row.added),
        "version": version(row.version),
        "media_type": f"{STIX}{row.spec_version}",
    }


def _more(page: Page) -> bytes:
    """Where to go on is said in each of them; the standard has it in the envelope."""
    return b'"more":true,"next":"%d",' % page.rows[-1].added if page.more else b'"more":false,'
