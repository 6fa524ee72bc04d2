"""Admission over the API: states, and no vote."""

from kring.admission.rules import Choice
from tests.admission.stage import apply, put, vote
from tests.cast import Cast
from tests.rest.machine import machine_of


def test_a_program_reads_how_far_it_is_and_never_a_vote(cast: Cast) -> None:
    application = apply(cast)
    chi, ada = machine_of(cast, "chi"), machine_of(cast, "ada")
    path = f"circles/{cast.north.pk}/applications"
    assert [row["stage"] for row in chi.get(path).body["results"]] == ["sent"]
    assert ada.get(path).body["results"] == []
    ballot = put(cast, application)
    vote(cast, ballot, "ada", Choice.AGAINST, "They sell what we share.")
    for machine in (chi, ada):
        assert [row["stage"] for row in machine.get(path).body["results"]] == ["ballot"]
        answer = machine.get(f"circles/{cast.north.pk}/ballots")
        (row,) = answer.body["results"]
        assert (row["id"], row["result"], row["sponsor"]) == (str(ballot), None, "Chora")
        assert not {"own", "papers", "reasons", "tally"} & set(row)
        assert "They sell" not in repr(answer.body)
