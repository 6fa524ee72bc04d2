"""Everything that changes what is shared."""

from kring.sharing.commands.attachments import Upload, add_attachment, read_attachment, remove_attachment
from kring.sharing.commands.drafts import discard_draft, restore_draft, save_draft, start_draft
from kring.sharing.commands.feedback import give_feedback, take_back_feedback
from kring.sharing.commands.items import edit_item, relabel_item, share_item, withdraw_item
from kring.sharing.commands.onward import ask_wider, decide_passing, decide_wider, pass_on
from kring.sharing.commands.reading import acknowledge_item, note_reading, remind_readers
from kring.sharing.commands.replies import add_reply, edit_reply, remove_reply

__all__ = [
    "Upload",
    "acknowledge_item",
    "add_attachment",
    "add_reply",
    "ask_wider",
    "decide_passing",
    "decide_wider",
    "discard_draft",
    "edit_item",
    "edit_reply",
    "give_feedback",
    "note_reading",
    "pass_on",
    "read_attachment",
    "relabel_item",
    "remind_readers",
    "remove_attachment",
    "remove_reply",
    "restore_draft",
    "save_draft",
    "share_item",
    "start_draft",
    "take_back_feedback",
    "withdraw_item",
]
