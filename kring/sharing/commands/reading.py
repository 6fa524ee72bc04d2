"""Who has seen it: readings, acknowledgements, reminders."""

from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import is_known, known_person
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record
from kring.sharing import access, queries, rules
from kring.sharing.commands.items import where
from kring.sharing.facts import ClientRead, ItemAcknowledged, ItemRead, ReaderReminded
from kring.sharing.models import Item, Reading
from kring.tlp.audience import State
from kring.tlp.labels import Label


def note_reading(*, actor: Actor, item: UUID) -> None:
    """Somebody opened an item. The first time counts; its author's own does not.

    Records: ItemRead, the first time, for AMBER+STRICT and RED.
    """
    found, _ = access.item_looked_at(actor, item)
    if actor.person is None or found.state != State.SHARED or access.is_author(actor, found):
        return
    if _was_read(found, actor.person) or not is_known(actor):
        return
    if _reading(actor, found, actor.person) and found.label >= Label.AMBER_STRICT:
        record(ItemRead(**where(found), label=Label(found.label)), by=actor)


def acknowledge_item(*, actor: Actor, item: UUID) -> None:
    """Say "I have this" to something urgent. Said twice, the first time counts.

    Refused: not_urgent, withdrawn, not_shared.
    Records: ItemAcknowledged.
    """
    found, me = access.readable_item(actor, item), known_person(actor)
    _ask_rule(found)
    if not _was_read(found, me):
        _reading(actor, found, me)
    mine = Reading.objects.filter(item=found, person_id=me, acknowledged_at__isnull=True)
    if mine.update(acknowledged_at=now()):
        record(ItemAcknowledged(**where(found)), by=actor)


def remind_readers(*, actor: Actor, item: UUID) -> int:
    """Remind everybody who has not acknowledged yet. Returns how many people that is.

    Refused: not_the_source, withdrawn, not_shared, not_urgent.
    Records: ReaderReminded.
    """
    found = access.own_item(actor, item)
    _ask_rule(found)
    waiting = queries.not_acknowledged(found.pk)
    if waiting:
        record(ReaderReminded(**where(found), people=len(waiting)), by=actor)
    return len(waiting)


def _ask_rule(item: Item) -> None:
    enforce(rules.why_not_acknowledge(State(item.state), urgent=item.urgency == Item.Urgency.URGENT))


def _was_read(item: Item, person: UUID) -> bool:
    return Reading.objects.filter(item=item, person_id=person).exists()


def _reading(actor: Actor, item: Item, person: UUID) -> bool:
    """Is this the first time this person opens it?"""
    seat = circles.seat_for_sharing(actor, item.circle_id)
    with connection.cursor() as cursor:  # the second of two windows that open at once waits here for the first
        cursor.execute(
            "INSERT INTO sharing_reading (item_id, person_id, membership_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [item.pk, person, seat.membership if seat else None],
        )
        return bool(cursor.rowcount)


def note_guest_reading(*, actor: Actor, onward: UUID) -> None:
    """A client opened the link it was given. The first time counts.

    Records: ClientRead, the first time.
    """
    passed = access.passed_to_guest(actor, onward)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.note_guest(%s)", [onward])
        first = cursor.fetchone()
    if first and first[0]:
        record(ClientRead(**where(passed.item), onward=onward), by=actor)
