"""Flow 6: run and minute a meeting. Two write in one line, nobody types a name in full, and publishing takes two clicks."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from kring.kernel.binding import acting_as
from kring.tlp.labels import Label
from tests.browsing import wrong_on
from tests.journeys.conftest import Picture, Walk, counted
from tests.journeys.world import World


def meeting_of(world: World) -> UUID:
    """A meeting of the port, with two points, to which some are invited."""
    from kring.kernel.clock import now
    from kring.meetings import commands
    from kring.meetings.commands import MeetingAsked

    with acting_as(world.actor("chi")) as actor:
        asked = MeetingAsked(
            title="The port in spring",
            starts_at=now(),
            ends_at=now() + timedelta(hours=3),
            topic="Gates that open by themselves",
        )
        meeting = commands.plan_meeting(actor=actor, circle=world.haven.pk, asked=asked)
        for title, label in (("What did you see?", Label.AMBER), ("What we agree", Label.GREEN)):
            add_point(world, meeting.pk, title, label)
        commands.invite(actor=actor, meeting=meeting.pk)
    return meeting.pk


def add_point(world: World, meeting: UUID, title: str, label: Label = Label.GREEN) -> None:
    """Fleur puts something on the agenda."""
    from kring.meetings import commands
    from kring.meetings.commands import PointAsked

    with acting_as(world.actor("chi")) as actor:
        point = PointAsked(title=title, kind="discuss", minutes=20, label=label)
        commands.add_point(actor=actor, meeting=meeting, asked=point)


def guest_ticks_in(walk: Walk, meeting: UUID) -> None:
    """A guest speaker comes in, with nothing but a link."""
    from kring.meetings import commands, queries

    with acting_as(walk.town.world.actor("chi")) as actor:
        link = queries.guest_link(commands.invite_guest(actor=actor, meeting=meeting, name="Pia").pk)
    guest = walk.enter("a guest", f"/meetings/guest/{link}/", width=320, height=700)
    guest.get_by_role("button", name="I am here").click()
    expect(guest.get_by_text("You are ticked in", exact=True)).to_be_visible()


def go_on_to(chair: Page, title: str) -> None:
    """One key, and the clock of the next point runs."""
    chair.keyboard.press("n")
    expect(chair.locator("#agenda .k-runs")).to_contain_text(title)


@pytest.mark.requirement("R72")
def test_a_meeting_is_run_written_and_published(walk: Walk, picture: Picture) -> None:
    meeting = meeting_of(walk.town.world)
    chair = walk.enter("chi", f"/meetings/{meeting}/room/", height=1100)
    chair.get_by_role("button", name="Open the meeting").click()
    chair.get_by_text("Tick in with a phone").click()
    code = chair.locator(".k-code").inner_text()
    chair.get_by_role("button", name="Let everybody write").click()

    phone = walk.enter("cem", "/in/", width=320, height=700)
    phone.get_by_label("The code on the screen").fill(code)
    phone.get_by_role("button", name="I am here").click()
    expect(phone.get_by_text("You are ticked in", exact=True)).to_be_visible()
    expect(chair.locator("#people")).to_contain_text("Present (1)")

    guest_ticks_in(walk, meeting)
    expect(chair.locator("#people")).to_contain_text("Present (2)")

    go_on_to(chair, "Minutes and actions of the last meeting")
    go_on_to(chair, "What did you see?")
    expect(phone.locator("#agenda .k-runs")).to_contain_text("What did you see?")

    ours, theirs = (page.get_by_label("Notes on What did you see?") for page in (chair, phone))
    ours.press_sequentially("Gates opened.")
    expect(theirs).to_have_value("Gates opened.")
    theirs.evaluate("area => { area.focus(); area.setSelectionRange(0, 0); }")
    for left, right in zip("Who saw it? ", " Two of us. ", strict=True):  # at once, in the same line
        theirs.press_sequentially(left)
        ours.press_sequentially(right)
    both = "Who saw it? Gates opened. Two of us. "
    expect(ours).to_have_value(both)
    expect(theirs).to_have_value(both)

    add_point(walk.town.world, meeting, "Any other business")  # while both are writing
    expect(phone.get_by_label("Notes on Any other business")).to_be_visible()
    expect(theirs).to_be_focused()

    ours.press_sequentially("\n! We close them by hand\n@fle")
    ours.press("Tab")
    ours.press_sequentially("3 dec the list")
    reader = walk.enter("noor", f"/meetings/{meeting}/room/", scheme="dark")
    expect(reader.locator(".k-cards").nth(1)).to_contain_text(
        re.compile("We close them by hand.*the list.*Fleur Jansen", re.DOTALL)
    )
    for page in (chair, phone, reader):
        assert wrong_on(page) == []
    picture(chair, "room-light")
    picture(phone, "room-phone")
    picture(reader, "room-dark")

    secretary = walk.enter("chi", f"/meetings/{meeting}/room/", language="nl", height=1100)
    secretary.get_by_role("button", name="Deel het verslag ter controle").click()
    secretary.get_by_role("button", name="Vaststellen en publiceren").click()
    expect(secretary.get_by_text("Vastgesteld", exact=True)).to_be_visible()
    assert counted(secretary) == (2, [])
    assert wrong_on(secretary) == []
    picture(secretary, "minutes-dutch")
    with secretary.expect_download() as paper:
        secretary.get_by_role("link", name="PDF").click()
    assert paper.value.suggested_filename.startswith("amber-")
    secretary.goto("/c/haven/actions/")
    expect(secretary.get_by_role("link", name="the list")).to_be_visible()
    picture(secretary, "actions-dutch")
