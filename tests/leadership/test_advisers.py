"""An adviser of an authority sees how a circle is doing, for a term that the circle gives and takes, and opens nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from kring.kernel import clock
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.leadership import commands, jobs, queries, rules
from kring.leadership.queries import Sort
from kring.leadership.rules import Concern, Figures, Phase
from kring.meetings.models import Meeting
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.leadership.test_cycle_page import meeting_in
from tests.sharing.pages.visit import look, send, visitor
from tests.sharing.stage import refused, share
from tests.trail import facts_of

PLACE = "/c/north/advisers/"
WELL = Figures(
    members=9,
    silent=2,
    planned=6,
    met=5,
    promised=10,
    kept=9,
    quarter="2026-Q1",
    trust=4.0,
    energy=3.5,
    falling=False,
    next_meeting=datetime(2026, 6, 1, 12, tzinfo=UTC),
)


def ask(cast: Cast, *, days: int = 100, circle: str = "north", by: str = "chi") -> str:
    """Who steers makes a link; gives what stands at the end of its address."""
    with acting_as(cast.actor(by)) as actor:
        until = now().date() + timedelta(days=days)
        asked = commands.ask_adviser(
            actor=actor, circle=getattr(cast, circle).pk, authority="Digital Harbours", until=until
        )
        return queries.advising_link(asked).rstrip("/").rpartition("/")[2]


def advise(cast: Cast, name: str = "eve", **asked: object) -> None:
    """And somebody takes it."""
    link = ask(cast, **asked)  # type: ignore[arg-type]
    with acting_as(cast.actor(name)) as actor:
        commands.take_advisership(actor=actor, link=link)


def rows(cast: Cast, name: str, table: str) -> int:
    """How many rows the database lets out to somebody, whatever the query."""
    with acting_as(cast.actor(name)), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"falling": True, "silent": 3}, [Concern.FALLING, Concern.SILENT]),
        ({"met": 2}, [Concern.RHYTHM]),
        ({"kept": 4}, [Concern.PROMISES]),
        ({"next_meeting": None}, [Concern.NO_MEETING]),
        ({"members": 0, "silent": 0, "planned": 0, "met": 0, "promised": 0, "kept": 0}, []),
    ],
)
def test_what_asks_for_attention_follows_from_the_figures(changed: dict[str, object], found: list[Concern]) -> None:
    assert rules.concerns(replace(WELL, **changed), "A step") == found  # type: ignore[arg-type]


def test_what_weighs_most_comes_first_and_then_how_much_there_is() -> None:
    found = [[], [Concern.NO_STEP], [Concern.FALLING], [Concern.FALLING, Concern.SILENT], [Concern.NO_MEETING]]
    ordered = sorted(found, key=rules.pressing)
    assert ordered == [
        [Concern.FALLING, Concern.SILENT],
        [Concern.FALLING],
        [Concern.NO_MEETING],
        [Concern.NO_STEP],
        [],
    ]


@pytest.mark.requirement("R63")
def test_an_adviser_sees_how_a_circle_is_doing_and_opens_no_item(cast: Cast) -> None:
    items = [share(cast, label=label) for label in (Label.GREEN, Label.AMBER)]
    meeting = meeting_in(cast, 20, topic="Pumps")
    with acting_as(cast.actor("chi")) as chi:
        commands.write_scope(actor=chi, circle=cast.north.pk, inside="The port", topics=["Pumps and locks", "OT"])
        commands.tell_advisers(actor=chi, circle=cast.north.pk, phase=Phase.DEVELOP, next_step="Find a secretary")
    eve = visitor(cast, "eve")
    assert eve.get("/portfolio/").status_code == 404
    assert "Portfolio" not in look(eve, "/")
    advise(cast)
    page = look(eve, "/portfolio/")
    for seen in (
        "North",
        "Developing",
        "Find a secretary",
        "Next meeting",
        "0 of 3 members silent",
        "Pumps and locks",
        "OT",
    ):
        assert seen in page
    assert "Portfolio" in look(eve, "/")
    hidden = [
        "/c/north/",
        "/c/north/items/",
        "/c/north/members/",
        "/c/north/meetings/",
        PLACE,
        f"/meetings/{meeting.pk}/",
    ]
    for address in [*hidden, *(f"/items/{item}/" for item in items)]:
        assert eve.get(address).status_code == 404, address
    tables = ("sharing_item", "meetings_meeting", "leadership_scope", "leadership_duty", "health_survey")
    assert {table: rows(cast, "eve", table) for table in tables} == dict.fromkeys(tables, 0)


@pytest.mark.requirement("R63")
def test_the_circle_reads_who_looks_along_and_the_very_same_row(cast: Cast) -> None:
    advise(cast)
    assert {name for name in Cast.NAMES if rows(cast, name, "leadership_glance")} == {"ada", "cem", "chi", "eve", "max"}
    assert {name for name in Cast.NAMES if rows(cast, name, "leadership_advisership")} == set(Cast.NAMES) - {"dee"}
    assert "Eve of Digital Harbours" in look(visitor(cast, "ada"), "/c/north/")
    assert "Exactly what they see" in look(visitor(cast, "ada"), PLACE)
    assert "Exactly what they see" not in look(visitor(cast, "bo"), PLACE)
    with acting_as(cast.actor("ada")):
        seen = queries.glimpse_of(cast.north.pk)
    with acting_as(cast.actor("eve")) as eve:
        (looked,) = queries.portfolio(eve)
    assert looked.glimpse == seen


@pytest.mark.parametrize("ending", ["chi", "eve", "term"])
def test_taken_back_stopped_or_over_it_opens_nothing_from_that_moment(cast: Cast, ending: str) -> None:
    advise(cast, days=3)
    eve = visitor(cast, "eve")
    with acting_as(cast.actor("eve")) as actor:
        (looked,) = queries.portfolio(actor)
    if ending == "term":
        with connection.cursor() as cursor, acting_as(cast.actor("chi")):
            cursor.execute("UPDATE leadership_advisership SET until = current_date - 1")
    else:
        assert visitor(cast, ending).post(f"/advisers/{looked.adviser.id}/end/").status_code == 302
        assert [fact.by for fact in facts_of(cast.chi, "AdviserLeft")][-1:] == [cast.actor(ending).person]
    assert eve.get("/portfolio/").status_code == 404
    assert rows(cast, "eve", "leadership_glance") == 0
    assert "Eve" not in look(visitor(cast, "ada"), "/c/north/")
    advise(cast)
    assert rows(cast, "eve", "leadership_glance") == 1


def test_only_who_steers_asks_and_only_they_and_the_adviser_end_it(cast: Cast) -> None:
    with refused("not_steering"):
        ask(cast, by="ada")
    with refused("not_steering"):
        ask(cast, circle="pier")  # whose chair is not there: chi tends it from around, and is none of its people
    for days, code in ((-1, "term_over"), (800, "term_too_long")):
        with refused(code):
            ask(cast, days=days)
    advise(cast)
    with acting_as(cast.actor("ada")) as ada:
        (one,) = queries.advisers_of(cast.north.pk)
        with refused("not_steering"):
            commands.end_advisership(actor=ada, advisership=one.id)
    with acting_as(cast.actor("dee")) as dee, pytest.raises(NotVisible):
        commands.end_advisership(actor=dee, advisership=one.id)


def test_a_link_works_once_for_somebody_from_outside_while_it_is_open(cast: Cast) -> None:
    link = ask(cast)
    address = f"/advising/{link}/"
    assert "North asks you to look along" in look(visitor(cast, "eve"), address)
    assert visitor(cast, "eve").get("/portfolio/").status_code == 404
    assert visitor(cast, "ada").post(address).status_code == 409
    with clock.at(now() + timedelta(days=15)):
        assert visitor(cast, "eve").get(address).status_code == 404
    assert visitor(cast, "eve").post(address).status_code == 302
    assert visitor(cast, "dee").get(address).status_code == 404
    again = ask(cast)
    assert visitor(cast, "eve").post(f"/advising/{again}/").status_code == 409
    assert visitor(cast, "eve").get("/advising/nonsense/").status_code == 404


def test_circles_that_need_attention_come_first_or_as_one_likes(cast: Cast) -> None:
    advise(cast)
    advise(cast, circle="south", by="dee")
    with acting_as(cast.actor("chi")) as chi:
        meeting_in(cast, 20)
        commands.tell_advisers(actor=chi, circle=cast.north.pk, phase=Phase.BUILD, next_step="Meet")

    def names(sort: Sort) -> list[str]:
        with acting_as(cast.actor("eve")) as eve:
            return [one.glimpse.name for one in queries.portfolio(eve, sort)]

    assert names(Sort.ATTENTION) == names(Sort.PHASE) == ["South", "North"]
    assert names(Sort.NAME) == names(Sort.MEETING) == ["North", "South"]
    assert look(visitor(cast, "eve"), "/portfolio/?sort=nonsense").index("South") > 0


def test_a_meeting_under_red_is_not_told_and_the_next_day_all_is_worked_out_anew(cast: Cast) -> None:
    advise(cast)
    secret = meeting_in(cast, 9)
    with acting_as(cast.actor("chi")):
        Meeting.objects.filter(pk=secret.pk).update(label=Label.RED, audience=[cast.chi.pk])
    jobs.refresh_glances(timestamp=0)
    assert _next(cast) is None
    told = meeting_in(cast, 20)
    jobs.refresh_glances(timestamp=0)
    assert _next(cast) == told.starts_at.date()


def _next(cast: Cast) -> date | None:
    with acting_as(cast.actor("ada")):
        found = queries.glimpse_of(cast.north.pk)
    assert found
    return found.figures.next_meeting.date() if found.figures.next_meeting else None


def test_what_was_filled_in_wrong_is_shown_again(cast: Cast) -> None:
    chi = visitor(cast, "chi")
    assert send(chi, PLACE, {"authority": "", "until": ""}).status_code == 422
    assert send(chi, f"{PLACE}tell/", {"phase": "nonsense"}).status_code == 422
    assert send(chi, PLACE, {"authority": "Digital Harbours", "until": now().date()}).status_code == 302
    assert "whoever opens this link first" in look(chi, PLACE)
    assert "whoever opens this link first" not in look(visitor(cast, "ada"), PLACE)
