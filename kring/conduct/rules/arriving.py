"""Settling in: the steps of somebody new, and who can be their buddy."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

STILL_NEW = timedelta(days=120)
"""For so long after somebody sat down, what is left to do is shown."""
NEW_FOR = timedelta(days=60)
"""For so long an introduction card is shown to others at home."""


class Step(StrEnum):
    """A step that ticks itself."""

    CODE = "code"
    SECOND_FACTOR = "second_factor"
    PROFILE = "profile"
    MANDATE = "mandate"
    LETTER = "letter"
    BUDDY = "buddy"
    INTRODUCTION = "introduction"
    SHARE = "share"


STEPS: Mapping[Step, str] = {
    Step.CODE: N_("Accept the code of conduct"),
    Step.SECOND_FACTOR: N_("Set up a second factor"),
    Step.PROFILE: N_("Say how you can be reached"),
    Step.MANDATE: N_("Have your mandate recorded"),
    Step.LETTER: N_("Sign the letter of entry, for your organisation"),
    Step.BUDDY: N_("Meet your buddy"),
    Step.INTRODUCTION: N_("Write your introduction card"),
    Step.SHARE: N_("Share something for the first time"),
}

HAS_A_BUDDY = Refusal("has_a_buddy", N_("A buddy is asked already."))
NOT_A_BUDDY = Refusal("not_a_buddy", N_("A buddy sits in this circle for another organisation."))
NOT_ASKED = Refusal("not_asked", N_("You are not asked for this any more."))


def is_new(since: datetime, now: datetime) -> bool:
    """Did somebody sit down not long ago?"""
    return now - since < STILL_NEW


def why_not_buddy(*, has_one: bool, seated: bool, same_organisation: bool) -> Refusal | None:
    """May this person be asked to be somebody's buddy?"""
    if has_one:
        return HAS_A_BUDDY
    return None if seated and not same_organisation else NOT_A_BUDDY
