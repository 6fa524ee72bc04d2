"""Indicators in text: found where they stand, in every way people write them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.sharing.scrutiny import IndicatorKind, defang, find_indicators, refang

ADVISORIES = Path(__file__).parents[4] / "shared" / "data" / "csaf-real"

labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
domains = st.builds("{}.{}".format, labels, st.sampled_from(["nl", "com", "co.uk", "eu", "top", "gemeente.nl"]))
ipv4 = st.ip_addresses(v=4).map(str)
ipv6 = st.one_of(st.ip_addresses(v=6).map(str), st.just("::ffff:ffff:fffa")).filter(
    lambda said: len(said) > 4 and (any(map(str.isdigit, said)) or said.count(":") > 3)
)
paths = st.from_regex(r"(/[a-zA-Z0-9_]{1,8}){0,3}(\?[a-z]{1,4}=[a-zA-Z0-9]{1,8})?", fullmatch=True)
urls = st.builds("{}://{}{}".format, st.sampled_from(["http", "https", "ftp"]), domains | ipv4, paths)
mails = st.builds("{}@{}".format, st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?", fullmatch=True), domains)
hashes = st.sampled_from([32, 40, 64, 128]).flatmap(
    lambda size: st.text("0123456789abcdef", min_size=size, max_size=size).filter(
        lambda value: len(set(value)) >= 8 and not value.isdigit()
    )
)
cves = st.builds("CVE-{}-{}".format, st.integers(1999, 2030), st.integers(1000, 9_999_999))
values = st.one_of(domains, ipv4, ipv6, urls, mails, hashes, cves)


def kinds_and_values(text: str) -> list[tuple[str, str]]:
    return [(indicator.kind.value, indicator.value) for indicator in find_indicators(text)]


@given(values)
def test_every_value_is_found_again_in_a_sentence(value: str) -> None:
    (found,) = find_indicators(f"Wij zagen {value}, gisteren.")
    assert found.value == value
    assert not found.defanged


@given(values)
def test_a_defanged_value_is_found_and_becomes_the_value_again(value: str) -> None:
    harmless = defang(value)
    assert refang(harmless) == value
    (found,) = find_indicators(f"Wij zagen {harmless}, gisteren.")
    assert found.value == value


@given(st.lists(values, max_size=5), st.lists(st.booleans(), min_size=5, max_size=5))
def test_every_place_is_where_it_was_written(many: list[str], harmless: list[bool]) -> None:
    written = [defang(value) if chosen else value for value, chosen in zip(many, harmless, strict=False)]
    text = " en ".join(written)
    found = find_indicators(text)
    assert [text[indicator.start : indicator.end] for indicator in found] == written
    assert [indicator.value for indicator in found] == many


@given(st.text())
def test_any_text_is_read_without_an_error_and_in_order(text: str) -> None:
    place = 0
    for indicator in find_indicators(text):
        assert place <= indicator.start < indicator.end <= len(text)
        place = indicator.end


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hxxps://evil[.]nl/a.php", "https://evil.nl/a.php"),
        ("hXXp://evil[.]nl", "http://evil.nl"),
        ("h**p://evil.nl/", "http://evil.nl/"),
        ("http[:]//evil.nl", "http://evil.nl"),
        ("http[://]evil.nl", "http://evil.nl"),
        ("hxxp:\\\\evil.nl", "http://evil.nl"),
        ("evil(.)nl", "evil.nl"),
        ("evil{.}nl", "evil.nl"),
        ("evil[dot]nl", "evil.nl"),
        ("evil [punt] nl", "evil.nl"),
        ("evil [.] nl", "evil.nl"),
        ("evil[.nl", "evil.nl"),
        ("evil.]nl", "evil.nl"),
        ("203.0.113[.]7", "203.0.113.7"),
        ("2001[:]db8[:][:]1", "2001:db8::1"),
        ("ada[at]evil[.]nl", "ada@evil.nl"),
        ("ada[@]evil.nl", "ada@evil.nl"),
        ("ada (at) evil (dot) nl", "ada@evil.nl"),
    ],
)
def test_it_is_understood_however_it_was_defanged(text: str, value: str) -> None:
    (found,) = find_indicators(text)
    assert (found.value, found.defanged, found.start, found.end) == (value, True, 0, len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.0.0.0/24", [("network", "10.0.0.0/24")]),
        ("10.0.0.9/24", [("ipv4", "10.0.0.9")]),
        ("198.51.100.4:8443", [("ipv4", "198.51.100.4")]),
        ("(https://nl.wikipedia.org/wiki/Kring_(vorm)).", [("url", "https://nl.wikipedia.org/wiki/Kring_(vorm)")]),
        ("HTTPS://Evil.NL/Path", [("url", "https://evil.nl/Path")]),
        ("http://[2001:db8::1]:80/a", [("url", "http://[2001:db8::1]:80/a")]),
        ("${jndi:ldap://evil.nl/a}", [("url", "ldap://evil.nl/a")]),
        ("http://beheer@203.0.113.7/x", [("url", "http://beheer@203.0.113.7/x")]),
        ("cve-2021\u201344228", [("cve", "CVE-2021-44228")]),
        ("Bücher.de", [("domain", "xn--bcher-kva.de")]),
        ("_dmarc.haven.nl", [("domain", "_dmarc.haven.nl")]),
        ("evil[.]zip", [("domain", "evil.zip")]),
        ("D41D8CD98F00B204E9800998ECF8427E", [("md5", "d41d8cd98f00b204e9800998ecf8427e")]),
    ],
)
def test_it_is_written_as_systems_write_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds_and_values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "firmware 2.1.0.4, versions prior to 7.1.2.3, v3.2.1.0 and <= 9.9.9.9",
        "1.2.3.4.5 and 999.1.2.3 and 2024.01.02",
        "12:30:45 and aa:bb:cc:dd:ee:ff and std::vector",
        "setup.py, invoice.zip, install.sh, README.md, libc.so",
        "Zie het voorbeeld.De volgende zin.In dit geval.Het is zo. d.w.z. o.a. e.g. i.e.",
        "ASP.NET and VB.NET",
        "00000000000000000000000000000000 and 12345678901234567890123456789012",
        "postgres://app:geheim@db.haven.nl/x",
        "http://intranet/pagina",
        "woord.bestaatniet",
        "CVE-24-1 and CVE-2024-12",
        "6f9619ff-8b86-d011-b42d-00c04fc964ff",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert kinds_and_values(text) == []


def test_what_is_part_of_a_web_address_is_not_found_once_more() -> None:
    text = "https://evil.nl/d41d8cd98f00b204e9800998ecf8427e?mail=ada@evil.nl"
    assert kinds_and_values(text) == [("url", text)]


@pytest.mark.skipif(not ADVISORIES.is_dir(), reason="needs the real advisories in ../shared/data/csaf-real")
def test_every_vulnerability_of_real_advisories_is_found() -> None:
    for path in ADVISORIES.glob("*.json"):
        advisory = json.loads(path.read_text())
        named = {vulnerability["cve"] for vulnerability in advisory["vulnerabilities"] if "cve" in vulnerability}
        found = {i.value for i in find_indicators(path.read_text()) if i.kind is IndicatorKind.CVE}
        assert named <= found, path.name


@pytest.mark.parametrize(
    "text",
    [
        "Mail alarm@example.net or see https://www.example.org/manual and example.com.",
        "As in evil.example, host.test, name.invalid and http://localhost:8000/.",
        "hxxps://example[.]com/",
    ],
)
def test_names_kept_for_manuals_are_no_indicators(text: str) -> None:
    assert find_indicators(text) == []


def test_what_lies_below_one_stands_in_for_a_real_name() -> None:
    (found,) = find_indicators("De mail kwam van planning-haven.example.net.")
    assert (found.kind, found.value) == (IndicatorKind.DOMAIN, "planning-haven.example.net")
