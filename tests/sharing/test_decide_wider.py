"""The source answers a request for a wider label."""

from uuid import UUID

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.stage import kinds, readers, refused, share, trail_seen_by, withdraw
from tests.sharing.test_ask_wider import ask


def decide(cast: Cast, request: UUID, by: str = "ada", *, grant: bool) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.decide_wider(actor=actor, request=request, grant=grant)


def test_granted_it_widens(cast: Cast) -> None:
    item = share(cast)
    decide(cast, ask(cast, item, Label.GREEN), grant=True)
    assert readers(cast, item) == {"ada", "bo", "cem", "chi", "fay", "gus", "max"}
    assert kinds(trail_seen_by(cast, "ada", item))[-2:] == ["ItemRelabelled", "WideningDecided"]


def test_refused_it_stays_and_may_be_asked_again(cast: Cast) -> None:
    item = share(cast)
    decide(cast, ask(cast, item, Label.GREEN), grant=False)
    assert readers(cast, item) == {"ada", "cem", "chi", "max"}
    ask(cast, item, Label.GREEN)


def test_the_chosen_organisations_stay_chosen(cast: Cast) -> None:
    item = share(cast, label=Label.AMBER_STRICT, chosen=["cem"])
    decide(cast, ask(cast, item, Label.AMBER), grant=True)
    assert readers(cast, item) == {"ada", "cem", "max"}


def test_it_is_refused_the_second_time(cast: Cast) -> None:
    request = ask(cast, share(cast), Label.GREEN)
    decide(cast, request, grant=False)
    with refused("already_decided"):
        decide(cast, request, grant=True)


def test_after_withdrawal_there_is_nothing_to_widen(cast: Cast) -> None:
    item = share(cast)
    request = ask(cast, item, Label.GREEN)
    withdraw(cast, item)
    with refused("withdrawn"):
        decide(cast, request, grant=True)


def test_what_the_circle_does_not_allow_is_not_granted(cast: Cast) -> None:
    request = ask(cast, share(cast), Label.GREEN)
    cast.north.widest_label = Label.AMBER
    cast.north.save()
    with refused("label_too_wide"):
        decide(cast, request, grant=True)


@pytest.mark.requirement("R79")
@pytest.mark.parametrize("name", ["cem", "chi", "bo", "dee", "visitor"])
def test_only_the_source_answers(cast: Cast, name: str) -> None:
    item = share(cast)
    request = ask(cast, item, Label.GREEN)
    with pytest.raises(NotVisible):
        decide(cast, request, name, grant=True)
    assert "fay" not in readers(cast, item)
