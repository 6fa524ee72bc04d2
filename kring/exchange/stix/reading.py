"""One STIX 2.1 object from its octets: what the store must know of it, or why it is refused."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from kring.exchange.stix.limits import LIMITS, LONGEST_NAME, Limits, Problem
from kring.exchange.stix.markings import markings_of
from kring.exchange.stix.moments import microseconds
from kring.exchange.stix.musts import broken_musts
from kring.exchange.stix.official import complaints, is_as_the_schema_says, is_observable
from kring.tlp.labels import Label


class Read(NamedTuple):
    """What an object says of itself. With problems it is refused, and the rest is only as good as it could be read."""

    id: str = ""
    """Empty when it has none that can be called so."""
    type: str = ""
    version: int = 0
    """When this version was made: microseconds since 1970 from `modified`, else `created`; 0 when it has neither."""
    spec_version: str = "2.1"
    revoked: bool = False
    label: Label | None = None
    """The narrowest it is marked with, in whole or in part; None when nothing says."""
    problems: tuple[Problem, ...] = ()
    """Why it is refused. Empty: it is good."""
    document: Mapping[str, Any] = MappingProxyType({})
    """The object itself, for whoever wants to look further."""


def read(octets: bytes, limits: Limits = LIMITS) -> Read:
    """Reads and judges one object, whatever the octets are. Raises nothing.

    Codes of problems: too_large, not_json, not_an_object, too_deep, twice, older (STIX 2.0), missing, type, value,
    form, empty, name, reserved, schema, id_of_other_type, reference, order, pattern, tlp, bundle.
    """
    if len(octets) > limits.object_octets:
        return _refused("too_large", f"The object is {len(octets)} bytes; at most {limits.object_octets} are read.")
    try:
        document = orjson.loads(octets)
    except orjson.JSONDecodeError as error:
        return _refused("not_json", f"This is not JSON: {error}.")
    if not isinstance(document, dict):
        return _refused("not_an_object", "This is a value, and no object with properties.")
    if is_deeper(document, octets, limits.depth):
        return _refused("too_deep", f"Its lists and objects are nested more than {limits.depth} deep.")
    return _judged(document, _problems(document, octets))


def _refused(code: str, text: str) -> Read:
    return Read(problems=(Problem(code, "", text),))


def is_deeper(document: dict[str, Any], octets: bytes, depth: int) -> bool:
    """Is anything nested deeper than this? Counting brackets, also those in texts, nearly always settles it."""
    if octets.count(b"{") + octets.count(b"[") <= depth:
        return False
    level: list[Any] = [document]
    for _ in range(depth):
        level = [
            part
            for whole in level
            for part in (whole.values() if isinstance(whole, dict) else whole)
            if isinstance(part, dict | list)
        ]
        if not level:
            return False
    return True


def _problems(document: dict[str, Any], octets: bytes) -> tuple[Problem, ...]:
    if problem := why_ambiguous(octets):
        return (problem,)
    version = document.get("spec_version")
    if version == "2.0" or (version is None and not is_observable(document)):
        return (
            Problem(
                "older",
                "/spec_version",
                "This is not STIX 2.1: its spec_version is 2.0 or missing. Convert it first, for instance with stix2-elevator.",
            ),
        )
    if not is_as_the_schema_says(document):
        return complaints(document)
    return broken_musts(document)


def why_ambiguous(octets: bytes) -> Problem | None:
    """A property that stands twice in an object, anywhere in this JSON; None when each stands once. Any format of JSON."""
    try:
        _STRICT.decode(octets.decode())
    except _Twice as twice:
        return Problem("twice", "", f"“{twice}” stands twice in one object, and readers differ in which they take.")
    return None


class _Twice(ValueError):
    """A property that occurs twice, by name."""


def _each_once(pairs: list[tuple[str, Any]]) -> None:
    """One of the two may have been checked, and the other be what the next reader takes: a wider marking, say."""
    if len(dict(pairs)) == len(pairs):
        return
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise _Twice(name[:250])
        seen.add(name)


_STRICT = json.JSONDecoder(object_pairs_hook=_each_once, parse_int=str, parse_float=str)


def _judged(document: dict[str, Any], problems: tuple[Problem, ...]) -> Read:
    moment = _text(document, "modified") or _text(document, "created")
    try:
        version = microseconds(moment) if moment else 0
    except ValueError:
        version = 0
        place = "/modified" if _text(document, "modified") else "/created"
        problems = problems or (Problem("form", place, "This is not a moment that exists."),)
    return Read(
        id=_text(document, "id"),
        type=_text(document, "type"),
        version=version,
        spec_version=_text(document, "spec_version") or "2.1",
        revoked=document.get("revoked") is True,
        label=markings_of(document)[0],
        problems=problems,
        document=document,
    )


def _text(document: dict[str, Any], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) and len(value) <= LONGEST_NAME and value.isprintable() else ""
