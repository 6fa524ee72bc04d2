"""Advisories of our own in CSAF 2.0: what people wrote, in the one profile that asks for nothing they did not say.

"Security advisory" wants products and their status; "informational advisory" says that no vulnerability is meant, and wants
something to read elsewhere. Somebody's warning has neither, so it is CSAF Base (section 4.1), with the vulnerabilities that
it names.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from kring.exchange.csaf.advisory import Publisher

CATEGORY = "csaf_base"
LABEL = "WHITE"
"""What CSAF 2.0 calls TLP:CLEAR."""


@dataclass(frozen=True, slots=True)
class Note:
    """A part of what it says (section 3.1.8)."""

    category: str
    """summary, details, general, legal_disclaimer, ..."""
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One step in its history (section 3.2.1.12.6)."""

    number: str
    date: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An advisory as it is to be written."""

    id: str
    title: str
    language: str
    publisher: Publisher
    address: str
    """Where it is fetched."""
    notes: Sequence[Note]
    cves: Sequence[str] = ()
    revisions: Sequence[Revision]
    """All of them, the first one first."""


def file_name(id: str) -> str:
    """Of an advisory with this identifier (section 5.1)."""
    return re.sub(r"[^+\-a-z0-9]+", "_", id.lower()) + ".json"


def moment(at: datetime) -> str:
    """A moment as CSAF has it, to the second: files that are compared by it were made by people."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def following(revisions: Sequence[Revision], at: datetime, summary: str) -> tuple[Revision, ...]:
    """The history with one more step: numbered without a gap, and never earlier than the step before."""
    last = revisions[-1].date if revisions else ""
    return (*revisions, Revision(str(len(revisions) + 1), max(moment(at), last), summary))


def write(issue: Issue) -> bytes:
    """The document, the same octets for the same issue."""
    publisher = issue.publisher
    document: dict[str, Any] = {
        "category": CATEGORY,
        "csaf_version": "2.0",
        "distribution": {"tlp": {"label": LABEL, "url": "https://www.first.org/tlp/"}},
        "lang": issue.language,
        "notes": [asdict(note) for note in issue.notes],
        "publisher": {
            "category": publisher.category,
            "contact_details": publisher.contact,
            "name": publisher.name,
            "namespace": publisher.namespace,
        },
        "references": [{"category": "self", "summary": issue.title, "url": issue.address}],
        "title": issue.title,
        "tracking": {
            "current_release_date": issue.revisions[-1].date,
            "id": issue.id,
            "initial_release_date": issue.revisions[0].date,
            "revision_history": [asdict(revision) for revision in issue.revisions],
            "status": "final",
            "version": issue.revisions[-1].number,
        },
    }
    whole: dict[str, Any] = {"document": document}
    if issue.cves:
        whole["vulnerabilities"] = [{"cve": cve} for cve in dict.fromkeys(issue.cves)]
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)  # optional test 6.2.13
