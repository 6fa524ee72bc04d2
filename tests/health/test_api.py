"""Give and take over the API: one's own figures, all for who steers, and hours."""

from tests.cast import Cast
from tests.rest.machine import machine_of

HOURS = {"day": "2026-01-05", "hours": "1.5", "what": "A talk."}


def test_a_program_writes_hours_down_and_reads_what_was_given(cast: Cast) -> None:
    ada, cem, chi = (machine_of(cast, name, circles=[cast.north.pk]) for name in ("ada", "cem", "chi"))
    hours, giving = (f"circles/{cast.north.pk}/{what}" for what in ("hours", "giving"))
    today = HOURS | {"day": chi.get(giving).body["until"][:10]}
    assert ada.ask("POST", hours, today).body["code"] == "not_yet"
    assert ada.ask("POST", hours, HOURS | {"hours": "25"}).status == 422
    assert ada.ask("POST", hours, HOURS).status == 201
    assert [(row["hours"], row["what"]) for row in ada.get(hours).body["results"]] == [("1.50", "A talk.")]
    assert cem.get(hours).body["results"] == []
    assert machine_of(cast, "ada", circles=[cast.pier.pk]).get(hours).status == 404
    assert [row["organisation"] for row in ada.get(giving).body["members"]] == ["Alpha"]
    assert {row["organisation"] for row in chi.get(giving).body["members"]} == {"Alpha", "Gamma", "Chora"}
    assert set(ada.get(giving).body["members"][0]["gifts"]) >= {"shared", "feedback", "hosted", "hours"}
