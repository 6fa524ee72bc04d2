"""Sharing, changing and taking back."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record
from kring.notices import commands as notices
from kring.sharing import access, rules
from kring.sharing.commands.holding import drop
from kring.sharing.commands.rounds import note_shared
from kring.sharing.facts import (
    ItemEdited,
    ItemPublished,
    ItemRelabelled,
    ItemShared,
    ItemUnpublished,
    ItemWithdrawn,
    SharedAboveMandate,
)
from kring.sharing.models import Attachment, Item, ItemVersion, Onward, SealedSource
from kring.sharing.rules import Text
from kring.tlp.audience import State, audience_for
from kring.tlp.labels import Label


def where(item: Item) -> dict[str, Any]:
    """Where a fact about this item happened, and who sees it as the source."""
    source = () if item.via_secretariat else (item.author_id, item.membership_id)
    return {
        "circle": item.circle_id,
        "item": item.pk,
        "source": tuple(key for key in source if key is not None),
        "kept_from_chair": item.via_secretariat,
    }


def origin_label(item: Item) -> Label | None:
    """That of the report of others which it was made of."""
    return None if item.origin_label is None else Label(item.origin_label)


def share_item(*, actor: Actor, item: UUID) -> Item:
    """Share a draft with its audience.

    Refused: already_shared, nothing_to_say, label_too_wide, wider_than_origin, nobody_named, not_in_circle, not_seated,
    too_long.
    Records: ItemShared; SharedAboveMandate when the mandate says less.
    """
    draft = access.own_draft(actor, item)
    seat = circles.seat_for_sharing(actor, draft.circle_id)
    if seat is None or draft.author_id is None:
        raise Refused(rules.NOT_SEATED)
    label = Label(draft.label)
    named, chosen = (draft.audience, []) if label is Label.RED else ([], draft.audience)
    text = Text(draft.title, draft.what, draft.so_what, draft.do_what)
    seated = circles.seated_in(draft.circle_id)
    enforce(
        rules.why_not_share(
            rules.Draft(State(draft.state), label, text, draft.tags, named, chosen, origin_label(draft)),
            widest=circles.circle_for(actor, draft.circle_id).widest_label,
            people=seated.people,
            memberships=seated.memberships,
        )
    )
    draft.membership_id = seat.membership
    draft.audience = sorted(
        audience_for(
            label,
            circle=draft.circle_id,
            author=draft.author_id,
            membership=seat.membership,
            named=named,
            chosen=chosen,
        )
    )
    draft.title = text.headline
    draft.state = State.SHARED
    draft.version = 1
    draft.shared_at = now()
    if draft.via_secretariat:
        SealedSource.objects.create(item=draft, author_id=draft.author_id, membership_id=seat.membership)
        draft.author_id = draft.membership_id = None
    draft.save()
    notices.follow(actor=actor, item=draft.pk)
    record(
        ItemShared(
            **where(draft),
            label=label,
            urgent=draft.urgency == Item.Urgency.URGENT,
            via_secretariat=draft.via_secretariat,
        ),
        by=actor,
    )
    if rules.above_mandate(label, seat.mandate, now().date()):
        mandate = seat.mandate.widest_label if seat.mandate else None
        record(SharedAboveMandate(**where(draft), label=label, mandate=mandate), by=actor)
    note_shared(actor, draft)
    return draft


def edit_item(*, actor: Actor, item: UUID, text: Text, version: int) -> Item:
    """Change the words of something shared. What stood there is kept as a version, under the lock it had.

    Refused: not_the_source, withdrawn, not_shared, changed_elsewhere, nothing_to_say, too_long.
    Records: ItemEdited.
    """
    found = access.own_item(actor, item)
    enforce(rules.why_not_change(State(found.state), is_source=True))
    if found.state == State.DRAFT:
        raise Refused(rules.NOT_SHARED)  # a draft is its author's alone: saving it tells nobody
    enforce(rules.NOTHING_TO_SAY if not text.what.strip() else rules.why_not_write(text))
    if found.version != version:
        raise Refused(rules.CHANGED_ELSEWHERE)
    _keep_version(actor, found)
    found.title, found.what = text.headline, text.what
    found.so_what, found.do_what = text.so_what, text.do_what
    found.version += 1
    found.edited_at = now()
    found.save()
    record(ItemEdited(**where(found), version=found.version), by=actor)
    return found


def _keep_version(actor: Actor, item: Item) -> None:
    ItemVersion.objects.create(
        item=item,
        number=item.version,
        title=item.title,
        what=item.what,
        so_what=item.so_what,
        do_what=item.do_what,
        at=item.edited_at or item.shared_at or item.created_at,
        circle_id=item.circle_id,
        community=item.community,
        label=item.label,
        state=item.state,
        author_id=None if item.via_secretariat else actor.person,
        membership_id=item.membership_id,
        audience=item.audience,
    )


def relabel_item(
    *,
    actor: Actor,
    item: UUID,
    label: Label,
    named: Collection[UUID] = (),
    chosen: Collection[UUID] = (),
) -> Item:
    """Give an item another label or audience: wider or narrower, the source alone decides.

    Narrowed, it is gone at once for who may no longer read it, with its thread. Widened, replies keep the
    audience they were written for.

    Refused: not_the_source, withdrawn, not_shared, beyond_ceiling, label_too_wide, wider_than_origin, nobody_named,
    not_in_circle, frozen (save to a narrower label).
    Records: ItemRelabelled.
    """
    enforce(rules.why_not_reach(label, actor.ceiling))
    found = access.own_item(actor, item)
    enforce(rules.why_not_change(State(found.state), is_source=True))
    if found.state == State.DRAFT:
        raise Refused(rules.NOT_SHARED)
    if label <= found.label:
        access.not_frozen(found.pk)
    seated = circles.seated_in(found.circle_id)
    seat = circles.seat_for_sharing(actor, found.circle_id)
    if seat is None or actor.person is None:
        raise Refused(rules.NOT_SEATED)
    enforce(
        rules.why_not_label(
            label,
            widest=circles.circle_for(actor, found.circle_id).widest_label,
            origin=origin_label(found),
            named=named,
            chosen=chosen,
            people=seated.people,
            memberships=seated.memberships,
        )
    )
    before = Label(found.label)
    found.label = label
    found.audience = sorted(
        audience_for(
            label,
            circle=found.circle_id,
            author=found.author_id or actor.person,
            membership=found.membership_id or seat.membership,
            named={*named, actor.person},
            chosen=chosen,
        )
    )
    if label > before:
        _end_passing(found)
    found.published = found.published and label is Label.CLEAR
    found.save()
    record(ItemRelabelled(**where(found), before=before, after=label), by=actor)
    return found


def _end_passing(item: Item) -> None:
    """What was passed on under a wider label ends with it; so does what was asked."""
    item.passed_to = []
    Onward.objects.filter(item=item, state__in=["done", "asked"]).update(state="ended", decided_at=now())


def publish_item(*, actor: Actor, item: UUID) -> Item:
    """Let visitors read something that is CLEAR, wherever it is shown to them.

    Refused: not_the_source, withdrawn, not_shared, not_clear, frozen. Records: ItemPublished, the first time.
    """
    found = access.own_item(actor, item)
    enforce(rules.why_not_publish(State(found.state), Label(found.label), is_source=True))
    access.not_frozen(found.pk)
    if not found.published:
        found.published = True
        found.save()
        record(ItemPublished(**where(found)), by=actor)
    return found


def unpublish_item(*, actor: Actor, item: UUID) -> Item:
    """It is for visitors no longer; who is in the community still reads it.

    Refused: not_the_source. Records: ItemUnpublished.
    """
    found = access.own_item(actor, item)
    if found.published:
        found.published = False
        found.save()
        record(ItemUnpublished(**where(found)), by=actor)
    return found


def withdraw_item(*, actor: Actor, item: UUID) -> Item:
    """Take something back. A tombstone without content stays; thread, files and versions are out of reach.

    Refused: not_the_source, withdrawn, not_shared.
    Records: ItemWithdrawn.
    """
    found = access.own_item(actor, item)
    enforce(rules.why_not_change(State(found.state), is_source=True))
    if found.state == State.DRAFT:
        raise Refused(rules.NOT_SHARED)
    _empty(found)
    record(ItemWithdrawn(**where(found), label=Label(found.label)), by=actor)
    return found


def _empty(item: Item) -> None:
    drop(Attachment.objects.filter(item=item))
    ItemVersion.objects.filter(item=item).delete()
    item.title = item.what = item.so_what = item.do_what = ""
    item.tags, item.expertise, item.origin = [], [], ""
    item.published = False
    item.state = State.WITHDRAWN
    item.withdrawn_at = now()
    item.save()
