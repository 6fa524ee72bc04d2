"""What people type is read as they mean it, or answered with what is wrong."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.kernel.errors import Refused
from kring.products.named import Named, named
from kring.profiles import rules

HOUSE = UUID(int=7)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("Example.NL", "example.nl"),
        ("https://www.example.nl:8443/path?x=1", "www.example.nl"),
        ("https://user@example.nl/", "example.nl"),
        ("ada@example.nl", "example.nl"),
        ("*.example.nl", "example.nl"),
        ("example.nl.", "example.nl"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_domain_is_found_in_what_has_it(text: str, domain: str) -> None:
    assert rules.domain(text) == domain


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nl", "not_a_domain"),
        ("co.uk", "public_suffix"),
        ("github.io", "public_suffix"),
        ("192.0.2.1", "not_a_domain"),
        ("two words.nl", "not_a_domain"),
        ("https://", "not_a_domain"),
        ("a" * 64 + ".nl", "not_a_domain"),
    ],
)
def test_what_is_no_domain_of_ones_own_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as why:
        rules.domain(text)
    assert why.value.code == code


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("192.0.2.77/24", "192.0.2.0/24"),
        ("145.20.1.1", "145.20.1.1/32"),
        ("2001:DB8:0::/32", "2001:db8::/32"),
        ("203.0.113.0/25", "203.0.113.0/25"),
        ("2001:db8::1%eth0", "2001:db8::1/128"),
    ],
)
def test_a_network_gets_its_canonical_form(text: str, network: str) -> None:
    assert rules.network(text) == network


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("10.1.0.0/16", "not_public"),
        ("192.168.1.1", "not_public"),
        ("fd00::/32", "not_public"),
        ("127.0.0.1", "not_public"),
        ("0.0.0.0/0", "too_wide"),
        ("2000::/3", "too_wide"),
        ("192.0.2.0/33", "not_a_network"),
        ("example.nl", "not_a_network"),
    ],
)
def test_what_is_no_network_of_ones_own_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as why:
        rules.network(text)
    assert why.value.code == code


@pytest.mark.parametrize(("text", "code"), [("nl", "NL"), ("Nederland", "NL"), ("germany", "DE"), (" be ", "BE")])
def test_a_country_goes_by_its_letters_or_its_name(text: str, code: str) -> None:
    assert rules.country(text) == code


def test_each_counts_once_and_too_many_are_refused() -> None:
    assert rules.each(["nl", "", "Nederland", "be"], rules.country, most=2) == ("NL", "BE")
    with pytest.raises(Refused) as why:
        rules.each(["nl", "be", "de"], rules.country, most=2)
    assert why.value.code == "too_many_named"


@given(st.text(max_size=80))
def test_no_text_breaks_what_reads_it(text: str) -> None:
    for read in (rules.domain, rules.network, rules.country):
        try:
            found = read(text)
        except Refused:
            continue
        assert read(found) == found


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_naming_a_product_again_as_it_was_understood_gives_the_same(vendor: str, product: str, version: str) -> None:
    try:
        found = named(vendor=vendor, product=product, version=version)
    except Refused:
        return
    again = named(vendor=found.vendor, product=found.product, version=found.version, cpe=found.cpe, purl=found.purl)
    assert again == found


def test_a_name_for_machines_that_grows_too_long_is_refused() -> None:
    with pytest.raises(Refused) as why:
        named(purl="pkg:npm/" + "é" * 400)
    assert why.value.code == "too_long"


def test_the_same_thing_is_the_same_however_it_is_written_and_another_version_is_another() -> None:
    one = rules.technology_id(HOUSE, named(vendor="Siemens", product="SIMATIC  S7-1500", version="V2"))
    assert one == rules.technology_id(HOUSE, named(vendor="SIEMENS", product="Simatic S7-1500", version="v2"))
    assert one != rules.technology_id(HOUSE, named(vendor="Siemens", product="SIMATIC S7-1500", version="V3"))
    assert one != rules.technology_id(UUID(int=8), Named(vendor="Siemens", product="SIMATIC S7-1500", version="V2"))


def test_a_name_for_machines_fills_in_what_was_not_said_and_nothing_else() -> None:
    found = named(product="Our web server", cpe="cpe:2.3:a:apache:http_server:2.4.57:*:*:*:*:*:*:*")
    assert (found.vendor, found.product, found.version) == ("apache", "Our web server", "2.4.57")
    assert named(purl="pkg:PyPI/Django@5.2").purl == "pkg:pypi/django@5.2"
