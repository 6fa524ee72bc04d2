"""The chair's cockpit: is the circle alive, and what do I do next. For the chair and the chair's deputy."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from kring.circles import queries as circles
from kring.health import queries as health
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.leadership import access, rules
from kring.leadership.queries.cycle import AHEAD, BACK, Round, progress_of, rounds
from kring.leadership.queries.duties import DutyHeld, duties
from kring.leadership.queries.scope import scope_of
from kring.leadership.queries.talks import Unspoken, unspoken
from kring.leadership.rules import Need, Step, Todo
from kring.meetings import queries as meetings
from kring.meetings.queries import MeetingRow, outcomes
from kring.meetings.queries.outcomes import OutcomeRow, Which
from kring.meetings.queries.progress import Preparation, preparations
from kring.meetings.rules.lines import Kind

MOST_SHOWN = 5
SOON = timedelta(days=8)
"""So far ahead it is seen whether a promise is kept: the agenda goes out a week before."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What those who lead promise by holding a duty, and how often it was kept in a year."""

    step: Step
    kept: int
    of: int

    @property
    def is_kept(self) -> bool:
        """Each time?"""
        return self.kept == self.of


@dataclass(frozen=True, slots=True)
class Cockpit:
    """What a chair sees at a glance."""

    next_meeting: MeetingRow | None
    promises: list[Promise]
    rounds: list[Round]
    actions: list[OutcomeRow]
    """Open ones, late ones first."""
    agreements: list[OutcomeRow]
    silent: list[health.Silent]
    """Members that gave nothing in half a year. Others do not learn who."""
    unspoken: list[Unspoken]
    """With whom nobody spoke for long: the first of those of whom it is due, and of the others."""
    trend: health.Trend
    chair: DutyHeld | None
    sectors: list[str]
    """Of the organisations of the chair."""
    todos: list[Todo]

    @property
    def some_silent(self) -> list[health.Silent]:
        """The first of them: in a large circle they can be hundreds."""
        return self.silent[:MOST_SHOWN]

    @property
    def more_silent(self) -> int:
        """How many others there are."""
        return len(self.silent) - len(self.some_silent)


def cockpit(actor: Actor, place: circles.CirclePlace) -> Cockpit:
    """All of it. Raises `NotVisible` for who does not lead the circle."""
    access.only_leading(place.id)
    held = duties(actor, place.id)
    prepared = preparations(actor, [place.id], back=rules.YEAR, ahead=AHEAD)
    found = Cockpit(
        next_meeting=next(iter(meetings.ahead(actor, place.id, most=1)), None),
        promises=promises(prepared),
        rounds=rounds(one for one in prepared if one.starts_at > now() - BACK) if _steers(place) else [],
        actions=outcomes.register(actor, place.id, Kind.ACTION, Which.OPEN)[:MOST_SHOWN],
        agreements=outcomes.register(actor, place.id, Kind.AGREEMENT, Which.OPEN)[:MOST_SHOWN],
        silent=health.silent(place),
        unspoken=unspoken(place, most=MOST_SHOWN),
        trend=health.trend(place.id),
        chair=next((one for one in held if one.duty is rules.Duty.CHAIR), None),
        sectors=_sectors(place.id),
        todos=[],
    )
    found.todos.extend(rules.first([*_todos(place, found, held), *_scope_to_review(place)]))
    return found


def promises(prepared: Iterable[Preparation]) -> list[Promise]:
    """What was promised around meetings, and how often it was kept. Those that are further ahead than a week wait."""
    today = timezone.localdate()
    progress = [progress_of(one) for one in prepared if one.starts_at < now() + SOON]
    counted = [Promise(step, *rules.kept(progress, step, today)) for step in (Step.AGENDA, Step.DRAFT, Step.PUBLISH)]
    return [promise for promise in counted if promise.of]


def _steers(place: circles.CirclePlace) -> bool:
    return place.standing is not None and place.standing.steers


def _sectors(circle: UUID) -> list[str]:
    return sorted({sector for sectors in circles.sectors_of_role(circle, "chair") for sector in sectors})


def _todos(place: circles.CirclePlace, found: Cockpit, held: list[DutyHeld]) -> Iterator[Todo]:
    today = timezone.localdate()
    there = {name: reverse(name, args=[place.slug]) for name in ("cycle", "pulse", "talks", "who_for_what")}
    for one in found.rounds:
        if one.late:
            yield Todo(Need.LATE_STEP, one.title, there["cycle"])
    if found.trend.falling:
        yield Todo(Need.FALLING, "", there["pulse"])
    yield from _to_call(found.unspoken, there["talks"], today)
    for outcome in (*found.actions, *found.agreements):
        if outcome.is_late or (outcome.kind is Kind.AGREEMENT and outcome.waits):
            need = Need.LATE_ACTION if outcome.kind is Kind.ACTION else Need.AGREEMENT
            yield Todo(need, outcome.text, reverse("outcome", args=[outcome.id]))
    for given in found.silent:
        yield Todo(Need.SILENT, given.organisation, f"{there['talks']}?about={given.membership}")
    for duty in held:
        if rules.term_nears(duty.until, today) or not duty.holders:
            need = Need.VACANT if not duty.holders else Need.TERM
            yield Todo(need, duty.title or duty.duty, reverse("duty", args=[place.slug, duty.id]))


def _to_call(unspoken: Sequence[Unspoken], log: str, today: date) -> Iterator[Todo]:
    """As many as there can be things to do; those with whom nobody spoke can be hundreds."""
    for need, is_due in ((Need.TALK, True), (Need.CHECK_IN, False)):
        members = (member for member in unspoken if member.is_due(today) is is_due)
        for member in islice(members, rules.MOST_TODOS):
            yield Todo(need, member.organisation, f"{log}?about={member.about}")


def _scope_to_review(place: circles.CirclePlace) -> Iterator[Todo]:
    scope = scope_of(place.id)
    if scope and scope.is_due:
        yield Todo(Need.SCOPE, "", reverse("scope", args=[place.slug]))
