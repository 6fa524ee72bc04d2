"""The thread under an item."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, enforce
from kring.kernel.record import record
from kring.notices import commands as notices
from kring.sharing import access, queries, rules
from kring.sharing.commands.holding import drop
from kring.sharing.commands.items import where
from kring.sharing.facts import ReplyAdded, ReplyEdited, ReplyRemoved
from kring.sharing.models import Attachment, Item, Reply, ReplyVersion
from kring.tlp.audience import State
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody wrote in a thread."""

    body: str
    only: Collection[UUID] = ()
    """Persons, when it is for some of the item's readers alone. It is TLP:RED then, between people seated here."""
    mentions: Collection[UUID] = ()
    answers: UUID | None = None
    way: str = "page"
    message_id: str | None = None


def add_reply(*, actor: Actor, item: UUID, answer: Answer) -> Reply:
    """Answer in the thread. Read by the item's readers, or by the few that are named.

    A mail that came in before is not added again: its reply is given back.

    Refused: withdrawn, not_shared, beyond_ceiling, empty_reply, too_long, few_need_seats, wider_than_item, mention_outside,
    frozen.
    Records: ReplyAdded.
    """
    parent, me = access.readable_item(actor, item), known_person(actor)
    if answer.message_id:
        before = Reply.objects.filter(item=parent, message_id=answer.message_id).first()
        if before is not None:
            return before
    access.not_frozen(parent.pk)
    answered = _answered(actor, parent, answer)
    only = _only(actor, parent, answer, answered)
    # What answers a reply for fewer is for the same ones.
    above = answered if answered is not None and access.is_for_fewer(answered, parent) else parent
    companions = queries.companions(actor, parent.pk, {*only, *answer.mentions})
    if above is answered:
        companions &= queries.reply_readers_among(answered.pk, companions)
    seat = circles.seat_for_sharing(actor, parent.circle_id)
    enforce(rules.why_not_reach(Label.RED if only else Label(above.label), actor.ceiling))
    enforce(
        rules.why_not_reply(
            State(parent.state),
            body=answer.body,
            only=only,
            mentions=answer.mentions,
            companions=companions,
            table=circles.seated_in(parent.circle_id).people if only else (),
            seated=seat is not None,
        )
    )
    reply = Reply(
        item=parent,
        answers=answered,
        body=answer.body.strip(),
        mentions=sorted(answer.mentions),
        way=answer.way,
        message_id=answer.message_id,
        author_id=me,
        membership_id=seat.membership if seat else None,
        state=State.SHARED,
        circle_id=parent.circle_id,
        community=parent.community,
        label=Label.RED if only else above.label,
        audience=sorted({*only, me}) if only else above.audience,
        passed_to=[] if only else above.passed_to,
    )
    reply.save(force_insert=True)
    notices.follow(actor=actor, item=parent.pk)
    record(ReplyAdded(**where(parent), reply=reply.pk, label=Label(reply.label), way=answer.way), by=actor)
    return reply


def _answered(actor: Actor, item: Item, answer: Answer) -> Reply | None:
    if answer.answers is None:
        return None
    answered = access.readable_reply(actor, answer.answers)
    if answered.item_id != item.pk:
        raise NotVisible
    return answered


def _only(actor: Actor, item: Item, answer: Answer, answered: Reply | None) -> set[UUID]:
    """For whom alone it is; an answer to what was for some alone stays among them. Empty: for all who read the item."""
    only = set(answer.only)
    if answered is not None and answered.label == Label.RED and access.is_for_fewer(answered, item):
        only = only & set(answered.audience) or set(answered.audience)
    return only - {actor.person}


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
    """Take a reply of one's own back: its words, versions and files are gone. What answered it keeps its place.

    Refused: not_your_reply.
    Records: ReplyRemoved.
    """
    found = access.own_reply(actor, reply)
    item = access.readable_item(actor, found.item_id)
    drop(Attachment.objects.filter(reply=found))
    ReplyVersion.objects.filter(reply=found).delete()
    found.body, found.mentions, found.state = "", [], State.WITHDRAWN
    found.save()
    record(ReplyRemoved(**where(item), reply=found.pk), by=actor)
