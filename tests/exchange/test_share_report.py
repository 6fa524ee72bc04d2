"""A report of others becomes an item: one thing, for people and for machines."""

from typing import Any
from uuid import UUID

import pytest

from kring.exchange import commands, stix
from kring.exchange.stix import TLP_2
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands as sharing
from kring.sharing import queries
from kring.sharing.rules import Seen
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.exchange.test_items import found
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import refused
from tests.taxii.inside import envelope

MOMENTS = {"created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z"}
MAKER = "identity--00000002-0000-4000-8000-000000000000"
FOUND = "indicator--00000002-0000-4000-8000-000000000000"
REPORT = "report--00000002-0000-4000-8000-000000000000"


def bring(cast: Cast, north: UUID, label: Label = Label.GREEN, **more: Any) -> None:
    """A machine of Gamma's adds a report, an indicator in it, and who made it."""
    marked = {"spec_version": "2.1", "object_marking_refs": [TLP_2[label]]} | MOMENTS
    maker = {"type": "identity", "id": MAKER, "name": "Harbour CERT", "identity_class": "organization"}
    indicator = {
        "type": "indicator",
        "id": FOUND,
        "pattern": "[ipv4-addr:value = '203.0.113.9']",
        "pattern_type": "stix",
        "valid_from": MOMENTS["created"],
        "created_by_ref": MAKER,
    }
    report = {
        "type": "report",
        "id": REPORT,
        "name": "Cranes that call home",
        "description": "They call http://bad-site.nl/x every hour.",
        "published": "2026-01-01T00:00:00Z",
        "object_refs": [FOUND],
        "created_by_ref": MAKER,
    } | more
    with acting_as(Actor(person=cast.max.pk, ceiling=3)) as actor:
        taken = commands.take_in_message(
            actor=actor, collection=north, octets=envelope(*(marked | one for one in (maker, indicator, report)))
        )
    assert all(one.is_taken for one in taken.outcomes), taken.outcomes


def drafted(cast: Cast, by: str = "cem") -> UUID:
    with acting_as(cast.actor(by)) as actor:
        return commands.share_report(actor=actor, circle=cast.north.pk, stix_id=REPORT)


def shared(cast: Cast, by: str = "cem") -> UUID:
    item = drafted(cast, by)
    with acting_as(cast.actor(by)) as actor:
        sharing.share_item(actor=actor, item=item)
    commands.write_up(item=item)
    return item


def test_the_share_box_has_its_words_its_indicators_and_where_it_came_from(cast: Cast, north: UUID) -> None:
    bring(cast, north, Label.AMBER)
    with acting_as(cast.actor("cem")) as cem:
        draft = queries.draft(cem, drafted(cast))
    assert draft.text.title == "Cranes that call home"
    assert "hxxp" in draft.text.what, "nobody follows it by accident"
    assert "203[.]0[.]113[.]9" in draft.text.what
    assert "From a report of Harbour CERT, 2026-01-01." in draft.text.what
    assert draft.label is Label.AMBER


@pytest.mark.parametrize("label", [Label.AMBER, Label.AMBER_STRICT])
def test_it_begins_under_no_wider_label(cast: Cast, north: UUID, label: Label) -> None:
    bring(cast, north, label)
    with acting_as(cast.actor("cem")) as cem:
        assert queries.draft(cem, drafted(cast)).label >= label


def test_nor_does_it_ever_go_under_one(cast: Cast, north: UUID) -> None:
    bring(cast, north, Label.AMBER)
    draft = drafted(cast)
    with acting_as(cast.actor("cem")) as cem:
        text = queries.draft(cem, draft).text
        sharing.save_draft(actor=cem, item=draft, writing=sharing.Writing(text=text, label=Label.GREEN), version=1)
        with refused("wider_than_origin"):
            sharing.share_item(actor=cem, item=draft)
        sharing.save_draft(actor=cem, item=draft, writing=sharing.Writing(text=text, label=Label.AMBER), version=2)
        sharing.share_item(actor=cem, item=draft)
        sharing.relabel_item(actor=cem, item=draft, label=Label.AMBER_STRICT)
        with refused("wider_than_origin"):
            sharing.relabel_item(actor=cem, item=draft, label=Label.CLEAR)
        sharing.relabel_item(actor=cem, item=draft, label=Label.AMBER)


def test_one_button_on_its_page_and_the_way_back_from_the_item(cast: Cast, north: UUID) -> None:
    bring(cast, north)
    cem, address = visitor(cast, "cem"), f"/c/north/objects/{REPORT}/"
    assert "Share this with the circle" in look(cem, address)
    box = cem.post(f"{address}share/", follow=True)
    assert "Cranes that call home" in box.content.decode()
    item = shared(cast)
    assert f'href="{address}"' in cem.get(f"/items/{item}/").content.decode()
    ada = visitor(cast, "ada")
    assert "Shared with people" in look(ada, address)
    assert f'href="/items/{item}/"' in ada.get(address).content.decode()


def test_machines_get_that_report_and_not_a_second_one(cast: Cast, north: UUID) -> None:
    bring(cast, north)
    shared(cast)
    there = found(cast, north)
    assert [one["id"] for one in there["report"]] == [REPORT]
    assert [one["id"] for one in there["indicator"] if "203" in one["pattern"]] == [FOUND]


def test_what_readers_say_is_said_of_that_report(cast: Cast, north: UUID) -> None:
    bring(cast, north)
    item = shared(cast)
    with acting_as(cast.actor("ada")) as ada:
        sharing.give_feedback(actor=ada, item=item, kind="useful")
        sharing.report_sighting(actor=ada, item=item, kind="ipv4", value="203.0.113.9", seen=Seen(count=2))
    commands.write_up(item=item)
    there = found(cast, north)
    assert [one["object_refs"] for one in there["opinion"]] == [[REPORT]]
    assert [(one["sighting_of_ref"], one["count"]) for one in there["sighting"]] == [(FOUND, 2)]


def test_when_others_revoke_theirs_the_item_gets_its_own(cast: Cast, north: UUID) -> None:
    bring(cast, north)
    item = shared(cast)
    bring(cast, north, modified="2026-01-02T00:00:00.000Z", revoked=True)
    commands.write_up(item=item)
    assert {one["id"] for one in found(cast, north)["report"] if not one.get("revoked")} == {stix.report_id(item)}


def test_only_reports_of_others_that_one_reads(cast: Cast, north: UUID) -> None:
    bring(cast, north)
    with acting_as(cast.actor("cem")) as cem, refused("no_report"):
        commands.share_report(actor=cem, circle=cast.north.pk, stix_id=FOUND)
    with acting_as(cast.actor("bo")) as bo, refused("not_seated"):
        commands.share_report(actor=bo, circle=cast.north.pk, stix_id=REPORT)
    for name in ("dee", "eve"):
        with acting_as(cast.actor(name)) as stranger, pytest.raises(NotVisible):
            commands.share_report(actor=stranger, circle=cast.north.pk, stix_id=REPORT)


def test_moved_to_another_circle_it_has_no_report_there(cast: Cast, north: UUID) -> None:
    from kring.circles.models import Seat
    from kring.sharing.models import Item

    bring(cast, north)
    Seat.objects.create(membership=cast.memberships["fay"], person=cast.cem, role="representative")
    with acting_as(cast.actor("cem")) as cem:
        draft = queries.draft(cem, drafted(cast))
        writing = sharing.Writing(text=draft.text)
        sharing.save_draft(actor=cem, item=draft.id, writing=writing, version=draft.version, circle=cast.pier.pk)
        assert Item.objects.get(pk=draft.id).origin == ""
