"""Saying that one's organisation saw what an object of others tells of."""

import json
from typing import Any
from uuid import UUID

import pytest

from kring.exchange import commands, queries, stix
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import queries as shared_queries
from kring.sharing.rules import Seen
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.test_items import found, shared
from tests.exchange.test_share_report import FOUND, MAKER, bring
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import refused

ADDRESS = f"/c/north/objects/{FOUND}/"


def see(cast: Cast, by: str = "cem", stix_id: str = FOUND, **seen: Any) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.see_object(actor=actor, circle=cast.north.pk, stix_id=stix_id, seen=Seen(**seen))


def seen_by(cast: Cast, name: str = "ada") -> queries.SeenBy:
    with acting_as(cast.actor(name)) as actor:
        return queries.object_detail(actor, cast.north.pk, FOUND).seen_by


@pytest.mark.parametrize("label", [Label.GREEN, Label.AMBER])
def test_it_becomes_a_sighting_under_the_label_of_the_object(cast: Cast, north: UUID, label: Label) -> None:
    bring(cast, north, label)
    see(cast, count=2)
    (sighting,) = found(cast, north, "ada")["sighting"]
    assert (sighting["sighting_of_ref"], sighting["count"]) == (FOUND, 2)
    assert sighting["object_marking_refs"] == [stix.TLP_2[label]]
    assert ("sighting" in found(cast, north, "fay")) is (label is Label.GREEN)


def test_an_organisation_counts_once_and_is_named_when_it_wishes(cast: Cast, north: UUID) -> None:
    bring(cast, north)
    see(cast, "cem")
    see(cast, "cem")
    see(cast, "chi", named=True, count=3)
    told = seen_by(cast)
    assert (told.organisations, told.count, told.named, told.own) == (2, 4, ["Chora"], False)
    assert seen_by(cast, "cem").own
    living = [one for one in found(cast, north)["sighting"] if not one.get("revoked")]
    assert len(living) == 2
    assert "Gamma" not in json.dumps(living)


def test_its_page_names_nobody_who_did_not_wish_it(cast: Cast, north: UUID) -> None:
    bring(cast, north)
    see(cast, "cem")
    (sighting,) = found(cast, north)["sighting"]
    assert "Gamma" not in look(visitor(cast, "ada"), f"/c/north/objects/{sighting['id']}/")


def test_a_second_tap_takes_it_back(cast: Cast, north: UUID) -> None:
    bring(cast, north)
    cem = visitor(cast, "cem")
    assert "We saw this" in look(cem, ADDRESS)
    cem.post(f"{ADDRESS}sightings/", {"count": 2})
    page = look(cem, ADDRESS)
    assert "By 1 organisation, just now" in page
    assert "2 times in all." in page
    assert "We saw this" not in page
    cem.post(f"{ADDRESS}sightings/take-back/")
    assert "We saw this" in look(cem, ADDRESS)
    assert [one["revoked"] for one in found(cast, north)["sighting"]] == [True]


def test_of_what_was_written_of_an_item_it_is_said_of_the_item(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    name = next(one["id"] for one in found(cast, north)["indicator"] if one["name"] == "203.0.113.9")
    see(cast, "cem", name)
    with acting_as(cast.actor("ada")) as ada:
        assert [row.value for row in shared_queries.sightings_of(ada, item)] == ["203.0.113.9"]


def test_nobody_sees_a_maker_of_reports(cast: Cast, north: UUID) -> None:
    bring(cast, north)
    with refused("not_seen"):
        see(cast, "cem", MAKER)


def test_only_who_sits_there_and_reads_it(cast: Cast, north: UUID) -> None:
    bring(cast, north, Label.AMBER)
    for name in ("bo", "dee", "eve", "fay"):
        with pytest.raises(NotVisible):
            see(cast, name)
    bring(cast, north, Label.GREEN)
    with refused("not_seated"):
        see(cast, "bo")


def test_a_mandate_holds_here_too(cast: Cast, north: UUID) -> None:
    from kring.circles.models import Mandate
    from kring.kernel import clock

    bring(cast, north)
    Mandate.objects.create(
        seat=cast.seats["chi"], widest_label=Label.AMBER, signed_by="Director", signed_on=clock.now().date()
    )
    with refused("above_mandate"):
        see(cast, "chi")


def test_programs_post_their_own_sightings_and_count_too(cast: Cast, north: UUID) -> None:
    from tests.exchange.test_responses import send, sighting

    bring(cast, north)
    send(cast, north, sighting(FOUND, count=5), by="max")
    see(cast, "chi")
    assert (seen_by(cast).organisations, seen_by(cast).count) == (2, 6)
    with acting_as(Actor(person=cast.cem.pk)) as cem:
        assert queries.object_detail(cem, cast.north.pk, FOUND).seen_by.own, "it is of the same organisation"
