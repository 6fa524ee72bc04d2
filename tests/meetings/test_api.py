"""Meetings over the API: what a token reaches, and an answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kring.kernel.binding import acting_as
from kring.meetings import commands
from kring.meetings.models import Outcome
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.going_on import open_meeting
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


@pytest.mark.requirement("R74")
def test_a_program_reads_the_registers_in_pages_and_by_words_without_red(cast: Cast) -> None:
    going = open_meeting(cast)
    going.write("chi", going.amber, "@ada 1 jan the list\n= we call first\n! we patch\n@cem the keys")
    going.write("chi", going.red, "= we tell nobody")
    going.share_minutes()
    yesterday = timezone.localdate() - timedelta(days=1)
    with acting_as(cast.actor("chi")):
        Outcome.objects.filter(text="the list").update(due=yesterday)
    ada, place = machine_of(cast, "ada"), f"circles/{cast.north.pk}/outcomes"

    def texts(query: str) -> list[str]:
        return [row["text"] for row in ada.get(f"{place}?{query}").body["results"]]

    everything = ["the keys", "we patch", "we call first", "the list"]
    first = ada.get(f"{place}?limit=3").body
    assert [*(row["text"] for row in first["results"]), *texts(f"cursor={first['next']}")] == everything
    assert texts("kind=action&which=mine") == texts("which=late") == texts(f"due_before={timezone.localdate()}")
    assert texts("which=late") == ["the list"]
    assert texts(f"which=done&meeting={going.meeting.pk}") == []
    row = ada.get(f"{place}?which=late").body["results"][0]
    assert (row["label"], row["owner"], row["due"], row["is_late"]) == ("TLP:AMBER", "Ada", str(yesterday), True)
    done = ada.ask("PUT", f"outcomes/{row['id']}/standing", {"standing": "done"})
    assert (done.status, done.body["standing"], texts("which=late")) == (200, "done", [])
    assert ada.ask("PUT", f"outcomes/{row['id']}/standing", {"standing": "broken"}).code == "not_a_standing"
    assert machine_of(cast, "dee").get(place).status == 404
