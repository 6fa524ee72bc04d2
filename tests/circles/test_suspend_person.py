"""Shutting a person out (R50): every way out is cut, and who suspends learns nothing of other communities."""

import pytest
from django.test import Client

from kring.circles import commands, queries
from kring.circles.models import Suspension
from kring.kernel.errors import NotVisible
from kring.people import queries as people
from kring.people.models import Person
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.circles.stage import keys, seat, token
from tests.sharing.stage import readers, refused, share
from tests.trail import facts_of


def suspend(cast: Cast, who: str = "ada", by: str = "chi", **given: object) -> None:
    circle = given.pop("circle", cast.north.pk)
    commands.suspend_person(actor=cast.actor(by), circle=circle, person=cast.person(who).pk, why="breach")  # type: ignore[arg-type]


@pytest.mark.requirement("R50")
def test_nothing_that_was_shared_is_read_any_more(cast: Cast) -> None:
    seat(cast, "ada", cast.pier)
    items = [share(cast, "cem", label, named=["ada"] if label is Label.RED else []) for label in list(Label)[1:]]
    assert all("ada" in readers(cast, item) for item in items)
    suspend(cast)
    assert all("ada" not in readers(cast, item) for item in items)
    assert keys(cast, "ada") == set()


@pytest.mark.requirement("R50")
def test_it_is_one_line_in_the_trail_with_who_and_why(cast: Cast) -> None:
    suspend(cast)
    facts = [fact for fact in facts_of(cast.chi) if fact.circle == cast.north.pk]
    assert [(fact.kind, fact.by, fact.details) for fact in facts] == [
        ("PersonSuspended", cast.chi.pk, {"person": str(cast.ada.pk), "why": "breach"})
    ]


@pytest.mark.requirement("R50")
def test_sessions_and_tokens_of_somebody_who_belongs_nowhere_else_die(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.ada)
    text = token(cast, "ada")
    assert client.get("/circles/").status_code == 200
    suspend(cast)
    assert client.get("/circles/").status_code == 302
    assert people.actor_of_token(text) is None
    ada = Person.objects.get(pk=cast.ada.pk)
    assert not ada.is_active


@pytest.mark.requirement("R50")
@pytest.mark.requirement("R142")
def test_somebody_of_two_communities_keeps_the_other_one(cast: Cast) -> None:
    seat(cast, "ada", cast.south)
    text = token(cast, "ada")
    other = share(cast, "dee", Label.AMBER, circle=cast.south.pk)
    suspend(cast)
    assert "ada" in readers(cast, other)
    assert people.actor_of_token(text) is not None
    assert keys(cast, "ada") >= {cast.south.pk}
    assert cast.north.pk not in keys(cast, "ada")
    same = [fact.details for fact in facts_of(cast.chi, "PersonSuspended")]
    assert same == [{"person": str(cast.ada.pk), "why": "breach"}], "the trail does not tell that there is another one"


@pytest.mark.requirement("R50")
def test_in_an_inner_circle_the_rest_of_the_community_stays(cast: Cast) -> None:
    seat(cast, "ada", cast.pier)
    seat(cast, "fay", cast.pier, "chair")
    suspend(cast, by="fay", circle=cast.pier.pk)
    assert cast.pier.pk not in keys(cast, "ada")
    assert cast.north.pk in keys(cast, "ada")
    assert Person.objects.get(pk=cast.ada.pk).is_active


def test_let_in_again_they_have_what_they_had(cast: Cast) -> None:
    before = keys(cast, "ada")
    suspend(cast)
    commands.readmit_person(actor=cast.actor("chi"), circle=cast.north.pk, person=cast.ada.pk)
    assert keys(cast, "ada") == before
    assert Person.objects.get(pk=cast.ada.pk).is_active
    with refused("not_out"):
        commands.readmit_person(actor=cast.actor("chi"), circle=cast.north.pk, person=cast.ada.pk)
    suspend(cast)
    assert Suspension.objects.count() == 2


def test_a_colleague_is_shut_out_too(cast: Cast) -> None:
    item = share(cast, "ada", Label.GREEN)
    suspend(cast, "bo")
    assert "bo" not in readers(cast, item)


@pytest.mark.parametrize("name", ["ada", "cem", "gus", "fay", "bo"])
def test_only_who_steers_may(cast: Cast, name: str) -> None:
    with refused("not_steering"):
        suspend(cast, "cem", by=name)


def test_for_strangers_there_is_nothing_to_suspend(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        suspend(cast, "ada", by="dee")
    with pytest.raises(NotVisible):
        suspend(cast, "dee")
    with pytest.raises(NotVisible):
        suspend(cast, "eve")


def test_nobody_suspends_themselves_or_twice(cast: Cast) -> None:
    with refused("own_seat"):
        suspend(cast, "chi")
    suspend(cast)
    with refused("already_out"):
        suspend(cast)


def test_who_steers_sees_who_is_out(cast: Cast) -> None:
    suspend(cast)
    (out,) = queries.beside_members(cast.actor("chi"), cast.north.pk, most=0, steers=True).suspended
    assert (out.name, out.why) == ("Ada", "breach")
