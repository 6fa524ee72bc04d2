"""Who is invited, and who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce

from kring.meetings.models import Invitee
from kring.meetings.rules import THERE
from kring.meetings.rules.lines import Known, plain


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who is invited: what all are told who are."""

    id: UUID
    person: UUID | None
    """None for a guest, who has no account."""
    name: str
    organisation: str
    role: str
    reply: str
    attendance: str

    @property
    def reply_text(self) -> str:
        """What they said, in words."""
        return str(Invitee.Reply(self.reply).label)

    @property
    def attendance_text(self) -> str:
        """In words."""
        return str(Invitee.Attendance(self.attendance).label)


@dataclass(frozen=True, slots=True)
class PersonRow(Invited):
    """Somebody in the room: who came, or comes, which is the deputy when one does."""

    for_whom: str
    """Whose deputy this is; empty otherwise."""
    left: bool

    @property
    def said(self) -> str:
        """All by which one looks for them."""
        return f"{self.name} {self.for_whom} {self.organisation}"

    @property
    def is_here(self) -> bool:
        """In the room or in the call at this moment."""
        return self.attendance in THERE and not self.left


def invitees_of(meeting: UUID) -> list[PersonRow]:
    """Who is invited, by organisation and name; empty for who is not told."""
    rows = Invitee.objects.filter(meeting=meeting, withdrawn_at__isnull=True).values_list(*COLUMNS)
    return sorted((_row(*row) for row in rows), key=lambda row: (row.organisation.casefold(), row.name.casefold()))


def called(people: Sequence[PersonRow], words: str) -> list[PersonRow]:
    """Those in whose name or organisation all these words stand; everybody when there are none."""
    wanted = plain(words).split()
    return [row for row in people if all(word in plain(row.said) for word in wanted)]


COLUMNS = (
    "id", "person", "deputy", "person__name", "deputy__name", "name", "membership__organisation__name", "role", "reply",
    "attendance", "left_at",
)  # fmt: skip


def _row(
    pk: UUID, person: UUID | None, deputy: UUID | None, called: str | None, instead: str | None, guest: str,
    organisation: str | None, role: str, reply: str, attendance: str, left_at: datetime | None,
) -> PersonRow:  # fmt: skip
    invited = called or guest
    return PersonRow(
        id=pk,
        person=deputy or person,
        name=instead or invited,
        for_whom=invited if deputy else "",
        organisation=organisation or "",
        role=role,
        reply=reply,
        attendance=attendance,
        left=left_at is not None,
    )


def known_in(meeting: UUID) -> list[Known]:
    """Whom notes of a meeting can name: who is invited and has an account, deputies too."""
    rows = Invitee.objects.filter(meeting=meeting, person__isnull=False)
    names = Coalesce("deputy__name", "person__name")
    return [Known(*row) for row in rows.values_list(Coalesce("deputy", "person"), names)]


def known_among(people: Sequence[PersonRow]) -> list[Known]:
    """The same, of rows that are there already."""
    return [Known(row.person, row.name) for row in people if row.person]
