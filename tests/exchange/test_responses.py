"""What readers say of an item goes to machines, and what machines say of it counts as their organisation's word."""

import json
from typing import Any
from uuid import UUID

import pytest
from stix2validator import ValidationOptions, validate_string

from kring.exchange import commands, stix
from kring.exchange.commands import Taken
from kring.exchange.models import StoredObject
from kring.kernel.actor import VISITOR, Actor
from kring.kernel.binding import acting_as
from kring.sharing import commands as sharing
from kring.sharing import queries
from kring.sharing.rules import Seen
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.test_items import found, shared
from tests.sharing.stage import withdraw
from tests.taxii.inside import envelope

BAD: dict[str, Any] = {"kind": "ipv4", "value": "203.0.113.9"}


def see(cast: Cast, item: UUID, by: str = "cem", **seen: Any) -> None:
    with acting_as(cast.actor(by)) as actor:
        sharing.report_sighting(actor=actor, item=item, seen=Seen(**seen), **BAD)
    commands.write_up(item=item)


def tap(cast: Cast, item: UUID, kind: str, by: str = "cem") -> None:
    with acting_as(cast.actor(by)) as actor:
        sharing.give_feedback(actor=actor, item=item, kind=kind, named=True)
    commands.write_up(item=item)


def test_a_tap_becomes_a_sighting_under_the_label_of_the_item(cast: Cast, north: UUID) -> None:
    item = shared(cast, label=Label.AMBER)
    see(cast, item, count=3)
    there = found(cast, north, "ada")
    (sighting,) = there["sighting"]
    seen = next(one for one in there["indicator"] if one["name"] == BAD["value"])
    assert (sighting["sighting_of_ref"], sighting["count"]) == (seen["id"], 3)
    assert sighting["object_marking_refs"] == [stix.TLP_2[Label.AMBER]]
    assert "sighting" not in found(cast, north, "fay")


def test_nobody_is_named_who_did_not_say_so(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    see(cast, item)
    (sighting,) = found(cast, north)["sighting"]
    assert not {"created_by_ref", "where_sighted_refs"} & sighting.keys()
    assert str(cast.memberships["cem"].pk) not in json.dumps(sighting)
    see(cast, item, named=True)
    there = found(cast, north)
    (sighting,) = there["sighting"]
    gamma = next(one["id"] for one in there["identity"] if one["name"] == "Gamma")
    assert sighting["where_sighted_refs"] == [gamma]


def test_taken_back_it_is_revoked_and_says_nothing(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    see(cast, item, named=True)
    tap(cast, item, "useful")
    with acting_as(cast.actor("cem")) as cem:
        sharing.take_back_sighting(actor=cem, item=item, **BAD)
        sharing.take_back_feedback(actor=cem, item=item, kind="useful")
    commands.write_up(item=item)
    there = found(cast, north)
    assert [(one["revoked"], "where_sighted_refs" in one) for one in there["sighting"]] == [(True, False)]
    assert [(one["revoked"], one["opinion"]) for one in there["opinion"]] == [(True, "neutral")]
    see(cast, item)
    assert len([one for one in found(cast, north)["sighting"] if not one.get("revoked")]) == 1, "a new one may follow"


def test_feedback_becomes_an_opinion_where_it_is_one_and_a_note_where_not(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    for kind in ("useful", "known", "acted"):
        tap(cast, item, kind)
    for kind in ("not_relevant", "doubted"):
        tap(cast, item, kind, "chi")
    there = found(cast, north)
    (report,) = there["report"]
    assert sorted(one["opinion"] for one in there["opinion"]) == ["agree", "disagree", "strongly-agree"]
    assert sorted(one["content"] for one in there["note"]) == ["A reader acted on it.", "Not relevant to a reader."]
    said = [*there["opinion"], *there["note"]]
    assert all(one["object_refs"] == [report["id"]] and "created_by_ref" not in one for one in said)
    assert "Gamma" not in json.dumps(there)


def test_confidence_is_what_readers_made_of_it(cast: Cast, north: UUID) -> None:
    item = shared(cast, credibility=3)
    for by in ("cem", "chi"):
        see(cast, item, by)
    sharing.judge_items(items=[item])
    commands.write_up(item=item)
    there = found(cast, north)
    assert {one["confidence"] for kind in ("indicator", "report") for one in there[kind]} == {90}


def test_who_is_affected_is_no_business_of_other_machines(cast: Cast, north: UUID) -> None:
    """It is the source's alone on the page; so it is here."""
    item = shared(cast)
    tap(cast, item, "affected")
    assert not {"sighting", "opinion", "note"} & found(cast, north).keys()


def test_what_is_published_is_published_without_it(cast: Cast, north: UUID) -> None:
    item = shared(cast, label=Label.CLEAR)
    see(cast, item)
    with acting_as(cast.actor("ada")) as ada:
        sharing.publish_item(actor=ada, item=item)
    tap(cast, item, "useful")
    with acting_as(VISITOR):
        seen = set(StoredObject.objects.filter(item_id=item).values_list("type", flat=True))
    assert "report" in seen
    assert not seen & {"note", "opinion", "sighting"}
    assert {"opinion", "sighting"} <= found(cast, north, "cem").keys()


def test_written_again_it_is_the_same_and_a_judge_is_content(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    see(cast, item, named=True)
    for kind in ("useful", "acted"):
        tap(cast, item, kind)
    assert commands.write_up(item=item) == 0
    withdraw(cast, item)
    before = [one for kind in found(cast, north).values() for one in kind]
    commands.write_up(item=item)
    after = [one for kind in found(cast, north).values() for one in kind]
    for one in before + after:
        assert stix.read(json.dumps(one).encode()).problems == ()
        results = validate_string(json.dumps(one), ValidationOptions(version="2.1", strict=False))
        assert results.is_valid, [str(error) for error in results.errors]
    assert all(one["revoked"] for one in after if one["type"] in {"sighting", "opinion", "note"})


# The other way.


def send(cast: Cast, north: UUID, document: dict[str, Any], by: str = "max") -> Taken:
    moments = {"created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z"}
    whole = {"spec_version": "2.1", "object_marking_refs": [stix.TLP_2[Label.GREEN]]} | moments | document
    with acting_as(Actor(person=cast.person(by).pk, ceiling=3)) as actor:
        taken = commands.take_in_message(actor=actor, collection=north, octets=envelope(whole))
    assert taken.outcomes[0].is_taken, taken.outcomes
    return taken


def sighting(ref: str, **more: Any) -> dict[str, Any]:
    return {"type": "sighting", "id": "sighting--00000001-0000-4000-8000-000000000000", "sighting_of_ref": ref} | more


def opinion(ref: str, opinion: str, **more: Any) -> dict[str, Any]:
    named = {"type": "opinion", "id": "opinion--00000001-0000-4000-8000-000000000000"}
    return named | {"opinion": opinion, "object_refs": [ref]} | more


def seen_by(cast: Cast, item: UUID) -> list[tuple[str, int]]:
    with acting_as(cast.actor("ada")) as ada:
        return [(row.organisation, row.count) for row in queries.sightings_of(ada, item)]


def indicator(cast: Cast, north: UUID) -> str:
    name: str = next(one["id"] for one in found(cast, north)["indicator"] if one["name"] == BAD["value"])
    return name


def test_a_sighting_over_taxii_counts_for_the_organisation_that_sent_it(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    send(cast, north, sighting(indicator(cast, north), count=7))
    assert seen_by(cast, item) == [("", 7)]
    see(cast, item)
    assert len(seen_by(cast, item)) == 1, "Gamma, once"


def test_where_it_was_seen_names_them(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    gamma = "identity--00000001-0000-4000-8000-000000000000"
    send(cast, north, sighting(indicator(cast, north), where_sighted_refs=[gamma]))
    assert seen_by(cast, item) == [("Gamma", 1)]


def test_it_is_not_written_a_second_time(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    send(cast, north, sighting(indicator(cast, north)))
    send(cast, north, opinion(stix.report_id(item), "agree"))
    commands.write_up(item=item)
    there = found(cast, north)
    assert (len(there["sighting"]), len(there["opinion"])) == (1, 1)


def test_revoked_it_counts_no_more(cast: Cast, north: UUID) -> None:
    item, later = shared(cast), {"modified": "2026-01-02T00:00:00.000Z", "revoked": True}
    send(cast, north, sighting(indicator(cast, north)))
    send(cast, north, sighting(indicator(cast, north), **later))
    assert seen_by(cast, item) == []


@pytest.mark.parametrize(("said", "kind"), [("strongly-agree", "useful"), ("disagree", "doubted"), ("neutral", None)])
def test_an_opinion_counts_as_feedback(cast: Cast, north: UUID, said: str, kind: str | None) -> None:
    item = shared(cast)
    send(cast, north, opinion(stix.report_id(item), said, explanation="Seen in our sensors."))
    with acting_as(cast.actor("ada")) as ada:
        row = queries.row(ada, item)
        notes = [one.note for one in queries.responses(ada, item)]
    assert row is not None
    assert row.counts == ({kind: 1} if kind else {})
    assert notes == (["Seen in our sensors."] if kind else [])


def test_a_sighting_of_the_report_says_that_they_are_affected(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    send(cast, north, sighting(stix.report_id(item)))
    with acting_as(cast.actor("ada")) as ada:
        row = queries.row(ada, item)
    assert row is not None
    assert row.counts == {"affected": 1}


def test_what_is_narrower_than_the_item_is_not_told_to_its_readers(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    send(cast, north, sighting(indicator(cast, north), object_marking_refs=[stix.TLP_2[Label.AMBER]]))
    assert seen_by(cast, item) == []


def test_nobody_speaks_of_what_they_cannot_read(cast: Cast, north: UUID) -> None:
    item = shared(cast, label=Label.AMBER, chosen=["chi"])
    send(cast, north, opinion(stix.report_id(item), "agree", object_marking_refs=[stix.TLP_2[Label.AMBER]]))
    with acting_as(cast.actor("ada")) as ada:
        row = queries.row(ada, item)
    assert row is not None
    assert row.counts == {}
