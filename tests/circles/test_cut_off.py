"""What stands open is told to close, within a second of the commit: a suspension, an end, a revoked token (R50)."""

import time
from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from kring.circles import commands
from kring.circles.rules import MembershipState
from kring.kernel.ids import new_id
from kring.people import commands as people
from tests.cast import Cast, make_cast
from tests.conftest import DatabaseCopies
from tests.installation import own_database


@pytest.fixture(scope="module")
def heard(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator["Heard"]:
    """A community in which everything is committed, and an ear at the channel."""
    with own_database(copy_database, django_db_blocker, "cut") as database:
        cast = make_cast()
        with psycopg.connect(database.application, autocommit=True) as ear:
            ear.execute("LISTEN kring_cut")
            yield Heard(cast, ear)


class Heard:
    """Does something, and says who was told to close and how long that took."""

    def __init__(self, cast: Cast, ear: psycopg.Connection) -> None:
        self.cast, self.ear = cast, ear

    def after(self, act: Callable[[], object]) -> set[str]:
        list(self.ear.notifies(timeout=0.05))  # what an earlier test left
        act()
        told: set[UUID] = set()
        begun = time.monotonic()
        for said in self.ear.notifies(timeout=0.9, stop_after=1):
            told |= {UUID(person) for person in said.payload.split(",") if "-" in person}
        assert time.monotonic() - begun < 1
        for said in self.ear.notifies(timeout=0.05):
            told |= {UUID(person) for person in said.payload.split(",") if "-" in person}
        return self.cast.names(told)


@pytest.mark.requirement("R50")
def test_a_person_is_cut_off_with_a_suspension(heard: Heard) -> None:
    cast = heard.cast

    def suspend() -> None:
        commands.suspend_person(actor=cast.actor("chi"), circle=cast.north.pk, person=cast.ada.pk, why="breach")

    assert heard.after(suspend) == {"ada"}
    commands.readmit_person(actor=cast.actor("chi"), circle=cast.north.pk, person=cast.ada.pk)


@pytest.mark.requirement("R50")
def test_everybody_of_an_organisation_is(heard: Heard) -> None:
    cast = heard.cast

    def move(then: MembershipState) -> None:
        commands.move_membership(
            actor=cast.actor("chi"), membership=cast.memberships["ada"].pk, then=then, why="breach"
        )

    assert heard.after(lambda: move(MembershipState.SUSPENDED)) == {"ada", "bo"}
    move(MembershipState.MEMBER)


@pytest.mark.requirement("R50")
def test_with_the_end_of_a_seat(heard: Heard) -> None:
    cast = heard.cast
    assert heard.after(lambda: commands.end_seat(actor=cast.actor("chi"), seat=cast.seats["gus"].pk)) == {"gus"}


@pytest.mark.requirement("R50")
def test_with_a_revoked_token(heard: Heard) -> None:
    from tests.circles.stage import token

    cast = heard.cast
    text = token(cast, "cem")
    from kring.people.rules import read_token

    parts = read_token(text)
    assert parts is not None
    assert heard.after(lambda: people.revoke_token(actor=cast.actor("cem"), token=parts[0])) == {"cem"}


@pytest.mark.requirement("R50")
def test_what_is_undone_cuts_nobody(heard: Heard) -> None:
    from django.db import transaction

    def undone() -> None:
        with transaction.atomic():
            people.cut_off([heard.cast.dee.pk])
            transaction.set_rollback(True)

    assert heard.after(undone) == set()


def test_thousands_fit(heard: Heard) -> None:
    everybody = [new_id() for _ in range(1000)] + [heard.cast.dee.pk]
    assert heard.after(lambda: people.cut_off(everybody)) == {"dee"}
