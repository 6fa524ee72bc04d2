"""The tests on what a document calls itself: 6.1.26 and 6.1.27 (the profiles of section 4)."""

import re
from collections.abc import Iterator
from typing import Any

from kring.exchange.csaf import tree
from kring.exchange.csaf.limits import Problem, pointer

INCIDENT = "csaf_security_incident_response"
INFORMATION = "csaf_informational_advisory"
ADVISORY = "csaf_security_advisory"
VEX = "csaf_vex"
_PROFILES = frozenset({INCIDENT, INFORMATION, ADVISORY, VEX})
_NAMES = frozenset(
    re.sub("[-_ ]", "", name)
    for name in ("informational advisory", "security incident response", "security advisory", "vex")
)


def pretended_profiles(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.26: what is of no profile is not called as one."""
    category = document["document"]["category"]
    if category in _PROFILES or category == "csaf_base":
        return
    bare = re.sub(r"[-_\s]", "", category).lower()
    if bare.removeprefix("csaf") in _NAMES or category.lower().startswith("csaf_"):
        text = f"“{category[:100]}” is called as a profile of CSAF, and is none."
        yield Problem("6.1.26", "/document/category", text)


def information_and_incidents(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.27.1 to 6.1.27.3: they describe something and refer to it, and information is not about vulnerabilities."""
    about = document["document"]
    if about["category"] not in {INCIDENT, INFORMATION}:
        return
    described = {"description", "details", "general", "summary"}
    if described.isdisjoint(note["category"] for note in about.get("notes", ())):
        yield Problem("6.1.27.1", "/document/notes", "No note describes what this is about.")
    if all(reference.get("category") != "external" for reference in about.get("references", ())):
        yield Problem("6.1.27.2", "/document/references", "There is no reference to an external source.")
    if about["category"] == INFORMATION and "vulnerabilities" in document:
        text = "An informational advisory has no vulnerabilities."
        yield Problem("6.1.27.3", "/vulnerabilities", text)


def security_advisories(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.27.4 to 6.1.27.6 and 6.1.27.11: products, vulnerabilities, and what these are."""
    category = document["document"]["category"]
    if category not in {ADVISORY, VEX}:
        return
    if "product_tree" not in document:
        yield Problem("6.1.27.4", "/product_tree", "There is no product tree.")
    if "vulnerabilities" not in document:
        yield Problem("6.1.27.11", "/vulnerabilities", "There are no vulnerabilities.")
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        if "notes" not in vulnerability:
            yield Problem("6.1.27.5", pointer("vulnerabilities", at, "notes"), "The vulnerability has no notes.")
        if category == ADVISORY and "product_status" not in vulnerability:
            place = pointer("vulnerabilities", at, "product_status")
            yield Problem("6.1.27.6", place, "The vulnerability says nothing of any product.")


def exchanges_of_exploitability(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.27.7 to 6.1.27.10: VEX says of what it speaks, why nothing is wrong, and what to do."""
    if document["document"]["category"] != VEX:
        return
    groups = {group.id: group.products for group in tree.groups(document)}
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        status = vulnerability.get("product_status", {})
        place = pointer("vulnerabilities", at)
        if not status.keys() & {"fixed", "known_affected", "known_not_affected", "under_investigation"}:
            text = "No product is fixed, affected, not affected or under investigation."
            yield Problem("6.1.27.7", f"{place}/product_status", text)
        if not vulnerability.keys() & {"cve", "ids"}:
            yield Problem("6.1.27.8", place, "The vulnerability has neither a CVE nor another identifier.")
        impacts = [threat for threat in vulnerability.get("threats", ()) if threat["category"] == "impact"]
        explained = _meant([*vulnerability.get("flags", ()), *impacts], groups)
        for number, token in enumerate(status.get("known_not_affected", ())):
            if token not in explained:
                text = f"Nothing says why “{token[:100]}” is not affected."
                yield Problem("6.1.27.9", f"{place}/product_status/known_not_affected/{number}", text)
        mended = _meant(vulnerability.get("remediations", ()), groups)
        for number, token in enumerate(status.get("known_affected", ())):
            if token not in mended:
                text = f"Nothing says what to do about “{token[:100]}”."
                yield Problem("6.1.27.10", f"{place}/product_status/known_affected/{number}", text)


def _meant(entries: Any, groups: dict[str, tuple[str, ...]]) -> set[str]:
    """Every product that these entries name, or a group they name."""
    named = {token for entry in entries for token in entry.get("product_ids", ())}
    for group in {token for entry in entries for token in entry.get("group_ids", ())}:
        named.update(groups.get(group, ()))
    return named


TESTS = (pretended_profiles, information_and_incidents, security_advisories, exchanges_of_exploitability)
