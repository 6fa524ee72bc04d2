"""The life of an application: what follows what, and what holds it up."""

from enum import StrEnum

from kring.kernel.errors import Refusal
from kring.kernel.words import N_


class Stage(StrEnum):
    """How far it is."""

    DRAFT = "draft"
    SENT = "sent"
    BALLOT = "ballot"
    ADMITTED = "admitted"
    WAITING = "waiting"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STEPS: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.SENT, Stage.WITHDRAWN}),
    Stage.SENT: frozenset({Stage.BALLOT, Stage.REFUSED, Stage.WITHDRAWN}),
    Stage.BALLOT: frozenset({Stage.SENT, Stage.ADMITTED, Stage.WAITING}),
    Stage.WAITING: frozenset({Stage.ADMITTED, Stage.REFUSED, Stage.WITHDRAWN}),
    Stage.ADMITTED: frozenset(),
    Stage.REFUSED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
}
"""Allowed steps. A ballot that did not pass gives the application back to who steers."""

STAGES = [
    (Stage.DRAFT, N_("Not sent yet")),
    (Stage.SENT, N_("Waits for who steers")),
    (Stage.BALLOT, N_("The members are asked")),
    (Stage.ADMITTED, N_("Admitted")),
    (Stage.WAITING, N_("On the waiting list")),
    (Stage.REFUSED, N_("Turned down")),
    (Stage.WITHDRAWN, N_("Withdrawn by the candidate")),
]

ENDED = frozenset({Stage.REFUSED, Stage.WITHDRAWN})
"""Nothing more comes of these: what the candidate wrote is erased after a while."""
KEPT_DAYS = 90
"""How long what was turned down or withdrawn is kept."""
DRAFT_DAYS = 30
"""How long a draft waits to be sent."""

NO_SUCH_STEP = Refusal("no_such_step", N_("That is not possible with this application as it is now."))
ALREADY_SENT = Refusal("already_sent", N_("It was sent already, and cannot be changed. You can withdraw it."))
FULL = Refusal("circle_full", N_("There is no room: the circle has {members} members, and at most {most} is agreed."))


def why_not_step(now: Stage, then: Stage) -> Refusal | None:
    """May an application take this step?"""
    return None if then in STEPS[now] else NO_SUCH_STEP


def why_not_write(now: Stage) -> Refusal | None:
    """May the candidate still write in it?"""
    return None if now is Stage.DRAFT else ALREADY_SENT


def why_not_ask(now: Stage) -> Refusal | None:
    """May the candidate be asked something, and answer?"""
    return None if now in {Stage.SENT, Stage.BALLOT} else NO_SUCH_STEP


def why_not_admit(*, members: int, most: int | None) -> Refusal | None:
    """Is there room for one more?"""
    if most is None or members < most:
        return None
    return Refusal(FULL.code, FULL.text, {"members": members, "most": most})


def should_split(*, members: int, most: int | None) -> bool:
    """Are there so many more than agreed (a quarter) that two circles would keep people closer?"""
    return most is not None and members * 4 >= most * 5
