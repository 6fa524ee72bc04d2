"""A circle reads a list by its address: when it changed, with what is new on it, and what is on it no more."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kring.exchange import commands, lists, queries
from kring.exchange.models import Offer
from kring.exchange.queries import SubscriptionSeen
from kring.exchange.rules import Place, Way
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import at, now
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.shelf import Odd, Shelf, shelf
from tests.sharing.pages.visit import look, send, visitor
from tests.sharing.stage import refused

PATH = "/block/list.txt"
TOP, PANEL, LOADER = "update.pumps-cdn.top", "panel.pumps-cdn.top", "45.155.205.233"


@pytest.fixture
def others(settings: Any) -> Iterator[Shelf]:
    settings.KRING_OUTGOING_PRIVATE = ["127.0.0.0/8"]
    with shelf(Shelf) as place:
        yield place


def subscribed(cast: Cast, others: Shelf, **more: Any) -> UUID:
    given: dict[str, Any] = {"url": others.url(PATH), "label": Label.GREEN, "place": Place.LIST, "way": Way.PULL} | more
    with acting_as(cast.actor("chi")) as chi:
        return commands.subscribe(actor=chi, circle=cast.north.pk, name="Blocklist", minutes=60, **given)


def plain(*values: str) -> bytes:
    return "".join(f"{value}\n" for value in values).encode()


def on(cast: Cast, name: str = "cem") -> dict[str, dict[str, Any]]:
    """The latest of each object, by what it is called."""
    with acting_as(Actor(person=cast.person(name).pk, ceiling=3)):
        rows = [json.loads(row.body) for row in queries.page(cast.north.pk, most=5000).rows]
    return {row["name"]: row for row in rows}


def seen(cast: Cast, which: UUID) -> SubscriptionSeen:
    with acting_as(cast.actor("ada")) as actor:
        return queries.subscription(actor, which)


@pytest.mark.parametrize("marks", ["etag", "date", ""])
def test_it_comes_in_and_costs_one_question_as_long_as_it_does_not_change(
    cast: Cast, others: Shelf, marks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others.files[PATH], others.marks = plain("# Ours", TOP, "45[.]155[.]205[.]233"), marks
    which = subscribed(cast, others)
    assert commands.run(subscription=which) is False
    assert on(cast).keys() == {TOP, LOADER}
    assert on(cast)[TOP]["pattern"] == f"[domain-name:value = '{TOP}']"
    monkeypatch.setattr(lists, "read", pytest.fail)
    commands.run(subscription=which)
    assert others.asked == [PATH, PATH]
    assert (seen(cast, which).health, seen(cast, which).passed) == ("well", 2)


def test_what_left_it_ends_and_what_comes_back_begins_again(cast: Cast, others: Shelf) -> None:
    others.files[PATH] = plain(TOP, PANEL)
    which = subscribed(cast, others)
    commands.run(subscription=which)
    first = on(cast)
    others.files[PATH] = plain(PANEL, LOADER)
    with at(now() + timedelta(hours=1)):
        commands.run(subscription=which)
    second = on(cast)
    assert second[PANEL] == first[PANEL]
    assert second[TOP]["valid_until"] == second[TOP]["modified"] > first[TOP]["modified"]
    assert "revoked" not in second[TOP], "that could not be undone"
    assert set(Offer.objects.values_list("name", flat=True)) == {second[PANEL]["id"], second[LOADER]["id"]}
    others.files[PATH] = plain(PANEL, LOADER, TOP)
    with at(now() + timedelta(hours=2)):
        commands.run(subscription=which)
    third = on(cast)
    assert third[TOP]["id"] == first[TOP]["id"]
    assert "valid_until" not in third[TOP]
    assert seen(cast, which).passed == 5, "two, one more and one ended, and one again"


def test_known_exploited_vulnerabilities_are_not_called_so_when_they_left(cast: Cast, others: Shelf) -> None:
    entries = [
        {"cveID": f"CVE-2026-000{n}", "dateAdded": "2026-01-01", "knownRansomwareCampaignUse": "Known"} for n in (1, 2)
    ]
    others.files["/kev.json"] = json.dumps({"vulnerabilities": entries}).encode()
    which = subscribed(cast, others, url=others.url("/kev.json"))
    commands.run(subscription=which)
    assert on(cast)["CVE-2026-0001"]["labels"] == ["known-exploited", "ransomware"]
    others.files["/kev.json"] = json.dumps({"vulnerabilities": entries[1:]}).encode()
    commands.run(subscription=which)
    assert "labels" not in on(cast)["CVE-2026-0001"]
    assert on(cast)["CVE-2026-0002"]["labels"] == ["known-exploited", "ransomware"]


def test_the_same_list_gives_the_same_objects_and_another_list_its_own(cast: Cast, others: Shelf) -> None:
    others.files |= {PATH: plain(TOP), "/other.csv": b"indicator,comment\n" + plain(f"{PANEL},Panel", f"{TOP},Beacon")}
    commands.run(subscription=(first := subscribed(cast, others)))
    before = on(cast)[TOP]
    with acting_as(cast.actor("chi")) as chi:
        commands.unsubscribe(actor=chi, subscription=first)
    assert not Offer.objects.exists()
    commands.run(subscription=subscribed(cast, others))
    assert on(cast)[TOP] == before
    commands.run(subscription=subscribed(cast, others, url=others.url("/other.csv")))
    assert on(cast)[PANEL]["description"] == "Panel"
    assert on(cast)[TOP]["id"] != before["id"]


def test_when_most_of_it_is_missing_that_is_taken_for_a_mistake(cast: Cast, others: Shelf) -> None:
    values = [f"host{n}.pumps-cdn.top" for n in range(30)]
    others.files[PATH] = plain(*values)
    which = subscribed(cast, others)
    commands.run(subscription=which)
    others.files[PATH] = plain(*values[:5])
    commands.run(subscription=which)
    assert not any("valid_until" in one for one in on(cast).values())
    assert "25 are missing" in seen(cast, which).reasons[0]
    others.files[PATH] = plain(*values[:29])
    commands.run(subscription=which)
    assert [one["name"] for one in on(cast).values() if "valid_until" in one] == values[29:]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [(b"<html>Sign in</html>", "unreadable"), (Odd(404), "not_there"), (Odd(302, {"Location": PATH}), "other_answer")],
)
def test_what_is_no_list_changes_nothing(cast: Cast, others: Shelf, answer: bytes | Odd, problem: str) -> None:
    others.files[PATH] = plain(TOP)
    which = subscribed(cast, others)
    commands.run(subscription=which)
    others.files[PATH] = answer
    commands.run(subscription=which)
    assert seen(cast, which).problem == problem
    assert "valid_until" not in on(cast)[TOP]


def test_it_is_found_where_it_moved_to_and_what_was_left_out_is_told(cast: Cast, others: Shelf) -> None:
    others.files |= {PATH: Odd(301, {"Location": "/new.txt"}), "/new.txt": plain(TOP, PANEL, "8.8.8.8", "no value")}
    others.wants = "Bearer tok"
    commands.run(subscription=(which := subscribed(cast, others, secret="tok")))
    assert on(cast).keys() == {TOP, PANEL}
    reasons = " ".join(seen(cast, which).reasons)
    assert "no value" in reasons
    assert "8[.]8[.]8[.]8" in reasons


def test_the_chair_connects_it_by_the_page(cast: Cast, others: Shelf) -> None:
    others.files[PATH] = plain(TOP)
    chi = visitor(cast, "chi")
    assert "A list at an address: KEV, or indicators" in look(chi, "/c/north/subscriptions/new/")
    form = {"name": "Blocks", "way": "pull", "place": "list", "url": others.url(PATH), "label": "1", "minutes": "60"}
    assert send(chi, "/c/north/subscriptions/new/", form | {"way": "push"}).status_code == 422
    assert send(chi, "/c/north/subscriptions/new/", form).status_code == 302
    (which,) = commands.due()
    commands.run(subscription=which)
    page = look(chi, f"/c/north/subscriptions/{which}/")
    assert "A list at an address" in page
    assert "Last went well" in page
    with refused("never_clear"):
        subscribed(cast, others, label=Label.CLEAR)
