"""What people share reaches machines too, under the very lock of the item."""

import json
from typing import Any
from uuid import UUID

import pytest
import stix2
from stix2validator import ValidationOptions, validate_string

from kring.exchange import commands, queries, stix
from kring.exchange.queries import Match
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.sharing import commands as sharing
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.rest.machine import machine_of
from tests.sharing import stage
from tests.sharing.pages.visit import visitor
from tests.sharing.stage import refused
from tests.taxii import inside

TEXT = "Scans from 203.0.113[.]9 and hxxps://bad-site[.]nl/x, after CVE-2024-3400. Ask 8.8.8.8 nothing."


def shared(cast: Cast, **more: Any) -> UUID:
    given: dict[str, Any] = {"label": Label.GREEN, "text": Text(what=TEXT, so_what="Pumps stop.", do_what="Block it.")}
    item = stage.share(cast, **(given | more))
    commands.write_up(item=item)
    return item


def found(cast: Cast, north: UUID, name: str = "max", **more: Any) -> dict[str, list[dict[str, Any]]]:
    """What a machine of this person finds, by type."""
    with acting_as(Actor(person=cast.person(name).pk, ceiling=3)) as actor:
        rows = queries.objects(actor, north, Match(**more), most=500).rows
    by_type: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_type.setdefault(row.type, []).append(json.loads(row.body))
    return by_type


def test_a_warning_becomes_a_report_with_what_one_can_look_for(cast: Cast, north: UUID) -> None:
    shared(cast)
    there = found(cast, north)
    (report,) = there["report"]
    patterns = {one["pattern"] for one in there["indicator"]}
    assert patterns == {"[ipv4-addr:value = '203.0.113.9']", "[url:value = 'https://bad-site.nl/x']"}
    assert [one["name"] for one in there["vulnerability"]] == ["CVE-2024-3400"]
    assert [one["name"] for one in there["identity"]] == ["Alpha"]
    assert report["created_by_ref"] == there["identity"][0]["id"]
    refs = {one["id"] for kind in ("indicator", "vulnerability") for one in there[kind]}
    assert set(report["object_refs"]) == refs
    assert "Pumps stop." in report["description"]
    assert report["object_marking_refs"] == [stix.TLP_2[Label.GREEN]]


@pytest.mark.requirement("R82")
def test_what_we_emit_passes_a_judge_that_nobody_here_wrote(cast: Cast, north: UUID) -> None:
    shared(cast, tags=["ot"])
    shared(cast, label=Label.AMBER)
    with acting_as(Actor(person=cast.ada.pk, ceiling=3)) as actor:
        bodies = [row.body.decode() for row in queries.objects(actor, north, most=500).rows]
    for body in bodies:
        assert stix.read(body.encode()).problems == ()
        results = validate_string(body, ValidationOptions(version="2.1", strict=False))
        assert results.is_valid, [str(error) for error in results.errors]


@pytest.mark.parametrize(
    ("more", "readers"),
    [
        ({"label": Label.GREEN}, {"ada", "bo", "cem", "chi", "fay", "gus", "max"}),
        ({"label": Label.AMBER}, {"ada", "cem", "chi", "max"}),
        ({"label": Label.AMBER, "chosen": ["cem"]}, {"ada", "cem", "max"}),
        ({"label": Label.RED, "named": ["cem"]}, set()),
    ],
)
def test_machines_find_it_whose_owners_may_read_it(
    cast: Cast, north: UUID, more: dict[str, Any], readers: set[str]
) -> None:
    shared(cast, **more)
    names = set(Cast.NAMES) - {"dee", "eve"}
    assert {name for name in names if "report" in found(cast, north, name)} == readers


def test_written_again_it_is_the_same(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    before = found(cast, north)
    assert commands.write_up(item=item) == 0
    assert found(cast, north) == before


def test_an_edit_is_a_newer_version_and_what_no_longer_stands_there_is_revoked(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    (before,) = found(cast, north)["report"]
    with acting_as(cast.actor("ada")) as actor:
        sharing.edit_item(actor=actor, item=item, text=Text(what="Only 203.0.113.9 after all."), version=1)
    commands.write_up(item=item)
    there = found(cast, north)
    (report,) = there["report"]
    assert (report["id"], report["created"]) == (before["id"], before["created"])
    assert report["modified"] > before["modified"]
    assert {one["name"] for one in there["indicator"] if not one.get("revoked")} == {"203.0.113.9"}
    revoked = [one for one in there["indicator"] if one.get("revoked")]
    assert len(revoked) == 1
    assert "bad-site" not in json.dumps(there)


def test_narrowed_it_is_narrower_for_machines_at_once(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    assert "report" in found(cast, north, "fay")
    with acting_as(cast.actor("ada")) as actor:
        sharing.relabel_item(actor=actor, item=item, label=Label.AMBER)
    assert "report" not in found(cast, north, "fay"), "before any job ran"
    commands.write_up(item=item)
    assert "report" not in found(cast, north, "fay")
    (report,) = found(cast, north, "cem")["report"]
    assert report["object_marking_refs"] == [stix.TLP_2[Label.AMBER]]


def test_another_label_takes_out_what_stands_under_the_old_one(cast: Cast, north: UUID) -> None:
    """The marking stands in the object too: a machine must not take it for what it was."""
    item = shared(cast, label=Label.AMBER_STRICT)
    with acting_as(cast.actor("ada")) as actor:
        sharing.relabel_item(actor=actor, item=item, label=Label.GREEN)
    assert found(cast, north, "fay").keys() <= {"identity"}, "before any job ran"
    commands.write_up(item=item)
    (report,) = found(cast, north, "fay")["report"]
    assert report["object_marking_refs"] == [stix.TLP_2[Label.GREEN]]


def test_what_was_read_before_an_edit_is_not_written_after_it(
    cast: Cast, north: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = shared(cast)
    slowly = stix.objects_of

    def edited_meanwhile(*given: Any) -> Any:
        with acting_as(cast.actor("ada")) as actor:
            sharing.edit_item(actor=actor, item=item, text=Text(what="All quiet."), version=2)
        return slowly(*given)

    with acting_as(cast.actor("ada")) as actor:
        sharing.edit_item(actor=actor, item=item, text=Text(what="Only 198.51.100.77."), version=1)
    monkeypatch.setattr(stix, "objects_of", edited_meanwhile)
    commands.write_up(item=item)
    monkeypatch.undo()
    assert "198.51.100.77" not in json.dumps(found(cast, north, versions=["all"]))
    commands.write_up(item=item)
    assert "All quiet." in found(cast, north)["report"][0]["description"]


def take_over_taxii(cast: Cast, place: UUID, way: str) -> None:
    status, out = inside.asked("GET", f"/taxii2/kring/collections/{place}/{way}/", machine_of(cast, "cem").token)
    assert status == 200
    assert b"report--" in out


@pytest.mark.requirement("R88")
@pytest.mark.parametrize("label", [Label.AMBER, Label.AMBER_STRICT])
@pytest.mark.parametrize("way", ["objects", "bundle", "page", "octets"])
def test_a_machine_that_takes_it_has_read_it_for_its_owner(cast: Cast, north: UUID, label: Label, way: str) -> None:
    """Of AMBER+STRICT, whatever the way; the source sees who."""
    item = shared(cast, label=label)
    (report,) = found(cast, north)["report"]
    cem = visitor(cast, "cem")
    if way == "objects":
        take_over_taxii(cast, north, way)
    else:
        address = {
            "bundle": f"/take-along/stix.json?item={item}",
            "page": f"/c/north/objects/{report['id']}/",
            "octets": f"/c/north/objects/{report['id']}/object.json",
        }[way]
        assert cem.get(address).status_code == 200
    was_read = ("cem", "ItemRead") in stage.trail_seen_by(cast, "ada", item)
    assert was_read == (label is Label.AMBER_STRICT)


def test_a_list_of_names_is_not_read(cast: Cast, north: UUID) -> None:
    item = shared(cast, label=Label.AMBER_STRICT)
    take_over_taxii(cast, north, "manifest")
    assert stage.kinds(stage.trail_seen_by(cast, "ada", item)) == ["ItemShared"]


def test_withdrawn_it_is_gone_at_once_and_what_is_left_says_nothing(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    with acting_as(cast.actor("ada")) as actor:
        sharing.withdraw_item(actor=actor, item=item)
    assert found(cast, north).keys() == {"identity"}, "before any job ran"
    commands.write_up(item=item)
    there = found(cast, north)
    assert all(one["revoked"] for kind in ("report", "indicator", "vulnerability") for one in there[kind])
    said = json.dumps({kind: there[kind] for kind in there if kind != "identity"})
    assert not any(word in said for word in ("203.0.113", "bad-site", "3400", "Pumps"))
    assert all(stix.read(json.dumps(one).encode()).problems == () for kind in there.values() for one in kind)
    assert commands.write_up(item=item) == 0
    versions = found(cast, north, versions=["all"])
    assert "203.0.113" not in json.dumps(versions)


def test_red_leaves_a_revocation_to_those_who_had_it(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    with acting_as(cast.actor("ada")) as actor:
        sharing.relabel_item(actor=actor, item=item, label=Label.RED, named=[cast.cem.pk])
    assert "report" not in found(cast, north, "cem")
    commands.write_up(item=item)
    assert [one["revoked"] for one in found(cast, north, "fay")["report"]] == [True]


def test_via_the_secretariat_nobody_is_named(cast: Cast, north: UUID) -> None:
    shared(cast, via_secretariat=True)
    there = found(cast, north)
    assert [one["name"] for one in there["identity"]] == ["Kring"]
    assert "Alpha" not in json.dumps(there)


def test_a_circle_that_opens_to_machines_has_what_was_shared_before(cast: Cast) -> None:
    item = shared(cast)
    with acting_as(cast.actor("chi")) as actor:
        north = commands.open_collection(actor=actor, circle=cast.north.pk).pk
    assert found(cast, north) == {}
    assert commands.write_up_circle(circle=cast.north.pk) == 1
    assert found(cast, north)["report"][0]["external_references"][0]["url"].endswith(f"/items/{item}/")


def test_nobody_removes_it_over_taxii(cast: Cast, north: UUID) -> None:
    """It is taken back where it was shared."""
    shared(cast)
    (report,) = found(cast, north)["report"]
    with acting_as(Actor(person=cast.ada.pk, ceiling=3)) as actor, refused("of_an_item"):
        commands.remove_object(actor=actor, collection=north, stix_id=report["id"])


def test_from_the_object_one_comes_to_what_was_shared(cast: Cast, north: UUID) -> None:
    item = shared(cast)
    (report,) = found(cast, north)["report"]
    page = visitor(cast, "cem").get(f"/c/north/objects/{report['id']}/").content.decode()
    assert f'href="/items/{item}/"' in page


def test_it_is_taken_along_as_a_bundle_that_others_read(cast: Cast, north: UUID) -> None:
    """`stix2` reads it whole, and it says what the collection says."""
    item = shared(cast)
    octets = visitor(cast, "cem").get(f"/take-along/stix.json?item={item}").content
    bundle = stix2.parse(octets, allow_custom=True)
    assert {one["id"] for one in bundle.objects} == {one["id"] for kind in found(cast, north).values() for one in kind}
    assert octets == visitor(cast, "ada").get(f"/take-along/stix.json?item={item}").content


def test_red_is_not_taken_along(cast: Cast) -> None:
    item = stage.share(cast, label=Label.RED, named=["cem"])
    cem = visitor(cast, "cem")
    assert cem.get(f"/take-along/stix.json?item={item}").status_code == 404
    assert "stix.json" not in cem.get(f"/take-along/?item={item}").content.decode()
