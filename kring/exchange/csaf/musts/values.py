"""The tests on single values: 6.1.11 to 6.1.13, 6.1.15, 6.1.23, 6.1.24 and 6.1.28."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import langcodes
from packageurl import PackageURL

from kring.exchange.csaf import tree
from kring.exchange.csaf.limits import Problem, pointer
from kring.exchange.csaf.parts import part

_LISTS = Path(__file__).parents[1] / "schemas/cwe"
_WEAKNESS = re.compile(r"""id: '(?P<id>CWE-\d+)',\s+name:\s+(?P<quote>['"])(?P<name>(?:\\.|(?!(?P=quote)).)*)""")


@cache
def weaknesses() -> dict[str, frozenset[str]]:
    """Every weakness of CWE with its names: today's, and what it was called when CSAF 2.0 was new."""
    names: dict[str, set[str]] = {}
    for path in _LISTS.glob("*.js"):
        for found in _WEAKNESS.finditer(path.read_text()):
            names.setdefault(found["id"], set()).add(re.sub(r"\\(.)", r"\1", found["name"]))
    return {number: frozenset(called) for number, called in names.items()}


def unknown_weaknesses(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.11: the weakness exists, and is called so."""
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        if cwe := vulnerability.get("cwe"):
            place = pointer("vulnerabilities", at, "cwe")
            names = weaknesses().get(cwe["id"])
            if names is None:
                yield Problem("6.1.11", f"{place}/id", f"There is no weakness {cwe['id']} in CWE.")
            elif cwe["name"] not in names:
                yield Problem("6.1.11", f"{place}/name", f"{cwe['id']} is called “{min(names)}”.")


def unknown_languages(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.12: the language exists, by IANA's register of subtags."""
    for name in ("lang", "source_lang"):
        said = document["document"].get(name)
        if said is not None and not langcodes.tag_is_valid(said):
            yield Problem("6.1.12", f"/document/{name}", f"“{said[:100]}” is no language.")


def invalid_purls(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.13: a package URL is one."""
    for one in tree.named(document):
        purl = part(one.name, "product_identification_helper").get("purl")
        if purl is not None and (reason := why_no_purl(purl)):
            yield Problem("6.1.13", f"{one.place}/product_identification_helper/purl", reason)


def why_no_purl(purl: str) -> str:
    """Why this is not a package URL, in a sentence; empty when it is one."""
    try:
        PackageURL.from_string(purl)
    except ValueError as error:
        return f"This is not a package URL: {str(error)[:300]}."
    return ""


def no_source_language(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.15: a translator says what was translated."""
    about = document["document"]
    if about["publisher"]["category"] == "translator" and "source_lang" not in about:
        yield Problem("6.1.15", "/document/source_lang", "A translator must say from which language it was translated.")


def same_vulnerability_twice(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.23: a CVE has one place."""
    seen: set[str] = set()
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        if cve := vulnerability.get("cve"):
            if cve in seen:
                yield Problem("6.1.23", pointer("vulnerabilities", at, "cve"), f"{cve} has an item already.")
            seen.add(cve)


def same_party_twice(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.24: at any one moment a party is involved in one way."""
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        seen: set[tuple[str, str | None]] = set()
        for place, involvement in enumerate(vulnerability.get("involvements", ())):
            who = (involvement["party"], involvement.get("date"))
            if who in seen:
                text = f"The {who[0]} is involved twice at the same time."
                yield Problem("6.1.24", pointer("vulnerabilities", at, "involvements", place), text)
            seen.add(who)


def translated_into_itself(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.28: a translation is in another language."""
    about = document["document"]
    if "lang" in about and about["lang"].lower() == about.get("source_lang", "").lower():
        yield Problem("6.1.28", "/document/source_lang", "It says to be translated from the language it is in.")


TESTS = (
    unknown_weaknesses,
    unknown_languages,
    invalid_purls,
    no_source_language,
    same_vulnerability_twice,
    same_party_twice,
    translated_into_itself,
)
