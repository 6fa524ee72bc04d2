"""The same for objects of STIX, and for advisories that are kept as one."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from kring.exchange import csaf, stix
from kring.exchange.csaf import Advisory
from kring.exchange.relevance import addresses, judging
from kring.exchange.relevance.addresses import Address
from kring.exchange.relevance.judging import Knowledge
from kring.exchange.relevance.known import known_of
from kring.exchange.stix import ObservableKind
from kring.profiles.reasons import Reason, most_severe_first
from kring.profiles.rules import Profile

WITH_WORDS = frozenset({"report", "vulnerability", "incident", "campaign", "indicator", "grouping", "note"})
"""What somebody writes of an event. What is said of all time (techniques, actors, tools) names half the products there are."""

ADVISORY = "x-csaf-advisory"

TYPES = (
    WITH_WORDS
    | {ADVISORY, "software", "identity", "location", "observed-data"}
    | {
        "domain-name",
        "email-addr",
        "ipv4-addr",
        "ipv6-addr",
        "url",
    }
)
"""What can matter to one organisation more than to another. Techniques, malware and ties do not, by themselves."""


def of_document(profile: Profile, document: Mapping[str, Any], *, known: Knowledge | None = None) -> list[Reason]:
    """Why an object matters, the most severe first; nothing when it does not, or is revoked."""
    if document.get("revoked") is True:
        return []
    if document.get("type") == ADVISORY:
        advisory = advisory_in(document)
        return judging.of_advisory(profile, advisory, known=known) if advisory else []
    if document.get("type") == "software":
        return list(judging.of_software(profile, document))
    reasons = judging.of_words(
        profile, words_of(document), tags=labels_of(document), known=known, cves=cves_of_document(document)
    )
    return most_severe_first([*reasons, *judging.of_addresses(profile, addresses_of(document))])


def advisory_in(document: Mapping[str, Any]) -> Advisory | None:
    """The advisory that an object keeps whole."""
    text = document.get("document")
    return _read(text) if document.get("type") == ADVISORY and isinstance(text, str) else None


@lru_cache(maxsize=64)
def _read(text: str) -> Advisory | None:
    try:
        return csaf.read(text.encode())
    except csaf.Unreadable:
        return None


def is_news(document: Mapping[str, Any]) -> bool:
    """Does it say of a vulnerability how bad it is, or that it is used? What mattered for it before is worse then."""
    said = known_of(document)
    return document.get("type") == "vulnerability" and (said.exploited or said.score is not None)


def words_of(document: Mapping[str, Any]) -> str:
    """What it says in words."""
    if document.get("type") not in WITH_WORDS:
        return ""
    said = (document.get(name) for name in ("name", "abstract", "description", "content"))
    return "\n\n".join(text for text in said if isinstance(text, str))


def labels_of(document: Mapping[str, Any]) -> list[str]:
    """What it is sorted under: labels, the sectors of an identity, the country of a location."""
    lists = [document.get("labels"), document.get("sectors")]
    labels = [one for found in lists if isinstance(found, list) for one in found if isinstance(one, str)]
    country = document.get("country") if document.get("type") == "location" else None
    return [*labels, f"country:{country}"] if isinstance(country, str) else labels


def cves_of_document(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The CVE numbers it is about: those it refers to, and those in its words."""
    if (advisory := advisory_in(document)) is not None:
        return tuple(one.cve for one in advisory.vulnerabilities if one.cve)
    referred = (one.value for one in stix.observables(document) if one.kind is ObservableKind.CVE)
    return tuple(dict.fromkeys([*referred, *judging.cves_of_words(words_of(document))]))


def addresses_of(document: Mapping[str, Any]) -> list[Address]:
    """What it lets one look for on the network."""
    return list(_addresses(document))


def _addresses(document: Mapping[str, Any]) -> Iterator[Address]:
    for one in stix.observables(document):
        if address := addresses.address_of(one.kind, one.value):
            yield address
