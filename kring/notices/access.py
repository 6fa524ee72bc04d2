"""Who sees deliveries: each person their own; those who send, all of them, while they send."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.notices.models import Delivery


@contextmanager
def as_postman() -> Iterator[None]:
    """One transaction in which every delivery is let out: for sending mail, and for what comes back."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        _set_postman("yes")
        yield
        if nested:  # an error takes it back by itself, with all else
            _set_postman("no")


def _set_postman(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kring.postman', %s, true)", [value])


def delivery(which: UUID, *, lock: bool = False) -> Delivery:
    """The mail that a token stands for. Only as the postman; who has the token has the mail."""
    rows = Delivery.objects.select_for_update() if lock else Delivery.objects
    found = rows.filter(id=which).first()
    if found is None:
        raise NotVisible
    return found


def own_person(actor: Actor) -> UUID:
    """Who acts, where it has to be somebody."""
    if actor.person is None:
        raise NotVisible
    return actor.person
