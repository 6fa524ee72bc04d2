"""What people come for, through the pages alone: as a form is filled in, and as a browser counts it."""

import json
import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from kring.circles import commands, jobs, queries
from kring.circles.models import Circle, Expertise, Invitation, Seat, Suspension
from kring.circles.models import Client as Customer
from kring.kernel.binding import acting_as
from kring.people import queries as people
from kring.people.models import Person
from tests.browsing import Browse
from tests.cast import Cast
from tests.circles.stage import PASSWORD, colleague, invite, keys
from tests.circles.test_pages import signed_in
from tests.sharing.stage import share


@pytest.fixture(autouse=True)
def _uncounted(db: None) -> Iterator[None]:
    """What other tests did does not count against these."""
    cache.clear()
    yield
    cache.clear()


# --- Invitations ---


def test_looking_at_an_invitation_does_nothing_and_agreeing_makes_an_account(cast: Cast) -> None:
    link = f"/invitation/{invite(cast)}/"
    client = Client()
    for _ in range(2):
        page = client.get(link).content.decode()
        assert "You are invited to North" in page
        assert "new@alpha.example" in page
    assert not Person.objects.filter(email="new@alpha.example").exists()
    given = {"name": "Nia", "password": PASSWORD, "language": "nl", "show_email": "circle"}
    response = client.post(link, given)
    assert (response.status_code, response["Location"]) == (302, "/you/")
    nia = Person.objects.get(email="new@alpha.example")
    assert client.session["_auth_user_id"] == str(nia.pk)
    assert nia.shown_to == {"email": "circle"}
    assert "used already" in Client().get(link).content.decode()


def test_a_weak_password_is_not_taken(cast: Cast) -> None:
    link = f"/invitation/{invite(cast)}/"
    response = Client().post(link, {"name": "Nia", "password": "short", "language": "nl", "show_email": "nobody"})
    assert response.status_code == 422
    assert Invitation.objects.get().accepted_at is None


def test_who_has_an_account_signs_in_and_comes_back(cast: Cast) -> None:
    link = f"/invitation/{invite(cast, to='eve@eve.example')}/"
    page = Client().get(link).content.decode()
    assert f"/account/login/?next={link}" in page
    assert "password" not in page
    client = signed_in(cast.eve)
    client.get(link)
    assert not Seat.objects.filter(person=cast.eve).exists()
    client.post(link)
    assert Seat.objects.filter(person=cast.eve).exists()


def test_signed_in_as_somebody_else_it_gives_nothing(cast: Cast) -> None:
    link = f"/invitation/{invite(cast, to='eve@eve.example')}/"
    client = signed_in(cast.dee)
    assert "another address" in client.get(link).content.decode()
    assert client.post(link).status_code == 422
    assert not Seat.objects.filter(person=cast.eve).exists()


def test_a_forged_link_looks_like_no_page(cast: Cast) -> None:
    invite(cast)
    assert Client().get("/invitation/forged/").status_code == 404


def test_a_circle_that_asks_for_a_second_factor_says_so_at_once(cast: Cast) -> None:
    Circle.objects.filter(pk=cast.north.pk).update(second_factor=True)
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=cast.chi, type="totp", data={})
    link = f"/invitation/{invite(cast)}/"
    client = Client()
    given = {"name": "Nia", "password": PASSWORD, "language": "en", "show_email": "nobody"}
    assert client.post(link, given)["Location"] == "/account/2fa/"
    assert "Your seat waits for a second factor" in client.get("/c/north/").content.decode()
    assert cast.memberships["ada"].pk not in keys(cast, "ada")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_invitation_goes_by_mail_and_says_nothing_of_what_is_shared(cast: Cast, language: str) -> None:
    Circle.objects.filter(pk=cast.north.pk).update(language=language)
    share(cast)
    link = invite(cast)
    jobs.mail_invitation(str(Invitation.objects.get().pk))
    (sent,) = mail.outbox
    assert sent.to == ["new@alpha.example"]
    assert sent.subject == ("Je bent uitgenodigd voor North" if language == "nl" else "You are invited to North")
    assert f"http://testserver/invitation/{link}/" in str(sent.body)
    assert "Pumps" not in str(sent.message())
    commands.revoke_invitation(actor=cast.actor("chi"), invitation=Invitation.objects.get().pk)
    jobs.mail_invitation(str(Invitation.objects.get().pk))
    assert len(mail.outbox) == 1, "what was taken back is not sent"


# --- Oneself ---


def profile_of(**given: str | list[str]) -> dict[str, str | list[str]]:
    details = ("email", "phone", "phone_out_of_hours", "speaks", "introduction", "key")
    base: dict[str, str | list[str]] = {
        "name": "Ada",
        "function": "CISO",
        "phone": "",
        "phone_out_of_hours": "",
        "introduction": "",
    }
    return base | {f"show_{detail}": "nobody" for detail in details} | given


@pytest.mark.requirement("R56")
def test_a_private_number_is_kept_and_shown_to_whom_one_likes(cast: Cast) -> None:
    client = signed_in(cast.ada)
    client.post("/you/", profile_of(phone_out_of_hours="0612345678"))
    assert "+31 6 12345678" in client.get("/you/").content.decode()
    other = signed_in(cast.cem)
    address = f"/c/north/people/{cast.ada.pk}/"
    assert "+31 6 12345678" not in other.get(address).content.decode()
    client.post("/you/", profile_of(phone_out_of_hours="0612345678", show_phone_out_of_hours="circle"))
    assert "+31 6 12345678" in other.get(address).content.decode()
    assert "+31 6 12345678" in other.get("/c/north/members/out-of-hours/").content.decode()


def test_what_is_no_number_is_said_to_be_none(cast: Cast) -> None:
    response = signed_in(cast.ada).post("/you/", profile_of(phone="call me"))
    assert response.status_code == 422
    assert "This is not a telephone number." in response.content.decode()


def test_a_token_is_shown_once(cast: Cast) -> None:
    client = signed_in(cast.ada)
    given = {"name": "SIEM", "scopes": ["read"], "circles": [str(cast.north.pk)], "ceiling": "2", "days": "365"}
    page = client.post("/you/tokens/", given).content.decode()
    (text,) = set(re.findall(r"kring_[0-9a-f]{32}_[0-9A-Za-z]{43}", page))
    assert text not in client.get("/you/tokens/").content.decode()
    bearer = people.bearer_of(text)
    assert bearer is not None
    assert bearer.actor.scope == frozenset({cast.north.pk})
    client.post(f"/you/tokens/{bearer.token}/revoke/")
    assert people.bearer_of(text) is None


def test_a_circle_of_others_cannot_be_chosen_for_a_token(cast: Cast) -> None:
    given = {"name": "SIEM", "scopes": ["read"], "circles": [str(cast.south.pk)], "ceiling": "2", "days": "90"}
    assert signed_in(cast.ada).post("/you/tokens/", given).status_code == 422


def test_one_takes_a_copy_of_ones_data(cast: Cast) -> None:
    client = signed_in(cast.ada)
    assert client.get("/you/data/take/").status_code == 405
    response = client.post("/you/data/take/")
    copy = json.loads(response.content)
    assert copy["account"]["email"] == "ada@ada.example"
    assert copy["seats"][0]["circle"] == "North"
    assert response["Content-Disposition"] == 'attachment; filename="kring.json"'


def test_a_key_is_tried_out_before_it_is_kept(cast: Cast) -> None:
    from pysequoia import Tsk

    client = signed_in(cast.ada)
    assert client.post("/you/key/", {"text": "no key"}).status_code == 422
    secret = Tsk.generate("Ada <ada@ada.example>")
    assert "secret key" in client.post("/you/key/", {"text": str(secret)}).content.decode()
    assert not Person.objects.get(pk=cast.ada.pk).openpgp_certificate
    client.post("/you/key/", {"text": str(secret.extract_certificate())})
    page = client.get("/you/key/").content.decode()
    assert "Mail to you is encrypted with this key." in page
    client.post("/you/key/remove/")
    assert not Person.objects.get(pk=cast.ada.pk).openpgp_certificate


def test_expertise_is_added_and_removed(cast: Cast) -> None:
    client = signed_in(cast.ada)
    client.post("/you/expertise/", {"topic": "OT", "level": "4"})
    assert "OT" in client.get("/you/expertise/").content.decode()
    client.post("/you/expertise/forget/", {"topic": "OT"})
    assert not Expertise.objects.exists()


def test_being_forgotten_takes_ones_own_address_and_password(cast: Cast) -> None:
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    client = Client()
    client.post("/account/login/", {"login": "ada@ada.example", "password": PASSWORD})
    assert "reauthenticate" in client.get("/you/data/erase/")["Location"]
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.post("/you/data/erase/", {"typed": "wrong"}).status_code == 422
    client.post("/you/data/erase/", {"typed": "ada@ada.example"})
    assert Person.objects.get(pk=cast.ada.pk).erased_at
    assert client.get("/you/").status_code == 302


# --- Organisations, seats and parts ---


def test_an_organisation_comes_in_with_its_representative_in_one_go(cast: Cast) -> None:
    given = {
        "organisation": "",
        "name": "Beta",
        "organisation_kind": "public",
        "kind": "member",
        "state": "member",
        "email": "bea@beta.example",
    }
    client = signed_in(cast.chi)
    response = client.post("/c/north/members/new/", given, follow=True)
    assert "bea@beta.example" in response.content.decode()
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.organisation.name) == ("representative", "Beta")
    wrong = client.post("/c/north/members/new/", given | {"name": ""})
    assert wrong.status_code == 422
    again = client.post("/c/north/members/new/", given)
    assert "already" in again.content.decode()
    assert signed_in(cast.ada).post("/c/north/members/new/", given).status_code == 409


def test_seats_are_given_handed_over_introduced_and_ended_on_pages(cast: Cast) -> None:
    client, membership = signed_in(cast.chi), cast.memberships["ada"].pk
    client.post(f"/c/north/members/{membership}/seat/", {"person": str(cast.bo.pk), "role": "deputy"})
    deputy = Seat.objects.get(person=cast.bo)
    nia = colleague(cast, cast.alpha, "nia")
    client.post(f"/c/north/seats/{deputy.pk}/hand-over/", {"successor": str(nia.pk), "email": "", "handover": "Hi"})
    seat = Seat.objects.get(person=nia)
    assert (seat.succeeds_id, seat.introduced_at) == (deputy.pk, None)
    client.post(f"/c/north/seats/{seat.pk}/introduce/")
    given = {
        "widest_label": "1",
        "decides_up_to": "0",
        "hours_a_month": "8",
        "signed_by": "Director",
        "signed_on": "2026-01-01",
    }
    client.post(f"/c/north/seats/{seat.pk}/mandate/", given)
    page = client.get(f"/c/north/members/{membership}/").content.decode()
    assert "8 hours a month" in page
    assert "signed by Director" in page
    assert client.post(f"/c/north/seats/{seat.pk}/mandate/", given | {"until": "2025-01-01"}).status_code == 422
    client.post(f"/c/north/seats/{seat.pk}/end/")
    assert Seat.objects.get(pk=seat.pk).until
    empty = client.post(f"/c/north/seats/{cast.seats['ada'].pk}/hand-over/", {"successor": "", "email": ""})
    assert empty.status_code == 422


def test_what_one_hands_over_is_read_by_the_successor_and_who_steers(cast: Cast) -> None:
    commands.succeed_seat(
        actor=cast.actor("ada"), seat=cast.seats["ada"].pk, successor=cast.bo.pk, handover="The safe is behind the map."
    )
    address = f"/c/north/members/{cast.memberships['ada'].pk}/"
    for reader, reads in ((cast.bo, True), (cast.chi, True), (cast.cem, False), (cast.gus, False)):
        assert ("behind the map" in signed_in(reader).get(address).content.decode()) is reads, reader


def test_an_address_that_mixes_two_circles_is_none(cast: Cast) -> None:
    client = signed_in(cast.chi)
    assert client.get(f"/c/pier/members/{cast.memberships['ada'].pk}/").status_code == 404
    assert client.get(f"/c/pier/seats/{cast.seats['ada'].pk}/mandate/").status_code == 404
    assert client.get(f"/c/north/members/{cast.memberships['dee'].pk}/").status_code == 404
    assert client.get(f"/c/north/members/{cast.memberships['ada'].pk}/to/nowhere/").status_code == 404


def test_a_prospect_walks_in_on_pages(cast: Cast) -> None:
    pk = commands.open_membership(actor=cast.actor("chi"), circle=cast.north.pk, name="Beta")
    client = signed_in(cast.chi)
    address = f"/c/north/members/{pk}/"
    assert "Beta" in client.get("/c/north/members/").content.decode()
    client.post(f"{address}to/candidate/", {"why": "other", "note": "Good talk"})
    client.post(f"{address}admit/")
    client.post(f"{address}to/suspended/", {"why": "dues", "note": ""})
    assert queries.member(cast.actor("chi"), pk).state == "suspended"
    client.post(f"{address}to/left/", {"why": "other", "note": ""})
    assert queries.member(cast.actor("chi"), pk).state == "left"
    assert client.post(f"{address}admit/").status_code == 409


def test_segments_rights_and_bridges_are_made_on_pages(cast: Cast) -> None:
    client = signed_in(cast.chi)
    client.post("/c/north/segments/", {"name": "Small", "memberships": [str(cast.memberships["ada"].pk)]})
    (segment,) = queries.segments(cast.north.pk)
    client.post(f"/c/north/segments/{segment.id}/", {"name": "Tiny", "memberships": [str(cast.memberships["ada"].pk)]})
    assert "Tiny" in client.get("/c/north/segments/").content.decode()
    client.post(f"/c/north/segments/{segment.id}/remove/")
    right = {"membership": str(cast.memberships["cem"].pk), "what": "Two votes", "reason": "", "since": "2026-01-01"}
    client.post("/c/north/equality/", right)
    assert "Two votes" in signed_in(cast.gus).get("/c/north/equality/").content.decode()
    client.post(f"/c/north/equality/{queries.special_rights(cast.actor('ada'), cast.north.pk)[0].id}/end/")
    client.post("/c/north/bridges/", {"gives": "gives", "ceiling": "1"})
    (offer,) = queries.bridge_offers(cast.north.pk)
    link = offer.link.removeprefix("http://testserver")
    other = signed_in(cast.dee)
    assert "North offers a bridge" in other.get(link).content.decode()
    assert queries.bridges(cast.south.pk) == []
    other.post(link, {"circle": str(cast.south.pk)})
    (bridge,) = queries.bridges(cast.south.pk)
    other.post(f"/c/south/bridges/{bridge.id}/end/")
    assert queries.bridges(cast.north.pk) == []


def test_colleagues_and_clients_are_kept_by_their_organisation(cast: Cast) -> None:
    client, address = signed_in(cast.ada), f"/organisations/{cast.alpha.pk}/"
    assert client.get("/organisations/")["Location"] == address
    client.post(f"{address}colleagues/", {"email": "new@alpha.example", "name": ""})
    client.post(f"{address}invitations/{Invitation.objects.get().pk}/revoke/")
    client.post(f"{address}colleagues/{cast.bo.pk}/end/")
    assert [one.name for one in queries.staff(cast.alpha.pk)] == ["Ada"]
    client.post(f"{address}clients/", {"name": "Bakery", "contact": "Bea", "email": "bea@bakery.example"})
    client.post(f"{address}clients/{Customer.objects.get().pk}/end/")
    assert "Bakery" not in client.get(f"{address}clients/").content.decode()
    assert signed_in(cast.cem).get(address).status_code == 404


@pytest.mark.requirement("R142")
def test_no_page_of_one_community_opens_for_another(cast: Cast) -> None:
    from tests.circles.test_pages import pages_of

    addresses = {page: address for page, (_, address) in pages_of(cast).items() if "/c/" in address}
    addresses |= {page: pages_of(cast)[page][1] for page in ("organisation", "colleagues", "clients")}
    for stranger in (cast.dee, cast.eve):
        client = signed_in(stranger)
        for page, address in addresses.items():
            assert client.get(address).status_code == 404, page
            assert client.post(address).status_code in {404, 405}, page


# --- In a browser, counted ---


def test_a_collaboration_starts_with_four_fields_and_two_clicks(cast: Cast, browse: Browse) -> None:
    page = browse(signed_in(cast.eve), "/circles/")
    clicks = 0
    page.get_by_role("link", name="Start a circle").first.click()
    clicks += 1
    filled = {"Name": "Harbour", "Your organisation": "Epsilon", "What is it for?": "Keep ships moving."}
    for label, text in filled.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Site with many operators").check()
    page.get_by_role("button", name="Start", exact=True).click()
    clicks += 1
    page.wait_for_url("**/c/harbour/members/new/")
    assert (len(filled) + 1, clicks) == (4, 2)
    assert Circle.objects.get(slug="harbour").kind == "site"


@pytest.mark.requirement("R56")
def test_an_ot_expert_is_found_in_two_actions(cast: Cast, browse: Browse) -> None:
    Expertise.objects.create(person=cast.cem, topic="OT", level=4)
    page = browse(signed_in(cast.ada), "/c/north/")
    page.get_by_role("link", name="Members").first.click()
    page.wait_for_url("**/c/north/members/")  # with its scripts: what is typed before them waits for Enter
    page.get_by_label("Find somebody").press_sequentially("OT")
    page.get_by_text("Ada", exact=True).wait_for(state="detached")
    assert page.locator("#found .k-row-title").all_inner_texts() == ["Cem"]
    assert "q=OT" in page.url


def test_the_directory_is_searched_without_a_script_too(cast: Cast) -> None:
    page = signed_in(cast.ada).get("/c/north/members/?q=gamma").content.decode()
    assert "Cem" in page
    assert ">Chi<" not in page


@pytest.mark.requirement("R50")
def test_a_person_is_shut_out_in_two_clicks_from_the_row(cast: Cast, browse: Browse) -> None:
    item = share(cast, "cem")
    page = browse(signed_in(cast.chi), f"/c/north/people/{cast.ada.pk}/")
    page.get_by_role("link", name="Shut out").click()
    page.get_by_role("button", name="Shut out now").click()
    page.wait_for_url("**/c/north/members/")
    (suspension,) = Suspension.objects.all()
    assert (suspension.person, suspension.by, suspension.why) == (cast.ada, cast.chi, "breach")
    with acting_as(cast.actor("ada")):
        from kring.sharing.models import Item

        assert not Item.objects.filter(pk=item).exists()
    page.get_by_role("button", name="Let in again").click()
    page.wait_for_load_state("networkidle")
    assert Suspension.objects.get().lifted_at
