"""What a TAXII client asks, and what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.taxii.rules import MOST, USUAL, Asked, BadQuery, asked, microseconds, takes, timestamp

NEW_YEAR = 1_767_225_600_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-01T00:00:00Z", NEW_YEAR),
        ("2026-01-01T00:00:00.1Z", NEW_YEAR + 100_000),
        ("2026-01-01T00:00:00.123Z", NEW_YEAR + 123_000),
        ("2026-01-01T00:00:00.123456789Z", NEW_YEAR + 123_456),
    ],
)
def test_a_moment_may_have_any_number_of_digits(text: str, expected: int) -> None:
    assert asked({"added_after": [text]}).after == expected


@given(st.integers(min_value=0, max_value=4_102_444_800_000_000))
def test_no_microsecond_is_lost_on_the_way_out_and_in(moment: int) -> None:
    assert microseconds(timestamp(moment), "added_after") == moment


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00+01:00", "2026-02-30T00:00:00Z"]
)
def test_what_is_no_moment_in_utc_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadQuery, match=r"match\[version\]=.*like 2026-11-21T"):
        asked({"match[version]": ["last", text or "x"]})


@pytest.mark.parametrize("text", ["0", "-1", "ten", "1.5", "", "٣", "9" * 30])
def test_a_limit_that_is_no_number_of_objects_is_refused(text: str) -> None:
    with pytest.raises(BadQuery, match="limit"):
        asked({"limit": [text]})


def test_a_page_has_a_usual_length_and_a_greatest() -> None:
    assert [asked({}).limit, asked({"limit": ["7"]}).limit, asked({"limit": ["999999"]}).limit] == [USUAL, 7, MOST]


def test_where_to_go_on_is_in_next_whatever_else_a_client_repeats() -> None:
    assert asked({"next": ["12"], "added_after": ["2026-01-01T00:00:00Z"]}).after == 12
    with pytest.raises(BadQuery, match="next"):
        asked({"next": ["abc"]})


def test_filters_are_lists_and_what_nobody_knows_is_passed_over() -> None:
    query = {
        "match[id]": ["indicator--1,malware--2"],
        "match[type]": ["indicator"],
        "match[spec_version]": ["2.1"],
        "match[version]": ["first,2026-01-01T00:00:00Z"],
        "match[confidence-gte]": ["50"],
        "utm": ["x"],
    }
    assert asked(query) == Asked(
        ids=("indicator--1", "malware--2"),
        types=("indicator",),
        spec_versions=("2.1",),
        versions=("first", NEW_YEAR),
    )


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        ("application/taxii+json;version=2.1", True),
        ("application/taxii+json; version=2.1", True),
        ('application/taxii+json; version="2.1"', True),
        ("application/taxii+json", True),
        ("text/html, application/taxii+json;version=2.1;q=0.5", True),
        ("*/*", True),
        ("", True),
        ("application/taxii+json;version=2.0", False),
        ("application/vnd.oasis.taxii+json; version=2.0", False),
        ("application/json", False),
    ],
)
def test_it_is_given_to_who_takes_it(accept: str, taken: bool) -> None:
    assert takes(accept) is taken
