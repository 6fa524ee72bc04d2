"""What guests are written: the meeting they are invited to, with a calendar entry, each time it changes and when it is gone.

Their mail travels in the open, so the label decides what it says, as in the calendars of members.
"""

from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.meetings import queries
from kring.meetings.mails.meetings import entry_of, travelling
from kring.meetings.queries import GuestAddress, GuestInvitation
from kring.meetings.wires import Attendee, Entry, calendar_mail
from kring.notices import commands as notices
from kring.notices.rules import Correspondent, Kind, notice_of
from kring.tlp.carriage import carriage_of
from kring.web.letters import letter


def guest_letter(invitee: UUID, sequence: int) -> EmailMultiAlternatives | None:
    """The letter about this version of the meeting. None without an address, and once a newer version is told of."""
    invitation = next(iter(queries.guest_invitations(invitee)), None)
    if invitation is None or invitation.sequence != sequence:
        return None
    with acting_as(invitation.actor) as actor:
        guest = queries.guest_address(actor)
        with translation.override(guest.language), timezone.override(ZoneInfo(invitation.zone)):
            entry, said = _told(invitation, guest)
            return _letter(invitation, guest, entry, said) if guest.email else None


def _told(invitation: GuestInvitation, guest: GuestAddress) -> tuple[Entry, dict[str, object]]:
    """The calendar entry, and what the mail says; what is not for this guest any more is taken out of their calendar."""
    try:
        view = queries.guest_view(invitation.actor, invitation.meeting)
    except NotVisible:
        return _taken_back(invitation, guest), {}
    row = view.row
    carriage = carriage_of(row.label, can_encrypt=False)
    reader = Correspondent(invitation.id, guest.name, guest.email, guest.language, row.zone, "")
    entry = replace(entry_of(row, reader), uid=_uid(invitation.id), link=_link(invitation.id))
    said: dict[str, object] = {"circle": row.circle_name} if carriage.names_circle else {}
    if carriage.has_content:
        said |= {"row": row, "agenda": travelling(view.agenda, row.label)}
    return entry, said


def _taken_back(invitation: GuestInvitation, guest: GuestAddress) -> Entry:
    """What a calendar needs to take it out. It is newer than all that was told of it."""
    office = notices.office()
    return Entry(
        uid=_uid(invitation.id),
        sequence=invitation.sequence + 1,
        stamp=now(),
        starts_at=invitation.starts_at,
        ends_at=invitation.ends_at,
        summary=_("Meeting"),
        link=_link(invitation.id),
        organizer=office.calendar_address(invitation.id) or office.sender,
        organizer_name="Kring",
        attendee=Attendee(guest.name, guest.email, "none"),
        cancelled=True,
    )


def _letter(
    invitation: GuestInvitation, guest: GuestAddress, entry: Entry, said: dict[str, object]
) -> EmailMultiAlternatives:
    gone = entry.cancelled
    context = said | {
        "name": guest.name,
        "entry": entry,
        "opens_at": guest.opens_at if guest.opens_at > now() else None,
    }
    mail = letter("meetings/mail/guest", to=guest.email, language=guest.language, context=context)
    calendar, method = calendar_mail(entry)
    mail.attach_alternative(calendar, f"text/calendar; method={method}")
    notice = notice_of(Kind.MEETING, invitation.id, str(invitation.sequence), "gone" if gone else "")
    mail.extra_headers["Message-ID"] = f"<{notices.office().message_id(notice, invitation.id)}>"
    return mail


def _uid(invitee: UUID) -> str:
    """Of the invitation, not of the meeting: who is invited anew gets a new entry."""
    return f"{invitee}@{notices.office().domain}"


def _link(invitee: UUID) -> str:
    return f"{notices.office().base_url}/meetings/guest/{queries.guest_link(invitee)}/"
