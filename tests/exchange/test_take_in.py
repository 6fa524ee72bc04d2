"""What machines send is kept as it came, for those whom its label reaches."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kring.circles.models import Mandate
from kring.exchange import commands, queries
from kring.exchange.commands import Arrived
from kring.exchange.models import Receipt
from kring.exchange.queries import Match
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.objects import arrived, fresh
from tests.sharing.stage import refused

ROOT = Path(__file__).parents[2]


def send(cast: Cast, collection: UUID, *objects: Arrived, by: str = "max", ceiling: int = 3) -> commands.Taken:
    with acting_as(Actor(person=cast.person(by).pk, ceiling=ceiling)) as actor:
        return commands.take_in(actor=actor, collection=collection, arrived=objects)


def seen(cast: Cast, name: str, collection: UUID, match: Match | None = None, ceiling: int = 3) -> list[bytes]:
    with acting_as(Actor(person=cast.person(name).pk, ceiling=ceiling)) as actor:
        return [row.body for row in queries.objects(actor, collection, match).rows]


def codes(taken: commands.Taken) -> list[str]:
    return [outcome.refusal.code if outcome.refusal else "" for outcome in taken.outcomes]


def test_it_is_given_back_byte_for_byte_in_the_order_it_came(cast: Cast, north: UUID) -> None:
    odd = [b'{"type" :"x-ours", "id":"x-ours--1",\t"note":"\\u00e9 and \xc3\xa9"}', b'{"id":"x-ours--2","n":1.000}']
    objects = [
        Arrived(stix_id=f"x-ours--{n}", type="x-ours", version=0, label=Label.GREEN, body=body)
        for n, body in enumerate(odd)
    ]
    send(cast, north, *objects)
    assert seen(cast, "ada", north) == odd


@pytest.mark.parametrize(
    ("label", "readers"),
    [
        (Label.CLEAR, {"ada", "bo", "cem", "chi", "fay", "gus", "max"}),
        (Label.GREEN, {"ada", "bo", "cem", "chi", "fay", "gus", "max"}),
        (Label.AMBER, {"ada", "cem", "chi", "max"}),
        (Label.AMBER_STRICT, {"ada", "cem", "chi", "max"}),
    ],
)
def test_its_label_says_who_reads_it(cast: Cast, north: UUID, label: Label, readers: set[str]) -> None:
    send(cast, north, arrived(label=label))
    found = set()
    for name in cast.NAMES:
        try:
            if seen(cast, name, north):
                found.add(name)
        except NotVisible:
            assert name in {"dee", "eve"}
    assert found == readers


def test_a_token_reads_up_to_its_ceiling(cast: Cast, north: UUID) -> None:
    send(cast, north, *(arrived(number, label=label) for number, label in enumerate(list(Label)[:4])))
    assert [len(seen(cast, "cem", north, ceiling=ceiling)) for ceiling in range(4)] == [1, 2, 3, 4]


def test_a_bad_object_keeps_no_good_one_out(cast: Cast, north: UUID) -> None:
    taken = send(cast, north, arrived(1), arrived(2, label=Label.RED), arrived(3, label=Label.AMBER), ceiling=1)
    assert codes(taken) == ["", "red", "beyond_ceiling"]
    assert len(seen(cast, "ada", north)) == 1


def test_a_machine_keeps_to_the_mandate_of_its_seat(cast: Cast, north: UUID) -> None:
    Mandate.objects.create(
        seat=cast.seats["max"], widest_label=Label.AMBER, signed_by="Gamma's board", signed_on="2026-01-01"
    )
    assert codes(send(cast, north, arrived(1, label=Label.GREEN), arrived(2, label=Label.AMBER))) == [
        "above_mandate",
        "",
    ]


@pytest.mark.parametrize("name", ["bo", "gus", "fay"])
def test_who_only_reads_adds_nothing(cast: Cast, north: UUID, name: str) -> None:
    with refused("not_seated"):
        send(cast, north, arrived(), by=name)


@pytest.mark.parametrize("name", ["dee", "eve"])
def test_for_others_the_collection_is_not_there(cast: Cast, north: UUID, name: str) -> None:
    with pytest.raises(NotVisible):
        send(cast, north, arrived(), by=name)
    with pytest.raises(NotVisible):
        send(cast, uuid4(), arrived(), by=name)


def test_what_is_there_is_not_added_again(cast: Cast, north: UUID) -> None:
    send(cast, north, arrived(1), arrived(2))
    assert codes(send(cast, north, arrived(1), arrived(3), by="ada")) == ["", ""]
    assert len(seen(cast, "cem", north)) == 3


def test_a_receipt_is_its_maker_s_alone(cast: Cast, north: UUID) -> None:
    taken = send(cast, north, arrived())
    for name in ("max", "ada", "chi"):
        with acting_as(cast.actor(name)):
            assert Receipt.objects.filter(id=taken.receipt).exists() is (name == "max")


class TestVersions:
    def test_the_latest_is_given_unless_asked_otherwise(self, cast: Cast, north: UUID) -> None:
        one, two, three = (arrived(1, version=version) for version in (1, 2, 3))
        send(cast, north, two)
        send(cast, north, three, one)
        assert seen(cast, "ada", north) == [three.body]
        assert seen(cast, "ada", north, Match(versions=["first"])) == [one.body]
        assert seen(cast, "ada", north, Match(versions=["all"])) == [two.body, three.body, one.body]
        assert seen(cast, "ada", north, Match(versions=[2, "last"])) == [two.body, three.body]

    def test_all_of_them_can_come_at_once(self, cast: Cast, north: UUID) -> None:
        versions = [arrived(1, version=version) for version in (5, 4, 7, 6)]
        send(cast, north, *versions)
        assert seen(cast, "ada", north) == [versions[2].body]

    def test_who_may_not_read_the_newest_reads_the_one_before(self, cast: Cast, north: UUID) -> None:
        wide, narrow = arrived(1, version=1), arrived(1, version=2, label=Label.AMBER)
        send(cast, north, wide)
        send(cast, north, narrow)
        assert seen(cast, "fay", north) == [wide.body]
        assert seen(cast, "ada", north) == [narrow.body]
        widest = arrived(1, version=3)
        send(cast, north, widest)
        assert seen(cast, "fay", north) == seen(cast, "ada", north) == [widest.body]

    def test_a_wider_copy_takes_the_place_of_a_narrower_one(self, cast: Cast, north: UUID) -> None:
        narrow, wide = arrived(1, label=Label.AMBER), arrived(1, label=Label.GREEN)
        send(cast, north, narrow)
        assert seen(cast, "fay", north) == []
        send(cast, north, wide, by="ada")
        assert seen(cast, "fay", north) == seen(cast, "ada", north) == [wide.body]

    def test_a_narrower_copy_that_comes_later_is_not_seen_beside_it(self, cast: Cast, north: UUID) -> None:
        send(cast, north, arrived(1, label=Label.GREEN))
        send(cast, north, arrived(1, label=Label.AMBER), by="ada")
        assert len(seen(cast, "cem", north)) == 1


def test_pages_follow_each_other_without_gap_or_repetition(cast: Cast, north: UUID) -> None:
    objects = fresh(25)
    send(cast, north, *objects[:10])
    send(cast, north, *objects[10:])
    found, after = [], 0
    with acting_as(cast.actor("ada")) as actor:
        while (page := queries.objects(actor, north, after=after, most=4)).rows:
            found += [row.body for row in page.rows]
            after = page.last or 0
            assert page.more is (len(found) < 25)
    assert found == [one.body for one in objects]


class TestMessages:
    """An envelope or a bundle as it came over the wire."""

    def post(self, cast: Cast, north: UUID, octets: bytes) -> commands.Taken:
        with acting_as(Actor(person=cast.max.pk, ceiling=3)) as actor:
            return commands.take_in_message(actor=actor, collection=north, octets=octets)

    def test_a_real_bundle_is_given_back_as_it_came(self, cast: Cast, north: UUID) -> None:
        path = ROOT.parent / "shared" / "data" / "attack" / "ics-attack-17.1.json"
        if not path.exists():
            pytest.skip("There is no real bundle beside this project (../shared/data/attack).")
        octets = path.read_bytes()
        taken = self.post(cast, north, octets)
        assert all(outcome.is_taken for outcome in taken.outcomes)
        with acting_as(Actor(person=cast.ada.pk, ceiling=3)) as actor:
            rows = queries.objects(actor, north, most=10_000).rows
        assert len(rows) == len(taken.outcomes) == 1651
        assert all(row.body in octets for row in rows)

    def test_a_spoiled_object_is_told_why_and_keeps_no_other_out(self, cast: Cast, north: UUID) -> None:
        good = b'{"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd","value":"198.51.100.3"}'
        taken = self.post(cast, north, b'{"objects":[%s,{"type":"indicator","spec_version":"2.1"}]}' % good)
        assert [outcome.is_taken for outcome in taken.outcomes] == [True, False]
        with acting_as(cast.actor("max")):
            (told,) = Receipt.objects.filter(id=taken.receipt).values_list("outcome", flat=True)
        assert told[1]["why"][0]["text"]
        assert seen(cast, "ada", north) == [good]

    def test_without_a_marking_it_gets_the_circle_s_label_and_is_never_for_everybody(
        self, cast: Cast, north: UUID
    ) -> None:
        one = b'{"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd","value":"198.51.100.3"}'
        type(cast.north).objects.filter(pk=cast.north.pk).update(default_label=Label.CLEAR)
        self.post(cast, north, b'{"objects":[%s]}' % one)
        assert seen(cast, "ada", north, ceiling=0) == []
        assert seen(cast, "ada", north, ceiling=1) == [one]
