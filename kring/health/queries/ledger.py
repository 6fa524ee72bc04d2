"""Give and take: what each member gave to a circle in a period, as far as the reader may know.

A kind of gift comes from a source: a question that a lower room answers. A room that knows of more has its question added to
`SOURCES`; the page, the statement and the list of who gave nothing follow.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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

QUIET = """
SELECT m.id, o.name FROM circles_membership m JOIN circles_organisation o ON o.id = m.organisation_id
WHERE m.circle_id = %(circle)s AND m.state = 'member' AND m.kind <> 'observer' AND m.since <= %(since)s
  AND m.id NOT IN (SELECT membership FROM kring.hours_given(%(circle)s, %(first)s, %(end)s, NULL))
ORDER BY o.name, m.id
"""
"""Members all through a period of which no hours were written down in it."""

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

    @property
    def days(self) -> tuple[date, date]:
        """The first day of it, and the one after its last."""
        return timezone.localtime(self.since).date(), timezone.localtime(self.until).date()


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
    members = None if only is None else list(only)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT membership, hours FROM kring.hours_given(%s, %s, %s, %s::uuid[])",
            [circle, *Period(since, until).days, members],
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


@dataclass(frozen=True, slots=True)
class Ledger:
    """Give and take in a circle: one's own, and for who steers, that of others."""

    period: Period
    rows: Sequence[Given]
    """Who gave least first."""

    @property
    def own(self) -> list[Given]:
        """Of the organisations one sits for."""
        return [row for row in self.rows if row.own]

    def of(self, members: Iterable[UUID]) -> list[Given]:
        """Of these, in this order."""
        rows = {row.membership: row for row in self.rows}
        return [rows[member] for member in members if member in rows]


def ledger(
    actor: Actor, place: circles.CirclePlace, period: Period | None = None, *, beside: Collection[UUID] | None = None
) -> Ledger:
    """Give and take in a circle. Empty for who has no seat there, and for observers.

    For who steers, of all its members; or `beside` the organisations one sits for of these alone, who are soon counted.
    """
    known_person(actor)
    period = period or Period.last_half_year()
    own = place.standing.memberships if place.standing and not place.standing.observes else frozenset()
    others = beside if _steers(place) else ()
    only = None if others is None else own.union(others)
    houses = circles.houses_of(place.id, only=only) if only is None or only else []
    members = [house for house in houses if _gives(house)]
    counts = [source.counted(place.id, period.since, period.until, only) for source in SOURCES] if members else []
    rows = [
        Given(
            membership=member.id,
            organisation=member.name,
            amounts=tuple([count.get(member.id, 0) for count in counts]),
            own=member.id in own,
        )
        for member in members
    ]
    return Ledger(period, sorted(rows, key=lambda row: (sum(row.amounts), row.organisation)))


def givers(place: circles.CirclePlace) -> circles.HousesByName | list[tuple[UUID, str]]:
    """The members of which it is counted what they give, by name: for who steers, and for nobody else."""
    return circles.HousesByName(place.id, states=[MembershipState.MEMBER], observing=False) if _steers(place) else []


@dataclass(frozen=True, slots=True)
class Silent:
    """A member that gave nothing."""

    membership: UUID
    organisation: str

    @property
    def about(self) -> str:
        """The membership, as it stands in addresses."""
        return str(self.membership)


def silent(place: circles.CirclePlace) -> list[Silent]:
    """Who of the members of a circle gave nothing in the last half year, and was one all the time: for who steers.

    What is soonest counted is asked first, and of whom something was seen, nothing more is asked.
    """
    if not _steers(place):
        return []
    period = Period.last_half_year()
    left = _without_hours(place.id, period)
    for source in reversed(SOURCES):
        if left and source.counted is not _hours:
            only = [member.membership for member in left] if len(left) <= FEW else None
            seen = source.counted(place.id, period.since, period.until, only)
            left = [member for member in left if not seen.get(member.membership)]
    return left


def _without_hours(circle: UUID, period: Period) -> list[Silent]:
    """Where one looks first: most members write their hours down, and whoever did is not fetched."""
    first, end = period.days
    with connection.cursor() as cursor:
        cursor.execute(QUIET, {"circle": circle, "since": period.since, "first": first, "end": end})
        return [Silent(*row) for row in cursor.fetchall()]


def _steers(place: circles.CirclePlace) -> bool:
    return place.standing is not None and place.standing.steers


def _gives(house: circles.House) -> bool:
    """Is it counted what this member gives?"""
    return house.state is MembershipState.MEMBER and house.kind != "observer"
