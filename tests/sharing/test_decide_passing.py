"""The source answers whether something may go on."""

from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import kinds, readers, refused, share, trail_seen_by, withdraw
from tests.sharing.test_pass_on import _seat_in_south, pass_on


def decide(cast: Cast, onward: UUID, by: str = "cem", *, allow: bool) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.decide_passing(actor=actor, onward=onward, allow=allow)


def ask(cast: Cast, item: UUID) -> UUID:
    return pass_on(cast, item, circle=_seat_in_south(cast, "ada"), asking=True).pk


@pytest.mark.requirement("R86")
def test_allowed_it_goes_on(cast: Cast) -> None:
    item = share(cast, "cem")
    onward = ask(cast, item)
    decide(cast, onward, allow=True)
    assert "dee" in readers(cast, item)
    assert kinds(trail_seen_by(cast, "cem", item))[-2:] == ["PassingDecided", "PassedOn"]


def test_refused_it_stays_and_may_be_asked_again(cast: Cast) -> None:
    item = share(cast, "cem")
    onward = ask(cast, item)
    decide(cast, onward, allow=False)
    assert "dee" not in readers(cast, item)
    with acting_as(cast.actor("ada")) as actor:
        assert [one.state for one in queries.passings(actor, item)] == ["refused"]
    assert pass_on(cast, item, circle=cast.south.pk, asking=True).state == "asked"


def test_it_is_refused_the_second_time(cast: Cast) -> None:
    onward = ask(cast, share(cast, "cem"))
    decide(cast, onward, allow=False)
    with refused("already_decided"):
        decide(cast, onward, allow=True)


def test_after_withdrawal_there_is_nothing_to_allow(cast: Cast) -> None:
    item = share(cast, "cem")
    onward = ask(cast, item)
    withdraw(cast, item, "cem")
    with refused("withdrawn"):
        decide(cast, onward, allow=True)


def test_narrowing_answers_it_with_no(cast: Cast) -> None:
    item = share(cast, "cem")
    onward = ask(cast, item)
    with acting_as(cast.actor("cem")) as actor:
        commands.relabel_item(actor=actor, item=item, label=Label.AMBER_STRICT)
    with refused("already_decided"):
        decide(cast, onward, allow=True)


@pytest.mark.parametrize("name", ["ada", "chi", "bo", "dee", "visitor"])
def test_only_the_source_answers(cast: Cast, name: str) -> None:
    onward = ask(cast, share(cast, "cem"))
    with pytest.raises(NotVisible):
        decide(cast, onward, name, allow=True)


def test_the_hidden_source_can_answer_too(cast: Cast) -> None:
    item = share(cast, "cem", via_secretariat=True)
    decide(cast, ask(cast, item), allow=True)
    assert "dee" in readers(cast, item)
