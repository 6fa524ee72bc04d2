"""Indicators are shown so that nobody can click them, and become themselves again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.exchange.finding import IndicatorKind, defanged, find, refanged
from tests.sharing.scrutiny.test_indicators import values


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (IndicatorKind.IPV4, "203.0.113.7", "203[.]0[.]113[.]7"),
        (IndicatorKind.IPV6, "2001:db8::1", "2001[:]db8[:][:]1"),
        (IndicatorKind.NETWORK, "198.51.100.0/24", "198[.]51[.]100[.]0/24"),
        (IndicatorKind.NETWORK, "2001:db8::/32", "2001[:]db8[:][:]/32"),
        (IndicatorKind.DOMAIN, "evil.co.uk", "evil[.]co[.]uk"),
        (IndicatorKind.URL, "https://evil.nl/a.php?b=c.d", "hxxps[://]evil[.]nl/a.php?b=c.d"),
        (IndicatorKind.URL, "ftp://203.0.113.7/a", "ftp[://]203[.]0[.]113[.]7/a"),
        (IndicatorKind.EMAIL, "bo.de.vries@evil.nl", "bo.de.vries[@]evil[.]nl"),
        (IndicatorKind.SSDEEP, "1536:yB+A8bMt:N8RtvDq", "1536:yB+A8bMt:N8RtvDq"),
        (IndicatorKind.TECHNIQUE, "T1566.001", "T1566.001"),
        (IndicatorKind.FILE_NAME, "factuur.pdf.exe", "factuur.pdf.exe"),
        (IndicatorKind.PATH, r"C:\Temp\.x\a.exe", r"C:\Temp\.x\a.exe"),
        (IndicatorKind.PATH, "/tmp/.x/a.sh", "/tmp/.x/a.sh"),
        (IndicatorKind.REGISTRY_KEY, r"HKEY_USERS\.DEFAULT\Evil", r"HKEY_USERS\.DEFAULT\Evil"),
    ],
)
def test_it_is_shown_harmlessly_and_becomes_itself_again(kind: IndicatorKind, value: str, shown: str) -> None:
    assert defanged(value, kind) == shown
    assert refanged(shown) == value
    (found,) = find(f"Wij zagen {shown} gisteren.")
    assert (found.kind, found.value, found.text) == (kind, value, shown)


@given(values)
def test_every_value_becomes_itself_again(value: str) -> None:
    (found,) = find(value)
    assert refanged(defanged(found.value, found.kind)) == value


@given(st.lists(values, max_size=5))
def test_a_text_put_back_holds_the_same(many: list[str]) -> None:
    shown = " en ".join(defanged(one.value, one.kind) for value in many for one in find(value))
    assert [one.value for one in find(refanged(shown))] == many


@given(st.text())
def test_any_text_can_be_put_back(text: str) -> None:
    assert isinstance(refanged(text), str)


def test_a_text_without_indicators_stays_as_it_is() -> None:
    text = r"Overleg [om 9.00] in C:\Temp\.git, zie bijlage (2). Groet {Ada} <ada>."
    assert refanged(text) == text
