"""Writing something up before anybody sees it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.sharing import access, rules
from kring.sharing.commands.holding import drop
from kring.sharing.models import Attachment, Item
from kring.sharing.rules import Text
from kring.tlp.audience import State
from kring.tlp.labels import Label

TAKEN_BACK_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What somebody typed in the share box. `None` keeps what is there."""

    text: Text
    label: Label | None = None
    named: Collection[UUID] = ()
    """Persons, for RED."""
    chosen: Collection[UUID] = ()
    """Memberships, for AMBER and AMBER+STRICT; none is the whole circle."""
    kind: str | None = None
    urgent: bool | None = None
    reliability: str | None = None
    credibility: int | None = None
    """0 takes it away."""
    tags: Sequence[str] | None = None
    expertise: Sequence[str] | None = None
    via_secretariat: bool | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """A report of others that something is made of."""

    stix_id: str
    label: Label


def start_draft(
    *, actor: Actor, circle: UUID, writing: Writing, about: UUID | None = None, origin: Origin | None = None
) -> Item:
    """Begin something in a circle. Nobody but the author sees it.

    Refused: not_seated, beyond_ceiling, too_long, too_many_tags.
    """
    enforce(rules.why_not_write(writing.text, writing.tags or ()))
    item = Item(author_id=actor.person, about_id=access.readable_item(actor, about).pk if about else None)
    if origin:
        item.origin, item.origin_label = origin.stix_id, origin.label
    place = _move(actor, item, circle)
    item.label, item.language = place.default_label, place.language
    _write(item, writing)
    enforce(rules.why_not_reach(Label(item.label), actor.ceiling))
    item.save(force_insert=True)
    _erase_discarded(actor)
    return item


def _move(actor: Actor, item: Item, circle: UUID) -> circles.CirclePlace:
    """Puts a draft in a circle, where its author has a seat."""
    place = circles.circle_for(actor, circle)
    seat = circles.seat_for_sharing(actor, circle)
    if seat is None:
        raise Refused(rules.NOT_SEATED)
    item.circle_id, item.community, item.membership_id = circle, place.community, seat.membership
    return place


def save_draft(*, actor: Actor, item: UUID, writing: Writing, version: int, circle: UUID | None = None) -> Item:
    """Keep what was typed. `version` is the one this window last saw, so that two windows do not overwrite.

    With `circle` the draft moves to that circle.

    Refused: changed_elsewhere, already_shared, not_seated, beyond_ceiling, too_long, too_many_tags.
    """
    draft = access.own_draft(actor, item)
    if draft.version != version:
        raise Refused(rules.CHANGED_ELSEWHERE)
    enforce(rules.why_not_write(writing.text, writing.tags or ()))
    if circle is not None and circle != draft.circle_id:
        _move(actor, draft, circle)
        draft.origin = ""  # other circles have other objects
    _write(draft, writing)
    enforce(rules.why_not_reach(Label(draft.label), actor.ceiling))
    draft.version += 1
    draft.saved_at = now()
    draft.save()
    return draft


def keep_draft(
    *,
    actor: Actor,
    circle: UUID,
    writing: Writing,
    draft: UUID | None = None,
    version: int | None = None,
    about: UUID | None = None,
) -> Item:
    """Keep what somebody is writing: begin a draft, or save the one it became before.

    Refused: changed_elsewhere, already_shared, not_seated, beyond_ceiling, too_long, too_many_tags.
    """
    if draft is None:
        return start_draft(actor=actor, circle=circle, writing=writing, about=about)
    return save_draft(actor=actor, item=draft, writing=writing, version=version or 0, circle=circle)


def discard_draft(*, actor: Actor, item: UUID) -> None:
    """Throw a draft away. For a day it can be taken back; then it is gone.

    Refused: already_shared.
    """
    draft = access.own_draft(actor, item)
    draft.discarded_at = now()
    draft.save(update_fields=["discarded_at"])
    _erase_discarded(actor)


def restore_draft(*, actor: Actor, item: UUID) -> Item:
    """Take a draft back that was thrown away.

    Refused: already_shared.
    """
    draft = access.own_draft(actor, item, discarded=True)
    draft.discarded_at = None
    draft.save(update_fields=["discarded_at"])
    return draft


def _erase_discarded(actor: Actor) -> None:
    """A draft is seen by its author alone, so that whoever writes sweeps up after themselves."""
    gone = Item.objects.filter(author_id=actor.person, state=State.DRAFT, discarded_at__lt=now() - TAKEN_BACK_WITHIN)
    drop(Attachment.objects.filter(item__in=gone))
    gone.delete()


def _write(item: Item, writing: Writing) -> None:
    item.title = writing.text.title[: rules.LONGEST_TITLE]
    item.what, item.so_what, item.do_what = writing.text.what, writing.text.so_what, writing.text.do_what
    if writing.label is not None:
        item.label = writing.label
    # A draft keeps whom its author chose; sharing makes the audience of it.
    item.audience = sorted(writing.named if item.label == Label.RED else writing.chosen)
    if writing.credibility is not None:
        item.credibility = writing.credibility or None
    for name in ("kind", "reliability", "via_secretariat", "language"):
        if (value := getattr(writing, name)) is not None:
            setattr(item, name, value)
    if writing.urgent is not None:
        item.urgency = Item.Urgency.URGENT if writing.urgent else Item.Urgency.NORMAL
    if writing.tags is not None:
        item.tags = list(dict.fromkeys(tag.strip().lower()[:40] for tag in writing.tags if tag.strip()))
    if writing.expertise is not None:
        item.expertise = list(dict.fromkeys(topic.strip()[:60] for topic in writing.expertise if topic.strip()))
