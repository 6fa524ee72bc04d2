"""The demo: a believable community made by the product's own commands, told to nobody, and whom one can be in it."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from kring.circles import queries as circles
from kring.exchange import queries as exchange
from kring.kernel import trail
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.facts import type_of_fact
from kring.people import queries as accounts
from kring.sharing import queries, scrutiny
from kring.sharing.queries import Filters
from kring.sharing.scrutiny import IndicatorKind
from kring.site.demo import described, filling
from kring.site.demo.cast import PLAYERS, REGION
from kring.site.demo.described import Described, Introduced
from kring.site.demo.introducing import introduce
from kring.site.demo.looks import looks
from kring.site.demo.stage import followed
from kring.site.demo.stories import STORIES
from kring.site.demo.told import Told, ago
from kring.tlp.labels import Label
from tests.browsing import Browse, wrong_on
from tests.conftest import DatabaseCopies
from tests.installation import OwnDatabase, own_database

DOCUMENTATION = [ip_network(net) for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]
EXAMPLES = ("example.com", "example.net", "example.org", "example")


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    """A browser that starts later looks for connections elsewhere, and would not find this test's to close it."""
    yield
    connections.close_all()


@pytest.fixture(scope="module")
def demo(committed: OwnDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    """Filled once for all of these tests, and described."""
    home = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KRING_HOME", str(home))
        patch.setattr(settings, "KRING_HOME", home)
        patch.setattr(settings, "KRING_DEMO", True)
        patch.setenv("KRING_DATABASE_URL", committed.owner)
        filling.prepare()
        found = described.read()
        assert found
        yield found


def person(demo: Described, key: str) -> Introduced:
    return next(one for one in demo.people if one.key == key)


def read_by(demo: Described, key: str, sql: str = "SELECT id FROM sharing_item WHERE state = 1") -> list[Any]:
    with acting_as(Actor(person=UUID(person(demo, key).id))), connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] if len(row) == 1 else row for row in cursor.fetchall()]


# --- What there is ---


def test_there_is_something_on_every_page(demo: Described) -> None:
    page = looks(demo)
    assert page.shared >= 70
    assert len([one for one in demo.people if one.kind == "person"]) >= 30
    assert {one.kind for one in demo.people} == {"person", "machine"}
    roles = {role for one in demo.people for circle in one.circles for role in circle.roles}
    assert roles == {"chair", "secretary", "representative", "deputy", "observer", "colleague", "waiting"}
    assert {Label(label) for label in read_by(demo, "ada", "SELECT label FROM sharing_item WHERE state = 1")} == set(
        Label
    )


def test_it_goes_back_months_and_to_this_hour(demo: Described) -> None:
    moments = sorted(read_by(demo, "ada", "SELECT shared_at FROM sharing_item WHERE state = 1"))
    assert now() - moments[0] > timedelta(days=150)
    assert now() - moments[-1] < timedelta(hours=1)
    assert len({moment.strftime("%Y-%m") for moment in moments}) >= 6


def test_what_the_database_dates_by_itself_has_the_same_dates(demo: Described) -> None:
    apart = read_by(
        demo,
        "ada",
        "SELECT count(*) FROM sharing_reply r JOIN sharing_item i ON i.id = r.item_id"
        " WHERE r.at < i.shared_at OR i.created_at > i.shared_at OR r.at > now()",
    )
    assert apart == [0]
    assert len(read_by(demo, "ada", "SELECT r.id FROM sharing_reply r WHERE r.at < now() - interval '60 days'")) > 20


def test_the_trail_has_the_dates_of_what_it_tells_and_holds(demo: Described) -> None:
    assert trail.verify() == []
    assert trail.chain().facts > 500
    shared = read_by(
        demo,
        "ada",
        "SELECT count(*) FROM kernel_fact f JOIN sharing_item i ON i.id = f.item"
        " WHERE f.kind = 'ItemShared' AND abs(extract(epoch FROM f.at - i.shared_at)) > 5",
    )
    assert shared == [0]


SELDOM = {
    "admission": {"ApplicationWithdrawn", "ApplicationsErased", "BallotStopped", "OpeningRevoked"},
    "conduct": {"CaseFact", "OrganisationLeft", "ReporterAnswered"},
    "health": {"HoursRemoved", "PairEnded", "PulseStopped", "VisitCancelled", "VisitLeft", "WishTakenBack"},
    "leadership": {"AdviserLeft", "DutyEnded"},
    "meetings": {"AskedAgain", "GuestWithdrawn", "MeetingCancelled", "RedPointOpened"},
}
"""What a good year has no occasion for, and the kind that all facts of a case are."""


@pytest.mark.parametrize("subject", SELDOM)
def test_the_trail_tells_all_that_happens_in_a_year_of_a_circle(demo: Described, subject: str) -> None:
    with psycopg.connect(os.environ["KRING_DATABASE_URL"]) as database:
        database.execute("ALTER TABLE kernel_fact NO FORCE ROW LEVEL SECURITY")  # never committed
        told = {row[0] for row in database.execute("SELECT DISTINCT kind FROM kernel_fact")}
        database.rollback()
    there = {name for name, fact in type_of_fact.items() if fact.__module__ == f"kring.{subject}.facts"}
    assert there - told == SELDOM[subject] & there
    assert len(there & told) > 1


def test_it_has_what_asks_something_of_the_first_three(demo: Described) -> None:
    for key, wanted in {
        "ada": {"acknowledge", "mention", "decide_wider"},
        "chi": {"decide_passing"},
        "dee": {"mention"},
    }.items():
        with acting_as(Actor(person=UUID(person(demo, key).id))) as actor:
            assert {ask.what for ask in queries.asks(actor)} >= wanted, key
    with acting_as(Actor(person=UUID(person(demo, "cem").id))) as actor:
        assert [one.circle for one in queries.rounds_asked(actor)] == [person(demo, "cem").circles[0].name]


def test_the_secretary_sees_a_round_with_answers_and_silence(demo: Described) -> None:
    with acting_as(Actor(person=UUID(person(demo, "sil").id))) as actor:
        place = circles.circle_for(actor, person(demo, "sil").circles[0].slug)
        latest, before = queries.rounds_of(actor, place.id)
    assert not latest.over
    assert before.over
    assert {row.answer for row in latest.rows} >= {"nothing", "shared", None}


def test_every_way_of_using_it_has_an_example(demo: Described) -> None:
    with psycopg.connect(os.environ["KRING_DATABASE_URL"]) as database:
        for table in ("item", "itemversion", "onward", "wideningrequest", "attachment", "sealedsource", "reply"):
            database.execute(f"ALTER TABLE sharing_{table} NO FORCE ROW LEVEL SECURITY")  # never committed

        def how_many(rest: str) -> int:
            row = database.execute(f"SELECT count(*) FROM {rest}").fetchone()
            assert row
            return int(row[0])

        assert how_many("sharing_item WHERE state = 0") >= 3
        assert how_many("sharing_item WHERE state = 2") >= 1
        assert how_many("sharing_item WHERE via_secretariat AND state = 1") >= 2
        assert how_many("sharing_item WHERE kind = 'help'") >= 3
        assert how_many("sharing_itemversion") >= 4
        assert how_many("sharing_wideningrequest WHERE state = 'asked'") >= 1
        assert {row[0] for row in database.execute('SELECT DISTINCT "to" FROM sharing_onward')} == {
            "colleague",
            "client",
            "circle",
        }
        assert how_many("sharing_attachment WHERE danger = 'sample'") >= 2
        assert how_many("sharing_reply WHERE label = 4") >= 1
        database.rollback()


# --- What it must not do ---


def test_nobody_is_told_of_the_past(demo: Described) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT task_name FROM procrastinate_jobs")
        told = {name for (name,) in cursor.fetchall()}
    assert told <= {
        "kring.sharing.jobs.read_attachment",
        "kring.exchange.jobs.write_up_circle",
        "kring.exchange.jobs.match_objects",
        "kring.exchange.jobs.match_profile",
    }, "machines hear of it, and it is found out what matters to whom"


def test_the_database_dates_by_its_own_clock_again(demo: Described) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_attrdef WHERE pg_get_expr(adbin, adrelid) LIKE '%kring.played%'")
        assert cursor.fetchone() == (0,)


def test_a_filling_that_is_cut_short_leaves_nothing(
    demo: Described,
    copy_database: DatabaseCopies,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nobody = Told(by="nobody", circle=REGION, when=ago(189, "12:00"), label=Label.GREEN, title="", what="")
    monkeypatch.setattr(filling, "STORIES", (nobody,))
    with own_database(copy_database, django_db_blocker, "cut") as fresh:
        with pytest.raises(KeyError, match="nobody"):
            filling.fill(fresh.owner)
        with connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM circles_circle), (SELECT count(*) FROM people_person)")
            assert cursor.fetchone() == (0, 0)
        test_the_database_dates_by_its_own_clock_again(demo)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title[:30])
def test_no_indicator_leads_anywhere(story: Told) -> None:
    texts = [story.title, story.what, story.so_what, story.do_what, *(getattr(step, "text", "") for step in story.then)]
    for indicator in scrutiny.find_indicators("\n".join(texts)):
        match indicator.kind:
            case IndicatorKind.IPV4 | IndicatorKind.IPV6:
                address = ip_address(indicator.value)
                assert any(address in net for net in DOCUMENTATION if net.version == address.version)
            case IndicatorKind.NETWORK:
                assert any(
                    ip_network(indicator.value).subnet_of(net)  # type: ignore[arg-type]
                    for net in DOCUMENTATION
                    if net.version == ip_network(indicator.value).version
                )
            case IndicatorKind.SHA256:
                assert indicator.value.startswith("e3b0c442")  # of nothing
            case IndicatorKind.CVE:
                pass  # a number, known to everybody
            case _:
                host = indicator.value.rpartition("@")[2].partition("://")[2] or indicator.value.rpartition("@")[2]
                assert host.partition("/")[0].endswith(EXAMPLES), indicator


def test_no_address_of_anybody_exists() -> None:
    assert all(player.email.endswith(".example") for player in PLAYERS)
    assert len({player.email for player in PLAYERS}) == len(PLAYERS)


# --- demo.json ---


def test_it_is_described_for_this_account_alone(demo: Described) -> None:
    assert stat.S_IMODE(described.place().stat().st_mode) == 0o600
    assert demo.base_url == settings.KRING_BASE_URL


def test_every_token_acts_for_its_person_and_no_further(demo: Described) -> None:
    for one in demo.people:
        actor = accounts.actor_of_token(one.token)
        if one.key == "ron":
            assert actor is None, "suspended, and all ways out with him"
        else:
            assert actor
            assert str(actor.person) == one.id
            assert actor.ceiling == Label.AMBER_STRICT


def test_who_sits_in_two_communities_says_so_and_others_do_not(demo: Described) -> None:
    names = {key: {circle.name for circle in person(demo, key).circles} for key in ("hanna", "ada", "dee")}
    assert len(names["hanna"]) == 2
    assert not names["ada"] & names["dee"]


def test_it_is_described_anew_when_the_file_is_lost(demo: Described) -> None:
    kept = described.place().read_bytes()
    described.place().unlink()
    assert not described.is_there()
    introduce()
    again = described.read()
    assert again
    assert [one.id for one in again.people] == [one.id for one in demo.people]
    described.place().write_bytes(kept)


def test_it_notes_another_address(demo: Described, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_BASE_URL", "http://127.0.0.1:9123")
    assert described.is_there()
    moved = described.read()
    assert moved
    assert moved.base_url == "http://127.0.0.1:9123"
    assert moved.people == demo.people
    described.write(demo)


def test_its_machine_meets_a_collection_of_each_kind(demo: Described) -> None:
    actor = accounts.actor_of_token(demo.taxii.token)
    assert actor
    with acting_as(actor):
        met = {str(one.id): (one.can_read, one.can_write) for one in exchange.collections(actor)}
        found = exchange.objects(actor, UUID(demo.taxii.collections["read_only"])).rows
    kinds = {"read_write": (True, True), "read_only": (True, False), "write_only": (False, True)}
    assert {name: met[place] for name, place in demo.taxii.collections.items()} == kinds | {"no_access": (False, False)}
    assert {row.type for row in found} >= {"identity", "indicator"}
    assert all(row.added < now().timestamp() * 1_000_000 - 3600 * 1_000_000 for row in found), "it was sent long ago"


# --- The page ---


@pytest.fixture
def client(demo: Described) -> Client:
    return Client()


@pytest.fixture
def shown(demo: Described, browser: Browser) -> Iterator[None]:
    """While a browser runs, Django keeps other connections: one that the pages share, and none that is left behind."""
    connection.ensure_connection()
    yield
    connections.close_all()


def test_the_page_shows_everybody_and_what_they_see(client: Client, demo: Described) -> None:
    answer = client.get("/demo/")
    page = answer.content.decode()
    assert all(one.name in page for one in demo.people if one.kind == "person")
    seen = answer.context["looks"]
    reads = {face.key: face.reads for face in seen.compared}
    assert reads["ada"] > reads["bo"] > 0
    assert reads["dee"] < reads["ada"]
    assert [face.key for face in seen.start] == ["ada", "chi", "dee"]


def test_counts_are_those_of_the_lock(demo: Described) -> None:
    page = looks(demo)
    for face in (*page.compared, *page.outside):
        assert face.reads == len(read_by(demo, face.key))


def test_one_click_makes_one_somebody(client: Client, demo: Described) -> None:
    answer = client.post("/demo/sign-in/", {"key": "dee"})
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.session["_auth_user_id"] == person(demo, "dee").id
    client.post("/demo/sign-in/", {"key": "ada"})
    assert client.session["_auth_user_id"] == person(demo, "ada").id


def test_their_page_of_security_opens_without_a_password(client: Client) -> None:
    client.post("/demo/sign-in/", {"key": "ada"})
    assert client.get("/account/2fa/recovery-codes/generate/").status_code == 200


def test_who_is_suspended_meets_a_closed_door(client: Client) -> None:
    answer = client.post("/demo/sign-in/", {"key": "ron"})
    assert answer["Location"] == "/account/inactive/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("key", ["max", "nobody", ""])
def test_one_cannot_be_a_machine_or_nobody(client: Client, key: str) -> None:
    assert client.post("/demo/sign-in/", {"key": key}).status_code == 404


def test_a_link_alone_signs_nobody_in(client: Client) -> None:
    assert client.get("/demo/sign-in/?key=ada").status_code == 405


def test_it_is_not_there_outside_the_demo(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "KRING_DEMO", False)
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/sign-in/", {"key": "ada"}).status_code == 404


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_nothing_serious_is_wrong_with_the_page(
    client: Client, shown: None, browse: Browse, width: int, scheme: str
) -> None:
    page = browse(client, "/demo/", width=width, scheme=scheme)
    assert wrong_on(page) == []


def test_it_is_quick_to_find_what_is_new_for_everybody(demo: Described) -> None:
    for one in demo.people:
        if one.kind == "person":
            with acting_as(Actor(person=UUID(one.id))) as actor:
                rows = queries.new_items(actor, Filters(), most=20)
                assert bool(rows) == bool(one.circles) or one.key in {"ron", "jos", "eve", "nel"}


@pytest.mark.parametrize("hour", range(0, 7 * 24, 5))
def test_what_had_time_to_happen_did_at_whatever_hour_the_demo_begins(hour: int) -> None:
    begins = datetime(2026, 11, 16, 0, 30, tzinfo=UTC) + timedelta(hours=hour)
    late = [
        (story.title, step)
        for story in STORIES
        for step, moment in followed(story, story.when(begins), begins)
        if story.when(begins) + step.after < begins <= moment
    ]
    assert late == []
