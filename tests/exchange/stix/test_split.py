"""Messages taken apart: what comes out is what went in, and one bad object never spoils the others."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.exchange.stix import Envelope, Limits, Unreadable, read, split
from tests.exchange.stix.samples import ADDRESS, INDICATOR, octets, real


def refusal(message: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        split(message, limits or Limits())
    return refused.value


def test_an_envelope_gives_its_objects_and_where_to_ask_for_more() -> None:
    message = octets({"more": True, "next": "17", "objects": [INDICATOR, ADDRESS]})
    assert split(message) == Envelope((octets(INDICATOR), octets(ADDRESS)), more=True, next="17")


def test_a_bundle_is_taken_where_an_envelope_belongs() -> None:
    bundle = {"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d", "objects": [INDICATOR]}
    assert split(octets(bundle)) == Envelope((octets(INDICATOR),), is_bundle=True)


@pytest.mark.parametrize("message", [b"{}", b' { "more" : false } ', b'{"objects": [ ]}'])
def test_a_message_without_objects_has_none(message: bytes) -> None:
    assert split(message) == Envelope(())


def test_every_octet_of_an_object_stays_as_it_was() -> None:
    strange = b'{ "b" :\t1.50,\r\n"a":"\\u00e9 \xc3\xa9 \\/ ]}{[ \\" \\\\","c":[ [ ] ,{ } ] }'
    assert split(b'{"objects":[' + strange + b" ,\n" + strange + b"]}").objects == (strange, strange)


def test_the_name_of_objects_may_be_written_with_escapes() -> None:
    assert split(b'{"\\u006fbjects": [{"a": 1}]}').objects == (b'{"a": 1}',)


@pytest.mark.parametrize(
    "bad",
    [
        b'{"a": NaN}',
        b'{"a": "\xff\xfe"}',
        b'{"a": "\\ud800"}',
        b'{"a": 1e999}',
        b'{"a" "b", , nonsense}',
        b'{"a": 1, "a": 2}',
        b"{" * 100 + b"}" * 100,
        b'{"a":' * 2000 + b"1" + b"}" * 2000,
        b"17",
        b'"indicator"',
        b"null",
        b"[]",
        b"{]",
    ],
)
def test_a_bad_object_is_refused_alone(bad: bytes) -> None:
    good = octets(INDICATOR)
    objects = split(b'{"objects":[' + good + b"," + bad + b"," + good + b"]}").objects
    assert objects == (good, bad, good)
    assert [bool(read(one).problems) for one in objects] == [False, True, False]


REFUSED: list[tuple[bytes, str, int]] = [
    (b"", "not_json", 0),
    (b"[]", "not_json", 0),
    (b"\xef\xbb\xbf{}", "not_json", 0),
    (b"<html>", "not_json", 0),
    (b'{"objects": {}}', "not_an_envelope", 12),
    (b'{"objects": null}', "not_an_envelope", 12),
    (b'{"objects": []} {}', "not_json", 16),
    (b'{"objects": [{}', "not_json", 15),
    (b'{"objects": [{"a": [1, 2', "cut_off", 13),
    (b'{"objects": [{"a": "b', "cut_off", 13),
    (b'{"objects": [{} {}]}', "not_json", 16),
    (b'{"objects": [{},]}', "not_json", 16),
    (b'{"objects" []}', "not_json", 11),
    (b"{objects: []}", "not_json", 1),
    (b'{"objects": [], "objects": [{}]}', "objects_twice", 26),
    (b'{"objects": [], "\\u006fbjects": [{}]}', "objects_twice", 31),
    (b'{"more": tru, "objects": []}', "not_json", 0),
    (b'{"\\ud800": 1}', "not_json", 9),
    (b'{"a": "b', "not_json", 6),
    (octets(INDICATOR), "not_an_envelope", 0),
    (b'{"type": ["bundle"], "objects": []}', "not_an_envelope", 0),
]


@pytest.mark.parametrize(("message", "code", "position"), REFUSED)
def test_a_message_that_is_neither_is_refused_with_its_reason_and_place(
    message: bytes, code: str, position: int
) -> None:
    refused = refusal(message)
    assert (refused.code, refused.position) == (code, position)
    assert str(refused).endswith(f"(at byte {position})")


def test_the_reason_names_the_object_after_which_it_went_wrong() -> None:
    assert "after object 1" in refusal(b'{"objects": [{}, {} {}]}').text
    assert "within object 2" in refusal(b'{"objects": [{}, {}, {').text


def test_a_message_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    assert refusal(b"{" * 101, Limits(octets=100)).code == "too_large"
    assert split(b'{"objects":[]}', Limits(octets=14)).objects == ()


def test_one_object_too_many_is_refused() -> None:
    assert len(split(b'{"objects":[{},{}]}', Limits(objects=2)).objects) == 2
    assert refusal(b'{"objects":[{},{},{}]}', Limits(objects=2)).code == "too_many"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=6), st.booleans(), st.sampled_from([None, 0, 3]))
def test_whatever_the_values_each_comes_out_as_json_wrote_it(
    values: list[Any], plain: bool, indent: int | None
) -> None:
    message = json.dumps({"next": "]}", "objects": values, "more": True}, ensure_ascii=plain, indent=indent)
    envelope = split(message.encode("utf-8", "surrogatepass"))
    assert [json.loads(one) for one in envelope.objects] == values
    assert envelope.more
    assert all(one.decode("utf-8", "surrogatepass") in message for one in envelope.objects)


def answer(message: bytes) -> tuple[bytes, ...]:
    """Its objects; none when it is refused."""
    try:
        return split(message).objects
    except Unreadable:
        return ()


@given(st.binary(max_size=200) | st.text(alphabet='{}[]",:\\ abjectso1', max_size=200).map(str.encode))
def test_any_octets_get_an_answer(message: bytes) -> None:
    for whole in (message, b'{"objects":[' + message, b'{"objects":[' + message + b"]}"):
        assert all(one in whole for one in answer(whole))


@pytest.mark.parametrize(
    ("folder", "pattern"), [("attack", "*.json"), ("misp-stix-pairs", "*stix2*.json"), ("stix-examples", "*.json")]
)
def test_real_bundles_come_apart_as_another_parser_reads_them(folder: str, pattern: str) -> None:
    for path in real(folder, pattern):
        message = path.read_bytes()
        assert [json.loads(one) for one in split(message).objects] == json.loads(message)["objects"], path.name
