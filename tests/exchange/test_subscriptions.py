"""A circle reads collections of others, and gives to them: as far as one gets, going on there the next time."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kring.circles.models import Suspension
from kring.exchange import commands, queries
from kring.exchange.models import Subscription
from kring.exchange.queries import SubscriptionSeen
from kring.exchange.rules import Way, wait_after
from kring.exchange.stix import TLP_1, TLP_2
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import at, now
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.elsewhere import Elsewhere, elsewhere
from tests.sharing import stage
from tests.sharing.pages.visit import look, send, visitor
from tests.sharing.stage import refused

PLACE = "/c/north/subscriptions/"


@pytest.fixture
def others(settings: Any) -> Iterator[Elsewhere]:
    settings.KRING_OUTGOING_PRIVATE = ["127.0.0.0/8"]
    with elsewhere() as place:
        yield place


def note(number: int, marking: str | None = TLP_2[Label.GREEN], **more: Any) -> dict[str, Any]:
    said = {
        "type": "note",
        "spec_version": "2.1",
        "id": f"note--{number:08d}-0000-4000-8000-000000000000",
        "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-01-01T00:00:00.000Z",
        "content": f"Number {number}",
        "object_refs": ["ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd"],
    }
    return said | ({"object_marking_refs": [marking]} if marking else {}) | more


def subscribed(cast: Cast, others: Elsewhere, way: Way = Way.PULL, **more: Any) -> UUID:
    given: dict[str, Any] = {"name": "Others", "label": Label.AMBER, "minutes": 60} | more
    with acting_as(cast.actor("chi")) as chi:
        return commands.subscribe(actor=chi, circle=cast.north.pk, way=way, url=others.url(), **given)


def seen(cast: Cast, which: UUID) -> SubscriptionSeen:
    with acting_as(cast.actor("ada")) as actor:
        return queries.subscription(actor, which)


def contents(cast: Cast, name: str = "ada") -> list[str]:
    with acting_as(Actor(person=cast.person(name).pk, ceiling=3)):
        return [json.loads(row.body)["content"] for row in queries.page(cast.north.pk, most=5000).rows]


class TestReading:
    def test_all_pages_come_in_and_the_next_time_only_what_is_new(self, cast: Cast, others: Elsewhere) -> None:
        others.objects = [note(n) for n in range(25)]
        others.a_page = 10
        which = subscribed(cast, others)
        assert commands.run(subscription=which) is False
        assert contents(cast) == [f"Number {n}" for n in range(25)]
        others.objects.append(note(25))
        asked = len(others.asked)
        commands.run(subscription=which)
        assert contents(cast)[-1] == "Number 25"
        (question,) = others.asked[asked:]
        assert "added_after" in question
        assert seen(cast, which).passed == 26

    def test_it_goes_on_where_it_was_cut_short(self, cast: Cast, others: Elsewhere) -> None:
        others.objects = [note(n) for n in range(25)]
        others.a_page, others.fails_after = 10, 2
        which = subscribed(cast, others)
        commands.run(subscription=which)
        assert (seen(cast, which).problem, len(contents(cast))) == ("broken", 20)
        others.fails_after = None
        commands.run(subscription=which)
        assert len(contents(cast)) == 25
        assert sum("next" in question for question in others.asked[3:]) == 1, "it did not begin anew"
        assert (seen(cast, which).problem, seen(cast, which).failures) == ("", 0)

    @pytest.mark.parametrize("habit", ["no next", "no dates", "bundle", "loops"])
    def test_servers_with_habits_of_their_own_are_read_too(self, cast: Cast, others: Elsewhere, habit: str) -> None:
        others.objects = [note(n) for n in range(8)]
        others.a_page = 3 if habit in {"no next", "loops"} else 100
        others.habit = habit
        which = subscribed(cast, others)
        for _ in range(3):
            commands.run(subscription=which)
        expected = 3 if habit == "loops" else 8
        assert len(contents(cast)) == expected
        assert len(others.asked) < 20

    def test_labels_are_kept_and_what_has_none_gets_the_one_of_this_collection(
        self, cast: Cast, others: Elsewhere
    ) -> None:
        others.objects = [
            note(1, None),
            note(2, TLP_1[Label.GREEN]),
            note(3, TLP_2[Label.RED]),
            note(4, TLP_2[Label.CLEAR]),
        ]
        type(cast.north).objects.filter(pk=cast.north.pk).update(widest_label=Label.GREEN)
        which = subscribed(cast, others, label=Label.AMBER)
        commands.run(subscription=which)
        assert contents(cast, "ada") == ["Number 1", "Number 2", "Number 4"]
        assert contents(cast, "fay") == ["Number 2", "Number 4"], "who is not in North reads GREEN"
        found = seen(cast, which)
        assert (found.passed, found.refused) == (3, 1)
        assert "TLP:RED" in found.reasons[0]
        with acting_as(Actor(person=cast.ada.pk, ceiling=0)):
            assert queries.page(cast.north.pk).rows == [], "CLEAR became what the circle shares at its widest"

    def test_what_is_not_in_order_is_skipped_and_told(self, cast: Cast, others: Elsewhere) -> None:
        others.objects = [note(1), {"type": "note", "id": "note--1"}, note(2)]
        which = subscribed(cast, others)
        commands.run(subscription=which)
        assert contents(cast) == ["Number 1", "Number 2"]
        assert seen(cast, which).refused == 1
        assert "What was skipped last, and why" in look(visitor(cast, "ada"), f"{PLACE}{which}/")

    def test_it_shows_its_credentials(self, cast: Cast, others: Elsewhere) -> None:
        others.wants = "Basic dXM6cHc="
        commands.run(subscription=subscribed(cast, others, user="us", secret="pw"))
        others.wants = "Bearer tok"
        commands.run(subscription=subscribed(cast, others, secret="tok"))
        assert others.refused == 0
        assert b"pw" not in bytes(Subscription.objects.first().sealed_secret)  # type: ignore[union-attr]


class TestFailing:
    @pytest.mark.parametrize(
        ("status", "problem"), [(401, "credentials"), (404, "not_there"), (500, "broken"), (418, "other_answer")]
    )
    def test_it_says_why_and_waits_longer_each_time(
        self, cast: Cast, others: Elsewhere, status: int, problem: str
    ) -> None:
        others.status = status
        which = subscribed(cast, others)
        waits = []
        for _ in range(3):
            commands.run(subscription=which)
            waits.append(seen(cast, which).due_at - now())
        assert seen(cast, which).problem == problem
        assert timedelta(hours=1) < waits[0] < waits[1] < waits[2] < timedelta(hours=9)
        page = look(visitor(cast, "chi"), f"{PLACE}{which}/")
        assert "It failed 3 times" in page
        assert str(status) in page

    def test_it_waits_as_long_as_they_ask(self, cast: Cast, others: Elsewhere) -> None:
        others.status, others.headers = 429, {"Retry-After": "36000"}
        which = subscribed(cast, others)
        commands.run(subscription=which)
        assert seen(cast, which).due_at - now() > timedelta(hours=9, minutes=59)

    def test_what_is_no_envelope_is_said_to(self, cast: Cast, others: Elsewhere) -> None:
        others.body = b"<html>"
        which = subscribed(cast, others)
        commands.run(subscription=which)
        assert seen(cast, which).problem == "unreadable"

    def test_private_addresses_are_not_asked(self, cast: Cast, others: Elsewhere, settings: Any) -> None:
        which = subscribed(cast, others)
        settings.KRING_OUTGOING_PRIVATE = []
        commands.run(subscription=which)
        assert seen(cast, which).problem == "not_allowed"
        assert others.asked == []

    def test_in_the_name_of_somebody_shut_out_nothing_comes_in(self, cast: Cast, others: Elsewhere) -> None:
        others.objects = [note(1)]
        which = subscribed(cast, others)
        Suspension.objects.create(circle=cast.north, person=cast.chi, why="incident")
        commands.run(subscription=which)
        assert contents(cast) == []
        assert seen(cast, which).problem == "not_seated"

    def test_a_secret_that_cannot_be_opened_any_more_is_told(
        self, cast: Cast, others: Elsewhere, settings: Any
    ) -> None:
        """Somebody restored the database on a server with another key."""
        which = subscribed(cast, others, secret="tea")
        settings.SECRET_KEY = "another"
        commands.run(subscription=which)
        assert seen(cast, which).problem == "secret_lost"
        assert others.asked == []

    def test_no_wait_is_longer_than_a_day(self) -> None:
        assert wait_after(40, minutes=60, asked=None) == 24 * 3600


class TestGiving:
    def test_what_is_here_goes_there_and_only_once(self, cast: Cast, others: Elsewhere) -> None:
        which = subscribed(cast, others, Way.PUSH, label=Label.GREEN)
        post(cast, note(1), note(2, TLP_2[Label.AMBER]), note(3))
        commands.run(subscription=which)
        assert [one["content"] for one in others.given] == ["Number 1", "Number 3"], "nothing narrower than GREEN"
        commands.run(subscription=which)
        post(cast, note(4))
        commands.run(subscription=which)
        assert [one["content"] for one in others.given] == ["Number 1", "Number 3", "Number 4"]

    def test_what_goes_of_amber_strict_was_read_by_who_set_it_up(self, cast: Cast, others: Elsewhere) -> None:
        which = subscribed(cast, others, Way.PUSH, label=Label.AMBER_STRICT)
        post(cast)
        item = stage.share(cast, label=Label.AMBER_STRICT)
        commands.write_up(item=item)
        commands.run(subscription=which)
        assert "report" in [one["type"] for one in others.given]
        assert ("chi", "ItemRead") in stage.trail_seen_by(cast, "ada", item)

    def test_what_they_refuse_is_told(self, cast: Cast, others: Elsewhere) -> None:
        which = subscribed(cast, others, Way.PUSH, label=Label.GREEN)
        post(cast, note(1))
        others.body = json.dumps({"failures": [{"id": "note--1", "message": "We have no notes."}]}).encode()
        commands.run(subscription=which)
        assert seen(cast, which).reasons == ["note--1: We have no notes."]


class TestSettingUp:
    def test_the_chair_connects_and_ends_it(self, cast: Cast, others: Elsewhere) -> None:
        chi = visitor(cast, "chi")
        form = {"name": "National", "place": "taxii", "way": "pull", "url": others.url(), "label": "2", "minutes": "60"}
        assert send(chi, f"{PLACE}new/", form).status_code == 302
        assert "not asked yet" in look(chi, PLACE)
        which = Subscription.objects.get().pk
        commands.run(subscription=which)
        assert "goes well" in look(chi, PLACE)
        send(chi, f"{PLACE}{which}/end/", {})
        assert "National" not in look(chi, PLACE)
        asked = len(others.asked)
        commands.run(subscription=which)
        assert len(others.asked) == asked
        assert commands.due() == []

    def test_its_turn_comes_when_it_is_due(self, cast: Cast, others: Elsewhere) -> None:
        which = subscribed(cast, others, minutes=30)
        assert commands.due() == [which]
        commands.run(subscription=which)
        assert commands.due() == []
        with at(now() + timedelta(minutes=31)):
            assert commands.due() == [which]
        with acting_as(cast.actor("chi")) as chi:
            commands.run_soon(actor=chi, subscription=which)
        assert commands.due() == [which]

    def test_members_see_how_it_goes_and_others_do_not(self, cast: Cast, others: Elsewhere) -> None:
        which = subscribed(cast, others)
        assert "Others" in look(visitor(cast, "ada"), PLACE)
        assert "Others" not in look(visitor(cast, "bo"), PLACE)
        assert visitor(cast, "bo").get(f"{PLACE}{which}/").status_code == 404
        assert visitor(cast, "ada").get(f"{PLACE}new/").status_code == 409

    def test_one_of_another_circle_is_not_in_this_one(self, cast: Cast, others: Elsewhere) -> None:
        which = subscribed(cast, others)
        assert visitor(cast, "chi").get(f"{PLACE}{which}/").status_code == 200
        assert visitor(cast, "chi").get(f"{PLACE.replace('north', 'pier')}{which}/").status_code == 404

    def test_nobody_gives_by_not_choosing(self, cast: Cast, others: Elsewhere) -> None:
        form = {"name": "National", "way": "push", "url": others.url(), "minutes": "60"}
        assert send(visitor(cast, "chi"), f"{PLACE}new/", form).status_code != 302
        assert not Subscription.objects.exists()

    def test_unmarked_input_never_becomes_clear(self, cast: Cast, others: Elsewhere) -> None:
        with refused("never_clear"):
            subscribed(cast, others, label=Label.CLEAR)

    @pytest.mark.parametrize("url", ["ftp://taxii.example/", "nonsense", "https://user:pw@taxii.example/"])
    def test_an_address_that_is_none_is_refused(self, cast: Cast, url: str) -> None:
        with acting_as(cast.actor("chi")) as chi, refused("bad_address"):
            commands.subscribe(actor=chi, circle=cast.north.pk, name="x", way=Way.PULL, url=url, label=Label.AMBER)


def post(cast: Cast, *objects: dict[str, Any]) -> None:
    with acting_as(cast.actor("chi")) as chi:
        place = commands.open_collection(actor=chi, circle=cast.north.pk).pk
    with acting_as(Actor(person=cast.max.pk, ceiling=3)) as actor:
        commands.take_in_message(actor=actor, collection=place, octets=json.dumps({"objects": objects}).encode())
