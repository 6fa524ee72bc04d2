"""Signing in and keeping one's account safe: in a real browser, with a real passkey, under the strict policy."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browsing import Browse, Scheme, wrong_on
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
AFTERWARDS = "/account/2fa/"


@pytest.fixture
def ada(cast: Cast) -> str:
    """Her address; she has a password and nothing more."""
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    return cast.ada.email


def opened(client: Client, browse: Browse, email: str, *, width: int = 1280, scheme: Scheme = "light") -> Page:
    """A browser in which that person has just signed in."""
    page = browse(client, f"{reverse('account_login')}?next={AFTERWARDS}", width=width, scheme=scheme)
    page.get_by_label("E-mail").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: urlsplit(address).path == AFTERWARDS)
    page.locator("h1").wait_for()
    return page


def go(page: Page, name: str) -> None:
    """Goes there, and shows once more that it is her where that is asked."""
    page.goto(reverse(name))
    page.locator("h1").wait_for()
    if reverse("account_reauthenticate") in page.url:
        assert wrong_on(page) == []
        page.locator("[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: urlsplit(address).path == reverse(name))
        page.locator("h1").wait_for()


def with_a_key(page: Page) -> None:
    """Puts a key into the browser that says yes by itself."""
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": key})


PAGES = (
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
    "account_change_password",
    "account_logout",
)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_nothing_serious_is_wrong_with_any_page(
    client: Client, browse: Browse, ada: str, width: int, scheme: Scheme
) -> None:
    page = opened(client, browse, ada, width=width, scheme=scheme)
    for name in PAGES:
        go(page, name)
        assert page.locator("h1").count() == 1, name
        assert wrong_on(page) == [], name


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done", "account_signup"]
)
def test_nothing_serious_is_wrong_with_what_a_visitor_meets(client: Client, browse: Browse, name: str) -> None:
    assert wrong_on(browse(client, reverse(name), width=320)) == []


def test_a_passkey_is_added_and_opens_the_account(client: Client, browse: Browse, ada: str) -> None:
    page = opened(client, browse, ada)
    with_a_key(page)
    go(page, "mfa_add_webauthn")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda address: "/add/" not in address)
    client.logout()
    page.goto(f"{reverse('account_login')}?next={AFTERWARDS}")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda address: urlsplit(address).path == AFTERWARDS)
    assert client.session["_auth_user_id"]


def test_a_passkey_that_was_not_used_is_told_where_one_looks(client: Client, browse: Browse) -> None:
    page = browse(client, reverse("account_login"))
    expect(page.locator("#passkey-failed")).to_be_hidden()
    page.evaluate("document.dispatchEvent(new CustomEvent('allauth.error', { cancelable: true, detail: {} }))")
    expect(page.locator("#passkey-failed")).to_be_visible()


def test_a_wrong_password_is_told_above_the_form(client: Client, browse: Browse, ada: str) -> None:
    page = browse(client, reverse("account_login"))
    page.get_by_label("E-mail").fill(ada)
    page.locator("[name=password]").fill("not this one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_be_focused()


def test_nobody_registers_by_themselves(client: Client) -> None:
    response = client.get(reverse("account_signup"))
    assert b"<form" not in response.content.split(b"<main")[1]
