"""Who hosts when."""

from datetime import date
from uuid import UUID

import pytest

from kring.kernel.ids import new_id
from kring.meetings.rules import Host, fair_hosts

NORTH, SOUTH, EAST = new_id(), new_id(), new_id()
DAYS = [date(2026, month, 10) for month in (1, 3, 5, 7)]


def names(found: list[UUID | None]) -> list[str]:
    return [{NORTH: "north", SOUTH: "south", EAST: "east", None: "nobody"}[each] for each in found]


@pytest.mark.requirement("R69")
def test_who_hosted_longest_ago_comes_first_and_who_never_did_before_all() -> None:
    hosts = [
        Host(NORTH, "North", last=date(2025, 11, 1)),
        Host(SOUTH, "South", last=date(2024, 2, 1)),
        Host(EAST, "East", last=None),
    ]
    assert names(fair_hosts(hosts, DAYS)) == ["east", "south", "north", "east"]


def test_who_pauses_is_left_out_until_that_day() -> None:
    hosts = [Host(NORTH, "North", date(2025, 1, 1)), Host(EAST, "East", None, pauses_until=date(2026, 4, 1))]
    assert names(fair_hosts(hosts, DAYS)) == ["north", "north", "east", "north"]


def test_without_anybody_there_is_no_host() -> None:
    assert names(fair_hosts([], DAYS[:1])) == ["nobody"]
