"""Leading in a real browser: what advisers, the deputy and who hands over see, by keyboard too.

With KRING_SHOTS=folder the pages are photographed into it, to be looked at.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kring.circles.queries import steering
from kring.kernel.clock import now
from kring.leadership import jobs
from kring.leadership.rules import Duty
from kring.people.models import Person
from tests.browsing import Browse, wrong_on
from tests.cast import Cast
from tests.leadership.test_advisers import advise, ask
from tests.leadership.test_handover import give, owe, pack
from tests.leadership.test_talks import make_deputy
from tests.sharing.pages.visit import visitor

LOOKS = [("en", "light", 1280), ("nl", "dark", 320)]


def led(cast: Cast) -> dict[str, tuple[str, str]]:
    """Who opens what: somebody of the cast and an address, by the page's name."""
    give(cast, Duty.SPOKESPERSON, "ada", "cem")
    owe(cast, "ada", "Ring the harbour master")
    owe(cast, "ada", "We warn each other within an hour", kind="agreement")
    advise(cast)
    jobs.refresh_glances(0)
    return {
        "advisers": ("chi", "/c/north/advisers/"),
        "advising": ("fay", f"/advising/{ask(cast)}/"),
        "portfolio": ("eve", "/portfolio/"),
        "scope": ("chi", "/c/north/scope/"),
        "handover": ("chi", pack(cast, "ada")),
    }


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_everybody_can_use_it(cast: Cast, browse: Browse, language: str, scheme: str, width: int) -> None:
    for name, (who, address) in led(cast).items():
        shown = browse(visitor(cast, who, language), address, width=width, scheme=scheme)
        photograph(shown, f"{name}-{language}-{scheme}-{width}")
        assert wrong_on(shown) == [], name


def test_an_adviser_comes_in_by_keyboard_and_finds_the_circle_without_its_content(cast: Cast, browse: Browse) -> None:
    page = browse(visitor(cast, "eve"), f"/advising/{ask(cast)}/")
    press(page, "main button[type=submit]")
    page.wait_for_url("**/portfolio/")
    assert "North" in page.inner_text("main")
    assert page.locator("main a[href*='/c/north/']").count() == 0


def test_the_deputy_steps_in_by_keyboard(cast: Cast, browse: Browse) -> None:
    make_deputy(cast, "ada")
    Person.objects.filter(pk=cast.chi.pk).update(suspended_at=now())
    page = browse(visitor(cast, "ada"), "/c/north/", width=320)
    photograph(page, "vacancy-320")
    assert wrong_on(page) == []
    with page.expect_navigation():
        press(page, "form[action$='/step-in/'] button")
    page.locator("main", has_not_text="Nobody steers").wait_for()
    assert steering(cast.north.pk) == {cast.ada.pk}


def press(page: Page, button: str) -> None:
    """Goes there with the tab key, as often as it takes, and presses Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(button) => document.activeElement.matches(button)", button):
            break
    page.keyboard.press("Enter")


def photograph(page: Page, name: str) -> None:
    """Only when somebody wants to look."""
    if folder := os.environ.get("KRING_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
