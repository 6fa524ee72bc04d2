"""What objects let one look for, in one spelling whoever sent them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.exchange.stix import Observable, ObservableKind, observable, observables, read, split
from kring.sharing.scrutiny import IndicatorKind
from tests.exchange.stix.samples import ADDRESS, INDICATOR, octets, real

MD5 = "d41d8cd98f00b204e9800998ecf8427e"
SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
SHA512 = SHA256 * 2

SPELLINGS: list[tuple[str, str, str | None]] = [
    ("ipv4", "198.51.100.7", "ipv4 198.51.100.7"),
    ("ipv4", "198.51.100.7/32", "ipv4 198.51.100.7"),
    ("ipv4", "198.51.100.7/24", "network 198.51.100.0/24"),
    ("ipv4", "198.51.100.256", None),
    ("ipv4", "198.051.100.007", None),
    ("ipv4", "0/0/0", None),
    ("ipv6", "2001:DB8:0:0::7", "ipv6 2001:db8::7"),
    ("ipv6", "2001:db8::7/32", "network 2001:db8::/32"),
    ("ipv6", "2001:db8::7/128", "ipv6 2001:db8::7"),
    ("ipv6", "fe80::1%eth0", None),
    ("domain", "Example.COM.", "domain example.com"),
    ("domain", "bücher.example", "domain xn--bcher-kva.example"),
    ("domain", "BÜCHER。example", "domain xn--bcher-kva.example"),
    ("domain", "xn--bcher-kva.example", "domain xn--bcher-kva.example"),
    ("domain", "_dmarc.example.com", "domain _dmarc.example.com"),
    ("domain", "198.51.100.7", "ipv4 198.51.100.7"),
    ("domain", "localhost", None),
    ("domain", "a b.example", None),
    ("domain", "-.example", None),
    ("domain", "x" * 64 + ".example", None),
    ("url", "HTTP://Example.com", "url http://example.com/"),
    ("url", "https://Example.com:443/Path?Q=1#part", "url https://example.com/Path?Q=1"),
    ("url", "https://bücher.example:8443/é", "url https://xn--bcher-kva.example:8443/é"),
    ("url", "http://[2001:DB8::7]:80/x", "url http://[2001:db8::7]/x"),
    ("url", "ftp://ada:secret@files.example/x", "url ftp://ada:secret@files.example/x"),
    ("url", "http://fileserver/x", "url http://fileserver/x"),
    ("url", "http://example.com:99999/", None),
    ("url", "http://[::1/", None),
    ("url", "example.com/x", None),
    ("url", "javascript:alert(1)", None),
    ("email", "Ada@Example.COM", "email ada@example.com"),
    ("email", "ada@bücher.example", "email ada@xn--bcher-kva.example"),
    ("email", "ada", None),
    ("email", "@example.com", None),
    ("email", "Ada <ada@example.com>", None),
    ("md5", MD5.upper(), f"md5 {MD5}"),
    ("md5", SHA1, None),
    ("sha1", SHA1, f"sha1 {SHA1}"),
    ("sha256", SHA256, f"sha256 {SHA256}"),
    ("sha512", SHA512, f"sha512 {SHA512}"),
    ("ssdeep", "3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C", "ssdeep 3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C"),
    ("ssdeep", MD5, None),
    ("tlsh", "t1" + "a" * 70, "tlsh T1" + "A" * 70),
    ("cve", "cve-2026-0001", "cve CVE-2026-0001"),
    ("cve", "CVE-2026-1", None),
    ("cve", "CVE-٢٠٢٦-0001", None),
    ("cpe", "cpe:2.3:a:Vendor:Product:1.0:*:*:*:*:*:*:*", "cpe cpe:2.3:a:vendor:product:1.0:*:*:*:*:*:*:*"),
    ("cpe", "cpe:/o:vendor:product", "cpe cpe:/o:vendor:product"),
    ("cpe", "vendor product", None),
    ("purl", "pkg:PyPI/Django_Ninja@1.0", "purl pkg:pypi/django-ninja@1.0"),
    ("purl", "django", None),
]


@pytest.mark.parametrize(("kind", "text", "expected"), SPELLINGS)
def test_a_value_has_one_spelling(kind: str, text: str, expected: str | None) -> None:
    found = observable(ObservableKind(kind), text)
    assert (f"{found.kind} {found.value}" if found else None) == expected


@given(st.sampled_from(ObservableKind), st.text() | st.sampled_from([text for _, text, _ in SPELLINGS]))
def test_what_is_spelled_well_stays_as_it_is(kind: ObservableKind, text: str) -> None:
    found = observable(kind, text)
    if found:
        assert observable(found.kind, found.value) == found
        assert found.value.isprintable()


def test_texts_before_sharing_are_searched_for_the_same_by_the_same_names() -> None:
    proves_little_alone = {"asn", "file_name", "path", "registry_key", "technique"}
    assert {kind.value for kind in IndicatorKind} - proves_little_alone <= {kind.value for kind in ObservableKind}


PATTERNS: list[tuple[str, set[str]]] = [
    ("[ipv4-addr:value = '198.51.100.7']", {"ipv4 198.51.100.7"}),
    ("[ipv4-addr:value == '198.51.100.7' OR ipv4-addr:value = '198.51.100.0/24']", {"ipv4 198.51.100.7", "network 198.51.100.0/24"}),
    ("[ipv4-addr:value ISSUBSET '198.51.100.0/24']", {"network 198.51.100.0/24"}),
    ("[domain-name:value IN ('a.example', 'b.example')]", {"domain a.example", "domain b.example"}),
    ("[domain-name:value NOT IN ('a.example')]", set()),
    ("[domain-name:value != 'a.example']", set()),
    ("[domain-name:value NOT = 'a.example']", set()),
    ("[domain-name:value = 'a.example' AND domain-name:value NOT = 'b.example']", {"domain a.example"}),
    ("[domain-name:value LIKE '%.example']", set()),
    ("[domain-name:value MATCHES 'a.example']", set()),
    ("[domain-name:value > 'a.example']", set()),
    ("[ipv4-addr:value NOT ISSUBSET '198.51.100.0/24']", set()),
    ("[url:value = 'http://Example.com/it\\'s']", {"url http://example.com/it's"}),
    ("[file:hashes.'SHA-256' = '" + SHA256 + "']", {f"sha256 {SHA256}"}),
    ("[file:hashes.MD5 = '" + MD5.upper() + "']", {f"md5 {MD5}"}),
    ("[file:hashes.SHA256 = '" + SHA256 + "']", {f"sha256 {SHA256}"}),
    ("[file:hashes[*].'SHA-1' = '" + SHA1 + "']", {f"sha1 {SHA1}"}),
    ("[file:hashes.MD5 = 'none']", set()),
    ("[process:image_ref.hashes.MD5 = '" + MD5 + "']", {f"md5 {MD5}"}),
    ("[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7']", {"ipv4 198.51.100.7"}),
    ("[network-traffic:dst_ref.value = 'a.example']", {"domain a.example"}),
    ("[email-message:to_refs[*].value = 'Ada@a.example']", {"email ada@a.example"}),
    ("[email-addr:value = 'ada@a.example']", {"email ada@a.example"}),
    ("[software:cpe = 'cpe:2.3:a:v:p:1:*:*:*:*:*:*:*']", {"cpe cpe:2.3:a:v:p:1:*:*:*:*:*:*:*"}),
    ("[vulnerability:name = 'CVE-2026-0001']", {"cve CVE-2026-0001"}),
    ("[file:size = 17 AND file:name = 'a.example']", set()),
    (
        "([domain-name:value = 'a.example'] AND [url:value = 'http://b.example/']) WITHIN 30 SECONDS",
        {"domain a.example", "url http://b.example/"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "expected"), PATTERNS)
def test_an_indicator_gives_what_its_pattern_wants_equal(pattern: str, expected: set[str]) -> None:
    indicator = read(octets(INDICATOR | {"pattern": pattern}))
    assert not indicator.problems
    assert {f"{found.kind} {found.value}" for found in observables(indicator.document)} == expected


THINGS: list[tuple[dict[str, Any], set[str]]] = [
    (ADDRESS, {"ipv4 198.51.100.3"}),
    ({"type": "ipv6-addr", "value": "2001:DB8::1"}, {"ipv6 2001:db8::1"}),
    ({"type": "domain-name", "value": "Example.com"}, {"domain example.com"}),
    ({"type": "url", "value": "hxxps://example[.]com/x", "defanged": True}, {"url https://example.com/x"}),
    ({"type": "email-addr", "value": "ada@example.com"}, {"email ada@example.com"}),
    ({"type": "file", "name": "x.exe", "hashes": {"MD5": MD5, "SHA-256": SHA256, "x-own": "1"}}, {f"md5 {MD5}", f"sha256 {SHA256}"}),
    ({"type": "artifact", "hashes": {"SHA-512": SHA512}}, {f"sha512 {SHA512}"}),
    ({"type": "software", "name": "P", "cpe": "cpe:2.3:a:v:p:1:*:*:*:*:*:*:*"}, {"cpe cpe:2.3:a:v:p:1:*:*:*:*:*:*:*"}),
    ({"type": "software", "name": "P", "purl": "pkg:pypi/p@1"}, {"purl pkg:pypi/p@1"}),
    ({"type": "vulnerability", "name": "CVE-2026-0001"}, {"cve CVE-2026-0001"}),
    (
        {"type": "vulnerability", "name": "Bad", "external_references": [{"source_name": "cve", "external_id": "CVE-2026-0002"}]},
        {"cve CVE-2026-0002"},
    ),
    ({"type": "observed-data", "objects": {"0": {"type": "domain-name", "value": "a.example"}}}, {"domain a.example"}),
    ({"type": "indicator", "pattern_type": "yara", "pattern": "[ipv4-addr:value = '198.51.100.7']"}, set()),
    ({"type": "identity", "name": "CVE-2026-0001", "value": "a.example"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("thing", "expected"), THINGS)
def test_a_thing_gives_itself(thing: dict[str, Any], expected: set[str]) -> None:
    assert {f"{found.kind} {found.value}" for found in observables(thing)} == expected


def test_each_thing_is_given_once() -> None:
    thing = {"type": "vulnerability", "name": "cve-2026-0001", "external_references": [{"source_name": "cve", "external_id": "CVE-2026-0001"}]}  # fmt: skip
    assert observables(thing) == (Observable(ObservableKind.CVE, "CVE-2026-0001"),)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from([text for _, text, _ in SPELLINGS]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "value", "hashes", "MD5", "source_name", "external_id", "x"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["indicator", "file", "url", "vulnerability", "observed-data"]) | JSON,
            "pattern": st.sampled_from([pattern for pattern, _ in PATTERNS]) | JSON,
            "pattern_type": st.just("stix") | JSON,
            "value": JSON,
            "name": JSON,
            "hashes": JSON,
            "objects": JSON,
            "external_references": JSON | st.lists(st.fixed_dictionaries({"source_name": st.just("cve"), "external_id": JSON})),
            "defanged": st.booleans(),
        },
    )
)  # fmt: skip
def test_whatever_an_object_is_made_of_there_is_an_answer(document: dict[str, Any]) -> None:
    assert all(isinstance(found, Observable) for found in observables(document))


def test_a_real_report_gives_what_a_reader_finds_in_it() -> None:
    (apt1,) = real("stix-examples", "apt1.json")
    found = {one for raw in split(apt1.read_bytes()).objects for one in observables(read(raw).document)}
    assert {f"{one.kind} {one.value}" for one in found} == {
        "network 223.166.0.0/15",
        "network 58.246.0.0/15",
        "network 112.64.0.0/15",
        "network 139.226.0.0/15",
        "domain hugesoft.org",
        "domain arrowservice.net",
        "domain msnhome.org",
        "md5 001dd76872d80801692ff942308c64e6",
        "md5 002325a0a67fded0381b5648d7fe9b8e",
        "md5 00dbb9e1c09dbdafb360f3163ba5a3de",
    }
