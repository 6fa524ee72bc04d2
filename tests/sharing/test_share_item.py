"""Sharing: from here on others read it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kring.kernel import trail
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.models import Item, SealedSource
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import draft, kinds, readers, refused, share, trail_seen_by


def share_draft(cast: Cast, item: UUID, by: str = "ada") -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.share_item(actor=actor, item=item)


@pytest.mark.requirement("R79")
@pytest.mark.parametrize(
    ("label", "chosen", "named", "expected"),
    [
        (Label.RED, [], ["cem"], "ada cem"),
        (Label.AMBER_STRICT, [], [], "ada cem chi max"),
        (Label.AMBER, ["chi"], [], "ada chi"),
        (Label.AMBER, [], [], "ada cem chi max"),
        (Label.GREEN, [], [], "ada bo cem chi fay gus max"),
        (Label.CLEAR, [], [], "ada bo cem chi dee eve fay gus max"),
    ],
)
def test_exactly_its_audience_reads_it(
    cast: Cast, label: Label, chosen: list[str], named: list[str], expected: str
) -> None:
    item = share(cast, label=label, chosen=chosen, named=named)
    assert readers(cast, item) == set(expected.split())


def test_it_stands_in_the_trail_for_the_source_and_the_chair(cast: Cast) -> None:
    item = share(cast)
    assert trail_seen_by(cast, "ada", item) == [("ada", "ItemShared")]
    assert trail_seen_by(cast, "chi", item) == [("ada", "ItemShared")]
    assert trail_seen_by(cast, "cem", item) == []
    assert trail_seen_by(cast, "dee", item) == []


def test_a_chair_sees_no_trail_of_what_they_may_not_read(cast: Cast) -> None:
    item = share(cast, label=Label.RED, named=["cem"])
    assert trail_seen_by(cast, "chi", item) == []


def test_it_gets_the_first_sentence_as_title_when_it_has_none(cast: Cast) -> None:
    item = draft(cast, text=Text(what="Two pumps stopped. Then a third."))
    share_draft(cast, item)
    with acting_as(cast.actor("cem")) as actor:
        assert queries.detail(actor, item).row.title == "Two pumps stopped."


def test_it_is_refused_the_second_time(cast: Cast) -> None:
    item = share(cast)
    with refused("already_shared"):
        share_draft(cast, item)


def test_it_says_nothing_without_words(cast: Cast) -> None:
    item = draft(cast, text=Text(title="Only a title"))
    with refused("nothing_to_say"):
        share_draft(cast, item)


def test_it_goes_no_wider_than_the_circle(cast: Cast) -> None:
    cast.north.widest_label = Label.AMBER
    cast.north.save()
    with refused("label_too_wide"):
        share(cast, label=Label.GREEN)


def test_red_names_somebody(cast: Cast) -> None:
    with refused("nobody_named"):
        share(cast, label=Label.RED)


def test_red_goes_to_people_at_this_table_alone(cast: Cast) -> None:
    with refused("not_in_circle"):
        share(cast, label=Label.RED, named=["dee"])


def test_only_organisations_of_this_circle_are_chosen(cast: Cast) -> None:
    with refused("not_in_circle"):
        share(cast, chosen=["dee"])


def test_who_lost_the_seat_meanwhile_does_not_share(cast: Cast) -> None:
    from kring.kernel.clock import now

    item = draft(cast)
    cast.seats["ada"].until = now()
    cast.seats["ada"].save()
    with refused("not_seated"):
        share_draft(cast, item)
    assert readers(cast, item) == {"ada"}


@pytest.mark.parametrize("name", ["bo", "cem", "dee", "visitor"])
def test_nobody_shares_the_draft_of_another(cast: Cast, name: str) -> None:
    item = draft(cast)
    with pytest.raises(NotVisible):
        share_draft(cast, item, name)


@pytest.mark.requirement("R57")
def test_above_one_s_mandate_it_is_recorded(cast: Cast) -> None:
    from kring.circles.models import Mandate

    Mandate.objects.create(
        seat=cast.seats["ada"], widest_label=Label.AMBER, signed_by="Her director", signed_on=date(2026, 1, 1)
    )
    within, above = share(cast), share(cast, label=Label.GREEN)
    assert kinds(trail_seen_by(cast, "ada", within)) == ["ItemShared"]
    assert kinds(trail_seen_by(cast, "ada", above)) == ["ItemShared", "SharedAboveMandate"]
    with acting_as(cast.actor("ada")):
        assert trail.of_item(above)[0].details == {"label": Label.GREEN, "mandate": Label.AMBER}


@pytest.mark.requirement("R87")
def test_via_the_secretariat_nobody_learns_the_source(cast: Cast) -> None:
    item = share(cast, via_secretariat=True)
    for name in ("cem", "chi"):
        with acting_as(cast.actor(name)) as actor:
            seen = queries.detail(actor, item)
            assert (seen.row.source.name, seen.row.source.organisation) == ("", "")
            assert seen.row.source.via_secretariat
            assert not seen.is_source
            assert not SealedSource.objects.filter(item=item).exists()
            row = Item.objects.get(pk=item)
            assert (row.author_id, row.membership_id) == (None, None)
        assert trail_seen_by(cast, name, item) == []
    with acting_as(cast.actor("ada")) as actor:
        assert queries.detail(actor, item).is_source


@pytest.mark.requirement("R87")
@pytest.mark.parametrize(("label", "choice"), [(Label.RED, {"named": ["cem"]}), (Label.AMBER, {"chosen": ["cem"]})])
def test_via_the_secretariat_the_list_of_readers_gives_nobody_away(
    cast: Cast, label: Label, choice: dict[str, Any]
) -> None:
    item = share(cast, label=label, via_secretariat=True, **choice)
    with acting_as(cast.actor("cem")) as actor:
        seen = queries.detail(actor, item)
        assert (list(seen.named), list(seen.chosen)) == ([], [])
        assert queries.companions(actor, item, {cast.person(name).pk for name in cast.NAMES}) == set()
    with acting_as(cast.actor("ada")) as actor:
        seen = queries.detail(actor, item)
        assert [*seen.named, *seen.chosen] != []
