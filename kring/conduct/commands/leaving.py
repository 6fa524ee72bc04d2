"""An organisation leaves of its own accord, having seen what that means."""

from uuid import UUID

from kring.circles import commands as circles
from kring.circles import queries
from kring.conduct.facts import OrganisationLeft
from kring.kernel.actor import Actor
from kring.kernel.record import record


def leave(*, actor: Actor, membership: UUID, why: str = "", note: str = "") -> None:
    """Leave a circle and every circle inside it. Those who sat there are told what was cut and what remains.

    `why` is a code of `LEAVING_REASONS`; the note is for who steers.

    Refused: not_yours, no_such_step, last_chair.
    Records: MembershipMoved, OrganisationLeft.
    """
    member = queries.member(actor, membership)
    people = tuple(sorted({seat.person for seat in member.seats if not seat.is_machine}))
    circles.leave_circle(actor=actor, membership=membership, note=note)
    record(OrganisationLeft(circle=member.circle, membership=membership, people=people, why=why), by=actor)
