"""Give and take: what each member gave to a circle in a period, as far as the reader may know.

A kind of gift comes from a source: a question that a lower room answers. A room that knows of more has its question added to
`SOURCES`; the page, the statement and the list of who gave nothing follow.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kring.circles import queries as circles
from kring.circles.rules import MembershipState
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.words import N_
from kring.meetings.queries import giving
from kring.sharing import queries as sharing

HALF_A_YEAR = timedelta(days=182)
FEW = 100
"""So many members are named one by one; of more, all are counted."""

Amount = int | Decimal


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when it is counted."""

    since: datetime
    until: datetime

    @classmethod
    def last_half_year(cls) -> "Period":
        """The last six months, whole days."""
        tomorrow = timezone.localtime(now()).date() + timedelta(days=1)
        until = timezone.make_aware(datetime.combine(tomorrow, time.min))
        return cls(until - HALF_A_YEAR, until)


Counted = Callable[[UUID, datetime, datetime, Collection[UUID] | None], Mapping[UUID, Amount]]
"""In a circle, from when until when, of these members; None: of all of which the bound actor may learn."""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of gift: what programs and people call it, and who gave how much of it, by membership."""

    code: str
    name: str
    counted: Counted


def _feedback(circle: UUID, since: datetime, until: datetime, only: Collection[UUID] | None) -> Mapping[UUID, Amount]:
    members = None if only is None else list(only)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT membership, given FROM kring.feedback_given(%s, %s, %s, %s::uuid[])",
            [circle, since, until, members],
        )
        return dict(cursor.fetchall())


def _hours(circle: UUID, since: datetime, until: datetime, only: Collection[UUID] | None) -> Mapping[UUID, Amount]:
    days = [timezone.localtime(moment).date() for moment in (since, until)]
    members = None if only is None else list(only)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT membership, hours FROM kring.hours_given(%s, %s, %s, %s::uuid[])", [circle, *days, members]
        )
        return dict(cursor.fetchall())


SOURCES: tuple[Source, ...] = (
    Source("shared", N_("Shared"), sharing.shared_by_members),
    Source("feedback", N_("Feedback"), _feedback),
    Source("answers", N_("Answers to rounds and polls"), sharing.answers_of_members),
    Source("hosted", N_("Meetings hosted"), giving.hosted),
    Source("talks", N_("Talks"), giving.talks),
    Source("attended", N_("Meetings attended"), giving.attended),
    Source("hours", N_("Hours"), _hours),
)
"""What counts as giving, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one member gave, in the order of `SOURCES`."""

    membership: UUID
    organisation: str
    amounts: Sequence[Amount]
    own: bool
    since: datetime
    """From when on it is a member."""

    @property
    def named(self) -> list[tuple[str, Amount]]:
        """Each amount with what it is called."""
        return [(source.name, amount) for source, amount in zip(SOURCES, self.amounts, strict=True)]

    @property
    def gifts(self) -> dict[str, Amount]:
        """Each amount by the code of its kind."""
        return {source.code: amount for source, amount in zip(SOURCES, self.amounts, strict=True)}

    @property
    def about(self) -> str:
        """The membership, as it stands in addresses."""
        return str(self.membership)

    @property
    def is_nothing(self) -> bool:
        """Nothing at all."""
        return not any(self.amounts)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Give and take in a circle: one's own, and for who steers, all of it."""

    period: Period
    rows: Sequence[Given]
    """Who gave least first."""
    steers: bool

    @property
    def own(self) -> list[Given]:
        """Of the organisations one sits for."""
        return [row for row in self.rows if row.own]

    @property
    def silent(self) -> list[Given]:
        """Members all through the period of which the reader, who steers, saw nothing."""
        return [row for row in self.rows if self.steers and row.is_nothing and row.since <= self.period.since]


def ledger(
    actor: Actor, place: circles.CirclePlace, period: Period | None = None, *, own_alone: bool = False
) -> Ledger:
    """Give and take in a circle. Empty for who has no seat there, and for observers.

    `own_alone`: of the organisations one sits for, also for who steers; that is soon counted.
    """
    known_person(actor)
    period = period or Period.last_half_year()
    own = place.standing.memberships if place.standing and not place.standing.observes else frozenset()
    steers = place.standing is not None and place.standing.steers
    only = None if steers and not own_alone else own
    houses = circles.houses_of(place.id, only=only) if only is None or only else []
    members = [house for house in houses if _gives(house)]
    counts = [source.counted(place.id, period.since, period.until, only) for source in SOURCES] if members else []
    rows = [
        Given(
            membership=member.id,
            organisation=member.name,
            amounts=tuple([count.get(member.id, 0) for count in counts]),
            own=member.id in own,
            since=member.since,
        )
        for member in members
    ]
    return Ledger(period, sorted(rows, key=lambda row: (sum(row.amounts), row.organisation)), steers)


@dataclass(frozen=True, slots=True)
class Silent:
    """A member that gave nothing."""

    membership: UUID
    organisation: str

    @property
    def about(self) -> str:
        """The membership, as it stands in addresses."""
        return str(self.membership)


def silent(place: circles.CirclePlace, houses: Sequence[circles.House]) -> list[Silent]:
    """Who of the members of a circle gave nothing in the last half year, and was one all the time: for who steers.

    What is soonest counted is asked first, and of whom something was seen, nothing more is asked.
    """
    period = Period.last_half_year()
    steers = place.standing is not None and place.standing.steers
    left = [house for house in houses if _gives(house) and house.since <= period.since] if steers else []
    for source in reversed(SOURCES):
        if left:
            only = [member.id for member in left] if len(left) <= FEW else None
            seen = source.counted(place.id, period.since, period.until, only)
            left = [member for member in left if not seen.get(member.id)]
    return [Silent(member.id, member.name) for member in left]


def _gives(house: circles.House) -> bool:
    """Is it counted what this member gives?"""
    return house.state is MembershipState.MEMBER and house.kind != "observer"
