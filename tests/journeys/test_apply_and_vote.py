"""Flow 4: nine fields to apply, two clicks for a member, two for the chair; and a sealed vote in between."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from kring.kernel import clock
from tests.admission.stage import WRITTEN, link
from tests.browsing import Browse, wrong_on
from tests.cast import Cast
from tests.journeys.conftest import COUNTING, Picture, counted

LATER = timedelta(days=15)


@pytest.fixture
def visit(browse: Browse, cast: Cast) -> Any:
    """A window in which clicks and fields are counted; of one of the cast, or of nobody."""

    def enter(name: str, address: str = "/", **look: Any) -> Page:
        client = Client()
        if name != "visitor":
            client.force_login(cast.person(name), backend="allauth.account.auth_backends.AuthenticationBackend")
        page: Page = browse(client, address, **look)
        page.add_init_script(COUNTING)
        page.reload()
        return page

    return enter


def fill_in(page: Page) -> None:
    """All of it by keyboard, as somebody does who knows what to say."""
    said = {name: WRITTEN[name] for name in ("organisation", "person", "email")}
    said |= {"function": "Cyber", "vital": "4", "informed": "What the locks see.", "motive": WRITTEN["motive"]}
    for name, text in said.items():
        page.locator(f"[name={name}]").focus()
        page.keyboard.type(text)
    for name in ("senior", "declared"):
        page.locator(f"[name={name}]").focus()
        page.keyboard.press("Space")


@pytest.mark.requirement("R45")
def test_it_takes_nine_fields_and_two_clicks_of_each(cast: Cast, visit: Any, picture: Picture) -> None:
    door = f"/apply/{link(cast)}/"
    page = visit("visitor", door)
    fill_in(page)
    picture(page, "apply-en-light-1280")
    assert wrong_on(page) == []
    page.get_by_role("button", name="Send the application").click()
    expect(page.locator("main")).to_contain_text("It is sent")
    assert len(counted(page)[1]) == 9
    assert counted(page)[0] == 1
    own = page.url.removeprefix("http://localhost")

    chair = visit("chi")
    chair.get_by_role("button", name="Put to the vote").click()
    expect(chair.locator("#asks")).to_contain_text("Shall Theta come into North?")
    assert counted(chair) == (1, [])

    member = visit("ada")
    member.get_by_role("link", name="Shall Theta come into North?").click()
    member.wait_for_url(re.compile("/ballots/"))
    picture(member, "ballot-en-light-1280")
    assert wrong_on(member) == []
    member.get_by_role("button", name="No objection").click()
    expect(member.locator("main")).to_contain_text("Now: No objection.")
    assert counted(member) == (2, [])
    receipt = member.locator("main .k-copy code").first.inner_text()
    ballot = member.url.removeprefix("http://localhost")

    with clock.at(clock.now() + LATER):
        chair = visit("chi")
        chair.get_by_role("button", name="Close and count").click()
        expect(chair.locator("main")).to_contain_text("The members agree")
        assert counted(chair) == (1, [])
    look_on_a_phone(cast, visit, picture, {"apply": door, "own-application": own}, ballot)
    expect(visit("ada", ballot).locator("table")).to_contain_text(receipt)


def look_on_a_phone(cast: Cast, visit: Any, picture: Picture, open_to_all: dict[str, str], ballot: str) -> None:
    """Narrow, dark, and in Dutch for who is signed in."""
    type(cast.ada).objects.filter(pk=cast.ada.pk).update(language="nl")
    for who, pages in (("visitor", open_to_all), ("ada", {"ballot": ballot})):
        for name, address in pages.items():
            page = visit(who, address, width=320, scheme="dark")
            picture(page, f"{name}-dark-320")
            assert wrong_on(page) == []
