"""Reminding those who have not acknowledged yet."""

from uuid import UUID

import pytest

from kring.kernel import trail
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands
from tests.cast import Cast
from tests.sharing.stage import kinds, refused, share, trail_seen_by, withdraw
from tests.sharing.test_acknowledge_item import acknowledge


def remind(cast: Cast, item: UUID, by: str = "ada") -> int:
    with acting_as(cast.actor(by)) as actor:
        return commands.remind_readers(actor=actor, item=item)


@pytest.mark.requirement("R78")
def test_it_is_for_those_who_have_not_yet(cast: Cast) -> None:
    item = share(cast, urgent=True)
    assert remind(cast, item) == 2
    acknowledge(cast, item, "cem")
    assert remind(cast, item) == 1
    with acting_as(cast.actor("ada")):
        assert [line.details for line in trail.of_item(item) if line.kind == "ReaderReminded"] == [
            {"people": 1},
            {"people": 2},
        ]


def test_nobody_is_reminded_when_all_have_it(cast: Cast) -> None:
    item = share(cast, urgent=True)
    acknowledge(cast, item, "cem")
    acknowledge(cast, item, "chi")
    assert remind(cast, item) == 0
    assert "ReaderReminded" not in kinds(trail_seen_by(cast, "ada", item))


def test_via_the_secretariat_its_author_is_not_waited_for(cast: Cast) -> None:
    item = share(cast, urgent=True, via_secretariat=True)
    assert remind(cast, item) == 2


@pytest.mark.parametrize("name", ["cem", "chi"])
def test_a_reader_is_refused(cast: Cast, name: str) -> None:
    item = share(cast, urgent=True)
    with refused("not_the_source"):
        remind(cast, item, name)


def test_for_who_does_not_read_it_it_is_not_there(cast: Cast) -> None:
    item = share(cast, urgent=True)
    with pytest.raises(NotVisible):
        remind(cast, item, "dee")


def test_it_is_refused_when_nothing_was_asked_or_it_was_withdrawn(cast: Cast) -> None:
    with refused("not_urgent"):
        remind(cast, share(cast))
    item = share(cast, urgent=True)
    withdraw(cast, item)
    with refused("withdrawn"):
        remind(cast, item)
