"""What a reader may pass on, and ask the source for (design: "Who may read what", the last column)."""

from enum import StrEnum

from kring.kernel.errors import Refusal
from kring.sharing.rules.reasons import IS_WITHDRAWN, NEEDS_PERMISSION, NOT_SHARED, NOT_WIDER, RED_GOES_NO_FURTHER
from kring.tlp.audience import State
from kring.tlp.labels import Label


class Passing(StrEnum):
    """What a label says of passing on."""

    FREE = "free"
    ASK = "ask"
    NEVER = "never"


GOES_ON_FREELY = {
    Label.AMBER_STRICT: {"colleague"},
    Label.AMBER: {"colleague", "client"},
    Label.GREEN: {"colleague"},
    Label.CLEAR: {"colleague", "client", "circle"},
}
"""To whom a reader may pass something on without asking: the last column of the design's table."""


def passing(label: Label, to: str, *, same_community: bool = False) -> Passing:
    """May a reader pass an item with this label on to a "colleague", a "client" or a "circle"?"""
    if label is Label.RED:
        return Passing.NEVER
    within = label is Label.GREEN and to == "circle" and same_community
    return Passing.FREE if within or to in GOES_ON_FREELY[label] else Passing.ASK


def why_not_pass_on(state: State, label: Label, to: str, *, same_community: bool, asking: bool) -> Refusal | None:
    """May this be passed on, or asked for?"""
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    match passing(label, to, same_community=same_community):
        case Passing.NEVER:
            return RED_GOES_NO_FURTHER
        case Passing.ASK if not asking:
            return NEEDS_PERMISSION
        case _:
            return None


def why_not_ask_wider(state: State, now: Label, wanted: Label) -> Refusal | None:
    """May somebody in the audience ask the source for this label?"""
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    return None if wanted.wider_than(now) else Refusal(NOT_WIDER.code, NOT_WIDER.text, {"label": now.marking})
