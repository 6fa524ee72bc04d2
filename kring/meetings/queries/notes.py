"""Notes as somebody in the room sees them: the texts, the typed lines in them, and what writers just did."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.meetings import access
from kring.meetings.models import Note, NoteUpdate
from kring.meetings.queries.people import known_among, known_in
from kring.meetings.queries.room import Point, RoomView, day_of
from kring.meetings.rules import lines, shared_text
from kring.meetings.rules.lines import Known


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
class NoteRow:
    """What is written at a point."""

    point: Point
    text: str
    state: str
    """For the page's own engine (base64)."""
    cards: Sequence[Card]
    writes: bool


def notes_in(room: RoomView) -> list[NoteRow]:
    """The notes of a room, point by point; empty texts where nothing is written yet."""
    points = [point.id for point in room.points]
    found = Note.objects.filter(item__in=points).values_list("item", "text", "state")
    kept = {item: (text, bytes(state)) for item, text, state in found}
    writes = _writable(points) if room.is_open else frozenset()
    known = known_among(room.people)
    rows = []
    for point in room.points:
        text, state = kept.get(point.id, ("", shared_text.EMPTY))
        cards = cards_in(text, known, room.on)
        rows.append(NoteRow(point, text, _sent(state), cards, writes=point.id in writes))
    return rows


def _writable(points: Sequence[UUID]) -> frozenset[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT i FROM unnest(%s::uuid[]) i WHERE kring.writes_notes(i)", [list(points)])
        return frozenset(point for (point,) in cursor.fetchall())


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
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.update_readers(%s)", [update])
        return {person for (person,) in cursor.fetchall()}


def meeting_of(actor: Actor, item: UUID) -> UUID:
    """The meeting that a point is on the agenda of. Raises `NotVisible`."""
    return access.agenda_item(actor, item).meeting_id


def _sent(content: bytes) -> str:
    return b64encode(content).decode()
