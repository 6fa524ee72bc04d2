"""Mails that came back."""

from uuid import UUID

from kring.kernel.clock import now
from kring.kernel.record import record
from kring.notices import access
from kring.notices.facts import MailBounced
from kring.notices.models import Delivery


def note_bounce(*, delivery: UUID, final: bool, words: str) -> None:
    """A server says that a mail did not arrive, or, when it is not final, that it has not yet. Once is enough.

    Records: MailBounced.
    """
    with access.as_postman():
        found = access.delivery(delivery, lock=True)
        if found.state != Delivery.State.SENT:
            return
        rows = Delivery.objects.filter(pk=found.pk)
        if not final:
            rows.update(words=words)
            return
        rows.update(state=Delivery.State.BOUNCED, words=words, bounced_at=now())
        record(MailBounced(person=found.person, delivery=found.id), by=None)
