"""Keeping what was typed."""

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, rules
from kring.sharing.commands.drafts import Writing
from kring.sharing.models import Item
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import PUMPS, draft, readers, refused, share


def test_the_last_words_are_kept(cast: Cast) -> None:
    item = draft(cast)
    with acting_as(cast.actor("ada")) as actor:
        saved = commands.save_draft(actor=actor, item=item, writing=Writing(text=Text(what="Three now.")), version=1)
        assert (saved.what, saved.title, saved.version) == ("Three now.", "", 2)
        assert Item.objects.get(pk=item).what == "Three now."


def test_what_is_not_said_stays(cast: Cast) -> None:
    item = draft(cast, label=Label.GREEN, urgent=True, tags=["ot"], via_secretariat=True)
    with acting_as(cast.actor("ada")) as actor:
        saved = commands.save_draft(actor=actor, item=item, writing=Writing(text=PUMPS), version=1)
    assert (saved.label, saved.urgency, saved.tags, saved.via_secretariat) == (Label.GREEN, 1, ["ot"], True)


def test_a_window_that_is_behind_overwrites_nothing(cast: Cast) -> None:
    item = draft(cast)
    with acting_as(cast.actor("ada")) as actor:
        commands.save_draft(actor=actor, item=item, writing=Writing(text=Text(what="First window")), version=1)
    with acting_as(cast.actor("ada")) as actor, refused("changed_elsewhere"):
        commands.save_draft(actor=actor, item=item, writing=Writing(text=Text(what="Second window")), version=1)
    with acting_as(cast.actor("ada")):
        assert Item.objects.get(pk=item).what == "First window"


def test_it_can_move_to_another_circle_of_one_s_own(cast: Cast) -> None:
    from kring.circles.models import Membership, Seat

    membership = Membership.objects.create(circle=cast.pier, organisation=cast.alpha, state="member")
    Seat.objects.create(membership=membership, person=cast.ada)
    item = draft(cast)
    with acting_as(cast.actor("ada")) as actor:
        saved = commands.save_draft(actor=actor, item=item, writing=Writing(text=PUMPS), version=1, circle=cast.pier.pk)
    assert (saved.circle_id, saved.membership_id) == (cast.pier.pk, membership.pk)


@pytest.mark.parametrize(("circle", "code"), [("pier", "not_seated")])
def test_it_does_not_move_to_where_one_has_no_seat(cast: Cast, circle: str, code: str) -> None:
    item = draft(cast)
    with acting_as(cast.actor("ada")) as actor, refused(code):
        commands.save_draft(
            actor=actor, item=item, writing=Writing(text=PUMPS), version=1, circle=getattr(cast, circle).pk
        )


@pytest.mark.parametrize("name", ["bo", "cem", "chi", "dee", "eve", "visitor"])
def test_to_everybody_else_it_is_not_there(cast: Cast, name: str) -> None:
    item = draft(cast)
    with acting_as(cast.actor(name)) as actor, pytest.raises(NotVisible):
        commands.save_draft(actor=actor, item=item, writing=Writing(text=Text(what="mine")), version=1)
    assert readers(cast, item) == {"ada"}


def test_something_shared_is_not_a_draft_any_more(cast: Cast) -> None:
    item = share(cast)
    with acting_as(cast.actor("ada")) as actor, refused("already_shared"):
        commands.save_draft(actor=actor, item=item, writing=Writing(text=PUMPS), version=1)


def test_too_long_a_text_is_refused(cast: Cast) -> None:
    item = draft(cast)
    with acting_as(cast.actor("ada")) as actor, refused("too_long"):
        long = Text(what="x", do_what="x" * (rules.LONGEST_TEXT + 1))
        commands.save_draft(actor=actor, item=item, writing=Writing(text=long), version=1)
