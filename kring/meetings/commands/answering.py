"""Answering an invitation: on the page, by a button in the mail, or out of a calendar."""

from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record
from kring.meetings import access, rules
from kring.meetings.facts import InvitationAnswered
from kring.meetings.models import Invitee, Meeting
from kring.tlp.labels import Label


def answer_invitation(
    *,
    actor: Actor,
    meeting: UUID,
    reply: str,
    note: str = "",
    deputy: UUID | None = None,
    way: str = "page",
    answered: int | None = None,
) -> Invitee:
    """Say whether one comes; or with a `deputy`, a colleague, who goes instead. The last answer counts.

    `answered`: the sequence of the invitation that a calendar answers; None is the newest.
    Refused: meeting_over, stale_answer, cannot_deputise.
    Records: InvitationAnswered.
    """
    found = access.meeting(actor, meeting)
    invitee = access.own_invitation(actor, meeting, lock=True)
    enforce(rules.why_not_answer(found.stage, found.ends_at, now()))
    if answered is not None:
        enforce(rules.why_not_take(answered, asked=found.moved, last=invitee.replied_to))
    if deputy is not None and not _may_deputise(actor, found, deputy):
        raise Refused(rules.CANNOT_DEPUTISE)
    invitee.reply = Invitee.Reply.DECLINED if deputy else Invitee.Reply(reply)
    invitee.note, invitee.deputy_id = note.strip()[:500], deputy
    invitee.replied_at = now()
    invitee.replied_to = found.sequence if answered is None else min(answered, found.sequence)
    invitee.save(update_fields=["reply", "note", "deputy", "replied_at", "replied_to"])
    record(
        InvitationAnswered(
            circle=found.circle_id,
            meeting=found.pk,
            invitee=invitee.pk,
            reply=invitee.reply,
            way=way,
            sequence=found.sequence,
            has_deputy=deputy is not None,
        ),
        by=actor,
    )
    return invitee


def _may_deputise(actor: Actor, meeting: Meeting, deputy: UUID) -> bool:
    """A colleague who may see the meeting as well: what is AMBER is for those who sit in the circle."""
    colleague = next((who for who in circles.colleagues_of(actor, meeting.circle_id) if who.person == deputy), None)
    return colleague is not None and (colleague.seated or meeting.label <= Label.GREEN)


def note_attendance(*, actor: Actor, invitee: UUID, attendance: str) -> None:
    """Note whether somebody was there. Refused: not_steering."""
    found = access.steered_invitee(actor, invitee)
    found.attendance = Invitee.Attendance(attendance)
    found.checked_in_at = (found.checked_in_at or now()) if attendance in rules.THERE else None
    found.left_at = None
    found.save(update_fields=["attendance", "checked_in_at", "left_at"])
