"""What somebody wants to hear by mail. It changes when and whether a mail comes, never what it carries."""

from uuid import UUID

from django.db import transaction

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused
from kring.notices import access, rules
from kring.notices.models import Following, MutedTopics, Wishing
from kring.notices.rules import RepliesWish, Wish


@transaction.atomic
def wish(
    *, actor: Actor, circle: UUID | None, items: Wish, replies: RepliesWish, urgent: bool, digest: bool = True
) -> None:
    """Say what to hear of a circle; without one, of every circle that nothing else is said of. No fact: it is theirs."""
    said = {"items": items.value, "replies": replies.value, "urgent": urgent, "digest": digest, "saved_at": now()}
    Wishing.objects.update_or_create(person_id=access.own_person(actor), circle=circle, defaults=said)


def wish_as_everywhere(*, actor: Actor, circle: UUID) -> None:
    """Want of a circle what one wants of all."""
    Wishing.objects.filter(person=access.own_person(actor), circle=circle).delete()


def leave_list(*, actor: Actor, circle: UUID | None) -> None:
    """Hear nothing by mail of a circle any more; without one, get no digest. What the one-click way out does (RFC 8058)."""
    if circle is not None:
        wish(actor=actor, circle=circle, items=Wish.OFF, replies=RepliesWish.OFF, urgent=False)
        return
    rows = Wishing.objects.filter(person=access.own_person(actor), circle__isnull=True)
    if not rows.update(digest=False):
        wish(actor=actor, circle=None, items=Wish.AT_ONCE, replies=RepliesWish.MINE, urgent=True, digest=False)


@transaction.atomic
def mute_topic(*, actor: Actor, tag: str) -> None:
    """Want nothing of a topic any more, save what is urgent.

    Refused: too_many_tags.
    """
    row, _ = MutedTopics.objects.select_for_update().get_or_create(person_id=access.own_person(actor))
    row.tags = sorted({*row.tags, tag.strip().lower()[:40]} - {""})
    if len(row.tags) > rules.MOST_TAGS:
        raise Refused(rules.TOO_MANY_TAGS)
    row.save()


@transaction.atomic
def unmute_topic(*, actor: Actor, tag: str) -> None:
    """Hear of a topic again."""
    row = MutedTopics.objects.select_for_update().filter(person=access.own_person(actor)).first()
    if row is not None:
        row.tags = [each for each in row.tags if each != tag.strip().lower()]
        row.save()


def follow(*, actor: Actor, item: UUID) -> None:
    """Hear of replies to an item, whatever one wants to hear of others: one takes part in its thread."""
    Following.objects.bulk_create([Following(person_id=access.own_person(actor), item=item)], ignore_conflicts=True)


def unfollow(*, actor: Actor, item: UUID) -> None:
    """Hear no more of a thread than of any other."""
    Following.objects.filter(person=access.own_person(actor), item=item).delete()
