"""Guests and guest speakers: a link that opens one meeting for a while, up to a label."""

from datetime import datetime, timedelta
from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record
from kring.meetings import access, rules
from kring.meetings.facts import GuestInvited, GuestWithdrawn
from kring.meetings.models import Invitee, Meeting
from kring.tlp.labels import Label

BEFORE = timedelta(days=14)
AFTER = timedelta(days=7)
"""When a guest's link opens and closes around a meeting, where nothing else is said."""


def invite_guest(
    *,
    actor: Actor,
    meeting: UUID,
    name: str,
    email: str = "",
    role: str = "speaker",
    ceiling: Label = Label.GREEN,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    language: str = "en",
) -> Invitee:
    """Let somebody without an account see this meeting, and of its agenda what the ceiling lets through.

    With an address they get it in mail and calendar, in the language given.

    Refused: not_steering, meeting_over, guests_read_no_red, window_closes_first.
    Records: GuestInvited.
    """
    found = access.steered_meeting(actor, meeting)
    enforce(rules.why_not_answer(found.stage, found.ends_at, now()))
    enforce(rules.GUESTS_READ_NO_RED if max(ceiling, found.label) == Label.RED else None)
    opens, closes = opens_at or found.starts_at - BEFORE, closes_at or found.ends_at + AFTER
    enforce(None if opens < closes else rules.WINDOW_CLOSES_FIRST)
    guest = Invitee.objects.create(
        meeting=found,
        circle_id=found.circle_id,
        name=name.strip(),
        email=email.strip(),
        language=language,
        role=role,
        ceiling=max(ceiling, found.label),
        opens_at=opens,
        closes_at=closes,
    )
    let_guests_in(found)
    record(GuestInvited(circle=found.circle_id, meeting=found.pk, invitee=guest.pk, sequence=found.sequence), by=actor)
    return guest


def remove_guest(*, actor: Actor, invitee: UUID) -> None:
    """The link opens nothing from now on, and their calendar takes the meeting out.

    Refused: not_steering.
    Records: GuestWithdrawn.
    """
    found = access.steered_invitee(actor, invitee)
    meeting = access.steered_meeting(actor, found.meeting_id)
    taken = Invitee.objects.filter(pk=found.pk, person__isnull=True, withdrawn_at__isnull=True)
    if taken.update(withdrawn_at=now()):
        let_guests_in(meeting)
        fact = GuestWithdrawn(circle=meeting.circle_id, meeting=meeting.pk, invitee=found.pk, sequence=meeting.sequence)
        record(fact, by=actor)


def let_guests_in(meeting: Meeting) -> None:
    """Put the guests' keys where their ceilings allow: on the meeting, and on the points of its agenda."""
    rows = Invitee.objects.filter(meeting=meeting, person__isnull=True, withdrawn_at__isnull=True)
    guests = list(rows.values_list("key", "ceiling"))

    def keys(label: int) -> list[UUID]:
        return [key for key, ceiling in guests if label <= ceiling and label < Label.RED]

    Meeting.objects.filter(pk=meeting.pk).update(passed_to=keys(meeting.label))
    for label in set(meeting.agenda.values_list("label", flat=True)):
        meeting.agenda.filter(label=label).update(passed_to=keys(label))
