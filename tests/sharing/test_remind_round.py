"""Asking those once more who did not answer, and waiting no longer."""

import pytest

from kring.kernel.binding import acting_as
from kring.sharing import commands
from tests.cast import Cast
from tests.sharing.rounds import answer, seen, start
from tests.sharing.stage import refused


@pytest.mark.requirement("R81")
def test_it_is_for_those_who_are_silent(cast: Cast) -> None:
    asked = start(cast)
    with acting_as(cast.actor("chi")) as chi:
        assert commands.remind_round(actor=chi, round=asked) == 3
    for name in ("ada", "cem", "chi"):
        answer(cast, asked, name)
    with acting_as(cast.actor("chi")) as chi:
        assert commands.remind_round(actor=chi, round=asked) == 0


def test_a_member_neither_reminds_nor_closes(cast: Cast) -> None:
    asked = start(cast)
    with acting_as(cast.actor("ada")) as ada:
        with refused("not_steering"):
            commands.remind_round(actor=ada, round=asked)
        with refused("not_steering"):
            commands.close_round(actor=ada, round=asked)


def test_closed_it_waits_for_nobody(cast: Cast) -> None:
    asked = start(cast)
    with acting_as(cast.actor("chi")) as chi:
        commands.close_round(actor=chi, round=asked)
        with refused("round_over"):
            commands.remind_round(actor=chi, round=asked)
        with refused("round_over"):
            commands.close_round(actor=chi, round=asked)
    view = seen(cast, asked, "ada")
    assert (view.over, view.asks) == (True, False)
