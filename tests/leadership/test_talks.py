"""The log of talks: for the chair and the chair's deputy of that moment, and nobody else."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection

from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.leadership import access, commands, jobs, queries
from kring.leadership.commands import Noted, Wording
from kring.leadership.rules import Duty, Term
from kring.web import parts
from tests.cast import Cast
from tests.notices.office import Post, words
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


@pytest.mark.requirement("R61")
def test_thanks_reach_the_member_and_the_note_beside_them_nobody(cast: Cast, mail: Post) -> None:
    alpha = cast.memberships["ada"].pk
    said = {"about": alpha, "kind": "thanks", "on": now().date(), "note": "They were late.", "thanks": "You helped us."}
    assert send(visitor(cast, "chi"), LOG, {**said, "kind": "talk"}).status_code == 422
    assert send(visitor(cast, "chi"), LOG, said).status_code == 302
    (job,) = jobs_waiting("mail_thanks")
    for _ in range(2):
        jobs.mail_thanks(**job)
    assert mail.recipients == {"ada"}
    assert len(mail.all_to("ada")) == 1
    assert "You helped us." not in words(mail.to("ada")), "it is AMBER"
    for name in Cast.NAMES:
        page = visitor(cast, name).get(f"/c/north/members/{alpha}/").content.decode()
        assert ("You helped us." in page) is (name == "ada"), name
        assert "They were late." not in page


def jobs_waiting(name: str) -> list[dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name LIKE %s", [f"%.{name}"])
        return [json.loads(args) for (args,) in cursor.fetchall()]


def test_of_many_that_are_due_home_shows_the_first_and_where_the_others_are(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "AT_HOME", 1)
    for name in ("ada", "cem"):
        noted = Noted(cast.memberships[name].pk, "check_in", now().date() - timedelta(days=9), "", now().date())
        with acting_as(cast.actor("chi")) as actor:
            commands.note_talk(actor=actor, circle=cast.north.pk, noted=noted)
    home = look(visitor(cast, "chi"), "/")
    assert home.count("Speak with") == 1
    assert "1 more member to speak with again North" in home
