"""An advisory in CSAF as STIX 2.1 objects: what machines and people here know how to read, and the advisory itself, whole."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid5

import orjson

from kring.exchange import stix
from kring.exchange.csaf import Advisory, Vulnerability
from kring.tlp.labels import Label

MOST_TOLD = 20
"""Products that a text names; the advisory has them all."""


def objects_of(advisory: Advisory, octets: bytes, label: Label) -> list[bytes]:
    """A vulnerability for each of its own, a report that refers to them, and the advisory octet for octet.

    `octets` are its own; text that is not UTF-8 was refused when it was read. The same advisory gives the same objects,
    and a newer revision newer versions of them. Raises ValueError when it does not say when it was made.
    """
    made = list(_vulnerabilities(advisory, label))
    whole = _object(advisory, "x-csaf-advisory", "", label) | {
        "name": advisory.title,
        "csaf_version": advisory.csaf_version,
        "external_references": [*_cves(advisory), _source(advisory)],
        "document": octets.decode(),
    }
    report = _object(advisory, "report", "", label) | {
        "name": advisory.title,
        "description": advisory.summary or advisory.title,
        "report_types": ["vulnerability"],
        "published": _moment(advisory.released),
        "object_refs": [*(one["id"] for one in made), whole["id"]],
        "external_references": [*_cves(advisory), _source(advisory)],
    }
    return [orjson.dumps(one) for one in (*made, whole, report)]


def _vulnerabilities(advisory: Advisory, label: Label) -> Iterator[dict[str, Any]]:
    for one in advisory.vulnerabilities:
        if not one.called:
            continue
        said = _object(advisory, "vulnerability", one.called, label) | {
            "name": one.cve or one.title or one.called,
            "description": _description(advisory, one),
            "external_references": [_source(advisory)],
        }
        if one.cve:
            said["external_references"] = [_cve(one.cve), _source(advisory)]
        yield said


def _description(advisory: Advisory, one: Vulnerability) -> str:
    lines = [one.title, one.summary]
    lines += [f"CVSS {score.version} {score.base} {score.severity}: {score.vector}" for score in one.scores[:3]]
    for status, products in one.statuses.items():
        names = [advisory.by_id[product].name for product in products[:MOST_TOLD] if product in advisory.by_id]
        more = f" and {len(products) - MOST_TOLD} more" if len(products) > MOST_TOLD else ""
        lines.append(f"{status.value.replace('_', ' ')}: {', '.join(names)}{more}")
    lines += [f"{remediation.category}: {remediation.details}" for remediation in one.remediations[:5]]
    return "\n".join(line for line in lines if line)


def _object(advisory: Advisory, kind: str, called: str, label: Label) -> dict[str, Any]:
    name = f"csaf {advisory.publisher.namespace} {advisory.id} {called}".strip()
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{uuid5(stix.NAMESPACE, name)}",
        "created": _moment(advisory.released),
        "modified": _moment(max(advisory.updated, advisory.released)),
        "object_marking_refs": [stix.TLP_2[label]],
    }


def _source(advisory: Advisory) -> dict[str, str]:
    url = next((reference.url for reference in advisory.references if reference.category == "self"), "")
    said = {"source_name": advisory.publisher.name, "external_id": advisory.id}
    return said | ({"url": url} if url else {})


def _cves(advisory: Advisory) -> list[dict[str, str]]:
    """So that who looks for a vulnerability finds what is said of it."""
    return [_cve(one.cve) for one in advisory.vulnerabilities if one.cve]


def _cve(number: str) -> dict[str, str]:
    return {"source_name": "cve", "external_id": number}


def _moment(text: str) -> str:
    """As STIX writes it. RFC 3339 has small letters too."""
    return stix.timestamp(stix.microseconds(text.upper()))
