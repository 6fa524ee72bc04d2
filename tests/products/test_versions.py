"""Versions that follow no rules, and ranges in whatever words publishers use."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring.products.versions import Answer, compare, compare_as, covers, is_range

EARLIER = [
    ("2.6", "V2.7"),
    ("v1.9.9", "1.10.0"),
    ("4.0", "4.0.1"),
    ("V23Q3", "V23Q4"),
    ("V223.0 Update 9", "V223.0 Update 10"),
    ("V223.0", "V223.0 Update 10"),
    ("1.11", "1.11M"),
    ("1.10Z", "1.11A"),
    ("1.0.0-alpha", "1.0.0-beta"),
    ("1.0.0-rc2", "1.0.0"),
    ("2.0 beta 3", "2.0 rc 1"),
    ("12.2(55)SE", "12.2(55)SE3"),
    ("2.3.5SK.30084998", "2.3.5SK.30084999"),
    ("2.0-22165", "2.0-22166"),
    ("5.4 SP1", "5.4 SP2"),
]


@pytest.mark.parametrize(("earlier", "later"), EARLIER)
def test_one_version_is_earlier_than_another(earlier: str, later: str) -> None:
    forth, back = compare(earlier, later), compare(later, earlier)
    assert forth is not None
    assert back is not None
    assert forth < 0 < back


@pytest.mark.parametrize(
    ("one", "other"), [("4", "4.0.0"), ("V4.0", "version 4"), ("4.00", "4.0"), ("C1.2.2", "c1.2.2"), ("5.1 GA", "5.1")]
)
def test_two_ways_to_write_a_version_are_the_same(one: str, other: str) -> None:
    assert compare(one, other) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10.15", "Corefix 14"),
        ("V4.00", "V4.00_Utilizes_Wibu-Systems_CodeMeter_7.60c"),
        ("C1.2.2", "W2.1"),
        ("", "1.0"),
        ("6.31", "6.4"),
        ("1.03", "1.3"),
        ("6.11.00", "v6.4"),
        ("1" * 400, "2"),
    ],
)
def test_what_counts_different_things_cannot_be_told(one: str, other: str) -> None:
    assert compare(one, other) is None
    assert compare(other, one) is None


RANGES = [
    ("<V2.7", "2.6", "2.7"),
    ("<=5.8.4", "v5.8.4", "5.8.5"),
    (">=3.0", "3.0", "2.9.1"),
    (">=1.03|<=4.02", "4.02", "4.03"),
    (">= 4.5 < 5.0", "4.5", "5.0"),
    ("<5.0, >=4.5", "4.6", "4.4"),
    ("< 1.0 | >= 2.0", "2.1", "1.5"),
    ("!= 3.1", "3.0", "3.1"),
    ("All versions < V223.0 Update 10", "V223.0 Update 9", "223.0 Update 10"),
    ("prior to 4.2", "4.1.9", "4.2"),
    ("versions before 4.2", "4.1", "4.2"),
    ("4.1 and earlier", "4.1", "4.2"),
    ("4.2 or later", "5", "4.1"),
    ("4.2 and all later versions", "5", "4.1"),
    ("from 2.0 to 3.1", "3.1", "3.2"),
    ("2.0 - 3.1", "2.0", "1.9"),
    ("up to 5.4.1", "5.4.1", "5.4.2"),
    ("later than 7.0", "7.0.1", "7.0"),
    ("3.x", "3.12", "4.0"),
    ("3.X versions", "3.1", "30.1"),
    ("8.5", "8.5.0", "8.6"),
    ("vers:generic/>=2.9|<=4.1", "3.0", "4.1.1"),
    ("vers:intdot/>=6.4|<7", "6.31", "6.3"),
    ("vers:semver/<1.0.0|>=2.0.0|<2.3.4", "2.3.3", "1.5.0"),
    ("vers:npm/1.2.3|>=2.0.0|<5.0.0", "1.2.3", "1.2.4"),
    ("vers:pypi/>=1.0|<2.0", "1.5.post1", "2.0"),
    ("vers:rpm/<4.18.0-553.el8", "4.18.0-552.el8", "1:4.18.0-1.el8"),
    ("vers:deb/<2.0-1", "2.0~rc1-1", "1:1.0-1"),
    ("vers:maven/<2.0", "2.0-beta-1", "2.0.1"),
    ("vers:generic/<=5", "4", "6"),
]


@pytest.mark.parametrize(("written", "within", "outside"), RANGES)
def test_a_range_holds_one_version_and_not_the_other(written: str, within: str, outside: str) -> None:
    assert covers(written, within).covered is True
    assert covers(written, outside).covered is False


@pytest.mark.parametrize("written", ["vers:all/*", "all versions", "All Versions", "*", "vers:deb/*"])
@pytest.mark.parametrize("version", ["", "1.0", "Corefix 14"])
def test_all_versions_are_all_of_them(written: str, version: str) -> None:
    assert covers(written, version).covered is True


@pytest.mark.parametrize("written", ["<V4.00_Utilizes_CodeMeter_7.60c", "see the bulletin <1.0>", "vers:", "vers:none"])
def test_what_is_not_understood_is_not_decided(written: str) -> None:
    assert covers(written, "4.00").covered is None


def test_a_fraction_matters_only_where_it_makes_a_difference() -> None:
    assert covers("<v6.4", "6.31").covered is None
    assert covers("<v6.4", "6.40").covered is False
    assert covers("<v6.4", "6.3").covered is True
    assert covers("<v6.4", "5.91").covered is True


def test_only_vers_is_beyond_doubt() -> None:
    assert covers("vers:generic/<2", "1") == Answer(covered=True, by_vers=True)
    assert covers("<2", "1") == Answer(covered=True, by_vers=False)
    assert covers("vers:none/*", "1") == Answer(covered=False, by_vers=True)


def test_each_ecosystem_has_its_own_order() -> None:
    assert (compare_as("deb", "1.0~rc1", "1.0") or 0) < 0
    assert (compare_as("rpm", "1.0-10", "1.0-9") or 0) > 0
    assert compare_as("pypi", "1.0", "1.0.0") == 0
    assert compare_as("npm", "not a version", "not a version") == 0


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("4.1 and earlier", True), ("<2", True), ("3.x", True), ("4.1", False), ("V223.0 Update 10", False)],
)
def test_a_range_is_known_also_where_it_is_called_a_version(text: str, is_one: bool) -> None:
    assert is_range(text) is is_one


VERSIONS = st.from_regex(r"[vV]?[0-9]{1,3}(\.[0-9]{1,3}){0,3}([ -]?(rc|beta|SP|update|a|M)[0-9]{0,2})?", fullmatch=True)


@settings(max_examples=400, deadline=None)
@given(VERSIONS, VERSIONS)
def test_two_versions_compare_alike_both_ways(one: str, other: str) -> None:
    forth, back = compare(one, other), compare(other, one)
    assert (forth is None) == (back is None)
    if forth is not None and back is not None:
        assert (forth > 0, forth < 0) == (back < 0, back > 0)
    assert compare(one, one) == 0


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=60) | st.text(alphabet="<>=|!*., v12ax-~", max_size=40).map(lambda text: f"vers:npm/{text}"),
    VERSIONS,
)
def test_no_range_breaks_anything(written: str, version: str) -> None:
    assert covers(written, version).covered in {True, False, None}
    assert covers(version, written).covered in {True, False, None}


@pytest.mark.parametrize(
    "nasty", ["1" * 299, "1." * 149, "a1 " * 99, "<" * 299, "from " + "1 " * 140, "vers:npm/" + "<1|" * 90]
)
def test_a_nasty_range_costs_no_more_than_another(nasty: str) -> None:
    for _ in range(50):
        covers(nasty, "1.0")
        covers("<2.0", nasty)
