"""The code over the API: who accepted it, for who steers; one's own line for others; nothing from beyond a token's circles."""

from kring.conduct import commands
from kring.kernel.binding import acting_as
from tests.cast import Cast
from tests.conduct.stage import publish
from tests.rest.machine import machine_of


def test_a_program_counts_who_accepted_the_code(cast: Cast) -> None:
    code = publish(cast)
    with acting_as(cast.actor("ada")) as ada:
        commands.accept_code(actor=ada, code=code)

    def accepted(name: str, **limited: object) -> dict[str, bool]:
        rows = machine_of(cast, name, **limited).get(f"circles/{cast.north.pk}/acceptances").body["results"]  # type: ignore[arg-type]
        return {row["name"]: row["at"] is not None for row in rows}

    assert accepted("chi") == {"Ada": True, "Cem": False, "Chi": False, "Gus": False}
    assert accepted("ada") == {"Ada": True}
    (version,) = machine_of(cast, "ada").get(f"circles/{cast.pier.pk}/codes").body["results"]
    assert (version["circle"], version["number"]) == (str(cast.north.pk), 1)
