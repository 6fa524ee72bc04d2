"""Settling in: steps that tick themselves, buddies and introduction cards."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kring.circles import commands as circle_commands
from kring.circles import queries as circles
from kring.circles.models import Circle, Membership, Seat
from kring.conduct import commands, queries
from kring.conduct.models import Introduction
from kring.conduct.rules import Step
from kring.kernel import clock
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.circles.stage import colleague, seat
from tests.conduct.stage import publish
from tests.health.stage import crowd
from tests.sharing import stage
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import refused


@pytest.fixture
def older(cast: Cast) -> Cast:
    """North began long before anybody sat down."""
    Circle.objects.update(created_at=clock.now() - timedelta(days=900))
    return cast


def done(cast: Cast, name: str, by: str | None = None) -> set[Step | None]:
    """The steps that somebody has done, as they or somebody else sees them."""
    with acting_as(cast.actor(by or name)) as actor:
        place = circles.circle_for(actor, cast.north.pk)
        rows = queries.arrivals(actor, place) if by else [queries.arrival(actor, place)]
        (one,) = (row for row in rows if row and row.person == cast.person(name).pk)
        return {step.code for step in one.steps if step.done}


def introduce(cast: Cast, name: str = "ada", does: str = "I keep the cranes safe.") -> None:
    with acting_as(cast.actor(name)) as actor:
        commands.introduce(actor=actor, circle=cast.north.pk, does=does, beside="Sailing")


def test_steps_tick_themselves(older: Cast) -> None:
    assert done(older, "ada") == set()
    code = publish(older)
    introduce(older)
    stage.share(older)
    with acting_as(older.actor("ada")) as actor:
        commands.accept_code(actor=actor, code=code)
    assert done(older, "ada") == done(older, "ada", by="chi") == {Step.CODE, Step.INTRODUCTION, Step.SHARE}


def test_what_went_to_others_tells_who_steers_nothing(older: Cast) -> None:
    stage.share(older, label=Label.RED, named=["cem"])
    assert done(older, "ada") == {Step.SHARE}
    assert done(older, "ada", by="chi") == set()


def test_a_circle_makes_its_own_list(older: Cast) -> None:
    with acting_as(older.actor("chi")) as actor:
        commands.change_welcome(actor=actor, circle=older.north.pk, steps=["mandate"], own=["Come and see us"])
    with acting_as(older.actor("ada")) as actor:
        commands.tick_step(actor=actor, circle=older.north.pk, step="Come and see us", done=True)
        (own,) = queries.own_arrivals(actor)
        with pytest.raises(NotVisible):
            commands.tick_step(actor=actor, circle=older.north.pk, step="Something else", done=True)
    assert [(step.text, step.done) for step in own.steps] == [
        ("Have your mandate recorded", False),
        ("Come and see us", True),
    ]
    with refused("not_steering"), acting_as(older.actor("ada")) as actor:
        commands.change_welcome(actor=actor, circle=older.north.pk, steps=[], own=[])


def test_who_sat_down_long_ago_is_not_new(older: Cast) -> None:
    Seat.objects.update(since=clock.now() - timedelta(days=200))
    with acting_as(older.actor("ada")) as actor:
        assert queries.own_arrivals(actor) == []


def test_a_page_of_many_newcomers_asks_as_often_as_a_page_of_few(older: Cast) -> None:
    publish(older)
    chi = visitor(older, "chi")
    chi.get("/c/north/newcomers/")
    with CaptureQueriesContext(connection) as few:
        chi.get("/c/north/newcomers/")
    crowd(older, 5)
    with CaptureQueriesContext(connection) as many:
        page = look(chi, "/c/north/newcomers/")
    assert "P5 Gamma" in page
    assert len(many) == len(few)


# --- Buddies ---


def ask(cast: Cast, by: str = "chi", newcomer: str = "ada", buddy: str = "cem") -> object:
    with acting_as(cast.actor(by)) as actor:
        return commands.ask_buddy(
            actor=actor, circle=cast.north.pk, newcomer=cast.person(newcomer).pk, buddy=cast.person(buddy).pk
        )


@pytest.mark.requirement("R54")
def test_a_buddy_of_another_organisation_is_asked_and_says_yes(older: Cast) -> None:
    asked = ask(older)
    assert Step.BUDDY not in done(older, "ada")
    with acting_as(older.actor("cem")) as actor:
        assert [one.name for one in queries.buddy_asks(actor)] == ["Ada"]
        commands.answer_buddy(actor=actor, asked=asked, accept=True)  # type: ignore[arg-type]
        assert queries.buddy_asks(actor) == []
        with refused("not_asked"):
            commands.answer_buddy(actor=actor, asked=asked, accept=False)  # type: ignore[arg-type]
    assert Step.BUDDY in done(older, "ada")


@pytest.mark.requirement("R54")
def test_a_buddy_is_no_colleague_and_no_observer_and_one_is_enough(older: Cast) -> None:
    Seat.objects.create(membership=older.memberships["ada"], person=older.bo, role="deputy")
    for buddy in ("bo", "gus", "dee"):
        with refused("not_a_buddy"):
            ask(older, buddy=buddy)
    ask(older, by="ada")
    with refused("has_a_buddy"):
        ask(older, buddy="chi")
    with refused("not_steering"):
        ask(older, by="ada", newcomer="cem", buddy="chi")


def test_nobody_asks_for_an_organisation_that_only_observes(older: Cast) -> None:
    Membership.objects.filter(pk=older.memberships["cem"].pk).update(kind="observer")
    with pytest.raises(NotVisible):
        ask(older, by="cem", newcomer="cem", buddy="ada")
    with refused("not_a_buddy"):
        ask(older, buddy="cem")


def test_who_is_not_asked_cannot_answer(older: Cast) -> None:
    asked = ask(older)
    for name in ("ada", "chi", "dee"):
        with pytest.raises(NotVisible), acting_as(older.actor(name)) as actor:
            commands.answer_buddy(actor=actor, asked=asked, accept=True)  # type: ignore[arg-type]


# --- Introduction cards ---


@pytest.mark.requirement("R48")
def test_a_card_is_read_by_who_sits_in_the_circle(cast: Cast) -> None:
    introduce(cast)
    readers = set()
    for name in (*Cast.NAMES, "visitor"):
        with acting_as(cast.actor(name)):
            readers |= {name} if queries.card_of(cast.north.pk, cast.ada.pk) else set()
    assert readers == {"ada", "cem", "chi", "max"}


@pytest.mark.requirement("R48")
def test_members_are_shown_a_card_once(cast: Cast) -> None:
    introduce(cast)
    with acting_as(cast.actor("cem")) as actor:
        (card,) = queries.cards_to_meet(actor)
        assert (card.name, card.organisation, card.beside) == ("Ada", "Alpha", "Sailing")
        commands.meet(actor=actor, introduction=card.id)
        assert queries.cards_to_meet(actor) == []
    introduce(cast, does="Cranes and locks.")
    with acting_as(cast.actor("cem")) as actor:
        assert queries.cards_to_meet(actor) == []
    with acting_as(cast.actor("ada")) as actor:
        assert queries.cards_to_meet(actor) == []


def test_a_colleague_does_not_write_it(cast: Cast) -> None:
    introduce(cast)
    seat(cast, "bo", cast.north, "deputy")
    with acting_as(cast.actor("bo")):
        assert Introduction.objects.update(does="Somebody else's words.") == 0


def test_a_card_goes_with_the_seat_and_with_the_account(cast: Cast) -> None:
    introduce(cast)
    with acting_as(cast.actor("cem")) as actor:
        commands.meet(actor=actor, introduction=queries.cards_to_meet(actor)[0].id)
    Seat.objects.filter(person=cast.ada).update(until=clock.now())
    with acting_as(cast.actor("chi")) as actor:
        assert queries.cards_to_meet(actor) == []
        assert queries.card_of(cast.north.pk, cast.ada.pk) is None
    with acting_as(cast.actor("ada")) as actor:
        circle_commands.erase_person(actor=actor, typed="ada@ada.example")
    with acting_as(cast.actor("chi")), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM conduct_introduction")
        assert cursor.fetchone() == (0,)


def test_nobody_introduces_somebody_else(cast: Cast) -> None:
    fields = {"circle": cast.north, "community": cast.north.pk, "label": 2, "state": 1, "audience": [cast.north.pk]}
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast.actor("chi")):
        Introduction.objects.create(author=cast.ada, does="Words", written_at=clock.now(), **fields)


@pytest.mark.requirement("R49")
def test_a_successor_finds_what_was_left_and_is_new(older: Cast) -> None:
    nia = colleague(older, older.alpha, "nia")
    with acting_as(older.actor("ada")) as actor:
        circle_commands.succeed_seat(actor=actor, seat=older.seats["ada"].pk, successor=nia.pk, handover="Ask chi.")
    with acting_as(Actor(person=nia.pk)) as actor:
        (own,) = queries.own_arrivals(actor)
    assert own.handover == "Ask chi."
