"""What STIX 2.1 demands and its schemas cannot say, of objects that the schemas accept."""

from collections.abc import Iterator
from typing import Any

from kring.exchange.stix.limits import Problem
from kring.exchange.stix.markings import why_not_this_definition
from kring.exchange.stix.moments import microseconds
from kring.exchange.stix.patterns import why_no_pattern


def broken_musts(document: dict[str, Any]) -> tuple[Problem, ...]:
    """Every demand of the standard that this object does not meet."""
    return tuple(_broken(document))


def _broken(document: dict[str, Any]) -> Iterator[Problem]:
    kind = document["type"]
    if not document["id"].startswith(f"{kind}--"):
        yield Problem("id_of_other_type", "/id", f"The identifier must begin with “{kind}--” (section 2.9).")
    yield from _references(document)
    yield from tuple(_no_moments(document)) or _order(document)
    if kind == "indicator":
        yield from _pattern(document)
    elif kind == "marking-definition" and (problem := why_not_this_definition(document)):
        yield problem
    elif kind == "bundle":
        yield Problem("bundle", "/type", "A bundle is no object, and cannot stand in another (section 8).")


def _references(document: dict[str, Any]) -> Iterator[Problem]:
    """Sections 3.2 and 7.2: what these properties may point at."""
    if not document.get("created_by_ref", "identity--").startswith("identity--"):
        yield Problem("reference", "/created_by_ref", "Only an identity can have made an object (section 3.2).")
    for place, marking in enumerate(document.get("object_marking_refs", ())):
        if not marking.startswith("marking-definition--"):
            yield Problem("reference", f"/object_marking_refs/{place}", "This is not a marking (section 7.2).")
        elif marking == document["id"]:
            yield Problem("reference", f"/object_marking_refs/{place}", "A marking cannot mark itself (section 7.2.1).")


_SPANS: dict[str, tuple[str, str, bool]] = {
    "indicator": ("valid_from", "valid_until", True),
    "relationship": ("start_time", "stop_time", True),
    "observed-data": ("first_observed", "last_observed", False),
    "network-traffic": ("start", "end", False),
} | dict.fromkeys(
    ("campaign", "infrastructure", "intrusion-set", "malware", "sighting", "threat-actor"),
    ("first_seen", "last_seen", False),
)
"""The moments of each type that come one after the other, and whether they may not be the same."""


def _no_moments(document: dict[str, Any]) -> Iterator[Problem]:
    """What the schemas let pass at the edges of time: the year 0, and the leap second after which it would be 10000."""
    kind = document["type"]
    for name in ("created", "modified", *_SPANS.get(kind, ())[:2], *(("published",) if kind == "report" else ())):
        moment = document.get(name)
        if not isinstance(moment, str) or moment[:4] not in {"0000", "9999"}:
            continue
        try:
            microseconds(moment)
        except ValueError:
            yield Problem("form", f"/{name}", "This is not a moment that exists.")


def _order(document: dict[str, Any]) -> Iterator[Problem]:
    """Sections 3.2, 4, 5 and 6."""
    yield from _out_of_order(document, "created", "modified", strict=False)
    if span := _SPANS.get(document["type"]):
        yield from _out_of_order(document, *span[:2], strict=span[2])


def _out_of_order(document: dict[str, Any], earlier: str, later: str, *, strict: bool) -> Iterator[Problem]:
    first, last = document.get(earlier), document.get(later)
    if not isinstance(first, str) or not isinstance(last, str) or (not strict and _is_in_order(first, last)):
        return
    try:
        difference = microseconds(last) - microseconds(first)
    except ValueError:  # what the schema lets pass: an observable has neither, and what it calls so is its maker's
        return
    if strict and difference <= 0:
        yield Problem("order", f"/{later}", f"“{later}” must be after “{earlier}”.")
    elif difference < 0:
        yield Problem("order", f"/{later}", f"“{later}” cannot be before “{earlier}”.")


def _is_in_order(first: str, last: str) -> bool:
    """Moments that are written alike are in the order of their texts, or are the same (a leap second); else there is more to look at."""
    return first == last or (len(first) == len(last) and "0001" <= first < last)


def _pattern(document: dict[str, Any]) -> Iterator[Problem]:
    """Section 9. Patterns in other languages (YARA, Sigma, ...) are kept as they are."""
    if document["pattern_type"] == "stix" and (reason := why_no_pattern(document["pattern"])):
        yield Problem("pattern", "/pattern", f"This is not a STIX pattern: {reason}.")
