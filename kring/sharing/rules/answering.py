"""What a reader may answer: replies, feedback, acknowledgements."""

from collections.abc import Collection
from uuid import UUID

from kring.kernel.errors import Refusal
from kring.sharing.rules.reasons import (
    EMPTY_REPLY,
    FEW_NEED_SEATS,
    IS_WITHDRAWN,
    MENTION_OUTSIDE,
    NOT_SHARED,
    NOT_URGENT,
    OWN_ITEM,
    WIDER_THAN_ITEM,
)
from kring.sharing.rules.text import Text, why_not_write
from kring.tlp.audience import State
from kring.tlp.labels import Label


def label_of_reply(own: Label, item: Label) -> Label:
    """What a reply is handled as: its item may have been narrowed since it was written, or been narrower all along."""
    return max(own, item)


def is_for_fewer(
    label: Label, audience: Collection[UUID], *, item: Label, whole: Collection[UUID], circle: UUID
) -> bool:
    """Is a reply for fewer than those who read its item? `whole` is the item's audience."""
    if label is not item or circle in audience:
        return label > item
    return not set(whole) <= set(audience)


def why_not_reply(
    state: State,
    *,
    body: str,
    only: Collection[UUID],
    mentions: Collection[UUID],
    companions: Collection[UUID],
    table: Collection[UUID],
    seated: bool,
) -> Refusal | None:
    """May this reply be added? It is read by the item's readers, or by those in `only` alone.

    `companions` are those one can speak to here; `table` and `seated` say who, and whether the writer, has a seat.
    """
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    if not body.strip():
        return EMPTY_REPLY
    if only and not (seated and set(only) <= set(table)):
        return FEW_NEED_SEATS
    if not set(only) <= set(companions):
        return WIDER_THAN_ITEM
    if not set(mentions) <= set(only or companions):
        return MENTION_OUTSIDE
    return why_not_write(Text(what=body))


def why_not_feedback(state: State, *, own: bool) -> Refusal | None:
    """May somebody who reads this say what it is to them?"""
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    return OWN_ITEM if own else None


def why_not_acknowledge(state: State, *, urgent: bool) -> Refusal | None:
    """May somebody say "I have this", or be reminded to?"""
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    return None if urgent else NOT_URGENT
