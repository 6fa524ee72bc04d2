"""The room: who opens it, who writes, whose turn it is, and how long a point takes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.tlp.labels import Label

DIGITS = 6
"""Of the code one ticks in with."""

NO_MEETING = Refusal("cancelled", N_("This meeting was cancelled."))
ROOM_CLOSED = Refusal("room_closed", N_("This meeting does not go on."))
NOT_WRITING = Refusal("not_writing", N_("You can read these notes. Who steers can hand you a pen."))
MINUTES_MADE = Refusal("minutes_made", N_("The minutes are made. Change them there."))
WIDER = Refusal("label_wider", N_("What is put apart has a narrower label than the point it stands under."))
NOT_INVITED = Refusal("not_invited", N_("You are not invited to this meeting. Ask who steers to add you."))


def why_not_open(*, cancelled: bool, minutes_made: bool) -> Refusal | None:
    """May a meeting begin, or go on?"""
    if cancelled:
        return NO_MEETING
    return MINUTES_MADE if minutes_made else None


def why_not_write(*, is_open: bool, writes: bool) -> Refusal | None:
    """May somebody who sees a point write notes at it?"""
    if not is_open:
        return ROOM_CLOSED
    return None if writes else NOT_WRITING


def why_not_put_apart(*, under: Label, label: Label) -> Refusal | None:
    """May something stand under a point of its own?"""
    return None if under.wider_than(label) else WIDER


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a point takes: as planned, and as it is."""

    planned: timedelta
    spent: timedelta
    running_since: datetime | None

    @property
    def seconds(self) -> int:
        """How long it took."""
        return int(self.spent.total_seconds())

    @property
    def text(self) -> str:
        """Minutes and seconds: "12:05"."""
        return f"{self.seconds // 60}:{self.seconds % 60:02d}"

    @property
    def minutes(self) -> int:
        """As planned."""
        return int(self.planned.total_seconds()) // 60

    @property
    def is_over(self) -> bool:
        """Did it take longer than planned?"""
        return self.spent > self.planned


def clock(minutes: int, spells: Iterable[tuple[datetime, datetime | None]], now: datetime) -> Clock:
    """The clock of a point, from the times in which it was spoken of."""
    times = list(spells)
    spent = sum(((end or now) - begin for begin, end in times), timedelta())
    return Clock(timedelta(minutes=minutes), spent, next((begin for begin, end in times if end is None), None))


def next_in_turn(turns: Sequence[tuple[UUID, bool]]) -> UUID | None:
    """Who speaks next: the first who has not spoken. None: the round is over."""
    return next((who for who, done in turns if not done), None)


def named_for_red(
    *, before: Collection[UUID], opened_before: bool, keep: Collection[UUID], present: Collection[UUID]
) -> list[UUID]:
    """Whom a RED point names when it is opened: who is there now, with who wrote it and presents it.

    Opened again, those who heard it the first time stay.
    """
    return sorted({*keep, *present, *(before if opened_before else ())})
