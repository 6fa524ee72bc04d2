"""Somebody opened an item."""

from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.sharing import commands, queries
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import kinds, refused, share, trail_seen_by, withdraw


def open_item(cast: Cast, item: UUID, by: str) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.note_reading(actor=actor, item=item)


def opened(cast: Cast, item: UUID, source: str = "ada") -> list[str]:
    with acting_as(cast.actor(source)) as actor:
        return [one.name.lower() for one in queries.readings(actor, item).people if one.at]


@pytest.mark.requirement("R88")
@pytest.mark.parametrize("label", [Label.AMBER_STRICT, Label.RED])
def test_of_the_two_narrow_labels_it_is_recorded_and_shown_to_the_source(cast: Cast, label: Label) -> None:
    item = share(cast, label=label, named=["cem"] if label is Label.RED else [])
    open_item(cast, item, "cem")
    open_item(cast, item, "cem")
    assert opened(cast, item) == ["cem"]
    assert trail_seen_by(cast, "ada", item) == [("ada", "ItemShared"), ("cem", "ItemRead")]


@pytest.mark.parametrize("label", [Label.AMBER, Label.GREEN])
def test_of_wider_labels_the_trail_says_nothing(cast: Cast, label: Label) -> None:
    item = share(cast, label=label)
    open_item(cast, item, "cem")
    assert opened(cast, item) == ["cem"]
    assert kinds(trail_seen_by(cast, "ada", item)) == ["ItemShared"]


def test_it_is_no_longer_unread(cast: Cast) -> None:
    item = share(cast)
    with acting_as(cast.actor("cem")) as actor:
        assert queries.detail(actor, item).row.unread
    open_item(cast, item, "cem")
    with acting_as(cast.actor("cem")) as actor:
        assert not queries.detail(actor, item).row.unread


def test_the_author_s_own_reading_does_not_count(cast: Cast) -> None:
    for item in (share(cast), share(cast, via_secretariat=True)):
        open_item(cast, item, "ada")
        assert opened(cast, item) == []


def test_who_sits_for_the_source_s_organisation_reads_too(cast: Cast) -> None:
    item = share(cast, "cem")
    open_item(cast, item, "max")
    with acting_as(cast.actor("max")) as actor:
        assert not queries.detail(actor, item).row.unread


def test_who_read_is_shown_to_the_source_alone(cast: Cast) -> None:
    item = share(cast)
    open_item(cast, item, "cem")
    with acting_as(cast.actor("chi")) as actor, refused("not_the_source"):
        queries.readings(actor, item)


def test_a_tombstone_is_not_read(cast: Cast) -> None:
    item = share(cast, label=Label.AMBER_STRICT)
    withdraw(cast, item)
    open_item(cast, item, "cem")
    assert "ItemRead" not in kinds(trail_seen_by(cast, "ada", item))
