"""Everything that changes surveys, hours, lessons and visits."""

from kring.health.commands.hours import log_hours, remove_hours
from kring.health.commands.knowledge import (
    add_subject,
    agree_to_lesson,
    answer_wish,
    end_lesson,
    make_wish,
    remove_subject,
    start_subjects,
    take_back_wish,
)
from kring.health.commands.surveys import answer_barriers, answer_pulse, ask_survey, close_surveys, stop_pulse
from kring.health.commands.visits import cancel_visit, join_visit, leave_visit, offer_visit

__all__ = [
    "add_subject",
    "agree_to_lesson",
    "answer_barriers",
    "answer_pulse",
    "answer_wish",
    "ask_survey",
    "cancel_visit",
    "close_surveys",
    "end_lesson",
    "join_visit",
    "leave_visit",
    "log_hours",
    "make_wish",
    "offer_visit",
    "remove_hours",
    "remove_subject",
    "start_subjects",
    "stop_pulse",
    "take_back_wish",
]
