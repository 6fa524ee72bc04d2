"""The files by which a provider of advisories is found and read (CSAF 2.0, section 7.1): indexes, feeds, hashes.

Advisories here are all TLP:CLEAR, which CSAF 2.0 calls TLP:WHITE; a provider has one folder and one feed.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from kring.exchange.csaf.advisory import Publisher
from kring.exchange.csaf.writing import CATEGORY, LABEL, file_name, moment

METADATA = "provider-metadata.json"
FEED = "feed-tlp-white.json"
SERVICE = "service.json"
CATEGORIES = "category.json"
INDEX = "index.txt"
CHANGES = "changes.csv"
HASHES = ("sha256", "sha512")
SIGNATURE = "asc"

SCHEMA = "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json"
INFORMATION_TYPE = {"scheme": "urn:ietf:params:rolie:category:information-type", "term": "csaf"}
LANGUAGES = "urn:ietf:params:rolie:category:language"


@dataclass(frozen=True, slots=True)
class Listed:
    """An advisory in the lists of its provider."""

    id: str
    title: str
    language: str
    released: datetime
    changed: datetime

    @property
    def path(self) -> str:
        """Where it is, below the folder of the provider (requirements 2 and 11)."""
        return f"{self.released:%Y}/{file_name(self.id)}"


@dataclass(frozen=True, slots=True)
class Providing:
    """A provider, and where its folder is."""

    publisher: Publisher
    folder: str
    """The address that its files stand below; it ends in a slash."""
    canonical: str
    """The address of its metadata."""
    key: str
    """The address of the key that signs."""
    fingerprint: str
    changed: datetime


def metadata(one: Providing) -> bytes:
    """Who provides, where, and with which key (requirement 7)."""
    feed = {
        "summary": f"All advisories of {one.publisher.name} under TLP:CLEAR (TLP:WHITE).",
        "tlp_label": LABEL,
        "url": one.folder + FEED,
    }
    publisher = one.publisher
    return _json(
        {
            "canonical_url": one.canonical,
            "distributions": [
                {"directory_url": one.folder},
                {
                    "rolie": {
                        "categories": [one.folder + CATEGORIES],
                        "feeds": [feed],
                        "services": [one.folder + SERVICE],
                    }
                },
            ],
            "last_updated": moment(one.changed),
            "list_on_CSAF_aggregators": True,
            "metadata_version": "2.0",
            "mirror_on_CSAF_aggregators": True,
            "public_openpgp_keys": [{"fingerprint": one.fingerprint.upper(), "url": one.key}],
            "publisher": {
                "category": publisher.category,
                "contact_details": publisher.contact,
                "name": publisher.name,
                "namespace": publisher.namespace,
            },
            "role": "csaf_trusted_provider",
        }
    )


def feed(one: Providing, listed: Sequence[Listed]) -> bytes:
    """All advisories, the last changed first (requirement 15)."""
    return _json(
        {
            "feed": {
                "id": one.folder + FEED,
                "title": f"{one.publisher.name} (TLP:CLEAR)",
                "link": [
                    {"rel": "self", "href": one.folder + FEED},
                    {"rel": "service", "href": one.folder + SERVICE},
                ],
                "category": [INFORMATION_TYPE],
                "updated": moment(max([one.changed, *(entry.changed for entry in listed)])),
                "entry": [_entry(one, entry) for entry in newest_first(listed)],
            }
        }
    )


def _entry(one: Providing, entry: Listed) -> dict[str, Any]:
    address = one.folder + entry.path
    return {
        "id": entry.id,
        "title": entry.title,
        "link": [
            {"rel": "self", "href": address},
            *({"rel": "hash", "href": f"{address}.{kind}"} for kind in HASHES),
            {"rel": "signature", "href": f"{address}.{SIGNATURE}"},
        ],
        "published": moment(entry.released),
        "updated": moment(entry.changed),
        "category": [{"term": CATEGORY}, {"scheme": LANGUAGES, "term": entry.language}],
        "content": {"type": "application/json", "src": address},
        "format": {"schema": SCHEMA, "version": "2.0"},
    }


def service(one: Providing) -> bytes:
    """Which feeds there are (requirement 16)."""
    collection = {
        "title": f"{one.publisher.name} (TLP:CLEAR)",
        "href": one.folder + FEED,
        "categories": {"category": [INFORMATION_TYPE]},
    }
    return _json({"service": {"workspace": [{"title": one.publisher.name, "collection": [collection]}]}})


def categories(listed: Iterable[Listed]) -> bytes:
    """By what one can choose: the kind of document, and its language (requirement 17)."""
    languages = sorted({entry.language for entry in listed})
    terms = [{"term": CATEGORY}, *({"scheme": LANGUAGES, "term": language} for language in languages)]
    return _json({"categories": {"category": terms}})


def index(listed: Iterable[Listed]) -> bytes:
    """Every file (requirement 12)."""
    return "".join(f"{entry.path}\n" for entry in newest_first(listed)).encode()


def changes(listed: Iterable[Listed]) -> bytes:
    """Every file, and when it changed last (requirement 13)."""
    lines = io.StringIO()
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows((entry.path, moment(entry.changed)) for entry in newest_first(listed))
    return lines.getvalue().encode()


def hash_file(document: bytes, kind: str, name: str) -> bytes:
    """The hash of a document, and which file it is of (requirement 18)."""
    return f"{hashlib.new(kind, document).hexdigest()}  {name}\n".encode()


def newest_first(listed: Iterable[Listed]) -> list[Listed]:
    """By when they changed."""
    return sorted(listed, key=lambda entry: (entry.changed, entry.id), reverse=True)


def _json(document: object) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)
