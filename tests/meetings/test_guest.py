"""A guest speaker's link: one meeting, for a while, up to a label."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.meetings import commands, queries
from kring.meetings.models import Invitee
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.stage import make_item, make_meeting
from tests.sharing.stage import refused
from tests.trail import facts_of

SOON = timedelta(days=3)


def guest_of(cast: Cast, ceiling: Label = Label.GREEN, after: timedelta = SOON) -> tuple[str, UUID]:
    meeting = make_meeting(cast, starts_at=now() + after, ends_at=now() + after + timedelta(hours=2))
    for place, label in enumerate((Label.GREEN, Label.AMBER, Label.RED), start=1):
        make_item(meeting, cast, label=label, title=f"A {label.short} point", position=place)
    with acting_as(cast.actor("chi")) as actor:
        guest = commands.invite_guest(actor=actor, meeting=meeting.pk, name="Pia", ceiling=ceiling)
    return f"/meetings/guest/{queries.guest_link(guest.pk)}/", guest.pk


@pytest.mark.requirement("R69")
@pytest.mark.parametrize(("ceiling", "points"), [(Label.GREEN, 1), (Label.AMBER, 2), (Label.AMBER_STRICT, 2)])
def test_the_ceiling_decides_which_points_there_are(cast: Cast, ceiling: Label, points: int) -> None:
    link, _ = guest_of(cast, ceiling)
    page = Client().get(link).content.decode()
    assert [f"A {label.short} point" in page for label in (Label.GREEN, Label.AMBER, Label.RED)] == [
        place < points for place in range(3)
    ]


@pytest.mark.requirement("R69")
@pytest.mark.parametrize("after", [timedelta(days=15), timedelta(days=-8)])
def test_before_and_after_its_window_the_link_opens_nothing(cast: Cast, after: timedelta) -> None:
    if after < timedelta(0):
        link, guest = guest_of(cast)
        with acting_as(cast.actor("chi")):
            Invitee.objects.filter(pk=guest).update(opens_at=now() + after, closes_at=now() - timedelta(seconds=1))
    else:
        link, _ = guest_of(cast, after=after)
    assert Client().get(link).status_code == 404


def test_it_ends_with_the_meeting_and_when_who_steers_ends_it(cast: Cast) -> None:
    link, guest = guest_of(cast)
    assert Client().get(link).status_code == 200
    with acting_as(cast.actor("chi")) as actor:
        commands.remove_guest(actor=actor, invitee=guest)
    assert Client().get(link).status_code == 404
    assert Client().get(link.replace("a", "b")).status_code == 404
    assert len(facts_of(cast.chi, "GuestWithdrawn")) == 1


def test_a_guest_reads_nothing_under_red(cast: Cast) -> None:
    with refused("guests_read_no_red"):
        guest_of(cast, Label.RED)
