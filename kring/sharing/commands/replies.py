"""The thread under an item."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record
from kring.sharing import access, queries, rules
from kring.sharing.commands.items import where
from kring.sharing.facts import ReplyAdded, ReplyEdited, ReplyRemoved
from kring.sharing.models import Item, Reply, ReplyVersion
from kring.tlp.audience import State
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody wrote in a thread."""

    body: str
    only: Collection[UUID] = ()
    """Persons, when the reply is for some of the item's readers alone (it is TLP:RED then)."""
    mentions: Collection[UUID] = ()
    answers: UUID | None = None
    way: str = "page"
    message_id: str | None = None


def add_reply(*, actor: Actor, item: UUID, answer: Answer) -> Reply:
    """Answer in the thread. Read by the item's readers, or by the few that are named.

    A mail that came in before is not added again: its reply is given back.

    Refused: withdrawn, not_shared, empty_reply, too_long, wider_than_item, mention_outside.
    Records: ReplyAdded.
    """
    parent = access.readable_item(actor, item)
    if answer.message_id:
        before = Reply.objects.filter(item=parent, message_id=answer.message_id).first()
        if before is not None:
            return before
    label = Label.RED if answer.only else Label(parent.label)
    readers = queries.readers(parent.pk)
    may_read = ({*answer.only, actor.person} & readers) if answer.only else readers
    enforce(
        rules.why_not_reply(
            State(parent.state),
            body=answer.body,
            item_label=Label(parent.label),
            label=label,
            named=answer.only,
            readers=readers,
            mentions=answer.mentions,
            reply_readers=may_read,
        )
    )
    seat = circles.seat_for_sharing(actor, parent.circle_id)
    reply = Reply(
        item=parent,
        answers=access.readable_reply(actor, answer.answers) if answer.answers else None,
        body=answer.body.strip(),
        mentions=sorted(answer.mentions),
        way=answer.way,
        message_id=answer.message_id,
        author_id=actor.person,
        membership_id=seat.membership if seat else None,
        state=State.SHARED,
        **_lock(actor, parent, label, answer.only),
    )
    reply.save(force_insert=True)
    record(ReplyAdded(**where(parent), reply=reply.pk, label=label, way=answer.way), by=actor)
    return reply


def _lock(actor: Actor, item: Item, label: Label, only: Collection[UUID]) -> dict[str, object]:
    """A reply carries the item's lock; one for some alone names them."""
    return {
        "circle_id": item.circle_id,
        "community": item.community,
        "label": label,
        "audience": sorted({*only, actor.person} - {None}) if only else item.audience,  # type: ignore[type-var]
        "passed_to": [] if only else item.passed_to,
    }


def edit_reply(*, actor: Actor, reply: UUID, body: str, version: int) -> Reply:
    """Change a reply of one's own. What stood there is kept as a version.

    Refused: not_your_reply, changed_elsewhere, empty_reply, too_long.
    Records: ReplyEdited.
    """
    found = access.own_reply(actor, reply)
    enforce(rules.EMPTY_REPLY if not body.strip() else rules.why_not_write(rules.Text(what=body)))
    enforce(rules.CHANGED_ELSEWHERE if found.version != version else None)
    ReplyVersion.objects.create(
        reply=found,
        number=found.version,
        body=found.body,
        at=found.edited_at or found.at,
        circle_id=found.circle_id,
        community=found.community,
        label=found.label,
        state=found.state,
        author_id=found.author_id,
        membership_id=found.membership_id,
        audience=found.audience,
        passed_to=found.passed_to,
    )
    found.body = body.strip()
    found.version += 1
    found.edited_at = now()
    found.save()
    item = access.readable_item(actor, found.item_id)
    record(ReplyEdited(**where(item), reply=found.pk, version=found.version), by=actor)
    return found


def remove_reply(*, actor: Actor, reply: UUID) -> None:
    """Take a reply of one's own back: words, versions and files are gone.

    Refused: not_your_reply.
    Records: ReplyRemoved.
    """
    found = access.own_reply(actor, reply)
    item = access.readable_item(actor, found.item_id)
    pk = found.pk
    found.delete()
    record(ReplyRemoved(**where(item), reply=pk), by=actor)
