"""Tables of meetings: the series they come in, the meetings, what is on their agendas, who is invited, and what came of them."""

from kring.meetings.models.agenda import AgendaItem
from kring.meetings.models.invitees import Invitee
from kring.meetings.models.meetings import Meeting
from kring.meetings.models.minutes import Attendee, Minutes, Remark, Section
from kring.meetings.models.notes import Note, NoteUpdate
from kring.meetings.models.outcomes import Outcome
from kring.meetings.models.planning import AgendaTemplate, HostPause, HostTick, Rating, Topic
from kring.meetings.models.room import Room, Spell, Turn
from kring.meetings.models.series import Series
from kring.meetings.models.verdicts import Verdicts

__all__ = [
    "AgendaItem",
    "AgendaTemplate",
    "Attendee",
    "HostPause",
    "HostTick",
    "Invitee",
    "Meeting",
    "Minutes",
    "Note",
    "NoteUpdate",
    "Outcome",
    "Rating",
    "Remark",
    "Room",
    "Section",
    "Series",
    "Spell",
    "Topic",
    "Turn",
    "Verdicts",
]
