"""Runs the jobs that send mail, here and now."""

from uuid import UUID

from pysequoia import Tsk

from kring.kernel.binding import acting_as
from kring.notices import commands as notices
from kring.notices.models import Delivery
from kring.sharing import jobs
from tests.cast import Cast


def send_item(cast: Cast, item: UUID) -> None:
    jobs.mail_item(item=str(item), circle=str(cast.north.pk))


def send_reply(cast: Cast, reply: UUID, item: UUID) -> None:
    jobs.mail_reply(reply=str(reply), item=str(item), circle=str(cast.north.pk))


def send_reminder(cast: Cast, item: UUID, which: str = "1") -> None:
    jobs.mail_reminder(item=str(item), circle=str(cast.north.pk), round=which)


def send_withdrawal(cast: Cast, item: UUID) -> None:
    jobs.mail_withdrawal(item=str(item), circle=str(cast.north.pk))


def give_key(cast: Cast, name: str) -> Tsk:
    """Somebody adds an OpenPGP key. The secret half is returned."""
    person = cast.person(name)
    secret = Tsk.generate(f"{person.name} <{person.email}>")
    with acting_as(cast.actor(name)) as actor:
        notices.use_key(actor=actor, octets=str(secret.extract_certificate()).encode())
    return secret


def own_deliveries(cast: Cast, name: str) -> list[Delivery]:
    """What the ledger says of mails to somebody, as they see it."""
    with acting_as(cast.actor(name)):
        return list(Delivery.objects.order_by("created_at", "id"))
