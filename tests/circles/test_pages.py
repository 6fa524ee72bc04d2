"""Every page of circles and of oneself: it opens, in both languages, for those whom it is for."""

from datetime import date

import pytest
from django.test import Client

from kring.circles.models import Expertise, Mandate, Segment, SpecialRight
from kring.people.models import Person
from kring.tlp.labels import Label
from tests.cast import Cast


def signed_in(person: Person, language: str = "en") -> Client:
    Person.objects.filter(pk=person.pk).update(language=language)
    client = Client()
    client.force_login(person)
    return client


def furnish(cast: Cast) -> None:
    """Something to see on every page."""
    for person, number in ((cast.ada, "+31 10 123 4567"), (cast.cem, "+31 20 765 4321")):
        Person.objects.filter(pk=person.pk).update(
            function="Security officer",
            phone=number,
            phone_out_of_hours=number,
            speaks=["nl", "en"],
            introduction="Call me about pumps.",
            shown_to={"phone": "circle", "phone_out_of_hours": "circle", "email": "community", "speaks": "circle"},
        )
    Expertise.objects.create(person=cast.cem, topic="OT", level=4)
    Mandate.objects.create(
        seat=cast.seats["ada"], widest_label=Label.GREEN, signed_by="Director", signed_on=date(2026, 1, 1)
    )
    segment = Segment.objects.create(circle=cast.north, name="Small suppliers")
    segment.memberships.add(cast.memberships["ada"])
    SpecialRight.objects.create(membership=cast.memberships["cem"], what="Hosts every meeting", since=date(2026, 1, 1))
    cast.alpha.sharing_limit, cast.alpha.sharing_limit_reason = Label.AMBER, "Head office abroad"
    cast.alpha.save()


def pages_of(cast: Cast) -> dict[str, tuple[str, str]]:
    """The pages, each with one of the cast who may see it."""
    north, membership, seat = "/c/north", cast.memberships["ada"].pk, cast.seats["ada"].pk
    house = cast.gamma.pk
    return {
        "circles": ("cem", "/circles/"),
        "start_circle": ("cem", "/circles/start/"),
        "circle": ("cem", f"{north}/"),
        "start_inner_circle": ("chi", f"{north}/start/"),
        "circle_settings": ("chi", f"{north}/settings/"),
        "members": ("chi", f"{north}/members/"),
        "out_of_hours": ("cem", f"{north}/members/out-of-hours/"),
        "person": ("chi", f"{north}/people/{cast.cem.pk}/"),
        "suspend_person": ("chi", f"{north}/people/{cast.cem.pk}/suspend/"),
        "open_membership": ("chi", f"{north}/members/new/"),
        "member": ("chi", f"{north}/members/{membership}/"),
        "move_membership": ("chi", f"{north}/members/{membership}/to/suspended/"),
        "invite_person": ("chi", f"{north}/members/{membership}/invite/"),
        "give_seat": ("chi", f"{north}/members/{membership}/seat/"),
        "add_machine": ("ada", f"{north}/members/{membership}/machine/"),
        "hand_over_seat": ("chi", f"{north}/seats/{seat}/hand-over/"),
        "record_mandate": ("chi", f"{north}/seats/{seat}/mandate/"),
        "segments": ("chi", f"{north}/segments/"),
        "special_rights": ("chi", f"{north}/equality/"),
        "bridges": ("chi", f"{north}/bridges/"),
        "organisation": ("cem", f"/organisations/{house}/"),
        "colleagues": ("cem", f"/organisations/{house}/colleagues/"),
        "clients": ("cem", f"/organisations/{house}/clients/"),
        "profile": ("cem", "/you/"),
        "expertise": ("cem", "/you/expertise/"),
        "own_key": ("cem", "/you/key/"),
        "tokens": ("cem", "/you/tokens/"),
        "settings": ("cem", "/you/settings/"),
        "own_data": ("cem", "/you/data/"),
    }


PAGES = [
    "circles", "start_circle", "circle", "start_inner_circle", "circle_settings", "members", "out_of_hours", "person",
    "suspend_person", "open_membership", "member", "move_membership", "invite_person", "give_seat", "add_machine",
    "hand_over_seat", "record_mandate", "segments", "special_rights", "bridges", "organisation", "colleagues",
    "clients", "profile", "expertise", "own_key", "tokens", "settings", "own_data",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("page", PAGES)
def test_it_opens_in_both_languages(cast: Cast, page: str, language: str) -> None:
    furnish(cast)
    name, address = pages_of(cast)[page]
    response = signed_in(cast.person(name), language).get(address)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_sent_to_sign_in(cast: Cast, page: str) -> None:
    address = pages_of(cast)[page][1]
    response = Client().get(address)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/account/login/")
