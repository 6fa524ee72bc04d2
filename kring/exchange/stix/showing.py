"""What people see of an object before they open it, and what it is tied to."""

from collections.abc import Iterator, Mapping
from itertools import starmap
from typing import Any, NamedTuple, TypeGuard

from kring.exchange.stix.limits import LONGEST_NAME

_TITLES = (
    "name",
    "pattern",
    "value",
    "path",
    "display_name",
    "user_id",
    "account_login",
    "key",
    "subject",
    "command_line",
    "abstract",
    "content",
    "opinion",
    "result_name",
)
LONGEST_TITLE = 200
NOT_TIES = frozenset({"object_marking_refs", "created_by_ref"})
"""What nearly all objects refer to says nothing of what they have to do with each other."""


class Tie(NamedTuple):
    """An object refers to another."""

    kind: str
    """The name of the property, or of the relationship."""
    stix_id: str


def title_of(document: Mapping[str, Any]) -> str:
    """What an object is called: its name, or else the first thing in it that tells it from others."""
    for name in _TITLES:
        value = document.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())[:LONGEST_TITLE]
    hashes = document.get("hashes")
    if isinstance(hashes, dict) and hashes:
        return str(next(iter(hashes.values())))[:LONGEST_TITLE]
    if document.get("relationship_type"):
        return str(document["relationship_type"])[:LONGEST_TITLE]
    return str(document.get("id", ""))[:LONGEST_TITLE]


def ties_of(document: Mapping[str, Any]) -> tuple[Tie, ...]:
    """The objects that an object refers to, each once, in the order in which it says so."""
    found = ((name.rpartition("_")[0], stix_id) for name, stix_id in _references(document))
    return tuple(starmap(Tie, dict.fromkeys(found)))


def ids_in(document: Mapping[str, Any]) -> list[str]:
    """The same, their identifiers alone."""
    return list(dict.fromkeys(stix_id for _, stix_id in _references(document)))


def _references(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Properties that refer to objects, by name."""
    for name, value in document.items():
        if not name.endswith(("_ref", "_refs")) or name in NOT_TIES:
            continue
        if name.endswith("_ref") and _is_identifier(value):
            yield name, value
        elif name.endswith("_refs") and isinstance(value, list):
            yield from ((name, one) for one in value if _is_identifier(one))


def _is_identifier(value: Any) -> TypeGuard[str]:
    """In a property of their own, people put what they like."""
    return isinstance(value, str) and "--" in value and value.isprintable() and len(value) <= LONGEST_NAME
