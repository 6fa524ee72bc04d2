"""Opening, voting, closing. Voting writes to the urn and to nothing else: no fact, no log, no time."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from kring.admission import access, queries, rules
from kring.admission.commands.judging import let_in_or_wait, to_judge
from kring.admission.facts import BallotClosed, BallotOpened, BallotStopped
from kring.admission.models import Application, Ballot, Urn
from kring.admission.rules import Choice, Result, Rule, Stage, Tally
from kring.admission.urn import Key, Lost, Paper, Papers, blank, seal
from kring.circles import commands as circle_commands
from kring.circles import queries as circles
from kring.circles.rules import MembershipState
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record
from kring.tlp.labels import Label


@transaction.atomic
def open_ballot(
    *,
    actor: Actor,
    application: UUID,
    sponsor: UUID | None = None,
    days: int | None = None,
    rule: Rule | None = None,
    quorum: int | None = None,
) -> UUID:
    """Ask all members about a candidate. What is not said is as the policy says; the sponsor is one's own organisation.

    The organisation becomes a candidate of the circle, and its members may read the application from now on.

    Refused: not_steering, no_such_step, function_excluded, incomplete, organisation_fails, person_fails, few_voters,
    no_sponsor, no_deadline, already_there.
    Records: BallotOpened; MembershipOpened the first time.
    """
    found = to_judge(actor, application)
    enforce(rules.why_not_step(Stage(found.stage), Stage.BALLOT))
    terms = queries.policy_of(found.circle_id).terms
    enforce(rules.why_not_to_ballot(rules.check(terms, queries.said_in(found))))
    voters = [member.id for member in queries.voters_of(found.circle_id)]
    vouching = sponsor or _own_membership(actor, found.circle_id)
    lasts = days if days is not None else terms.days
    enforce(rules.why_not_ballot(voters=len(voters), sponsor_votes=vouching in voters, days=lasts))
    assert vouching
    ballot = Ballot.objects.create(
        circle=found.circle,
        community=found.community,
        label=Label.AMBER_STRICT,
        state=1,
        author_id=known_person(actor),
        audience=[found.circle_id],
        application=found,
        candidate_id=_become_candidate(actor, found),
        sponsor_id=vouching,
        rule=rule or terms.rule,
        quorum=terms.quorum if quorum is None else quorum,
        opened_at=now(),
        until=now() + timedelta(days=lasts),
    )
    _set_up_urn(ballot.pk, voters)
    until = ballot.until.isoformat()
    record(BallotOpened(circle=found.circle_id, ballot=ballot.pk, application=found.pk, until=until), by=actor)
    return ballot.pk


def _own_membership(actor: Actor, circle: UUID) -> UUID | None:
    seat = circles.seat_for_sharing(actor, circle)
    return seat.membership if seat else None


def _become_candidate(actor: Actor, application: Application) -> UUID:
    if application.membership_id is None:
        application.membership_id = circle_commands.open_membership(
            actor=actor,
            circle=application.circle_id,
            name=application.organisation,
            state=MembershipState.CANDIDATE,
        )
    application.stage, application.audience = Stage.BALLOT, [application.pk, application.circle_id]
    application.save(update_fields=["membership", "stage", "audience"])
    return application.membership_id


def _set_up_urn(ballot: UUID, voters: Collection[UUID]) -> None:
    """The key first. Should all this be undone, a key without an urn is left, which opens nothing and is swept away."""
    key = access.keys().make(ballot)
    Urn.objects.create(ballot_id=ballot, sealed=seal(key.octets, ballot, blank(voters)))


@transaction.atomic
def vote(*, actor: Actor, ballot: UUID, choice: Choice, reason: str = "") -> None:
    """Say something for the organisation one sits for, or something else than before. Until the deadline, unseen.

    A reason goes with an objection alone, and will be read by the members without a name.

    Refused: ballot_closed, ballot_over, no_such_choice, no_vote, urn_lost.
    Records: nothing. That somebody voted is nobody's to know.
    """
    found = access.ballot(actor, ballot)
    closed = found.closed_at is not None
    enforce(rules.why_not_vote(Rule(found.rule), choice, closed=closed, until=found.until, now=now()))
    urn, key, papers = _opened(found)
    own = _own_membership(actor, found.circle_id)
    if own not in {paper.voter for paper in papers}:
        raise Refused(rules.NO_VOTE)
    kept = reason.strip()[: rules.LONGEST_REASON] if choice is Choice.AGAINST else ""
    said = [replace(paper, choice=choice, reason=kept) if paper.voter == own else paper for paper in papers]
    urn.sealed = seal(access.keys().make(found.pk).octets, found.pk, said)
    urn.save(update_fields=["sealed"])
    transaction.on_commit(key.destroy)


@transaction.atomic
def close_ballot(*, actor: Actor, ballot: UUID, conditions: str = "") -> Result:
    """Count, publish what the papers say without whose they are, and destroy the urn. After that nothing can change.

    Passed, the candidate is admitted, or waits for room; the conditions go along. Otherwise the application is back
    with who steers, to be turned down or put to the vote anew.

    Refused: not_steering, ballot_closed, too_soon, urn_lost, few_left.
    Records: BallotClosed, and what follows for the candidate.
    """
    found = _to_end(actor, ballot)
    enforce(rules.why_not_close(closed=found.closed_at is not None, until=found.until, now=now()))
    _, _, papers = _opened(found)
    here = {member.id for member in queries.voters_of(found.circle_id)}
    counted = [paper for paper in papers if paper.voter in here]
    enforce(rules.why_not_count(len(counted)))
    result = rules.result_of(Rule(found.rule), Tally.of(Choice(paper.choice) for paper in counted), quorum=found.quorum)
    _end(found, result, counted)
    record(BallotClosed(circle=found.circle_id, ballot=found.pk, result=result.value), by=actor)
    if result is Result.PASSED:
        let_in_or_wait(actor, to_judge(actor, found.application_id), conditions)
    else:
        _give_back(found.application)
    return result


@transaction.atomic
def stop_ballot(*, actor: Actor, ballot: UUID) -> None:
    """End it without a count: what was in the urn will never be known. The application is back with who steers.

    Refused: not_steering, ballot_closed.
    Records: BallotStopped.
    """
    found = _to_end(actor, ballot)
    if found.closed_at is not None:
        raise Refused(rules.BALLOT_CLOSED)
    _end(found, Result.STOPPED, ())
    record(BallotStopped(circle=found.circle_id, ballot=found.pk), by=actor)
    _give_back(found.application)


def _to_end(actor: Actor, ballot: UUID) -> Ballot:
    found = access.ballot(actor, ballot)
    access.steered(actor, found.circle_id)
    return access.ballot(actor, ballot, lock=True)


def _opened(ballot: Ballot) -> tuple[Urn, Key, Papers]:
    """The urn, locked, its key and its papers."""
    urn = access.urn(ballot)
    if urn is None:
        raise Refused(rules.BALLOT_CLOSED)
    try:
        return urn, *access.opened(urn.pk, bytes(urn.sealed))
    except Lost:
        raise Refused(rules.URN_LOST) from None


def _end(ballot: Ballot, result: Result, papers: Collection[Paper]) -> None:
    """Sorted by receipt and by letter, so that their order says nothing; the urn goes, and its key once that is sure."""
    ballot.papers = sorted([paper.receipt, paper.choice] for paper in papers)
    ballot.reasons = sorted(paper.reason for paper in papers if paper.reason)
    ballot.result, ballot.closed_at = result.value, now()
    Urn.objects.filter(pk=ballot.pk).delete()
    ballot.save(update_fields=["papers", "reasons", "result", "closed_at"])
    transaction.on_commit(lambda: access.keys().destroy(ballot.pk))


def _give_back(application: Application) -> None:
    application.stage = Stage.SENT
    application.save(update_fields=["stage"])
