"""Advisories read: what one says, what nobody can read, and that no octets at all break it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring.exchange.csaf import (
    Advisory,
    Branch,
    Limits,
    Publisher,
    Reference,
    Relation,
    Score,
    Status,
    Unreadable,
    Used,
    Weakness,
    affects,
    read,
)
from kring.tlp.labels import Label
from tests.exchange.csaf.samples import an_advisory, octets, real


def test_an_advisory_says_who_says_what_and_when() -> None:
    found = read(octets(an_advisory()))
    assert found.problems == ()
    assert found.judged
    assert (found.id, found.title, found.category) == ("PSA-1", "Pumps stop", "csaf_security_advisory")
    assert (found.version, found.status) == ("2", "final")
    assert (found.released, found.updated) == ("2026-10-01T10:00:00Z", "2026-10-02T10:00:00Z")
    assert found.publisher == Publisher("Pumps Inc.", "https://pumps.example", "vendor")
    assert found.references == (Reference("https://pumps.example/1.json", "This advisory", "self"),)
    assert (found.language, found.summary) == ("en", "The pumps can be stopped from outside.")
    assert (found.label, found.distribution) == (Label.AMBER, "Members only.")


@pytest.mark.parametrize(
    ("said", "label"),
    [("WHITE", Label.CLEAR), ("GREEN", Label.GREEN), ("AMBER", Label.AMBER), ("RED", Label.RED), ("PINK", None)],
)
def test_white_is_todays_clear(said: str, label: Label | None) -> None:
    document = an_advisory()
    document["document"]["distribution"]["tlp"]["label"] = said
    found = read(octets(document))
    assert (found.label, found.tlp) == (label, said)


def test_an_advisory_that_says_nothing_of_passing_it_on_has_no_label() -> None:
    document = an_advisory()
    del document["document"]["distribution"]
    found = read(octets(document))
    assert (found.label, found.tlp) == (None, "")


def test_products_come_with_the_way_to_them_whatever_part_of_the_tree_they_stand_in() -> None:
    found = read(octets(an_advisory()))
    assert [product.id for product in found.products] == ["P1", "P2", "V3", "C1"]
    first = found.by_id["P1"]
    assert first.branches == (
        Branch("vendor", "Pumps Inc."),
        Branch("product_name", "Pump Control"),
        Branch("product_version_range", "vers:generic/>=2.0.0|<2.7.1"),
    )
    assert (first.vendor, first.product, first.version) == ("Pumps Inc.", "Pump Control", "")
    assert first.version_range == "vers:generic/>=2.0.0|<2.7.1"
    assert first.helper.skus == ("PC-2000",)
    assert found.by_id["P2"].helper.purls == ("pkg:generic/pump-control@2.7.1",)
    assert found.by_id["V3"].branches == ()
    assert found.by_id["C1"].relation == Relation("installed_on", part="P1", whole="V3")


def test_a_vulnerability_says_which_products_and_groups_are_written_out() -> None:
    (found,) = read(octets(an_advisory())).vulnerabilities
    assert (found.cve, found.called, found.summary) == ("CVE-2026-1000", "CVE-2026-1000", "Anybody can send stop.")
    assert found.weaknesses == (Weakness("CWE-306", "Missing Authentication for Critical Function"),)
    assert found.statuses == {Status.KNOWN_AFFECTED: ("P1", "C1"), Status.FIXED: ("P2",)}
    assert found.scores == (Score("3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", 7.5, "HIGH", ("P1",)),)
    assert [(one.category, one.products) for one in found.remediations] == [("vendor_fix", ("P1", "C1"))]
    assert [(one.category, one.products) for one in found.threats] == [("exploit_status", ("P1",))]


def test_the_draft_of_the_next_version_is_read_and_not_judged() -> None:
    document = an_advisory()
    document["document"]["csaf_version"] = "2.1"
    document["document"]["distribution"]["tlp"]["label"] = "AMBER+STRICT"
    vulnerability = document["vulnerabilities"][0]
    vulnerability["cwes"] = [vulnerability.pop("cwe")]
    score = {"version": "4.0", "vectorString": "CVSS:4.0/AV:N", "baseScore": 8.7, "baseSeverity": "HIGH"}
    vulnerability["metrics"] = [{"products": ["P1"], "content": {"cvss_v4": score}}]
    del vulnerability["scores"], document["product_tree"]["relationships"]
    document["product_tree"]["product_paths"] = [
        {
            "beginning_product_reference": "P1",
            "subpaths": [{"category": "installed_on", "next_product_reference": "V3"}],
            "full_product_name": {"name": "Both", "product_id": "C1"},
        }
    ]
    found = read(octets(document))
    assert not found.judged
    assert found.label is Label.AMBER_STRICT
    assert found.by_id["C1"].relation == Relation("installed_on", part="P1", whole="V3")
    (one,) = found.vulnerabilities
    assert one.weaknesses[0].id == "CWE-306"
    assert one.scores == (Score("4.0", "CVSS:4.0/AV:N", 8.7, "HIGH", ("P1",)),)


def test_a_byte_order_mark_is_forgiven() -> None:
    assert read(b"\xef\xbb\xbf" + octets(an_advisory())).id == "PSA-1"


DEEP: Any = []
for _ in range(70):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ("too_large", b" " * 200_000),
        ("not_json", b"{"),
        ("not_json", b'{"document": NaN}'),
        ("not_json", b"[" * 100_000),
        ("not_an_object", b"[1]"),
        ("not_an_object", b'"csaf"'),
        ("too_deep", octets({"document": DEEP})),
        ("twice", b'{"document": {"csaf_version": "2.0", "csaf_version": "2.1"}}'),
        ("not_csaf", b"{}"),
        ("not_csaf", b'{"document": {"csaf_version": "1.2"}}'),
        ("not_csaf", b'{"document": {"csaf_version": ["2.0"]}}'),
    ],
)
def test_what_nobody_can_read_is_refused_with_a_reason(code: str, raw: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(raw, Limits(octets=150_000))
    assert refused.value.code == code
    assert refused.value.text.endswith(".")


@pytest.mark.parametrize(
    "limits",
    [Limits(products=3), Limits(vulnerabilities=0), Limits(scores=0), Limits(revisions=1), Limits(mentions=6)],
)
def test_an_advisory_with_too_much_in_it_is_refused(limits: Limits) -> None:
    with pytest.raises(Unreadable) as refused:
        read(octets(an_advisory()), limits)
    assert refused.value.code == "too_many"


def test_an_advisory_that_is_exactly_as_much_as_may_be_is_read() -> None:
    assert (
        read(octets(an_advisory()), Limits(products=4, vulnerabilities=1, scores=1, revisions=2, mentions=7)).problems
        == ()
    )


def test_groups_within_groups_of_remedies_do_not_grow_without_end() -> None:
    document = an_advisory()
    ids = [f"X{number}" for number in range(2_000)]
    document["product_tree"]["product_groups"] = [{"group_id": "G1", "product_ids": ids}]
    document["vulnerabilities"][0]["remediations"] *= 2_000
    with pytest.raises(Unreadable) as refused:
        read(octets(document))
    assert refused.value.code == "too_many"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(whole: object, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a document."""
    pairs: list[tuple[str | int, object]] = []
    if isinstance(whole, dict):
        pairs = list(whole.items())
    elif isinstance(whole, list):
        pairs = list(enumerate(whole))
    return [way, *(place for step, inner in pairs for place in places(inner, (*way, step)))]


PLACES = [place for place in places(an_advisory()) if place and place != ("document", "csaf_version")]


def put(document: Any, place: tuple[str | int, ...], value: object) -> None:
    """Puts something in a place, when that is still there."""
    for step in place[:-1]:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            return
    last = place[-1]
    if isinstance(document, list) and isinstance(last, int) and last < len(document):
        document[last] = value
    elif isinstance(document, dict):
        document |= {last: value}


def read_or_refuse(raw: bytes) -> Advisory | None:
    try:
        return read(raw)
    except Unreadable:
        return None


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=4),
    st.sampled_from(["2.0", "2.1"]),
)
def test_an_advisory_with_anything_in_any_place_is_read_or_refused(
    changes: list[tuple[tuple[str | int, ...], object]], version: str
) -> None:
    document = an_advisory()
    for place, value in changes:
        put(document, place, value)
    if isinstance(document["document"], dict):
        document["document"]["csaf_version"] = version
    if found := read_or_refuse(octets(document)):
        affects(found, Used(vendor="Pumps", product="Pump Control", version="2.5"))
        affects(found, Used(cpe="cpe:2.3:a:pumps:pump_control:2.5:*:*:*:*:*:*:*"))
        json.dumps([problem.text for problem in found.problems]).encode()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode) | JUNK.map(octets))
def test_any_octets_are_read_or_refused(raw: bytes) -> None:
    read_or_refuse(raw)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 4_000), st.binary(min_size=1, max_size=3))
def test_an_advisory_with_octets_changed_is_read_or_refused(at: int, noise: bytes) -> None:
    raw = octets(an_advisory())
    read_or_refuse(raw[:at] + noise + raw[at + len(noise) :])


def test_the_real_ones_have_no_problems() -> None:
    """Twenty by CISA on industrial control systems, and two on vulnerabilities elsewhere."""
    found = {path.name: read(path.read_bytes()) for path in real("csaf-real")}
    assert len(found) == 22
    assert {name: advisory.problems for name, advisory in found.items() if advisory.problems} == {}
    assert all(advisory.label is Label.CLEAR and advisory.products for advisory in found.values())
    assert all(advisory.vulnerabilities and advisory.summary for advisory in found.values())


def test_nothing_in_the_real_ones_is_overlooked() -> None:
    for path in real("csaf-real"):
        raw, found = path.read_bytes(), read(path.read_bytes())
        assert len(found.products) == raw.count(b'"product_id":'), path.name
        assert len(found.vulnerabilities) == raw.count(b'"product_status":'), path.name
        assert sum(len(one.scores) for one in found.vulnerabilities) == raw.count(b'"vectorString":'), path.name
        assert all(one.base is not None and one.severity for each in found.vulnerabilities for one in each.scores)
