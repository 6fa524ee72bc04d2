"""Beginning something in a circle."""

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, rules
from kring.sharing.commands.drafts import Writing
from kring.sharing.models import Item
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import draft, readers, refused, share, trail_seen_by


def test_it_is_its_author_s_alone(cast: Cast) -> None:
    item = draft(cast)
    assert readers(cast, item) == {"ada"}


def test_it_takes_the_circle_s_label_and_language(cast: Cast) -> None:
    cast.north.default_label, cast.north.language = Label.GREEN, "nl"
    cast.north.save()
    item = draft(cast)
    with acting_as(cast.actor("ada")):
        found = Item.objects.get(pk=item)
    assert (found.label, found.language) == (Label.GREEN, "nl")
    assert (found.membership_id, found.community) == (cast.memberships["ada"].pk, cast.north.pk)


def test_tags_are_kept_once_in_small_letters(cast: Cast) -> None:
    item = draft(cast, tags=["OT", " ot ", "", "Water"])
    with acting_as(cast.actor("ada")):
        assert Item.objects.get(pk=item).tags == ["ot", "water"]


def test_it_leaves_nothing_in_the_trail(cast: Cast) -> None:
    item = draft(cast)
    assert trail_seen_by(cast, "ada", item) == []


def test_an_observer_cannot_share(cast: Cast) -> None:
    with refused("not_seated"):
        draft(cast, "gus")


def test_a_colleague_without_a_seat_cannot_share(cast: Cast) -> None:
    with refused("not_seated"):
        draft(cast, "bo")


@pytest.mark.parametrize("name", ["dee", "eve", "visitor"])
def test_to_who_stands_outside_the_circle_is_not_there(cast: Cast, name: str) -> None:
    with pytest.raises(NotVisible):
        draft(cast, name)


def test_it_can_follow_from_an_item_that_one_reads(cast: Cast) -> None:
    warning = share(cast)
    help_wanted = draft(cast, "cem", about=warning, kind="help", expertise=["OT"])
    with acting_as(cast.actor("cem")):
        found = Item.objects.get(pk=help_wanted)
    assert (found.about_id, found.kind, found.expertise) == (warning, "help", ["OT"])


def test_it_cannot_follow_from_an_item_that_one_does_not_read(cast: Cast) -> None:
    secret = share(cast, label=Label.RED, named=["chi"])
    with pytest.raises(NotVisible):
        draft(cast, "cem", about=secret)


@pytest.mark.parametrize(
    ("writing", "code"),
    [
        (Writing(text=Text(what="x" * (rules.LONGEST_TEXT + 1))), "too_long"),
        (Writing(text=Text(what="x"), tags=[str(n) for n in range(rules.MOST_TAGS + 1)]), "too_many_tags"),
    ],
)
def test_it_is_refused_when_it_does_not_fit(cast: Cast, writing: Writing, code: str) -> None:
    with acting_as(cast.actor("ada")) as actor, refused(code):
        commands.start_draft(actor=actor, circle=cast.north.pk, writing=writing)
