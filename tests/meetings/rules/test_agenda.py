"""The clock of an agenda, its order, who has not met whom, and how often somebody was there."""

from datetime import UTC, datetime

import pytest

from kring.meetings.rules import USUAL_AGENDA, Rate, clock, moved, rate, strangers, why_not_take

START = datetime(2026, 3, 10, 12, 30, tzinfo=UTC)


def test_each_point_begins_when_the_one_before_it_ends() -> None:
    assert [f"{at:%H:%M}" for at in clock(START, [5, 40, 15])] == ["12:30", "12:35", "13:15"]


@pytest.mark.requirement("R68")
def test_the_usual_agenda_has_eight_points_of_all_three_kinds() -> None:
    assert len(USUAL_AGENDA) == 8
    assert {point.kind for point in USUAL_AGENDA} == {"inform", "discuss", "decide"}


@pytest.mark.parametrize(("to", "order"), [(0, "cab"), (1, "acb"), (9, "abc"), (-3, "cab")])
def test_a_point_goes_where_it_is_put(to: int, order: str) -> None:
    assert moved(list("abc"), "c", to) == list(order)


@pytest.mark.requirement("R77")
def test_a_suggested_pair_has_no_meeting_in_common_and_two_houses() -> None:
    houses = {"ada": 1, "bo": 1, "cem": 2, "dee": 3}
    assert strangers(list(houses), [frozenset({"ada", "cem"})], houses, most=9) == [("ada", "dee"), ("bo", "cem")]
    assert strangers(list(houses), [frozenset(houses)], houses, most=9) == []


def test_a_deputy_counts_and_what_is_not_noted_does_not() -> None:
    assert rate(["present", "deputy", "absent", "none", "excused"]) == Rate(there=2, expected=4)
    assert rate(["none"]).percent is None
    assert rate(["online", "absent"]).percent == 50


@pytest.mark.parametrize(
    ("answered", "moved_at", "last", "code"),
    [(0, 0, 0, None), (2, 1, 0, None), (0, 1, 0, "stale_answer"), (1, 1, 2, "stale_answer")],
)
def test_an_answer_to_another_moment_does_not_count(answered: int, moved_at: int, last: int, code: str | None) -> None:
    why = why_not_take(answered, asked=moved_at, last=last)
    assert (why.code if why else None) == code
