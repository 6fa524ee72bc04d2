"""Who can have which duty, and who writes in the log of talks."""

from datetime import date
from uuid import UUID

import pytest

from kring.kernel.errors import Refusal
from kring.leadership import rules
from kring.leadership.rules import Duty, Term

ADA, CEM, EVE = (UUID(int=number) for number in range(3))
SEATED = frozenset({ADA, CEM})
TODAY = date(2026, 6, 1)


def term(
    duty: Duty = Duty.SPOKESPERSON,
    holder: UUID | None = ADA,
    deputy: UUID | None = CEM,
    until: date | None = None,
) -> Term:
    return Term(duty, holder, deputy, TODAY, until)


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (term(), None),
        (term(until=TODAY), None),
        (term(holder=None, deputy=None), None),
        (term(Duty.CHAIR, holder=None), None),
        (term(Duty.CHAIR), rules.HELD_BY_SEAT),
        (term(Duty.SECRETARY), rules.HELD_BY_SEAT),
        (term(holder=EVE), rules.NOT_SEATED_HERE),
        (term(deputy=EVE), rules.NOT_SEATED_HERE),
        (term(deputy=ADA), rules.OWN_DEPUTY),
        (term(until=date(2026, 5, 31)), rules.ENDS_BEFORE),
    ],
)
def test_a_duty_is_given_to_who_sits_there(asked: Term, refused: Refusal | None) -> None:
    assert rules.why_not_give(asked, seated=SEATED, held=[]) is refused


@pytest.mark.requirement("R62")
def test_the_secretary_does_not_speak_for_the_authority_too() -> None:
    liaison = term(Duty.CONTENT_LIAISON)
    assert rules.why_not_give(liaison, seated=SEATED, held=[(Duty.SECRETARY, ADA)]) is rules.ONE_FOR_BOTH
    assert rules.why_not_give(liaison, seated=SEATED, held=[(Duty.SECRETARY, CEM)]) is None


@pytest.mark.parametrize(
    ("leads", "on", "sends", "thanks", "refused"),
    [
        (True, TODAY, False, False, None),
        (True, TODAY, True, True, None),
        (True, TODAY, True, False, rules.NO_THANKS),
        (True, date(2026, 6, 2), False, False, rules.IN_THE_FUTURE),
        (False, TODAY, True, True, rules.NOT_LEADING),
    ],
)
def test_who_leads_writes_in_the_log_afterwards_and_sends_thanks_alone(
    leads: bool, on: date, sends: bool, thanks: bool, refused: Refusal | None
) -> None:
    assert rules.why_not_note(leads=leads, on=on, today=TODAY, sends=sends, thanks=thanks) is refused
