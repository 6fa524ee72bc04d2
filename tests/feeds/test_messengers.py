"""Other messengers: they say that something waits, and of it no more than its label lets a third party know."""

import pytest
from django.db import connection
from pytest_django import Settings

from kring.circles.models import Membership
from kring.feeds import commands
from kring.feeds.wires.messengers import Message, check, send
from kring.kernel.binding import acting_as
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.feeds.receiver import Elsewhere
from tests.feeds.working import work
from tests.sharing import stage

HELLO = Message("Hello", "It works.")


def address(machine: Elsewhere) -> str:
    """A messenger of the form that posts JSON."""
    return f"json://127.0.0.1:{machine.port}/chat"


def add(cast: Cast, machine: Elsewhere, name: str = "cem", *, urgent_only: bool = False) -> None:
    with acting_as(cast.actor(name)) as actor:
        commands.add_messenger(actor=actor, name="Chat", address=address(machine), urgent_only=urgent_only)
    machine.calls = []


def said(machine: Elsewhere) -> list[tuple[str, str]]:
    return [(call.json["title"], call.json["message"]) for call in machine.calls]


@pytest.mark.parametrize(
    ("label", "title", "where"),
    [
        (Label.CLEAR, "Pumps stop after the update", "TLP:CLEAR · North\n"),
        (Label.GREEN, "Pumps stop after the update", "TLP:GREEN · North\n"),
        (Label.AMBER, "Something for you in Kring", "TLP:AMBER · North\n"),
        (Label.AMBER_STRICT, "Something for you in Kring", "TLP:AMBER+STRICT · North\n"),
        (Label.RED, "Something for you in Kring", ""),
    ],
)
def test_it_says_what_the_label_lets_a_third_party_know(
    cast: Cast, machine: Elsewhere, label: Label, title: str, where: str
) -> None:
    add(cast, machine)
    item = stage.share(cast, label=label, named=["cem"] if label is Label.RED else [])
    work()
    assert said(machine) == [(title, f"{where}http://testserver/items/{item}/")]


def test_nobody_is_told_of_what_is_not_theirs(cast: Cast, machine: Elsewhere) -> None:
    for name in ("bo", "dee", "ada"):
        add(cast, machine, name)
    stage.share(cast, label=Label.AMBER)
    work()
    assert machine.calls == []


def test_who_was_cut_off_before_it_went_out_is_told_nothing(cast: Cast, machine: Elsewhere) -> None:
    add(cast, machine)
    stage.share(cast, label=Label.AMBER)
    Membership.objects.filter(pk=cast.memberships["cem"].pk).update(state="suspended")
    work()
    assert machine.calls == []


def test_who_wants_only_what_is_urgent_hears_only_that(cast: Cast, machine: Elsewhere) -> None:
    add(cast, machine, urgent_only=True)
    stage.share(cast, label=Label.GREEN)
    stage.share(cast, label=Label.GREEN, urgent=True)
    work()
    assert [title for title, _ in said(machine)] == ["Urgent · Pumps stop after the update"]


def test_it_is_added_once_a_trial_arrived(cast: Cast, machine: Elsewhere) -> None:
    with acting_as(cast.actor("cem")) as actor:
        commands.add_messenger(actor=actor, name="Chat", address=address(machine), urgent_only=False)
    assert said(machine)[0][0] == "A trial from Kring"
    machine.status = 500
    with stage.refused("not_taken"):
        add(cast, machine, "ada")


def test_its_address_is_not_kept_in_the_open(cast: Cast, machine: Elsewhere) -> None:
    add(cast, machine)
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text, convert_from(sealed_address, 'UTF8') FROM feeds_messenger m")
        assert "127.0.0.1" not in str(cursor.fetchall())


# --- The process that speaks to them ---


def test_a_private_address_is_not_reached(machine: Elsewhere, settings: Settings) -> None:
    for scheme in ("json", "jsons"):
        outcome = send(f"{scheme}://127.0.0.1:{machine.port}/", HELLO, allowed=[])
        assert not outcome.ok
    assert machine.calls == []
    assert send(address(machine), HELLO, allowed=["127.0.0.0/8"]).ok


@pytest.mark.parametrize(
    "form", ["syslog://", "dbus://", "windows://", "macosx://", "gnome://", "SYSLOG://", "file:///etc/passwd", "x", ""]
)
def test_what_is_no_messenger_elsewhere_is_refused(form: str) -> None:
    assert not check(form).ok


@pytest.mark.parametrize("form", ["tgram://123456789:abcdefg_hijklmnop/12315544/", "ntfys://ntfy.example/topic"])
def test_known_forms_are_known(form: str) -> None:
    assert check(form).ok
