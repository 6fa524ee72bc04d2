"""The room as somebody in it sees it: the points they may see, and the people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models.functions import Coalesce

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.kernel.lookups import Lookup, look_up
from kring.meetings import access
from kring.meetings.models import AgendaItem, Meeting, Minutes, Room, Spell, Turn
from kring.meetings.queries.lists import own_rate
from kring.meetings.queries.people import PersonRow, called, invitees_of
from kring.meetings.rules import THERE, Rate
from kring.meetings.rules.room import Clock, clock
from kring.tlp.audience import State
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda while a meeting goes on. `number` counts what this reader sees."""

    id: UUID
    number: int
    title: str
    kind: str
    label: Label
    presenter: str
    clock: Clock
    looks_back: bool


@dataclass(frozen=True, slots=True)
class TurnRow:
    """Somebody's turn to speak."""

    id: UUID
    invitee: UUID
    name: str
    organisation: str
    speaks: bool
    done: bool


@dataclass(frozen=True, slots=True)
class RoomView:
    """A meeting that is about to begin, goes on, or has just ended."""

    id: UUID
    title: str
    topic: str
    circle: str
    circle_id: UUID
    slug: str
    label: Label
    starts_at: datetime
    on: date
    """The day of it, where it is held."""
    is_open: bool
    opened: bool
    """Was it ever?"""
    code: str
    everybody_writes: bool
    steers: bool
    points: Sequence[Point]
    people: Sequence[PersonRow]
    turns: Sequence[TurnRow]
    pens: frozenset[UUID]
    own: PersonRow | None
    rate: Rate
    minutes: UUID | None
    """The latest version of the minutes, once notes became minutes."""

    @property
    def names(self) -> list[str]:
        """Whom a line can name."""
        return [row.name for row in self.people if row.person]

    @property
    def running(self) -> Point | None:
        """What is spoken of."""
        return next((point for point in self.points if point.clock.running_since), None)

    @property
    def looks_back(self) -> bool:
        """Is there a point under which the last meeting comes back?"""
        return any(point.looks_back for point in self.points)

    @property
    def following(self) -> Point | None:
        """What comes after it; the first point, when nothing is spoken of."""
        at = self.running
        return next((point for point in self.points if at is None or point.number > at.number), None)

    @property
    def here(self) -> list[PersonRow]:
        """Who is there now."""
        return [row for row in self.people if row.is_here]

    @property
    def speaking(self) -> TurnRow | None:
        """Whose turn it is."""
        return next((turn for turn in self.turns if turn.speaks), None)

    @property
    def not_yet_spoken(self) -> list[TurnRow]:
        """Who has not had a turn; empty after the round."""
        return [turn for turn in self.turns if not turn.done and not turn.speaks]

    def people_called(self, words: str) -> list[PersonRow]:
        """Those whose names fit some words, or all; once it began, who is there stands first."""
        return sorted(called(self.people, words), key=lambda row: self.opened and not row.is_here)

    def waiting_called(self, words: str) -> list[TurnRow]:
        """Those of them who have not spoken, in their turn."""
        fitting = {row.id for row in called(self.people, words)}
        return [turn for turn in self.not_yet_spoken if turn.invitee in fitting]


def room(actor: Actor, meeting: UUID) -> RoomView:
    """The room of a meeting. Raises `NotVisible` for who may not see the meeting."""
    found = access.meeting(actor, meeting)
    opened = Room.objects.filter(meeting=found).first()
    steers = access.steers(actor, found.circle_id)
    people = invitees_of(found.pk)
    last = Minutes.objects.filter(meeting=found).order_by("-version").values_list("pk", flat=True).first()
    is_open = opened is not None and opened.closed_at is None
    return RoomView(
        id=found.pk,
        title=found.title,
        topic=found.topic,
        circle=found.circle.name,
        circle_id=found.circle_id,
        slug=found.circle.slug,
        label=Label(found.label),
        starts_at=found.starts_at,
        on=day_of(found),
        is_open=is_open,
        opened=opened is not None,
        code=opened.code if opened and is_open else "",
        everybody_writes=bool(opened and opened.everybody_writes),
        steers=steers,
        points=_points(found.pk),
        people=people,
        turns=_turns(found.pk, people),
        pens=frozenset(opened.pens if opened else ()),
        own=next((row for row in people if row.person and row.person == actor.person), None),
        rate=own_rate(actor, found.circle_id),
        minutes=last,
    )


def title_of(actor: Actor, meeting: UUID, item: UUID) -> str:
    """What a point on the agenda of this meeting is called. Raises `NotVisible`."""
    point = access.agenda_item(actor, item)
    if point.meeting_id != meeting:
        raise NotVisible
    return point.title


def day_of(meeting: Meeting) -> date:
    """The day of a meeting where it is held."""
    return meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).date()


def _points(meeting: UUID) -> list[Point]:
    spells: dict[UUID, list[tuple[datetime, datetime | None]]] = {}
    for item, begin, end in Spell.objects.filter(item__meeting=meeting).values_list("item", "began_at", "ended_at"):
        spells.setdefault(item, []).append((begin, end))
    points = AgendaItem.objects.filter(meeting=meeting, state=State.SHARED).order_by("position", "pk")
    presenter = Coalesce("presenter__name", "presenter_name")
    rows = points.values_list("pk", "title", "kind", "label", presenter, "minutes", "looks_back")
    return [
        Point(
            id=pk,
            number=number,
            title=title,
            kind=str(AgendaItem.Kind(kind).label),
            label=Label(label),
            presenter=by,
            clock=clock(minutes, spells.get(pk, ()), now()),
            looks_back=looks_back,
        )
        for number, (pk, title, kind, label, by, minutes, looks_back) in enumerate(rows, 1)
    ]


def _turns(meeting: UUID, people: Sequence[PersonRow]) -> list[TurnRow]:
    by_id = {row.id: row for row in people}
    turns = Turn.objects.filter(meeting=meeting).values_list("pk", "invitee", "began_at", "done_at")
    return [
        TurnRow(
            id=pk,
            invitee=invitee,
            name=by_id[invitee].name,
            organisation=by_id[invitee].organisation,
            speaks=began_at is not None and done_at is None,
            done=done_at is not None,
        )
        for pk, invitee, began_at, done_at in turns
        if invitee in by_id
    ]


def meeting_readers(meeting: UUID) -> set[UUID]:
    """Who of those invited may see a meeting, for those who deliver."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.meeting_readers(%s)", [meeting])
        return {person for (person,) in cursor.fetchall()}


GOING_ON = Lookup(
    """
    SELECT m.id, m.title, c.name
    FROM meetings_room r JOIN meetings_meeting m ON m.id = r.meeting_id JOIN circles_circle c ON c.id = m.circle_id
    WHERE r.closed_at IS NULL AND m.stage = 'running' AND EXISTS (
        SELECT FROM meetings_invitee i
        WHERE i.meeting_id = m.id AND (i.deputy_id = %(me)s OR i.person_id = %(me)s AND i.deputy_id IS NULL)
          AND NOT (i.attendance = ANY (%(there)s) AND i.left_at IS NULL))
    """,
    lambda actor: {"there": list(THERE)},
)


@dataclass(frozen=True, slots=True)
class GoesOn:
    """A meeting that goes on now."""

    id: UUID
    title: str
    circle: str


def going_on(actor: Actor) -> list[GoesOn]:
    """The meetings this actor is invited to that go on and where they are not ticked in."""
    return [GoesOn(*row) for row in look_up(actor, GOING_ON)]
