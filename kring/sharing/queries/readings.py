"""What the source sees of the readers: who opened it and how fast, who acknowledged, what they said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.people import queries as people
from kring.sharing import access
from kring.sharing.models import Feedback, Reading, SealedSource
from kring.sharing.queries.audience import readers
from kring.tlp.audience import State


@dataclass(frozen=True, slots=True)
class ReadingView:
    """Who opened it and when; for the source."""

    person: UUID
    name: str
    organisation: str
    at: datetime | None
    acknowledged_at: datetime | None
    may_read: bool
    """Read it, and may not any more: the label was narrowed, or a seat ended."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Of all who may read it: who did, who acknowledged, how fast."""

    people: Sequence[ReadingView]
    may_read: int
    opened: int
    acknowledged: int
    median_time_to_read: timedelta | None
    machines: int

    @property
    def waiting(self) -> int:
        """How many have not acknowledged yet."""
        return self.may_read - self.acknowledged


def readings(actor: Actor, item: UUID) -> Readings:
    """Who may read it, who did, who has not yet. Its author is not among them.

    Raises `NotVisible`; `Refused` not_the_source.
    """
    found = access.own_item(actor, item)
    authors = {found.author_id, *SealedSource.objects.filter(item=found).values_list("author", flat=True)}
    may_read = readers(found.pk) - authors
    rows = {row.person_id: row for row in Reading.objects.filter(item=found)}
    known = circles.people_by_id(may_read | rows.keys(), found.community)
    seen = [_seen(one, rows.get(one.id), one.id in may_read) for one in known.values() if not one.is_machine]
    # The clock of the database may be a little behind ours.
    opened = [max(one.at - found.shared_at, timedelta(0)) for one in seen if one.at and found.shared_at]
    now = [one for one in seen if one.may_read]
    return Readings(
        people=sorted(seen, key=_who_first),
        may_read=len(now),
        opened=sum(one.at is not None for one in now),
        acknowledged=sum(one.acknowledged_at is not None for one in now),
        median_time_to_read=median_low(opened) if opened else None,
        machines=sum(one.is_machine for one in known.values()),
    )


def opened(actor: Actor, item: UUID) -> int:
    """How many people opened it, without asking of how many: that can be thousands. For its source."""
    return Reading.objects.filter(item=access.own_item(actor, item)).count()


def _seen(one: circles.Someone, row: Reading | None, may_read: bool) -> ReadingView:  # noqa: FBT001  # see the call
    return ReadingView(
        person=one.id,
        name=one.name,
        organisation=", ".join(one.organisations),
        at=row.at if row else None,
        acknowledged_at=row.acknowledged_at if row else None,
        may_read=may_read,
    )


def _who_first(one: ReadingView) -> tuple[bool, bool, str]:
    """Those who have it, those who opened it, those who have not; by name."""
    return one.acknowledged_at is None, one.at is None, one.name.casefold()


@dataclass(frozen=True, slots=True)
class Response:
    """One tap as its giver allows the source to see it."""

    id: UUID
    kind: str
    kind_text: str
    note: str
    name: str
    organisation: str
    at: datetime


def responses(actor: Actor, item: UUID) -> list[Response]:
    """Feedback with names where allowed, and with notes while the item stands; an empty list for who is not the source."""
    found = access.readable_item(actor, item)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, note, person, at FROM kring.feedback_of(%s)", [item])
        rows = cursor.fetchall()
    named = circles.people_by_id({person for *_, person, _ in rows if person}, found.community)
    return [
        Response(
            id=pk,
            kind=kind,
            kind_text=str(Feedback.Kind(kind).label),
            note=note if found.state == State.SHARED else "",
            name=named[person].name if person in named else "",
            organisation=", ".join(named[person].organisations) if person in named else "",
            at=at,
        )
        for pk, kind, note, person, at in rows
    ]


def names_of(ids: Sequence[UUID | None]) -> dict[UUID, str]:
    """What these accounts are called."""
    return {one.id: one.name for one in people.people_by_id({person for person in ids if person}).values()}
