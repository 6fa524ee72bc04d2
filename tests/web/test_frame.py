"""The frame around a page: reachable by keyboard, sparing on a phone, alive with scripts and without."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.browsing import Browse
from tests.cast import Cast
from tests.sharing.pages.visit import visitor

pytestmark = pytest.mark.django_db
FRAMED = "/gallery/?frame=1"


def test_the_first_stop_of_the_keyboard_skips_to_the_content(client: Client, browse: Browse) -> None:
    page = browse(client, "/gallery/?frame=1")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.locator(".k-skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_one_switches_circle_by_typing(client: Client, browse: Browse) -> None:
    page = browse(client, FRAMED)
    page.locator(".k-switcher").press("Enter")
    expect(page.get_by_placeholder("Find a circle")).to_be_focused()
    page.keyboard.type("slui")
    circles = page.locator(".k-top .k-here li:visible")
    expect(circles).to_have_count(1)
    expect(circles).to_have_text("Sluizen en bruggen")


def test_escape_closes_a_menu_and_gives_the_focus_back(client: Client, browse: Browse) -> None:
    page = browse(client, FRAMED)
    summary = page.locator(".k-top-end .k-menu > summary")
    summary.press("Enter")
    expect(page.get_by_role("link", name="Tokens")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Profile")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Tokens")).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_phone_has_five_places_and_the_rest_behind_one(client: Client, browse: Browse) -> None:
    page = browse(client, FRAMED, width=320, height=640)
    expect(page.locator(".k-rooms > li:visible")).to_have_count(5)
    page.get_by_text("More", exact=True).first.click()
    expect(page.locator(".k-rail").get_by_role("link", name="Health")).to_be_visible()


def test_share_floats_on_a_phone(client: Client, browse: Browse) -> None:
    page = browse(client, FRAMED, width=320, height=640)
    share = page.locator(".k-share").bounding_box()
    assert share is not None
    assert share["y"] > 400


def test_share_is_not_in_the_way_of_who_writes(cast: Cast, browse: Browse) -> None:
    page = browse(visitor(cast, "ada"), "/you/", width=320)
    expect(page.locator(".k-share")).to_be_visible()
    page.locator(".k-main input[type=text]").first.focus()
    expect(page.locator(".k-share")).not_to_be_visible()


def test_the_tab_that_is_open_is_in_sight_on_a_phone(cast: Cast, browse: Browse) -> None:
    page = browse(visitor(cast, "ada"), "/you/data/", width=320)
    expect(page.locator(".k-tab[aria-current]")).to_be_in_viewport(ratio=0.95)


def test_a_dialog_opens_and_closes_by_keyboard(client: Client, browse: Browse) -> None:
    page = browse(client, FRAMED)
    page.get_by_role("link", name="Who can read this?").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_copy_button_copies_the_real_value(client: Client, browse: Browse) -> None:
    page = browse(client, FRAMED)
    page.get_by_role("button", name="Copy hxxps").click()
    expect(page.get_by_text("Copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == "https://evil.example/a"


def test_a_message_can_be_closed(client: Client, browse: Browse) -> None:
    page = browse(client, "/gallery/?toasts=1")
    page.locator(".k-toast").get_by_role("button", name="Close").click()
    expect(page.locator(".k-toast")).to_have_count(0)


def test_what_one_types_in_a_secret_can_be_shown(client: Client, browse: Browse) -> None:
    page = browse(client, FRAMED)
    page.locator("#id_secret").fill("correct horse")
    page.locator("#id_secret + button").click()
    assert page.locator("#id_secret").get_attribute("type") == "text"


def test_the_choice_of_dark_is_kept_and_brings_one_back(client: Client) -> None:
    response = client.post("/appearance/", {"theme": "dark", "next": "/gallery/?frame=1"})
    assert response["Location"] == "/gallery/?frame=1"
    assert b'data-bs-theme="dark"' in client.get("/gallery/").content


def test_a_choice_never_leads_to_another_site(client: Client) -> None:
    response = client.post("/appearance/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_a_theme_nobody_knows_is_not_kept(client: Client) -> None:
    client.post("/appearance/", {"theme": '"><script>', "next": "/gallery/"})
    assert b"data-bs-theme" not in client.get("/gallery/").content


def test_the_language_of_a_visitor_is_kept_on_the_device(client: Client) -> None:
    client.post("/language/", {"language": "nl", "next": "/gallery/"})
    assert b'<html lang="nl"' in client.get("/gallery/").content
