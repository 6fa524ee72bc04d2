"""Another label or audience for something shared."""

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.commands.onward import Receiver
from kring.sharing.models import Item
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import draft, readers, refused, relabel, reply, share, trail_seen_by, withdraw


def test_narrowed_it_is_gone_for_who_may_no_longer_read_it(cast: Cast) -> None:
    item = share(cast, label=Label.GREEN)
    reply(cast, item, "fay")
    relabel(cast, item, Label.RED, named=["cem"])
    assert readers(cast, item) == {"ada", "cem"}
    with acting_as(cast.actor("fay")) as actor:
        assert queries.search(actor, "pumps") == []


def test_widened_more_people_read_it_and_replies_keep_their_audience(cast: Cast) -> None:
    item = share(cast, label=Label.AMBER)
    reply(cast, item, "cem", "Only for this table.")
    relabel(cast, item, Label.GREEN)
    assert readers(cast, item) == {"ada", "bo", "cem", "chi", "fay", "gus", "max"}
    with acting_as(cast.actor("fay")) as actor:
        assert queries.detail(actor, item).replies == []
    with acting_as(cast.actor("chi")) as actor:
        assert len(queries.detail(actor, item).replies) == 1


def test_it_stands_in_the_trail_with_both_labels(cast: Cast) -> None:
    from kring.kernel import trail

    item = share(cast, label=Label.AMBER)
    relabel(cast, item, Label.GREEN)
    with acting_as(cast.actor("chi")):
        line = trail.of_item(item)[0]
    assert (line.kind, line.details) == ("ItemRelabelled", {"before": Label.AMBER, "after": Label.GREEN})


@pytest.mark.requirement("R79")
@pytest.mark.parametrize("name", ["bo", "cem", "chi", "fay", "gus", "max"])
def test_only_the_source_widens(cast: Cast, name: str) -> None:
    item = share(cast, label=Label.GREEN)
    with refused("not_the_source"):
        relabel(cast, item, Label.CLEAR, name)
    with acting_as(cast.actor("ada")):
        assert Item.objects.get(pk=item).label == Label.GREEN


@pytest.mark.parametrize("name", ["dee", "eve", "visitor"])
def test_for_who_does_not_read_it_it_is_not_there(cast: Cast, name: str) -> None:
    item = share(cast, label=Label.GREEN)
    with pytest.raises(NotVisible):
        relabel(cast, item, Label.CLEAR, name)


def test_narrowing_ends_what_was_passed_on(cast: Cast) -> None:
    item = share(cast, label=Label.AMBER)
    with acting_as(cast.actor("ada")) as actor:
        commands.pass_on(actor=actor, item=item, receiver=Receiver(colleague=cast.bo.pk))
    assert "bo" in readers(cast, item)
    relabel(cast, item, Label.AMBER_STRICT)
    assert "bo" not in readers(cast, item)
    with acting_as(cast.actor("ada")) as actor:
        assert [passing.state for passing in queries.passings(actor, item)] == ["ended"]
        commands.pass_on(actor=actor, item=item, receiver=Receiver(colleague=cast.bo.pk))
    assert "bo" in readers(cast, item)


def test_it_goes_no_wider_than_the_circle(cast: Cast) -> None:
    cast.north.widest_label = Label.AMBER
    cast.north.save()
    item = share(cast, label=Label.AMBER_STRICT)
    with refused("label_too_wide"):
        relabel(cast, item, Label.GREEN)


def test_red_names_somebody_of_this_circle(cast: Cast) -> None:
    item = share(cast)
    with refused("nobody_named"):
        relabel(cast, item, Label.RED)
    with refused("not_in_circle"):
        relabel(cast, item, Label.RED, named=["dee"])


def test_the_source_stays_among_its_readers(cast: Cast) -> None:
    item = share(cast, "cem")
    with acting_as(cast.actor("cem")):
        relabel(cast, item, Label.RED, "cem", named=["ada"])
    assert readers(cast, item) == {"ada", "cem"}
    relabel(cast, item, Label.AMBER, "cem", chosen=("chi",))
    assert readers(cast, item) == {"cem", "chi", "max"}


def test_via_the_secretariat_its_author_can_and_stays_unknown(cast: Cast) -> None:
    item = share(cast, via_secretariat=True)
    relabel(cast, item, Label.RED, named=["cem"])
    assert readers(cast, item) == {"ada", "cem"}
    assert trail_seen_by(cast, "cem", item) == []


def test_a_draft_and_a_withdrawn_item_are_refused(cast: Cast) -> None:
    with refused("not_shared"):
        relabel(cast, draft(cast), Label.GREEN)
    item = share(cast)
    withdraw(cast, item)
    with refused("withdrawn"):
        relabel(cast, item, Label.GREEN)
