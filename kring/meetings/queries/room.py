"""The room as somebody in it sees it: the points they may see, the notes, the people."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.meetings import access
from kring.meetings.models import AgendaItem, Invitee, Meeting, Minutes, Note, NoteUpdate, Room, Spell, Turn
from kring.meetings.queries.lists import own_rate
from kring.meetings.queries.people import PersonRow, invitees_of, known_among, known_in
from kring.meetings.rules import THERE, Rate, lines, shared_text
from kring.meetings.rules.lines import Known
from kring.meetings.rules.room import Clock, clock
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Card:
    """A typed line, as it will stand in the registers."""

    kind: str
    text: str
    owner: str
    known: bool
    """Is the one it names somebody who is invited?"""
    due: date | None


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
    text: str
    state: str
    """Of the notes, for the page's own engine (base64)."""
    cards: Sequence[Card]
    writes: bool
    looks_back: bool


@dataclass(frozen=True, slots=True)
class TurnRow:
    """Somebody's turn to speak."""

    id: UUID
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
    names: Sequence[str]
    """Whom a line can name."""

    @property
    def running(self) -> Point | None:
        """What is spoken of."""
        return next((point for point in self.points if point.clock.running_since), None)

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


def room(actor: Actor, meeting: UUID) -> RoomView:
    """The room of a meeting. Raises `NotVisible` for who may not see the meeting."""
    found = access.meeting(actor, meeting)
    opened = Room.objects.filter(meeting=found).first()
    steers = access.steers(actor, found.circle_id)
    people = invitees_of(found.pk)
    known = known_among(people)
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
        is_open=is_open,
        opened=opened is not None,
        code=opened.code if opened and is_open else "",
        everybody_writes=bool(opened and opened.everybody_writes),
        steers=steers,
        points=_points(found, known),
        people=people,
        turns=_turns(found.pk, people),
        pens=frozenset(opened.pens if opened else ()),
        own=next((row for row in people if row.person and row.person == actor.person), None),
        rate=own_rate(actor, found.circle_id),
        minutes=last,
        names=[one.name for one in known],
    )


def _points(meeting: Meeting, known: Sequence[Known]) -> list[Point]:
    rows = list(
        AgendaItem.objects.filter(meeting=meeting, state=1).select_related("presenter").order_by("position", "pk")
    )
    notes = {note.pk: note for note in Note.objects.filter(item__in=rows)}
    spells: dict[UUID, list[tuple[datetime, datetime | None]]] = {}
    for item, begin, end in Spell.objects.filter(item__in=rows).values_list("item", "began_at", "ended_at"):
        spells.setdefault(item, []).append((begin, end))
    writes = _writable([row.pk for row in rows])
    return [
        Point(
            id=row.pk,
            number=number,
            title=row.title,
            kind=row.get_kind_display(),
            label=Label(row.label),
            presenter=row.presenter.name if row.presenter else row.presenter_name,
            clock=clock(row.minutes, spells.get(row.pk, ()), now()),
            text=notes[row.pk].text if row.pk in notes else "",
            state=_sent(bytes(notes[row.pk].state) if row.pk in notes else shared_text.EMPTY),
            cards=cards_in(notes[row.pk].text, known, day_of(meeting)) if row.pk in notes else (),
            writes=row.pk in writes,
            looks_back=row.looks_back,
        )
        for number, row in enumerate(rows, 1)
    ]


def _writable(items: Sequence[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT i FROM unnest(%s::uuid[]) i WHERE kring.writes_notes(i)", [list(items)])
        return {item for (item,) in cursor.fetchall()}


def _turns(meeting: UUID, people: Sequence[PersonRow]) -> list[TurnRow]:
    by_id: Mapping[UUID, PersonRow] = {row.id: row for row in people}
    return [
        TurnRow(
            id=turn.pk,
            name=by_id[turn.invitee_id].name,
            organisation=by_id[turn.invitee_id].organisation,
            speaks=turn.began_at is not None and turn.done_at is None,
            done=turn.done_at is not None,
        )
        for turn in Turn.objects.filter(meeting=meeting)
        if turn.invitee_id in by_id
    ]


def cards_in(text: str, known: Sequence[Known], on: date) -> list[Card]:
    """The typed lines of a text, as they are understood."""
    names = {one.person: one.name for one in known}
    return [
        Card(
            kind=line.kind.value,
            text=line.text,
            owner=names[line.owner] if line.owner else line.name,
            known=line.owner is not None,
            due=line.due,
        )
        for line in lines.read(text, known, on)
    ]


def day_of(meeting: Meeting) -> date:
    """The day of a meeting where it is held."""
    return meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).date()


def cards_at(actor: Actor, item: UUID) -> list[Card]:
    """The same for a point of the agenda, as its notes stand."""
    point = access.agenda_item(actor, item)
    text = Note.objects.filter(item=point).values_list("text", flat=True).first() or ""
    return cards_in(text, known_in(point.meeting_id), day_of(point.meeting))


def note_updates(updates: Sequence[UUID], actor: Actor) -> str:
    """What writers did, as one, for the open pages of others (base64). Raises `NotVisible`."""
    found = NoteUpdate.objects.filter(pk__in=updates).order_by("at").values_list("content", flat=True)
    if not found:
        raise NotVisible
    return _sent(shared_text.together([bytes(content) for content in found]))


def missing_in(actor: Actor, item: UUID, vector: bytes) -> bytes:
    """What a page that has come as far as `vector` lacks. Raises `NotVisible`."""
    point = access.agenda_item(actor, item)
    state = Note.objects.filter(item=point).values_list("state", flat=True).first()
    return shared_text.missing(bytes(state or shared_text.EMPTY), vector)


def update_readers(update: UUID) -> set[UUID]:
    """Who of those invited may see what was written, for those who deliver."""
    return _people("SELECT person FROM kring.update_readers(%s)", update)


def meeting_readers(meeting: UUID) -> set[UUID]:
    """Who of those invited may see a meeting, for those who deliver."""
    return _people("SELECT person FROM kring.meeting_readers(%s)", meeting)


def _people(asked: str, about: UUID) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(asked, [about])
        return {person for (person,) in cursor.fetchall()}


def _sent(content: bytes) -> str:
    return b64encode(content).decode()


def meeting_of(actor: Actor, item: UUID) -> UUID:
    """The meeting that a point is on the agenda of. Raises `NotVisible`."""
    return access.agenda_item(actor, item).meeting_id


@dataclass(frozen=True, slots=True)
class GoesOn:
    """A meeting that goes on now."""

    id: UUID
    title: str
    circle: str


def going_on(actor: Actor) -> list[GoesOn]:
    """The meetings this actor is invited to that go on and where they are not ticked in."""
    open_now = Room.objects.filter(closed_at__isnull=True, meeting__stage=Meeting.Stage.RUNNING)
    mine = Invitee.objects.filter(Q(deputy=actor.person) | Q(person=actor.person, deputy=None))
    away = mine.exclude(attendance__in=THERE, left_at=None).values("meeting")
    rows = open_now.filter(meeting__in=away) if actor.person else Room.objects.none()
    return [GoesOn(*row) for row in rows.values_list("pk", "meeting__title", "meeting__circle__name")]
