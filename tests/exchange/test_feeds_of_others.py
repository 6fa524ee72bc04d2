"""A circle reads feeds of MISP: only what changed, going on where it was cut short, under the right labels."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import pytest

from kring.exchange import commands, queries
from kring.exchange.queries import SubscriptionSeen
from kring.exchange.rules import Place, Way
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import refused


def event(number: int, version: int = 1, value: str = "", tags: tuple[str, ...] = ("tlp:green",)) -> dict[str, Any]:
    uuid = f"{number:08d}-0000-4000-8000-000000000000"
    seen = {
        "uuid": f"{number:08d}-0000-4000-9000-000000000000",
        "type": "ip-dst",
        "category": "Network activity",
        "to_ids": True,
        "value": value or f"203.0.113.{number}",
        "timestamp": str(1795000000 + version),
    }
    maker = {"name": "CERT", "uuid": "5c4a1fcd-8328-42bb-a95e-4f4402de0b82"}
    said = {
        "uuid": uuid,
        "info": f"Number {number}, version {version}",
        "date": "2026-11-20",
        "timestamp": str(1795000000 + version),
        "Orgc": maker,
        "Tag": [{"name": name} for name in tags],
        "Attribute": [seen],
    }
    return {"Event": said}


@dataclass
class Feed:
    """Somebody else's feed, with the habits that real ones have: a real HTTP server on this machine."""

    port: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)
    habit: str = ""
    wants: str = ""
    fails_after: int | None = None
    asked: list[str] = field(default_factory=list)

    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/feed/"

    def manifest(self) -> bytes:
        if not self.events:
            return b"[]"  # as PHP writes it
        said = {}
        for one in self.events:
            inner = one["Event"]
            entry = {"info": inner["info"], "timestamp": inner["timestamp"], "Orgc": inner["Orgc"], "Tag": inner["Tag"]}
            digest = "0" * 64 if self.habit == "other hash" else hashlib.sha256(json.dumps(one).encode()).hexdigest()
            said[inner["uuid"]] = entry if self.habit == "spoiled" else entry | {"integrity:sha256": digest}
        return json.dumps(said).encode()

    def answer(self, path: str, mark: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path.rpartition("/")[2])
        if self.fails_after is not None and len(self.asked) > self.fails_after:
            return 500, {}, b""
        if path == "/feed/manifest.json":
            own = f'"{hashlib.md5(self.manifest()).hexdigest()}"'
            if mark == own and self.habit != "no marks":
                return 304, {}, b""
            return 200, {} if self.habit == "no marks" else {"ETag": own}, self.manifest()
        for one in self.events:
            if path == f"/feed/{one['Event']['uuid']}.json":
                spoiled = self.habit == "spoiled" and one is self.events[0]
                return (
                    (404, {}, b"") if self.habit == "lost" else (200, {}, b"{" if spoiled else json.dumps(one).encode())
                )
        return 404, {}, b""


@pytest.fixture
def feed(settings: Any) -> Iterator[Feed]:
    settings.KRING_OUTGOING_PRIVATE = ["127.0.0.0/8"]
    place = Feed()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = place.answer(self.path, self.headers.get("If-None-Match", ""))
            if place.wants and self.headers.get("Authorization") != place.wants:
                status, body = 403, b""
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    place.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield place
    server.shutdown()
    server.server_close()
    thread.join()


def subscribed(cast: Cast, feed: Feed, **more: Any) -> UUID:
    given: dict[str, Any] = {"url": feed.url(), "label": Label.AMBER, "place": Place.MISP, "way": Way.PULL} | more
    with acting_as(cast.actor("chi")) as chi:
        return commands.subscribe(actor=chi, circle=cast.north.pk, name="Others", minutes=60, **given)


def seen(cast: Cast, which: UUID) -> SubscriptionSeen:
    with acting_as(cast.actor("ada")) as actor:
        return queries.subscription(actor, which)


def titles(cast: Cast, name: str = "ada") -> set[str]:
    with acting_as(Actor(person=cast.person(name).pk, ceiling=3)):
        rows = [json.loads(row.body) for row in queries.page(cast.north.pk, most=5000).rows]
    return {row["name"] for row in rows if row["type"] == "report"}


def test_its_events_come_in_and_the_next_time_only_what_changed(cast: Cast, feed: Feed) -> None:
    feed.events = [event(1), event(2)]
    which = subscribed(cast, feed)
    assert commands.run(subscription=which) is False
    assert titles(cast) == {"Number 1, version 1", "Number 2, version 1"}
    feed.events[0] = event(1, version=2)
    feed.asked.clear()
    commands.run(subscription=which)
    assert titles(cast) == {"Number 1, version 2", "Number 2, version 1"}
    assert feed.asked == ["manifest.json", f"{feed.events[0]['Event']['uuid']}.json"]


def test_when_nothing_changed_nothing_is_sent(cast: Cast, feed: Feed) -> None:
    feed.events = [event(1)]
    which = subscribed(cast, feed)
    commands.run(subscription=which)
    feed.asked.clear()
    commands.run(subscription=which)
    assert feed.asked == ["manifest.json"]
    assert seen(cast, which).health == "well"


def test_it_goes_on_where_it_was_cut_short(cast: Cast, feed: Feed) -> None:
    feed.events = [event(number, version=number) for number in range(1, 5)]
    feed.fails_after = 3
    which = subscribed(cast, feed)
    commands.run(subscription=which)
    assert (seen(cast, which).problem, len(titles(cast))) == ("broken", 2)
    feed.fails_after = None
    feed.asked.clear()
    commands.run(subscription=which)
    assert len(titles(cast)) == 4
    assert len(feed.asked) == 3, "the manifest, and the two that were left"


def test_many_events_come_in_several_turns(cast: Cast, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    from kring.exchange.commands.subscriptions import feeds

    monkeypatch.setattr(feeds, "EVENTS_A_TURN", 2)
    feed.events = [event(number) for number in range(1, 4)]
    which = subscribed(cast, feed)
    assert commands.run(subscription=which) is True
    assert commands.run(subscription=which) is False
    assert len(titles(cast)) == 3


def test_without_a_label_it_gets_the_one_set_for_the_feed(cast: Cast, feed: Feed) -> None:
    feed.events = [event(1, tags=()), event(2, tags=("tlp:clear",)), event(3, tags=("tlp:red",))]
    commands.run(subscription=(which := subscribed(cast, feed)))
    assert titles(cast, "bo") == {"Number 2, version 1"}, "AMBER is for who is seated"
    assert titles(cast, "cem") == {"Number 1, version 1", "Number 2, version 1"}
    assert any("RED" in reason for reason in seen(cast, which).reasons)


@pytest.mark.parametrize(
    ("habit", "why"), [("spoiled", "not JSON"), ("other hash", "manifest speaks"), ("lost", "404")]
)
def test_what_is_wrong_with_an_event_keeps_no_other_out(cast: Cast, feed: Feed, habit: str, why: str) -> None:
    feed.events, feed.habit = [event(1), event(2)], habit
    which = subscribed(cast, feed)
    commands.run(subscription=which)
    found = seen(cast, which)
    assert (found.health, why in found.reasons[0]) == ("well", True), found.reasons
    assert titles(cast) == ({"Number 2, version 1"} if habit == "spoiled" else set())


def test_a_feed_without_marks_or_without_events_is_a_feed(cast: Cast, feed: Feed) -> None:
    feed.habit = "no marks"
    which = subscribed(cast, feed, url=feed.url() + "manifest.json")
    commands.run(subscription=which)
    assert seen(cast, which).health == "well"
    feed.events = [event(1)]
    commands.run(subscription=which)
    commands.run(subscription=which)
    assert titles(cast) == {"Number 1, version 1"}


def test_a_feed_that_wants_a_token_gets_it(cast: Cast, feed: Feed) -> None:
    feed.events, feed.wants = [event(1)], "Bearer secret"
    commands.run(subscription=(closed := subscribed(cast, feed)))
    assert seen(cast, closed).problem == "credentials"
    commands.run(subscription=subscribed(cast, feed, secret="secret"))
    assert titles(cast) == {"Number 1, version 1"}


def test_a_private_address_is_not_reached(cast: Cast, feed: Feed, settings: Any) -> None:
    settings.KRING_OUTGOING_PRIVATE = []
    commands.run(subscription=(which := subscribed(cast, feed)))
    assert seen(cast, which).problem == "not_allowed"
    assert feed.asked == []


def test_nothing_is_given_to_a_feed(cast: Cast, feed: Feed) -> None:
    with refused("only_read"):
        subscribed(cast, feed, way=Way.PUSH)


def test_the_page_says_what_it_is_and_how_it_goes(cast: Cast, feed: Feed) -> None:
    feed.events = [event(1)]
    which = subscribed(cast, feed)
    commands.run(subscription=which)
    page = look(visitor(cast, "chi"), f"/c/north/subscriptions/{which}/")
    assert "A feed of MISP" in page
    assert "Last went well" in page
