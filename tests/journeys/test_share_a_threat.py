"""Flow 7: somebody sees something, and a minute later everybody who may have it has it. Three fields, two clicks."""

import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, expect

from kring.kernel.binding import acting_as
from kring.tlp.labels import Label
from tests.browsing import wrong_on
from tests.journeys.conftest import Picture, Walk, counted

if TYPE_CHECKING:
    from kring.sharing.models import Item

WHAT = "Three of ours got a mail about an unpaid berth fee. The link goes to evil-haven[.]top."
SO_WHAT = "The page copies our sign-in page to the letter."
DO_WHAT = "Block evil-haven[.]top and look who went there."


def write(page: Page, what: str = WHAT) -> None:
    """The three fields, as somebody types them."""
    page.get_by_label("What", exact=False).first.press_sequentially(what)
    page.locator("#id_so_what").press_sequentially(SO_WHAT)
    page.locator("#id_do_what").press_sequentially(DO_WHAT)


def shared(walk: Walk, title: str) -> "Item":
    """What ada shared under this title."""
    from kring.sharing.models import Item

    with acting_as(walk.town.world.actor("ada")):
        return Item.objects.get(title=title, state=1)


@pytest.mark.requirement("R78")
def test_it_takes_three_fields_and_two_clicks(walk: Walk) -> None:
    page = walk.enter("ada")
    page.get_by_role("link", name="Share", exact=True).click()
    for name, text in (("#id_what", WHAT), ("#id_so_what", SO_WHAT), ("#id_do_what", DO_WHAT)):
        page.locator(name).focus()  # with Tab: not a click
        page.keyboard.type(text)
    expect(page.locator("#findings")).to_contain_text("evil-haven[.]top")
    page.get_by_role("button", name="Share with 14 people in 9 organisations").click()
    page.wait_for_url(re.compile("/items/"))
    assert counted(page) == (2, ["what", "so_what", "do_what"])
    item = shared(walk, "Three of ours got a mail about an unpaid berth fee.")
    assert (item.what, item.so_what, item.do_what) == (WHAT, SO_WHAT, DO_WHAT)
    expect(page.locator("#k-toasts")).to_contain_text("Shared with 14 people in 9 organisations.")


def test_within_seconds_it_stands_on_the_open_pages_of_those_who_may_have_it_and_of_nobody_else(walk: Walk) -> None:
    cem, bo, dee = walk.enter("cem"), walk.enter("bo"), walk.enter("dee")
    page = walk.enter("ada", "/c/haven/share/")
    page.locator("#id_what").fill("Seen at once.")
    page.get_by_label("Urgent").check()
    page.locator("#send").click()
    page.wait_for_url(re.compile("/items/"))
    row = cem.get_by_role("link", name=re.compile("Seen at once."))
    expect(row).to_be_visible(timeout=10_000)
    for other in (bo, dee):
        expect(other.get_by_role("link", name=re.compile("Seen at once."))).to_have_count(0)
    cem.reload()
    cem.locator("#asks").get_by_role("button", name="I have this").first.click()
    expect(cem.locator("#k-toasts")).to_contain_text("The source sees that you have this.")


def test_the_keyboard_alone_is_enough(walk: Walk) -> None:
    page = walk.enter("ada", "/c/haven/share/")
    page.keyboard.type("Typed without a mouse.")  # the first field has the focus
    page.keyboard.press("Tab")
    page.keyboard.type(SO_WHAT)
    page.keyboard.press("Tab")
    page.keyboard.type(DO_WHAT)
    press_until(page, "[name=label]:checked")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#send")).not_to_contain_text("14 people in 9")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#send")).to_contain_text("Share with 14 people in 9 organisations")
    press_until(page, "#send")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/items/"))
    assert shared(walk, "Typed without a mouse.").label == Label.AMBER
    assert counted(page)[0] == 0


def press_until(page: Page, selector: str) -> None:
    """Tab until this has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not come to {selector}")


def test_without_a_script_it_works_by_its_buttons(walk: Walk) -> None:
    page = walk.enter("ada", "/c/haven/share/", java_script_enabled=False)
    page.locator("#id_what").fill("Shared by a plain form. Ring Jan on 06-12345678.")
    page.get_by_role("radio", name="TLP:AMBER+STRICT").check()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#findings")).to_contain_text("phone number")
    page.get_by_role("button", name="Remove phone number").click()
    expect(page.locator("#id_what")).to_have_value("Shared by a plain form. Ring Jan on [phone number removed].")
    page.get_by_role("button", name="Keep as draft").click()
    page.wait_for_url(re.compile("/drafts/"))
    page.get_by_role("button", name="Share with 14 people in 9 organisations").click()
    page.wait_for_url(re.compile("/items/"))
    item = shared(walk, "Shared by a plain form.")
    assert item.label == Label.AMBER_STRICT


def test_a_finding_is_mended_where_it_stands_and_the_browser_can_undo_it(walk: Walk) -> None:
    page = walk.enter("ada", "/c/haven/share/")
    text = page.locator("#id_what")
    text.press_sequentially("\U0001f6a2 Ring Jan on 06-12345678 or mail jan@terminalwest.nl.")
    page.get_by_role("button", name="Remove all of it").click()
    expect(text).to_have_value("\U0001f6a2 Ring Jan on [phone number removed] or mail [mail address removed].")
    expect(page.locator("#findings")).to_contain_text("Nothing that should stay in the house.")
    page.keyboard.press("Control+z")
    expect(text).to_have_value(re.compile("06-12345678"))
    expect(page.locator("#findings")).to_contain_text("phone number")


def test_what_is_typed_is_kept_by_itself_and_goes_on_after_a_reload(walk: Walk) -> None:
    page = walk.enter("ada", "/c/haven/share/")
    page.locator("#id_what").press_sequentially("Half a thought")
    expect(page.locator("#saved")).to_contain_text("Kept at")
    page.wait_for_url(re.compile("/drafts/"))
    page.reload()
    expect(page.locator("#id_what")).to_have_value("Half a thought")


def test_two_windows_never_overwrite_each_other(walk: Walk) -> None:
    page = walk.enter("ada", "/c/haven/share/")
    page.locator("#id_what").press_sequentially("First words.")
    page.wait_for_url(re.compile("/drafts/"))
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#id_what").press_sequentially(" From the other window.")
    expect(other.locator("#saved")).to_contain_text("Kept at")
    page.locator("#id_what").press_sequentially(" From this one.")
    expect(page.locator("#conflict")).to_contain_text("Another window has kept this draft meanwhile")
    expect(page.locator("#id_what")).to_have_value("First words. From this one.")
    page.get_by_role("button", name="Keep this one instead").click()
    page.wait_for_load_state()
    other.reload()
    expect(other.locator("#id_what")).to_have_value("First words. From this one.")


def test_pressed_while_it_is_being_kept_it_is_shared_once_with_the_last_words(walk: Walk) -> None:
    page = walk.enter("ada", "/c/haven/share/")
    page.route("**/share/save/", slowly)
    page.locator("#id_what").press_sequentially("Pressed early.")
    with page.expect_request("**/share/save/"):
        pass
    page.locator("#id_so_what").press_sequentially("The last words.")
    page.locator("#send").click()
    page.wait_for_url(re.compile("/items/"))
    assert shared(walk, "Pressed early.").so_what == "The last words."


def slowly(route: Route) -> None:
    """A line that takes its time."""
    time.sleep(0.6)
    route.continue_()


def test_a_file_goes_up_with_a_bar_and_its_text_is_looked_through(walk: Walk) -> None:
    page = walk.enter("ada", "/c/haven/share/")
    page.locator("#id_what").press_sequentially("See the list.")
    people = {"name": "people.txt", "mimeType": "text/plain", "buffer": b"Jan, 06-12345678, jan@terminalwest.nl"}
    page.locator("#id_uploads").set_input_files(people)  # type: ignore[arg-type]  # as playwright documents it
    expect(page.locator("#files")).to_contain_text("people.txt")
    expect(page.locator("#files")).to_contain_text(
        "Found in it: 1 \u00d7 phone number, 1 \u00d7 mail address", timeout=20_000
    )
    expect(page.locator("#id_uploads")).to_have_value("")
    page.get_by_role("button", name="people.txt: Remove").click()
    expect(page.locator("#files")).not_to_contain_text("people.txt")


def test_red_names_people_and_segments_choose_organisations(walk: Walk) -> None:
    page = walk.enter("ada", "/c/haven/share/")
    page.get_by_role("radio", name="TLP:RED").check()
    expect(page.locator("#readers")).to_contain_text("Name at least one person.")
    page.get_by_label("Find a name or an organisation").press_sequentially("cem")
    expect(page.get_by_label("Ivo Peters")).to_be_hidden()
    page.get_by_label("Cem Yilmaz").check()
    expect(page.locator("#send")).to_contain_text("Share with 1 person")
    page.get_by_role("radio", name="TLP:AMBER", exact=False).nth(1).check()
    page.get_by_label("Organisations I choose").check()
    page.get_by_label("Small suppliers").check()
    expect(page.locator("#send")).to_contain_text("Share with 5 people in 3 organisations")


def test_whom_one_names_is_found_by_typing_with_the_keyboard_alone(walk: Walk) -> None:
    page = walk.enter("ada", "/c/haven/share/")
    page.get_by_role("radio", name="TLP:RED").check()
    words = page.get_by_label("Find a name or an organisation")
    words.focus()
    page.keyboard.type("fleur")
    expect(page.locator(".k-for-red label:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name=re.compile("Fleur"))).to_be_checked()
    words.focus()
    words.fill("nobody is called so")
    expect(page.locator(".k-for-red label:visible")).to_have_count(1)  # who is named stays in sight
    words.fill("")
    assert page.locator(".k-for-red label:visible").count() > 8
    expect(page.locator("#send")).to_contain_text("Share with 1 person")


def test_another_circle_brings_its_own_label_and_people_and_keeps_the_words(walk: Walk) -> None:
    page = walk.enter("ada", "/c/haven/share/")
    page.locator("#id_what").press_sequentially("For the working group.")
    page.get_by_label("In", exact=True).select_option("Werkgroep OT")
    expect(page.locator("#send")).to_contain_text("Share with 3 people in 3 organisations")
    expect(page.locator("#id_what")).to_have_value("For the working group.")


LOOKS = [
    ("en-light", {}),
    ("nl-phone-dark", {"width": 320, "height": 720, "language": "nl", "scheme": "dark"}),
]
PAGES = {
    "home": "/",
    "home-narrowed": "/?show=unread&kind=warning&tag=phishing",
    "items": "/c/haven/items/",
    "drafts": "/drafts/",
    "search": "/search/?q=phishing",
    "search-nothing": "/search/?q=zeppelin",
    "share": "/c/haven/share/",
}


@pytest.mark.parametrize(("look", "options"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_the_pages(
    walk: Walk, picture: Picture, name: str, look: str, options: dict[str, object]
) -> None:
    page = walk.enter("ada", PAGES[name], **options)  # type: ignore[arg-type]
    picture(page, f"{name}-{look}")
    assert wrong_on(page) == []


@pytest.mark.parametrize(("look", "options"), LOOKS)
def test_everybody_can_use_a_box_that_is_filled_in(
    walk: Walk, picture: Picture, look: str, options: dict[str, object]
) -> None:
    page = walk.enter("ada", "/c/haven/share/", **options)  # type: ignore[arg-type]
    page.locator("#id_what").fill(
        "Since this morning Jan (jan@terminalwest.nl, 06-12345678) gets mails from 203.0.113.7 with a link to"
        " hxxps://evil-haven[.]top/betaal."
    )
    page.locator("#id_so_what").fill(SO_WHAT)
    page.locator("#id_do_what").fill(DO_WHAT)
    page.locator("#findings li").first.wait_for()
    page.locator("input[name=label][value='4']").check()
    page.locator("summary").filter(has_text=re.compile("Title|Titel")).click()
    page.locator("#saved span").wait_for()
    picture(page, f"share-filled-{look}")
    assert wrong_on(page) == []
