"""Asking the source for a wider label."""

from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import readers, refused, share, trail_seen_by, withdraw


def ask(cast: Cast, item: UUID, label: Label, by: str = "cem") -> UUID:
    with acting_as(cast.actor(by)) as actor:
        return commands.ask_wider(actor=actor, item=item, label=label, reason="Our branch needs it").pk


@pytest.mark.requirement("R79")
def test_nothing_widens_until_the_source_says_so(cast: Cast) -> None:
    item = share(cast)
    before = readers(cast, item)
    request = ask(cast, item, Label.GREEN)
    assert readers(cast, item) == before
    assert trail_seen_by(cast, "ada", item)[-1] == ("cem", "WideningAsked")
    with acting_as(cast.actor("ada")) as actor:
        (waiting,) = queries.asks(actor)
        (wish,) = queries.wishes(actor, item)
    assert (waiting.what, waiting.request, waiting.label) == ("decide_wider", request, Label.GREEN)
    assert (wish.by, wish.label, wish.reason, wish.state) == ("Cem", Label.GREEN, "Our branch needs it", "asked")


def test_other_readers_do_not_see_who_asked(cast: Cast) -> None:
    item = share(cast)
    ask(cast, item, Label.GREEN)
    with acting_as(cast.actor("chi")) as actor:
        assert queries.wishes(actor, item) == []


@pytest.mark.parametrize("label", [Label.AMBER, Label.AMBER_STRICT])
def test_only_something_wider_can_be_asked_for(cast: Cast, label: Label) -> None:
    item = share(cast)
    with refused("not_wider"):
        ask(cast, item, label)


def test_it_is_asked_once_at_a_time(cast: Cast) -> None:
    item = share(cast)
    ask(cast, item, Label.GREEN)
    with refused("already_asked"):
        ask(cast, item, Label.CLEAR)


@pytest.mark.parametrize("name", ["bo", "dee", "visitor"])
def test_for_who_does_not_read_it_it_is_not_there(cast: Cast, name: str) -> None:
    item = share(cast)
    with pytest.raises(NotVisible):
        ask(cast, item, Label.GREEN, name)


def test_it_is_refused_after_withdrawal(cast: Cast) -> None:
    item = share(cast)
    withdraw(cast, item)
    with refused("withdrawn"):
        ask(cast, item, Label.GREEN)
