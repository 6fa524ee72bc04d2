"""Throwing a draft away."""

from datetime import timedelta

import pytest

from kring.kernel import clock
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.models import Attachment, Item
from tests.cast import Cast
from tests.sharing.stage import draft, refused, share
from tests.sharing.test_add_attachment import add


def discard(cast: Cast, by: str, item: object) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.discard_draft(actor=actor, item=item)  # type: ignore[arg-type]


def test_it_is_out_of_the_list_of_drafts(cast: Cast) -> None:
    item, other = draft(cast), draft(cast)
    discard(cast, "ada", item)
    with acting_as(cast.actor("ada")) as actor:
        assert [row.id for row in queries.drafts(actor)] == [other]


def test_after_a_day_it_is_gone_with_its_files(cast: Cast) -> None:
    item = draft(cast)
    add(cast, item=item)
    discard(cast, "ada", item)
    with acting_as(cast.actor("ada")):
        Item.objects.filter(pk=item).update(discarded_at=clock.now() - timedelta(days=1, minutes=1))
    draft(cast)
    with acting_as(cast.actor("ada")):
        assert not Item.objects.filter(pk=item).exists()
        assert not Attachment.objects.filter(item=item).exists()


@pytest.mark.parametrize("name", ["cem", "chi", "dee", "visitor"])
def test_nobody_else_can(cast: Cast, name: str) -> None:
    item = draft(cast)
    with pytest.raises(NotVisible):
        discard(cast, name, item)


def test_something_shared_is_withdrawn_not_thrown_away(cast: Cast) -> None:
    item = share(cast)
    with refused("already_shared"):
        discard(cast, "ada", item)
