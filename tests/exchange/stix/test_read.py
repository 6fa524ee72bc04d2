"""Objects judged one by one: what is known of a good one, and why a bad one is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring.exchange import stix
from kring.exchange.stix import (
    TLP_1,
    TLP_2,
    TLP_2_EXTENSION,
    Limits,
    Problem,
    Read,
    instant,
    microseconds,
    moment_of,
    read,
    split,
    timestamp,
)
from kring.tlp.labels import Label
from tests.exchange.stix.samples import (
    ADDRESS,
    CUSTOM,
    INDICATOR,
    NORTH,
    SIGHTING,
    STATEMENT,
    TLP_RED_1,
    octets,
    real,
)

SCHEMAS = Path(stix.__file__).parent / "schemas"


def problem_of(raw: bytes, limits: Limits | None = None) -> Problem:
    problems = read(raw, limits or Limits()).problems
    assert len(problems) == 1, problems
    return problems[0]


def test_an_object_says_what_the_store_must_know() -> None:
    found = read(octets(INDICATOR | {"revoked": True, "object_marking_refs": [TLP_RED_1, STATEMENT["id"]]}))
    assert found._replace(document={}) == Read(
        id="indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
        type="indicator",
        version=1775592228000000,
        revoked=True,
        label=Label.RED,
        document={},
    )
    assert found.document["name"] == "Where the loader calls home"


def test_an_object_that_knows_no_versions_has_version_0() -> None:
    found = read(octets(ADDRESS))
    assert (found.version, found.spec_version, found.problems) == (0, "2.1", ())


def test_an_object_that_is_never_modified_has_the_version_of_its_making() -> None:
    assert read(octets(STATEMENT)).version == microseconds("2017-04-14T13:07:49.812Z")


MOMENTS = [
    ("1970-01-01T00:00:00Z", 0),
    ("1970-01-01T00:00:00.5Z", 500_000),
    ("1970-01-01T00:00:01.123456Z", 1_123_456),
    ("1970-01-01T00:00:01.1234569999Z", 1_123_456),
    ("1969-12-31T23:59:59.999Z", -1_000),
    ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
    ("2016-12-31T23:59:60.25Z", 1_483_228_800_250_000),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
    ("9999-12-31T23:59:59.9999999Z", 253_402_300_799_999_999),
]


@pytest.mark.parametrize(("text", "expected"), MOMENTS)
def test_a_moment_is_a_number_of_microseconds(text: str, expected: int) -> None:
    assert microseconds(text) == expected
    assert microseconds(timestamp(expected)) == expected
    assert moment_of(instant(text)) == expected


EDGES = ["0000-01-01T00:00:00.000Z", "9999-12-31T23:59:60.000Z"]


@pytest.mark.parametrize("text", [*EDGES, "0001-01-01T00:00:00+23:59", "2026-04-07", "2026-04-07T20", ""])
def test_what_no_clock_shows_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # Python's own words, or ours
        microseconds(text)


@pytest.mark.parametrize("text", EDGES)
@pytest.mark.parametrize(
    ("name", "document"), [("modified", INDICATOR), ("valid_from", INDICATOR), ("first_seen", SIGHTING)]
)
def test_an_object_of_such_a_moment_is_refused(text: str, name: str, document: dict[str, Any]) -> None:
    (problem,) = read(octets(document | {name: text})).problems
    assert (problem.code, problem.path) == ("form", f"/{name}")


def test_of_ever_so_many_properties_the_one_that_stands_twice_is_named_at_once() -> None:
    names = [f'"{number}":0' for number in range(100_000)]
    (problem,) = read(("{" + ",".join([*names, '"last":1', '"last":2']) + "}").encode()).problems
    assert problem.text.startswith("“last” stands twice")


MARKED: list[tuple[dict[str, Any], Label | None]] = [
    ({}, None),
    ({"object_marking_refs": [STATEMENT["id"]]}, None),
    *(({"object_marking_refs": [marking]}, label) for label, marking in TLP_1.items()),
    *(({"object_marking_refs": [marking]}, label) for label, marking in TLP_2.items()),
    ({"object_marking_refs": [TLP_2[Label.GREEN], TLP_1[Label.AMBER]]}, Label.AMBER),
    ({"object_marking_refs": [TLP_1[Label.AMBER], TLP_2[Label.GREEN]]}, Label.AMBER),
    ({"object_marking_refs": [TLP_2[Label.AMBER_STRICT], TLP_1[Label.AMBER]]}, Label.AMBER_STRICT),
    ({"granular_markings": [{"marking_ref": TLP_2[Label.RED], "selectors": ["name"]}]}, Label.RED),
    (
        {
            "object_marking_refs": [TLP_2[Label.CLEAR]],
            "granular_markings": [{"marking_ref": TLP_2[Label.AMBER], "selectors": ["name"]}],
        },
        Label.AMBER,
    ),
    ({"object_marking_refs": ["marking-definition--5E57C739-391A-4EB3-B6BE-7D15CA92D5ED"]}, Label.RED),
]


@pytest.mark.parametrize(("marks", "label"), MARKED)
def test_the_narrowest_marking_is_its_label(marks: dict[str, Any], label: Label | None) -> None:
    found = read(octets(INDICATOR | marks))
    assert (found.label, found.problems) == (label, ())


def tlp_2(text: str, **other: Any) -> dict[str, Any]:
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP_2[Label.AMBER_STRICT],
        "created": "2022-10-01T00:00:00.000Z",
        "name": "TLP:AMBER+STRICT",
        "extensions": {TLP_2_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": text}},
    } | other


GOOD: list[dict[str, Any]] = [
    INDICATOR,
    ADDRESS,
    SIGHTING,
    STATEMENT,
    CUSTOM,
    tlp_2("amber+strict"),
    {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP_1[Label.CLEAR],
        "created": "2017-01-20T00:00:00.000Z",
        "definition_type": "tlp",
        "name": "TLP:WHITE",
        "definition": {"tlp": "white"},
    },
    INDICATOR | {"x_own_property": {"deep": [1, {"er": True}]}, "another": "one"},
    INDICATOR | {"pattern_type": "yara", "pattern": "rule x { condition: true }"},
    INDICATOR | {"created": "2026-04-06T20:03:48.123456789Z", "modified": "2026-04-06T20:03:48.123456789Z"},
    INDICATOR | {"valid_from": "2024-02-29T23:59:60Z"},
    INDICATOR | {"confidence": 12345678901234567890 % 101, "x_large": 12345678901234567890},
    INDICATOR | {"name": "\x00 and é"},
    INDICATOR
    | {
        "extensions": {
            "extension-definition--d83fce45-ef58-4c6c-a3f4-1fbc32e98c6e": {
                "extension_type": "property-extension",
                "rank": 5,
            }
        }
    },
    {  # a whole new type, by an extension
        "type": "my-favourite-sdo",
        "spec_version": "2.1",
        "id": "my-favourite-sdo--c5ba9dba-5ad9-4bbe-9825-df4cb8675774",
        "created": "2014-02-20T09:16:08.989000Z",
        "modified": "2014-02-20T09:16:08.989000Z",
        "extensions": {"extension-definition--d83fce45-ef58-4c6c-a3f4-1fbc32e98c6e": {"extension_type": "new-sdo"}},
    },
    {  # a new observable, by an extension
        "type": "my-favourite-sco",
        "id": "my-favourite-sco--f9dbe89c-0030-4a9d-8b78-0dcd0a0de874",
        "extensions": {"extension-definition--d83fce45-ef58-4c6c-a3f4-1fbc32e98c6e": {"extension_type": "new-sco"}},
    },
    ADDRESS | {"id": "ipv4-addr--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "spec_version": "2.1"},
]


@pytest.mark.parametrize("document", GOOD, ids=lambda document: str(document["type"]))
def test_a_good_object_goes_in(document: dict[str, Any]) -> None:
    assert read(octets(document)).problems == ()


def without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in names}


BAD: list[tuple[dict[str, Any], str, str, str]] = [
    (without(INDICATOR, "pattern"), "missing", "/pattern", "“pattern” is missing."),
    (without(INDICATOR, "id"), "missing", "/id", "“id” is missing."),
    (without(ADDRESS, "value"), "missing", "/value", "“value” is missing."),
    (without(INDICATOR, "type"), "missing", "/type", "“type” is missing."),
    (without(INDICATOR, "spec_version"), "older", "/spec_version", "not STIX 2.1"),
    (INDICATOR | {"spec_version": "2.0"}, "older", "/spec_version", "not STIX 2.1"),
    (INDICATOR | {"spec_version": "2.2"}, "value", "/spec_version", "none of"),
    (INDICATOR | {"id": "indicator--17"}, "form", "/id", "not an identifier"),
    (INDICATOR | {"id": ADDRESS["id"]}, "form", "/id", "does not have the form"),
    (CUSTOM | {"id": ADDRESS["id"]}, "id_of_other_type", "/id", "x-pump-station--"),
    (INDICATOR | {"name": 17}, "type", "/name", "string was expected"),
    (INDICATOR | {"name": None}, "type", "/name", "string was expected"),
    (INDICATOR | {"revoked": "true"}, "type", "/revoked", "boolean was expected"),
    (INDICATOR | {"labels": []}, "empty", "/labels", "left out"),
    (INDICATOR | {"confidence": 101}, "schema", "/confidence", "100"),
    (INDICATOR | {"Bad Name": 1}, "name", "/Bad Name", "Bad Name"),
    (INDICATOR | {"severity": "high"}, "reserved", "", "severity"),
    (INDICATOR | {"created": "2026-04-06T20:03:48Z"}, "form", "/created", "milliseconds"),
    (INDICATOR | {"created": "2026-04-06 20:03:48.000Z"}, "form", "/created", "moment"),
    (INDICATOR | {"created": "2026-04-06T20:03:48.000+02:00"}, "form", "/created", "moment"),
    (INDICATOR | {"valid_from": "2026-02-30T00:00:00Z"}, "form", "/valid_from", "on a day that exists"),
    (INDICATOR | {"valid_from": "2025-02-29T00:00:00Z"}, "form", "/valid_from", "on a day that exists"),
    (INDICATOR | {"created": "0000-01-01T00:00:00.000Z"}, "form", "/created", "exists"),
    (INDICATOR | {"modified": "2026-04-05T20:03:48.000Z"}, "order", "/modified", "cannot be before “created”"),
    (INDICATOR | {"valid_until": INDICATOR["valid_from"]}, "order", "/valid_until", "after “valid_from”"),
    (
        SIGHTING | {"first_seen": "2026-01-02T00:00:00Z", "last_seen": "2026-01-01T00:00:00Z"},
        "order",
        "/last_seen",
        "cannot be before",
    ),
    (INDICATOR | {"created_by_ref": ADDRESS["id"]}, "reference", "/created_by_ref", "identity"),
    (INDICATOR | {"object_marking_refs": [NORTH]}, "reference", "/object_marking_refs/0", "not a marking"),
    (STATEMENT | {"object_marking_refs": [STATEMENT["id"]]}, "reference", "/object_marking_refs/0", "itself"),
    (INDICATOR | {"pattern": "[ipv4-addr:value = ]"}, "pattern", "/pattern", "1:19"),
    (INDICATOR | {"pattern": "198.51.100.7"}, "pattern", "/pattern", "not a STIX pattern"),
    (without(INDICATOR, "spec_version") | {"type": "x-old"}, "older", "/spec_version", "not STIX 2.1"),
    ({"type": "file", "id": "file--e277603e-1060-5ad4-9937-c26c97f1ca68"}, "missing", "", "hashes, name"),
    (
        INDICATOR | {"external_references": [{"source_name": "nvd", "external_id": "CVE-2026-0001"}]},
        "form",
        "/external_references/0/source_name",
        "cve",
    ),
    (tlp_2("red"), "tlp", "/id", "AMBER+STRICT"),
    (tlp_2("red", id=STATEMENT["id"]), "tlp", "/id", "standard's own"),
    (tlp_2("mauve", id=STATEMENT["id"]), "tlp", "/id", "standard's own"),
    (STATEMENT | {"id": TLP_RED_1}, "tlp", "/id", "TLP:RED"),
    (
        CUSTOM | {"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d"},
        "bundle",
        "/type",
        "cannot stand in another",
    ),
]


@pytest.mark.parametrize(("document", "code", "path", "words"), BAD)
def test_a_bad_object_is_refused_with_its_reason(document: dict[str, Any], code: str, path: str, words: str) -> None:
    problem = problem_of(octets(document))
    assert (problem.code, problem.path) == (code, path)
    assert words in problem.text
    assert problem.text.endswith(".")


def test_an_object_with_several_problems_says_them_all() -> None:
    found = read(octets(without(INDICATOR, "pattern") | {"name": 1, "labels": []}))
    assert {problem.path for problem in found.problems} == {"/pattern", "/name", "/labels"}
    assert found.id == INDICATOR["id"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b'{"a": Infinity}', "not_json"),
        (b'{"a": 1e999}', "not_json"),
        (b'{"a": ' + b"1" * 5000 + b"}", "not_json"),
        (b'{"a": "\xff"}', "not_json"),
        (b'{"a": "\\ud800"}', "not_json"),
        (b"\xef\xbb\xbf{}", "not_json"),
        (b"[1]", "not_an_object"),
        (b'"x"', "not_an_object"),
        (b'{"a": {"b": 1, "b": 2}}', "twice"),
        (b'{"a": 1, "\\u0061": 2}', "twice"),
        (b'{"a": ' + b"[" * 70 + b"]" * 70 + b"}", "too_deep"),
        (b'{"a": ' + b'{"a":' * 3000 + b"1" + b"}" * 3001, "not_json"),
    ],
)
def test_octets_that_are_no_plain_object_are_refused(raw: bytes, code: str) -> None:
    assert problem_of(raw).code == code


def test_a_label_cannot_be_hidden_behind_a_second_one() -> None:
    red, clear = (json.dumps([table]) for table in (TLP_RED_1, TLP_2[Label.CLEAR]))
    smuggled = octets(INDICATOR)[:-1] + f', "object_marking_refs": {red}, "object_marking_refs": {clear}}}'.encode()
    assert "object_marking_refs" in problem_of(smuggled).text


def test_an_object_may_be_as_large_and_as_deep_as_the_limits_say() -> None:
    raw = octets(CUSTOM | {"x_deep": [[["[[[["]]]})
    assert not read(raw, Limits(object_octets=len(raw), depth=4)).problems
    assert problem_of(raw, Limits(object_octets=len(raw) - 1)).code == "too_large"
    assert problem_of(raw, Limits(depth=3)).code == "too_deep"


TYPES = sorted(path.stem for folder in ("sdos", "sros", "observables") for path in (SCHEMAS / folder).glob("*.json"))


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_of_the_standard_is_held_to_its_schema(kind: str) -> None:
    bare = INDICATOR | {"type": kind, "id": f"{kind}--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "object_marking_refs": 17}
    assert "/object_marking_refs" in {problem.path for problem in read(octets(bare)).problems}


def test_a_message_of_stix_2_0_gets_a_reason_per_object() -> None:
    for path in real("misp-stix-pairs", "*stix20.json"):
        reads = [read(raw) for raw in split(path.read_bytes()).objects]
        assert reads
        assert all([problem.code for problem in one.problems] == ["older"] for one in reads), path.name


@pytest.mark.parametrize(
    ("folder", "pattern", "number"),
    [
        ("attack", "ics-attack-17.1.json", 1651),
        ("misp-stix-pairs", "*stix21.json", 74),
        ("stix-examples", "*.json", 132),
    ],
)
def test_every_real_object_goes_in(folder: str, pattern: str, number: int) -> None:
    reads = [(path.name, read(raw)) for path in real(folder, pattern) for raw in split(path.read_bytes()).objects]
    assert [(name, one.id, one.problems) for name, one in reads if one.problems] == []
    assert len(reads) == number
    assert all(one.id and one.type and one.document["id"] == one.id for _, one in reads)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A good object of which something is changed, added or left out."""
    document = dict(draw(st.sampled_from(GOOD)))
    for name in draw(
        st.lists(st.sampled_from([*document, "object_marking_refs", "granular_markings", "extensions", "modified"]))
    ):
        if draw(st.booleans()):
            document.pop(name, None)
        else:
            document[name] = draw(JSON | st.sampled_from([text for text, _ in MOMENTS]))
    return octets(document)


@settings(max_examples=300, deadline=None)
@given(spoiled() | st.binary(max_size=100) | JSON.map(octets))
def test_whatever_comes_there_is_an_answer(raw: bytes) -> None:
    found = read(raw)
    assert all(problem.code and problem.text for problem in found.problems)
    assert all(problem.path == "" or problem.path.startswith("/") for problem in found.problems)
    if not found.problems:
        assert found.id.startswith(f"{found.type}--")
        json.loads(raw)
