"""The secretary's cycle, from three weeks before a meeting to five days after it."""

from datetime import date, timedelta

import pytest

from kring.leadership import rules
from kring.leadership.rules import Progress, Step

MEETING = date(2026, 6, 30)
LONG_BEFORE = date(2026, 1, 5)


def progress(*done: Step, planned_on: date = LONG_BEFORE) -> Progress:
    return Progress(MEETING, planned_on, dict.fromkeys(done, planned_on))


@pytest.mark.requirement("R62")
def test_its_steps_lie_at_21_14_7_and_1_days_before_and_2_and_5_after() -> None:
    days = {due.step: (due.by - MEETING).days for due in rules.cycle(progress(), LONG_BEFORE)}
    assert list(days.values()) == [-21, -14, -7, -1, 2, 5]
    assert list(days) == list(Step)


@pytest.mark.parametrize(
    ("days", "done", "late"),
    [
        (-21, [], []),
        (-20, [], [Step.TOPIC]),
        (-20, [Step.TOPIC], []),
        (-6, [Step.TOPIC, Step.HOST], [Step.AGENDA]),
        (6, list(Step)[:4], [Step.DRAFT, Step.PUBLISH]),
        (6, list(Step), []),
    ],
)
def test_a_step_is_missed_from_the_day_after_it_should_have_been_done(
    days: int, done: list[Step], late: list[Step]
) -> None:
    assert [due.step for due in rules.missed(progress(*done), MEETING + timedelta(days=days))] == late


def test_nothing_was_due_before_anybody_thought_of_the_meeting() -> None:
    thought_of = MEETING - timedelta(days=3)
    in_a_hurry = progress(planned_on=thought_of)
    assert rules.missed(in_a_hurry, thought_of) == []
    assert [due.step for due in rules.missed(in_a_hurry, thought_of + timedelta(days=1))] == [
        Step.TOPIC,
        Step.HOST,
        Step.AGENDA,
    ]


@pytest.mark.requirement("R61")
def test_a_late_agenda_shows_in_what_was_kept() -> None:
    sent, never = progress(Step.AGENDA), progress()
    late = Progress(MEETING, LONG_BEFORE, {Step.AGENDA: MEETING - timedelta(days=6)})
    ahead = Progress(MEETING + timedelta(days=60), LONG_BEFORE, {})
    assert rules.kept([sent, late, never, ahead], Step.AGENDA, MEETING) == (1, 3)
