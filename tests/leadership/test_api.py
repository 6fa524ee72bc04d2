"""Who for what over the API."""

from tests.cast import Cast
from tests.leadership.test_talks import make_deputy
from tests.rest.machine import machine_of


def test_a_program_finds_whom_to_turn_to(cast: Cast) -> None:
    make_deputy(cast, "cem")
    (row,) = machine_of(cast, "bo").get(f"circles/{cast.north.pk}/duties").body["results"]
    assert (row["duty"], [one["name"] for one in row["holders"]], row["deputy"]["name"]) == ("chair", ["Chi"], "Cem")
    assert machine_of(cast, "dee").get(f"circles/{cast.north.pk}/duties").status == 404
