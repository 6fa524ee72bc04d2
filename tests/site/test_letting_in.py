"""Operators let in the first person and machines, and act for nobody."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from kring.circles.models import Invitation
from kring.kernel.clock import now
from kring.people import queries
from kring.people.models import Person
from tests.cast import Cast, make_cast
from tests.installation import OwnDatabase, settings_for

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def people(committed: OwnDatabase) -> Cast:
    return make_cast()


@pytest.fixture(scope="module")
def kring(committed: OwnDatabase, tmp_path_factory: pytest.TempPathFactory) -> Command:
    settings = settings_for(committed, tmp_path_factory.mktemp("home"), 0)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kring.site.cli", *arguments]
        return subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=False)

    return run


def test_an_invitation_is_a_link_to_hand_over(kring: Command, people: Cast) -> None:
    done = kring("invite", "new@port.example", "--organisation", "Port of Somewhere", "--name", "Nel")
    assert done.returncode == 0, done.stderr
    invitation = Invitation.objects.get(email="new@port.example")
    assert (invitation.name, invitation.organisation.name) == ("Nel", "Port of Somewhere")
    assert done.stdout.startswith("http")
    assert len(done.stdout.split()) == 1


def test_a_chair_is_seated_where_none_is_left_and_nowhere_else(kring: Command, people: Cast) -> None:
    from kring.circles.queries import steering

    there = kring("chair", "north", "ada@ada.example")
    assert (there.returncode, "turn to them" in there.stderr) == (1, True)
    unknown = kring("chair", "north", "nobody@ada.example")
    assert (unknown.returncode, "nobody with the address" in unknown.stderr) == (1, True)
    Person.objects.filter(pk=people.chi.pk).update(suspended_at=now())
    assert kring("chair", "north", "ada@ada.example").returncode == 0
    assert steering(people.north.pk) == {people.ada.pk}


def test_a_machine_gets_a_token_that_works(kring: Command, people: Cast) -> None:
    done = kring("token", str(people.max.pk), "--days", "3", "--scope", "read")
    assert done.returncode == 0, done.stderr
    bearer = queries.bearer_of(done.stdout.strip())
    assert bearer is not None
    assert bearer.actor.person == people.max.pk


@pytest.mark.parametrize("number", ["ada", "nobody", "00000000-0000-7000-8000-000000000000"])
def test_a_person_gets_none_from_us(kring: Command, people: Cast, number: str) -> None:
    wanted = str(people.ada.pk) if number == "ada" else number
    done = kring("token", wanted)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "There is no machine" in done.stderr
