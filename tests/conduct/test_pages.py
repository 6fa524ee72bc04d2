"""Every page of conduct opens, in both languages, for those whom it is for; and what is pressed on it is done."""

import re
from uuid import UUID

import pytest
from django.test import Client

from kring.circles.models import Circle, Membership
from kring.conduct import commands, queries
from kring.conduct.models import Introduction, Letter
from kring.kernel.binding import acting_as
from tests.cast import Cast
from tests.conduct.stage import case_of, heard, looked_into, publish, report, signed_in
from tests.sharing import stage


@pytest.fixture
def scene(cast: Cast) -> tuple[Cast, UUID, UUID]:
    """Something to see on every page: a code, a newcomer with a card, a case in which Gamma is heard."""
    Circle.objects.update(created_at="2020-01-01T00:00Z")
    publish(cast, text="## Promises\n\n**We share.**")
    with acting_as(cast.actor("ada")) as actor:
        commands.introduce(
            actor=actor, circle=cast.north.pk, does="Cranes", helps="Pumps", seeks="Friends", beside="Sailing"
        )
        commands.ask_buddy(actor=actor, circle=cast.north.pk, newcomer=cast.ada.pk, buddy=cast.cem.pk)
    case = looked_into(cast, item=stage.share(cast))
    with acting_as(cast.actor("chi")) as actor:
        commands.change_welcome(actor=actor, circle=cast.north.pk, steps=["code", "buddy"], own=["Come and see us"])
        commands.add_note(actor=actor, case=case, text="Where was it?", to_reporter=True)
    return cast, case, heard(cast, case)


PAGES = [
    ("chi", "/c/north/code/", ["We share.", "at least 4 of every 6", "not yet", "Version 1, by Chi"]),
    ("chi", "/c/north/code/new/", ["What changed", "0 expects nothing"]),
    ("ada", "/c/north/members/{ada}/letter/", ["Letter of entry of Alpha to North", "attend at least 4"]),
    ("ada", "/c/north/newcomers/", ["Your first steps", "Come and see us"]),
    ("chi", "/c/north/newcomers/", ["Ada", "a buddy is asked"]),
    ("chi", "/c/north/newcomers/list/", ["Accept the code of conduct", "Come and see us"]),
    ("cem", "/c/north/newcomers/{cem_person}/buddy/", ["Ada, Alpha", "Chi, Chora"]),
    ("ada", "/c/north/introduction/", ["Cranes", "Sailing"]),
    ("ada", "/c/north/suspicion/", ["Nobody may know that it was me", "Gamma"]),
    ("chi", "/c/north/cases/", ["Gamma", "Being heard"]),
    ("ada", "/c/north/cases/", ["You reported"]),
    (
        "chi",
        "/cases/{case}/",
        ["It stood in their newsletter.", "Suspend the organisation", "Freeze the item", "Was it you?"],
    ),
    ("ada", "/cases/{case}/reported/", ["Where was it?", "Being heard"]),
    ("cem", "/hearings/{hearing}/", ["Was it you?", "Give our side"]),
    ("cem", "/c/north/members/{cem}/leave/", ["What is cut", "The seat of Cem ends", "Machines stop reading: Max"]),
    (
        "cem",
        "/",
        ["North has a code of conduct", "Will you show Ada around", "asks your organisation for its side", "Meet Ada"],
    ),
    ("chi", "/", ["A suspicion in North"]),
    ("ada", "/", ["New in North", "Come and see us"]),
    ("ada", "/c/north/", ["Code of conduct", "Report a suspicion"]),
    ("cem", "/c/north/people/{ada_person}/", ["Sailing", "In North", "For Alpha since"]),
    ("ada", "/c/north/members/{ada}/", ["Read and sign it for your organisation"]),
]


def test_every_page_shows_what_it_is_for(scene: tuple[Cast, UUID, UUID]) -> None:
    cast, case, hearing = scene
    names = {"ada": cast.memberships["ada"].pk, "cem": cast.memberships["cem"].pk, "case": case, "hearing": hearing}
    names |= {"ada_person": cast.ada.pk, "cem_person": cast.cem.pk}
    for language in ("nl", "en"):
        browsers = {name: signed_in(cast.person(name), language) for name in ("ada", "cem", "chi")}
        for name, page, said in PAGES:
            answer = browsers[name].get(page.format(**names))
            assert answer.status_code == 200, page
            missing = [words for words in said if words not in answer.content.decode()]
            assert language == "nl" or not missing, (page, missing)


def test_papers_are_pdf(scene: tuple[Cast, UUID, UUID]) -> None:
    cast = scene[0]
    ada, letter = signed_in(cast.ada), f"/c/north/members/{cast.memberships['ada'].pk}/letter/"
    signed = {"signed_by": "Dora", "function": "Director", "authority": "The board"}
    assert ada.post(letter, signed).status_code == 302
    assert Letter.objects.count() == 0, "nobody is bound here"
    for page in ("/c/north/code/paper/", f"{letter}paper/"):
        assert ada.get(page).content.startswith(b"%PDF")
    assert "Dora, Director" in ada.get(letter).content.decode()


def test_what_is_pressed_is_done(scene: tuple[Cast, UUID, UUID]) -> None:
    cast, case, hearing = scene
    ada, cem, chi = (signed_in(cast.person(name)) for name in ("ada", "cem", "chi"))
    with acting_as(cast.actor("cem")) as actor:
        (code,), (buddy,), (card,) = (
            queries.asked_to_accept(actor),
            queries.buddy_asks(actor),
            queries.cards_to_meet(actor),
        )
    pressed = [
        (cem, f"/code/{code.code.id}/accept/", {"circle": "north"}),
        (cem, f"/buddies/{buddy.id}/answer/", {"accept": "yes"}),
        (cem, f"/introductions/{card.id}/met/", {}),
        (cem, "/c/north/introduction/", {"does": "Locks"}),
        (cem, f"/hearings/{hearing}/", {"text": "It was our supplier."}),
        (ada, "/c/north/newcomers/tick/", {"step": "Come and see us", "done": "on"}),
        (ada, f"/cases/{case}/reported/", {"text": "On page three."}),
        (chi, f"/cases/{case}/note/", {"text": "Between us."}),
        (chi, f"/cases/{case}/freeze/", {}),
        (chi, f"/cases/{case}/thaw/", {}),
        (chi, f"/cases/{case}/find/", {"text": "A supplier."}),
        (chi, f"/cases/{case}/conclude/", {"outcome": "mistake", "title": "", "text": "", "label": "2"}),
        (chi, "/c/north/newcomers/list/", {"steps": ["code"], "own": "One\n\nTwo"}),
        (
            chi,
            "/c/north/code/new/",
            {"text_en": "More.", "changed": "All", "meetings": 4, "out_of": 6, "shares_a_year": 1, "hours_a_month": 1},
        ),
    ]
    for client, page, sent in pressed:
        assert client.post(page, sent).status_code == 302, page
    home = cem.get("/").content.decode()
    assert "new version of its code" in home
    for gone in ("Will you show", "for its side", "Meet Ada"):
        assert gone not in home
    with acting_as(cast.actor("chi")) as actor:
        view = queries.view_of_case(actor, case)
        assert (view.row.outcome, [note.text for note in view.notes][-2:]) == (
            "mistake",
            ["Between us.", "A supplier."],
        )
        assert Introduction.objects.filter(author=cast.cem).exists()


def test_a_step_that_is_refused_says_why(scene: tuple[Cast, UUID, UUID]) -> None:
    cast, case, _ = scene
    chi = signed_in(cast.chi)
    answer = chi.post(f"/cases/{case}/find/", {"text": "It was them."})
    assert answer.status_code == 422
    assert "has not been heard yet" in answer.content.decode()
    assert chi.post(f"/cases/{case}/look/").status_code == 422
    assert chi.post(f"/cases/{case}/never/").status_code == 404


@pytest.mark.requirement("R50")
def test_two_clicks_suspend_the_organisation(scene: tuple[Cast, UUID, UUID]) -> None:
    cast, case, _ = scene
    chi = signed_in(cast.chi)
    page = chi.get(f"/cases/{case}/").content.decode()
    (address,) = re.findall(r'href="([^"]*/to/suspended/)"', page)
    form = chi.get(address).content.decode()
    assert re.search(r'value="breach"\s+selected', form), "nothing needs to be filled in"
    assert chi.post(address, {"why": "breach", "note": ""}).status_code == 302
    assert Membership.objects.get(pk=cast.memberships["cem"].pk).state == "suspended"


@pytest.mark.requirement("R50")
def test_who_wishes_to_stay_unknown_gets_a_code_and_comes_back_signed_out(cast: Cast) -> None:
    ada = signed_in(cast.ada)
    answer = ada.post("/c/north/suspicion/", {"what": "It leaked.", "about": "", "unknown": "on", "item": ""})
    assert answer.status_code == 200, "no address to go on to, and nothing said at the next page"
    (code,) = set(re.findall(r"\b(?:[a-z2-9]{4}-){3}[a-z2-9]{4}\b", answer.content.decode()))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "It leaked." in Client().post("/suspicion/", {"code": code}).content.decode()
    said = Client().post("/suspicion/", {"code": code, "text": "In a newsletter."})
    assert "In a newsletter." in said.content.decode()
    assert Client().post("/suspicion/", {"code": "abcd-abcd-abcd-abcd"}).status_code == 422
    with acting_as(cast.actor("chi")) as actor:
        assert queries.view_of_case(actor, case_of(cast)).notes[0].text == "In a newsletter."


def test_from_an_item_one_reports_what_one_suspects_of_it(cast: Cast) -> None:
    item = stage.share(cast)
    cem = signed_in(cast.cem)
    (address,) = re.findall(r'href="([^"]*/suspicion/[^"]*)"', cem.get(f"/items/{item}/").content.decode())
    (carried,) = re.findall(r'name="item" value="([^"]+)"', cem.get(address).content.decode())
    assert UUID(carried) == item
    assert cem.post(address, {"what": "It leaked.", "about": "", "item": carried}).status_code == 200
    with acting_as(cast.actor("chi")) as actor:
        found = queries.view_of_case(actor, case_of(cast)).item
    assert found
    assert found.id == item


def test_a_frozen_item_says_so_to_its_readers(cast: Cast) -> None:
    item = stage.share(cast)
    report(cast, item=item)
    with acting_as(cast.actor("chi")) as actor:
        commands.freeze_item_of(actor=actor, case=case_of(cast))
    cem = signed_in(cast.cem)
    page = cem.get(f"/items/{item}/").content.decode()
    assert "This is being looked into" in page
    assert f"/items/{item}/pass-on/" not in page
    assert 'id="reply-form"' not in page
    for taken in (f"/items/{item}/paper/", f"/take-along/?item={item}", f"/take-along/stix.json?item={item}"):
        assert cem.get(taken).status_code == 409, taken
