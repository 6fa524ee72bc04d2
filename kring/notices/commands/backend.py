"""Django's own mails, such as a forgotten password, over the same kept connections (EMAIL_BACKEND)."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from kring.notices.commands.office import office
from kring.notices.post.carrier import Outcome, Parcel, Unreachable
from kring.notices.post.headers import NotAnAddress, routable


class KeptConnection(BaseEmailBackend):
    """Hands mails to the server in KRING_SMTP_URL. Without one, nothing is sent and nothing fails."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send these. The answer is how many of them the server took for everybody they are for.

        Raises `Unreachable`, unless told to fail silently.
        """
        carrier = office().carrier
        parcels = [_parcels(message) for message in email_messages]
        if carrier is None or not any(parcels):
            return 0
        try:
            results = iter(carrier.carry([parcel for each in parcels for parcel in each]))
        except Unreachable:
            if self.fail_silently:
                return 0
            raise
        taken = [[next(results).outcome is Outcome.ACCEPTED for _ in each] for each in parcels]
        return sum(1 for each in taken if each and all(each))


def _parcels(message: EmailMessage) -> list[Parcel]:
    """One for each recipient; an address that is none gets nothing."""
    message.extra_headers.setdefault("Auto-Submitted", "auto-generated")
    letter = message.message().as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    parcels = []
    for recipient in message.recipients():
        try:
            parcels.append(Parcel(office().sender, routable(recipient), letter))
        except NotAnAddress:
            continue
    return parcels
