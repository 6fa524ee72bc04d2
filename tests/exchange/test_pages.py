"""What machines exchange, on pages for people."""

import json
import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from kring.circles.models import Circle, Seat
from kring.exchange import commands
from kring.exchange.rules import Direction
from kring.exchange.stix import TLP_2
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.tlp.labels import Label
from tests.browsing import Browse, Scheme, wrong_on
from tests.cast import Cast
from tests.sharing.pages.visit import look, send, visitor

OBJECTS, COLLECTIONS = "/c/north/objects/", "/c/north/collections/"
MOMENT = "2026-01-01T00:00:00.000Z"


def indicator(value: str = "203.0.113.9", label: Label = Label.GREEN, **more: Any) -> dict[str, Any]:
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{uuid4()}",
        "created": MOMENT,
        "modified": MOMENT,
        "name": "Scans for pumps",
        "pattern": f"[ipv4-addr:value = '{value}']",
        "pattern_type": "stix",
        "valid_from": MOMENT,
        "object_marking_refs": [TLP_2[label]],
        **more,
    }


def relationship(source: str, kind: str, target: str) -> dict[str, Any]:
    return {
        "type": "relationship",
        "spec_version": "2.1",
        "id": f"relationship--{uuid4()}",
        "created": MOMENT,
        "modified": MOMENT,
        "relationship_type": kind,
        "source_ref": source,
        "target_ref": target,
        "object_marking_refs": [TLP_2[Label.GREEN]],
    }


def sighting(of: str, count: int) -> dict[str, Any]:
    said = relationship(of, "x", of) | {"type": "sighting", "id": f"sighting--{uuid4()}", "count": count}
    return {key: said[key] for key in said if key not in {"relationship_type", "source_ref", "target_ref"}} | {
        "sighting_of_ref": of
    }


def post(cast: Cast, place: UUID, *objects: dict[str, Any], by: str = "max") -> None:
    with acting_as(Actor(person=cast.person(by).pk, ceiling=3)) as actor:
        octets = json.dumps({"objects": objects}).encode()
        taken = commands.take_in_message(actor=actor, collection=place, octets=octets)
    assert all(one.is_taken for one in taken.outcomes), taken.outcomes


class TestObjects:
    def test_they_are_listed_for_those_whom_their_label_reaches(self, cast: Cast, north: UUID) -> None:
        post(cast, north, indicator(), indicator(name="For few", label=Label.AMBER))
        page = look(visitor(cast, "ada"), OBJECTS)
        assert all(word in page for word in ("Scans for pumps", "For few", "Gamma"))
        assert "For few" not in look(visitor(cast, "bo"), OBJECTS)
        assert visitor(cast, "dee").get(OBJECTS).status_code == 404

    def test_one_type_can_be_chosen(self, cast: Cast, north: UUID) -> None:
        one, two = indicator(), indicator(name="Another")
        post(cast, north, one, two, relationship(one["id"], "related-to", two["id"]))
        ada = visitor(cast, "ada")
        assert "related-to" in look(ada, f"{OBJECTS}?type=relationship")
        assert "related-to" not in look(ada, f"{OBJECTS}?type=indicator")
        assert "There are no objects here" in look(ada, f"{OBJECTS}?type=malware")

    def test_what_is_said_of_others_hides_nothing_and_tells_of_what_it_is(self, cast: Cast, north: UUID) -> None:
        one, hidden = indicator(name="The one"), indicator(name="For few", label=Label.AMBER)
        post(cast, north, one, hidden, *(sighting(one["id"], n) for n in range(1, 60)), sighting(hidden["id"], 1))
        ada, bo = visitor(cast, "ada"), visitor(cast, "bo")
        assert "The one" in look(ada, OBJECTS)
        assert "sighting--" not in look(ada, OBJECTS)
        assert "The one" not in look(ada, f"{OBJECTS}?type=indicator&before=1")
        assert look(ada, f"{OBJECTS}?type=sighting").count("The one") == 49
        assert "For few" in look(ada, f"{OBJECTS}?type=all")
        assert "For few" not in look(bo, f"{OBJECTS}?type=all")

    def test_a_long_list_has_pages(self, cast: Cast, north: UUID) -> None:
        post(cast, north, *(indicator(name=f"Number {n:03d}") for n in range(60)))
        ada = visitor(cast, "ada")
        first = look(ada, OBJECTS)
        assert "Number 059" in first
        assert "Number 009" not in first
        (earlier,) = re.findall(r'href="\?before=(\d+)"', html(ada, OBJECTS))
        assert "Number 009" in look(ada, OBJECTS, before=earlier)

    def test_a_page_says_what_it_is_and_nothing_can_be_followed_by_accident(self, cast: Cast, north: UUID) -> None:
        post(cast, north, one := indicator("203.0.113.9", description="See http://bad-site.nl/x"))
        page = look(visitor(cast, "ada"), f"{OBJECTS}{one['id']}/")
        assert "203[.]0[.]113[.]9" in page
        assert "hxxp[://]bad-site[.]nl/x" in page
        assert "TLP:GREEN" in page
        assert 'href="http://bad-site.nl' not in html(visitor(cast, "ada"), f"{OBJECTS}{one['id']}/")

    def test_it_shows_what_it_has_to_do_with_and_how_often_it_was_seen(self, cast: Cast, north: UUID) -> None:
        one, two = indicator(), indicator(name="Its sister")
        post(cast, north, one, two, relationship(one["id"], "derived-from", two["id"]))
        post(cast, north, sighting(one["id"], 3), by="ada")
        post(cast, north, sighting(one["id"], 4), by="cem")
        page = look(visitor(cast, "ada"), f"{OBJECTS}{one['id']}/")
        assert "derived-from →" in page
        assert "Its sister" in page
        assert "7 times in all" in page
        assert "← derived-from" in look(visitor(cast, "ada"), f"{OBJECTS}{two['id']}/")

    def test_it_is_drawn_with_what_refers_to_it_on_the_left(self, cast: Cast, north: UUID) -> None:
        one, two, few = indicator(), indicator(name="Its sister"), indicator(name="For few", label=Label.AMBER)
        ties = [relationship(one["id"], "derived-from", two["id"]), relationship(few["id"], "indicates", one["id"])]
        post(cast, north, one, two, few, *ties)

        def drawn(name: str) -> list[tuple[str, str]]:
            page = html(visitor(cast, name), f"{OBJECTS}{one['id']}/")
            return re.findall(r'x="(\d+)"[^>]*><a[^>]*><small>[^<]*</small><span>([^<]*)</span>', page)

        assert drawn("ada") == [("0", "For few"), ("552", "Its sister")]
        assert drawn("bo") == [("276", "Its sister")], "and nothing where something is that is not for them"

    def test_many_are_drawn_in_part_and_all_stand_in_the_table(self, cast: Cast, north: UUID) -> None:
        one, others = indicator(), [indicator(name=f"Number {n}") for n in range(9)]
        post(cast, north, one, *others, *(relationship(one["id"], "derived-from", other["id"]) for other in others))
        page = look(visitor(cast, "ada"), f"{OBJECTS}{one['id']}/")
        assert "3 more stand in the table." in page
        assert all(f"Number {n}" in page for n in range(9))

    def test_the_same_value_elsewhere_is_shown_only_to_those_who_may_read_it(self, cast: Cast, north: UUID) -> None:
        one, two = indicator("203.0.113.9"), indicator("203.0.113.9", name="Also here", label=Label.AMBER)
        post(cast, north, one)
        post(cast, north, two, by="ada")
        assert "Also here" in look(visitor(cast, "cem"), f"{OBJECTS}{one['id']}/")
        page = look(visitor(cast, "bo"), f"{OBJECTS}{one['id']}/")
        assert "Also here" not in page
        assert "Nowhere else that reaches you." in page

    def test_a_value_that_is_everywhere_ties_nothing_together(self, cast: Cast, north: UUID) -> None:
        one = indicator("203.0.113.9")
        post(cast, north, one, *(indicator("203.0.113.9", name=f"Number {n}") for n in range(60)))
        assert "so many objects that they have nothing to do" in look(visitor(cast, "ada"), f"{OBJECTS}{one['id']}/")

    def test_a_value_that_proves_little_is_said_to(self, cast: Cast, north: UUID) -> None:
        post(cast, north, one := indicator("8.8.8.8"))
        assert "translates names for everybody" in look(visitor(cast, "ada"), f"{OBJECTS}{one['id']}/")

    def test_it_is_taken_along_as_it_came(self, cast: Cast, north: UUID) -> None:
        octets = json.dumps(one := indicator(), indent=3).encode()
        with acting_as(Actor(person=cast.max.pk, ceiling=3)) as actor:
            commands.take_in_message(actor=actor, collection=north, octets=b'{"objects":[%s]}' % octets)
        answer = visitor(cast, "ada").get(f"{OBJECTS}{one['id']}/object.json")
        assert answer.content == octets
        assert "attachment" in answer.headers["Content-Disposition"]

    def test_markup_in_it_is_text(self, cast: Cast, north: UUID) -> None:
        post(cast, north, one := indicator(name="<script>alert(1)</script>"))
        assert "<script>alert" not in html(visitor(cast, "ada"), f"{OBJECTS}{one['id']}/")


class TestCollections:
    def test_the_chair_opens_and_closes_them(self, cast: Cast) -> None:
        chi = visitor(cast, "chi")
        assert "taxii2/kring" not in look(chi, COLLECTIONS)
        send(chi, f"{COLLECTIONS}open/out/", {})
        assert "http://testserver/taxii2/kring/" in look(chi, COLLECTIONS)
        (closing,) = re.findall(rf'action="({COLLECTIONS}[^"]+/close/)"', html(chi, COLLECTIONS))
        send(chi, closing, {})
        assert "taxii2/kring" not in look(chi, COLLECTIONS)

    def test_a_collection_that_was_closed_can_be_opened_again_and_is_another(self, cast: Cast, north: UUID) -> None:
        with acting_as(cast.actor("chi")) as chi:
            commands.close_collection(actor=chi, collection=north)
            again = commands.open_collection(actor=chi, circle=cast.north.pk).pk
        assert again != north

    def test_the_name_of_one_circle_is_never_that_of_another_s_collection(self, cast: Cast, north: UUID) -> None:
        """Two that are called "north" and "north-in"."""
        Circle.objects.filter(pk=cast.pier.pk).update(slug="north-in")
        with acting_as(cast.actor("chi")) as chi:
            inward = commands.open_collection(actor=chi, circle=cast.north.pk, direction=Direction.IN)
        Seat.objects.filter(pk=cast.seats["fay"].pk).update(role="chair")
        with acting_as(cast.actor("fay")) as fay:
            other = commands.open_collection(actor=fay, circle=cast.pier.pk)
        assert {inward.alias, other.alias} == {"north.in", "north-in"}

    def test_members_see_how_to_connect_and_open_nothing(self, cast: Cast, north: UUID) -> None:
        ada = visitor(cast, "ada")
        assert str(north) in look(ada, COLLECTIONS)
        assert send(ada, f"{COLLECTIONS}open/out/", {}).status_code == 409


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("address", [OBJECTS, f"{OBJECTS}{{one}}/", COLLECTIONS])
def test_everybody_can_use_the_pages(
    cast: Cast, north: UUID, browse: Browse, address: str, width: int, scheme: Scheme
) -> None:
    one, two = indicator(), indicator(name="A long name " * 12)
    post(cast, north, one, two, relationship(one["id"], "derived-from", two["id"]))
    page = browse(visitor(cast, "chi"), address.format(one=one["id"]), width=width, scheme=scheme)
    assert wrong_on(page) == []


def html(client: Client, address: str) -> str:
    """The page itself."""
    return str(client.get(address).content.decode())
