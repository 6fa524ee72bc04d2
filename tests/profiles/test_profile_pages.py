"""What matters to an organisation is said on pages, by who sits for it, and read by its people."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kring.circles import commands as circles
from kring.circles.models import Affiliation, Membership, Organisation, Seat
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.people.models import Person
from kring.products.named import named
from kring.profiles import commands, queries
from tests.browsing import Browse, Scheme, wrong_on
from tests.cast import Cast
from tests.sharing.pages.visit import look, send, visitor, words_of, words_of_any

MATTERS = "/organisations/{}/matters/{}"


def at(cast: Cast, page: str = "") -> str:
    return MATTERS.format(cast.alpha.pk, page)


def uses(cast: Cast, product: str, vendor: str = "", by: str = "ada", version: str = "") -> None:
    house = Affiliation.objects.get(person=cast.person(by)).organisation_id
    with acting_as(cast.actor(by)) as actor:
        commands.add_technology(
            actor=actor, organisation=house, named=named(product=product, vendor=vendor, version=version)
        )


def test_one_field_takes_a_product_that_was_offered(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    send(ada, at(cast), {"what": "Siemens · SIMATIC S7-1500", "version": "V2.9.4", "supplier": "Pumps and Co"})
    page = look(ada, at(cast))
    assert "Siemens SIMATIC S7-1500 V2.9.4 · Pumps and Co" in page
    assert "Siemens · SIMATIC S7-1500" in ada.get(at(cast, "known/?what=simatic")).content.decode()


@pytest.mark.parametrize(
    ("pasted", "shown"),
    [
        ("cpe:2.3:h:siemens:simatic_s7-1500:-:*:*:*:*:*:*:*", "siemens simatic s7-1500"),
        ("cpe:/a:apache:http_server:2.4", "apache http server 2.4"),
        ("pkg:npm/%40angular/core@17.0.1", "@angular core 17.0.1"),
    ],
)
def test_one_field_takes_a_name_for_machines(cast: Cast, pasted: str, shown: str) -> None:
    ada = visitor(cast, "ada")
    send(ada, at(cast), {"what": pasted})
    assert shown in look(ada, at(cast))


def test_what_is_no_name_is_answered_with_what_and_why(cast: Cast) -> None:
    answer = send(visitor(cast, "ada"), at(cast), {"what": "cpe:2.3:nonsense"})
    assert answer.status_code == 422
    assert "“cpe:2.3:nonsense” is no CPE name." in words_of(answer)


def test_a_colleague_reads_it_and_has_no_forms(cast: Cast) -> None:
    uses(cast, "SIMATIC")
    bo = visitor(cast, "bo")
    page = look(bo, at(cast))
    assert "SIMATIC" in page
    assert "Add a technology" not in page
    answer = send(bo, at(cast), {"what": "Another"})
    assert answer.status_code == 409
    assert "Who sits for your organisation in a circle changes this." in words_of_any(answer)


@pytest.mark.parametrize("page", ["", "suppliers/", "about/", "file/", "shown/", "known/"])
@pytest.mark.parametrize("name", ["cem", "chi", "dee", "eve"])
def test_for_others_it_is_not_there(cast: Cast, name: str, page: str) -> None:
    assert visitor(cast, name).get(at(cast, page)).status_code == 404


def test_a_second_tab_of_who_was_suspended_finds_nothing(cast: Cast) -> None:
    uses(cast, "SIMATIC")
    ada = visitor(cast, "ada")
    assert "SIMATIC" in look(ada, at(cast))
    circles.suspend_person(actor=cast.actor("chi"), circle=cast.north.pk, person=cast.ada.pk, why="breach")
    assert ada.get(at(cast)).status_code in {302, 404}
    assert send(ada, at(cast), {"what": "A way in"}).status_code in {302, 404}


def test_thousands_come_in_pages_and_are_found(cast: Cast) -> None:
    rows = "\n".join(f"Maker {n % 7},Thing {n:04}" for n in range(1200))
    file = SimpleUploadedFile("all.csv", f"vendor,product\n{rows}".encode())
    ada = visitor(cast, "ada")
    assert "CSV: 1200 added, 0 already there." in words_of(ada.post(at(cast, "file/"), {"file": file}))
    assert "1–50 of 1200" in look(ada, at(cast))
    assert "1151–1200 of 1200" in look(ada, at(cast), page="24")
    assert "Thing 0777" in look(ada, at(cast), q="0777")
    assert "Nothing you use has these words in it." in look(ada, at(cast), q="nothing of the kind")


def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(cast: Cast) -> None:
    ada = visitor(cast, "ada")

    def bring(text: str) -> str:
        return words_of(ada.post(at(cast, "file/"), {"file": SimpleUploadedFile("it.csv", text.encode())}))

    uses(cast, "Typed")
    bring("product\nTyped\nKept\nGone")
    said = bring("product\nKept\nNew\n\x01bad\n")
    assert "1 added, 1 already there, 1 gone, as it is not in the file any more, 1 not understood" in said
    assert "line 4 : “�bad” has signs in it that nobody can read." in said
    with acting_as(cast.actor("ada")):
        names = {one.product for one in queries.profile_of(cast.alpha.pk).technologies}
    assert names == {"Typed", "Kept", "New"}


def test_a_supplier_has_products_and_domains(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    send(ada, at(cast), {"what": "SCADA", "supplier": "Pumps and Co"})
    send(ada, at(cast, "suppliers/"), {"name": "Pumps and Co", "domains": "https://pumps.example/about\nmail@pumps.nl"})
    page = look(ada, at(cast, "suppliers/"))
    assert "Pumps and Co 1 technology · pumps.example, pumps.nl" in page
    with acting_as(cast.actor("ada")):
        (supplier,) = queries.suppliers(cast.alpha.pk)
    assert "SCADA" in look(ada, at(cast), supplier=str(supplier.id))
    ada.post(reverse("remove_supplier", args=[cast.alpha.pk, supplier.id]))
    assert "Pumps and Co" not in look(ada, at(cast))


def test_what_is_ones_own_is_read_line_by_line(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    wrong = {"sectors": "water", "countries": "Belgium, Narnia", "domains": "alpha.nl\nco.uk", "networks": "10.0.0.0/8"}
    answer = send(ada, at(cast, "about/"), wrong)
    said = words_of(answer)
    assert answer.status_code == 422
    assert "“Narnia” is no country that we know." in said
    assert "“co.uk” is not one organisation's own" in said
    assert "“10.0.0.0/8” is used by everybody within their own walls" in said
    right = {"sectors": "water", "countries": "belgium\nnl", "domains": "Alpha.NL", "networks": "192.0.2.7/24"}
    assert send(ada, at(cast, "about/"), right).status_code == 302
    with acting_as(cast.actor("ada")):
        profile = queries.profile_of(cast.alpha.pk)
    assert (profile.countries, profile.domains, profile.networks) == (("BE", "NL"), ("alpha.nl",), ("192.0.2.0/24",))


def test_what_the_organisation_says_to_others_is_offered_first(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.alpha.pk).update(sectors=["water"], country="BE")
    page = visitor(cast, "ada").get(at(cast, "about/")).content.decode()
    assert ">\nwater</textarea>" in page
    assert ">\nBE</textarea>" in page
    with acting_as(cast.actor("ada")):
        assert queries.profile_of(cast.alpha.pk).sectors == ()  # until somebody keeps it


def test_a_copy_can_be_taken_along_and_brought_in_again(cast: Cast) -> None:
    uses(cast, "=SUM(A1)", vendor="Siemens, Inc.", version="V2")
    ada = visitor(cast, "ada")
    whole = json.loads(ada.post(at(cast, "take/"), {"form": "json"}).content)
    assert whole["technologies"][0]["vendor"] == "Siemens, Inc."
    table = ada.post(at(cast, "take/"), {"form": "csv"}).content
    assert b"'=SUM(A1)" in table  # no formula for a spreadsheet
    assert visitor(cast, "cem").post(at(cast, "take/"), {"form": "json"}).status_code == 404


# --- Who else uses it ---


@pytest.mark.requirement("R13")
def test_who_else_uses_it_shows_those_who_chose_to_say_so(cast: Cast) -> None:
    uses(cast, "SIMATIC", vendor="Siemens", version="secret version")
    uses(cast, "Ledger", vendor="Other")
    uses(cast, "simatic", vendor="siemens", by="cem")
    cem = visitor(cast, "cem")
    assert "Alpha" not in look(cem, "/c/north/uses/")
    ada = visitor(cast, "ada")
    with acting_as(cast.actor("ada")):
        one = next(t.id for t in queries.profile_of(cast.alpha.pk).technologies if t.product == "SIMATIC")
    ada.post(reverse("show_use", args=[cast.alpha.pk, cast.north.pk]), {"technology": one})
    page = look(cem, "/c/north/uses/", q="simatic")
    assert "Siemens SIMATIC Alpha" in page
    assert "secret" not in page
    assert "Ledger" not in look(cem, "/c/north/uses/")
    with acting_as(cast.actor("cem")) as actor:
        (line,) = queries.technologies(cast.gamma.pk).lines
        (others,) = queries.who_else_uses(actor, cast.gamma.pk, line)
    assert others.organisations == ("Alpha",)
    assert visitor(cast, "dee").get("/c/north/uses/").status_code == 404
    assert "Alpha" not in look(visitor(cast, "gus"), "/c/north/uses/")
    ada.post(reverse("hide_use", args=[cast.alpha.pk, cast.north.pk]), {"technology": one})
    assert "Alpha" not in look(cem, "/c/north/uses/")


@pytest.mark.requirement("R13")
def test_the_whole_profile_is_shown_with_what_is_added_and_without_what_is_removed(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    ada.post(reverse("show_use", args=[cast.alpha.pk, cast.north.pk]))
    uses(cast, "SIMATIC")
    cem = visitor(cast, "cem")
    assert "SIMATIC Alpha" in look(cem, "/c/north/uses/")
    with acting_as(cast.actor("ada")):
        (one,) = queries.profile_of(cast.alpha.pk).technologies
    ada.post(reverse("remove_technology", args=[cast.alpha.pk, one.id]))
    assert "SIMATIC" not in look(cem, "/c/north/uses/")


def test_who_leaves_and_comes_back_is_not_shown_until_they_choose_again(cast: Cast) -> None:
    uses(cast, "SIMATIC", by="cem")
    with acting_as(cast.actor("cem")) as actor:
        commands.show_use(actor=actor, organisation=cast.gamma.pk, circle=cast.north.pk)
    ada = visitor(cast, "ada")
    assert "SIMATIC Gamma" in look(ada, "/c/north/uses/")
    circles.leave_circle(actor=cast.actor("cem"), membership=cast.memberships["cem"].pk)
    assert "SIMATIC" not in look(ada, "/c/north/uses/")
    again = Membership.objects.create(circle=cast.north, organisation=cast.gamma, state="member")
    Seat.objects.create(membership=again, person=cast.cem, role="representative")
    assert "SIMATIC" not in look(ada, "/c/north/uses/")
    uses(cast, "Another", by="cem")
    assert "Gamma" not in look(ada, "/c/north/uses/")
    with acting_as(cast.actor("cem")) as actor:
        commands.show_use(actor=actor, organisation=cast.gamma.pk, circle=cast.north.pk)
    assert "SIMATIC Gamma" in look(ada, "/c/north/uses/")


def test_it_cannot_be_shown_in_a_circle_that_the_organisation_is_not_in(cast: Cast) -> None:
    answer = visitor(cast, "ada").post(reverse("show_use", args=[cast.alpha.pk, cast.south.pk]))
    assert answer.status_code == 409


@pytest.mark.requirement("R13")
@pytest.mark.parametrize(("houses", "counted"), [(4, []), (5, [("SIMATIC", 5)])])
def test_fewer_than_five_are_not_counted(cast: Cast, houses: int, counted: list[tuple[str, int]]) -> None:
    for number in range(houses):
        person = Person.objects.create(email=f"{number}@five.example", name=f"Number {number}", password="!")
        house = Organisation.objects.create(name=f"House {number}")
        place = Membership.objects.create(circle=cast.north, organisation=house, state="member")
        Seat.objects.create(membership=place, person=person, role="representative")
        Affiliation.objects.create(person=person, organisation=house)
        with acting_as(Actor(person=person.pk)) as actor:
            commands.add_technology(actor=actor, organisation=house.pk, named=named(product="SIMATIC"))
            commands.show_use(actor=actor, organisation=house.pk, circle=cast.north.pk)
    with acting_as(cast.actor("cem")) as actor:
        assert queries.counted_in(actor, cast.north.pk) == counted


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_everybody_can_use_the_pages(cast: Cast, browse: Browse, width: int, scheme: Scheme) -> None:
    uses(cast, "SIMATIC S7-1500 with a long name " + "X" * 200, vendor="Siemens", version="V2.9.4")
    with acting_as(cast.actor("ada")) as actor:
        commands.save_supplier(actor=actor, organisation=cast.alpha.pk, name="Pumps and Co", domains=["pumps.example"])
        commands.show_use(actor=actor, organisation=cast.alpha.pk, circle=cast.north.pk)
        (one,) = queries.profile_of(cast.alpha.pk).technologies
    ada = visitor(cast, "ada")
    pages = [at(cast, page) for page in ("", f"technologies/{one.id}/", "suppliers/", "about/", "file/", "shown/")]
    for page in (*pages, "/c/north/uses/"):
        shown = browse(ada, page, width=width, scheme=scheme)
        assert wrong_on(shown) == [], page
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, page


def test_what_is_known_is_offered_while_one_types(cast: Cast, browse: Browse) -> None:
    uses(cast, "SIMATIC", vendor="Siemens")
    uses(cast, "Ledger", vendor="Other")
    page = browse(visitor(cast, "ada"), at(cast))
    with page.expect_response("**/known/*"):
        page.get_by_label("What do you use?").press_sequentially("sima")
    page.wait_for_function("document.querySelectorAll('#known option').length === 1")
    assert page.locator("#known option").get_attribute("value") == "Siemens · SIMATIC"
