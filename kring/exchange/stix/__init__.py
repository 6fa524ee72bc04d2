"""STIX 2.1: messages taken apart, objects read and judged, and what they let one look for.

Plain functions on plain values. Octets are kept as they came; nothing here writes, fetches or remembers.
"""

from kring.exchange.stix.envelope import Envelope, split
from kring.exchange.stix.limits import LIMITS, Limits, Problem, Unreadable
from kring.exchange.stix.markings import TLP_1, TLP_2, TLP_2_EXTENSION, markings_of
from kring.exchange.stix.moments import instant, microseconds, moment_of, timestamp
from kring.exchange.stix.observables import Observable, ObservableKind, observable, observables
from kring.exchange.stix.patterns import Equality, NotAPattern, equalities
from kring.exchange.stix.reading import Read, is_deeper, read, why_ambiguous
from kring.exchange.stix.showing import Tie, ids_in, ties_of, title_of
from kring.exchange.stix.writing import (
    NAMESPACE,
    Said,
    Sighted,
    Sign,
    Written,
    objects_of,
    organisation,
    pattern_of,
    report_id,
    sighting,
    sign_id,
    withdrawn,
)

__all__ = [
    "LIMITS",
    "NAMESPACE",
    "TLP_1",
    "TLP_2",
    "TLP_2_EXTENSION",
    "Envelope",
    "Equality",
    "Limits",
    "NotAPattern",
    "Observable",
    "ObservableKind",
    "Problem",
    "Read",
    "Said",
    "Sighted",
    "Sign",
    "Tie",
    "Unreadable",
    "Written",
    "equalities",
    "ids_in",
    "instant",
    "is_deeper",
    "markings_of",
    "microseconds",
    "moment_of",
    "objects_of",
    "observable",
    "observables",
    "organisation",
    "pattern_of",
    "read",
    "report_id",
    "sighting",
    "sign_id",
    "split",
    "ties_of",
    "timestamp",
    "title_of",
    "why_ambiguous",
    "withdrawn",
]
