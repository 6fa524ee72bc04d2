"""Polls on an item: what is asked, and what was answered, as far as who looks may know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.lookups import Lookup, look_up
from kring.sharing import access, rules
from kring.sharing.models import Item, Poll, PollAnswer
from kring.sharing.queries.rounds import steers
from kring.sharing.rules import Span
from kring.tlp.audience import State
from kring.tlp.labels import Label

ASKED = """
SELECT a.membership, o.name, g.kind, g.planned_for, g.at
FROM (SELECT DISTINCT membership FROM kring.asked_in_poll(%(poll)s)) a
JOIN circles_membership m ON m.id = a.membership JOIN circles_organisation o ON o.id = m.organisation_id
LEFT JOIN sharing_pollanswer g ON g.membership_id = a.membership AND g.poll_id = %(poll)s
"""
WAIT = Lookup(
    """
    SELECT p.id, i.title, c.name, i.label, p.kind, p.question, p.asked_at, p.until
    FROM sharing_poll p JOIN sharing_item i ON i.id = p.item_id JOIN circles_circle c ON c.id = i.circle_id
    WHERE i.circle_id = ANY (%(part_in)s::uuid[]) AND p.closed_at IS NULL AND p.until > %(now)s
      AND NOT EXISTS (SELECT FROM sharing_pollanswer a WHERE a.poll_id = p.id AND a.membership_id = ANY (%(part_for)s::uuid[]))
    ORDER BY p.until
    """,
    lambda actor: {"part_in": circles.takes_part_in(actor), "part_for": circles.takes_part_for(actor)},
)
"""Those that wait for a word of the organisations somebody takes part for."""


@dataclass(frozen=True, slots=True)
class PollRow:
    """What one organisation answered."""

    membership: UUID
    organisation: str
    answer: str | None
    """None: nothing was heard."""
    planned_for: date | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What one's own organisation answered, and who of it did."""

    answer: str
    planned_for: date | None
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PollView:
    """A poll as somebody who has the item sees it."""

    id: UUID
    item: UUID
    title: str
    """Of the item."""
    circle_id: UUID
    circle: str
    slug: str
    label: Label
    kind: str
    question: str
    """In the asker's own words; empty: as the kind says."""
    by: str
    """Who asks; empty: the secretariat."""
    named: bool
    asked_at: datetime
    until: datetime
    over: bool
    answered: int
    counts: Mapping[str, int] | None
    """How many gave each answer; None: too few to tell."""
    own: OwnAnswer | None
    may_answer: bool
    """Is it open, and does the reader sit for an organisation that is asked?"""
    tends: bool
    """Is the reader the source, or does the reader steer the circle?"""
    rows: Sequence[PollRow]
    """Every organisation that is asked, for who tends it; those that answered, for all, when names are shown."""

    @property
    def has_rows(self) -> bool:
        """Is there something to see of who answered what, whether it was looked up or not?"""
        return self.tends or (self.named and self.answered > 0)

    @property
    def options(self) -> Mapping[str, str]:
        """What one can answer, and how it is called."""
        return rules.OPTIONS[self.kind]

    @property
    def asks(self) -> bool:
        """Does it wait for a word of this reader's organisation?"""
        return self.may_answer and self.own is None

    @property
    def silent(self) -> int:
        """How many organisations were not heard; for who tends it."""
        return sum(row.answer is None for row in self.rows)


def polls_of(actor: Actor, item: UUID, *, rows: bool = True) -> list[PollView]:
    """The polls on an item, latest first; without `rows`, when nobody looks who answered what. Raises `NotVisible`."""
    return _views(actor, list(_polls(actor, item)), rows=rows)


def poll_view(actor: Actor, poll: UUID) -> PollView:
    """One poll. Raises `NotVisible`."""
    return _views(actor, [access.readable_poll(actor, poll)], rows=True)[0]


def poll_going_on(actor: Actor, item: UUID) -> PollView | None:
    """The poll on an item that is open. Raises `NotVisible`."""
    going_on = _polls(actor, item).filter(closed_at__isnull=True, until__gt=now())
    return next(iter(_views(actor, list(going_on), rows=False)), None)


def _polls(actor: Actor, item: UUID) -> QuerySet[Poll]:
    """Of one item: the database knows it when it gives them out, and need not look for it a second time."""
    found, _ = access.item_looked_at(actor, item)
    return found.polls.select_related("person").order_by("-asked_at")


@dataclass(frozen=True, slots=True)
class PollAsked:
    """A poll that waits for a word of one's organisation, as home shows it."""

    id: UUID
    title: str
    """Of the item."""
    circle: str
    label: Label
    kind: str
    question: str
    asked_at: datetime
    until: datetime

    @property
    def options(self) -> Mapping[str, str]:
        """What one can answer, and how it is called."""
        return rules.OPTIONS[self.kind]


def polls_asked(actor: Actor) -> list[PollAsked]:
    """Open polls that wait for a word of the organisations this actor sits for, the first to end first."""
    return [
        PollAsked(pk, title, circle, Label(label), *rest) for pk, title, circle, label, *rest in look_up(actor, WAIT)
    ]


def may_ask_poll(actor: Actor, item: UUID) -> bool:
    """May this actor ask something of all who have this item, now?"""
    found, is_source = access.item_looked_at(actor, item)
    return found.state == State.SHARED and (is_source or steers(actor, found.circle_id))


def tends_polls(actor: Actor, item: Item) -> bool:
    """Is this actor the source of an item, or does the actor steer its circle?"""
    return access.is_source(item) or steers(actor, item.circle_id)


def poll_rows(poll: Poll) -> list[PollRow]:
    """Every organisation that is asked, by name, with its answer as far as the bound actor may know."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {"poll": poll.pk})
        return _by_name(cursor.fetchall())


def waited_for_in_poll(poll: UUID) -> set[UUID]:
    """The people who sit for organisations that have not answered; nobody once the poll is over. For mail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.waited_for_in_poll(%s)", [poll])
        return {person for (person,) in cursor.fetchall()}


def _answered(poll: Poll) -> list[PollRow]:
    """The organisations that answered, by name, as far as the bound actor may know."""
    said = ("membership", "membership__organisation__name", "kind", "planned_for", "at")
    return _by_name(PollAnswer.objects.filter(poll=poll).values_list(*said))


def _by_name(rows: Iterable[tuple[UUID, str, str | None, date | None, datetime | None]]) -> list[PollRow]:
    return sorted((PollRow(*row) for row in rows), key=lambda row: row.organisation.casefold())


def _views(actor: Actor, polls: Sequence[Poll], *, rows: bool) -> list[PollView]:
    counts = _counts([poll.pk for poll in polls]) if polls else {}
    return [_view(actor, poll, counts.get(poll.pk, {}), rows=rows) for poll in polls]


def _view(actor: Actor, poll: Poll, counts: Mapping[str | None, int], *, rows: bool) -> PollView:
    standing = circles.standing(actor, poll.item.circle_id)
    own = PollAnswer.objects.filter(poll=poll, membership__in=standing.memberships if standing else ())
    answers = own.values_list("kind", "planned_for", "person__name", "at")
    over, is_source = Span(poll.until, poll.closed_at).is_over(now()), access.item_looked_at(actor, poll.item_id)[1]
    tends = is_source or (standing is not None and standing.steers)
    return PollView(
        id=poll.pk,
        item=poll.item_id,
        title=poll.item.title,
        circle_id=poll.item.circle_id,
        circle=poll.item.circle.name,
        slug=poll.item.circle.slug,
        label=Label(poll.item.label),
        kind=poll.kind,
        question=poll.question,
        by=poll.person.name if poll.person else "",
        named=poll.named,
        asked_at=poll.asked_at,
        until=poll.closed_at or poll.until,
        over=over,
        answered=sum(counts.values()),
        counts=None if None in counts else {kind: n for kind, n in counts.items() if kind},
        own=next((OwnAnswer(*row) for row in answers), None),
        may_answer=not over and standing is not None and not standing.observes,
        tends=tends,
        rows=() if not rows else poll_rows(poll) if tends else _answered(poll) if poll.named else (),
    )


def _counts(polls: Sequence[UUID]) -> dict[UUID, dict[str | None, int]]:
    """How many gave each answer; under None how many answered at all, where more is not told."""
    counts: dict[UUID, dict[str | None, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT poll, answer, given FROM kring.poll_counts(%s::uuid[])", [list(polls)])
        for poll, answer, given in cursor.fetchall():
            counts.setdefault(poll, {})[answer] = given
    return counts
