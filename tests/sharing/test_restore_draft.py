"""Taking back a draft that was thrown away."""

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from tests.cast import Cast
from tests.sharing.stage import draft
from tests.sharing.test_discard_draft import discard


def test_it_is_back_in_the_list(cast: Cast) -> None:
    item = draft(cast)
    discard(cast, "ada", item)
    with acting_as(cast.actor("ada")) as actor:
        commands.restore_draft(actor=actor, item=item)
        assert [row.id for row in queries.drafts(actor)] == [item]


def test_thrown_away_it_cannot_be_shared(cast: Cast) -> None:
    item = draft(cast)
    discard(cast, "ada", item)
    with acting_as(cast.actor("ada")) as actor, pytest.raises(NotVisible):
        commands.share_item(actor=actor, item=item)


@pytest.mark.parametrize("name", ["cem", "visitor"])
def test_nobody_else_can(cast: Cast, name: str) -> None:
    item = draft(cast)
    discard(cast, "ada", item)
    with acting_as(cast.actor(name)) as actor, pytest.raises(NotVisible):
        commands.restore_draft(actor=actor, item=item)
