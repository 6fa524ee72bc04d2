"""Flow 5: a year of meetings, with hosts in turn and all invitations together. Five fields, three clicks."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import wrong_on
from tests.journeys.conftest import Picture, Walk, counted

LOOKS: list[tuple[str, dict[str, object]]] = [
    ("light", {}),
    ("phone-dark-nl", {"width": 320, "height": 640, "scheme": "dark", "language": "nl"}),
]


@pytest.mark.requirement("R66", "R67")
def test_it_takes_five_fields_and_three_clicks(walk: Walk, picture: Picture) -> None:
    page = walk.enter("chi", "/c/haven/meetings/")
    page.get_by_role("link", name="Plan a year").first.click()
    for name, keys in (
        ("name", "Haven meets"),
        ("rhythm", "Every five"),
        ("weekday", "Thu"),
        ("time", "1000AM"),
        ("place", "With the host"),
    ):
        page.locator(f"#id_{name}").focus()  # with Tab: not a click
        page.keyboard.type(keys)
    page.get_by_role("button", name="Propose the year").click()
    expect(page.get_by_role("heading", name="Haven meets", exact=True)).to_be_visible()
    days = page.locator("input[type=date]")
    assert days.count() in {10, 11}
    hosts = {page.locator("select").nth(number).input_value() for number in range(3)}
    assert "" not in hosts
    assert len(hosts) == 3
    page.get_by_role("button", name="Save and send all invitations").click()
    page.wait_for_url(re.compile("/c/haven/meetings/"))
    assert counted(page) == (3, ["name", "rhythm", "weekday", "time", "place"])
    expect(page.locator("#k-toasts")).to_contain_text(re.compile("The invitations for 1[01] meetings go out."))
    picture(page, "meetings-planned")
    home = walk.enter("ada")
    expect(home.locator("#asks")).to_contain_text("Haven meets 1")
    home.locator("#asks").get_by_role("button", name="I come").first.click()
    expect(home.locator("#k-toasts")).to_contain_text("Your answer is in.")
    for look, options in LOOKS:
        for name, address in (("meetings", "/c/haven/meetings/"), ("plan-a-year", "/c/haven/meetings/year/")):
            shown = walk.enter("chi", address, **options)  # type: ignore[arg-type]
            picture(shown, f"{name}-{look}")
            assert wrong_on(shown) == []
        first = walk.enter("chi", "/c/haven/meetings/", **options)  # type: ignore[arg-type]
        first.locator("a.k-row-link").first.click()
        usual = first.get_by_role("button", name=re.compile("Begin with the usual points|Begin met de vaste punten"))
        if usual.count():
            usual.click()
        expect(first.locator(".k-point")).to_have_count(8)
        picture(first, f"meeting-{look}")
        assert wrong_on(first) == []
