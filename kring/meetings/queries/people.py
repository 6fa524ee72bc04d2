"""Who is invited, and who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kring.meetings.models import Invitee
from kring.meetings.rules import THERE
from kring.meetings.rules.lines import Known


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who is invited, as the others see them."""

    id: UUID
    person: UUID | None
    """Who came, or comes: the deputy, when one does. None for a guest."""
    name: str
    for_whom: str
    """Whose deputy this is; empty otherwise."""
    organisation: str
    role: str
    reply: str
    attendance: str
    left: bool

    @property
    def reply_text(self) -> str:
        """What they said, in words."""
        return str(Invitee.Reply(self.reply).label)

    @property
    def attendance_text(self) -> str:
        """In words."""
        return str(Invitee.Attendance(self.attendance).label)

    @property
    def is_here(self) -> bool:
        """In the room or in the call at this moment."""
        return self.attendance in THERE and not self.left


def invitees_of(meeting: UUID) -> list[PersonRow]:
    """Who is invited, by organisation and name; empty for who is not told."""
    rows = Invitee.objects.filter(meeting=meeting, withdrawn_at__isnull=True).select_related(
        "person", "deputy", "membership__organisation"
    )
    return sorted((_row(one) for one in rows), key=lambda row: (row.organisation.casefold(), row.name.casefold()))


def _row(one: Invitee) -> PersonRow:
    invited = one.person.name if one.person else one.name
    return PersonRow(
        id=one.pk,
        person=one.deputy_id or one.person_id,
        name=one.deputy.name if one.deputy else invited,
        for_whom=invited if one.deputy else "",
        organisation=one.membership.organisation.name if one.membership else "",
        role=one.role,
        reply=one.reply,
        attendance=one.attendance,
        left=one.left_at is not None,
    )


def known_in(meeting: UUID) -> list[Known]:
    """Whom notes of a meeting can name: who is invited and has an account, deputies too."""
    return known_among(invitees_of(meeting))


def known_among(people: Sequence[PersonRow]) -> list[Known]:
    """The same, of rows that are there already."""
    return [Known(row.person, row.name) for row in people if row.person]
