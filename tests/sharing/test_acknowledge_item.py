"""Saying "I have this": what urgent news asks."""

from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from tests.cast import Cast
from tests.sharing.stage import refused, share, trail_seen_by, withdraw


def acknowledge(cast: Cast, item: UUID, by: str) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.acknowledge_item(actor=actor, item=item)


@pytest.mark.requirement("R78")
def test_the_source_sees_who_has_it_and_who_has_not_yet(cast: Cast) -> None:
    item = share(cast, urgent=True)
    acknowledge(cast, item, "cem")
    with acting_as(cast.actor("ada")) as actor:
        seen = queries.readings(actor, item)
        waiting = queries.not_acknowledged(item)
    assert (seen.acknowledged, seen.may_read) == (1, 2)
    assert [(one.name, one.acknowledged_at is not None) for one in seen.people] == [("Cem", True), ("Chi", False)]
    assert cast.names(waiting) == {"chi"}


def test_it_counts_as_read(cast: Cast) -> None:
    item = share(cast, urgent=True)
    acknowledge(cast, item, "cem")
    with acting_as(cast.actor("cem")) as actor:
        row = queries.detail(actor, item).row
    assert (row.unread, row.acknowledged) == (False, True)


def test_said_twice_the_first_time_counts(cast: Cast) -> None:
    item = share(cast, urgent=True)
    acknowledge(cast, item, "cem")
    acknowledge(cast, item, "cem")
    assert trail_seen_by(cast, "cem", item) == [("cem", "ItemAcknowledged")]


def test_it_is_in_the_trail_of_the_source(cast: Cast) -> None:
    item = share(cast, urgent=True)
    acknowledge(cast, item, "cem")
    assert ("cem", "ItemAcknowledged") in trail_seen_by(cast, "ada", item)


def test_something_that_is_not_urgent_asks_for_nothing(cast: Cast) -> None:
    item = share(cast)
    with refused("not_urgent"):
        acknowledge(cast, item, "cem")


def test_it_is_refused_after_withdrawal(cast: Cast) -> None:
    item = share(cast, urgent=True)
    withdraw(cast, item)
    with refused("withdrawn"):
        acknowledge(cast, item, "cem")


@pytest.mark.parametrize("name", ["bo", "dee", "eve", "visitor"])
def test_for_who_does_not_read_it_it_is_not_there(cast: Cast, name: str) -> None:
    item = share(cast, urgent=True)
    with pytest.raises(NotVisible):
        acknowledge(cast, item, name)
