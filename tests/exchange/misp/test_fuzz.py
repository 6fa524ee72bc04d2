"""Whatever comes, there is an answer: good objects, or reasons, and never an exception."""

import json
import os
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring.exchange import stix
from kring.exchange.misp import Converter, read
from kring.exchange.misp.values import moment_of
from kring.exchange.stix import equalities
from tests.exchange.misp.samples import ADDRESS, EVENT, FILE, PAGE

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
WORDS = st.sampled_from(
    [
        "",
        "0",
        "1",
        "tlp:red",
        "2026-02-30",
        "9" * 15,
        "a|b|c",
        "|",
        "::1",
        "AS0",
        "\x00",
        "é" * 300,
        "../../x",
        ADDRESS["uuid"],
    ]
)
TYPES = st.sampled_from(
    ["ip-dst|port", "domain|ip", "filename|md5", "AS", "regkey|value", "x509-fingerprint-sha1", "datetime", "float", "malware-sample",
     "attachment", "email-header", "mac-address", "port", "vulnerability", "yara", "stix2-pattern", "btc", "url", "md5", "cpe"]
)  # fmt: skip
GALAXY = {"type": "tool", "name": "Tool", "GalaxyCluster": [{"uuid": "", "value": "nmap", "description": "A tool"}]}
RICH = EVENT | {
    "Attribute": [ADDRESS | {"Galaxy": [GALAXY], "Sighting": [{"type": "0", "date_sighting": "1763700000"}]}, PAGE],
    "Galaxy": [GALAXY],
    "EventReport": [{"name": "The story", "content": "Long ago"}],
    "Note": [{"note": "Seen"}],
    "Opinion": [{"opinion": "50"}],
}
OBJECTS = st.sampled_from(
    [
        "file",
        "domain-ip",
        "pe",
        "pe-section",
        "email",
        "network-connection",
        "x509",
        "process",
        "../x",
        "person",
        "geolocation",
    ]
)


AT_REST = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize="KRING_FUZZ" not in os.environ)
"""The same spoiled events each time; `KRING_FUZZ=2000 bin/test tests/exchange/misp/test_fuzz.py` looks for others."""


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A good event in which something is changed, added or left out, anywhere."""
    event: dict[str, Any] = json.loads(json.dumps(RICH))
    if draw(st.booleans()):
        event["Object"][0]["name"] = draw(OBJECTS)
    for part in event["Attribute"] + event["Object"][0]["Attribute"]:
        if draw(st.booleans()):
            part |= {"type": draw(TYPES), "value": draw(WORDS | st.text(min_size=1, max_size=20))}
    for _ in range(draw(st.integers(0, 4))):
        place: Any = event
        while isinstance(place, dict | list) and place:
            name = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
            if not isinstance(place[name], dict | list) or draw(st.integers(0, 3)) == 0:
                place[name] = draw(JSON | WORDS)
                break
            place = place[name]
    return json.dumps({"Event": event}).encode()


@settings(AT_REST, max_examples=150)
@given(spoiled())
def test_whatever_an_event_holds_there_is_an_answer(converter: Converter, message: bytes) -> None:
    (event,) = read(message, converter=converter)
    assert event.refused or event.uuid
    assert bool(event.objects) or bool(event.problems)
    assert not (event.refused and event.objects)
    assert all(problem.code and problem.text for problem in event.problems)
    reads = [stix.read(one) for one in event.objects]
    assert all(not one.problems for one in reads)
    made = [one.label for one in reads if one.label is not None]
    assert event.label is None or all(label <= event.label for label in made)
    assert event.label is not None or made == []
    assert read(message, converter=converter) == (event,)


@settings(AT_REST, max_examples=int(os.environ.get("KRING_FUZZ", "100")))
@given(spoiled())
def test_no_value_is_lost_without_a_word(converter: Converter, message: bytes) -> None:
    (event,) = read(message, converter=converter)
    there = {leaf.strip() for one in event.objects for leaf in leaves(json.loads(one))}
    for one in event.objects:
        document = json.loads(one)
        if document["type"] == "indicator" and document["pattern_type"] == "stix":
            there.update(value.strip() for equality in equalities(document["pattern"]) for value in equality.values)
    told = {problem.path for problem in event.problems}
    for place, whole in enumerate(() if event.refused else listed(json.loads(message)["Event"].get("Object"))):
        for inner, part in enumerate(listed(whole.get("Attribute")) if isinstance(whole, dict) else ()):
            if isinstance(part, dict) and isinstance(value := part.get("value"), str):
                kept = {piece.strip() for piece in value.split("|")} <= there or value.strip() in there
                kept |= part.get("type") == "datetime" and moment_of(value) is not None  # in another spelling
                up = {f"/Object/{place}/Attribute/{inner}", f"/Object/{place}/Attribute", f"/Object/{place}", "/Object"}
                assert kept or told & (up | {f"/Object/{place}/Attribute/{inner}/uuid"}) or part.get("deleted"), part


def listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def leaves(value: object) -> Iterator[str]:
    match value:
        case dict():
            for inner in value.values():
                yield from leaves(inner)
        case list():
            for inner in value:
                yield from leaves(inner)
        case _:
            yield str(value)


def test_a_good_one_is_good(converter: Converter) -> None:
    (event,) = read(json.dumps(RICH | {"Object": [FILE]}).encode(), converter=converter)
    assert event.problems == ()
