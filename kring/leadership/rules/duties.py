"""Decisions about duties and talks, on plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

LONGEST_REMIT = 500
LONGEST_NOTE = 2000
LONGEST_THANKS = 500


class Duty(StrEnum):
    """What somebody does for a circle. Whatever else a circle needs is `OTHER`, with a title of its own."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    CONTENT_LIAISON = "content_liaison"
    SPOKESPERSON = "spokesperson"
    NEWCOMERS = "newcomers"
    OTHER = "other"


BY_SEAT = frozenset({Duty.CHAIR, Duty.SECRETARY})
"""Who has these is said by the seats of a circle; here stands what it asks, and who steps in."""

USUAL: dict[Duty, str] = {
    Duty.CHAIR: N_(
        "Prepares the meetings and leads them, sees to it that everybody is heard, speaks to who fell silent."
    ),
    Duty.SECRETARY: N_(
        "Sends the agenda, keeps the minutes and what was agreed, and reminds people of what they promised."
    ),
    Duty.CONTENT_LIAISON: N_(
        "Brings in what the authority sees and may tell, and takes back what the circle wants it to know."
    ),
    Duty.SPOKESPERSON: N_("Speaks for the circle to the press and to others outside it."),
    Duty.NEWCOMERS: N_("Shows new members around and finds them somebody to turn to."),
}
"""What a circle can begin with."""

NOT_SEATED_HERE = Refusal("not_seated_here", N_("Only somebody who sits in this circle can do this for it."))
OWN_DEPUTY = Refusal("own_deputy", N_("Somebody cannot be their own deputy."))
HELD_BY_SEAT = Refusal("held_by_seat", N_("Who this is follows from the seats. Give a seat to somebody else instead."))
ENDS_BEFORE = Refusal("ends_before", N_("The term would end before it begins."))
ONE_FOR_BOTH = Refusal(
    "one_for_both",
    N_("The secretary and the content liaison are two people: who takes notes cannot also speak for the authority."),
)
NOT_LEADING = Refusal("not_leading", N_("Only the chair and the chair's deputy can do this."))
IN_THE_FUTURE = Refusal("in_the_future", N_("A talk is written down after it took place."))
NO_THANKS = Refusal("no_thanks", N_("Words are sent with thanks alone: choose so, or leave them out."))


@dataclass(frozen=True, slots=True)
class Term:
    """Who has a duty, and from when until when."""

    duty: Duty
    holder: UUID | None
    deputy: UUID | None
    since: date
    until: date | None


def why_not_give(term: Term, *, seated: frozenset[UUID], held: Iterable[tuple[Duty, UUID]]) -> Refusal | None:
    """Can it be given so? `seated` are the people who sit there; `held` is who has which duty now, this one left out."""
    people = {person for person in (term.holder, term.deputy) if person}
    if term.duty in BY_SEAT and term.holder:
        return HELD_BY_SEAT
    if not people <= seated:
        return NOT_SEATED_HERE
    if term.holder and term.holder == term.deputy:
        return OWN_DEPUTY
    if term.until and term.until < term.since:
        return ENDS_BEFORE
    if term.duty is Duty.CONTENT_LIAISON and (Duty.SECRETARY, term.holder) in set(held):
        return ONE_FOR_BOTH
    return None


def why_not_note(*, leads: bool, on: date, today: date, sends: bool, thanks: bool) -> Refusal | None:
    """Can somebody write down that they spoke with a member, and send words of thanks along?"""
    if not leads:
        return NOT_LEADING
    if on > today:
        return IN_THE_FUTURE
    return NO_THANKS if sends and not thanks else None
