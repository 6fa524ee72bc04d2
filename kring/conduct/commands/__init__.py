"""Everything that changes codes, letters, newcomers, introductions and breach cases."""

from kring.conduct.commands.arriving import answer_buddy, ask_buddy, change_welcome, tick_step
from kring.conduct.commands.cases import (
    Tells,
    add_note,
    ask_side,
    conclude_case,
    dismiss_case,
    find_case,
    freeze_item_of,
    give_side,
    look_into,
    note_side,
    thaw_item_of,
)
from kring.conduct.commands.codes import accept_code, publish_code, sign_letter
from kring.conduct.commands.introductions import introduce, meet
from kring.conduct.commands.leaving import leave
from kring.conduct.commands.reporting import answer_as_reporter, report_suspicion

__all__ = [
    "Tells",
    "accept_code",
    "add_note",
    "answer_as_reporter",
    "answer_buddy",
    "ask_buddy",
    "ask_side",
    "change_welcome",
    "conclude_case",
    "dismiss_case",
    "find_case",
    "freeze_item_of",
    "give_side",
    "introduce",
    "leave",
    "look_into",
    "meet",
    "note_side",
    "publish_code",
    "report_suspicion",
    "sign_letter",
    "thaw_item_of",
    "tick_step",
]
