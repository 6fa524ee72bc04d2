"""Flow 8: feedback and "we are affected", in two taps; and what goes on around an item while people look at it."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from kring.kernel.binding import acting_as
from tests.browsing import wrong_on
from tests.journeys.conftest import Picture, Walk, counted
from tests.journeys.world import share


def warning(walk: Walk, what: str, **writing: object) -> UUID:
    """Cem shares something in the port."""
    item: UUID = share(walk.town.world, by="cem", what=what, so_what="Gates stop.", do_what="Look.", **writing)
    return item


def counts(walk: Walk, item: UUID) -> dict[str, int]:
    """What readers said, as the source sees it."""
    from kring.sharing import queries

    with acting_as(walk.town.world.actor("cem")) as actor:
        return queries.detail(actor, item).row.counts


@pytest.mark.requirement("R85")
def test_from_home_it_takes_two_taps(walk: Walk) -> None:
    item = warning(walk, "Two gates stopped at once.")
    page = walk.enter("fleur", width=390, height=844)
    page.get_by_role("link", name=re.compile("Two gates stopped")).first.click()
    page.get_by_role("button", name="We are affected").click()
    expect(page.get_by_role("button", name="We are affected")).to_have_attribute("aria-pressed", "true")
    assert counted(page) == (2, [])
    assert counts(walk, item) == {"affected": 1}


@pytest.mark.requirement("R89")
def test_from_there_one_asks_those_who_know_for_help(walk: Walk) -> None:
    item = warning(walk, "Three gates stopped.", tags=["ot"])
    page = walk.enter("fleur", f"/items/{item}/")
    page.get_by_role("button", name="We are affected").click()
    page.get_by_role("link", name="Ask for help").click()
    expect(page.get_by_text("Follows from")).to_be_visible()
    expect(page.locator("#id_expertise")).to_have_value("ot")
    page.locator("#id_what").fill("Who has seen a gate controller do this?")
    page.locator("#send").click()
    page.wait_for_url(re.compile("/items/"))
    source = walk.enter("cem", f"/items/{item}/")
    expect(source.locator("#about")).to_contain_text("Who has seen a gate controller do this?")


def test_a_second_tap_takes_it_back_and_a_note_goes_with_a_name_if_one_likes(walk: Walk) -> None:
    from kring.sharing import queries

    item = warning(walk, "Four gates stopped.")
    page = walk.enter("fleur", f"/items/{item}/")
    page.get_by_role("button", name="Useful").click()
    page.get_by_text("Add a note to “useful”").click()
    page.get_by_label("Note to the source").fill("We looked at once.")
    page.get_by_label("The source may see my name").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("Note to the source")).to_be_hidden()
    expect(page.get_by_role("button", name="Useful")).to_have_attribute("aria-pressed", "true")
    with acting_as(walk.town.world.actor("cem")) as actor:
        (said,) = queries.responses(actor, item)
    assert (said.name, said.note) == ("Fleur Jansen", "We looked at once.")
    page.get_by_role("button", name="Useful").click()
    expect(page.get_by_role("button", name="Useful")).to_have_attribute("aria-pressed", "false")
    assert counts(walk, item) == {}


def test_the_keyboard_alone_is_enough(walk: Walk) -> None:
    item = warning(walk, "Five gates stopped.")
    page = walk.enter("fleur", f"/items/{item}/")
    page.locator("#tap-acted").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tap-acted")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#tap-acted")).to_be_focused()
    page.locator("#id_body").focus()
    page.keyboard.type("Did yours stop too, @gij")
    expect(page.get_by_role("option", name=re.compile("Gijs Bakker"))).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("?")
    expect(page.locator("#id_body")).to_have_value("Did yours stop too, @Gijs Bakker ?")
    page.keyboard.press("Tab")
    press_until(page, "#reply-form .k-form-end button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#"))
    expect(page.locator("#thread")).to_contain_text("Did yours stop too")
    expect(page.locator(".k-reply-asked")).to_contain_text("Gijs Bakker")
    assert counted(page)[0] == 0


def press_until(page: Page, selector: str) -> None:
    """Tab until this has the focus."""
    for _ in range(30):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {selector}")


def test_without_a_script_it_works_by_its_buttons(walk: Walk) -> None:
    item = warning(walk, "Six gates stopped.")
    page = walk.enter("fleur", f"/items/{item}/", java_script_enabled=False)
    page.get_by_role("button", name="We acted").click()
    expect(page.locator("#k-toasts")).to_contain_text("Thank you. The source sees it in the count.")
    page.get_by_role("link", name="Only for some of those who read this").click()
    page.wait_for_url(re.compile("some=1"))
    page.get_by_label("Your reply").fill("For the two of us.")
    page.get_by_label("Cem Yilmaz (Terminal West)").check()
    page.get_by_role("button", name="Reply").click()
    page.wait_for_url(re.compile("#"))
    expect(page.locator("#thread")).to_contain_text("TLP:RED only Cem Yilmaz, Fleur Jansen")
    assert counts(walk, item) == {"acted": 1}


def test_a_reply_and_a_withdrawal_arrive_on_open_pages(walk: Walk) -> None:
    item = warning(walk, "Seven gates stopped.")
    open_page = walk.enter("gijs", f"/items/{item}/")
    writer = walk.enter("fleur", f"/items/{item}/")
    writer.get_by_label("Your reply").fill("Ours are fine.")
    writer.get_by_role("button", name="Reply", exact=True).click()
    expect(open_page.locator("#thread")).to_contain_text("Ours are fine.", timeout=10_000)
    source = walk.enter("cem", f"/items/{item}/withdraw/")
    source.get_by_role("button", name="Withdraw it").click()
    expect(open_page.locator("#text")).to_contain_text("This was taken back.", timeout=10_000)
    expect(open_page.locator("main")).not_to_contain_text("Look.")
    expect(open_page.locator("#thread")).not_to_contain_text("Ours are fine.")


def test_two_windows_do_not_overwrite_each_other(walk: Walk) -> None:
    item = warning(walk, "Eight gates stopped.")
    first, second = walk.enter("cem", f"/items/{item}/edit/"), walk.enter("cem", f"/items/{item}/edit/")
    first.get_by_label("What", exact=False).nth(0).fill("Nine gates stopped.")
    first.get_by_role("button", name="Change it").click()
    first.wait_for_url(re.compile(rf"/items/{item}/$"))
    second.locator("#id_what").fill("Ten gates stopped.")
    second.get_by_role("button", name="Change it").click()
    expect(second.locator("main")).to_contain_text("Nothing was overwritten")
    expect(second.locator("#id_what")).to_have_value("Ten gates stopped.")
    second.get_by_role("button", name="Put mine in its place").click()
    second.wait_for_url(re.compile(rf"/items/{item}/$"))
    expect(second.locator("#text")).to_contain_text("Ten gates stopped.")


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1280, "light"), ("nl", 320, "dark")])
def test_it_is_good_to_look_at(walk: Walk, picture: Picture, language: str, width: int, scheme: str) -> None:
    item = walk.town.world.items["cem"]
    for name, who in (("reader", "fleur"), ("source", "cem")):
        page = walk.enter(who, f"/items/{item}/", width=width, scheme=scheme, language=language)
        assert wrong_on(page) == []
        picture(page, f"item-{name}-{language}-{scheme}-{width}")
