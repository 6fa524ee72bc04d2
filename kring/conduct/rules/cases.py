"""The life of a breach case: which step follows which, and what must have happened before."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

HEARING_TERM = timedelta(days=14)
"""An organisation that says nothing for so long has had its chance to be heard."""


class CaseState(StrEnum):
    """How far a suspicion has come."""

    REPORTED = "reported"
    LOOKED_INTO = "looked_into"
    HEARD = "heard"
    FOUND = "found"
    CONCLUDED = "concluded"
    DISMISSED = "dismissed"


CASE_STEPS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.REPORTED: frozenset({CaseState.LOOKED_INTO, CaseState.DISMISSED}),
    CaseState.LOOKED_INTO: frozenset({CaseState.HEARD, CaseState.FOUND, CaseState.DISMISSED}),
    CaseState.HEARD: frozenset({CaseState.FOUND, CaseState.DISMISSED}),
    CaseState.FOUND: frozenset({CaseState.CONCLUDED}),
    CaseState.CONCLUDED: frozenset(),
    CaseState.DISMISSED: frozenset(),
}
"""Allowed steps; the diagram in docs/lifecycles.md is made from this table."""

CASE_STATES = [
    (CaseState.REPORTED, N_("Reported")),
    (CaseState.LOOKED_INTO, N_("Being looked into")),
    (CaseState.HEARD, N_("Being heard")),
    (CaseState.FOUND, N_("Found out")),
    (CaseState.CONCLUDED, N_("Concluded")),
    (CaseState.DISMISSED, N_("Dismissed")),
]

CASE_OUTCOMES = [
    ("no_breach", N_("Nothing was broken")),
    ("mistake", N_("A mistake, put right")),
    ("warning", N_("A warning")),
    ("suspended", N_("Suspended for a time")),
    ("ended", N_("The membership ends")),
    ("unknown", N_("It could not be found out")),
]
"""How a case ends: the code goes into the trail."""

NO_SUCH_STEP = Refusal("no_such_step", N_("This case cannot take that step from where it is now."))
NOT_HEARD = Refusal(
    "not_heard", N_("The organisation has not been heard yet: ask its side first, and give it until {until} to answer.")
)
NOTHING_SAID = Refusal("nothing_said", N_("Say something first."))
NOBODY_HANDLES = Refusal(
    "nobody_handles",
    N_("Everybody who steers here works for this organisation. Choose somebody of another member who looks into it."),
)
NOT_TO_CHOOSE = Refusal("not_to_choose", N_("This person cannot look into it: choose somebody else, or nobody."))
NOT_SEATED = Refusal("not_seated", N_("Only somebody who sits in this circle can do this."))
NOBODY_ACCUSED = Refusal("nobody_accused", N_("Say first which organisation it is about."))
NOT_OPEN = Refusal("not_open", N_("This case is closed."))
NOT_THE_ITEM = Refusal("not_the_item", N_("This case is about no item."))


def why_not_report(
    *, seated: bool, said: str, by: UUID | None, handlers: Collection[UUID], chosen: UUID | None
) -> Refusal | None:
    """May this suspicion be reported? `handlers` would look into it; one is chosen where nobody else would, and not oneself."""
    if not seated:
        return NOT_SEATED
    if not said.strip():
        return NOTHING_SAID
    if chosen is not None and (set(handlers) != {chosen} or chosen == by):
        return NOT_TO_CHOOSE
    return None if handlers else NOBODY_HANDLES


def why_not_take(now: CaseState, then: CaseState) -> Refusal | None:
    """May a case take this step?"""
    return None if then in CASE_STEPS[now] else NO_SUCH_STEP


def why_not_ask_side(now: CaseState, *, accused: bool, asked: str) -> Refusal | None:
    """May the organisation be asked for its side?"""
    if not accused:
        return NOBODY_ACCUSED
    return NOTHING_SAID if not asked.strip() else why_not_take(now, CaseState.HEARD)


def why_not_find(
    now: CaseState, *, accused: bool, asked_on: date | None, answered: bool, today: date
) -> Refusal | None:
    """May it be written down what was found? Not before the organisation that it is about was heard."""
    if (no := why_not_take(now, CaseState.FOUND)) is not None or not accused or answered:
        return no
    if asked_on is None:
        return Refusal(NOT_HEARD.code, NOT_HEARD.text, {"until": str(today + HEARING_TERM)})
    until = asked_on + HEARING_TERM
    return None if today > until else Refusal(NOT_HEARD.code, NOT_HEARD.text, {"until": str(until)})
