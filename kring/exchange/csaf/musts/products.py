"""The tests on products and what is said of them: 6.1.1 to 6.1.6, 6.1.25, 6.1.29, 6.1.31 to 6.1.33."""

import re
from collections.abc import Iterator
from typing import Any

from kring.exchange.csaf import tree
from kring.exchange.csaf.limits import Problem, pointer
from kring.exchange.csaf.parts import part

_STATUSES = (
    "first_affected first_fixed fixed known_affected known_not_affected last_affected recommended under_investigation"
)


def _mentions(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every product id that refers to a product, and where it stands."""
    product_tree = document.get("product_tree", {})
    for place, group in enumerate(product_tree.get("product_groups", ())):
        yield from _listed(group, "product_ids", "product_tree", "product_groups", place)
    for place, relation in enumerate(product_tree.get("relationships", ())):
        for name in ("product_reference", "relates_to_product_reference"):
            yield relation[name], pointer("product_tree", "relationships", place, name)
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        for status in _STATUSES.split():
            yield from _listed(vulnerability.get("product_status", {}), status, "vulnerabilities", at, "product_status")
        for kind, name in _LISTS_OF_PRODUCTS:
            for place, entry in enumerate(vulnerability.get(kind, ())):
                yield from _listed(entry, name, "vulnerabilities", at, kind, place)


_LISTS_OF_PRODUCTS = (
    ("flags", "product_ids"),
    ("remediations", "product_ids"),
    ("scores", "products"),
    ("threats", "product_ids"),
)
_LISTS_OF_GROUPS = ("flags", "remediations", "threats")


def _listed(whole: dict[str, Any], name: str, *steps: str | int) -> Iterator[tuple[str, str]]:
    for place, token in enumerate(whole.get(name, ())):
        yield token, pointer(*steps, name, place)


def undefined_products(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.1: every product that is referred to is in the tree."""
    defined = {one.name["product_id"] for one in tree.named(document)}
    for token, place in _mentions(document):
        if token not in defined:
            yield Problem("6.1.1", place, f"The product tree defines no product “{_cut(token)}”.")


def products_defined_twice(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.2: every product id is defined once."""
    seen: set[str] = set()
    for one in tree.named(document):
        token = one.name["product_id"]
        if token in seen:
            yield Problem("6.1.2", f"{one.place}/product_id", f"The product “{_cut(token)}” was defined already.")
        seen.add(token)


def products_made_of_themselves(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.3: a product that is made of others is no part of itself, along whatever way."""
    made_of: dict[str, list[str]] = {}
    places: dict[str, str] = {}
    for one in tree.named(document):
        if one.relation:
            token = one.name["product_id"]
            made_of.setdefault(token, []).extend((one.relation.part, one.relation.whole))
            places.setdefault(token, f"{one.place}/product_id")
    for token in _in_a_circle(made_of):
        yield Problem("6.1.3", places[token], f"The product “{_cut(token)}” is defined by itself.")


def _in_a_circle(made_of: dict[str, list[str]]) -> list[str]:
    """What leads to a circle: what remains when everything is taken away that is made of what was taken away before."""
    waiting_for = {token: {other for other in others if other in made_of} for token, others in made_of.items()}
    parts_of: dict[str, list[str]] = {}
    for token, others in waiting_for.items():
        for other in others:
            parts_of.setdefault(other, []).append(token)
    free = [token for token, others in waiting_for.items() if not others]
    while free:
        done = free.pop()
        del made_of[done]
        for token in parts_of.get(done, ()):
            waiting_for[token].discard(done)
            if not waiting_for[token]:
                free.append(token)
    return list(made_of)


def undefined_groups(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.4: every group that is referred to is in the tree."""
    defined = {group["group_id"] for group in document.get("product_tree", {}).get("product_groups", ())}
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        for kind in _LISTS_OF_GROUPS:
            for entry_at, entry in enumerate(vulnerability.get(kind, ())):
                for token, place in _listed(entry, "group_ids", "vulnerabilities", at, kind, entry_at):
                    if token not in defined:
                        yield Problem("6.1.4", place, f"The product tree defines no group “{_cut(token)}”.")


def groups_defined_twice(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.5: every group id is defined once."""
    seen: set[str] = set()
    for at, group in enumerate(document.get("product_tree", {}).get("product_groups", ())):
        if group["group_id"] in seen:
            place = pointer("product_tree", "product_groups", at, "group_id")
            yield Problem("6.1.5", place, f"The group “{_cut(group['group_id'])}” was defined already.")
        seen.add(group["group_id"])


_CONTRADICTING = {
    "first_affected": "affected",
    "known_affected": "affected",
    "last_affected": "affected",
    "known_not_affected": "not affected",
    "first_fixed": "fixed",
    "fixed": "fixed",
    "under_investigation": "under investigation",
}
"""What each list says of a product. `recommended` goes with any of them."""


def contradicting_statuses(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.6: of one product, a vulnerability says one thing."""
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        said: dict[str, str] = {}
        for name, meaning in _CONTRADICTING.items():
            listed = _listed(part(vulnerability, "product_status"), name, "vulnerabilities", at, "product_status")
            for token, place in listed:
                if said.setdefault(token, meaning) != meaning:
                    yield Problem(
                        "6.1.6", place, f"The product “{_cut(token)}” is said to be {said[token]} and {meaning}."
                    )


def same_algorithm_twice(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.25: a file has one hash of each kind."""
    for one in tree.named(document):
        helper = part(one.name, "product_identification_helper")
        for file_at, file in enumerate(helper.get("hashes", ())):
            seen: set[str] = set()
            for at, entry in enumerate(file["file_hashes"]):
                if entry["algorithm"] in seen:
                    steps = ("product_identification_helper", "hashes", file_at, "file_hashes", at)
                    text = f"The algorithm “{_cut(entry['algorithm'])}” is used twice for one file."
                    yield Problem("6.1.25", one.place + pointer(*steps), text)
                seen.add(entry["algorithm"])


def remedies_and_flags_for_nothing(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.29 and 6.1.32: a remediation and a flag say for which products they are."""
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        for code, kind, what in (("6.1.29", "remediations", "remediation"), ("6.1.32", "flags", "flag")):
            for place, entry in enumerate(vulnerability.get(kind, ())):
                if not entry.keys() & {"product_ids", "group_ids"}:
                    text = f"The {what} does not say for which products it is."
                    yield Problem(code, pointer("vulnerabilities", at, kind, place), text)


_RANGE = re.compile(r"[<>]|(?<!\S)(?:after|all|before|earlier|later|prior|versions)(?!\S)")
"""The signs and words of a range. As words alone: “after-eight” is a name, and the test suite says so."""


def ranges_as_versions(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.31: what is called a version is one version."""
    for steps, branch, _ in tree.branches(document):
        if branch["category"] == "product_version" and _RANGE.search(branch["name"].lower()):
            text = f"“{_cut(branch['name'])}” is a range of versions, and stands where one version belongs."
            yield Problem("6.1.31", pointer(*steps, "name"), text)


def several_justifications(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.33: one reason at most why a product is not affected. All labels of CSAF 2.0 are reasons."""
    groups = {group.id: group.products for group in tree.groups(document)}
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        seen: set[str] = set()
        for place, flag in enumerate(vulnerability.get("flags", ())):
            meant = set(flag.get("product_ids", ())).union(
                *(groups.get(token, ()) for token in flag.get("group_ids", ()))
            )
            for token in sorted(meant & seen):
                text = f"The product “{_cut(token)}” has more than one justification for not being affected."
                yield Problem("6.1.33", pointer("vulnerabilities", at, "flags", place), text)
            seen |= meant


def _cut(token: str) -> str:
    return token if len(token) <= 100 else f"{token[:100]}…"


TESTS = (
    undefined_products,
    products_defined_twice,
    products_made_of_themselves,
    undefined_groups,
    groups_defined_twice,
    contradicting_statuses,
    same_algorithm_twice,
    remedies_and_flags_for_nothing,
    ranges_as_versions,
    several_justifications,
)
