"""What a guest's link opens."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.meetings import access
from kring.meetings.queries.agenda import PointRow, agenda_of
from kring.meetings.queries.rows import MeetingRow, row_of


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest who came in by a link."""

    actor: Actor
    meeting: UUID


@dataclass(frozen=True, slots=True)
class GuestView:
    """The one thing that a guest sees."""

    row: MeetingRow
    agenda: tuple[PointRow, ...]


def guest_in(link: str) -> Guest:
    """Who comes in by this link. Raises `NotVisible`: forged, not open yet, ended, or the meeting is cancelled."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, ceiling, meeting FROM kring.meeting_guest(%s)", [access.guest_in(link)])
        row = cursor.fetchone()
    if row is None:
        raise NotVisible
    key, ceiling, meeting = row
    return Guest(Actor(guest=key, ceiling=ceiling), meeting)


def guest_view(actor: Actor, meeting: UUID) -> GuestView:
    """The meeting, and of its agenda what this guest may have."""
    found = access.meeting(actor, meeting)
    return GuestView(row_of(found, None), tuple(agenda_of(found.pk, found.starts_at)))
