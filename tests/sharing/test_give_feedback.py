"""One tap from a reader to the source."""

from typing import Any
from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.models import Feedback
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import draft, kinds, refused, share, trail_seen_by, withdraw


def tap(cast: Cast, item: UUID, by: str, kind: str = "useful", **more: Any) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.give_feedback(actor=actor, item=item, kind=kind, **more)


def counts_seen_by(cast: Cast, name: str, item: UUID) -> dict[str, int]:
    with acting_as(cast.actor(name)) as actor:
        return queries.detail(actor, item).row.counts


@pytest.mark.requirement("R85")
def test_the_source_sees_counts_and_names_only_as_allowed(cast: Cast) -> None:
    item = share(cast)
    tap(cast, item, "cem", "affected", note="Two of ours", named=True)
    tap(cast, item, "chi", "affected")
    assert counts_seen_by(cast, "ada", item) == {"affected": 2}
    with acting_as(cast.actor("ada")) as actor:
        seen = [(one.kind, one.name, one.note) for one in queries.responses(actor, item)]
        assert not Feedback.objects.filter(item=item).exists(), "the rows themselves would give the names"
    assert seen == [("affected", "Cem", "Two of ours"), ("affected", "", "")]


@pytest.mark.requirement("R85")
def test_other_readers_get_counts_and_not_who_is_affected(cast: Cast) -> None:
    item = share(cast)
    tap(cast, item, "cem", "affected", note="Ours too", named=True)
    tap(cast, item, "cem", "useful", named=True)
    assert counts_seen_by(cast, "chi", item) == {"useful": 1}
    with acting_as(cast.actor("chi")) as actor:
        assert queries.responses(actor, item) == []
        assert not Feedback.objects.filter(item=item).exists()


def test_a_second_tap_adds_a_note_and_counts_once(cast: Cast) -> None:
    item = share(cast)
    tap(cast, item, "cem", "acted")
    tap(cast, item, "cem", "acted", note="Blocked at the gate", named=True)
    assert counts_seen_by(cast, "ada", item) == {"acted": 1}
    with acting_as(cast.actor("ada")) as actor:
        (one,) = queries.responses(actor, item)
    assert (one.note, one.name) == ("Blocked at the gate", "Cem")


@pytest.mark.parametrize(
    ("first", "last"),
    [("useful", "not_relevant"), ("useful", "doubted"), ("known", "doubted"), ("doubted", "known")],
)
def test_what_cannot_both_be_excludes_each_other(cast: Cast, first: str, last: str) -> None:
    item = share(cast)
    tap(cast, item, "cem", first)
    tap(cast, item, "cem", last)
    assert counts_seen_by(cast, "ada", item) == {last: 1}


def test_only_its_giver_sees_the_name_in_the_trail(cast: Cast) -> None:
    item = share(cast)
    tap(cast, item, "cem")
    assert ("cem", "FeedbackGiven") in trail_seen_by(cast, "cem", item)
    assert kinds(trail_seen_by(cast, "ada", item)) == ["ItemShared"]
    assert kinds(trail_seen_by(cast, "chi", item)) == ["ItemShared"]


def test_the_author_gives_none_to_their_own(cast: Cast) -> None:
    for item in (share(cast), share(cast, via_secretariat=True)):
        with refused("own_item"):
            tap(cast, item, "ada")


@pytest.mark.parametrize("name", ["bo", "dee", "eve", "visitor"])
def test_for_who_does_not_read_it_it_is_not_there(cast: Cast, name: str) -> None:
    item = share(cast)
    with pytest.raises(NotVisible):
        tap(cast, item, name)


def test_a_visitor_who_reads_something_public_only_looks(cast: Cast) -> None:
    from kring.sharing.models import Item

    item = share(cast, label=Label.CLEAR)
    with acting_as(cast.actor("ada")):
        Item.objects.filter(pk=item).update(published=True)
    with pytest.raises(NotVisible):
        tap(cast, item, "visitor")


def test_it_is_refused_before_sharing_and_after_withdrawal(cast: Cast) -> None:
    with refused("not_shared"):
        tap(cast, draft(cast), "ada")
    item = share(cast)
    withdraw(cast, item)
    with refused("withdrawn"):
        tap(cast, item, "cem")
