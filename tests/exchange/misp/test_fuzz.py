"""Whatever comes, there is an answer: good objects, or reasons, and never an exception."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring.exchange import stix
from kring.exchange.misp import Converter, read
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


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
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


def test_a_good_one_is_good(converter: Converter) -> None:
    (event,) = read(json.dumps(RICH | {"Object": [FILE]}).encode(), converter=converter)
    assert event.problems == ()
