"""What a candidate does, by their own link and without an account: write, send, answer, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from django.db import transaction

from kring.admission import access, queries, rules
from kring.admission.commands.evidence import keep_files
from kring.admission.facts import ApplicationBegun, ApplicationSent, ApplicationWithdrawn, CandidateAnswered
from kring.admission.models import Application
from kring.admission.rules import Stage
from kring.circles import commands as circles
from kring.kernel import limits
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.ids import new_id
from kring.kernel.record import record
from kring.sharing.commands import Upload
from kring.tlp.labels import Label

HOURLY = 30
"""Applications that can be begun by one link in an hour."""
ANSWERS_AN_HOUR = 60
"""How often one candidate can write in an hour."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What a candidate fills in."""

    organisation: str = ""
    person: str = ""
    email: str = ""
    function: str = ""
    motive: str = ""
    declared: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    """By the code of the criterion: those that are new."""

    @property
    def words(self) -> dict[str, Any]:
        """All of it but the files."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "files"}


@transaction.atomic
def begin_application(*, link: str, writing: Writing, language: str) -> Actor:
    """Begin an application by the link of a circle. Gives who it is from now on: the candidate, whose link is mailed.

    Refused: too_often, file_kind, file_too_large, file_empty.
    Records: ApplicationBegun.
    """
    opening = access.opening_in(link)
    limits.count("apply", opening.pk, most=HOURLY, seconds=3600)
    candidate = Actor(guest=new_id())
    with acting_as(candidate):
        made = Application.objects.create(
            pk=candidate.guest,
            circle=opening.circle,
            community=opening.circle.community,
            label=Label.AMBER_STRICT,
            state=1,
            audience=[candidate.guest],
            language=language,
            **writing.words,
        )
        keep_files(made, writing.files)
        record(ApplicationBegun(circle=made.circle_id, application=made.pk), by=None)
    return candidate


@transaction.atomic
def save_application(*, candidate: Actor, writing: Writing) -> None:
    """Keep what was filled in so far, complete or not. The address stays that to which the link went.

    Refused: already_sent, too_often, file_kind, file_too_large, file_empty.
    """
    found = _own(candidate)
    enforce(rules.why_not_write(Stage(found.stage)))
    for name, value in writing.words.items():
        if name != "email":
            setattr(found, name, value)
    found.save()
    keep_files(found, writing.files)


@transaction.atomic
def send_application(*, candidate: Actor) -> None:
    """Let those see it who steer the circle. It can be withdrawn afterwards, and not changed.

    Refused: incomplete, already_sent, too_often.
    Records: ApplicationSent.
    """
    found = _own(candidate)
    enforce(rules.why_not_write(Stage(found.stage)))
    enforce(rules.why_not_send(rules.check(queries.policy_of(found.circle_id).terms, queries.said_in(found))))
    found.stage, found.sent_at = Stage.SENT, now()
    found.save(update_fields=["stage", "sent_at"])
    record(ApplicationSent(circle=found.circle_id, application=found.pk), by=None)


@transaction.atomic
def withdraw_application(*, candidate: Actor) -> None:
    """Want it no longer, also from the waiting list. What was written is erased after a while.

    Refused: no_such_step, too_often.
    Records: ApplicationWithdrawn; MembershipMoved, when the members had been asked.
    """
    found = _own(candidate)
    enforce(rules.why_not_step(Stage(found.stage), Stage.WITHDRAWN))
    found.stage, found.decided_at = Stage.WITHDRAWN, now()
    found.save(update_fields=["stage", "decided_at"])
    if found.membership_id:
        circles.end_candidacy(membership=found.membership_id)
    record(ApplicationWithdrawn(circle=found.circle_id, application=found.pk), by=None)


@transaction.atomic
def answer_question(*, candidate: Actor, question: UUID, answer: str) -> None:
    """Answer something one was asked, while it is not decided. A later answer takes the place of an earlier one.

    Refused: no_such_step, too_often.
    Records: CandidateAnswered.
    """
    asked = access.question(candidate, question)
    found = access.application(candidate, asked.application_id)
    enforce(rules.why_not_ask(Stage(found.stage)))
    _count(candidate)
    asked.answer, asked.answered_at = answer.strip(), now()
    asked.save(update_fields=["answer", "answered_at"])
    record(CandidateAnswered(circle=found.circle_id, application=found.pk, question=asked.pk), by=None)


def _own(candidate: Actor) -> Application:
    """The candidate's application, locked."""
    assert candidate.guest
    found = access.application(candidate, candidate.guest, lock=True)
    _count(candidate)
    return found


def _count(candidate: Actor) -> None:
    limits.count("candidate", candidate.guest, most=ANSWERS_AN_HOUR, seconds=3600)
