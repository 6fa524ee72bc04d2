"""A message taken apart into its events, in every shape in which MISP sends them; and what is none is told what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.exchange.misp import Limits, Unreadable
from kring.exchange.misp.envelope import split
from tests.exchange.misp.samples import ADDRESS, EVENT, FILE, octets, real

OTHER = EVENT | {"uuid": "5c4a1fcd-8328-42bb-a95e-4f4402de0b82"}


@pytest.mark.parametrize(
    ("message", "events"),
    [
        ({"Event": EVENT}, [EVENT]),
        (EVENT, [EVENT]),
        ({"response": [{"Event": EVENT}, {"Event": OTHER}]}, [EVENT, OTHER]),
        ({"response": [EVENT, OTHER]}, [EVENT, OTHER]),
        ({"response": {"Event": EVENT}}, [EVENT]),
        ([{"Event": EVENT}, OTHER], [EVENT, OTHER]),
        ({"response": []}, []),
        ([], []),
    ],
)
def test_events_come_in_several_shapes(message: object, events: list[object]) -> None:
    assert list(split(octets(message))) == [octets(event) for event in events]


def test_an_events_octets_stay_as_they_came() -> None:
    event = b'{ "info":"caf\\u00e9"  ,\n"uuid": "5c4a1fcd-8328-42bb-a95e-4f4402de0b82","x":1.50}'
    assert split(b'\n[{"Event" :' + event + b"}]") == (event,)


def test_what_stands_between_events_is_kept_for_its_reason() -> None:
    assert split(octets([{"Event": EVENT}, {"errors": "busy"}, 17]))[1:] == (octets({"errors": "busy"}), b"17")


@pytest.mark.parametrize(
    ("message", "code", "words"),
    [
        (b"", "not_json", "neither"),
        (b"<html>", "not_json", "neither"),
        (b'{"Event": {"info": "x"}', "not_json", "byte 23"),
        (b'{"Event": {"info": "x', "not_json", "ends within what begins at byte 10"),
        (b'{"Event": {"info": "x"}} x', "not_json", "byte 25"),
        (b'{"Event" {"info": "x"}}', "not_json", "byte 9"),
        (b'[{"info": "x"},]', "not_json", "byte 15"),
        (b'{"Event": {"info": "x"}, "Event": {"info": "y"}}', "twice", "“Event” twice"),
        (b'{"\xff": 1}', "not_json", "not JSON"),
        (b'{"Event": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "no_events", "under “Event”"),
        (octets({"response": {"Attribute": [ADDRESS]}}), "no_events", "“Attribute”"),
        (octets({"response": [{"Object": FILE}]}), "no_events", "“Object”"),
        (octets({"response": [{"Attribute": ADDRESS | {"Event": {"info": "x"}}}]}), "no_events", "“Attribute”"),
        (octets([ADDRESS | {"Event": {"info": "a word on its event", "id": "1"}}]), "no_events", "no event"),
        (octets({EVENT["uuid"]: {"info": "x", "Orgc": {}}}), "no_events", "manifest"),
        (octets({"type": "bundle", "id": "x", "objects": []}), "no_events", "bundle of STIX"),
        (octets({"name": "x"}), "no_events", "“name”"),
        (octets({"response": {"response": [EVENT]}}), "no_events", "“response”"),
        (octets([17, "x"]), "no_events", "nothing"),
        (b"{}", "no_events", "nothing"),
    ],
)
def test_a_message_without_events_is_told_what_it_is(message: bytes, code: str, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        split(message)
    assert caught.value.code == code
    assert words in caught.value.text
    assert caught.value.text.endswith(".")


def test_a_message_can_be_too_large_or_hold_too_much() -> None:
    message = octets([EVENT, OTHER])
    assert len(split(message, Limits(octets=len(message), events=2))) == 2
    for limits, code in ((Limits(octets=len(message) - 1), "too_large"), (Limits(events=1), "too_many")):
        with pytest.raises(Unreadable) as caught:
            split(message, limits)
        assert caught.value.code == code


def test_a_list_of_vulnerabilities_is_refused_for_what_it_is() -> None:
    (path,) = real("misp-events", "git-vuln-finder-quagga.json")
    with pytest.raises(Unreadable, match=r"no event of MISP: it has neither “Event” nor “info”") as caught:
        split(path.read_bytes())
    assert caught.value.code == "no_events"


@pytest.mark.parametrize("pattern", ["test_attributes_collection_[12].json", "test_objects_collection_[12].json"])
def test_parts_without_their_event_are_refused_for_what_they_are(pattern: str) -> None:
    for path in real("misp-stix-pairs", pattern):
        with pytest.raises(Unreadable, match="no event that it belongs to"):
            split(path.read_bytes())


@given(
    st.binary(max_size=60)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=6),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["Event", "response", "info", "uuid", "Attribute", "type", ""]), inner)
        ),
        max_leaves=12,
    ).map(octets)
)
def test_whatever_comes_is_split_or_refused(message: bytes) -> None:
    try:
        pieces = split(message)
    except Unreadable:
        return
    assert all(piece in message for piece in pieces)
