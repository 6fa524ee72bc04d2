"""Which products the advisories name that somebody may read: for completing what they type."""

from collections.abc import Iterator
from typing import Any

import orjson

from kring.exchange.models import StoredObject
from kring.kernel.actor import Actor

ADVISORIES = 60
"""How many of the newest are looked into."""
_MOST_STEPS = 20_000
"""Branches of one advisory's tree."""


def products_named(actor: Actor, text: str, most: int) -> list[tuple[str, str]]:
    """Vendors and products with all these words in them, out of the newest advisories in sight."""
    words = text.casefold().split()
    found: dict[tuple[str, str], None] = {}
    rows = StoredObject.objects.filter(type="x-csaf-advisory", is_latest=True, state=1).order_by("-added")
    for body in rows.values_list("body", flat=True)[:ADVISORIES]:
        for named in _products(bytes(body)):
            if all(word in " ".join(named).casefold() for word in words):
                found[named] = None
        if len(found) >= most:
            break
    return list(found)[:most]


def _products(body: bytes) -> Iterator[tuple[str, str]]:
    """The names that stand in the product tree (CSAF 2.0, section 3.1.2), each below its vendor.

    Whoever writes objects can call anything an advisory: what is none has no names.
    """
    try:
        waiting: list[tuple[str, Any]] = [("", orjson.loads(orjson.loads(body)["document"])["product_tree"])]
    except (ValueError, KeyError, TypeError):
        return
    for _ in range(_MOST_STEPS):
        if not waiting:
            return
        vendor, branch = waiting.pop()
        if not isinstance(branch, dict):
            continue
        name = branch.get("name")
        if isinstance(name, str) and branch.get("category") == "vendor":
            vendor = name
        if isinstance(name, str) and branch.get("category") == "product_name":
            yield vendor, name
        below = branch.get("branches")
        waiting += [(vendor, one) for one in below] if isinstance(below, list) else []
