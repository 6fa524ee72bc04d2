"""Everything that changes what is shared."""

from kring.sharing.commands.attachments import Upload, add_attachment, read_attachment, remove_attachment
from kring.sharing.commands.drafts import (
    Origin,
    Writing,
    discard_draft,
    keep_draft,
    restore_draft,
    save_draft,
    start_draft,
)
from kring.sharing.commands.feedback import give_feedback, take_back_feedback
from kring.sharing.commands.freezing import freeze_item, thaw_item
from kring.sharing.commands.items import (
    edit_item,
    publish_item,
    relabel_item,
    share_item,
    unpublish_item,
    withdraw_item,
)
from kring.sharing.commands.onward import Receiver, ask_wider, decide_passing, decide_wider, pass_on
from kring.sharing.commands.polls import answer_poll, ask_poll, close_poll, remind_poll, take_back_poll_answer
from kring.sharing.commands.reading import acknowledge_item, note_guest_reading, note_reading, remind_readers
from kring.sharing.commands.replies import Answer, add_reply, edit_reply, remove_reply
from kring.sharing.commands.retention import erase_drafts, erase_expired
from kring.sharing.commands.rounds import answer_round, close_round, remind_round, start_round, take_back_answer
from kring.sharing.commands.scope import mark_outside
from kring.sharing.commands.sightings import report_sighting, take_back_sighting
from kring.sharing.commands.trust import judge_again, judge_items

__all__ = [
    "Answer",
    "Origin",
    "Receiver",
    "Upload",
    "Writing",
    "acknowledge_item",
    "add_attachment",
    "add_reply",
    "answer_poll",
    "answer_round",
    "ask_poll",
    "ask_wider",
    "close_poll",
    "close_round",
    "decide_passing",
    "decide_wider",
    "discard_draft",
    "edit_item",
    "edit_reply",
    "erase_drafts",
    "erase_expired",
    "freeze_item",
    "give_feedback",
    "judge_again",
    "judge_items",
    "keep_draft",
    "mark_outside",
    "note_guest_reading",
    "note_reading",
    "pass_on",
    "publish_item",
    "read_attachment",
    "relabel_item",
    "remind_poll",
    "remind_readers",
    "remind_round",
    "remove_attachment",
    "remove_reply",
    "report_sighting",
    "restore_draft",
    "save_draft",
    "share_item",
    "start_draft",
    "start_round",
    "take_back_answer",
    "take_back_feedback",
    "take_back_poll_answer",
    "take_back_sighting",
    "thaw_item",
    "unpublish_item",
    "withdraw_item",
]
