"""What goes through a messenger that belongs to somebody else: no more than the label lets a third party know."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kring.feeds.queries import in_reach
from kring.feeds.wires.messengers import Message
from kring.kernel.actor import Actor
from kring.sharing import queries as sharing
from kring.tlp.carriage import whisper_of
from kring.tlp.labels import Label


def whisper(actor: Actor, item: UUID) -> Message | None:
    """That an item waits for this actor, who is bound; None when there is nothing (any more) that they may have."""
    row = sharing.row(actor, item)
    if row is None or row.withdrawn or row.own or (row.label is Label.CLEAR and not in_reach(row.circle_id)):
        return None
    says = whisper_of(row.label)
    link = str(settings.KRING_BASE_URL) + reverse("item", args=[item])
    where = f"{row.label.marking} · {row.circle}" if says.names_circle else ""
    urgent = _("Urgent") if row.urgent and says.names_circle else ""
    title = row.title if says.has_title else _("Something for you in Kring")
    return Message(
        title=" · ".join(part for part in (urgent, title) if part),
        body="\n".join(part for part in (where, link) if part),
    )


def trial() -> Message:
    """A trial message: nothing was shared."""
    return Message(
        title=_("A trial from Kring"), body=_("When you read this, it works.") + f"\n{settings.KRING_BASE_URL}/"
    )
