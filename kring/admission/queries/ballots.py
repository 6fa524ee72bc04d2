"""Ballots: what members see while one runs, and after it is closed. Nobody is told who voted, or how many did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kring.admission import access
from kring.admission.models import Ballot
from kring.admission.rules import Choice, Result, Rule, Tally
from kring.admission.urn import Lost, Paper, Papers
from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.lookups import Lookup, look_up

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """What the organisation one sits for said so far, and the receipt that finds it among all afterwards."""

    organisation: str
    receipt: str
    choice: Choice
    reason: str


@dataclass(frozen=True, slots=True)
class BallotView:
    """A ballot as somebody of the circle sees it."""

    id: UUID
    application: UUID
    circle: str
    slug: str
    organisation: str
    sponsor: str
    rule: Rule
    quorum: int
    opened_at: datetime
    until: datetime
    closed_at: datetime | None
    result: Result | None
    voters: int
    papers: Sequence[tuple[str, Choice]]
    """Receipt and choice of every paper, once it is closed."""
    reasons: Sequence[str]
    own: OwnPaper | None
    steers: bool
    is_over: bool
    """The deadline has passed."""
    is_lost: bool
    """The urn cannot be opened."""

    @property
    def tally(self) -> Tally:
        """The count, once it is closed."""
        return Tally.of(choice for _, choice in self.papers)

    @property
    def can_vote(self) -> bool:
        """May this reader's organisation still say something, or something else?"""
        return self.own is not None and not self.is_over

    @property
    def can_be_closed(self) -> bool:
        """May this reader count it now?"""
        return self.steers and self.is_over and self.closed_at is None and not self.is_lost

    @property
    def can_be_stopped(self) -> bool:
        """May this reader end it without a count?"""
        return self.steers and self.closed_at is None


@dataclass(frozen=True, slots=True)
class BallotLine:
    """A ballot in a list."""

    id: UUID
    organisation: str
    opened_at: datetime
    until: datetime
    result: Result | None

    @property
    def is_over(self) -> bool:
        """The deadline has passed."""
        return self.result is not None or self.until <= now()


def ballot_lines(circle: UUID) -> list[BallotLine]:
    """The ballots of a circle, latest first, without what is in them. Empty for who has no seat there."""
    rows = Ballot.objects.filter(circle=circle).order_by("-opened_at")
    said = ("id", "candidate__organisation__name", "opened_at", "until", "result")
    return [
        BallotLine(pk, organisation, opened_at, until, Result(result) if result else None)
        for pk, organisation, opened_at, until, result in rows.values_list(*said)[:MOST_SHOWN]
    ]


def ballot_view(actor: Actor, ballot: UUID) -> BallotView:
    """One ballot. Raises `NotVisible`."""
    return _view(actor, access.ballot(actor, ballot))


def ballots_of(actor: Actor, circle: UUID) -> list[BallotView]:
    """The ballots of a circle, latest first. Empty for who has no seat there."""
    return [_view(actor, row) for row in _rows().filter(circle=circle)[:MOST_SHOWN]]


@dataclass(frozen=True, slots=True)
class BallotAsked:
    """A ballot that waits for this reader, as home shows it."""

    id: UUID
    circle: str
    slug: str
    organisation: str
    sponsor: str
    rule: Rule
    opened_at: datetime
    until: datetime
    can_be_closed: bool
    """The deadline has passed and the reader may count it now. Otherwise it waits for the reader's vote."""


RUNNING = Lookup("""
SELECT b.id, b.circle_id, c.name, c.slug, candidate.name, sponsor.name, b.rule, b.opened_at, b.until
FROM admission_ballot b JOIN circles_circle c ON c.id = b.circle_id
JOIN circles_membership m ON m.id = b.candidate_id JOIN circles_organisation candidate ON candidate.id = m.organisation_id
JOIN circles_membership s ON s.id = b.sponsor_id JOIN circles_organisation sponsor ON sponsor.id = s.organisation_id
WHERE b.closed_at IS NULL ORDER BY b.until
""")


def ballots_asked(actor: Actor) -> list[BallotAsked]:
    """The ballots that wait for this actor: for the word of an organisation, or to be closed by who steers."""
    running = look_up(actor, RUNNING)
    urns = access.sealed([row[0] for row in running]) if running else {}
    return [asked for row in running if row[0] in urns for asked in _asked(actor, urns[row[0]], *row)]


def _asked(actor: Actor, octets: bytes, ballot: UUID, circle: UUID, *row: Any) -> Iterator[BallotAsked]:
    name, slug, organisation, sponsor, rule, opened_at, until = row
    papers, lost = _unsealed(ballot, octets)
    is_over = until <= now()
    can_be_closed = is_over and not lost and circle in circles.steered(actor)
    own = None if is_over else _own_in(actor, circle, papers)
    if can_be_closed or (own and own.choice == Choice.SILENT):
        yield BallotAsked(ballot, name, slug, organisation, sponsor, Rule(rule), opened_at, until, can_be_closed)


def _rows() -> QuerySet[Ballot]:
    return Ballot.objects.select_related("circle", "sponsor__organisation", "candidate__organisation").order_by(
        "-opened_at"
    )


def _view(actor: Actor, row: Ballot) -> BallotView:
    standing = circles.standing(actor, row.circle_id)
    papers, lost = _papers(row)
    return BallotView(
        id=row.pk,
        application=row.application_id,
        circle=row.circle.name,
        slug=row.circle.slug,
        organisation=row.candidate.organisation.name,
        sponsor=row.sponsor.organisation.name,
        rule=Rule(row.rule),
        quorum=row.quorum,
        opened_at=row.opened_at,
        until=row.until,
        closed_at=row.closed_at,
        result=Result(row.result) if row.result else None,
        voters=len(row.papers) or len(papers),
        papers=[(receipt, Choice(choice)) for receipt, choice in row.papers],
        reasons=row.reasons,
        own=_own(actor, row, papers),
        steers=standing is not None and standing.steers,
        is_over=row.closed_at is not None or row.until <= now(),
        is_lost=lost,
    )


def _papers(row: Ballot) -> tuple[Papers, bool]:
    """What lies in the urn now, and whether it could not be opened."""
    octets = None if row.closed_at else access.sealed([row.pk]).get(row.pk)
    return (Papers(), False) if octets is None else _unsealed(row.pk, octets)


def _unsealed(ballot: UUID, octets: bytes) -> tuple[Papers, bool]:
    try:
        return access.opened(ballot, octets)[1], False
    except Lost:
        return Papers(), True


def _own(actor: Actor, row: Ballot, papers: Papers) -> OwnPaper | None:
    """The one paper that is shown to its voter. Of all others nothing leaves this module."""
    mine = _own_in(actor, row.circle_id, papers)
    if mine is None:
        return None
    name = circles.memberships_by_id([mine.voter])[mine.voter].name
    return OwnPaper(name, mine.receipt, Choice(mine.choice), mine.reason)


def _own_in(actor: Actor, circle: UUID, papers: Papers) -> Paper | None:
    seat = circles.seat_for_sharing(actor, circle)
    return papers.of(seat.membership) if seat else None
