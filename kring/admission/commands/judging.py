"""What who steers does with an application: ask, turn down, admit."""

from uuid import UUID

from django.db import transaction

from kring.admission import access, queries, rules
from kring.admission.facts import ApplicationDecided, CandidateAsked
from kring.admission.models import Application, Question
from kring.admission.rules import Stage
from kring.circles import commands as circles
from kring.circles.rules import MembershipState
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record

REPRESENTATIVE = "representative"


@transaction.atomic
def ask_candidate(*, actor: Actor, application: UUID, text: str) -> UUID:
    """Ask the candidate something, who hears of it by mail and answers by their own link.

    Refused: not_steering, no_such_step.
    Records: CandidateAsked.
    """
    found = to_judge(actor, application)
    enforce(rules.why_not_ask(Stage(found.stage)))
    asked = Question.objects.create(application=found, text=text.strip(), asked_by_id=known_person(actor))
    record(CandidateAsked(circle=found.circle_id, application=found.pk, question=asked.pk), by=actor)
    return asked.pk


@transaction.atomic
def refuse_application(*, actor: Actor, application: UUID, note: str = "") -> None:
    """Turn a candidate down. The note goes to the candidate; what they wrote is erased after a while.

    Refused: not_steering, no_such_step.
    Records: ApplicationDecided; MembershipMoved, when the members had been asked.
    """
    found = to_judge(actor, application)
    enforce(rules.why_not_step(Stage(found.stage), Stage.REFUSED))
    if found.membership_id:
        circles.move_membership(actor=actor, membership=found.membership_id, then=MembershipState.LEFT)
    decide(actor, found, Stage.REFUSED, note)


@transaction.atomic
def admit_from_list(*, actor: Actor, application: UUID) -> None:
    """There is room: let somebody in who waited.

    Refused: not_steering, no_such_step, circle_full.
    Records: ApplicationDecided, MembershipMoved, PersonInvited.
    """
    found = to_judge(actor, application)
    enforce(rules.why_not_step(Stage(found.stage), Stage.ADMITTED))
    circles.hold_members(found.circle_id)
    enforce(queries.room_in(found.circle_id).why_not)
    let_in(actor, found, found.conditions)


def let_in_or_wait(actor: Actor, application: Application, conditions: str) -> None:
    """The members agreed: in, when there is room; else on the waiting list. Of two at once one sees the other."""
    circles.hold_members(application.circle_id)
    if queries.room_in(application.circle_id).why_not:
        decide(actor, application, Stage.WAITING, conditions)
    else:
        let_in(actor, application, conditions)


def let_in(actor: Actor, application: Application, conditions: str) -> None:
    """The organisation is a member, and the person who applied is invited to its seat."""
    assert application.membership_id
    circles.move_membership(actor=actor, membership=application.membership_id, then=MembershipState.MEMBER)
    decide(actor, application, Stage.ADMITTED, conditions)
    circles.invite_person(
        actor=actor,
        membership=application.membership_id,
        email=application.email,
        name=application.person,
        role=REPRESENTATIVE,
    )


def decide(actor: Actor, application: Application, stage: Stage, note: str) -> None:
    """Write the decision down; the candidate hears of it."""
    application.stage, application.conditions, application.decided_at = stage, note.strip(), now()
    application.save(update_fields=["stage", "conditions", "decided_at"])
    fact = ApplicationDecided(circle=application.circle_id, application=application.pk, stage=stage.value)
    record(fact, by=actor)


def to_judge(actor: Actor, application: UUID) -> Application:
    """An application, locked, to a circle that this actor steers.

    Refused: not_steering.
    """
    found = access.application(actor, application)
    access.steered(actor, found.circle_id)
    return access.application(actor, application, lock=True)
