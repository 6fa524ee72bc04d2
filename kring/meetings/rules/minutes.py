"""Minutes: notes become a draft to read over, the draft is approved, and what is approved stays as it is."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

LONGEST_REMARK = 1000
LONGEST_SECTION = 60_000

MADE_ALREADY = Refusal("minutes_made", N_("The minutes were shared for review already."))
APPROVED = Refusal("minutes_approved", N_("These minutes are approved and stay as they are. Make a correction."))
NOT_APPROVED = Refusal("not_approved", N_("These minutes are still being read over. Change them there."))
NO_REASON = Refusal("no_reason", N_("Say what is corrected, and why."))
NOT_OPENED = Refusal("not_opened", N_("This meeting has not begun."))
TOO_LONG = Refusal("too_long", N_("That is longer than it may be."))
EMPTY_REMARK = Refusal("empty", N_("Write something first."))


class Step(StrEnum):
    """Where minutes are: notes are the draft."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"


def why_not_share(*, opened: bool, made: bool) -> Refusal | None:
    """May notes become minutes?"""
    if not opened:
        return NOT_OPENED
    return MADE_ALREADY if made else None


def why_not_change(step: Step) -> Refusal | None:
    """May minutes be changed, remarked on, approved?"""
    return APPROVED if step is Step.APPROVED else None


def why_not_correct(step: Step, why: str) -> Refusal | None:
    """May a new version begin?"""
    if step is not Step.APPROVED:
        return NOT_APPROVED
    return None if why.strip() else NO_REASON


@dataclass(frozen=True, slots=True)
class Change:
    """A line as it was and as it is; empty: it was not there, or is gone."""

    before: str
    after: str


def changes(before: str, after: str) -> list[Change]:
    """What differs between two versions, line by line."""
    was, now = before.split("\n"), after.split("\n")
    steps = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [
        Change("\n".join(was[start:end]), "\n".join(now[new_start:new_end]))
        for kind, start, end, new_start, new_end in steps
        if kind != "equal"
    ]


def why_not_remark(text: str) -> Refusal | None:
    """May this be said of minutes?"""
    if not text.strip():
        return EMPTY_REMARK
    return TOO_LONG if len(text) > LONGEST_REMARK else None
