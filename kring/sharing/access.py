"""One row for this actor, or `NotVisible`. The database decides; this asks it."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import connection

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import asked_once, bound_actor
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.sharing import rules
from kring.sharing.models import Attachment, Freeze, Item, Onward, Poll, Reply, Round, SealedSource, WideningRequest
from kring.tlp.audience import State
from kring.tlp.labels import Label

GUEST = Signer(salt="kring.sharing.guest")
"""Signs the links of clients."""


def onward_in(link: str) -> UUID:
    """What was passed on to the client who has this link."""
    try:
        return UUID(hex=GUEST.unsign(link))
    except (BadSignature, ValueError):
        raise NotVisible from None


def _only_bound(actor: Actor) -> None:
    if bound_actor() != actor:
        raise RuntimeError("the actor of this call is not the one that is bound to the transaction")


def readable_item(actor: Actor, item: UUID) -> Item:
    """An item this actor may read; a tombstone too."""
    _only_bound(actor)
    try:
        return Item.objects.select_related("circle", "author", "membership__organisation").get(pk=item)
    except Item.DoesNotExist:
        raise NotVisible from None


@asked_once
def _looked_at(actor: Actor, item: UUID) -> list[tuple[Item, bool]]:
    found = readable_item(actor, item)
    return [(found, is_source(found))]


def item_looked_at(actor: Actor, item: UUID) -> tuple[Item, bool]:
    """The same for queries, of which a page makes many about one item; and whether the actor is its source."""
    return _looked_at(actor, item)[0]


def is_source(item: Item) -> bool:
    """Is the bound actor the source: the author, seated for the author's organisation, or its sealed author?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.is_source_of(%s)", [item.pk])
        row = cursor.fetchone()
    return bool(row and row[0])


def is_author(actor: Actor, item: Item) -> bool:
    """Did this actor write it? Shared via the secretariat, the database tells its author alone."""
    if item.author_id is not None:
        return item.author_id == actor.person
    return SealedSource.objects.filter(item=item).exists()


def is_frozen(item: UUID) -> bool:
    """Is this item looked into? For who reads it."""
    return Freeze.objects.filter(item=item).exists()


def not_frozen(item: UUID) -> None:
    """For all that would take an item further. Refused: frozen."""
    enforce(rules.IS_FROZEN if is_frozen(item) else None)


def own_item(actor: Actor, item: UUID) -> Item:
    """An item of which this actor is the source, locked for a change.

    Raises `NotVisible`; `Refused` with not_the_source for somebody who may read it and is not its source.
    """
    _only_bound(actor)
    found = Item.objects.select_for_update(of=("self",)).filter(pk=item).first()
    if found is None:
        readable_item(actor, item)
        raise Refused(rules.NOT_THE_SOURCE)
    if not is_source(found):
        raise Refused(rules.NOT_THE_SOURCE)
    return found


def own_draft(actor: Actor, item: UUID, *, discarded: bool = False) -> Item:
    """A draft of this actor's own, locked. Something shared already is a `Refused`; anything else is not there.

    What was thrown away is not there either, save for who takes it back.
    """
    found = own_item(actor, item)
    if found.state != State.DRAFT:
        raise Refused(rules.ALREADY_SHARED)
    if (found.discarded_at is not None) is not discarded:
        raise NotVisible
    return found


def readable_reply(actor: Actor, reply: UUID) -> Reply:
    """A reply this actor may read."""
    _only_bound(actor)
    try:
        return Reply.objects.select_related("item").get(pk=reply)
    except Reply.DoesNotExist:
        raise NotVisible from None


def living_reply(actor: Actor, reply: UUID) -> Reply:
    """A reply this actor may read that was not taken back."""
    found = readable_reply(actor, reply)
    if found.state == State.WITHDRAWN:
        raise NotVisible
    return found


def is_for_fewer(reply: Reply, item: Item) -> bool:
    """Is this reply, or was it before the item was widened, for fewer than those who read its item?"""
    return rules.is_for_fewer(
        Label(reply.label), reply.audience, item=Label(item.label), whole=item.audience, circle=item.circle_id
    )


def own_reply(actor: Actor, reply: UUID) -> Reply:
    """A reply this actor wrote, locked; one that was taken back is not there any more."""
    found = living_reply(actor, reply)
    if found.author_id != actor.person:
        raise Refused(rules.NOT_YOUR_REPLY)
    return Reply.objects.select_for_update().get(pk=reply)


def readable_attachment(actor: Actor, attachment: UUID) -> Attachment:
    """A file with something this actor may read."""
    _only_bound(actor)
    try:
        return Attachment.objects.select_related("stored", "item", "reply").get(pk=attachment)
    except Attachment.DoesNotExist:
        raise NotVisible from None


def passed_to_guest(actor: Actor, onward: UUID) -> Onward:
    """What was passed on to the client behind the link by which this guest came in."""
    _only_bound(actor)
    found = Onward.objects.select_related("item", "client__organisation").filter(pk=onward, key__in=[actor.guest])
    if (passed := found.first()) is None:
        raise NotVisible
    return passed


def passing_to_decide(actor: Actor, onward: UUID) -> Onward:
    """A request to pass on that waits for this actor as the source."""
    _only_bound(actor)
    found = Onward.objects.select_for_update(of=("self",)).filter(pk=onward).first()
    if found is None or not is_source(found.item):
        raise NotVisible
    return found


def widening_to_decide(actor: Actor, request: UUID) -> WideningRequest:
    """A request for a wider label that waits for this actor as the source."""
    _only_bound(actor)
    found = WideningRequest.objects.select_for_update(of=("self",)).filter(pk=request).first()
    if found is None or not is_source(found.item):
        raise NotVisible
    return found


def round_asked(actor: Actor, round: UUID, *, lock: bool = False) -> Round:
    """A round in a circle where this actor sits, ended or not."""
    _only_bound(actor)
    rows = Round.objects.select_related("circle", "author").filter(pk=round)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible
    return found


def readable_poll(actor: Actor, poll: UUID, *, lock: bool = False) -> Poll:
    """A poll on an item this actor may read, open or closed. Locked, for who may change it."""
    _only_bound(actor)
    rows = Poll.objects.select_related("item__circle", "item__membership__organisation", "person").filter(pk=poll)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible
    return found


def own_membership(actor: Actor, circle: UUID) -> UUID:
    """The membership by which this actor speaks for an organisation in a circle. Refused: not_seated."""
    seat = circles.seat_for_sharing(actor, circle)
    if seat is None:
        raise Refused(rules.NOT_SEATED)
    return seat.membership
