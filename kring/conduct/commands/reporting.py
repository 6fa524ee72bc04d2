"""Reporting a suspicion, under one's name or unknown to everybody, and coming back to it."""

from uuid import UUID

from kring.circles import queries as circles
from kring.conduct import access, queries, rules
from kring.conduct.facts import ReporterAnswered, SuspicionReported
from kring.conduct.models import Case, Note
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.kernel.record import record
from kring.sharing import queries as sharing


def report_suspicion(
    *,
    actor: Actor,
    circle: UUID,
    what: str,
    about: UUID | None,
    item: UUID | None,
    unknown: bool,
    handler: UUID | None = None,
) -> str:
    """Report that a promise may have been broken, by a member organisation or with an item; who steers looks into it.

    `unknown`: nothing that is kept says who it was. Gives the code with which they can come back; empty otherwise.
    `handler` looks into it where everybody who steers, here and around, belongs to the organisation.

    Refused: not_seated, nothing_said, nobody_handles, not_to_choose.
    Records: SuspicionReported, by nobody when they wish to stay unknown.
    """
    place = circles.circle_for(actor, circle)
    if about is not None and circles.member(actor, about).circle != circle:
        raise NotVisible
    if item is not None and ((row := sharing.row(actor, item)) is None or row.circle_slug != place.slug):
        raise NotVisible
    seated = place.standing is not None and not place.standing.observes
    handlers = queries.handlers(circle, about, handler)
    enforce(rules.why_not_report(seated=seated, said=what, by=actor.person, handlers=handlers, chosen=handler))
    code = access.new_return_code() if unknown else ""
    case = Case(
        circle_id=circle,
        accused_id=about,
        item_id=item,
        handler_id=handler,
        what=what.strip(),
        reporter_id=None if unknown else actor.person,
        return_key=access.return_key(code) if unknown else None,
        reported_on=now().date(),
    )
    case.save(force_insert=True)
    record(SuspicionReported(circle=circle, case=case.pk), by=None if unknown else actor)
    return code


def answer_as_reporter(*, case: UUID, text: str) -> None:
    """Who reported it, bound by name or by code, says more. Nothing is kept of who wrote it.

    Refused: not_open, nothing_said.
    Records: ReporterAnswered.
    """
    found = queries.reported_case(case)
    if not found.is_open:
        raise Refused(rules.NOT_OPEN)
    enforce(None if text.strip() else rules.NOTHING_SAID)
    Note.objects.create(case_id=case, kind=Note.Kind.ANSWER, text=text.strip(), written_on=now().date())
    row = access.case_reported(case)
    record(ReporterAnswered(circle=row.circle_id, case=case), by=None)
