"""When nobody steers a circle any more: the deputy steps in, and nobody else does."""

import pytest

from kring.circles.queries import steering
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.leadership import commands
from kring.people.models import Person
from tests.cast import Cast
from tests.leadership.test_talks import make_deputy
from tests.sharing.pages.visit import look, send, visitor
from tests.sharing.stage import refused
from tests.trail import facts_of


@pytest.fixture
def vacant(cast: Cast) -> Cast:
    """North, where ada is the deputy of the chair, and the chair is shut out."""
    make_deputy(cast, "ada")
    Person.objects.filter(pk=cast.chi.pk).update(suspended_at=now())
    return cast


@pytest.mark.requirement("R64")
def test_the_deputy_becomes_the_chair(vacant: Cast) -> None:
    assert steering(vacant.north.pk) == set()
    ada = visitor(vacant, "ada")
    assert "you can step in" in look(ada, "/c/north/")
    send(ada, "/c/north/step-in/", {})
    assert steering(vacant.north.pk) == {vacant.ada.pk}
    assert "Nobody steers" not in look(ada, "/c/north/")
    assert [fact.details["role"] for fact in facts_of(vacant.ada, "SeatGiven")] == ["chair"]


def test_others_are_told_whom_to_turn_to_and_step_in_nowhere(vacant: Cast) -> None:
    assert "ask who runs this server" in look(visitor(vacant, "cem"), "/c/north/")
    assert "Nobody steers" not in look(visitor(vacant, "gus"), "/c/north/")
    with acting_as(vacant.actor("cem")) as cem, refused("not_leading"):
        commands.step_in(actor=cem, circle=vacant.north.pk)


def test_nobody_steps_in_while_somebody_steers(cast: Cast) -> None:
    make_deputy(cast, "ada")
    assert "Nobody steers" not in look(visitor(cast, "ada"), "/c/north/")
    for name in ("ada", "chi"):
        with acting_as(cast.actor(name)) as actor, refused("not_vacant"):
            commands.step_in(actor=actor, circle=cast.north.pk)
