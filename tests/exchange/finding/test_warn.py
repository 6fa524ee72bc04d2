"""Before an indicator is shared: is it known, and what does that mean?"""

import json
from dataclasses import dataclass
from importlib.resources import files
from string import Formatter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pymispwarninglists.api import WarningList

from kring.exchange.finding import MEANINGS, Caution, IndicatorKind, Meaning, find, prepare, warn
from kring.exchange.finding.cautions import LEFT_OUT, MEANING_OF, _index
from kring.exchange.finding.known import folders
from tests.sharing.scrutiny.test_indicators import values


@dataclass(frozen=True)
class Thing:
    kind: IndicatorKind
    value: str


def cautions(kind: IndicatorKind, value: str) -> dict[Meaning, Caution]:
    return {one.meaning: one for one in warn([Thing(kind, value)])}


NETWORK, DOMAIN, URL, EMAIL = IndicatorKind.NETWORK, IndicatorKind.DOMAIN, IndicatorKind.URL, IndicatorKind.EMAIL


@pytest.mark.parametrize(
    ("kind", "value", "meaning", "entry"),
    [
        (NETWORK, "0.0.0.0/0", Meaning.MATCHES_EVERYTHING, "0.0.0.0/0"),
        (NETWORK, "::/0", Meaning.MATCHES_EVERYTHING, "::/0"),
        (NETWORK, "128.0.0.0/2", Meaning.MATCHES_EVERYTHING, "128.0.0.0/2"),
        (DOMAIN, "com", Meaning.MATCHES_EVERYTHING, "com"),
        (DOMAIN, "co.uk", Meaning.MATCHES_EVERYTHING, "co.uk"),
        (DOMAIN, "localhost", Meaning.RESERVED, "localhost"),
        (DOMAIN, "printer.local", Meaning.RESERVED, "printer.local"),
        (URL, "http://localhost:8080/a", Meaning.RESERVED, "localhost"),
        (IndicatorKind.IPV4, "10.1.2.3", Meaning.RESERVED, "10.0.0.0/8"),
        (IndicatorKind.IPV4, "127.0.0.1", Meaning.RESERVED, "127.0.0.0/8"),
        (IndicatorKind.IPV4, "100.64.1.1", Meaning.RESERVED, "100.64.0.0/10"),
        (IndicatorKind.IPV6, "::1", Meaning.RESERVED, "::1"),
        (IndicatorKind.IPV6, "fe80::1", Meaning.RESERVED, "fe80::/10"),
        (NETWORK, "192.168.4.0/24", Meaning.RESERVED, "192.168.0.0/16"),
        (URL, "http://192.168.1.1/login", Meaning.RESERVED, "192.168.0.0/16"),
        (IndicatorKind.IPV4, "8.8.8.8", Meaning.RESOLVER, "8.8.8.8"),
        (IndicatorKind.IPV6, "2001:4860:4860::8888", Meaning.RESOLVER, "2001:4860:4860::8888"),
        (IndicatorKind.IPV6, "2606:4700::1", Meaning.CLOUD, "2606:4700::/32"),
        (IndicatorKind.IPV4, "66.249.66.1", Meaning.CRAWLER, "66.249.66.0/24"),
        (URL, "http://[2606:4700::1]/a", Meaning.CLOUD, "2606:4700::/32"),
        (DOMAIN, "www.google.com", Meaning.POPULAR, "www.google.com"),
        (DOMAIN, "maps.google.com", Meaning.ORGANISATION, "google.com"),
        (DOMAIN, "uva.nl", Meaning.ORGANISATION, "uva.nl"),
        (DOMAIN, "www.virustotal.com", Meaning.SECURITY, "www.virustotal.com"),
        (DOMAIN, "evil.github.io", Meaning.SHARED_PLACE, "github.io"),
        (URL, "https://bit.ly/3abc", Meaning.SHARED_PLACE, "bit.ly"),
        (DOMAIN, "haven.duckdns.org", Meaning.SHARED_PLACE, "duckdns.org"),
        (DOMAIN, "api.ipify.org", Meaning.OWN_ADDRESS, "api.ipify.org"),
        (EMAIL, "bo@mailinator.com", Meaning.DISPOSABLE, "mailinator.com"),
        (EMAIL, "abuse@haven.nl", Meaning.OFFICE, "abuse@haven.nl"),
        (
            IndicatorKind.MD5,
            "d41d8cd98f00b204e9800998ecf8427e",
            Meaning.HARMLESS_FILE,
            "d41d8cd98f00b204e9800998ecf8427e",
        ),
        (IndicatorKind.MD5, "44d88612fea8a8f36de82e1278abb02f", Meaning.TEST_FILE, "44d88612fea8a8f36de82e1278abb02f"),
        (IndicatorKind.SSDEEP, "3::", Meaning.HARMLESS_FILE, "3::"),
        (IndicatorKind.FILE_NAME, "SVCHOST.exe", Meaning.SYSTEM, "SVCHOST.exe"),
        (IndicatorKind.PATH, r"C:\Windows\System32\cmd.exe", Meaning.SYSTEM, "cmd.exe"),
    ],
)
def test_what_is_known_is_warned_of(kind: IndicatorKind, value: str, meaning: Meaning, entry: str) -> None:
    found = cautions(kind, value)
    assert meaning in found
    assert found[meaning].entry == entry


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (DOMAIN, "evil-login-haven.nl"),
        (DOMAIN, "google.com.evil-login-haven.nl"),
        (DOMAIN, "notgoogle-haven.com"),
        (URL, "https://evil-login-haven.nl/google.com"),
        (EMAIL, "bo@evil-login-haven.nl"),
        (DOMAIN, "x.mailinator-haven.com"),
        (IndicatorKind.SHA256, "ab" * 8 + "0123456789abcdef" * 3),
        (IndicatorKind.FILE_NAME, "factuur.pdf.exe"),
        (IndicatorKind.CVE, "CVE-2021-44228"),
        (IndicatorKind.TECHNIQUE, "T1566"),
        (IndicatorKind.ASN, "AS64496"),
        (IndicatorKind.REGISTRY_KEY, r"HKEY_CURRENT_USER\Software\Evil"),
    ],
)
def test_what_nobody_knows_is_not(kind: IndicatorKind, value: str) -> None:
    assert cautions(kind, value) == {}


def test_who_put_something_in_a_shared_place_is_not_excused_by_its_owner() -> None:
    found = cautions(URL, "https://raw.githubusercontent.com/evil/a/main/a.ps1")
    assert Meaning.SHARED_PLACE in found
    assert not any(one.drops for one in found.values())


def test_one_meaning_is_told_once_with_all_lists_that_say_so() -> None:
    said = warn(find("10.1.2.3 en 10.1.2.3"))
    assert [one.meaning for one in said] == [Meaning.RESERVED]
    assert list(said[0].lists) == ["List of RFC 1918 CIDR blocks", "List of RFC 5735 CIDR blocks"]
    assert said[0].drops
    assert said[0].text.format(entry=said[0].entry).startswith("“10.0.0.0/8” is reserved")


def test_cautions_come_in_the_order_of_the_indicators() -> None:
    said = warn(find("cmd.exe, 127.0.0.1, svchost.exe").found)
    assert [one.value for one in said] == ["cmd.exe", "127.0.0.1", "svchost.exe"]


def test_every_meaning_has_a_sentence_that_needs_nothing_but_its_entry() -> None:
    assert set(MEANINGS) == set(Meaning)
    for sentence in MEANINGS.values():
        assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= {"entry"}


def test_every_list_of_the_package_has_its_meaning_or_is_left_out() -> None:
    assert set(folders()) == set(MEANING_OF) | LEFT_OUT
    assert not set(MEANING_OF) & LEFT_OUT


def test_the_index_stays_small() -> None:
    prepare()
    index = _index()
    assert len(index.entries) > 500_000
    assert len(index.entries) * index.entries.itemsize < 8 * 1024**2


ORACLES = [
    "rfc1918",
    "cloudflare",
    "amazon-aws",
    "public-dns-v6",
    "googlebot",
    "whats-my-ip",
    "tranco10k",
    "cisco_top5k",
    "vpn-ipv6",
]


@pytest.mark.parametrize("folder", ORACLES)
def test_it_says_the_same_as_the_package_does_by_its_slow_way(folder: str) -> None:
    content = json.loads(
        (files("pymispwarninglists") / "data/misp-warninglists/lists" / folder / "list.json").read_text()
    )
    slow = WarningList(content, slow_search=True)
    networks = content["type"] == "cidr"
    asked = [entry.partition("/")[0] for entry in content["list"][:: max(1, len(content["list"]) // 40)]]
    asked += (
        ["203.0.113.7", "2001:db8::7", "9.9.9.9"] if networks else [f"a.b.{name}" for name in asked] + ["evil-haven.nl"]
    )
    for value in asked:
        kind = (IndicatorKind.IPV6 if ":" in value else IndicatorKind.IPV4) if networks else DOMAIN
        said = {name for caution in warn([Thing(kind, value)]) for name in caution.lists}
        assert (content["name"] in said) == (value in slow), value


@given(values)
def test_whatever_is_found_can_be_asked_about(value: str) -> None:
    for one in warn(find(value)):
        assert one.value == value
        assert one.text.format(entry=one.entry)


@given(st.sampled_from(list(IndicatorKind)), st.text(max_size=30))
@example(DOMAIN, "/")
@example(DOMAIN, "a/" + "9" * 5_000)
@example(URL, "http://[")
@example(NETWORK, "10.0.0.0/99")
@example(EMAIL, "@")
def test_a_value_that_is_no_such_thing_is_asked_about_without_harm(kind: IndicatorKind, value: str) -> None:
    assert all(one.kind is kind for one in warn([Thing(kind, value)]))
