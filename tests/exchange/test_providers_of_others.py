"""A circle reads providers of advisories in CSAF, with the habits that real ones have, and is led nowhere by them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kring.exchange import commands, csaf, queries
from kring.exchange.commands.subscriptions import providers
from kring.exchange.csaf import Issue, Note, Publisher, provider
from kring.exchange.csaf.provider import Listed, Providing
from kring.exchange.queries import SubscriptionSeen
from kring.exchange.rules import Place, Way
from kring.exchange.wires import asking
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.outgoing import Answer, fetch
from kring.notices.post.openpgp import Seal
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.shelf import Odd, Shelf, shelf
from tests.sharing.pages.visit import look, send, visitor

REAL = Path(__file__).parents[3] / "shared" / "data" / "csaf-real"
NORTHERN = Publisher(name="Northern", namespace="https://northern.example", category="vendor", contact="desk")
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
FOLDER = "/advisories/"
WELL_KNOWN = "/.well-known/csaf/provider-metadata.json"
SEAL = Seal(Seal.make("Northern"))


class Others(Shelf):
    """A provider whose files are those of our own."""

    publisher: Publisher
    listed: list[Listed]

    def providing(self) -> Providing:
        return Providing(
            publisher=self.publisher,
            folder=self.url(FOLDER),
            canonical=self.url(WELL_KNOWN),
            key=self.url("/key.asc"),
            fingerprint=SEAL.fingerprint,
            changed=BEGAN,
        )

    def path(self, listed: Listed) -> str:
        return FOLDER + listed.path

    def publish(self, number: int, *, day: int = 0, octets: bytes = b"") -> str:
        """One advisory with all that stands beside it. Gives its path."""
        changed = BEGAN + timedelta(days=day or number)
        one = Listed(f"N-{number}", f"Number {number}", "en", BEGAN, changed)
        self.listed = [*(other for other in self.listed if other.id != one.id), one]
        return self.lay(one, octets or written(number, day=day))

    def lay(self, one: Listed, octets: bytes) -> str:
        path = self.path(one)
        self.files[path] = octets
        self.files |= {f"{path}.{kind}": provider.hash_file(octets, kind, "x") for kind in provider.HASHES}
        self.files[f"{path}.asc"] = SEAL.sign(octets).encode()
        return path

    def announce(self) -> None:
        """What is listed."""
        one = self.providing()
        self.files[WELL_KNOWN] = provider.metadata(one)
        self.files["/key.asc"] = SEAL.certificate.encode()
        self.files[FOLDER + provider.FEED] = provider.feed(one, self.listed)
        self.files[FOLDER + provider.CHANGES] = provider.changes(self.listed)
        self.files[FOLDER + provider.INDEX] = provider.index(self.listed)

    def metadata(self, **changes: Any) -> None:
        """Say something else of itself."""
        self.files[WELL_KNOWN] = json.dumps(json.loads(provider.metadata(self.providing())) | changes).encode()


def written(number: int, *, day: int = 0, publisher: Publisher = NORTHERN, label: str = "WHITE") -> bytes:
    """An advisory, and its newer revision on a later day."""
    revisions = csaf.following((), BEGAN, "First")
    if day:
        revisions = csaf.following(revisions, BEGAN + timedelta(days=day), "Changed")
    octets = csaf.write(
        Issue(
            id=f"N-{number}",
            title=f"Number {number}, revision {len(revisions)}",
            language="en",
            publisher=publisher,
            address=f"https://northern.example/{number}.json",
            notes=[Note("summary", "What", "Two pumps stop.")],
            cves=[f"CVE-2026-{number:04}"],
            revisions=revisions,
        )
    )
    return octets.replace(b'"WHITE"', f'"{label}"'.encode())


@pytest.fixture
def others(settings: Any) -> Iterator[Others]:
    settings.KRING_OUTGOING_PRIVATE = ["127.0.0.0/8"]
    with shelf(Others) as place:
        place.publisher, place.listed = NORTHERN, []
        yield place


@pytest.fixture
def inside() -> Iterator[Shelf]:
    """A machine that only we can reach."""
    with shelf(Shelf, "127.0.0.2") as place:
        yield place


def subscribed(cast: Cast, others: Others, **more: Any) -> UUID:
    given: dict[str, Any] = {"url": others.url(), "label": Label.AMBER, "place": Place.CSAF, "way": Way.PULL} | more
    with acting_as(cast.actor("chi")) as chi:
        return commands.subscribe(actor=chi, circle=cast.north.pk, name="Northern", minutes=60, **given)


def seen(cast: Cast, which: UUID) -> SubscriptionSeen:
    with acting_as(cast.actor("ada")) as actor:
        return queries.subscription(actor, which)


def titles(cast: Cast, name: str = "cem") -> list[str]:
    with acting_as(Actor(person=cast.person(name).pk, ceiling=3)):
        rows = [json.loads(row.body) for row in queries.page(cast.north.pk, most=5000).rows]
    return [row["name"] for row in rows if row["type"] == "report"]


def test_it_is_found_by_its_domain_and_read_newest_first_and_only_what_changed(
    cast: Cast, others: Others, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "ADVISORIES_A_TURN", 2)
    for number in (1, 2, 3):
        others.publish(number)
    others.announce()
    which = subscribed(cast, others)
    assert commands.run(subscription=which) is True
    assert titles(cast) == ["Number 3, revision 1", "Number 2, revision 1"]
    assert commands.run(subscription=which) is False
    assert titles(cast)[2:] == ["Number 1, revision 1"]
    others.asked.clear()
    commands.run(subscription=which)
    assert others.asked == [WELL_KNOWN, FOLDER + provider.FEED], "and that answered that nothing changed"
    path = others.publish(1, day=9)
    others.announce()
    others.asked.clear()
    commands.run(subscription=which)
    assert titles(cast)[-1] == "Number 1, revision 2"
    assert others.asked[2:] == [path, f"{path}.sha512", f"{path}.asc", "/key.asc"]
    assert (seen(cast, which).health, seen(cast, which).refused) == ("well", 0)
    assert "A provider of advisories in CSAF" in look(visitor(cast, "chi"), f"/c/north/subscriptions/{which}/")


@pytest.mark.parametrize("lists", [[provider.CHANGES, provider.INDEX], [provider.INDEX]])
def test_directories_are_read_and_go_on_where_they_were_cut_short(cast: Cast, others: Others, lists: list[str]) -> None:
    for number in (1, 2, 3):
        others.publish(number)
    others.announce()
    others.metadata(distributions=[{"directory_url": others.url(FOLDER).rstrip("/")}])
    for name in {provider.CHANGES, provider.INDEX} - set(lists):
        del others.files[FOLDER + name]
    broken = others.path(others.listed[1])
    kept, others.files[broken] = others.files[broken], Odd(503, {"Retry-After": "7200"})
    which = subscribed(cast, others)
    commands.run(subscription=which)
    assert (seen(cast, which).problem, len(titles(cast))) == ("busy", 1)
    others.files[broken] = kept
    others.asked.clear()
    commands.run(subscription=which)
    assert len(titles(cast)) == 3
    advisories = [path for path in others.asked if path.endswith(".json")][1:]
    assert (advisories[0], len(advisories)) == (broken, 2), "and not the one that was taken"


def test_one_that_breaks_again_and_again_is_passed_over(cast: Cast, others: Others) -> None:
    for number in (1, 2, 3):
        others.publish(number)
    others.announce()
    broken = others.path(others.listed[1])
    others.files[broken] = Odd(500)
    which = subscribed(cast, others)
    for _ in range(3):
        commands.run(subscription=which)
        assert (seen(cast, which).problem, len(titles(cast))) == ("broken", 1)
    commands.run(subscription=which)
    assert (seen(cast, which).problem, len(titles(cast))) == ("", 2)
    assert broken in seen(cast, which).reasons[0]


def test_real_advisories_with_their_own_hashes_come_in(cast: Cast, others: Others) -> None:
    """Their signatures are of a key that was not given to us: those are not taken for good."""
    files = sorted(REAL.glob("icsa-24-01*.json"))
    if not files:
        pytest.skip("The real advisories are not beside the project.")
    others.publisher = replace(NORTHERN, namespace="https://www.cisa.gov")
    for file in files:
        one = Listed(file.stem, file.stem, "en", datetime(2024, 1, 4, tzinfo=UTC), BEGAN)
        others.listed.append(one)
        path = others.lay(one, file.read_bytes())
        others.files[f"{path}.sha512"] = file.with_name(f"{file.name}.sha512").read_bytes()
    others.files[f"{path}.asc"] = files[-1].with_name(f"{files[-1].name}.asc").read_bytes()
    others.announce()
    which = subscribed(cast, others)
    commands.run(subscription=which)
    assert len(titles(cast)) == len(files) - 1
    (reason,) = seen(cast, which).reasons
    assert "signature does not fit" in reason


def gone(others: Others, path: str) -> None:
    del others.files[path]


def without(ending: str, others: Others, path: str) -> None:
    for name in [name for name in others.files if name.startswith(f"{path}.") and name.endswith(ending)]:
        del others.files[name]


def as_(octets: bytes, others: Others, path: str) -> None:
    others.lay(next(one for one in others.listed if others.path(one) == path), octets)


def changed_on_the_way(others: Others, path: str) -> None:
    others.files[path] = written(2)


def signed_by_another(others: Others, path: str) -> None:
    octets = others.files[path]
    assert isinstance(octets, bytes)
    others.files[f"{path}.asc"] = Seal(Seal.make("Another")).sign(octets).encode()


def moved(to: str, others: Others, path: str) -> None:
    others.files.setdefault("/moved.json", others.files[path])
    others.files[path] = Odd(302, {"Location": to})


OTHER = replace(NORTHERN, namespace="https://southern.example")
HABITS: dict[str, tuple[Callable[[Others, str], None], str]] = {
    "in order": (lambda _others, _path: None, ""),
    "no hashes": (partial(without, "512"), ""),
    "moved on the same host": (partial(moved, "/moved.json"), ""),
    "gone": (gone, "404"),
    "changed on the way": (changed_on_the_way, "hash does not fit"),
    "signed by another": (signed_by_another, "signature does not fit"),
    "not signed": (partial(without, "asc"), "not signed"),
    "of another publisher": (partial(as_, written(1, publisher=OTHER)), "another publisher"),
    "not valid": (partial(as_, written(1).replace(b"CVE-2026-0001", b"CVE-1")), "not valid CSAF"),
    "no advisory": (partial(as_, b"{}"), "no advisory"),
    "RED": (partial(as_, written(1, label="RED")), "TLP:RED"),
    "moved inside": (partial(moved, "http://127.0.0.2:{inside}/moved.json"), "may not be reached"),
    "moved to where machines are told secrets": (
        partial(moved, "http://169.254.169.254/latest/meta-data/"),
        "may not be reached",
    ),
    "moved to where it is not encrypted": (partial(moved, "http://93.184.216.34/moved.json"), "not encrypted"),
}


def test_what_is_wrong_with_one_keeps_no_other_out(cast: Cast, others: Others, inside: Shelf) -> None:
    paths = {}
    for number, (habit, (spoil, _)) in enumerate(HABITS.items(), 1):
        paths[habit] = others.publish(number)
        spoil(others, paths[habit])
    answer = others.files[paths["moved inside"]]
    assert isinstance(answer, Odd)
    answer.headers["Location"] = answer.headers["Location"].format(inside=inside.port)
    others.announce()
    which = subscribed(cast, others)
    assert commands.run(subscription=which) is False
    found = seen(cast, which)
    assert len(titles(cast)) == sum(not why for _, why in HABITS.values())
    assert found.health == "well"
    for habit, (_, why) in HABITS.items():
        said = [reason for reason in found.reasons if paths[habit] in reason or (habit == "RED" and "RED" in reason)]
        assert bool(said) == bool(why), habit
        assert all(why in reason for reason in said), habit
    assert inside.asked == []


INSIDE = ("http://127.0.0.2:{port}/x", "http://2130706434:{port}/x", "https://169.254.169.254/x", "https://[::1]/x")


@pytest.mark.parametrize("place", INSIDE)
def test_it_leads_us_to_no_machine_that_only_we_can_reach(
    cast: Cast, others: Others, inside: Shelf, place: str
) -> None:
    """Even where private networks are allowed: those are for addresses that people type."""
    named = place.format(port=inside.port)
    feed = {"rolie": {"feeds": [{"summary": "x", "tlp_label": "WHITE", "url": named}]}}
    others.announce()
    others.metadata(distributions=[feed])
    commands.run(subscription=(which := subscribed(cast, others)))
    assert seen(cast, which).problem == "not_allowed"
    others.files[WELL_KNOWN] = Odd(301, {"Location": named})
    commands.run(subscription=which)
    assert seen(cast, which).problem == "not_allowed"
    others.announce()
    others.files[FOLDER + provider.FEED] = Odd(307, {"Location": named})
    commands.run(subscription=which)
    assert seen(cast, which).problem == "not_allowed"
    assert inside.asked == []


def test_only_feeds_that_are_for_everybody_are_read_unless_one_is_known(cast: Cast, others: Others) -> None:
    others.publish(1)
    others.announce()
    feeds = [
        {"summary": "x", "tlp_label": label, "url": others.url(f"/{label}.json")} for label in ("RED", "AMBER", "WHITE")
    ]
    others.metadata(distributions=[{"rolie": {"feeds": feeds}}])
    for label in ("RED", "AMBER", "WHITE"):
        others.files[f"/{label}.json"] = others.files[FOLDER + provider.FEED]
    commands.run(subscription=subscribed(cast, others))
    assert [path for path in others.asked if path in {"/RED.json", "/AMBER.json", "/WHITE.json"}] == ["/WHITE.json"]
    others.asked.clear()
    others.wants = "Bearer tok"
    commands.run(subscription=subscribed(cast, others, secret="tok"))
    assert {"/AMBER.json", "/WHITE.json"} < set(others.asked)
    assert "/RED.json" not in others.asked


def test_security_txt_leads_to_it(cast: Cast, others: Others, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names encrypted addresses alone."""
    others.publish(1)
    others.announce()
    others.files["/csaf.json"] = others.files.pop(WELL_KNOWN)
    others.files["/.well-known/security.txt"] = b"Contact: mailto:a@b\nCSAF: https://northern.example/csaf.json\n"

    def fetched(method: str, url: str, **more: Any) -> Answer:
        return fetch(
            method, others.url("/csaf.json") if url.startswith("https://northern") else url, **more | {"private": True}
        )

    monkeypatch.setattr(asking, "fetch", fetched)
    commands.run(subscription=subscribed(cast, others))
    assert titles(cast) == ["Number 1, revision 1"]


def test_who_we_are_is_shown_where_it_was_typed_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, bool, bool]] = []

    def fetched(method: str, url: str, *, headers: dict[str, str], private: bool, **_: Any) -> Answer:
        told.append((url, "Authorization" in headers, private))
        return Answer(302, b"", {"Location": "https://b.example/x"}) if len(told) == 1 else Answer(200, b"")

    monkeypatch.setattr(asking, "fetch", fetched)
    origin = asking.Origin("https://a.example/list", asking.Credentials("", "tok"))
    asking.follow(origin, most=10)
    asking.follow(origin, "https://a.example:8443/list", most=10)
    assert told == [
        ("https://a.example/list", True, True),
        ("https://b.example/x", False, False),
        ("https://a.example:8443/list", False, False),
    ]


def test_its_domain_can_be_typed_alone(cast: Cast) -> None:
    form = {"name": "N", "place": "csaf", "way": "pull", "url": "vendor.example", "label": "2", "minutes": "60"}
    assert send(visitor(cast, "chi"), "/c/north/subscriptions/new/", form).status_code == 302
    (which,) = commands.due()
    assert seen(cast, which).url == "https://vendor.example"
