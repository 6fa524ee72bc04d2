"""Whether something is meant: names in running text, versions, networks and domains. Rules on plain values."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.exchange.lists import kev
from kring.exchange.relevance import Known, known_of, of_document, of_words
from kring.exchange.relevance.addresses import address_of, is_in_domain, is_in_network, keys_of_address, keys_of_network
from kring.profiles.reasons import Because, Reason, as_json, most_severe_first, of_json
from kring.profiles.rules import Profile, Technology


def using(vendor: str, product: str, version: str = "") -> Profile:
    return Profile(organisation=uuid4(), technologies=(Technology(uuid4(), vendor, product, version),))


@pytest.mark.parametrize(
    ("vendor", "product", "text", "said"),
    [
        ("Cisco", "IOS XE", "Cisco IOS XE: patch today.", Because.NAMED),
        ("Cisco", "IOS XE", "The iOS update and Xe currency; Cisco said nothing.", None),
        ("Slack", "Slack", "Cut us some slack.", None),
        ("Slack", "Slack", "Slack 4.35.1 leaks tokens.", Because.NAMED),
        ("", "Teams", "Teams of experts met.", None),
        ("Microsoft", "Teams", "Microsoft Teams meetings are joined by strangers.", Because.NAMED),
        ("Ivanti", "Connect Secure", "Connect secure phones only.", None),
        ("Ivanti", "Connect Secure", "Connect Secure: sessions are stolen.", Because.NAMED),
        ("Fortinet", "FortiOS", "FORTIOS en FortiProxy", Because.NAMED),
    ],
)
def test_a_product_is_met_where_it_can_be_nothing_else(
    vendor: str, product: str, text: str, said: Because | None
) -> None:
    found = of_words(using(vendor, product), text)
    assert [reason.because for reason in found] == ([said] if said else [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Cisco IOS XE before 17.9.5 is affected.", Because.AFFECTED),
        ("Cisco IOS XE ouder dan versie 17.9.5 is kwetsbaar.", Because.AFFECTED),
        ("Cisco IOS XE 17.9.4 and earlier is affected.", Because.AFFECTED),
        ("Cisco IOS XE 17.9.3 en ouder is kwetsbaar.", None),
        ("Cisco IOS XE: fixed in 17.9.4.", None),
        ("Cisco IOS XE: verholpen in 17.12.1.", Because.AFFECTED),
        ("Cisco IOS XE is talked about.", Because.NAMED),
    ],
)
def test_versions_behind_a_name_are_held_against_ones_own(text: str, said: Because | None) -> None:
    found = of_words(using("Cisco", "IOS XE", "17.9.4"), text)
    assert [reason.because for reason in found] == ([said] if said else [])


@pytest.mark.parametrize(
    ("kind", "value", "own", "inside"),
    [
        ("ipv4", "198.51.100.7", "198.51.100.0/24", True),
        ("ipv4", "198.51.101.7", "198.51.100.0/24", False),
        ("network", "198.51.100.128/25", "198.51.100.0/24", True),
        ("network", "198.51.0.0/16", "198.51.100.0/24", True),
        ("network", "198.0.0.0/8", "198.51.100.0/24", False),
        ("ipv6", "2001:db8:40::5", "2001:db8:40::/48", True),
        ("ipv6", "2001:db8:41::5", "2001:db8:40::/48", False),
        ("url", "https://[2001:db8:40::5]/a", "2001:db8:40::/48", True),
        ("ipv4", "198.51.100.7", "2001:db8::/32", False),
    ],
)
def test_an_address_is_in_ones_network_or_not(kind: str, value: str, own: str, *, inside: bool) -> None:
    address = address_of(kind, value)
    assert address is not None
    assert address.network is not None
    assert is_in_network(address.network, own) is inside
    if inside:
        assert set(keys_of_address(address)) & set(keys_of_network(own))


@given(st.ip_addresses(), st.integers(8, 128))
def test_whoever_has_an_address_in_their_network_is_asked(address: object, length: int) -> None:
    version = 4 if "." in str(address) else 6
    own = f"{address}/{min(length, 32 if version == 4 else 128)}"
    met = address_of(f"ipv{version}", str(address))
    assert met is not None
    assert set(keys_of_address(met)) & set(keys_of_network(own)) or (version == 6 and length < 16)


def test_a_domain_is_met_with_all_below_it_and_nothing_beside() -> None:
    assert is_in_domain("alpha.example", "alpha.example")
    assert is_in_domain("vpn.alpha.example", "alpha.example")
    assert not is_in_domain("alpha.example.evil.example", "alpha.example")
    assert not is_in_domain("notalpha.example", "alpha.example")


def test_it_is_known_how_bad_a_vulnerability_is() -> None:
    profile = using("Cisco", "IOS XE")
    known = {"CVE-2023-20198": Known(score=10.0, exploited=True)}
    (reason,) = of_words(profile, "CVE-2023-20198 in Cisco IOS XE", known=known)
    assert (reason.score, reason.exploited, reason.cves) == (10.0, True, ("CVE-2023-20198",))


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({"labels": ["known-exploited"]}, Known(exploited=True)),
        ({"x_opencti_cisa_kev": True, "x_opencti_cvss_base_score": 9.8}, Known(9.8, exploited=True)),
        ({"labels": "known-exploited", "x_opencti_cvss_base_score": "high"}, Known()),
        ({"x_opencti_cvss_base_score": 11}, Known()),
    ],
)
def test_a_vulnerability_says_so_in_the_ways_of_the_field(said: dict[str, object], known: Known) -> None:
    assert known_of({"type": "vulnerability", **said}) == known


def test_the_catalogue_that_circles_bring_in_says_it_like_that() -> None:
    assert known_of(kev.draft({"cveID": "CVE-2023-20198", "dateAdded": "2023-10-16"})).exploited


def test_sectors_are_met_by_any_of_their_names() -> None:
    profile = Profile(organisation=uuid4(), sectors=("zorg",))
    for tag in ("health", "Gezondheidszorg", 'misp-galaxy:sector="Health"', "hospital"):
        assert [reason.because for reason in of_words(profile, "Calls.", tags=[tag])] == [Because.SECTOR], tag
    identity = {"type": "identity", "name": "Somebody", "sectors": ["healthcare"]}
    assert [reason.because for reason in of_document(profile, identity)] == [Because.SECTOR]


def test_software_is_met_by_its_cpe_name() -> None:
    cpe = "cpe:2.3:o:cisco:ios_xe:17.9.4:*:*:*:*:*:*:*"
    profile = Profile(organisation=uuid4(), technologies=(Technology(uuid4(), "Cisco", "IOS XE", "17.9.4", cpe),))
    software = {"type": "software", "name": "Something", "cpe": "cpe:2.3:o:cisco:ios_xe:17.6.1:*:*:*:*:*:*:*"}
    assert [reason.because for reason in of_document(profile, software)] == [Because.NAMED]
    assert of_document(profile, software | {"cpe": "cpe:2.3:o:cisco:nx-os:9.3:*:*:*:*:*:*:*"}) == []


def test_what_is_revoked_matters_to_nobody() -> None:
    document = {"type": "vulnerability", "name": "CVE-2023-20198", "description": "Cisco IOS XE"}
    assert of_document(using("Cisco", "IOS XE"), document)
    assert of_document(using("Cisco", "IOS XE"), document | {"revoked": True}) == []


def test_the_most_severe_comes_first_and_a_part_is_said_once() -> None:
    def reason(because: Because, part: str, score: float | None = None, *, exploited: bool = False) -> Reason:
        return Reason(because=because, part=part, yours=part, score=score, exploited=exploited)

    mild = reason(Because.AFFECTED, "a", score=4.0)
    used = reason(Because.AFFECTED, "b", score=9.0)
    worst = reason(Because.AFFECTED, "c", score=5.0, exploited=True)
    again = reason(Because.NAMED, "a")
    assert most_severe_first([reason(Because.SECTOR, "d"), mild, again, used, worst]) == [
        worst,
        used,
        mild,
        reason(Because.SECTOR, "d"),
    ]


@given(st.builds(Reason, because=st.sampled_from(Because), part=st.text(), yours=st.text(), said=st.text(),
                 sure=st.integers(1, 5), score=st.none() | st.floats(0, 10), exploited=st.booleans(),
                 cves=st.lists(st.text(), max_size=3).map(tuple)))  # fmt: skip
def test_a_reason_comes_back_from_a_row_as_it_was(reason: Reason) -> None:
    assert of_json(as_json(reason)) == reason


@given(st.text(max_size=400))
def test_no_text_is_too_odd(text: str) -> None:
    assert isinstance(of_words(using("Cisco", "IOS XE", "17.9.4"), f"Cisco IOS XE {text}"), list)
