"""Everything that changes the plans of meetings, their agendas and who comes."""

from kring.meetings.commands.agenda import (
    add_point,
    carry_over,
    change_point,
    close_point,
    fill_agenda,
    keep_template,
    move_point,
    remove_point,
)
from kring.meetings.commands.answering import answer_invitation, note_attendance
from kring.meetings.commands.guests import invite_guest, remove_guest
from kring.meetings.commands.hosting import pause_hosting, tick_off
from kring.meetings.commands.inviting import ask_again, cancel_meeting, change_meeting, invite, plan_meeting
from kring.meetings.commands.plan import invite_to_all, plan_year, save_plan
from kring.meetings.commands.topics import offer_topic, rate_topic, withdraw_topic
from kring.meetings.rules import MeetingAsked, PointAsked, RowAsked, YearAsked

__all__ = [
    "MeetingAsked",
    "PointAsked",
    "RowAsked",
    "YearAsked",
    "add_point",
    "answer_invitation",
    "ask_again",
    "cancel_meeting",
    "carry_over",
    "change_meeting",
    "change_point",
    "close_point",
    "fill_agenda",
    "invite",
    "invite_guest",
    "invite_to_all",
    "keep_template",
    "move_point",
    "note_attendance",
    "offer_topic",
    "pause_hosting",
    "plan_meeting",
    "plan_year",
    "rate_topic",
    "remove_guest",
    "remove_point",
    "save_plan",
    "tick_off",
    "withdraw_topic",
]
