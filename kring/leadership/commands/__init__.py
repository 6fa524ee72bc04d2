"""Everything that changes who does what, who looks along, what a circle is for, and the log of talks."""

from kring.leadership.commands.advisers import (
    ask_adviser,
    end_advisership,
    refresh_glance,
    take_advisership,
    tell_advisers,
)
from kring.leadership.commands.duties import Wording, begin_duties, end_duty, keep_duty
from kring.leadership.commands.scope import keep_scope, write_scope
from kring.leadership.commands.stepping_in import step_in
from kring.leadership.commands.talks import Noted, note_talk

__all__ = [
    "Noted",
    "Wording",
    "ask_adviser",
    "begin_duties",
    "end_advisership",
    "end_duty",
    "keep_duty",
    "keep_scope",
    "note_talk",
    "refresh_glance",
    "step_in",
    "take_advisership",
    "tell_advisers",
    "write_scope",
]
