"""Meetings over the API: what a token reaches, and an answer."""

import pytest

from kring.kernel.binding import acting_as
from kring.meetings import commands
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.stage import make_item, make_meeting
from tests.rest.machine import machine_of


@pytest.mark.requirement("R70")
def test_a_program_reads_the_agenda_without_red_and_answers(cast: Cast) -> None:
    meeting = make_meeting(cast)
    for place, label in enumerate((Label.GREEN, Label.AMBER, Label.RED)):
        make_item(meeting, cast, label=label, title=label.short, position=place)
    with acting_as(cast.actor("chi")) as actor:
        commands.invite(actor=actor, meeting=meeting.pk)
    ada = machine_of(cast, "ada")
    assert [row["title"] for row in ada.get("meetings").body["results"]] == ["North meets"]
    assert [point["title"] for point in ada.get(f"meetings/{meeting.pk}").body["agenda"]] == ["GREEN", "AMBER"]
    said = ada.ask("PUT", f"meetings/{meeting.pk}/answer", {"reply": "tentative", "note": "Perhaps"})
    assert (said.status, said.body["meeting"]["own"]["reply"]) == (200, "tentative")
