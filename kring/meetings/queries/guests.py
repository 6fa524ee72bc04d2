"""What a guest's link opens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.meetings import access
from kring.meetings.models import Invitee, Meeting
from kring.meetings.queries.agenda import PointRow, agenda_of
from kring.meetings.queries.rows import MeetingRow, row_of
from kring.meetings.rules import THERE


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

    @property
    def goes_on(self) -> bool:
        """Can one tick in?"""
        return self.row.stage == Meeting.Stage.RUNNING

    @property
    def is_here(self) -> bool:
        """Did this guest?"""
        return self.row.own is not None and self.row.own.attendance in THERE


@dataclass(frozen=True, slots=True)
class GuestInvitation:
    """The invitation of a guest, whether or not its link is open now: for those who write to guests and read their answers.

    Of the meeting it has what a calendar must be told even when the rest is not for this guest any more.
    """

    id: UUID
    actor: Actor
    meeting: UUID
    starts_at: datetime
    ends_at: datetime
    sequence: int
    zone: str


@dataclass(frozen=True, slots=True)
class GuestAddress:
    """Where a guest is written to, and how."""

    name: str
    email: str
    language: str
    opens_at: datetime
    withdrawn: bool


def guest_invitations(about: UUID) -> list[GuestInvitation]:
    """The guests of a meeting, or one of them by their invitation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kring.guests(%s)", [about])
        return [
            GuestInvitation(invitee, Actor(guest=key, ceiling=ceiling), *rest)
            for invitee, key, ceiling, *rest in cursor.fetchall()
        ]


def guest_address(actor: Actor) -> GuestAddress:
    """How to write to the guest who is bound. Raises `NotVisible`."""
    found = Invitee.objects.filter(person__isnull=True, key=actor.guest).first() if actor.guest else None
    if found is None or found.opens_at is None:
        raise NotVisible
    return GuestAddress(found.name, found.email, found.language, found.opens_at, found.withdrawn_at is not None)


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
    """The meeting, what they answered, and of its agenda what this guest may have."""
    found = access.meeting(actor, meeting)
    own = access.own_invitation(actor, meeting)
    return GuestView(row_of(found, own), tuple(agenda_of(found.pk, found.starts_at)))
