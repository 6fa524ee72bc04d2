"""Everything that changes who does what, and the log of talks."""

from kring.leadership.commands.duties import Wording, begin_duties, end_duty, keep_duty
from kring.leadership.commands.stepping_in import step_in
from kring.leadership.commands.talks import Noted, note_talk

__all__ = ["Noted", "Wording", "begin_duties", "end_duty", "keep_duty", "note_talk", "step_in"]
