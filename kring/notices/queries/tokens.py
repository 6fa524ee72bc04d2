"""Which mail a token came with. Whoever has the token has the mail; what it opens is the purpose's and ends in time."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection

from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.notices import access
from kring.notices.models import Delivery
from kring.notices.post.tokens import made_at
from kring.notices.rules import REPLIES_FOR, TAPS_FOR, Correspondent


@dataclass(frozen=True, slots=True)
class TappedMail:
    """A mail that somebody answers, or taps a button in."""

    delivery: UUID
    person: UUID
    circle: UUID
    kind: str
    item: UUID | None
    reply: UUID | None
    form: str


def correspondent(person: UUID) -> Correspondent:
    """Somebody to write to. Raises `NotVisible` for a machine, and for who is suspended or gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, email, language, timezone, certificate FROM kring.correspondent WHERE person = %s", [person]
        )
        row = cursor.fetchone()
    if row is None:
        raise NotVisible
    return Correspondent(person, *row)


def mail_of_link(delivery: UUID | None, *, for_ever: bool = False) -> TappedMail:
    """The mail whose button was tapped. Raises `NotVisible` when there is none, or when it is too old."""
    return _mail(delivery, None if for_ever else TAPS_FOR)


def mail_of_reply(delivery: UUID | None) -> TappedMail:
    """The mail that is answered. Raises `NotVisible` when there is none, or when it is too old."""
    return _mail(delivery, REPLIES_FOR)


def _mail(delivery: UUID | None, valid: timedelta | None) -> TappedMail:
    if delivery is None or (valid and made_at(delivery) + valid < now()):
        raise NotVisible
    with access.as_postman():
        row: Delivery = access.delivery(delivery)
    return TappedMail(row.id, row.person, row.circle, row.kind, row.item, row.reply, row.form)
