"""MISP's core format, both ways: events read as STIX 2.1, what Kring has written as events, and feeds of them.

Plain functions on plain values. Octets are kept as they came; nothing here writes, fetches or remembers.
"""

from kring.exchange.misp.conversion import Converted, Converter
from kring.exchange.misp.events import Analysis, Event, Organisation, ThreatLevel
from kring.exchange.misp.feed import (
    HASHES,
    MANIFEST,
    MOST_OCTETS_OF_MANIFEST,
    Entry,
    Manifest,
    event_file,
    file_name,
    hashes_csv,
    is_intact,
    manifest,
    manifest_entry,
    manifest_of,
    outline,
    read_manifest,
)
from kring.exchange.misp.limits import LIMITS, Limits, Unreadable
from kring.exchange.misp.reading import read
from kring.exchange.misp.tags import label_of, tag_of
from kring.exchange.misp.writing import left_out, write

__all__ = [
    "HASHES",
    "LIMITS",
    "MANIFEST",
    "MOST_OCTETS_OF_MANIFEST",
    "Analysis",
    "Converted",
    "Converter",
    "Entry",
    "Event",
    "Limits",
    "Manifest",
    "Organisation",
    "ThreatLevel",
    "Unreadable",
    "event_file",
    "file_name",
    "hashes_csv",
    "is_intact",
    "label_of",
    "left_out",
    "manifest",
    "manifest_entry",
    "manifest_of",
    "outline",
    "read",
    "read_manifest",
    "tag_of",
    "write",
]
