"""Operators let in the first person and machines, and act for nobody."""

import os
import subprocess
import sys

import pytest

from kring.circles.models import Invitation
from kring.people import queries
from tests.cast import Cast, make_cast
from tests.installation import OwnDatabase


@pytest.fixture(scope="module")
def people(committed: OwnDatabase) -> Cast:
    return make_cast()


def kring(database: OwnDatabase, *arguments: str) -> subprocess.CompletedProcess[str]:
    given = {"KRING_DATABASE_URL": database.owner, "KRING_APP_DATABASE_URL": database.application}
    command = [sys.executable, "-m", "kring.site.cli", *arguments]
    return subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=False)


def test_an_invitation_is_a_link_to_hand_over(committed: OwnDatabase, people: Cast) -> None:
    done = kring(committed, "invite", "new@port.example", "--organisation", "Port of Somewhere", "--name", "Nel")
    assert done.returncode == 0, done.stderr
    invitation = Invitation.objects.get(email="new@port.example")
    assert (invitation.name, invitation.organisation.name) == ("Nel", "Port of Somewhere")
    assert done.stdout.startswith("http")
    assert len(done.stdout.split()) == 1


def test_a_machine_gets_a_token_that_works(committed: OwnDatabase, people: Cast) -> None:
    done = kring(committed, "token", str(people.max.pk), "--days", "3", "--scope", "read")
    assert done.returncode == 0, done.stderr
    bearer = queries.bearer_of(done.stdout.strip())
    assert bearer is not None
    assert bearer.actor.person == people.max.pk


@pytest.mark.parametrize("number", ["ada", "nobody", "00000000-0000-7000-8000-000000000000"])
def test_a_person_gets_none_from_us(committed: OwnDatabase, people: Cast, number: str) -> None:
    wanted = str(people.ada.pk) if number == "ada" else number
    done = kring(committed, "token", wanted)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "There is no machine" in done.stderr
