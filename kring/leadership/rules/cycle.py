"""The secretary's cycle around a meeting: what should be done by when, from three weeks before to five days after.

Nothing is ticked by hand: a step is done when it shows. Where it can be done by itself, it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from kring.kernel.words import N_


class Step(StrEnum):
    """A step of the cycle, in its order."""

    TOPIC = "topic"
    HOST = "host"
    AGENDA = "agenda"
    ATTENDANCE = "attendance"
    DRAFT = "draft"
    PUBLISH = "publish"


DAYS: dict[Step, int] = {
    Step.TOPIC: -21,
    Step.HOST: -14,
    Step.AGENDA: -7,
    Step.ATTENDANCE: -1,
    Step.DRAFT: 2,
    Step.PUBLISH: 5,
}
"""By when, in days from the meeting."""

CALLED: dict[Step, str] = {
    Step.TOPIC: N_("There is a topic"),
    Step.HOST: N_("There is a host"),
    Step.AGENDA: N_("The agenda is out"),
    Step.ATTENDANCE: N_("It is known who comes"),
    Step.DRAFT: N_("The minutes can be read by who was there"),
    Step.PUBLISH: N_("The minutes are approved"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a meeting is."""

    on: date
    planned_on: date
    """Nothing was due before anybody thought of the meeting."""
    done: Mapping[Step, date]
    """Since when each step shows, of those that do. Of what has no day of its own, the day on which it was planned."""
    by_itself: Mapping[Step, "ByItself"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ByItself:
    """What Kring did for a step without being asked: when, and how many people it reached."""

    on: date
    people: int


@dataclass(frozen=True, slots=True)
class Due:
    """A step of the cycle of one meeting, on some day."""

    step: Step
    by: date
    is_done: bool
    is_late: bool
    by_itself: ByItself | None = None

    @property
    def called(self) -> str:
        """What it is called, in English; doors translate."""
        return CALLED[self.step]


def cycle(progress: Progress, today: date) -> list[Due]:
    """All steps around a meeting, as they stand today. A step is late from the day after it should have been done."""
    found = []
    for step, days in DAYS.items():
        by = max(progress.on + timedelta(days=days), progress.planned_on)
        is_done = step in progress.done
        late = not is_done and by < today
        found.append(Due(step, by, is_done, is_late=late, by_itself=progress.by_itself.get(step)))
    return found


def missed(progress: Progress, today: date) -> list[Due]:
    """Steps that should have been done by yesterday: of these somebody is told, once."""
    return [due for due in cycle(progress, today) if due.is_late]


def kept(progresses: Sequence[Progress], step: Step, today: date) -> tuple[int, int]:
    """For how many meetings a step was done by its day, of those for which that day has come."""
    due = [
        progress.done.get(step, today) <= one.by and one.is_done
        for progress in progresses
        for one in cycle(progress, today)
        if one.step is step and one.by <= today
    ]
    return sum(due), len(due)
