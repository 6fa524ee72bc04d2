"""The log of talks: for the chair and the chair's deputy of that moment, and nobody else."""

from datetime import date, timedelta

import pytest
from django.db import connection

from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.leadership import access, commands, queries
from kring.leadership.commands import Noted, Wording
from kring.leadership.rules import Duty, Term
from tests.cast import Cast
from tests.sharing.pages.visit import look, send, visitor

LOG = "/c/north/talks/"


def note(cast: Cast, *, by: str = "chi", again_on: date | None = None) -> None:
    noted = Noted(cast.memberships["ada"].pk, "check_in", now().date(), "Worries about the budget.", again_on)
    with acting_as(cast.actor(by)) as actor:
        commands.note_talk(actor=actor, circle=cast.north.pk, noted=noted)


def make_deputy(cast: Cast, name: str | None) -> None:
    term = Term(Duty.CHAIR, None, cast.person(name).pk if name else None, now().date(), None)
    with acting_as(cast.actor("chi")) as actor:
        there = next((one.id for one in queries.duties(actor, cast.north.pk)), None)
        commands.keep_duty(actor=actor, circle=cast.north.pk, term=term, wording=Wording(), duty=there)


def stored(cast: Cast, name: str) -> int:
    """How many talks the database lets out to somebody, whatever the query."""
    with acting_as(cast.actor(name)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM leadership_talk")
        return int(cursor.fetchone()[0])


@pytest.mark.requirement("R61")
def test_the_chair_and_the_deputy_read_it_and_nobody_else(cast: Cast) -> None:
    make_deputy(cast, "cem")
    note(cast)
    assert {name for name in Cast.NAMES if stored(cast, name)} == {"chi", "cem"}
    for name in Cast.NAMES:
        answer = visitor(cast, name).get(LOG)
        assert answer.status_code == (200 if name in {"chi", "cem"} else 404)
    assert "Worries about the budget." in look(visitor(cast, "cem"), LOG)


def test_who_does_not_lead_any_more_reads_nothing_and_a_successor_begins_anew(cast: Cast) -> None:
    make_deputy(cast, "cem")
    note(cast, by="cem")
    make_deputy(cast, "ada")
    assert {name for name in Cast.NAMES if stored(cast, name)} == {"chi"}
    with acting_as(cast.actor("ada")):
        assert access.leads(cast.north.pk)


def test_a_member_of_another_circle_is_not_there(cast: Cast) -> None:
    answer = send(
        visitor(cast, "chi"),
        LOG,
        {"about": cast.memberships["dee"].pk, "kind": "talk", "on": now().date()},
    )
    assert answer.status_code == 422


def test_with_whom_nobody_spoke_for_longest_stands_first(cast: Cast) -> None:
    note(cast)
    page = look(visitor(cast, "chi"), LOG)
    members = page.partition("longest first")[2]
    assert members.index("Gamma") < members.index("Alpha")
    assert "not yet" in members


def test_home_asks_to_speak_again_when_the_day_has_come(cast: Cast) -> None:
    chi = visitor(cast, "chi")
    note(cast, again_on=now().date() + timedelta(days=1))
    assert "Speak with Alpha again" not in look(chi, "/")
    assert "again on" in look(chi, LOG)
    note(cast, again_on=now().date())
    assert "Speak with Alpha again" in look(chi, "/")
    assert "Speak with Alpha again" not in look(visitor(cast, "cem"), "/")
