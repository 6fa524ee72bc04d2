"""Rounds: what was asked in a circle, who answered, who is silent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.lookups import Lookup, look_up
from kring.sharing import access, rules
from kring.sharing.models import Round, RoundAnswer
from kring.sharing.rules import Span

# When something was last shared in each circle, or until when it was last asked; if never, when it began. Each the end of an index.
LAST_WORDS = Lookup(
    """
    SELECT c.id, greatest(
        c.created_at,
        (SELECT i.shared_at FROM sharing_item i WHERE i.circle_id = c.id AND i.state > 0 ORDER BY i.shared_at DESC LIMIT 1),
        (SELECT r.until FROM sharing_round r WHERE r.circle_id = c.id ORDER BY r.started_at DESC LIMIT 1))
    FROM circles_circle c WHERE c.id = ANY (%(steered)s::uuid[])
    """,
    lambda actor: {"steered": circles.steered(actor)},
)
ASKED = Lookup(
    """
    SELECT r.id, c.name, c.slug, r.question, r.started_at, r.until
    FROM sharing_round r JOIN circles_circle c ON c.id = r.circle_id
    WHERE r.closed_at IS NULL AND r.until > %(now)s
      AND NOT EXISTS (SELECT FROM sharing_roundanswer a WHERE a.round_id = r.id AND a.membership_id = ANY (%(own)s::uuid[]))
    ORDER BY r.until
    """,
    lambda actor: {"own": circles.sits_for(actor)},
)

MOST_SHOWN = 20
"""Rounds in the list of a circle."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What one member said; for who steers."""

    membership: UUID
    organisation: str
    answer: str | None
    """None: nothing was heard."""
    person: str
    at: datetime | None


NOTHING_HEARD = (None, "", None)


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as somebody of the circle sees it. Who answered is for who steers; how many did is for all."""

    id: UUID
    circle_id: UUID
    circle: str
    slug: str
    question: str
    by: str
    started_at: datetime
    until: datetime
    over: bool
    answered: int
    members: int
    own: str | None
    """What the organisation one sits for said."""
    steers: bool
    rows: Sequence[AnswerRow]
    """Empty for who does not steer."""

    @property
    def silent(self) -> int:
        """How many members were not heard."""
        return self.members - self.answered

    @property
    def asks(self) -> bool:
        """Does it wait for a word of this reader's organisation?"""
        return not self.over and self.own is None


def rounds_of(actor: Actor, circle: UUID, *, rows: bool = True) -> list[RoundView]:
    """The rounds of a circle, latest first; without `rows`, when nobody looks who answered what.

    Empty for who has no seat there.
    """
    found = Round.objects.filter(circle=circle).select_related("circle", "author").order_by("-started_at")
    return _views(actor, list(found[:MOST_SHOWN]), rows=rows)


def round_view(actor: Actor, round: UUID) -> RoundView:
    """One round. Raises `NotVisible`."""
    return _views(actor, [access.round_asked(actor, round)], rows=True)[0]


@dataclass(frozen=True, slots=True)
class RoundAsked:
    """A round that waits for a word of one's organisation, as home shows it."""

    id: UUID
    circle: str
    slug: str
    question: str
    started_at: datetime
    until: datetime


def rounds_asked(actor: Actor) -> list[RoundAsked]:
    """The rounds that wait for a word of the organisations this actor sits for, the first to end first."""
    return [RoundAsked(*row) for row in look_up(actor, ASKED)]


def round_going_on(actor: Actor, circle: UUID) -> RoundView | None:
    """The round that goes on in a circle, if there is one."""
    going_on = Round.objects.filter(circle=circle, closed_at__isnull=True, until__gt=now())
    found = going_on.select_related("circle", "author").first()
    return _views(actor, [found], rows=False)[0] if found else None


def quiet_circles(actor: Actor) -> list[circles.CirclePlace]:
    """Circles this actor steers in which nothing was shared or asked for long, as far as the actor can see."""
    steered = {place.id: place for place in circles.circles_of(actor) if place.standing and place.standing.steers}
    heard: dict[UUID, datetime] = dict(look_up(actor, LAST_WORDS)) if steered else {}
    return [place for which, place in steered.items() if rules.is_quiet(now(), last_word=heard[which])]


def steers(actor: Actor, circle: UUID) -> bool:
    """Is the actor chair or secretary of this circle?"""
    own = circles.standing(actor, circle)
    return own is not None and own.steers


def round_rows(round: Round) -> list[AnswerRow]:
    """Every member that is asked, by name, with what it said as far as the bound actor may know."""
    return _rows(round, circles.taking_part(round.circle_id))


def _rows(round: Round, asked: Mapping[UUID, str]) -> list[AnswerRow]:
    said = RoundAnswer.objects.filter(round=round).values_list("membership", "kind", "person__name", "at")
    given = {membership: (kind, person, at) for membership, kind, person, at in said}
    return [AnswerRow(member, name, *given.get(member, NOTHING_HEARD)) for member, name in asked.items()]


def waited_for(round: UUID) -> set[UUID]:
    """The people who sit for members that have not answered; nobody once the round is over. For mail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.waited_for(%s)", [round])
        return {person for (person,) in cursor.fetchall()}


def _views(actor: Actor, rounds: Sequence[Round], *, rows: bool) -> list[RoundView]:
    if not rounds:
        return []
    answered = _answered([row.pk for row in rounds])
    own = _own_answers(actor, rounds)
    members = {circle: circles.how_many_take_part(circle) for circle in {row.circle_id for row in rounds}}
    seats = {circle: circles.standing(actor, circle) for circle in members}
    steered = {circle for circle, seat in seats.items() if seat is not None and seat.steers}
    asked = {circle: circles.taking_part(circle) for circle in steered} if rows else {}
    return [
        _view(
            row,
            answered=answered.get(row.pk, 0),
            members=members[row.circle_id],
            own=own.get(row.pk),
            steering=row.circle_id in steered,
            asked=asked.get(row.circle_id, {}),
        )
        for row in rounds
    ]


def _view(
    row: Round, *, answered: int, members: int, own: str | None, steering: bool, asked: Mapping[UUID, str]
) -> RoundView:
    return RoundView(
        id=row.pk,
        circle_id=row.circle_id,
        circle=row.circle.name,
        slug=row.circle.slug,
        question=row.question,
        by=row.author.name if row.author else "",
        started_at=row.started_at,
        until=row.closed_at or row.until,
        over=Span(row.until, row.closed_at).is_over(now()),
        answered=answered,
        members=members,
        own=own,
        steers=steering,
        rows=_rows(row, asked) if asked else (),
    )


def _own_answers(actor: Actor, rounds: Sequence[Round]) -> dict[UUID, str]:
    """What the organisations said that the actor sits for, by round."""
    said = RoundAnswer.objects.filter(round__in=[row.pk for row in rounds], membership__in=circles.sits_for(actor))
    return dict(said.values_list("round", "kind"))


def _answered(rounds: Collection[UUID]) -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT round, answered FROM kring.round_answers(%s::uuid[])", [list(rounds)])
        return dict(cursor.fetchall())
