"""An event read: what it says of itself, what is in it as STIX, and that nothing of it goes without a word."""

import json
import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kring.exchange import stix
from kring.exchange.misp import Analysis, Converter, Limits, ThreatLevel, label_of, read, tag_of
from kring.exchange.stix import Observable, ObservableKind
from kring.tlp.labels import Label
from tests.exchange.misp.samples import (
    ADDRESS,
    EVENT,
    EVENT_UUID,
    FILE,
    NORTH,
    PAGE,
    by_id,
    documents,
    event_of,
    octets,
    told,
)


def test_an_event_says_what_one_must_know(converter: Converter) -> None:
    event = event_of(converter, extends_uuid="5c4a1fcd-0000-42bb-a95e-4f4402de0b81")
    assert event.octets == octets(EVENT | {"extends_uuid": "5c4a1fcd-0000-42bb-a95e-4f4402de0b81"})
    assert (event.uuid, event.title, event.day) == (EVENT_UUID, "A loader that calls home", date(2026, 11, 20))
    assert (event.version, event.published, event.refused) == (1763700010, True, False)
    assert (event.label, event.tags) == (Label.GREEN, ('sector:name="Water"',))
    assert (event.threat_level, event.analysis) == (ThreatLevel.MEDIUM, Analysis.ONGOING)
    assert (event.maker, event.attributes) == (NORTH, 4)
    assert event.extends == UUID("5c4a1fcd-0000-42bb-a95e-4f4402de0b81")
    assert event.problems == ()


def test_what_is_in_it_comes_as_good_stix(converter: Converter) -> None:
    event = event_of(converter)
    reads = [stix.read(one) for one in event.objects]
    assert [(one.id, one.problems) for one in reads if one.problems] == []
    assert {one.document["created_by_ref"] for one in reads if one.type in {"report", "indicator"}} == {
        f"identity--{NORTH.uuid}"
    }
    looked_for = {found for one in reads if one.type == "indicator" for found in stix.observables(one.document)}
    assert Observable(ObservableKind.IPV4, ADDRESS["value"]) in looked_for
    assert Observable(ObservableKind.SHA256, FILE["Attribute"][1]["value"]) in looked_for
    report = by_id(event)[f"report--{EVENT_UUID}"]
    inner = {one.id for one in reads if one.type not in {"report", "identity", "marking-definition", "relationship"}}
    assert inner <= set(report["object_refs"])


def test_the_same_event_gives_the_same_objects_in_another_process(converter: Converter) -> None:
    (again,) = read(octets({"Event": EVENT}))
    assert again == event_of(converter)


def test_what_has_no_identifier_gets_the_same_one_every_time(converter: Converter) -> None:
    nameless = {name: value for name, value in ADDRESS.items() if name != "uuid"}
    first, second = (event_of(converter, Attribute=[nameless]) for _ in range(2))
    assert first.objects == second.objects
    assert any(document["type"] == "indicator" for document in documents(first))
    elsewhere = event_of(converter, Attribute=[nameless], uuid="5c4a1fcd-8328-42bb-a95e-4f4402de0b99")
    shared = {name for name in by_id(first) if name in by_id(elsewhere)} - {f"identity--{NORTH.uuid}"}
    assert all(FILE["uuid"] in str(by_id(first)[name]) for name in shared)  # what has an identifier, keeps it


def test_an_event_that_is_not_published_yet_keeps_its_name_when_it_is(converter: Converter) -> None:
    event = event_of(converter, published=False, publish_timestamp="0")
    assert not event.published
    assert f"report--{EVENT_UUID}" in by_id(event)


def test_an_identifier_that_stix_does_not_take_has_another_in_its_place(converter: Converter) -> None:
    sorts_by_time = "019aa5a4-2a80-7cc3-98c4-dc0c0c07398f"
    event = event_of(converter, uuid=sorts_by_time, Attribute=[ADDRESS | {"uuid": sorts_by_time[:-1] + "0"}])
    assert event.uuid == UUID(sorts_by_time)
    assert {"report", "indicator"} <= {document["type"] for document in documents(event)}
    assert event.problems == ()


# What is deleted.


@pytest.mark.parametrize("yes", [True, 1, "1", "true"])
def test_what_is_deleted_is_left_out(converter: Converter, yes: object) -> None:
    file = FILE | {"Attribute": [FILE["Attribute"][0] | {"deleted": yes}, FILE["Attribute"][1]]}
    file |= {"ObjectReference": [FILE["ObjectReference"][0] | {"deleted": yes}]}
    event = event_of(converter, Attribute=[ADDRESS | {"deleted": yes}, PAGE], Object=[file])
    text = b"".join(event.objects)
    assert ADDRESS["value"].encode() not in text
    assert b"invoice.exe" not in text
    assert b"communicates-with" not in text
    assert FILE["Attribute"][1]["value"].encode() in text
    assert (event.attributes, event.problems) == (2, ())


# Labels.


@pytest.mark.parametrize(
    ("tags", "label"),
    [
        (["tlp:clear"], Label.CLEAR),
        (["tlp:white"], Label.CLEAR),
        (["TLP:AMBER"], Label.AMBER),
        (["tlp:amber+strict"], Label.AMBER_STRICT),
        (["tlp:green", "tlp:red", "tlp:white"], Label.RED),
        (["tlp:ex:chr"], None),
        (["not-tlp:red", "tlp"], None),
        ([], None),
    ],
)
def test_the_narrowest_of_its_tags_is_its_label(converter: Converter, tags: list[str], label: Label | None) -> None:
    assert event_of(converter, Tag=[{"name": tag} for tag in tags]).label is label


def test_a_tag_of_an_attribute_narrows_the_event(converter: Converter) -> None:
    secret = ADDRESS | {"Tag": [{"name": "tlp:red"}]}
    assert event_of(converter, Attribute=[secret]).label is Label.RED
    in_object = FILE["Attribute"][0] | {"Tag": [{"name": "tlp:amber"}]}
    assert event_of(converter, Object=[FILE | {"Attribute": [in_object]}]).label is Label.AMBER


def test_every_part_is_marked_with_the_label_of_the_event(converter: Converter) -> None:
    labels = {
        stix.read(one).label for one in event_of(converter).objects if stix.read(one).type != "marking-definition"
    }
    assert labels == {Label.GREEN}
    assert {stix.read(one).label for one in event_of(converter, Tag=[]).objects} == {None}


def test_what_is_for_fewer_takes_all_that_tells_of_it_along(converter: Converter) -> None:
    sighting = {"uuid": "5c7641bf-a4e8-4d5d-a653-03240a00020f", "type": "0", "date_sighting": "1763700000"}
    secret = ADDRESS | {"Tag": [{"name": "tlp:red"}], "Sighting": [sighting]}
    event = event_of(converter, Attribute=[secret, PAGE])
    for document in documents(event):
        label = stix.read(octets(document)).label
        about = ADDRESS["uuid"] in document["id"] or ADDRESS["value"] in str(document)
        refers = any(
            ADDRESS["uuid"] in str(document.get(name)) for name in ("source_ref", "target_ref", "sighting_of_ref")
        )
        if document["type"] not in {"marking-definition", "report"}:
            assert label is (Label.RED if about or refers else Label.GREEN), document
    assert {"indicator", "observed-data", "ipv4-addr", "sighting"} <= {
        one["type"] for one in documents(event) if stix.read(octets(one)).label is Label.RED
    }


def test_a_wider_tag_inside_does_not_widen(converter: Converter) -> None:
    event = event_of(converter, Tag=[{"name": "tlp:amber"}], Attribute=[ADDRESS | {"Tag": [{"name": "tlp:clear"}]}])
    assert event.label is Label.AMBER
    (indicator,) = (one for one in event.objects if ADDRESS["uuid"].encode() in one and b'"pattern"' in one)
    assert stix.read(indicator).label is Label.AMBER


def test_a_tag_that_looks_like_a_label_is_told(converter: Converter) -> None:
    event = event_of(converter, Tag=[{"name": "tlp:ex:chr"}])
    assert told(event) == [("tlp", "/Tag/0/name")]
    assert event.tags == ("tlp:ex:chr",)


@pytest.mark.parametrize("label", Label)
def test_a_label_comes_back_from_its_tag(label: Label) -> None:
    assert label_of(tag_of(label)) is label


# Nothing goes without a word.


def test_a_comment_on_what_is_no_indicator_is_kept(converter: Converter) -> None:
    assert any(one.get("x_misp_comment") == PAGE["comment"] for one in documents(event_of(converter)))


def test_references_between_objects_are_relationships(converter: Converter) -> None:
    links = [one for one in documents(event_of(converter)) if one["type"] == "relationship"]
    (link,) = (one for one in links if one["relationship_type"] == "communicates-with")
    assert (link["source_ref"][-36:], link["target_ref"][-36:]) == (FILE["uuid"], ADDRESS["uuid"])
    assert {link["source_ref"], link["target_ref"]} <= by_id(event_of(converter)).keys()


def test_references_that_the_converter_forgets_are_relationships_too(converter: Converter) -> None:
    strange = [FILE | {"name": f"strange-{n}", "uuid": f"5e384ae7-672c-4250-9cda-3b4da964451{n}"} for n in "ab"]
    parts = [one | {"Attribute": [part | {"uuid": ""} for part in one["Attribute"]]} for one in strange]
    reference = {"referenced_uuid": parts[1]["uuid"], "relationship_type": "header-of", "comment": "On top"}
    event = event_of(converter, Object=[parts[0] | {"ObjectReference": [reference]}, parts[1]])
    (link,) = (
        one for one in documents(event) if one["type"] == "relationship" and one["relationship_type"] == "header-of"
    )
    assert (link["source_ref"][-36:], link["target_ref"][-36:]) == (parts[0]["uuid"], parts[1]["uuid"])
    assert told(event) == []


def test_sightings_and_false_alarms_come_along(converter: Converter) -> None:
    by = {"uuid": "5c6983c8-3af8-4304-869c-4800d6c1883c", "name": "South"}
    seen = {
        "uuid": "5c7641bf-a4e8-4d5d-a653-03240a00020f",
        "type": "0",
        "date_sighting": "1763700000",
        "Organisation": by,
    }
    wrong = {"type": "1", "date_sighting": "1763700001"}
    expired = {"type": 2, "date_sighting": 1763700002}
    undated = {"type": "0"}
    event = event_of(converter, Attribute=[ADDRESS | {"Sighting": [seen, wrong, expired, undated]}])
    (sighting,) = (one for one in documents(event) if one["type"] == "sighting")
    assert sighting["sighting_of_ref"] == f"indicator--{ADDRESS['uuid']}"
    assert sighting["where_sighted_refs"] == [f"identity--{by['uuid']}"]
    assert [one["opinion"] for one in documents(event) if one["type"] == "opinion"] == ["strongly-disagree"]
    assert told(event) == [("form", "/Attribute/0/Sighting/3"), ("not_converted", "/Attribute/0/Sighting/2")]


def test_reports_and_what_analysts_say_come_along(converter: Converter) -> None:
    report = {"uuid": "5c7641bf-0000-4d5d-a653-03240a00020f", "name": "The story", "content": "It **began** on Monday."}
    note = {
        "uuid": "5c7641bf-0001-4d5d-a653-03240a00020f",
        "note": "Seen at three members",
        "authors": "ada@north.example",
    }
    opinion = {"uuid": "5c7641bf-0002-4d5d-a653-03240a00020f", "opinion": "80", "comment": "Likely"}
    event = event_of(converter, EventReport=[report], Note=[note], Opinion=[opinion])
    contents = {one["content"] for one in documents(event) if one["type"] == "note"}
    assert {"It **began** on Monday.", "Seen at three members"} <= contents
    assert [one["explanation"] for one in documents(event) if one["type"] == "opinion"] == ["Likely"]
    assert told(event) == []


def test_clusters_of_galaxies_that_share_an_identifier_all_come_along(converter: Converter) -> None:
    shared = "0d821b68-9d82-4c6d-86a6-1071a9e0f79f"
    clusters = [
        {"uuid": uuid, "value": value} for uuid, value in ((shared, "GAMEFISH"), (shared, "X-Agent"), ("", "Gozi"))
    ]
    galaxy = {"type": "tool", "name": "Tool", "GalaxyCluster": clusters}
    event = event_of(converter, Galaxy=[galaxy])
    assert {one["name"] for one in documents(event) if one["type"] == "tool"} == {"GAMEFISH", "X-Agent", "Gozi"}


def test_what_the_converter_does_not_know_comes_as_it_is(converter: Converter) -> None:
    unheard_of = ADDRESS | {"type": "smell", "value": "sulphur", "Tag": [{"name": "nose:good"}]}
    event = event_of(converter, Attribute=[unheard_of])
    found = by_id(event)[f"x-misp-attribute--{ADDRESS['uuid']}"]
    assert (found["x_misp_type"], found["x_misp_value"], found["x_misp_comment"]) == (
        "smell",
        "sulphur",
        ADDRESS["comment"],
    )
    assert {"nose:good", 'misp:type="smell"'} <= set(found["labels"])
    assert found["id"] in by_id(event)[f"report--{EVENT_UUID}"]["object_refs"]
    assert ("not_converted", "/Attribute/0") in told(event)
    assert any("smell" in problem.text for problem in event.problems if problem.code == "remark")


def test_a_rule_in_another_language_comes_as_a_scanner_takes_it(converter: Converter) -> None:
    rule = 'rule x { strings: $a = "x" condition: $a }'
    event = event_of(converter, Attribute=[ADDRESS | {"type": "yara", "category": "Payload delivery", "value": rule}])
    (indicator,) = (one for one in documents(event) if one["id"] == f"indicator--{ADDRESS['uuid']}")
    assert (indicator["pattern"], indicator["pattern_type"]) == (rule, "yara")


def test_a_part_that_the_converter_leaves_out_of_an_object_stands_beside_it(converter: Converter) -> None:
    broken = FILE["Attribute"][1] | {"value": "no checksum"}
    event = event_of(converter, Object=[FILE | {"Attribute": [FILE["Attribute"][0], broken]}])
    assert by_id(event)[f"x-misp-attribute--{broken['uuid']}"]["x_misp_value"] == "no checksum"
    assert told(event) == [("not_converted", "/Object/0/Attribute/1")]


def test_what_only_pretends_to_be_a_hardware_address_is_not_cut_to_one(converter: Converter) -> None:
    digest = "b3c4ae251f8094fa15b510051835c657eaef2a6cea46075d3aec964b14a99f68"
    part = ADDRESS | {"type": "mac-address", "value": digest}
    (event,) = read(json.dumps(EVENT | {"Attribute": [part]}).encode(), converter=converter)
    assert any(digest in one.decode() for one in event.objects)
    assert [problem.path for problem in event.problems if problem.code == "form"] == ["/Attribute/0"]


def test_a_smile_stays_a_smile(converter: Converter) -> None:
    subject = ADDRESS | {
        "type": "email-subject",
        "category": "Payload delivery",
        "value": "You won 😀💰 \ue000!",
        "comment": "😀",
    }
    event = event_of(converter, Attribute=[subject], info="About 😀")
    text = b"".join(event.objects).decode()
    assert event.title == "About 😀"
    assert "You won 😀💰 \ue000!" in text
    assert "About 😀" in text
    assert not re.search("[\ue001-\uf8ff]", text)


def test_an_event_is_not_called_empty_when_it_is_not(converter: Converter) -> None:
    event = event_of(converter, Attribute=[ADDRESS | {"type": "mac-address", "value": "no address"}], Object=[])
    assert {one["type"] for one in documents(event)} == {"identity", "report", "x-misp-attribute"}
    assert len(by_id(event)[f"report--{EVENT_UUID}"]["object_refs"]) == 1


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"Attribute": [17, ADDRESS]}, [("not_a_record", "/Attribute/0")]),
        ({"Attribute": {"0": ADDRESS}}, [("not_a_list", "/Attribute")]),
        ({"Attribute": [ADDRESS | {"value": "  "}]}, [("no_value", "/Attribute/0")]),
        ({"Attribute": [ADDRESS | {"type": None}]}, [("no_value", "/Attribute/0")]),
        ({"Attribute": [ADDRESS, ADDRESS]}, [("twice", "/Attribute/1/uuid")]),
        ({"Attribute": [ADDRESS | {"first_seen": "Monday"}]}, [("form", "/Attribute/0/first_seen")]),
        (
            {"Attribute": [ADDRESS | {"first_seen": "2026-02-02T00:00:00+02:00", "last_seen": "2026-02-01T21:59:59Z"}]},
            [("order", "/Attribute/0/last_seen")],
        ),
        ({"Attribute": [ADDRESS | {"data": "not base64"}]}, [("form", "/Attribute/0/data")]),
        (
            {"Attribute": [ADDRESS | {"ShadowAttribute": [{"value": "x"}]}]},
            [("proposals", "/Attribute/0/ShadowAttribute")],
        ),
        ({"Object": [FILE | {"name": ""}]}, [("no_value", "/Object/0")]),
        ({"Object": [FILE | {"Attribute": []}]}, [("no_value", "/Object/0")]),
        (
            {"Object": [FILE | {"ObjectReference": [{"referenced_uuid": "x"}]}]},
            [("form", "/Object/0/ObjectReference/0")],
        ),
        ({"Galaxy": [{"type": "tool"}]}, [("not_a_galaxy", "/Galaxy/0")]),
        ({"Tag": [{"name": ""}]}, [("no_name", "/Tag/0")]),
        ({"EventReport": [{"name": "x"}]}, [("no_value", "/EventReport/0")]),
        ({"Note": [{"authors": "x"}]}, [("no_value", "/Note/0")]),
        ({"Opinion": [{"opinion": "101"}]}, [("no_value", "/Opinion/0")]),
    ],
)
def test_a_part_that_cannot_be_used_is_told_and_spoils_nothing(
    converter: Converter, changes: dict[str, Any], places: list[tuple[str, str]]
) -> None:
    event = event_of(converter, **changes)
    assert told(event) == places
    assert all(problem.text.endswith(".") for problem in event.problems)
    assert not event.refused
    assert f"report--{EVENT_UUID}" in by_id(event)


def test_of_very_many_problems_the_first_are_told_and_how_many_more(converter: Converter) -> None:
    event = event_of(converter, Attribute=[17] * 250)
    assert len(event.problems) == 101
    assert event.problems[-1].code == "more"
    assert "150 more" in event.problems[-1].text


# What is refused.


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (octets({"Event": EVENT | {"uuid": "x"}}), "no_uuid"),
        (octets({"Event": {"info": "No identifier"}}), "no_uuid"),
        (octets({"Event": EVENT | {"info": " "}}), "no_title"),
        (octets({"Event": EVENT | {"info": None}}), "no_title"),
        (b'{"Event": {"info": "a", "info": "b"}}', "twice"),
        (b'{"Event": {"info": "\xff"}}', "not_json"),
        (b'{"Event": {"info": tru}}', "not_json"),
        (b'{"Event": {"info": "\\ud800"}}', "not_json"),
        (b'{"Event": {"info": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}", "not_json"),
        (
            octets({"Event": EVENT | {"x": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}}),
            "too_deep",
        ),
    ],
)
def test_an_event_that_is_none_is_refused(converter: Converter, message: bytes, code: str) -> None:
    (event,) = read(message, converter=converter)
    assert event.refused
    assert event.objects == ()
    assert [problem.code for problem in event.problems] == [code]


def test_a_label_cannot_hide_behind_a_second_one(converter: Converter) -> None:
    smuggled = octets(EVENT)[:-1] + b', "Tag": [{"name": "tlp:red"}], "Tag": [{"name": "tlp:clear"}]}'
    (event,) = read(smuggled, converter=converter)
    assert (event.refused, event.problems[0].code) == (True, "twice")


def test_a_bad_event_spoils_no_other(converter: Converter) -> None:
    bad = [
        octets({"Event": EVENT | {"uuid": "x"}}),
        b"17",
        b'{"info": tru}',
        b'{"info": "\\ud800"}',
        b'{"info": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    ]
    events = read(b"[" + b", ".join([*bad, octets({"Event": EVENT})]) + b"]", converter=converter)
    assert [event.refused for event in events] == [True] * 5 + [False]
    assert events[5].objects


def test_an_event_may_be_as_large_as_the_limits_say(converter: Converter) -> None:
    message = octets({"Event": EVENT})
    size = len(octets(EVENT))
    for limits, code in ((Limits(event_octets=size - 1), "too_large"), (Limits(attributes=3), "too_many")):
        (event,) = read(message, limits, converter)
        assert (event.refused, event.problems[0].code) == (True, code)
    (event,) = read(message, Limits(event_octets=size, attributes=4), converter)
    assert event.objects
