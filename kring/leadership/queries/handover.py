"""What somebody carries in a circle at this moment, to be handed over: as far as whoever looks may read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from kring.admission import queries as admission
from kring.admission.queries import ApplicationView, BallotView
from kring.admission.rules import Stage
from kring.circles import queries as circles
from kring.circles.queries import CirclePlace, Someone
from kring.conduct import queries as conduct
from kring.conduct.queries import CodeVersion
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.leadership import access
from kring.leadership.queries.cycle import Round, cycles
from kring.leadership.queries.duties import DutyHeld, duties
from kring.leadership.queries.talks import TalkDue, talks_due
from kring.meetings import queries as meetings
from kring.meetings.queries import MeetingRow, outcomes
from kring.meetings.queries.outcomes import OutcomeRow, Which
from kring.meetings.rules.lines import Kind

WAITING = (Stage.SENT, Stage.BALLOT, Stage.WAITING)
MOST_MEETINGS = 6


@dataclass(frozen=True, slots=True)
class Steered:
    """What falls to who steers, beside what is theirs by name."""

    rounds: Sequence[Round] = ()
    """Meetings around which there is something to do."""
    ballots: Sequence[BallotView] = ()
    """Those that run."""
    applications: Sequence[ApplicationView] = ()
    """Those that wait."""
    talks: Sequence[TalkDue] = ()
    """With whom to speak again by now: for who leads alone."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What one person carries in a circle."""

    person: Someone
    duties: Sequence[DutyHeld]
    steps_in: Sequence[DutyHeld]
    """For whom this person steps in."""
    actions: Sequence[OutcomeRow]
    agreements: Sequence[OutcomeRow]
    meetings: Sequence[MeetingRow]
    """The next ones, with their hosts."""
    code: CodeVersion | None
    """The code of conduct in force."""
    steered: Steered


def pack_of(actor: Actor, place: CirclePlace, person: UUID) -> Pack:
    """What somebody carries. Raises `NotVisible` for all but themselves, who steers, their deputies and successors."""
    all_of_them = duties(actor, place.id)
    if person not in packs_open(actor, place, [person], all_of_them):
        raise NotVisible
    return Pack(
        person=circles.people_by_id([person], place.community)[person],
        duties=[duty for duty in all_of_them if duty.is_held_by(person)],
        steps_in=[duty for duty in all_of_them if duty.deputy and duty.deputy.id == person],
        actions=_owned(actor, place.id, Kind.ACTION, person),
        agreements=_owned(actor, place.id, Kind.AGREEMENT, person),
        meetings=[row for row in meetings.ahead(actor, place.id) if not row.is_cancelled][:MOST_MEETINGS],
        code=conduct.code_in_force(place.path),
        steered=_steered(actor, place, person),
    )


def packs_open(
    actor: Actor, place: CirclePlace, people: Collection[UUID], held: Sequence[DutyHeld] | None = None
) -> set[UUID]:
    """Of these people, whose packs the actor may open: their own, of whom they stand in for or took over from; who steers, all.

    `held`: the duties of the circle, where they are known already.
    """
    if actor.person is None or place.standing is None or place.standing.observes:
        return set()
    held = duties(actor, place.id) if held is None else held
    found = {actor.person} | circles.predecessors(actor, place.id)
    if place.standing.steers:
        found |= circles.seated_among(place.id, people) | {duty.given_to for duty in held if duty.given_to}
    else:
        found |= {one.id for duty in held if duty.deputy and duty.deputy.id == actor.person for one in duty.holders}
    return found & set(people)


def _owned(actor: Actor, circle: UUID, kind: Kind, person: UUID) -> list[OutcomeRow]:
    return outcomes.register(actor, circle, kind, Which.OPEN, owner=person)[:]


def _steered(actor: Actor, place: CirclePlace, person: UUID) -> Steered:
    """Of somebody who steers, or whose seat the reader took over to steer."""
    if person not in circles.steering(place.id) | circles.predecessors(actor, place.id):
        return Steered()
    steers = place.standing is not None and place.standing.steers
    return Steered(
        rounds=cycles(actor, place.id) if steers else (),
        ballots=[one for one in admission.ballots_of(actor, place.id) if one.closed_at is None],
        applications=[one for one in admission.applications_of(actor, place.id) if one.stage in WAITING],
        talks=[one for one in talks_due(actor) if one.slug == place.slug] if access.leads(place.id) else (),
    )
