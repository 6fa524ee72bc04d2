"""What the source may do: share, relabel, change, put files beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from kring.kernel.errors import Refusal
from kring.sharing.rules.reasons import (
    ALREADY_SHARED,
    BEYOND_CEILING,
    IS_WITHDRAWN,
    LABEL_TOO_WIDE,
    NOBODY_NAMED,
    NOT_CLEAR,
    NOT_IN_CIRCLE,
    NOT_SHARED,
    NOT_THE_SOURCE,
    NOTHING_TO_SAY,
    TOO_MANY_FILES,
    TOO_MUCH,
    WIDER_THAN_ORIGIN,
)
from kring.sharing.rules.text import Text, why_not_write
from kring.tlp.audience import State
from kring.tlp.labels import Label

MOST_FILES = 20
MOST_TAKEN_ALONG = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule looks at before something is shared."""

    state: State
    label: Label
    text: Text
    tags: Sequence[str] = ()
    named: Collection[UUID] = ()
    chosen: Collection[UUID] = ()
    origin: Label | None = None
    """That of the report of others which it was made of."""


def why_not_share(
    draft: Draft, *, widest: Label, people: Collection[UUID], memberships: Collection[UUID]
) -> Refusal | None:
    """May this draft go to its audience? `people` and `memberships` are those seated in the circle now."""
    if draft.state is not State.DRAFT:
        return ALREADY_SHARED
    if not draft.text.what.strip():
        return NOTHING_TO_SAY
    return why_not_label(
        draft.label,
        widest=widest,
        origin=draft.origin,
        named=draft.named,
        chosen=draft.chosen,
        people=people,
        memberships=memberships,
    ) or why_not_write(draft.text, draft.tags)


def why_not_label(
    label: Label,
    *,
    widest: Label,
    named: Collection[UUID],
    chosen: Collection[UUID],
    people: Collection[UUID],
    memberships: Collection[UUID],
    origin: Label | None = None,
) -> Refusal | None:
    """Does this label fit the circle and what it was made of, and are those chosen really in the circle?"""
    if label.wider_than(widest):
        return Refusal(LABEL_TOO_WIDE.code, LABEL_TOO_WIDE.text, {"label": widest.marking})
    if origin is not None and label.wider_than(origin):
        return Refusal(WIDER_THAN_ORIGIN.code, WIDER_THAN_ORIGIN.text, {"label": origin.marking})
    if label is Label.RED and not named:
        return NOBODY_NAMED
    if label is Label.RED and not set(named) <= set(people):
        return NOT_IN_CIRCLE
    if label in (Label.AMBER, Label.AMBER_STRICT) and not set(chosen) <= set(memberships):
        return NOT_IN_CIRCLE
    return None


def why_not_reach(label: Label, ceiling: int) -> Refusal | None:
    """May somebody write under a label narrower than they may read? A machine would lose sight of it at once."""
    if label <= ceiling:
        return None
    return Refusal(BEYOND_CEILING.code, BEYOND_CEILING.text, {"label": Label(ceiling).marking})


def why_not_attach(state: State, files: int) -> Refusal | None:
    """May one more file stand beside something that has this many?"""
    if state is State.WITHDRAWN:
        return IS_WITHDRAWN
    return Refusal(TOO_MANY_FILES.code, TOO_MANY_FILES.text, {"most": MOST_FILES}) if files >= MOST_FILES else None


def why_not_change(state: State, *, is_source: bool) -> Refusal | None:
    """May the text, the label or the life of an item be changed by who asks?"""
    if not is_source:
        return NOT_THE_SOURCE
    return IS_WITHDRAWN if state is State.WITHDRAWN else None


def why_not_publish(state: State, label: Label, *, is_source: bool) -> Refusal | None:
    """May visitors read it from now on?"""
    if (no := why_not_change(state, is_source=is_source)) is not None:
        return no
    if state is State.DRAFT:
        return NOT_SHARED
    return None if label is Label.CLEAR else NOT_CLEAR


def why_not_take_along(count: int) -> Refusal | None:
    """May somebody take so many things along at once?"""
    return TOO_MUCH if count > MOST_TAKEN_ALONG else None


def why_not_freeze(state: State) -> Refusal | None:
    """May who steers keep this where it is?"""
    if state is State.SHARED:
        return None
    return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
