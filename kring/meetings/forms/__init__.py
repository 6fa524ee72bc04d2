"""What people fill in about meetings."""

from kring.meetings.forms.agenda import MoveForm, PointForm
from kring.meetings.forms.meeting import AnswerForm, AttendanceForm, GuestForm, MeetingForm, ReplyForm, TickForm
from kring.meetings.forms.plan import PauseForm, PlanForm, TopicForm, YearForm

__all__ = [
    "AnswerForm",
    "AttendanceForm",
    "GuestForm",
    "MeetingForm",
    "MoveForm",
    "PauseForm",
    "PlanForm",
    "PointForm",
    "ReplyForm",
    "TickForm",
    "TopicForm",
    "YearForm",
]
