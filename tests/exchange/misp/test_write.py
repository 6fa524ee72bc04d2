"""What is shared in Kring as an event of MISP: which object becomes what, and that others can read it."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymisp import MISPEvent

from kring.exchange import stix
from kring.exchange.misp import Converter, left_out, read, write
from kring.exchange.stix import TLP_2
from kring.tlp.labels import Label
from tests.exchange.misp.samples import ADDRESS, EVENT_UUID, NORTH, event_of, octets
from tests.exchange.stix.samples import CUSTOM, INDICATOR, SIGHTING, STATEMENT, real

VERSION = 1763700000
"""21 November 2025."""


def written(*documents: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The event that these objects become; everybody else can read it too."""
    for document in documents:
        assert stix.read(octets(document)).problems == (), document
    said: dict[str, Any] = {
        "uuid": EVENT_UUID,
        "title": "A loader that calls home",
        "day": date(2025, 11, 20),
        "version": VERSION,
        "label": Label.GREEN,
        "maker": NORTH,
        "objects": [octets(document) for document in documents],
    }
    event = write(**said | changes)
    assert read_by_pymisp(event) == event
    return dict(event["Event"])


def read_by_pymisp(event: dict[str, Any]) -> dict[str, Any]:
    theirs = MISPEvent()
    theirs.load(json.loads(json.dumps(event)))
    fed: dict[str, Any] = theirs.to_feed()
    return fed


def values(event: dict[str, Any]) -> list[tuple[str, str, bool]]:
    return [(one["type"], one["value"], one["to_ids"]) for one in event.get("Attribute", [])]


def thing(kind: str, **named: Any) -> dict[str, Any]:
    moments = {"created": "2025-04-06T20:03:48.000Z", "modified": "2025-04-07T20:03:48.000Z"}
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
        **moments,
        **named,
    }


def observed(kind: str, **named: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"{kind}--ff26c055-6336-5bc5-b98d-13d6226742dd", **named}


def indicator(pattern: str, **named: Any) -> dict[str, Any]:
    return INDICATOR | {
        "created": "2025-04-06T20:03:48.000Z",
        "modified": "2025-04-07T20:03:48.000Z",
        "valid_from": "2025-04-06T20:03:48.000Z",
        "pattern": pattern,
        **named,
    }


def test_an_event_says_who_what_when_and_for_whom() -> None:
    event = written(tags=['sector:name="Water"'], text="Look at **this**.")
    assert (event["uuid"], event["info"], event["date"]) == (str(EVENT_UUID), "A loader that calls home", "2025-11-20")
    assert (event["timestamp"], event["publish_timestamp"], event["published"]) == (str(VERSION), str(VERSION), True)
    assert event["Orgc"] == {"name": "North", "uuid": str(NORTH.uuid)}
    assert [tag["name"] for tag in event["Tag"]] == ["tlp:green", 'sector:name="Water"']
    assert [(one["name"], one["content"]) for one in event["EventReport"]] == [(event["info"], "Look at **this**.")]
    assert "Attribute" not in event


@pytest.mark.parametrize("label", Label)
def test_every_label_comes_back(converter: Converter, label: Label) -> None:
    event = written(label=label)
    (back,) = read(octets({"Event": event}), converter=converter)
    assert back.label is label


def test_the_same_input_gives_the_same_event() -> None:
    assert written(INDICATOR, text="x") == written(INDICATOR, text="x")
    uuids = {
        one["uuid"] for event in (written(INDICATOR), written(INDICATOR, uuid=NORTH.uuid)) for one in event["Attribute"]
    }
    assert len(uuids) == 2


MD5 = "0749bae92ca336a02c83d126e04ec628"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (indicator("[ipv4-addr:value = '198.51.100.7']"), [("ip-dst", "198.51.100.7", True)]),
        (indicator("[ipv6-addr:value = '2001:DB8::1']"), [("ip-dst", "2001:db8::1", True)]),
        (indicator("[ipv4-addr:value ISSUBSET '198.51.100.0/24']"), [("ip-dst", "198.51.100.0/24", True)]),
        (
            indicator(
                "[domain-name:value = 'a.example' OR url:value = 'https://b.example/x'] OR [domain-name:value = 'c.example']"
            ),
            [("domain", "a.example", True), ("url", "https://b.example/x", True), ("domain", "c.example", True)],
        ),
        (indicator(f"[file:hashes.MD5 IN ('{MD5}')]"), [("md5", MD5, True)]),
        (
            indicator("[email-message:from_ref.value = 'boss@north.example']"),
            [("email", "boss@north.example", True)],
        ),
        (
            indicator(f"[file:hashes.MD5 = '{MD5}' AND file:name = 'a.exe']"),
            [("md5", MD5, False), ("stix2-pattern", f"[file:hashes.MD5 = '{MD5}' AND file:name = 'a.exe']", True)],
        ),
        (
            indicator("[domain-name:value = 'a.example' OR file:name = 'a.exe']"),
            [
                ("domain", "a.example", False),
                ("stix2-pattern", "[domain-name:value = 'a.example' OR file:name = 'a.exe']", True),
            ],
        ),
        (
            indicator("[domain-name:value = 'a.example'] WITHIN 5 SECONDS"),
            [
                ("domain", "a.example", False),
                ("stix2-pattern", "[domain-name:value = 'a.example'] WITHIN 5 SECONDS", True),
            ],
        ),
        (
            indicator("[domain-name:value = 'and.example' OR url:value = 'http://a.example/?q=NOT AND']"),
            [
                ("domain", "and.example", False),
                (
                    "stix2-pattern",
                    "[domain-name:value = 'and.example' OR url:value = 'http://a.example/?q=NOT AND']",
                    True,
                ),
            ],
        ),
        (indicator("rule x { condition: true }", pattern_type="yara"), [("yara", "rule x { condition: true }", True)]),
        (indicator("title: x", pattern_type="sigma"), [("sigma", "title: x", True)]),
        (indicator("alert tcp", pattern_type="snort"), [("snort", "alert tcp", True)]),
        (indicator("alert tcp", pattern_type="suricata"), [("suricata", "alert tcp", True)]),
        (indicator("x.*", pattern_type="pcre"), [("text", "x.*", False)]),
        (
            indicator("[domain-name:value = 'a.example']", valid_until="2025-11-20T00:00:00Z"),
            [("domain", "a.example", False)],
        ),
        (
            indicator("[domain-name:value = 'a.example']", valid_until="2025-11-22T00:00:00Z"),
            [("domain", "a.example", True)],
        ),
        (indicator("[domain-name:value = 'a.example']", revoked=True), []),
        (observed("ipv4-addr", value="198.51.100.3"), [("ip-dst", "198.51.100.3", False)]),
        (observed("file", name="a.exe", hashes={"MD5": MD5}), [("md5", MD5, False), ("filename", "a.exe", False)]),
        (observed("mutex", name="Global\\x"), [("mutex", "Global\\x", False)]),
        (observed("autonomous-system", number=174), [("AS", "174", False)]),
        (observed("mac-addr", value="d2:fb:49:24:37:18"), [("mac-address", "d2:fb:49:24:37:18", False)]),
        (observed("windows-registry-key", key="HKEY_LOCAL_MACHINE\\x"), [("regkey", "HKEY_LOCAL_MACHINE\\x", False)]),
        (observed("email-message", is_multipart=False, subject="Invoice"), [("email-subject", "Invoice", False)]),
        (thing("vulnerability", name="CVE-2026-0001"), [("vulnerability", "CVE-2026-0001", False)]),
        (
            thing(
                "vulnerability", name="X", external_references=[{"source_name": "cve", "external_id": "CVE-2026-0002"}]
            ),
            [("vulnerability", "CVE-2026-0002", False)],
        ),
        (thing("threat-actor", name="Sofacy"), [("threat-actor", "Sofacy", False)]),
        (thing("intrusion-set", name="APT1"), [("threat-actor", "APT1", False)]),
        (thing("campaign", name="Autumn"), [("campaign-name", "Autumn", False)]),
        (thing("malware", name="Locky", is_family=True), [("text", "Locky", False)]),
        (thing("tool", name="nmap"), [("text", "nmap", False)]),
        (thing("attack-pattern", name="Tailgating"), [("text", "Tailgating", False)]),
        (thing("course-of-action", name="Patch", description="Now"), [("comment", "Patch. Now", False)]),
        (
            thing("opinion", opinion="agree", explanation="Seen it", object_refs=[INDICATOR["id"]]),
            [("comment", "Opinion: agree. Seen it", False)],
        ),
        (
            thing(
                "malware",
                name="L",
                is_family=True,
                external_references=[{"source_name": "x", "url": "https://x.example/"}],
            ),
            [("text", "L", False), ("link", "https://x.example/", False)],
        ),
        (
            thing("x-misp-attribute", x_misp_type="btc", x_misp_value="1A1z", x_misp_category="x"),
            [("btc", "1A1z", False)],
        ),
        (thing("x-misp-attribute", x_misp_type="smell", x_misp_value="sulphur"), [("text", "sulphur", False)]),
        (
            thing(
                "x-misp-object",
                x_misp_name="scan",
                x_misp_attributes=[{"type": "port", "value": "22"}, {"type": "x"}, 17],
            ),
            [("port", "22", False)],
        ),
        (STATEMENT, []),
        (CUSTOM, []),
    ],
)
def test_an_object_becomes_attributes(document: dict[str, Any], expected: list[tuple[str, str, bool]]) -> None:
    event = written(document)
    assert values(event) == expected
    assert ("EventReport" in event) is False


def test_a_value_stands_once_and_keeps_all_that_is_said_of_it() -> None:
    seen = thing(
        "observed-data",
        first_observed="2025-01-01T00:00:00Z",
        last_observed="2025-01-02T00:00:00.5Z",
        number_observed=1,
        object_refs=["ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd"],
    )
    named = [indicator("[ipv4-addr:value = '198.51.100.7']", name=name) for name in ("One", "Two")]
    (attribute,) = written(observed("ipv4-addr", value="198.51.100.7"), *named, seen)["Attribute"]
    assert (attribute["to_ids"], attribute["comment"]) == (True, "One; Two")
    assert attribute["first_seen"] == "2025-01-01T00:00:00+00:00"
    assert attribute["last_seen"] == "2025-01-02T00:00:00.500000+00:00"
    assert attribute["timestamp"] == "1744056228"


def test_what_is_for_fewer_says_so_itself() -> None:
    red, clear = (
        indicator(f"[domain-name:value = '{name}.example']", object_marking_refs=[TLP_2[label]])
        for name, label in (("a", Label.RED), ("b", Label.CLEAR))
    )
    tags = [[tag["name"] for tag in one.get("Tag", [])] for one in written(red, clear)["Attribute"]]
    assert tags == [["tlp:red"], []]


def test_texts_are_reports() -> None:
    refs = [INDICATOR["id"]]
    event = written(
        thing(
            "report", name="Weekly", description="All **quiet**.", published="2025-01-01T00:00:00Z", object_refs=refs
        ),
        thing("note", abstract="By the way", content="It rains.", object_refs=refs),
        thing("grouping", name="Only a name", context="unspecified", object_refs=refs),
        thing("report", name="A loader that calls home", published="2025-01-01T00:00:00Z", object_refs=refs),
        thing("note", content="Gone", object_refs=refs, revoked=True),
    )
    assert [(one["name"], one["content"]) for one in event["EventReport"]] == [
        ("Weekly", "All **quiet**."),
        ("By the way", "It rains."),
        ("Only a name", "Only a name"),
    ]


def test_techniques_and_clusters_are_tags() -> None:
    attack = [
        {"source_name": "mitre-attack", "external_id": "T1566.001", "url": "https://attack.mitre.org/techniques/T1566"}
    ]
    cluster = {"x_misp_type": "sector", "x_misp_value": "Water"}
    event = written(
        thing("attack-pattern", name="Spearphishing Attachment", external_references=attack),
        thing("x-misp-galaxy-cluster", **cluster),
    )
    assert [tag["name"] for tag in event["Tag"]] == [
        "tlp:green",
        'misp-galaxy:mitre-attack-pattern="Spearphishing Attachment - T1566.001"',
        'misp-galaxy:sector="Water"',
    ]


def test_what_has_no_place_is_named() -> None:
    link = thing("relationship", relationship_type="indicates", source_ref=INDICATOR["id"], target_ref=SIGHTING["id"])
    away = [link, SIGHTING, CUSTOM]
    there = [INDICATOR, STATEMENT, thing("malware", name="L", is_family=True), SIGHTING | {"revoked": True}]
    assert left_out(octets(document) for document in away + there) == tuple(document["id"] for document in away)


def test_an_event_that_went_round_has_its_indicators(converter: Converter) -> None:
    event = event_of(converter)
    again = write(
        uuid=EVENT_UUID,
        title=event.title,
        day=date(2025, 1, 1),
        version=1,
        label=Label.GREEN,
        maker=NORTH,
        objects=event.objects,
    )
    assert ("ip-dst", ADDRESS["value"]) in {(one["type"], one["value"]) for one in again["Event"]["Attribute"]}


@pytest.mark.parametrize(
    ("folder", "pattern"), [("stix-examples", "*.json"), ("attack", "*.json"), ("misp-stix-pairs", "*stix21.json")]
)
def test_real_bundles_are_written_as_pymisp_writes_them(folder: str, pattern: str) -> None:
    for path in real(folder, pattern):
        objects = [json.loads(one) for one in stix.split(path.read_bytes()).objects]
        event = written(*objects)
        assert event.get("Attribute") or event.get("EventReport"), path.name
        lost = {name.partition("--")[0] for name in left_out(octets(document) for document in objects)}
        assert {kind for kind in lost if not kind.startswith("x-mitre-")} <= {
            "artifact", "identity", "location", "relationship", "sighting", "user-account", "directory", "network-traffic",
        }  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=30),
    st.lists(st.text(max_size=20), max_size=3),
    st.sampled_from(["threat-actor", "tool", "report", "note", "x-misp-attribute"]),
)
def test_whatever_is_written_can_be_read_by_others(text: str, tags: list[str], kind: str) -> None:
    named = {"name": text, "x_misp_type": text, "x_misp_value": text, "content": text, "description": text}
    document = octets(thing(kind, **named))
    event = write(
        uuid=EVENT_UUID,
        title=text,
        day=date(2026, 1, 1),
        version=1,
        label=Label.RED,
        maker=NORTH,
        tags=tags,
        text=text,
        objects=[document],
    )
    assert read_by_pymisp(event) == event
