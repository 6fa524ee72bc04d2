"""Everything that changes what goes out by mail, and what people want to hear."""

from kring.notices.commands.bounces import note_bounce
from kring.notices.commands.keys import forget_key, look_up_key, use_key
from kring.notices.commands.office import office
from kring.notices.commands.sending import queue, send
from kring.notices.commands.wishes import (
    follow,
    leave_list,
    mute_topic,
    unfollow,
    unmute_topic,
    wish,
    wish_as_everywhere,
)

__all__ = [
    "follow",
    "forget_key",
    "leave_list",
    "look_up_key",
    "mute_topic",
    "note_bounce",
    "office",
    "queue",
    "send",
    "unfollow",
    "unmute_topic",
    "use_key",
    "wish",
    "wish_as_everywhere",
]
