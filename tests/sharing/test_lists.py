"""Lists of items: the order they come in, and the filters that narrow them."""

from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.sharing import commands, queries
from kring.sharing.commands.onward import Receiver
from kring.sharing.models import Item
from kring.sharing.queries import Filters, Place
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import share


@pytest.mark.parametrize("oldest_first", [False, True])
@pytest.mark.parametrize("in_circle", [False, True])
def test_rows_of_one_moment_are_neither_lost_nor_shown_twice(cast: Cast, oldest_first: bool, in_circle: bool) -> None:
    items = {share(cast, label=Label.GREEN, text=Text(what=f"Number {number}.")) for number in range(5)}
    with acting_as(cast.actor("ada")):
        Item.objects.update(shared_at=now())
    filters = Filters(oldest_first=oldest_first, circle=cast.north.pk if in_circle else None)
    seen, before = [], None
    with acting_as(cast.actor("cem")) as cem:
        while rows := queries.new_items(cem, filters, before=before, most=2):
            seen += [row.id for row in rows]
            before = rows[-1].place
    assert len(seen) == 5
    assert set(seen) == items


def test_a_place_is_read_as_it_was_written(cast: Cast) -> None:
    share(cast)
    with acting_as(cast.actor("cem")) as cem:
        place = queries.new_items(cem)[0].place
    assert Place.parse(str(place)) == place


@pytest.mark.parametrize("text", ["", "yesterday", "20260101T000000.000000-", "20260101T000000.000000-zz", "-"])
def test_a_place_that_nobody_wrote_is_no_place(text: str) -> None:
    with pytest.raises(ValueError, match="not a place in a list"):
        Place.parse(text)


def test_mine_are_also_those_via_the_secretariat_and_nobody_else_s(cast: Cast) -> None:
    sealed = share(cast, via_secretariat=True)
    own = share(cast)
    share(cast, "cem")
    with acting_as(cast.actor("ada")) as ada:
        assert {row.id for row in queries.new_items(ada, Filters(own=True))} == {sealed, own}
        assert {row.id for row in queries.new_items(ada, Filters(unread=True))}.isdisjoint({sealed, own})
    with acting_as(cast.actor("chi")) as chi:
        assert queries.new_items(chi, Filters(own=True)) == []


def test_clear_is_a_label_to_filter_by(cast: Cast) -> None:
    clear = share(cast, label=Label.CLEAR)
    share(cast, label=Label.GREEN)
    with acting_as(cast.actor("cem")) as cem:
        assert [row.id for row in queries.new_items(cem, Filters(label=Label.CLEAR))] == [clear]


def test_drafts_go_by_their_title_or_by_how_they_begin(cast: Cast) -> None:
    from tests.sharing.stage import draft

    draft(cast, text=Text(title="A title", what="Words."))
    draft(cast, text=Text(what="First sentence. Second one."))
    draft(cast, text=Text())
    with acting_as(cast.actor("ada")) as ada:
        assert [row.title for row in queries.drafts(ada)] == ["", "First sentence.", "A title"]


@pytest.mark.parametrize("in_circle", [False, True])
def test_a_seldom_tag_finds_what_walking_the_lists_finds(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, in_circle: bool
) -> None:
    items = [share(cast, label=label, named=["cem"] if label is Label.RED else [], tags=["Seldom"]) for label in Label]
    share(cast, tags=["other"])
    with acting_as(cast.actor("ada")) as ada:
        commands.pass_on(actor=ada, item=items[2], receiver=Receiver(colleague=cast.bo.pk))
        commands.withdraw_item(actor=ada, item=items[1])
    filters = Filters(tag="seldom", circle=cast.north.pk if in_circle else None)

    def found(name: str) -> list[UUID]:
        with acting_as(cast.actor(name)) as actor:
            return [row.id for row in queries.new_items(actor, filters)]

    directly = {name: found(name) for name in cast.NAMES}
    monkeypatch.setattr("kring.sharing.queries.lists.tagged", lambda filters: None)
    assert directly == {name: found(name) for name in cast.NAMES}
    assert directly["bo"]
    assert set(directly["cem"]) == {*items} - {items[1]}, "what was withdrawn keeps no tags"
